"""Where lines end on the smallest phone: never in a number or range, nor before its word."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from pages.menu import MENU
from pages.plot.component import ASSETS
from tests.browser.conftest import settle
from tests.support.serving import Server

# Numbers with the space and letter after them: those on more than one line, and all others. A year
# may end a line.
NUMBERS = r"""() => {
  const NUMBER = new RegExp([
    /\d+([.,\u00a0\u202f]\d+)*(er|re|e|st|nd|rd|th)?\s[\p{L}%]/u, /\d\s\d/u, /[#°]\s\d/u,
    /\d–\u2060?\d/u,
  ].map((part) => part.source).join("|"), "gu");
  const found = [[], []];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const parent = text.parentElement;
    if (!parent.checkVisibility() || parent.closest('pre, svg, [data-testid=stSidebar]')) continue;
    for (const match of text.data.matchAll(NUMBER)) {
      if (/^(19|20)\d\d\s\p{L}$/u.test(match[0])) continue;
      const range = document.createRange();
      range.setStart(text, match.index);
      range.setEnd(text, match.index + match[0].length);
      const lines = [...range.getClientRects()].filter((part) => part.width);
      const end = Math.min(...lines.map((part) => part.bottom)); // of the first line
      const isWhole = lines.every((part) => part.top < end);
      found[Number(isWhole)].push(text.data.slice(0, match.index) + "|" + match[0]);
    }
  }
  return found;
}"""
IS_JOINED = r"() => /\d\u00a0\p{L}/u.test(document.body.innerText)"  # once our script has come
LINES_OF_P = """(() => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector('p'));
  return range.getClientRects().length;
})()"""
QUERY = {"my-score": "score=519&eligible=cec&link=true&profile=2026-07-03", "week": "week=2023-W49"}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "path",
    [
        pytest.param(entry.path, marks=[] if entry is MENU[0] else pytest.mark.slow)
        for entry in MENU
    ],
)
def test_no_line_ends_in_a_number_or_before_its_word(
    server: Server, page: Page, path: str, language: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 844})
    address = "" if path == MENU[0].path else path
    page.goto(f"{server.address}/{address}?lang={language}&{QUERY.get(path, '')}")
    settle(page)
    page.wait_for_function(IS_JOINED)
    broken, whole = page.evaluate(NUMBERS)
    assert broken == []
    assert len(whole) > 3


@pytest.mark.parametrize("text", ["501–600", "est-il", "a-t-elle", "Abonnez-vous"])
def test_no_line_ends_within_a_range_or_before_a_pronoun(page: Page, text: str) -> None:
    page.set_content(f"<p style='width: 0'>{text}</p>")
    page.add_script_tag(path=ASSETS / "numbers.js", type="module")
    page.wait_for_function(LINES_OF_P + " === 1")
