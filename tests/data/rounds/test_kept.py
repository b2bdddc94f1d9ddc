"""What a copy leaves blank, or has in a form that cannot be used, never removes what is known."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from data.rounds import merge
from data.rounds.parse import NEEDED
from data.rounds.record import Record, check
from data.vocabulary.reasons import Reason
from tests.data.rounds.test_merge import ledger_rows

FIGURES = tuple(f"dd{place}" for place in range(1, 19))
DAY = "2026-08-21"


@pytest.fixture(scope="module")
def before(replay: Any) -> Record:
    return merge.build_record(replay())


@pytest.fixture
def after(replay: Any, vary: Any) -> Any:
    """A function that merges one more copy, in which #437 is changed."""
    return lambda **changes: merge.build_record(replay((DAY, vary({"437": changes}))))


KNOWN = {
    "drawDateTime": ("drawn_at", "2026-08-19 12:35:37 UTC"),
    "drawCutOff": ("tie_break_at", "2026-03-01 18:34:05 UTC"),
    "drawText2": ("programs", "fsw, cec, fst"),
    "drawName": ("name", "French-Language proficiency 2026-Version 2"),
    "drawSize": ("invitations", "5000"),
    "drawCRS": ("cutoff", "382"),
}


@pytest.mark.parametrize("key", KNOWN)
def test_blank_over_a_known_value_is_kept_and_told(key: str, before: Record, after: Any) -> None:
    field, used = KNOWN[key]
    record = after(**{key: " "})
    pd.testing.assert_frame_equal(record.draws, before.draws)
    assert ledger_rows(record, "437", "missing") == [(field, None, used, DAY)]
    assert record.ledger[record.ledger["round_id"] == "437"]["why"].tolist() == [Reason.KEPT]
    check(record)


def test_blanks_everywhere_take_nothing_away(before: Record, after: Any) -> None:
    blank = dict.fromkeys(
        ("drawDate", "drawDateFull", *KNOWN, "drawDistributionAsOn", *FIGURES), ""
    )
    record = after(**blank)
    pd.testing.assert_frame_equal(record.draws, before.draws)
    pd.testing.assert_frame_equal(record.pool, before.pool)
    fields = [row[0] for row in ledger_rows(record, "437", "missing")]
    assert set(fields) == {"date", "pool", *(field for field, _ in KNOWN.values())}
    check(record)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"drawDateTime": "N/A"}, "unclear"),
        ({"drawDateTime": "July 12, 2025 at 16:27:45 UTC"}, "suspect"),
        ({"drawCutOff": "August 19, 2026 at 12:35:38 UTC"}, "suspect"),
        ({"drawSize": "five"}, "unclear"),
        ({"drawCRS": "2,001"}, "unclear"),
        ({"drawName": "?"}, "unclear"),
        ({"drawDate": "19/08/26", "drawDateFull": "?"}, "unclear"),
        ({"drawText2": "Beekeepers"}, "unclear"),
        ({"dd5": "N/A"}, "unclear"),
        ({"dd18": "226,858"}, "suspect"),
        ({"drawDistributionAsOn": "August 2026"}, "unclear"),
    ],
)
def test_unusable_text_over_a_known_value_is_quoted_and_the_value_kept(
    changes: dict[str, str], what: str, before: Record, after: Any
) -> None:
    record = after(**changes)
    pd.testing.assert_frame_equal(record.draws, before.draws)
    pd.testing.assert_frame_equal(record.pool, before.pool)
    [(field, published, used, day)] = ledger_rows(record, "437", what)
    assert next(iter(changes.values())) in published or field == "pool"
    assert used
    assert day == DAY
    check(record)


def test_links_that_are_gone_are_kept(before: Record, after: Any) -> None:
    record = after(drawNumberURL="", mitext="", DrawText1="")
    pd.testing.assert_frame_equal(record.draws, before.draws)
    url = before.draws["url"].iloc[-1]
    assert [row[2] for row in ledger_rows(record, "437", "unclear")] == [url] * 3


def test_other_changes_of_a_round_with_a_blank_are_taken(after: Any) -> None:
    record = after(drawDateTime="", drawSize="5,001")
    latest = record.draws.iloc[-1]
    assert (latest["invitations"], str(latest["drawn_at"])) == (5001, "2026-08-19 12:35:37+00:00")
    assert ledger_rows(record, "437", "revised") == [("invitations", "5,000", "5001", DAY)]


def test_blank_that_is_filled_in_again_with_the_same_value_is_no_revision(
    replay: Any, vary: Any, before: Record
) -> None:
    blank, filled = vary({"437": {"drawDateTime": ""}}), vary({"436": {"drawSize": "1,001"}})
    record = merge.build_record(replay((DAY, blank), ("2026-08-22", filled)))
    assert ledger_rows(record, "437", "revised") == ledger_rows(record, "437", "missing") == []
    assert record.draws["drawn_at"].equals(before.draws["drawn_at"])


def test_blank_that_stays_is_told_with_the_day_when_it_appeared(replay: Any, vary: Any) -> None:
    still = {"437": {"drawDateTime": "", "drawSize": "5,001"}}
    blank = {"437": {"drawDateTime": ""}}
    record = merge.build_record(replay((DAY, vary(blank)), ("2026-08-22", vary(still))))
    [row] = ledger_rows(record, "437", "missing")
    assert row == ("drawn_at", None, "2026-08-19 12:35:37 UTC", DAY)


def test_repair_of_a_kept_value_is_still_told(replay: Any, vary: Any, before: Record) -> None:
    # The text of #6 names no time zone.
    record = merge.build_record(replay((DAY, vary({"6": {"drawDateTime": ""}}))))
    assert ledger_rows(record, "6", "repaired") == ledger_rows(before, "6", "repaired")
    assert record.draws["drawn_at"].equals(before.draws["drawn_at"])


def test_kept_value_must_fit_what_is_published_now(after: Any) -> None:
    record = after(
        drawDateTime="", drawCutOff="", drawDate="2026-08-21", drawDateFull="August 21, 2026"
    )
    latest = record.draws.iloc[-1]
    assert str(latest["date"].date()) == "2026-08-21"
    assert pd.isna(latest["drawn_at"]), "the known time is two days before that date"
    assert str(latest["tie_break_at"]) == "2026-03-01 18:34:05+00:00"
    check(record)


def test_pool_that_ircc_withdraws_with_zeros_is_not_kept(before: Record) -> None:
    # The real copy of 2025 has zeros for #223, whose figures the copies before it had.
    assert before.draws.set_index("round_id")["pool_as_of"].isna()["223"]
    assert ledger_rows(before, "223", "revised")


def test_blank_that_was_never_known_stays_not_published(begin_with: Any, vary: Any) -> None:
    record = merge.build_record(begin_with(vary({"437": {"drawCutOff": ""}})))
    assert ledger_rows(record, "437", "missing") == [("tie_break_at", None, None, "2026-08-20")]
    assert pd.isna(record.draws["tie_break_at"].iloc[-1])


def test_every_needed_field_is_a_column_without_blanks(before: Record) -> None:
    assert before.draws[list(NEEDED)].notna().all().all()
