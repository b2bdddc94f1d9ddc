"""A chart under the hand: arrow keys walk its marks and speak, and Enter opens a round."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import settle
from tests.support.serving import Server


def test_arrow_keys_walk_a_chart_that_speaks_and_enter_opens_the_round(
    server: Server, page: Page
) -> None:
    page.goto(f"{server.address}/cut-offs?category=cec&from=2025-01-01&lang=fr")
    settle(page)
    chart = page.locator(".st-key-chart-cut-offs")
    plot, speech = chart.get_by_test_id("plot"), chart.locator(".ee-speech")
    expect(plot).to_have_attribute("role", "group")
    plot.focus()
    page.keyboard.press(
        "End"
    )  # CEC's rounds since 2025 are #332 of 8 January 2025 to #436 of 18 August 2026
    expect(speech).to_contain_text("n°\N{NO-BREAK SPACE}436, ")
    expect(plot.locator(".hovertext")).to_have_count(1)
    page.keyboard.press("Home")
    expect(speech).to_contain_text("8 janv. 2025")
    page.keyboard.press("ArrowLeft")  # there is none before
    expect(speech).to_contain_text("8 janv. 2025")
    page.keyboard.press("Escape")
    expect(plot.locator(".hovertext")).to_have_count(0)
    expect(speech).to_be_empty()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/rounds\\?(?=.*round=436)(?=.*category=cec)(?=.*lang=fr)"))
    expect(page).to_have_url(re.compile("from=2025-01-01"))
    expect(page.get_by_role("textbox", name="Ouvrir une ronde par numéro")).to_have_value("436")
