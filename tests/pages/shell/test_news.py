"""Open pages announce new rounds, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.rounds.record import Record
from pages.language import Words
from pages.shell import news
from pages.ui.view import View
from tests.pages.support.app_views import opened, plain, view
from tests.pages.support.shelf import serve, with_rounds
from tests.support.days import end_of


@pytest.fixture
def before(record: Record, draws: pd.DataFrame) -> Record:
    """The record of the hand-made draws, without the last four."""
    return with_rounds(record, draws.iloc[:-4])


def add_rounds(record: Record, draws: pd.DataFrame, rounds: int) -> Record:
    """Return the record with this many of the last four rounds added."""
    return with_rounds(record, draws.iloc[: len(draws) - 4 + rounds])


def check_for_news(seen: View) -> AppTest:
    """Run the regular check for new rounds on an open page."""

    def script(seen: object) -> None:
        from pages.shell import news

        news.watch(seen)

    app = AppTest.from_function(script, kwargs={"seen": seen}).run()
    assert not app.exception
    return app


def make_view(record: Record) -> View:
    return replace(view(record=record), stamp="a")


def test_no_notice_while_the_data_is_unchanged(
    before: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, before, "a")
    app = check_for_news(make_view(before))
    assert not app.markdown
    assert not app.button
    assert not app.toast


def test_new_round_is_announced_with_cut_off_and_invitations(
    before: Record, draws: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, add_rounds(before, draws, 1), "b")
    app = check_for_news(make_view(before))
    message = "1 new round: General, cut-off 542, 1,325 invitations"
    assert plain(app.markdown[0].value).endswith(message)
    assert [button.label for button in app.button] == ["Show it"]
    assert plain(app.toast[0].value) == message
    # The next check finds the same round and shows no second toast.
    assert not app.run().toast
    assert plain(app.markdown[0].value).endswith(message)


def test_several_new_rounds_are_counted_and_listed_newest_first(
    before: Record, draws: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, add_rounds(before, draws, 2), "b")
    app = check_for_news(make_view(before))
    assert plain(app.markdown[0].value).endswith(
        "2 new rounds: French, cut-off 365, 7,000 invitations; "
        "General, cut-off 542, 1,325 invitations"
    )
    assert [button.label for button in app.button] == ["Show them"]


def test_only_three_of_many_new_rounds_are_named(record: Record, draws: pd.DataFrame) -> None:
    message = news.sentence(draws.iloc[::-1], with_rounds(record, draws), Words())
    assert message == (
        "14 new rounds, including: Beekeepers, cut-off 300, 12 invitations; French, "
        "cut-off 336, 2,500 invitations; French, cut-off 365, 7,000 invitations"
    )


def test_markup_in_a_category_name_is_escaped_in_the_notice(
    before: Record, draws: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    bee = draws.tail(1).assign(name="**Bee** :red[x], 2027-Version 1", category="bee-red-x")
    draws_with_bee = pd.concat([before.draws, bee], ignore_index=True)
    serve(monkeypatch, with_rounds(before, draws_with_bee), "b")
    app = check_for_news(make_view(before))
    assert r"\*\*Bee\*\* \:red\[x\]" in app.markdown[0].value
    assert r"\*\*Bee\*\* \:red\[x\]" in app.toast[0].value


@pytest.mark.parametrize("change", ["revised", "confirmed", "rounds lost"])
def test_change_of_data_without_a_new_round_is_not_announced(
    before: Record, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = {
        "revised": with_rounds(before, before.draws.assign(cutoff=before.draws["cutoff"] + 1)),
        "confirmed": replace(
            before, source=replace(before.source, confirmed_at=end_of(date(2026, 8, 21)))
        ),
        "rounds lost": with_rounds(before, before.draws.iloc[:-1]),
    }[change]
    serve(monkeypatch, after, "b")
    app = check_for_news(make_view(before))
    assert not app.markdown
    assert not app.button
    assert not app.toast


def test_check_for_news_reads_only_the_stamp_if_unchanged(
    before: Record, draws: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = serve(monkeypatch, before, "a")
    compared: list[Record] = []
    monkeypatch.setattr(news, "added", lambda _seen, now: compared.append(now) or draws.iloc[:0])
    check_for_news(make_view(before))
    assert len(shelf.looks) == 1
    assert compared == []


def test_next_interaction_shows_the_new_round_and_keeps_the_filter(
    record: Record, monkeypatch: pytest.MonkeyPatch
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
