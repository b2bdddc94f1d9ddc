"""A download or a dialog leaves the keyboard where it was."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settle
from tests.support.serving import Server

# The files of a chart, and the endings of those to save here.
FILES = {"CSV": "csv", "Excel": "xlsx", "Parquet": "", "JSON": "json", "PNG": "png", "SVG": "svg"}


def test_focus_stays_on_the_files_of_a_chart_after_each_download(
    server: Server, page: Page
) -> None:
    page.goto(f"{server.address}/cut-offs?category=cec")
    settle(page)
    chart = page.locator(".st-key-chart-cut-offs")
    menu = chart.locator("summary", has_text="Download")
    menu.focus()
    page.keyboard.press("Enter")
    for name, ending in FILES.items():
        page.keyboard.press("Tab")
        file = chart.locator(".ee-files").get_by_text(name, exact=True)
        expect(file).to_be_focused()
        if ending:
            with page.expect_download() as started:
                page.keyboard.press("Enter")
            assert started.value.suggested_filename.endswith(f"_cec_2026-08-20.{ending}")
        expect(file).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(chart.locator(".ee-files")).to_be_hidden()


@pytest.mark.slow
@pytest.mark.parametrize("way", ["Escape", "the close button"])
def test_focus_returns_to_the_share_button_when_its_dialog_closes(
    server: Server, page: Page, way: str
) -> None:
    page.goto(f"{server.address}/cut-offs?category=cec")
    settle(page)
    share = page.locator(".st-key-chart-cut-offs").get_by_role("button", name="Share")
    share.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    close = dialog.get_by_role("button", name="Close")
    expect(close).to_be_visible()
    if way == "Escape":
        page.keyboard.press("Escape")
    else:
        close.focus()
        page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(share).to_be_focused()


@pytest.mark.slow
def test_focus_stays_on_the_link_to_a_table_in_every_format(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/rounds?category=stem")
    settle(page)
    for name in ("CSV", "Excel", "Parquet", "JSON"):
        button = page.locator(".st-key-files-rounds").get_by_text(name, exact=True)
        button.focus()
        with page.expect_download():
            page.keyboard.press("Enter")
        expect(button).to_be_focused()
