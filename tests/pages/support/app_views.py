"""Views made by hand, and pages of the whole app as a link opens them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, NamedTuple

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from data.rounds import record as history
from data.vocabulary.filter import Filter
from pages import frame
from pages.language import Words
from pages.ui.view import View

DAY = date(2026, 8, 20)


def view(
    chosen: Filter | None = None, today: date = DAY, record: history.Record | None = None
) -> View:
    """Return the view of the bundled record on the day that it was published."""
    known = record or history.load()
    kept = chosen or Filter()
    return View(known, kept, kept.apply(known.draws), Words(), today)


def opened(path: str = "", /, **query: str | list[str]) -> AppTest:
    """Return the app as a link opens it; `from_` stands for the parameter that Python reserves."""
    return _at(path, query).run()


def framed(path: str = "", /, **query: str | list[str]) -> AppTest:
    """Return the app as a frame on another page opens it."""
    app = _at(path, query)
    app.context["is_embedded"] = True
    return app.run()


def _at(path: str, query: dict[str, str | list[str]]) -> AppTest:
    app = AppTest.from_file(frame.__file__, default_timeout=30)
    for name, value in query.items():
        app.query_params[name.rstrip("_")] = value
    # AppTest switches only to pages that are files of their own; ours are functions.
    app._page_hash = calc_hash(path) if path else ""
    return app


class Figure(NamedTuple):
    """A figure on a page: its key, its text alternative, and what Plotly gets."""

    key: str
    alt: str
    spec: dict[str, Any]


def figures(app: AppTest) -> list[Figure]:
    """Return the figures that a page shows, in their order."""
    sent = [json.loads(element.proto.bytes) for element in app.get("bidi_component")]
    return [Figure(got["key"], got["alt"], got["figure"]) for got in sent if "figure" in got]


def plain(text: str) -> str:
    """Return Markdown of ours as a reader sees it."""
    return text.replace("\\", "")
