"""A visitor who reads French: from the first page on, on all of them, to English and back."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from pages.language import Words
from pages.language.__main__ import read
from pages.shell import link_previews
from tests.browser.conftest import settle
from tests.support.serving import Server

LEAST = 13  # letters: a shorter text may well be a word of both languages
# All that one sees or hears; what is hidden, as the codes of the address, is not in it.
SAID = """() => {
  const seen = [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility());
  const names = ["aria-label", "title", "alt", "placeholder"];
  const named = seen.flatMap((e) => names.map((name) => e.getAttribute(name) ?? ""));
  return [document.title, document.body.innerText, ...named].join("\\n");
}"""
DRAWN = """() =>
  [...document.querySelectorAll(".main-svg text")].map((e) => e.textContent).join("\\n")"""
DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
MONTHS = (
    "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|January|February|March|April|June|July|August"
    "|September|October|November|December"
)
ENGLISH_DATE = re.compile(rf"\b({MONTHS}|{DAYS})\b")
ENGLISH_NUMBER = re.compile(r"\b[1-9]\d{0,2}(,\d{3})+\b|\d\.\d")


@pytest.fixture
def locale() -> str:
    """The locale of the visitor's browser."""
    return "fr-CA"


@pytest.fixture(scope="module")
def english() -> re.Pattern[str]:
    """What finds the longest part of any sentence of the catalogue that French says differently."""
    parts = set()
    for message in read("fr"):
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        for source in sources:
            text = re.sub(r"\*\*|`", "", source)  # as a page shows it
            part = max(re.split(r"\{\w+\}|<[^>]+>|: ", text), key=len).strip()
            if len(part) >= LEAST and not any(part in each for each in told):
                parts.add(part)
    assert len(parts) > 700
    return re.compile("|".join(map(re.escape, sorted(parts))))


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def leaks(page: Page, english: re.Pattern[str]) -> list[str]:
    """Return what is English of all that the page says and of all that its charts say."""
    said, drawn = str(page.evaluate(SAID)), str(page.evaluate(DRAWN))
    whole = f"{said}\n{drawn}"
    found = [*english.finditer(whole), *ENGLISH_NUMBER.finditer(whole)]
    return [each[0] for each in (*found, *ENGLISH_DATE.finditer(drawn))]


def test_a_french_browser_is_shown_french_on_every_page(
    server: Server, page: Page, english: re.Pattern[str]
) -> None:
    page.goto(f"{server.address}/?to=2026-08-20")
    drawn = ""
    for path, card in link_previews.cards(Words("fr")).pages.items():
        name = card.title.partition(" · ")[0]
        if path == "status":
            page.goto(f"{server.address}/status")  # which no menu leads to
        elif path:
            page.get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_title(card.title)
        settle(page)
        assert asked(page)["lang"] == ["fr"]
        assert leaks(page, english) == [], path
        drawn += str(page.evaluate(DRAWN))
    expect(page.locator("html")).to_have_attribute("lang", "fr-CA")
    assert re.search(r"\b(août|juill\.|févr\.)", drawn)
    assert re.search(r"\d\u00a0\d{3}\b", drawn)


def test_a_view_is_the_same_in_english_and_back(
    server: Server, page: Page, english: re.Pattern[str]
) -> None:
    view = {"by": ["month"], "show": ["shares"], "category": ["cec"], "from": ["2023-06-28"]}
    page.goto(
        f"{server.address}/invitations?lang=fr&by=month&show=shares&category=cec&from=2023-06-28"
    )
    settle(page)
    expect(page.get_by_role("radio", name="Mois", exact=True)).to_be_checked()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("radio", name="Month", exact=True)).to_be_checked()
    expect(page.get_by_role("radio", name="Shares", exact=True)).to_be_checked()
    assert asked(page) == {**view, "lang": ["en"]}
    expect(page.locator("html")).to_have_attribute("lang", "en-CA")
    assert leaks(page, english) != []  # what looks for English finds it
    page.get_by_role("button", name="Français").last.click()
    expect(page.get_by_role("radio", name="Parts", exact=True)).to_be_checked()
    assert asked(page) == {**view, "lang": ["fr"]}


def test_an_earlier_link_in_english_words_is_read_and_put_right(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/invitations?lang=fr&by=Year&show=Shares")
    settle(page)
    expect(page.get_by_role("radio", name="Année", exact=True)).to_be_checked()
    page.get_by_role("radio", name="Trimestre", exact=True).click()
    expect(page).to_have_url(re.compile(r"by=quarter"))
    assert asked(page)["show"] == ["shares"]
