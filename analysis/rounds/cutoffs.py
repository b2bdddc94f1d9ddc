"""The cut-offs of each category over time, and their lowest and highest values.

A cut-off is the CRS score of the lowest-ranked candidate invited. It is comparable only within its
category and on one scale, so nothing here compares two categories, and every comparison stops where
the scale changed (`changes`, see ``analysis.crs.scale``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.crs.points import NOMINATION_POINTS
from analysis.crs.scale import Changes, on_scale_of, scale_numbers, scale_since
from analysis.periods import as_known_on, in_catalogue_order, midnight, text_column


def series(draws: pd.DataFrame, changes: Changes = (), window: int = 5) -> pd.DataFrame:
    """Return every round with its cut-off compared with the other rounds of its category.

    Adds to the columns of `draws`: scale (how many of the `changes` came before); previous (points,
    Int64) and previous_id, of the category's round before this one, missing for a first round;
    change (points, Int64) since then, also missing if the scale changed in between; rolling_median
    (points) of the last `window` rounds of the category on the scale, fewer at its beginning;
    base_score (points): for pnp without the 600 points of a provincial nomination, otherwise the
    cut-off; rank_low and rank_high among the `of` rounds of the category on the scale: 1 is the
    lowest or highest, and equal cut-offs share the better rank.

    >>> day = pd.to_datetime(["2023-07-05", "2023-12-08", "2024-04-11"])
    >>> stem = pd.DataFrame({"round_id": ["254", "274", "293"], "date": day,
    ...                      "category": "stem", "cutoff": [486, 481, 491]})
    >>> series(stem)[["round_id", "previous", "change", "rolling_median", "rank_low", "of"]]
      round_id  previous  change  rolling_median  rank_low  of
    0      254      <NA>    <NA>           486.0         2   3
    1      274       486      -5           483.5         1   3
    2      293       481      10           486.0         3   3
    >>> series(stem, [date(2024, 1, 1)])[["previous", "change", "rolling_median", "rank_low", "of"]]
       previous  change  rolling_median  rank_low  of
    0      <NA>    <NA>           486.0         2   2
    1       486      -5           483.5         1   2
    2       481    <NA>           491.0         1   1
    """
    draws = draws.assign(scale=scale_numbers(draws["date"], changes))
    by_category = draws.groupby("category", sort=False)
    cutoff = draws.groupby(["category", "scale"], sort=False)["cutoff"]
    nominated = (draws["category"] == "pnp").astype("int64")
    return draws.assign(
        previous=by_category["cutoff"].shift().astype("Int64"),
        previous_id=by_category["round_id"].shift(),
        change=cutoff.diff().astype("Int64"),
        rolling_median=cutoff.rolling(window, min_periods=1).median().droplevel([0, 1]),
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


def records(draws: pd.DataFrame, since: date | None = None, changes: Changes = ()) -> pd.DataFrame:
    """Return the lowest, highest, latest and median cut-off of each category since a day.

    One row per category with a round on or after `since` (default: all rounds), in catalogue order:
    category, rounds, lowest, lowest_id, lowest_date, highest, highest_id, highest_date, latest,
    latest_id, latest_date, change, median, first_date (of the rounds counted). Only rounds on the
    scale of the category's latest round count. Cut-offs are in points; of equal ones the most
    recent is given. change (Int64) is that of the latest round from the one before it, even if that
    one was before `since`; missing for a first round or on another scale.

    >>> day = pd.to_datetime(["2023-07-05", "2023-12-08", "2024-04-11"])
    >>> stem = pd.DataFrame({"round_id": ["254", "274", "293"], "date": day,
    ...                      "category": "stem", "cutoff": [486, 481, 491]})
    >>> records(stem)[["category", "rounds", "lowest", "lowest_id", "highest", "latest", "change"]]
      category  rounds  lowest lowest_id  highest  latest  change
    0     stem       3     481       274      491     491      10
    >>> records(stem, changes=[date(2023, 12, 8)])[["rounds", "lowest", "highest", "first_date"]]
       rounds  lowest  highest first_date
    0       2     481      491 2023-12-08
    """
    rounds = series(draws, changes)
    if since is not None:
        rounds = rounds[rounds["date"] >= midnight(since)]
    order = in_catalogue_order(rounds["category"])
    latest = rounds.drop_duplicates("category", keep="last").set_index("category").loc[order]
    rounds = rounds[rounds["scale"] == latest["scale"].reindex(rounds["category"]).array]
    low, high = (frame.loc[order] for frame in extremes(rounds, "cutoff"))
    by_category = rounds.groupby("category")
    columns: dict[str, object] = {
        "category": text_column(order),
        "rounds": by_category.size().loc[order].array,
    }
    for name, rows in (("lowest", low), ("highest", high), ("latest", latest)):
        columns[name] = rows["cutoff"].array
        columns[f"{name}_id"] = rows["round_id"].array
        columns[f"{name}_date"] = rows["date"].array
    columns["change"] = latest["change"].array
    columns["median"] = by_category["cutoff"].median().loc[order].array
    columns["first_date"] = by_category["date"].min().loc[order].array
    return pd.DataFrame(columns)


def middle_half(rounds: pd.DataFrame, on: date) -> tuple[float, float] | None:
    """Return the quartiles of the cut-offs of the 12 months to a day, if there were four rounds.

    `rounds` are of one category.

    >>> day = pd.to_datetime(["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01"])
    >>> pnp = pd.DataFrame({"date": day, "cutoff": [700, 731, 750, 786, 800]})
    >>> middle_half(pnp, date(2026, 8, 20))
    (731.0, 786.0)
    """
    known = as_known_on(rounds, on)
    recent = known.loc[known["date"] > midnight(on) - pd.DateOffset(years=1), "cutoff"]
    if len(recent) < 4:
        return None
    low, high = recent.quantile([0.25, 0.75])
    return float(low), float(high)


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

    None means that no earlier round on the same scale was as low (or as high). `earlier` counts
    these; if it is 0, the round is the first, and that says nothing. `scale_since` is the day on
    which the scale began, if the category had rounds before.
    """

    lowest: Mark | None
    highest: Mark | None
    earlier: int
    scale_since: date | None = None


