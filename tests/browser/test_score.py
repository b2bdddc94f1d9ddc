"""My score on a phone: the answer is on the first screen, and the fields fold and come back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import settle
from tests.support.serving import Server

WIDTH, HEIGHT = 390, 844
LINK = "my-score?score=519&eligible=cec&eligible=french&profile=2026-05-03&link=true"
LINE = "519 · CEC, French · profile submitted 3 May 2026"


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    return page


def score_field(page: Page) -> Locator:
    return page.get_by_test_id("stMain").get_by_label("Your CRS score")


def bottom_of_verdict(page: Page) -> float:
    """Return where the verdict's first sentence ends on the screen, before any scrolling."""
    settle(page)
    box = page.locator(".st-key-answer strong").first.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def choose(page: Page, text: str) -> None:
    """Choose what one is eligible for as a person does: type a part of its name, then Enter."""
    field = page.get_by_role("combobox", name="I am eligible for")
    field.click()
    field.press_sequentially(text)
    expect(page.get_by_role("option").filter(has_text=re.compile(text, re.I)).first).to_be_visible()
    field.press("Enter")
    field.press("Escape")
    settle(page)


@pytest.mark.parametrize("language", ["en", pytest.param("fr", marks=pytest.mark.slow)])
def test_shared_link_opens_with_the_verdict_and_one_line_of_answers(
    server: Server, phone: Page, language: str
) -> None:
    phone.goto(f"{server.address}/{LINK}&lang={language}")
    assert bottom_of_verdict(phone) <= HEIGHT
    expect(phone.locator(".st-key-person")).to_be_hidden()
    if language == "en":
        expect(phone.get_by_text(LINE)).to_be_in_viewport()


def test_answers_typed_on_a_phone_give_a_verdict_on_the_same_screen(
    server: Server, phone: Page
) -> None:
    phone.goto(f"{server.address}/my-score")
    settle(phone)
    expect(phone.get_by_text("Choose what you are eligible for.")).to_be_in_viewport()
    score_field(phone).click()
    score_field(phone).press_sequentially("519")
    score_field(phone).press("Tab")
    settle(phone)
    choose(phone, "work experience")
    profile = phone.get_by_label("Profile submitted", exact=True)
    profile.click()
    profile.press_sequentially("3 May 2026")
    profile.press("Enter")
    expect(phone.get_by_text("Since 3 May 2026, 5 of 6")).to_be_visible()
    assert bottom_of_verdict(phone) <= HEIGHT
    assert phone.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0
    expect(score_field(phone)).to_be_visible()  # nothing folds while a person is typing
    expect(phone).to_have_url(re.compile(r"/my-score$"))


@pytest.mark.slow
def test_folded_fields_open_and_close_with_the_keyboard(server: Server, phone: Page) -> None:
    phone.goto(f"{server.address}/{LINK}")
    settle(phone)
    phone.get_by_role("button", name="Change answers").focus()
    phone.keyboard.press("Enter")
    expect(score_field(phone)).to_be_visible()
    settle(phone)
    expect(phone.get_by_role("button", name="Done")).to_be_focused()
    score_field(phone).fill("530")
    score_field(phone).press("Tab")
    settle(phone)
    expect(score_field(phone)).to_have_value("530")
    expect(phone).to_have_url(re.compile("score=530"))
    phone.get_by_role("button", name="Done").press("Enter")
    expect(phone.get_by_text("530 · CEC, French")).to_be_visible()
    expect(score_field(phone)).to_be_hidden()
    expect(phone).to_have_url(re.compile("score=530.*profile=2026-05-03|profile=.*score=530"))
    phone.reload()
    assert bottom_of_verdict(phone) <= HEIGHT
    expect(phone.get_by_text("530 · CEC, French")).to_be_visible()


@pytest.mark.slow
def test_way_to_outlook_takes_the_categories_along_and_answers_are_folded_on_return(
    server: Server, page: Page
) -> None:
    page.goto(f"{server.address}/my-score")
    settle(page)
    score_field(page).fill("519")
    score_field(page).press("Tab")
    settle(page)
    choose(page, "CEC")
    expect(page.locator(".st-key-answer")).to_be_visible()
    page.get_by_role("link", name="Outlook for these categories").click()
    expect(page).to_have_url(re.compile(r"/outlook\?(?!.*score).*category=cec"))
    settle(page)
    chosen = page.locator("[class*=st-key-pills-] [aria-pressed=true]")
    expect(chosen).to_have_text(["CEC"])
    page.get_by_role("link", name="My score").first.click()
    expect(page.get_by_text("519 · CEC")).to_be_visible()
    expect(score_field(page)).to_be_hidden()


# 523 equals the cut-off of the last CEC round, so that the table has its widest form.
WIDE = "my-score?score=523&eligible=cec&eligible=senior-managers&eligible=healthcare&print=true"


@pytest.mark.parametrize("language", ["en", pytest.param("fr", marks=pytest.mark.slow)])
def test_all_columns_of_the_printed_table_fit_a_phone_and_paper(
    server: Server, phone: Page, language: str
) -> None:
    phone.goto(f"{server.address}/{WIDE}&link=true&lang={language}")
    settle(phone)
    cells = phone.locator("[data-testid=stTable] tr").first.locator("th")
    expect(cells).to_have_count(5)
    for media in ("screen", "print"):
        phone.emulate_media(media=media)
        table = phone.get_by_test_id("stTable").bounding_box()
        last = cells.last.bounding_box()
        assert table is not None
        assert last is not None
        assert last["x"] + last["width"] <= table["x"] + table["width"] + 1


@pytest.mark.slow
def test_paper_leads_back_to_the_form(server: Server, phone: Page) -> None:
    phone.goto(f"{server.address}/{LINK}&print=true")
    settle(phone)
    back = phone.get_by_role("button", name="Back to the form")
    expect(back).to_be_in_viewport()
    phone.emulate_media(media="print")
    expect(back).to_be_hidden()
    phone.emulate_media(media="screen")
    back.click()
    settle(phone)
    expect(score_field(phone)).to_be_visible()
    expect(score_field(phone)).to_have_value("519")
    expect(phone).not_to_have_url(re.compile("print=true"))
