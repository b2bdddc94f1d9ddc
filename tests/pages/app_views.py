"""A View made by hand for page tests: any record, any filter, any day."""

from __future__ import annotations

from datetime import date

from data import history
from pages.view import Filter, View
from pages.words import Words

DAY = date(2026, 8, 20)


def view(
    chosen: Filter | None = None, today: date = DAY, record: history.Record | None = None
) -> View:
    """Return the view of the bundled record on the day that it was published."""
    known = record or history.load()
    kept = chosen or Filter()
    return View(known, kept, kept.apply(known.draws), Words(), today)
