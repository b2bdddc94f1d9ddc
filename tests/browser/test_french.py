"""French in the browser: on every page from the first one on, and to English and back."""

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

MIN_LENGTH = 13  # letters: a shorter text may be the same in both languages
# All visible text and accessible names, without hidden elements such as codes for the address.
VISIBLE_TEXT = """() => {
  const seen = [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility());
  const names = ["aria-label", "title", "alt", "placeholder"];
  const named = seen.flatMap((e) => names.map((name) => e.getAttribute(name) ?? ""));
  return [document.title, document.body.innerText, ...named].join("\\n");
}"""
CHART_TEXT = """() =>
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
    """Matches the longest fixed part of each English message that is not in its translation."""
    parts = set()
    for message in read("fr"):
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        for source in sources:
            text = re.sub(r"\*\*|`", "", source)  # as shown on a page
            part = max(re.split(r"\{\w+\}|<[^>]+>|: ", text), key=len).strip()
            if len(part) >= MIN_LENGTH and not any(part in each for each in told):
                parts.add(part)
    assert len(parts) > 700
    return re.compile("|".join(map(re.escape, sorted(parts))))


def query_parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def find_english(page: Page, english: re.Pattern[str]) -> list[str]:
    """Return the English words, numbers and dates on the page and in its charts."""
    said, drawn = str(page.evaluate(VISIBLE_TEXT)), str(page.evaluate(CHART_TEXT))
    whole = f"{said}\n{drawn}"
    found = [*english.finditer(whole), *ENGLISH_NUMBER.finditer(whole)]
    return [each[0] for each in (*found, *ENGLISH_DATE.finditer(drawn))]


@pytest.mark.slow
def test_french_browser_gets_no_english_on_any_page(
    server: Server, page: Page, english: re.Pattern[str]
) -> None:
    page.goto(f"{server.address}/?to=2026-08-20")
    drawn = ""
    for path, preview in link_previews.previews(Words("fr")).pages.items():
        name = preview.title.partition(" · ")[0]
        if path == "status":
            page.goto(f"{server.address}/status")  # which is not in the menu
        elif path:
            page.get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_title(preview.title)
        settle(page)
        assert query_parameters(page)["lang"] == ["fr"]
        assert find_english(page, english) == [], path
        drawn += str(page.evaluate(CHART_TEXT))
    expect(page.locator("html")).to_have_attribute("lang", "fr-CA")
    assert re.search(r"\b(août|juill\.|févr\.)", drawn)
    assert re.search(r"\d\u00a0\d{3}\b", drawn)


def test_switching_the_language_keeps_the_view_and_its_address(
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
    expect(page.get_by_role("radio", name="Percentages", exact=True)).to_be_checked()
    assert query_parameters(page) == {**view, "lang": ["en"]}
    expect(page.locator("html")).to_have_attribute("lang", "en-CA")
    assert find_english(page, english) != []  # the check does find English
    page.get_by_role("button", name="Français").last.click()
    expect(page.get_by_role("radio", name="Pourcentages", exact=True)).to_be_checked()
    assert query_parameters(page) == {**view, "lang": ["fr"]}


@pytest.mark.slow
def test_old_link_with_english_labels_works_and_is_rewritten(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/invitations?lang=fr&by=Year&show=Shares")
    settle(page)
    expect(page.get_by_role("radio", name="Année", exact=True)).to_be_checked()
    page.get_by_role("radio", name="Trimestre", exact=True).click()
    expect(page).to_have_url(re.compile(r"by=quarter"))
    assert query_parameters(page)["show"] == ["shares"]
