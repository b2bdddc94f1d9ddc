"""New rounds are said to those who have a page open, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.rounds import record as history
from pages.language import Words
from pages.shell import news
from pages.ui.view import View
from tests.pages.support.app_views import opened, plain, view
from tests.pages.support.shelf import serve, with_rounds


@pytest.fixture
def before(record: history.Record, draws: pd.DataFrame) -> history.Record:
    """The record of the hand-made draws, without the last four."""
    return with_rounds(record, draws.iloc[:-4])


def later(record: history.Record, draws: pd.DataFrame, rounds: int) -> history.Record:
    """Return the same record when so many of the last four rounds have come."""
    return with_rounds(record, draws.iloc[: len(draws) - 4 + rounds])


def watched(seen: View) -> AppTest:
    """Return what an open page says by itself, a while after it was made."""

    def script(seen: object) -> None:
        from pages.shell import news

        news.watch(seen)

    app = AppTest.from_function(script, kwargs={"seen": seen}).run()
    assert not app.exception
    return app


def open_page(record: history.Record) -> View:
    return replace(view(record=record), stamp="a")


def test_nothing_is_said_while_the_record_is_the_same(
    before: history.Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, before, "a")
    app = watched(open_page(before))
    assert not app.markdown
    assert not app.button
    assert not app.toast


def test_a_round_that_came_is_said_with_its_numbers(
    before: history.Record, draws: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, later(before, draws, 1), "b")
    app = watched(open_page(before))
    said = "1 new round: General, cut-off 542, 1,325 invitations"
    assert plain(app.markdown[0].value).endswith(said)
    assert [button.label for button in app.button] == ["Show it"]
    assert plain(app.toast[0].value) == said
    # The next look finds the same, and does not call out again.
    assert not app.run().toast
    assert plain(app.markdown[0].value).endswith(said)


def test_several_rounds_are_counted_and_the_newest_named_first(
    before: history.Record, draws: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, later(before, draws, 2), "b")
    app = watched(open_page(before))
    assert plain(app.markdown[0].value).endswith(
        "2 new rounds: French, cut-off 365, 7,000 invitations; "
        "General, cut-off 542, 1,325 invitations"
    )
    assert [button.label for button in app.button] == ["Show them"]


def test_of_many_rounds_only_three_are_named(record: history.Record, draws: pd.DataFrame) -> None:
    said = news.sentence(draws.iloc[::-1], with_rounds(record, draws), Words())
    assert said == (
        "14 new rounds, among them: Beekeepers, cut-off 300, 12 invitations; "
        "French, cut-off 336, 2,500 invitations; French, cut-off 365, 7,000 invitations"
    )


def test_a_name_from_outside_is_shown_as_text(
    before: history.Record, draws: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    bee = draws.tail(1).assign(name="**Bee** :red[x], 2027-Version 1", category="bee-red-x")
    known = pd.concat([before.draws, bee], ignore_index=True)
    serve(monkeypatch, with_rounds(before, known), "b")
    app = watched(open_page(before))
    assert r"\*\*Bee\*\* \:red\[x\]" in app.markdown[0].value
    assert r"\*\*Bee\*\* \:red\[x\]" in app.toast[0].value


@pytest.mark.parametrize("change", ["revised", "confirmed", "rounds lost"])
def test_a_change_without_a_new_round_is_not_called_one(
    before: history.Record, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = {
        "revised": with_rounds(before, before.draws.assign(cutoff=before.draws["cutoff"] + 1)),
        "confirmed": replace(before, source=replace(before.source, confirmed_on=date(2026, 8, 21))),
        "rounds lost": with_rounds(before, before.draws.iloc[:-1]),
    }[change]
    serve(monkeypatch, after, "b")
    app = watched(open_page(before))
    assert not app.markdown
    assert not app.button
    assert not app.toast


def test_a_look_reads_nothing_but_the_stamp(
    before: history.Record, draws: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = serve(monkeypatch, before, "a")
    compared: list[history.Record] = []
    monkeypatch.setattr(news, "added", lambda _seen, now: compared.append(now) or draws.iloc[:0])
    watched(open_page(before))
    assert len(shelf.looks) == 1
    assert compared == []


def test_an_open_page_has_the_new_round_at_its_next_interaction_and_keeps_its_filter(
    record: history.Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = record.draws[record.draws["date"] <= "2026-08-20"]
    # The last round of the published copy, #437, is French.
    shelf = serve(monkeypatch, with_rounds(record, real.iloc[:-1]), "before")
    app = opened("rounds", category="french")
    first = plain(app.caption[1].value)
    assert first.endswith(": 35 rounds")
    shelf.put(with_rounds(record, real), "after")
    app.text_input[0].set_value("2026").run()
    assert plain(app.caption[1].value).endswith(": 36 rounds")
    assert app.query_params["category"] == "french"
    assert app.text_input[0].value == "2026"
    assert "437" in app.dataframe[0].value["round_id"].tolist()
