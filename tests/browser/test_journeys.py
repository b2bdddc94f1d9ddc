"""The most important things visitors do, in a real browser and against a real server."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Start, settle
from tests.support.august import load
from tests.support.serving import Server

# Two pages are enough here: tests/pages covers what differs on the others.
FIRST_PAGES = [("/", "Overview"), pytest.param("/rounds", "Rounds", marks=pytest.mark.slow)]


def on(page: Page, name: str) -> None:
    """Wait until a page is shown, with its name and exactly one first-level heading."""
    expect(page.get_by_text(f"Express Entry rounds · {name}")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def chart_svg(page: Page, key: str) -> str:
    """Return the content of a chart's SVG: its marks and labels."""
    return str(page.locator(f".st-key-chart-{key} .main-svg").first.inner_html())


@pytest.mark.parametrize(("path", "title"), FIRST_PAGES)
def test_page_opens_by_its_address_without_requests_to_other_hosts(
    start: Start, page: Page, path: str, title: str
) -> None:
    foreign: list[str] = []
    server = start()
    page.on(
        "request",
        lambda request: (
            foreign.append(request.url)
            if not request.url.startswith(
                (server.address, server.address.replace("http", "ws"), "data:", "blob:")
            )
            else None
        ),
    )
    page.goto(server.address + path)
    on(page, title)
    settle(page)
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert foreign == []


def test_chosen_category_survives_reload_and_change_of_page(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/cut-offs")
    settle(page)
    before = chart_svg(page, "cut-offs")
    page.get_by_role("button", name="CEC", exact=True).click()
    expect(page).to_have_url(re.compile(r"/cut-offs\?category=cec$"))
    settle(page)
    icon = page.locator("link[rel~=icon]").evaluate("link => link.href")
    assert page.request.get(icon).status == 200
    expect(page.locator(".st-key-chart-cut-offs h2")).to_contain_text("CEC rose")
    page.wait_for_function(
        "before => document.querySelector('.st-key-chart-cut-offs .main-svg').innerHTML !== before",
        arg=before,
    )
    settle(page)

    page.reload()
    expect(page.locator(".st-key-chart-cut-offs h2")).to_contain_text("CEC rose")
    expect(page).to_have_url(re.compile(r"category=cec"))
    settle(page)
    page.locator(".st-key-category [data-testid=stMultiSelect]").wait_for(state="attached")

    page.get_by_role("link", name="Frequency").click()
    on(page, "Frequency")
    expect(page).to_have_url(re.compile(r"/frequency\?category=cec"))
    settle(page)

    page.go_back()
    on(page, "Cut-offs")
    settle(page)
    page.get_by_role("button", name="All categories").click()
    expect(page).to_have_url(re.compile(r"/cut-offs$"))


@pytest.mark.slow
def test_date_preset_puts_its_first_day_into_the_address(server: Server, page: Page) -> None:
    page.goto(server.address)
    settle(page)
    page.get_by_role("radio", name="Since category-based rounds began").click()
    expect(page).to_have_url(re.compile(r"\?from=2023-06-28$"))
    expect(page.get_by_text("28 June 2023 to").first).to_be_visible()


@pytest.mark.slow
def test_menu_click_before_the_filters_are_drawn_keeps_the_filters(
    server: Server, page: Page
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/Multiselect*.js", hold)
    page.goto(f"{server.address}/cut-offs?category=cec&from=2023-06-28")
    page.locator(".st-key-chart-cut-offs .main-svg").first.wait_for()
    page.get_by_role("link", name="Frequency").click()
    on(page, "Frequency")
    expect(page).to_have_url(re.compile(r"/frequency\?"))
    assert held
    for route in held:
        route.continue_()
    settle(page)
    expect(page).to_have_url(re.compile(r"[?&]category=cec"))
    expect(page).to_have_url(re.compile(r"[?&]from=2023-06-28"))


@pytest.mark.slow
def test_html_and_markdown_in_a_link_are_shown_as_plain_text(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/?category=%3Cimg src=x onerror=alert(1)%3E**b**")
    settle(page)
    told = page.locator(".st-key-notice-ignored")
    told.locator("summary").click()
    expect(told).to_contain_text("<img src=x onerror=alert(1)>**b**")


def test_csv_download_contains_exactly_the_filtered_rounds(
    server: Server, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{server.address}/rounds?category=stem")
    settle(page)
    with page.expect_download() as started:
        page.locator(".st-key-files-rounds").get_by_text("CSV").click()
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    assert file.name.startswith("express-entry-rounds_stem_")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    draws = load().draws
    expected = draws[draws["category"] == "stem"]
    assert sorted(row["round_id"] for row in rows) == sorted(expected["round_id"])
    assert sum(int(row["invitations"]) for row in rows) == expected["invitations"].sum()


@pytest.mark.slow
def test_a_round_opens_by_its_address(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/rounds?round=274")
    settle(page)
    expect(page.get_by_text("after #272 and #273").first).to_be_visible()


def test_score_is_in_the_address_only_while_the_link_option_is_on(
    server: Server, page: Page
) -> None:
    page.goto(f"{server.address}/my-score")
    settle(page)
    score = page.locator(".st-key-score input")
    score.fill("519")
    score.press("Enter")
    settle(page)
    eligible = page.get_by_role("combobox", name="I am eligible for").first
    eligible.click()
    eligible.press_sequentially("CEC")
    eligible.press("Enter")
    eligible.press("Escape")
    expect(page.get_by_text("20 of 39 Canadian Experience Class rounds").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/my-score$"))

    page.get_by_text("Include my answers in the link").click()
    expect(page).to_have_url(re.compile(r"score=519"))
    expect(page).to_have_url(re.compile(r"eligible=cec"))
    link = page.url
    page.get_by_text("Include my answers in the link").click()
    expect(page).to_have_url(re.compile(r"/my-score(?!.*score=519)"))

    page.goto(link)
    expect(page.get_by_text("20 of 39 Canadian Experience Class rounds").first).to_be_visible()
    settle(page)
