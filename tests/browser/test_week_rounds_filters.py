"""A week typed in words, a round brought into view, and filters that are hidden but still hold."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settle
from tests.support.serving import Server

PHONE = {"width": 390, "height": 844}
# From the top of the window to that of the card, in its heights.
PLACE = "card => card.getBoundingClientRect().top / innerHeight"


@pytest.mark.parametrize(
    ("language", "typed", "name"),
    [
        ("en", "week 33", "2026-W33"),
        pytest.param("fr", "8 décembre 2023", "2023-W49", marks=pytest.mark.slow),
    ],
)
def test_week_typed_in_words_opens_and_is_named_in_the_address(
    server: Server, page: Page, language: str, typed: str, name: str
) -> None:
    page.goto(f"{server.address}/week?lang={language}")
    settle(page)
    field = page.locator(".st-key-week input")
    field.click()
    field.press_sequentially(typed)
    field.press("Enter")
    expect(page).to_have_url(re.compile(f"week={name}"))
    settle(page)
    year, week = name.split("-W")
    expect(page.locator("h1")).to_contain_text(re.compile(f"{week}\\s.*{year}"))
    expect(field).to_have_value(name)


def test_filters_are_hidden_on_the_week_and_hold_again_on_the_next_page(
    server: Server, page: Page
) -> None:
    page.goto(f"{server.address}/cut-offs")
    settle(page)
    page.get_by_test_id("stSidebar").get_by_role("button", name="CEC", exact=True).click()
    expect(page).to_have_url(re.compile("category=cec"))
    settle(page)
    page.get_by_role("link", name="Week").click()
    expect(page).to_have_url(re.compile(r"/week\?category=cec"))
    settle(page)
    expect(
        page.get_by_test_id("stSidebarUserContent").get_by_text("Categories", exact=True)
    ).to_be_hidden()
    page.locator(".st-key-week-steps button").first.click()
    settle(page)
    expect(page).to_have_url(re.compile("category=cec"))
    page.get_by_role("link", name="Invitations").click()
    expect(page).to_have_url(re.compile(r"/invitations\?category=cec"))
    settle(page)
    expect(
        page.get_by_test_id("stSidebarUserContent").get_by_text("Categories", exact=True)
    ).to_be_visible()
    expect(page.get_by_text(re.compile(r"CEC, .* to .*: \d+\srounds$")).first).to_be_visible()


@pytest.mark.parametrize(
    "size", [pytest.param({"width": 1280, "height": 900}, marks=pytest.mark.slow), PHONE]
)
def test_round_of_a_claim_comes_into_view(server: Server, page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server.address}/rounds")
    settle(page)
    field = page.get_by_role("textbox", name="Check a claim")
    field.press_sequentially("STEM draw, 5,900 invitations, CRS 481")
    field.press("Enter")
    page.get_by_role("button", name="Open #274").click()
    heading = page.get_by_role("heading", name=re.compile("^#274 "))
    expect(heading).to_be_in_viewport()
    settle(page)
    expect(heading).to_be_in_viewport()
    assert 0 < page.locator(".st-key-one-round").evaluate(PLACE) < 0.3


@pytest.mark.slow
def test_search_for_one_round_opens_it(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/rounds?round=437")
    settle(page)
    page.get_by_role("searchbox", name="Search").press_sequentially("421")
    expect(page.get_by_role("heading", name=re.compile("^#421 "))).to_be_visible()
    expect(page).not_to_have_url(re.compile("round="))
