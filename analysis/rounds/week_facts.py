"""What was unusual about an ISO week: most or fewest for a long time, a long gap, a first round.

Like the facts of a round, these carry values and no text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.rounds.facts import Fact
from analysis.rounds.frequency import ANY, gaps

WEEKS_BEFORE = 52
MANY_WEEKS = 10  # weeks with a round: the most or fewest among fewer is not notable
MANY_ROUNDS = 20  # of any category: the largest among fewer is not notable
RARE = 0.1  # share of the weeks before
FEW_GAPS = 3
LONG_GAP = 2  # times as long as the median gap


def unusual_facts(
    weekly: pd.DataFrame, history: pd.DataFrame, earlier: pd.DataFrame, rounds: pd.DataFrame
) -> Iterator[Fact]:
    """Yield what was unusual about the last week of `weekly`, most important first.

    `weekly` counts all weeks from the first to this one, as `frequency.weekly_counts`; `history`
    has the rounds up to its end, of which `rounds` are its own and `earlier` those before it.

    Kinds of facts, and the keys of their values (weeks are Timestamps of their Mondays, ids text,
    dates Timestamps, gaps in days); each is there only where it is unusual:

    - first_week
    - quiet: weeks (in a row without a round, including this one), in_year (weeks of the ISO year
      without one so far), of (weeks of the ISO year so far), year
    - most_invitations, fewest_invitations, most_rounds (of at least `MANY_WEEKS` weeks with a
      round): value, since_week and since_value of the last week with as many (or as few), None if
      there was none
    - as_many (for several rounds that few weeks had): rounds, weeks (of those before that had as
      many), of (the weeks before, at most `WEEKS_BEFORE`)
    - after_gap (at least `LONG_GAP` times the median): days, previous_id, previous_date, median,
      since_date (of the round that ended the last gap as long, None if there was none)
    - first_of_kind: round_id, kind
    - largest_round, smallest_round (of all categories, among at least `MANY_ROUNDS`): round_id,
      category, kind, invitations, since_id, since_date and since_invitations of the last one as
      large (or as small), None if there was none
    - largest_of_kind (of the category-based rounds): round_id, category, kind, invitations, of
      (rounds of the kind so far)
    """
    if rounds.empty:
        yield _quiet(weekly)
        return
    if earlier.empty:
        yield Fact("first_week", {})
        return
    yield from _superlatives(weekly)
    yield from _gap(history, earlier)
    yield from _kinds(earlier, rounds)
    yield from _sizes(earlier, rounds)


def _quiet(weekly: pd.DataFrame) -> Fact:
    year = weekly["week"].iloc[-1].isocalendar().year
    in_year = weekly[weekly["week"].dt.isocalendar().year == year]
    busy = (weekly["rounds"] > 0).to_numpy().nonzero()[0]
    values = {
        "weeks": len(weekly) - 1 - int(busy[-1]),
        "in_year": int((in_year["rounds"] == 0).sum()),
        "of": len(in_year),
        "year": year,
    }
    return Fact("quiet", values)


def _superlatives(weekly: pd.DataFrame) -> Iterator[Fact]:
    active = weekly[weekly["rounds"] > 0]
    before, this_week = active.iloc[:-1], active.iloc[-1]
    sizes, size, count = before["invitations"], this_week["invitations"], int(this_week["rounds"])
    yield from _since("most_invitations", before, sizes >= size, size)
    yield from _since("fewest_invitations", before, sizes <= size, size)
    if count == 1:
        return
    yield from _since("most_rounds", before, before["rounds"] >= count, count)
    last_year = weekly["rounds"].iloc[-1 - WEEKS_BEFORE : -1]
    as_many = int((last_year >= count).sum())
    if as_many <= RARE * len(last_year):
        yield Fact("as_many", {"rounds": count, "weeks": as_many, "of": len(last_year)})


def _since(kind: str, before: pd.DataFrame, mask: pd.Series[bool], value: Any) -> Iterator[Fact]:
    last, between = _last_true(before, mask)
    if between >= MANY_WEEKS:
        column = "rounds" if kind == "most_rounds" else "invitations"
        since = {"since_week": last.get("week"), "since_value": last.get(column)}
        yield Fact(kind, {"value": int(value), **since})


def _last_true(before: pd.DataFrame, mask: pd.Series[bool]) -> tuple[dict[Any, Any], int]:
    """Return the last row in which the mask is true, empty if none, and how many follow it."""
    places = mask.to_numpy().nonzero()[0]
    if not len(places):
        return {}, len(before)
    last = int(places[-1])
    return before.iloc[[last]].to_dict("records")[0], len(before) - 1 - last


def _gap(history: pd.DataFrame, earlier: pd.DataFrame) -> Iterator[Fact]:
    first_day = history["date"].iloc[len(earlier)]
    any_gaps = gaps(history)
    any_gaps = any_gaps[(any_gaps["category"] == ANY) & (any_gaps["date"] <= first_day)]
    last_gap, before = any_gaps.iloc[-1], any_gaps["days"].iloc[:-1]
    if len(before) < FEW_GAPS or last_gap["days"] < LONG_GAP * before.median():
        return
    as_long = any_gaps.iloc[:-1][before >= last_gap["days"]]
    values = {
        "days": int(last_gap["days"]),
        "previous_id": last_gap["previous_id"],
        "previous_date": last_gap["previous_date"],
        "median": float(before.median()),
        "since_date": as_long["date"].iloc[-1] if len(as_long) else None,
    }
    yield Fact("after_gap", values)


def _kinds(earlier: pd.DataFrame, rounds: pd.DataFrame) -> Iterator[Fact]:
    for kind, of_kind in rounds.groupby("kind", sort=False):
        if not (earlier["kind"] == kind).any():
            yield Fact("first_of_kind", {"round_id": of_kind["round_id"].iloc[0], "kind": kind})


def _sizes(earlier: pd.DataFrame, rounds: pd.DataFrame) -> Iterator[Fact]:
    sizes = earlier["invitations"]
    high = rounds.iloc[rounds["invitations"].argmax()]
    low = rounds.iloc[rounds["invitations"].argmin()]
    yield from _among_all("largest_round", earlier, sizes >= high["invitations"], high)
    yield from _among_all("smallest_round", earlier, sizes <= low["invitations"], low)
    of_kind = sizes[earlier["kind"] == high["kind"]]
    # Programs are few and large, so the largest of a kind is notable only among categories, and
    # only if it is not the largest of any kind, which says more.
    of_note = high["kind"] == "category" and len(of_kind) >= MANY_WEEKS
    if of_note and of_kind.max() < high["invitations"] <= sizes.max():
        yield Fact("largest_of_kind", _round_values(high) | {"of": len(of_kind) + 1})


def _among_all(
    kind: str, earlier: pd.DataFrame, mask: pd.Series[bool], this_round: pd.Series[Any]
) -> Iterator[Fact]:
    last, between = _last_true(earlier, mask)
    if between >= MANY_ROUNDS:
        columns = {"since_id": "round_id", "since_date": "date", "since_invitations": "invitations"}
        since = {key: last.get(column) for key, column in columns.items()}
        yield Fact(kind, _round_values(this_round) | since)


def _round_values(this_round: pd.Series[Any]) -> dict[str, Any]:
    values = {key: this_round[key] for key in ("round_id", "category", "kind")}
    return values | {"invitations": int(this_round["invitations"])}
