"""The cut-offs of each category over time, and their lowest and highest values.

A cut-off is the CRS score of the lowest-ranked candidate invited. It is comparable only within its
category, so nothing here compares two categories.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analysis.crs.points import NOMINATION_POINTS, is_same_scale
from analysis.periods import in_catalogue_order, midnight, text_column


def series(draws: pd.DataFrame, window: int = 5) -> pd.DataFrame:
    """Return every round with its cut-off compared with the other rounds of its category.

    Adds to the columns of `draws`: previous (points, Int64) and previous_id, of the category's
    round before this one, missing for a first round; change (points, Int64) since then;
    rolling_median (points) of the last `window` rounds of the category, fewer at its beginning;
    base_score (points): for pnp without the 600 points of a provincial nomination, otherwise the
    cut-off; rank_low and rank_high among the `of` rounds of the category in `draws`: 1 is the
    lowest or highest, and equal cut-offs share the better rank.

    >>> day = pd.to_datetime(["2023-07-05", "2023-12-08", "2024-04-11"])
    >>> stem = pd.DataFrame({"round_id": ["254", "274", "293"], "date": day,
    ...                      "category": "stem", "cutoff": [486, 481, 491]})
    >>> series(stem)[["round_id", "previous", "change", "rolling_median", "rank_low", "of"]]
      round_id  previous  change  rolling_median  rank_low  of
    0      254      <NA>    <NA>           486.0         2   3
    1      274       486      -5           483.5         1   3
    2      293       481      10           486.0         3   3
    """
    by_category = draws.groupby("category", sort=False)
    cutoff = by_category["cutoff"]
    previous = cutoff.shift().astype("Int64")
    nominated = (draws["category"] == "pnp").astype("int64")
    return draws.assign(
        previous=previous,
        previous_id=by_category["round_id"].shift(),
        change=draws["cutoff"].astype("Int64") - previous,
        rolling_median=cutoff.rolling(window, min_periods=1).median().droplevel(0),
        base_score=draws["cutoff"] - NOMINATION_POINTS * nominated,
        rank_low=cutoff.rank(method="min").astype("int64"),
        rank_high=cutoff.rank(method="min", ascending=False).astype("int64"),
        of=cutoff.transform("size").astype("int64"),
    )


def extremes(draws: pd.DataFrame, column: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the round of each category with the lowest and with the highest value of a column.

    Two frames with the columns of `draws`, indexed by category. If several rounds share the value,
    it is the most recent of them.
    """
    newest_first = draws.iloc[::-1].sort_values(column, kind="stable")
    oldest_first = draws.sort_values(column, kind="stable")
    low = newest_first.drop_duplicates("category", keep="first")
    high = oldest_first.drop_duplicates("category", keep="last")
    return low.set_index("category"), high.set_index("category")


def records(draws: pd.DataFrame, since: date | None = None) -> pd.DataFrame:
    """Return the lowest, highest, latest and median cut-off of each category since a day.

    One row per category with a round on or after `since` (default: all rounds), in catalogue order:
    category, rounds, lowest, lowest_id, lowest_date, highest, highest_id, highest_date, latest,
    latest_id, latest_date, change, median. Cut-offs are in points; of equal ones the most recent is
    given. change (Int64) is that of the latest round from the one before it, even if that one was
    before `since`; missing for a first round.

    >>> day = pd.to_datetime(["2023-07-05", "2023-12-08", "2024-04-11"])
    >>> stem = pd.DataFrame({"round_id": ["254", "274", "293"], "date": day,
    ...                      "category": "stem", "cutoff": [486, 481, 491]})
    >>> records(stem)[["category", "rounds", "lowest", "lowest_id", "highest", "latest", "change"]]
      category  rounds  lowest lowest_id  highest  latest  change
    0     stem       3     481       274      491     491      10
    """
    previous = draws.groupby("category")["cutoff"].shift().astype("Int64")
    rounds = draws.assign(change=draws["cutoff"].astype("Int64") - previous)
    if since is not None:
        rounds = rounds[rounds["date"] >= midnight(since)]
    order = in_catalogue_order(rounds["category"])
    low, high = (frame.loc[order] for frame in extremes(rounds, "cutoff"))
    latest = rounds.drop_duplicates("category", keep="last").set_index("category").loc[order]
    cutoffs = rounds.groupby("category")["cutoff"]
    columns: dict[str, object] = {
        "category": text_column(order),
        "rounds": cutoffs.size().loc[order].array,
    }
    for name, rows in (("lowest", low), ("highest", high), ("latest", latest)):
        columns[name] = rows["cutoff"].array
        columns[f"{name}_id"] = rows["round_id"].array
        columns[f"{name}_date"] = rows["date"].array
    columns["change"] = latest["change"].array
    columns["median"] = cutoffs.median().loc[order].array
    return pd.DataFrame(columns)