def since_when(draws: pd.DataFrame, round_id: str, changes: Changes = ()) -> SinceWhen:
    """Return since which round of its category the cut-off of a round is the lowest and highest.

    The mark is the last earlier round on the same scale with a cut-off at or below, or at or above,
    that of the round. A mark with no round in between is just the previous round.

    >>> day = pd.to_datetime(["2023-07-05", "2023-12-08", "2024-04-11"])
    >>> stem = pd.DataFrame({"round_id": ["254", "274", "293"], "date": day,
    ...                      "category": "stem", "cutoff": [486, 481, 491]})
    >>> since_when(stem, "274")  # doctest: +NORMALIZE_WHITESPACE
    SinceWhen(lowest=None, highest=Mark(round_id='254', date=Timestamp('2023-07-05 00:00:00'),
              cutoff=486, rounds=0), earlier=1, scale_since=None)
    >>> since_when(stem, "274", [date(2023, 10, 1)])  # doctest: +NORMALIZE_WHITESPACE
    SinceWhen(lowest=None, highest=None, earlier=0, scale_since=datetime.date(2023, 10, 1))

    Raises:
        KeyError: if there is no such round in `draws`.
    """
    place = position(draws, round_id)
    cutoff, day = draws["cutoff"].iloc[place], draws["date"].iloc[place].date()
    earlier = draws.iloc[:place]
    earlier = earlier[earlier["category"] == draws["category"].iloc[place]]
    comparable = on_scale_of(earlier, changes, day)
    return SinceWhen(
        _last_mark(comparable, comparable["cutoff"] <= cutoff),
        _last_mark(comparable, comparable["cutoff"] >= cutoff),
        len(comparable),
        scale_since(changes, day) if len(comparable) < len(earlier) else None,
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
