"""No label of any chart is cut or lies on another, for each kind of filter, width and language.

The charts are drawn on a page of their own, by the script that draws them in the app.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
import streamlit
from playwright.sync_api import Browser, Page, Route

from data.vocabulary.filter import Filter
from data.vocabulary.languages import LANGUAGES
from pages.language import Words
from pages.menu import MENU
from pages.plot import drawing
from pages.plot.component import ASSETS
from pages.ui.charts.choices import in_address
from pages.ui.charts.page_charts import PageCharts
from pages.ui.events import shown
from pages.ui.view import View
from tests.browser.test_accessibility import LAYOUT_FAULTS
from tests.support.august import load

# A plot on a screen of 1440, 768, 390 and 320 pixels; Week has three side by side on the first.
WIDTHS = (980, 692, 358, 288)
THIRD = 305
FILTERS = {"none": (), "active": ("cec",), "inactive": ("stem",), "two": ("french", "healthcare")}
SITE = "http://127.0.0.1/"  # no request leaves the browser
PAGE = """<!doctype html><meta charset="utf-8"><title>Charts</title><style>
@font-face { font-family: "Source Sans"; src: url(font.woff2); font-weight: 200 900; }
:root { --st-font: "Source Sans", sans-serif; --st-background-color: #ffffff;
  --st-text-color: #10161f; font-family: var(--st-font); }
body { margin: 0; }
</style><div data-testid="stMain"></div>"""
DRAW = """async ([specs, width]) => {
  const {Plot} = await import('/plot.js'), main = document.querySelector('[data-testid=stMain]');
  main.style.width = `${width}px`;
  const faults = {};
  for (const [name, spec] of Object.entries(specs)) {
    main.replaceChildren();
    const plot = new Plot(main);
    plot.set(spec);
    await plot.show();
    const found = (LAYOUT_FAULTS)();
    if (!main.querySelector('.main-svg')) found.push('not drawn');
    if (found.length) faults[name] = found;
    await plot.remove();
  }
  return faults;
}""".replace("LAYOUT_FAULTS", LAYOUT_FAULTS)


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Page]:
    """A page that can draw charts."""
    (font,) = (Path(streamlit.__file__).parent / "static").glob("**/SourceSansVF-Upright*.woff2")

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(SITE)
        if not name:
            route.fulfill(body=PAGE, content_type="text/html")
        elif name == "font.woff2":
            route.fulfill(path=font)
        else:
            route.fulfill(path=ASSETS / name, content_type="text/javascript")

    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        context.route("**", answer)
        page = context.new_page()
        page.goto(SITE)
        page.evaluate("() => document.fonts.load('12px \"Source Sans\"')")
        yield page


def view_of(codes: tuple[str, ...], language: str) -> View:
    record, chosen = load(), Filter(codes)
    return View(record, chosen, chosen.apply(record.draws), Words(language), date(2026, 8, 21))


def choices_of(charts: PageCharts, codes: tuple[str, ...]) -> Iterator[Any]:
    """Yield what a reader can choose on a page: as it is at first, and each other option once."""
    given: dict[str, Any] = {}
    if charts.page == "my-score":
        given = {"score": 519, "then": 560, "eligible": codes or ("cec", "pnp", "healthcare")}
    if charts.page == "categories":
        given = {"code": codes[0] if codes else "pnp"}
    yield charts.choices(**given)
    for field, choice in in_address(charts.choices).items():
        for option in choice.options if choice.kind == "option" else ():
            if option != choice.default and field not in given:
                yield charts.choices(**given, **{field: option})


def specs_of(codes: tuple[str, ...], language: str) -> dict[str, Any]:
    """Return what the browser gets for each chart of each page, by page and name."""
    view, found = view_of(codes, language), {}
    for charts in filter(None, (entry.charts for entry in MENU)):
        for choices in choices_of(charts, codes):
            for name in charts.makers:
                drawn = charts.drawn(view, name, choices)
                if drawn is not None:
                    about, chart = drawn
                    figure = chart.encoded(shown.drawn(about, chart.span, shown.MODES[0]))
                    spec = drawing(figure, chart.key, chart.title, view.words.locale)
                    found[f"{charts.page}/{name} {choices}"] = json.loads(orjson.dumps(spec))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("codes", FILTERS.values(), ids=FILTERS)
def test_labels_of_all_charts_have_room(
    screen: Page, codes: tuple[str, ...], language: str
) -> None:
    specs = specs_of(codes, language)
    assert len(specs) > 20
    week = {name: spec for name, spec in specs.items() if name.startswith("week/")}
    faults = {width: screen.evaluate(DRAW, [specs, width]) for width in WIDTHS}
    faults[THIRD] = screen.evaluate(DRAW, [week, THIRD])
    assert {width: found for width, found in faults.items() if found} == {}
