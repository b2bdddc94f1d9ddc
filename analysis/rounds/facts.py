"""Computed facts about a round in context, and the current state of every category.

Facts carry values and no text, so that pages can state them in any language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analysis.crs.scale import Changes, changes_between
from analysis.periods import as_known_on, midnight, mondays
from analysis.rounds.cutoffs import position, series, since_when
from analysis.rounds.frequency import waits


@dataclass(frozen=True)
class Fact:
    """One fact about a round: its kind, and the values of its sentence."""

    kind: str
    values: dict[str, Any]


def facts(draws: pd.DataFrame, round_id: str, changes: Changes = ()) -> list[Fact]:
    """Return what is notable about a round as of its day, most important first.

    Only the rounds of `draws` up to and including this one count, except for the other rounds of
    its week and day, which may be later. Cut-offs are compared on one scale only (`changes`, see
    ``analysis.crs.scale``). Kinds, and the keys of their values (ids are text, dates Timestamps,
    cut-offs in points, gaps in days):

    - place_in_week: n, of (rounds of the ISO week so far and in all), earlier, later (ids), week
    - same_day: others (ids)
    - first_of_category: category
    - largest, smallest (of its category so far): category, invitations, of (rounds so far),
      tied_with (ids of equals), previous_id, previous_date, previous_invitations (latest holder)
    - larger_since (the largest since): category, invitations, since_id, since_date,
      since_invitations, rounds (of the category in between)
    - lowest_cutoff, highest_cutoff (of its category so far, without equal): category, cutoff, of;
      scale_since, the day on which the scale began, only if the category had rounds before it
    - lowest_since, highest_since: category, cutoff, since_id, since_date, since_cutoff, rounds
    - change: category, points, previous_id, previous_date, previous_cutoff; if the previous round
      was on another scale, points is None and scale_changed is the day of the latest change
    - gap: category, days, previous_id, previous_date, median (of earlier gaps, or None), gaps
    - cumulative_year: year, n (this round's number in it), invitations (so far)

    >>> draws = pd.DataFrame({"round_id": ["254", "272", "274"],
    ...     "date": pd.to_datetime(["2023-07-05", "2023-12-06", "2023-12-08"]),
    ...     "category": ["stem", "general", "stem"],
    ...     "invitations": [500, 4750, 5900], "cutoff": [486, 561, 481]})
    >>> notable = {fact.kind: fact.values for fact in facts(draws, "274")}
    >>> notable["place_in_week"]["n"], notable["place_in_week"]["earlier"]
    (2, ('272',))
    >>> notable["largest"]["of"], notable["change"]["points"], notable["gap"]["days"]
    (2, -5, 156)

    Raises:
        KeyError: if there is no such round in `draws`.
    """
    place = position(draws, round_id)
    this_round = draws.iloc[place]
    earlier = draws.iloc[:place]
    peers = earlier[earlier["category"] == this_round["category"]]
    notable = [*_around(draws, place)]
    if peers.empty:
        notable.append(Fact("first_of_category", {"category": this_round["category"]}))
    else:
        notable += [
            *_size(peers, this_round),
            *_cutoff(draws, this_round, changes),
            _change(peers, this_round, changes),
            *_gap(peers, this_round),
        ]
    return [*notable, _year(earlier, this_round)]


def _around(draws: pd.DataFrame, place: int) -> Iterator[Fact]:
    this_round = draws.iloc[place]
    weeks = mondays(draws["date"])
    same = weeks == weeks[place]
    before = draws["round_id"].iloc[:place][same[:place]]
    after = draws["round_id"].iloc[place + 1 :][same[place + 1 :]]
    yield Fact(
        "place_in_week",
        {
            "n": len(before) + 1,
            "of": len(before) + 1 + len(after),
            "earlier": tuple(before),
            "later": tuple(after),
            "week": pd.Timestamp(weeks[place]),
        },
    )
    that_day = draws["round_id"][draws["date"] == this_round["date"]]
    others = tuple(that_day[that_day != this_round["round_id"]])
    if others:
        yield Fact("same_day", {"others": others})


def _size(peers: pd.DataFrame, this_round: pd.Series[Any]) -> Iterator[Fact]:
    size, sizes = int(this_round["invitations"]), peers["invitations"]
    low, high = int(sizes.min()), int(sizes.max())
    values = {"category": this_round["category"], "invitations": size}
    # If all rounds so far have the same size, being as large as the largest says nothing.
    for kind, record, reached in (("largest", high, size >= high), ("smallest", low, size <= low)):
        if reached and not low == high == size:
            holders = peers[sizes == record]
            last = holders.iloc[-1]
            details = {
                "of": len(peers) + 1,
                "tied_with": tuple(holders["round_id"]) if size == record else (),
                "previous_id": last["round_id"],
                "previous_date": last["date"],
                "previous_invitations": record,
            }
            yield Fact(kind, values | details)
    as_large = (sizes >= size).to_numpy().nonzero()[0]
    if size < high and as_large[-1] < len(peers) - 1:
        last = peers.iloc[as_large[-1]]
        since = {
            "since_id": last["round_id"],
            "since_date": last["date"],
            "since_invitations": int(last["invitations"]),
            "rounds": len(peers) - 1 - int(as_large[-1]),
        }
        yield Fact("larger_since", values | since)


def _cutoff(draws: pd.DataFrame, this_round: pd.Series[Any], changes: Changes) -> Iterator[Fact]:
    since = since_when(draws, this_round["round_id"], changes)
    values = {"category": this_round["category"], "cutoff": int(this_round["cutoff"])}
    if not since.earlier:
        return  # of its category, or of the scale, which `change` says
    for side, mark in (("lowest", since.lowest), ("highest", since.highest)):
        if mark is None:
            on_scale = {"scale_since": since.scale_since} if since.scale_since else {}
            yield Fact(f"{side}_cutoff", values | {"of": since.earlier + 1} | on_scale)
        elif mark.rounds:
            details = {
                "since_id": mark.round_id,
                "since_date": mark.date,
                "since_cutoff": mark.cutoff,
                "rounds": mark.rounds,
            }
            yield Fact(f"{side}_since", values | details)


def _change(peers: pd.DataFrame, this_round: pd.Series[Any], changes: Changes) -> Fact:
    last = peers.iloc[-1]
    between = changes_between(changes, last["date"].date(), this_round["date"].date())
    values = {
        "category": this_round["category"],
        "points": None if between else int(this_round["cutoff"] - last["cutoff"]),
        "previous_id": last["round_id"],
        "previous_date": last["date"],
        "previous_cutoff": int(last["cutoff"]),
    }
    return Fact("change", values | ({"scale_changed": between[-1]} if between else {}))


def _gap(peers: pd.DataFrame, this_round: pd.Series[Any]) -> Iterator[Fact]:
    last = peers.iloc[-1]
    days = (this_round["date"] - last["date"]).days
    if not days:
        return
    earlier = peers["date"].drop_duplicates().diff().dt.days.dropna()
    values = {
        "category": this_round["category"],
        "days": days,
        "previous_id": last["round_id"],
        "previous_date": last["date"],
        "median": float(earlier.median()) if len(earlier) else None,
        "gaps": len(earlier),
    }
    yield Fact("gap", values)


def _year(earlier: pd.DataFrame, this_round: pd.Series[Any]) -> Fact:
    year = this_round["date"].year
    invited = earlier.loc[earlier["date"] >= pd.Timestamp(year, 1, 1), "invitations"]
    so_far = int(invited.sum() + this_round["invitations"])
    return Fact("cumulative_year", {"year": year, "n": len(invited) + 1, "invitations": so_far})


def category_status(draws: pd.DataFrame, as_of: date, changes: Changes = ()) -> pd.DataFrame:
    """Return the state of every category on a day, the one with the most recent round first.

    Dormant categories come last. One row per category: category, kind, last_id, last_date, cutoff,
    previous and change (points, Int64, missing for a first round; change also for the first on the
    scale), days_since (to `as_of`), usual_gap (median of its own gaps, days), longer_than (share of
    its own gaps that are shorter than days_since, 0 to 1), rounds_12m and invitations_12m (in the
    12 months to `as_of`), rounds,
    dormant, tie_break_at (of the last round). Rounds after `as_of` do not count.

    >>> from datetime import date
    >>> draws = pd.DataFrame({"round_id": ["254", "272", "274"],
    ...     "date": pd.to_datetime(["2023-07-05", "2023-12-06", "2023-12-08"]),
    ...     "category": ["stem", "general", "stem"], "kind": ["category", "general", "category"],
    ...     "invitations": [500, 4750, 5900], "cutoff": [486, 561, 481], "tie_break_at": pd.NaT})
    >>> status = category_status(draws, date(2023, 12, 10))
    >>> status[["category", "cutoff", "change", "days_since"]]
      category  cutoff  change  days_since
    0     stem     481      -5           2
    1  general     561    <NA>           4
    """
    history = as_known_on(draws, as_of)
    rounds = series(history, changes)
    last = rounds.drop_duplicates("category", keep="last").iloc[::-1].set_index("category")
    wait = waits(history, as_of).set_index("category").loc[last.index]
    last_year = history[history["date"] > midnight(as_of) - pd.DateOffset(years=1)]
    invited = last_year.groupby("category")["invitations"]
    status = pd.DataFrame(
        {
            "category": last.index.array,
            "kind": last["kind"].array,
            "last_id": last["round_id"].array,
            "last_date": last["date"].array,
            "cutoff": last["cutoff"].array,
            "previous": last["previous"].array,
            "change": last["change"].array,
            "days_since": wait["wait"].array,
            "usual_gap": wait["median_gap"].array,
            "longer_than": wait["longer_than"].array,
            "rounds_12m": invited.size().reindex(last.index, fill_value=0).array,
            "invitations_12m": invited.sum().reindex(last.index, fill_value=0).array,
            "rounds": wait["rounds"].array,
            "dormant": wait["dormant"].array,
            "tie_break_at": last["tie_break_at"].array,
        }
    )
    return status.sort_values("dormant", kind="stable", ignore_index=True)


def latest_week(draws: pd.DataFrame) -> pd.DataFrame:
    """Return the rounds of the latest ISO week that has one, with the columns of `draws`.

    >>> latest_week(pd.DataFrame({"round_id": ["271", "272", "273"],
    ...     "date": pd.to_datetime(["2023-10-26", "2023-12-06", "2023-12-07"])}))
      round_id       date
    0      272 2023-12-06
    1      273 2023-12-07
    """
    weeks = mondays(draws["date"])
    latest: pd.DataFrame = draws[weeks == weeks[-1:]]
    return latest.reset_index(drop=True)
