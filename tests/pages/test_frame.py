"""The page frame: every page in the menu opens, and each shows how old the data is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from data.rounds.record import Record
from pages import menu
from pages.language import Words
from pages.shell import parts
from pages.ui.view import View, as_of
from tests.pages.support.app_views import figures, notice, opened, plain, view
from tests.pages.support.replay import replayed
from tests.pages.support.shelf import serve, with_rounds
from tests.support.august import load

PATHS = [entry.path for entry in menu.entries(Words())]


def test_menu_lists_the_eleven_pages_in_order() -> None:
    assert PATHS == [
        "overview",
        "cut-offs",
        "invitations",
        "frequency",
        "outlook",
        "pool",
        "my-score",
        "categories",
        "week",
        "rounds",
        "data",
    ]


# The paths come from pages/menu.py, so that a new page is covered, too.
@pytest.mark.parametrize("path", [*PATHS, "status"])
@pytest.mark.parametrize(
    "query",
    [
        pytest.param({}, id="all"),
        pytest.param({"category": "stem"}, id="inactive", marks=pytest.mark.slow),
        pytest.param(
            {"category": ["pnp", "fsw"], "from_": "2016-01-01", "to": "2023-03-01"},
            id="early",
            marks=pytest.mark.slow,
        ),
        pytest.param({"category": "stem", "from_": "2025-01-01"}, id="nothing"),
        pytest.param({"category": "military", "from_": "2026-01-01"}, id="one round"),
        pytest.param({"to": "2015-02-01"}, id="first round", marks=pytest.mark.slow),
    ],
)
def test_every_page_runs_with_any_filter_and_shows_no_none_or_nan(
    path: str, query: dict[str, str | list[str]]
) -> None:
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
def test_every_chart_and_table_has_a_text_alternative(path: str) -> None:
    app = opened("" if path == "overview" else path)
    assert all(figure.alt.strip() for figure in figures(app))
    assert all(table.proto.alt.strip() for table in app.dataframe)


def test_footer_gives_date_age_source_and_disclaimer(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, record)
    footer = plain(opened("data").caption[-1].value)
    newest = max(row.date for row in record.draws.itertuples())
    assert footer.startswith(f"{len(record.draws)} rounds up to {Words().day(newest)}. ")
    assert f"({record.source.confirmed_at:%H:%M} UTC)." in footer
    assert "Source: the rounds of invitations published by IRCC on canada.ca." in footer
    assert "Not affiliated with IRCC. Not legal advice." in footer


def test_each_rerun_shows_the_data_served_at_the_time(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = serve(monkeypatch, with_rounds(record, record.draws.iloc[:5]))
    app = opened("cut-offs")
    assert plain(app.caption[1].value).endswith(": 5 rounds")
    shelf.put(with_rounds(record, record.draws.iloc[:7]), "b")
    assert plain(app.run().caption[1].value).endswith(": 7 rounds")


def test_as_of_date_is_never_later_than_the_data() -> None:
    record = load()
    confirmed = record.complete_through
    assert as_of(record, date(2099, 1, 1)) == confirmed
    assert as_of(record, date(2020, 1, 1)) == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (2, ""),
        (3, "Data to 20 August 2026, 3 days ago"),
        (14, "Data to 20 August 2026, 14 days ago"),
    ],
)
def test_data_gets_a_notice_once_it_is_not_current(days: int, said: str) -> None:
    summary, *below = notice(replayed("cut-offs", days), "age").splitlines() or [""]
    assert summary == said
    assert ("dates instead" in " ".join(below)) == (days == 14)
    assert ("counted to 20 August 2026, not today" in " ".join(below)) == (days == 3)


def test_past_view_ends_on_the_given_date_with_age_zero() -> None:
    early: View = view(today=date(2023, 12, 8))
    assert early.as_of == early.end == date(2023, 12, 8)
    assert early.days_old == 0


def test_a_page_is_made_in_its_turn_and_gives_it_back(
    monkeypatch: pytest.MonkeyPatch, record: Record
) -> None:
    log = list[str]()

    @contextmanager
    def turn(_address: str) -> Iterator[None]:
        log.append("begins")
        yield
        log.append("ends")

    serve(monkeypatch, record, turn=turn)
    opened("status")
    assert log == ["begins", "ends"] * (len(log) // 2)
    assert log
    # So is each part of it that a click runs by itself, but none within the turn of a whole page.
    app = opened("cut-offs")
    log.clear()
    app.button_group(key="pills-program").set_value(["cec"]).run()
    assert log == ["begins", "ends"] * len(parts.PARTS)
