"""Fields as people use them: typing, Enter and Tab, and what the page does then."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import settle
from tests.support.serving import Server


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "Open a round"), pytest.param("fr", "Ouvrir une ronde", marks=pytest.mark.slow)],
)
@pytest.mark.parametrize("key", ["Enter", pytest.param("Tab", marks=pytest.mark.slow)])
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
        heading = re.compile(rf"^(#|N°\s){round_id} ")
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        settle(page)
        expect(field).to_have_value(round_id)
        expect(page).to_have_url(re.compile(f"round={round_id}"))


@pytest.mark.slow
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


def type_into(page: Page, name: str, text: str) -> Locator:
    """Replace the text of a field as a person does, press Enter, and wait for the page."""
    field = page.locator(f"input[aria-label='{name}']")
    field.click()
    field.press("Control+a")
    field.press_sequentially(text)
    field.press("Enter")
    settle(page)
    return field


@pytest.mark.parametrize(
    ("path", "name", "text", "parameter"),
    [
        pytest.param("cut-offs", "Show my score as a line", "519", None, marks=pytest.mark.slow),
        pytest.param("pool", "CRS score", "505", None, marks=pytest.mark.slow),
        ("my-score?eligible=cec&link=true", "Your CRS score", "519", "score=519"),
        (
            "my-score?eligible=cec&link=true",
            "Profile submitted",
            "2026-07-03 21:35:13",
            "profile=2026-07-03",
        ),
        pytest.param("week", "Week", "2023-W49", "week=2023-W49", marks=pytest.mark.slow),
        ("rounds", "Check a claim", "STEM draw, 5,900 invitations, CRS 481", "claim=STEM"),
        pytest.param(
            "rounds", "Search the table", "STEM 2023", "search=STEM", marks=pytest.mark.slow
        ),
    ],
)
def test_typed_text_stays_and_reaches_the_address(
    server: Server, page: Page, path: str, name: str, text: str, parameter: str | None
) -> None:
    page.goto(f"{server.address}/{path}")
    settle(page)
    field = type_into(page, name, text)
    if parameter:
        expect(page).to_have_url(re.compile(re.escape(parameter)))
    page.wait_for_timeout(1000)  # a value that jumps back does so in a later run
    settle(page)
    expect(field).to_have_value(text)
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "label", "parameter"),
    [
        ("frequency", "From", "from=2024-02-29"),
        pytest.param("frequency", "To", "to=2024-02-29", marks=pytest.mark.slow),
        pytest.param("pool", "Latest snapshot up to", "on=2024-02-29", marks=pytest.mark.slow),
        pytest.param(
            "my-score?eligible=cec&score=500&link=true",
            "Rounds since",
            "since=2024-02-29",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_typed_date_stays_and_reaches_the_address(
    server: Server, page: Page, path: str, label: str, parameter: str
) -> None:
    page.goto(f"{server.address}/{path}")
    settle(page)
    page.get_by_role("spinbutton", name=f"year, {label}").click()
    page.keyboard.type("20240229")
    for _ in range(3):  # from the day over two buttons: a date counts once its field is left
        page.keyboard.press("Tab")
    settle(page)
    expect(page).to_have_url(re.compile(parameter))
    page.wait_for_timeout(1000)
    settle(page)
    for part, value in (("year", "2024"), ("month", "02"), ("day", "29")):
        expect(page.get_by_role("spinbutton", name=f"{part}, {label}")).to_have_text(value)
