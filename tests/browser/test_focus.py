"""A download or a dialog leaves the keyboard where it was."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settle
from tests.support.serving import Server

# As when a dialog is drawn again while it loads: what should give the focus back does nothing.
FORGET = """(() => {
  const {focus} = HTMLElement.prototype;
  HTMLElement.prototype.focus = function (...options) {
    if (this.closest("[role=dialog]")) return focus.apply(this, options);
    HTMLElement.prototype.focus = focus;
  };
})()"""


def test_focus_stays_on_the_buttons_of_a_chart_after_each_download(
    server: Server, page: Page
) -> None:
    page.goto(f"{server.address}/cut-offs?category=cec")
    settle(page)
    buttons = page.locator(".st-key-chart-cut-offs").get_by_role("button")
    buttons.filter(has_text="CSV").focus()
    for name in ("CSV", "PNG", "SVG"):
        with page.expect_download() as started:
            page.keyboard.press("Enter")
        assert started.value.suggested_filename.endswith(f".{name.lower()}")
        expect(buttons.filter(has_text=name)).to_be_focused()
        assert page.evaluate("document.activeElement.tagName") == "BUTTON"
        page.keyboard.press("Tab")
    expect(buttons.filter(has_text="Share")).to_be_focused()


@pytest.mark.slow
@pytest.mark.parametrize("way", ["Escape", "the close button"])
@pytest.mark.parametrize("script", ["", FORGET], ids=["as it is", "forgotten"])
def test_focus_returns_to_the_share_button_when_its_dialog_closes(
    server: Server, page: Page, way: str, script: str
) -> None:
    page.goto(f"{server.address}/cut-offs?category=cec")
    settle(page)
    share = page.locator(".st-key-chart-cut-offs").get_by_role("button", name="Share")
    share.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    close = dialog.get_by_role("button", name="Close")
    expect(close).to_be_visible()
    page.evaluate(script)
    if way == "Escape":
        page.keyboard.press("Escape")
    else:
        close.focus()
        page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(share).to_be_focused()


@pytest.mark.slow
def test_focus_stays_on_the_button_of_a_table_in_every_format(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/rounds?category=stem")
    settle(page)
    for name in ("CSV", "Excel", "Parquet", "JSON"):
        button = page.locator(".st-key-download-rounds-" + name.lower()).get_by_role("button")
        button.focus()
        with page.expect_download():
            page.keyboard.press("Space")
        expect(button).to_be_focused()
