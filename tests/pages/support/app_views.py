"""Hand-made views, and the whole app opened at one of its pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from data.rounds.record import Record
from data.vocabulary.filter import Filter
from pages import frame
from pages.language import Words
from pages.ui.view import View
from tests.support.august import load

DAY = date(2026, 8, 20)


def view(
    chosen: Filter | None = None,
    today: date = DAY,
    record: Record | None = None,
    language: str = "en",
) -> View:
    """Return a view of the bundled data, by default as of 20 August 2026."""
    data = record or load()
    selection = chosen or Filter()
    return View(data, selection, selection.apply(data.draws), Words(language), today)


def opened(path: str = "", /, **query: str | list[str]) -> AppTest:
    """Return the app as opened by a link; `from_` is the parameter `from`, a Python keyword."""
    return unopened(path, **query).run()


def framed(path: str = "", /, **query: str | list[str]) -> AppTest:
    """Return the app as embedded in an iframe."""
    app = unopened(path, **query)
    app.context["is_embedded"] = True
    return app.run()


def unopened(path: str = "", /, **query: str | list[str]) -> AppTest:
    """Return the app at the address of a link, before its first run."""
    app = AppTest.from_file(frame.__file__, default_timeout=30)
    for name, value in query.items():
        app.query_params[name.rstrip("_")] = value
    # AppTest can only switch to pages that are separate files; ours are functions.
    app._page_hash = calc_hash(path) if path else ""
    return app


def scripted(script: Callable[..., None], /, *, name: str, value: str, **options: Any) -> AppTest:
    """Return a script as run with options and, unless it is empty, a value in the address."""
    app = AppTest.from_function(script, kwargs=options, default_timeout=30)
    if value:
        app.query_params[name] = value
    app.run()
    assert not app.exception
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


def picture(app: AppTest, of: str) -> dict[str, Any]:
    """Return the texts that a page sends for the pictures of a chart."""
    sent = [json.loads(element.proto.bytes) for element in app.get("bidi_component")]
    found: dict[str, Any] = next(got for got in sent if got.get("of") == of)
    return found


def notice(app: AppTest, key: str) -> str:
    """Return a notice of one line, and below it the text to which it opens; empty if not shown."""
    try:
        (expander,) = app.get_by_key(f"notice-{key}").expander
    except KeyError:
        return ""
    texts = [expander.label, *(element.value for element in expander.markdown)]
    return "\n".join(map(plain, texts))


def copyables(app: AppTest) -> list[str]:
    """Return the texts on a page that have a button to copy them."""
    sent = [json.loads(element.proto.bytes) for element in app.get("bidi_component")]
    return [got["text"] for got in sent if "copy" in got]


def plain(text: str) -> str:
    """Return our Markdown as a reader sees it: unescaped."""
    return text.replace("\\", "")