def first_comparable(rounds: pd.DataFrame) -> pd.Series[Any] | None:
    """Return the first round of a category, if the last one can be compared with it.

    `rounds` are of one category, oldest first. None if the rounds between them are none, so that
    the comparison is the one with the previous round, or if the scale of the CRS changed.

    >>> day = pd.to_datetime(["2025-03-21", "2025-08-08", "2025-09-04", "2025-10-06"])
    >>> french = pd.DataFrame({"date": day, "cutoff": [379, 481, 446, 432]})
    >>> int(first_comparable(french.iloc[1:])["cutoff"])
    481
    >>> first_comparable(french) is None, first_comparable(french.iloc[2:]) is None
    (True, True)
    """
    if len(rounds) < 3:
        return None
    first, last = rounds.iloc[0], rounds.iloc[-1]
    return first if is_same_scale(first["date"].date(), last["date"].date()) else None


@dataclass(frozen=True)
class Mark:
    """An earlier round of the category that a cut-off is compared with.

    `rounds` is the number of rounds of the category between the two.
    """

    round_id: str
    date: pd.Timestamp
    cutoff: int
    rounds: int


@dataclass(frozen=True)
class SinceWhen:
    """The rounds since which a cut-off is the lowest and the highest of its category.

    None means that no earlier round was as low (or as high). If `earlier` is 0, it is the first
    round of its category, and that says nothing.
    """

    lowest: Mark | None
    highest: Mark | None
    earlier: int


def since_when(draws: pd.DataFrame, round_id: str) -> SinceWhen:
    """Return since which round of its category the cut-off of a round is the lowest and highest.

    The mark is the last earlier round with a cut-off at or below, or at or above, that of the
    round. A mark with no round in between is just the previous round.

    >>> day = pd.to_datetime(["2023-07-05", "2023-12-08", "2024-04-11"])
    >>> stem = pd.DataFrame({"round_id": ["254", "274", "293"], "date": day,
    ...                      "category": "stem", "cutoff": [486, 481, 491]})
    >>> since_when(stem, "274")  # doctest: +NORMALIZE_WHITESPACE
    SinceWhen(lowest=None, highest=Mark(round_id='254', date=Timestamp('2023-07-05 00:00:00'),
              cutoff=486, rounds=0), earlier=1)

    Raises:
        KeyError: if there is no such round in `draws`.
    """
    place = position(draws, round_id)
    cutoff, category = draws["cutoff"].iloc[place], draws["category"].iloc[place]
    earlier = draws.iloc[:place]
    earlier = earlier[earlier["category"] == category]
    return SinceWhen(
        _last_mark(earlier, earlier["cutoff"] <= cutoff),
        _last_mark(earlier, earlier["cutoff"] >= cutoff),
        len(earlier),
    )


def position(draws: pd.DataFrame, round_id: str) -> int:
    """Return the row number of a round, whatever the index of the frame.

    Raises:
        KeyError: if there is no such round in `draws`.
    """
    places = (draws["round_id"] == round_id).to_numpy().nonzero()[0]
    if not len(places):
        raise KeyError(f"there is no round {round_id!r} among these {len(draws)}")
    return int(places[0])


def _last_mark(earlier: pd.DataFrame, mask: pd.Series[bool]) -> Mark | None:
    places = mask.to_numpy().nonzero()[0]
    if not len(places):
        return None
    row = earlier.iloc[places[-1]]
    rounds_between = len(earlier) - 1 - int(places[-1])
    return Mark(row["round_id"], row["date"], int(row["cutoff"]), rounds_between)
