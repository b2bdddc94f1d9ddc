"""Accessibility of every page, by axe-core and by layout, in all widths, languages and themes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Error, Locator, Page

from pages import menu
from pages.language import Words
from tests.browser.conftest import settle, strict
from tests.support.serving import Server

# What a page shows most of itself with.
QUERIES = {
    "my-score": "?score=519&eligible=cec&eligible=french",
    "week": "?week=2023-W49",
    "rounds": "?round=274",
}
PAGES = [entry.path for entry in menu.entries(Words())]
PATHS = (
    "/",
    *(f"/{path}{QUERIES.get(path, '')}" for path in PAGES[1:]),
    "/status",
    "/cut-offs?embed=true&chart=cut-offs",
)
LANGUAGES = ("en", "fr")
QUICK = (("/", "fr"),)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Findings of axe that cannot be fixed here: (rule, part of the element's HTML) and the reason.
IGNORED_FINDINGS: dict[tuple[str, str], str] = {}
# In pixels, in the order of the checks. French texts are longer, so more widths are checked.
WIDTHS = {"en": (390, 1440), "fr": (2560, 1440, 768, 320, 390)}
AXE_WIDTHS = (390, 1440)
# The background of the dark theme and the text of the light one, from .streamlit/config.toml.
DARK, INK = "rgb(18, 22, 28)", "rgb(16, 22, 31)"

# Resolves once no part of the page has changed its width for three checks in a row.
WAIT_UNTIL_STILL = """() => new Promise((resolve) => {
  const places = document.querySelectorAll('[data-testid=stMain], [data-testid=plot], .main-svg');
  const widths = () => [...places].map((place) => place.getBoundingClientRect().right).join();
  let still = 0, before = '';
  const look = () => {
    const now = widths();
    still = now === before ? still + 1 : 0;
    before = now;
    if (still < 3) setTimeout(() => requestAnimationFrame(look), 30); else resolve();
  };
  look();
})"""
IS_DARK = """([dark, ink]) => {
  const seen = (what) => [...document.querySelectorAll(what)]
    .filter((element) => element.checkVisibility()).map((element) => getComputedStyle(element));
  const papers = seen('.stApp, .svg-container > :first-child');
  return papers.every((paper) => paper.backgroundColor === dark)
    && seen('.stApp p').every((text) => text.color !== ink);
}"""
# To axe a chart is a single image, in which it cannot check contrast: see LOW_CONTRAST.
AXE = """async (options) =>
  (await axe.run({exclude: ['.main-svg']}, {...options, resultTypes: ['violations']})).violations
  .flatMap(({id, nodes}) => nodes.map((node) => [id, node.html, node.failureSummary]))"""
# Parts of a page that are wider than the screen, and chart texts that are cut off or overlap.
LAYOUT_FAULTS = """() => {
  const found = [], main = document.querySelector('[data-testid=stMain]');
  for (const [name, part] of [['page', document.documentElement], ['content', main]])
    if (part.scrollWidth > part.clientWidth) found.push(`${name}: wider than the screen`);
  for (const plot of document.querySelectorAll('[data-testid=plot]')) {
    if (!plot.checkVisibility()) continue; // in a closed expander, and drawn anew once it opens
    const frame = plot.getBoundingClientRect();
    if (plot.querySelector('.legend .scrollbar')?.getBoundingClientRect().height)
      found.push('names of a legend out of sight');
    const texts = [...plot.querySelectorAll('text')]
      .filter((text) => text.textContent.trim() && !text.closest('.hoverlayer'))
      .map((text) => [text.textContent.slice(0, 30), text.getBoundingClientRect()])
      .filter(([, box]) => box.width);
    texts.forEach(([text, box], at) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1
          || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) found.push(`cut: ${text}`);
      for (const [other, its] of texts.slice(at + 1)) {
        const across = Math.min(box.right, its.right) - Math.max(box.left, its.left);
        const down = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
        if (across > 1.5 && down > 3.5) found.push(`one on the other: ${text} | ${other}`);
      }
    });
  }
  return found;
}"""
# Chart elements with too little contrast: a text, or all marks of a series.
LOW_CONTRAST = """() => {
  const channels = (paint) => (paint.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => colour.map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const contrasts = (element, paper, kinds) => kinds.map((kind) => {
    const style = getComputedStyle(element), [red, green, blue, alpha = 1] = channels(style[kind]);
    let share = alpha * style[`${kind}Opacity`];
    for (let part = element; !part.matches('.main-svg'); part = part.parentElement)
      share *= getComputedStyle(part).opacity;
    if (style[kind].startsWith('url')) return null; // hatched
    // Pale on purpose: what is only there to compare with. See "ghost" in colours.py.
    if (['195,202,212', '66,76,90'].includes([red, green, blue].join())) return null;
    if (blue === undefined || kind === 'stroke' && parseFloat(style.strokeWidth) < 1) return null;
    const seen = [red, green, blue].map((part, at) => share * part + (1 - share) * paper[at]);
    const [dark, light] = [seen, paper].map(luminance).sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }).filter((contrast) => contrast !== null);
  return [...document.querySelectorAll('.svg-container')].flatMap((chart) => {
    const paper = channels(getComputedStyle(chart.firstElementChild).backgroundColor);
    const cells = chart.querySelector('.heatmaplayer image'); // the background of the texts on them
    const elements = (what) => [...chart.querySelectorAll(what)]
      .filter((element) => !cells || !element.closest('.cartesianlayer, .annotation'));
    const texts = elements('text, tspan')
      .filter((text) => !/^[●■]?$/.test(text.textContent.trim()))
      .map((text) => [text.textContent, 4.5, contrasts(text, paper, ['fill'])]);
    const marks = 'path.point, .point > path, .js-line, .js-fill';
    const series = elements('.cartesianlayer .trace').map((trace) =>
      [trace.innerHTML.slice(0, 200), 3, [...trace.querySelectorAll(marks)]
        .flatMap((mark) => contrasts(mark, paper, ['fill', 'stroke']))]);
    return [...texts, ...series]
      .filter(([, least, found]) => found.length && Math.max(...found) < least);
  });
}"""
# Controls too small to touch, below 24 pixels. Links within sentences are exempt.
TOO_SMALL = """() => [...document.querySelectorAll(
    'button, [role=button], [role=radio], [role=tab], [role=checkbox], [role=slider], summary,'
    + ' input, select, a[href]')]
  .map((element) => [element, element.matches('input')
    ? element.closest('label, [data-testid=stSlider] [role=group]') ?? element : element])
  .filter(([element, target]) => target.checkVisibility({visibilityProperty: true})
    && !element.closest('p, li, td, canvas, [aria-hidden=true]'))
  .map(([element, target]) => [element, target.getBoundingClientRect()])
  .filter(([, {width, height}]) => width > 1 && height > 1 && (width < 23.9 || height < 23.9))
  .map(([element, {width, height}]) =>
    `${Math.round(width)}x${Math.round(height)}: ${element.outerHTML.slice(0, 120)}`)"""
# Text that does not fit into its element and is cut off.
CLIPPED_TEXT = """() => [...document.querySelectorAll('p, h1, h2, h3, label, button, li, td, th')]
  .filter((element) => element.checkVisibility({visibilityProperty: true})
    && ['hidden', 'clip'].includes(getComputedStyle(element).overflowX)
    && element.scrollWidth > element.clientWidth + 1)
  .map((element) => element.innerText)"""
UNFOLD = """() => document.querySelectorAll('.ee-fold-title [aria-expanded=false]')
  .forEach((button) => button.click())"""
HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
  .filter((heading) => heading.checkVisibility())
  .map((heading) => [Number(heading.tagName[1]), heading.innerText])"""
MOVING_ELEMENTS = """() => [...document.querySelectorAll('*')]
  .filter((element) => {
    const {animationDuration, animationName, transitionDuration} = getComputedStyle(element);
    const longest = (text) => Math.max(...text.split(',').map(parseFloat));
    return longest(transitionDuration) > 0.01
      || animationName !== 'none' && longest(animationDuration) > 0.01;
  }).map((element) => element.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Page]:
    """One page for all tests here, resized and re-themed while open; its scripts stay cached."""
    with strict(browser, reduced_motion="reduce") as context:  # no waiting for animations
        yield context.new_page()


def open_page(
    page: Page, server: Server, path: str, language: str = "en", width: int = 1440
) -> None:
    """Open a page in the light theme, and wait until it has settled."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="light")
    page.goto(f"{server.address}{path}{'&' if '?' in path else '?'}lang={language}")
    settle(page)
    page.evaluate(UNFOLD)
    settle(page)


def resize(page: Page, width: int) -> None:
    """Change the width of the screen, and wait until the page has settled."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(WAIT_UNTIL_STILL)
    settle(page)


def layout_faults(page: Page) -> list[str]:
    """Return what does not fit, once no chart is about to be laid out for another width."""
    with suppress(Error):  # a time-out: the faults stay
        page.wait_for_function(f"() => !({LAYOUT_FAULTS})().length", timeout=3000)
    faults: list[str] = page.evaluate(LAYOUT_FAULTS)
    return faults


def switch_to_dark(page: Page) -> None:
    """Switch to the dark theme, and wait until all of the page is drawn in it."""
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(IS_DARK, arg=[DARK, INK])


def violations(page: Page, options: dict[str, Any]) -> list[Any]:
    """Return the violations that axe-core finds, without the ignored ones."""
    return [
        found
        for found in page.evaluate(AXE, options)
        if not any(rule == found[0] and part in found[1] for rule, part in IGNORED_FINDINGS)
    ]


@pytest.mark.parametrize(
    ("path", "language"),
    [
        pytest.param(path, language, marks=() if (path, language) in QUICK else pytest.mark.slow)
        for path in PATHS
        for language in LANGUAGES
    ],
)
def test_page_is_accessible_at_every_width_and_in_both_themes(
    server: Server, screen: Page, path: str, language: str
) -> None:
    open_page(screen, server, path, language, WIDTHS[language][0])
    screen.evaluate(AXE_SCRIPT)
    faults: dict[str, list[Any]] = {}
    for width in WIDTHS[language]:
        resize(screen, width)
        faults[f"what does not fit {width} pixels"] = layout_faults(screen)
        if width in AXE_WIDTHS:
            faults[f"axe by day at {width} pixels"] = violations(screen, {"runOnly": RULES})
            faults[f"controls that a finger misses at {width} pixels"] = screen.evaluate(TOO_SMALL)
    faults["pale by day"] = screen.evaluate(LOW_CONTRAST)
    faults["failures"] = screen.get_by_test_id("stException").all_inner_texts()
    faults["headings"] = _misplaced_headings(screen.evaluate(HEADINGS))
    if language == "en":  # the dark theme changes only colours, which no language changes
        switch_to_dark(screen)
        faults["pale by night"] = screen.evaluate(LOW_CONTRAST)
        colours = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
        for width in sorted(AXE_WIDTHS, reverse=True):
            resize(screen, width)
            faults[f"axe by night at {width} pixels"] = violations(screen, colours)
    assert {kind: found for kind, found in faults.items() if found} == {}
    assert (screen.locator("html").get_attribute("lang") or "").startswith(language)
    for plot in screen.get_by_test_id("plot").all():
        can_be_walked = plot.get_attribute("tabindex") == "0"
        assert plot.get_attribute("role") == ("group" if can_be_walked else "img")
        assert len(plot.get_attribute("aria-label") or "") > len("A chart of draws")


def _misplaced_headings(headings: list[tuple[int, str]]) -> list[str]:
    """Return headings that break the outline, which has one h1, at the top, and skips no level."""
    levels = [0, *(level for level, _text in headings)]
    return [
        f"{level}: {text}"
        for before, (level, text) in zip(levels, headings, strict=False)
        if level > before + 1 or (level == 1) != (before == 0)
    ]


@pytest.mark.slow
def test_text_at_200_percent_fits_without_clipping(server: Server, screen: Page) -> None:
    for path in ("/", "/rounds?round=274", "/week?week=2023-W49"):
        open_page(screen, server, path, "fr")
        screen.add_style_tag(content="html { font-size: 200% }")
        for width in (390, 1440):
            resize(screen, width)
            assert layout_faults(screen) == [], (path, width)
            assert screen.evaluate(CLIPPED_TEXT) == [], (path, width)


@pytest.mark.slow
def test_nothing_moves_when_reduced_motion_is_requested(server: Server, browser: Browser) -> None:
    with strict(browser, reduced_motion="reduce") as context:
        page = context.new_page()
        open_page(page, server, "/cut-offs")
        assert page.evaluate(MOVING_ELEMENTS) == []


def test_forced_colours_still_tell_what_is_chosen(server: Server, browser: Browser) -> None:
    with strict(browser, forced_colors="active", viewport={"width": 1440, "height": 900}) as found:
        page = found.new_page()
        page.goto(f"{server.address}/invitations?category=cec&by=year")
        settle(page)
        for chosen, other in (
            (button(page, "CEC"), button(page, "PNP")),
            (option(page, "Year"), option(page, "Month")),
            (page.locator("header [aria-current]"), page.locator("header a").first),
        ):
            assert painted(chosen) != painted(other)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def option(page: Page, name: str) -> Locator:
    return page.get_by_role("radio", name=name, exact=True)


def painted(part: Locator) -> str:
    return str(part.evaluate("(part) => getComputedStyle(part).backgroundColor"))
