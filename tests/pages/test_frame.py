"""The frame: every page in the menu opens, and the record's age is always in sight."""

from __future__ import annotations

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data.rounds import record as history
from pages import frame
from pages.language import Words
from pages.ui.view import View, as_of
from tests.pages.support.app_views import figures, opened, plain, view
from tests.pages.support.shelf import serve, with_rounds

PATHS = [entry.path for entry in frame.entries(Words())]


def test_the_menu_is_the_pages_in_order() -> None:
    assert PATHS == [
        "overview",
        "cut-offs",
        "invitations",
        "frequency",
        "outlook",
        "pool",
        "my-score",
        "week",
        "rounds",
        "data",
    ]


# To cover a new page, add it to the table in pages/frame.py: these take their paths from there.
@pytest.mark.parametrize("path", [*PATHS, "status"])
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"category": "stem"},
        {"category": ["pnp", "fsw"], "from_": "2016-01-01", "to": "2023-03-01"},
        {"category": "stem", "from_": "2025-01-01"},
        {"category": "military", "from_": "2026-01-01"},
        {"to": "2015-02-01"},
    ],
    ids=["all", "dormant", "early", "nothing", "one round", "first round"],
)
def test_every_page_runs_with_any_filter(path: str, query: dict[str, str | list[str]]) -> None:
    app = opened("" if path == "overview" else path, **query)
    assert not app.exception
    assert len(app.title) == 1
    text = " ".join(
        plain(element.value)
        for kind in ("markdown", "caption", "header", "info", "warning", "success")
        for element in app.get(kind)
        if isinstance(element.value, str)
    )
    assert not re.search(r"\bNone\b(?! of)|\bnan\b|NaT|<NA>", text)


@pytest.mark.parametrize("path", PATHS)
def test_every_chart_has_a_text_alternative(path: str) -> None:
    app = opened("" if path == "overview" else path)
    assert all(figure.alt.strip() for figure in figures(app))
    assert all(table.proto.alt.strip() for table in app.dataframe)


def test_the_footer_says_date_age_source_and_what_this_is_not(
    record: history.Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, record)
    said = plain(opened("data").caption[-1].value)
    newest = max(row.date for row in record.draws.itertuples())
    assert said.startswith(f"{len(record.draws)} rounds up to {Words().day(newest)}. ")
    known = record.source.confirmed_on
    assert f"Last compared with canada.ca on {Words().day(known)}, " in said
    assert "Source: the rounds of invitations published by IRCC on canada.ca." in said
    assert "Not affiliated with IRCC. Not legal advice." in said


def test_the_record_is_the_one_that_is_served_at_each_run(
    record: history.Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = serve(monkeypatch, with_rounds(record, record.draws.iloc[:5]))
    app = opened("cut-offs")
    assert plain(app.caption[1].value).endswith(": 5 rounds")
    shelf.put(with_rounds(record, record.draws.iloc[:7]), "b")
    assert plain(app.run().caption[1].value).endswith(": 7 rounds")


def test_nothing_is_known_of_days_after_the_record() -> None:
    record = history.load()
    confirmed = record.source.confirmed_on
    assert as_of(record, date(2099, 1, 1)) == confirmed
    assert as_of(record, date(2020, 1, 1)) == date(2020, 1, 1)


def told(today: date) -> AppTest:
    """Return what the frame says of the record's age on a day."""

    def script(today: object) -> None:
        from pages import frame
        from tests.pages.support.app_views import view

        frame.stale(view(today=today))

    return AppTest.from_function(script, kwargs={"today": today}).run()


def test_an_old_record_is_said_to_be_old_and_a_new_one_not() -> None:
    confirmed = history.load().source.confirmed_on
    assert not told(confirmed).info
    late = told(date.fromordinal(confirmed.toordinal() + 94)).info[0].value
    assert "94 days ago" in plain(late)


def test_a_view_replays_the_day_that_it_is_given() -> None:
    early: View = view(today=date(2023, 12, 8))
    assert early.as_of == early.end == date(2023, 12, 8)
    assert early.age == 0
