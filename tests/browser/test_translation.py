"""A browser's own translation: what it shows stays true when a page changes."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import settle
from tests.support.serving import Server

# What a translator does: an element of its own in the place of each text, also of those to come.
TRANSLATE = """() => {
  const translate = (root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), found = [];
    for (let text = texts.currentNode; text; text = texts.nextNode()) found.push(text);
    for (const text of found) {
      const parent = text.parentElement;
      if (text.nodeType !== 3 || !text.data.trim()) continue;
      if (!parent || parent.closest('font, script, style, [translate=no]')) continue;
      const outer = document.createElement('font');
      outer.appendChild(document.createElement('font')).textContent = `⟦${text.data}⟧`;
      parent.replaceChild(outer, text);
    }
  };
  translate(document.body);
  new MutationObserver((records) => {
    for (const {target, addedNodes} of records) [target, ...addedNodes].forEach((node) => {
      if (node.isConnected) translate(node);
    });
  }).observe(document.body, {childList: true, characterData: true, subtree: true});
}"""
TEXTS = """() => [...document.querySelectorAll('[data-testid=stMain] :is(' +
    'h1, h2, h3, [data-testid=stCaptionContainer], [data-testid=stMetric])')]
  .filter((part) => part.checkVisibility())
  .map((part) => part.innerText.replace(/[⟦⟧]/g, '').replace(/\\s+/g, ' ').trim())"""


def test_texts_of_a_translated_page_are_those_of_the_chosen_filter(
    server: Server, page: Page
) -> None:
    page.goto(f"{server.address}/")
    settle(page)
    before = page.evaluate(TEXTS)
    page.evaluate(TRANSLATE)
    heading = page.get_by_test_id("stMain").get_by_role("heading").nth(1)
    expect(heading).to_contain_text("⟦")
    page.get_by_role("button", name="⟦CEC⟧", exact=True).click()
    expect(page.get_by_text("CEC, 31 January 2015 to 20 August 2026: 67 rounds")).to_be_visible()
    fresh = page.context.new_page()
    fresh.goto(page.url)
    settle(fresh)
    expected = fresh.evaluate(TEXTS)
    assert expected != before
    assert len(expected) > 8
    # A chart takes its heading when it is drawn, which may be after the page's script has finished.
    page.wait_for_function(f"expected => String(({TEXTS})()) === String(expected)", arg=expected)
    assert page.get_by_text("⟦").count() > 30
