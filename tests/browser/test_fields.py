"""Fields as people use them: typing, Enter and Tab, and what the page does then."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settle
from tests.support.serving import Server


@pytest.mark.parametrize(("language", "label"), [("en", "Open a round"), ("fr", "Ouvrir une ronde")])
@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_typed_round_number_opens_that_round(
    server: Server, page: Page, language: str, label: str, key: str
) -> None:
    page.goto(f"{server.address}/rounds?lang={language}")
    settle(page)
    field = page.get_by_role("textbox", name=label)
    for round_id in ("421", "274"):
        field.fill("")
        field.press_sequentially(round_id)
        field.press(key)
        expect(page.get_by_role("heading", name=re.compile(f"^#{round_id} "))).to_be_visible()
        settle(page)
        expect(field).to_have_value(round_id)
        expect(page).to_have_url(re.compile(f"round={round_id}"))


def test_clicked_row_and_then_a_typed_number_each_open_their_round(
    server: Server, page: Page
) -> None:
    page.goto(f"{server.address}/rounds?category=cec")
    settle(page)
    rows = page.get_by_test_id("stDataFrame").first.locator(".dvn-scroller")
    rows.click(position={"x": 90, "y": 90})
    expect(page).to_have_url(re.compile("round="))
    settle(page)
    clicked = page.get_by_role("textbox", name="Open a round").input_value()
    expect(page.get_by_role("heading", name=re.compile(f"^#{clicked} "))).to_be_visible()
    page.get_by_role("textbox", name="Open a round").fill("421")
    page.get_by_role("textbox", name="Open a round").press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^#421 "))).to_be_visible()
    settle(page)
    expect(page.get_by_role("heading", name=re.compile("^#421 "))).to_be_visible()
    page.get_by_role("searchbox", name="Search").press_sequentially("2024")
    settle(page)
    expect(page.get_by_role("heading", name=re.compile("^#421 "))).to_be_visible()
