"""Pages as they were or will be on another day, and everything that a reader finds on them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from unittest import mock

from streamlit.testing.v1 import AppTest

from data.vocabulary.days import OTTAWA
from pages import served
from tests.pages.support.app_views import opened, plain
from tests.support.august import load

AGES = (0, 3, 20, 98, 400)  # days; of each age class at least one, and one on which all is inactive
_TEXTS = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error")
_LABELLED = ("button", "checkbox", "toggle", "text_input", "selectbox", "slider", "date_input")


@contextmanager
def clock_at(day: date) -> Iterator[None]:
    """Let it be noon of a day in Ottawa for the pages."""
    noon = datetime.combine(day, time(12), OTTAWA)
    with mock.patch.object(served, "now", return_value=noon):
        yield


def replayed(path: str, days: int, language: str = "en", /, **query: str | list[str]) -> AppTest:
    """Return the app as opened by a link some days after the last one the bundled data covers."""
    with clock_at(day_of(days)):
        app = opened("" if path == "overview" else path, lang=language, **query)
    assert not app.exception
    return app


def day_of(days: int) -> date:
    """Return the day on which the bundled data is so many days old."""
    return load().complete_through + timedelta(days=days)


def reading(app: AppTest) -> str:
    """Return everything that a reader finds on a page, piece by piece, a line each.

    That is its texts, notices, metrics, tables, what charts say and show, and labels of fields.
    Spaces that do not break are ordinary ones.
    """
    pieces = [plain(str(text.value)) for kind in _TEXTS for text in app.get(kind)]
    pieces += [f"{one.label} {one.value} {one.delta}" for one in app.metric]
    pieces += [one.label for one in app.expander]
    pieces += [f"{one.label} {one.help}" for kind in _LABELLED for one in app.get(kind)]
    pieces += [table.value.to_csv(index=False) for table in app.dataframe]
    pieces += [table.value.to_csv() for table in app.table]
    for element in app.get("bidi_component"):
        pieces += _strings(json.loads(element.proto.bytes))
    return re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", "\n".join(pieces))


def _strings(sent: Any) -> list[str]:
    """Return the texts of what a chart sends: titles, labels, hover texts, notes."""
    if isinstance(sent, str):
        return [sent]
    if isinstance(sent, dict):
        sent = list(sent.values())
    return [text for part in sent for text in _strings(part)] if isinstance(sent, list) else []
