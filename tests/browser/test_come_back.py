"""Charts of a page that the reader comes back to are not drawn again, and work as before."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import settle
from tests.support.drawings import COUNT_DRAWINGS
from tests.support.serving import Server

WEEKS = ".st-key-chart-rounds-per-week [data-testid=plot] .main-svg"


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect(page).to_have_url(re.compile(name.lower()))
    settle(page)


def test_charts_are_drawn_once_until_they_change_and_answer_the_hand_again(
    server: Server, page: Page
) -> None:
    page.goto(f"{server.address}/frequency")
    settle(page)
    page.evaluate(COUNT_DRAWINGS)
    go(page, "Cut-offs")
    # A mark that is told when its page is left.
    plot = page.locator(".st-key-chart-cut-offs").get_by_test_id("plot")
    plot.focus()
    page.keyboard.press("ArrowRight")
    expect(plot.locator(".hovertext")).to_have_count(1)
    assert page.evaluate("drawings") == 4
    go(page, "Frequency")
    go(page, "Cut-offs")
    assert page.evaluate("drawings") == 4
    expect(plot.locator(".hovertext")).to_have_count(0)
    plot.focus()
    page.keyboard.press("ArrowRight")
    expect(plot.locator(".hovertext")).to_have_count(1)
    page.get_by_test_id("stSidebar").get_by_role("button", name="CEC", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("^CEC"))).not_to_have_count(0)
    expect(page).to_have_url(re.compile("category=cec"))
    settle(page)
    assert page.evaluate("drawings") > 4


def test_charts_fit_a_screen_that_became_narrower_while_their_page_was_left(
    server: Server, page: Page
) -> None:
    page.goto(f"{server.address}/frequency")
    settle(page)
    wide = page.locator(WEEKS).first.get_attribute("width")
    go(page, "Cut-offs")
    page.set_viewport_size({"width": 1000, "height": 900})
    go(page, "Frequency")  # settled only once each plot is as wide as its place
    assert page.locator(WEEKS).first.get_attribute("width") != wide
