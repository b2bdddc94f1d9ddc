"""Security headers in a real browser: they block attacks and leave normal use alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import settle
from tests.support.august import load
from tests.support.serving import Server

# Otherwise Chromium asks where to save, in a dialog that no test can click.
NO_PICKER = "delete window.showSaveFilePicker"


def test_injected_scripts_and_requests_to_other_hosts_are_blocked(
    server: Server, browser: Browser
) -> None:
    with browser.new_page() as visited:  # not `page`, which fails on the violations made here
        failed: dict[str, str | None] = {}
        visited.on("requestfailed", lambda asked: failed.update({asked.url: asked.failure}))
        visited.goto(server.address)
        visited.get_by_test_id("stApp").wait_for()
        found = visited.evaluate(
            """async () => {
              const tried = async (work) => { try { await work(); return "done" }
                                              catch (error) { return error.name } };
              // Code started by Playwright may use eval; code that runs after a pause may not.
              await new Promise((resolve) => setTimeout(resolve));
              const inline = document.createElement("script");
              inline.textContent = "window.ran = true";
              document.body.append(inline);
              const image = new Image();
              const loaded = new Promise((resolve) => {
                image.onload = () => resolve("done"); image.onerror = () => resolve("refused");
              });
              image.src = "https://example.org/a.png";
              return {
                evaluated: await tried(() => (0, eval)("1")),
                made: await tried(() => new Function("return 1")()),
                fetched: await tried(() => fetch("https://example.org/")),
                image: await loaded,
                ran: window.ran === true,
              };
            }"""
        )
        assert found == {
            "evaluated": "EvalError",
            "made": "EvalError",
            "fetched": "TypeError",
            "image": "refused",
            "ran": False,
        }
        assert failed["https://example.org/a.png"] == "csp"  # blocked before it was sent


def test_other_sites_cannot_show_the_dashboard_in_a_frame(server: Server, browser: Browser) -> None:
    with browser.new_page() as other:
        other.set_content(f"<iframe src='{server.address}/'></iframe>")
        with other.expect_event("console") as told:
            other.reload()
            other.set_content(f"<iframe src='{server.address}/'></iframe>")
        assert "frame-ancestors 'self'" in told.value.text
        assert other.frames[-1].locator("#root").count() == 0


@pytest.mark.slow
def test_table_cell_can_be_copied_and_the_table_downloaded(
    server: Server, page: Page, tmp_path: Path
) -> None:
    page.add_init_script(NO_PICKER)
    page.goto(f"{server.address}/rounds?category=stem")
    settle(page)
    grid = page.get_by_test_id("stDataFrame").first
    grid.locator(".dvn-scroller").click(position={"x": 60, "y": 60})
    page.keyboard.press("Control+c")
    stem = load().draws.query("category == 'stem'")
    newest = stem["round_id"].iloc[-1]
    page.wait_for_function(
        "async (wanted) => (await navigator.clipboard.readText()).trim() === wanted", arg=newest
    )
    with page.expect_download() as started:
        page.get_by_role("button", name="Download as CSV").first.click()
    file = tmp_path / "grid.csv"
    started.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        assert len(list(csv.DictReader(lines))) == len(stem)


@pytest.mark.slow
def test_api_docs_page_can_send_a_request_without_other_hosts(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/api/v1/docs")
    line = f'rounds = pd.read_parquet("{server.address}/api/v1/rounds.parquet")'
    expect(page.locator(".info .description pre").first).to_contain_text(line)
    page.locator(".opblock").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table .response .response-col_status")).to_contain_text(
        "200"
    )
