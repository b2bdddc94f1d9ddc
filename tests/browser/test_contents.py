"""Long pages: links to sections move the focus, and what is folded can be found and printed."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import settle
from tests.support.serving import Server


def test_sections_and_folded_parts_open_by_keyboard_by_address_and_on_paper(
    server: Server, page: Page
) -> None:
    page.goto(f"{server.address}/outlook#guesses")  # a folded part, which the address opens
    settle(page)
    guesses = page.get_by_role("button", name="Compared with simple guesses")
    expect(guesses).to_have_attribute("aria-expanded", "true")
    expect(guesses).to_be_focused()
    expect(guesses).to_be_in_viewport()
    page.get_by_role("link", name="Accuracy").focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="How accurate are forecasts like these?")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    page.keyboard.press("Tab")
    chances = page.get_by_role("button", name="How often forecasts of each chance came true")
    expect(chances).to_be_focused()
    chart = page.locator(".st-key-chart-outlook-reliability")
    expect(chart).not_to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(chances).to_have_attribute("aria-expanded", "true")
    expect(chart.locator(".main-svg").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(chances).to_have_attribute("aria-expanded", "false")
    # As a search in the page does, the browser opens what is hidden until found.
    page.evaluate("location.hash = 'reliability'")
    expect(chances).to_have_attribute("aria-expanded", "true")
    table = page.locator(".st-key-within-chances")
    expect(table).to_have_attribute("hidden", "until-found")
    page.emulate_media(media="print")
    expect(table).to_have_css("content-visibility", "visible")
    expect(table.locator("canvas").first).to_be_attached()  # drawn before it was hidden
