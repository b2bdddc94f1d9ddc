"""Which categories have a forecast, and whether their forecasts have shown skill."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pandas as pd

from analysis.outlook.timeline import COUNTED_SINCE, MIN_ROUNDS, RETIRED_DAYS
from analysis.periods import as_known_on, in_catalogue_order, midnight, text_column
from analysis.rounds.frequency import ANY

BETTER, NO_BETTER, TOO_FEW = "better", "no better than the last value", "too few"
ERA = "2023-07-01"
MIN_SCORED = 10


def category_statuses(draws: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the last round and the status of every category with a round up to a day.

    One row per category in catalogue order: category, last_id, last_date, last (points), rounds
    (since 2021-10, int64), status ("ok", "too-few" or "retired").

    >>> draws = pd.DataFrame({"round_id": ["294", "434"], "category": ["general", "transport"],
    ...     "date": pd.to_datetime(["2024-04-23", "2026-08-07"]), "cutoff": [529, 470]})
    >>> category_statuses(draws, date(2026, 8, 20))[["category", "last", "rounds", "status"]]
        category  last  rounds   status
    0    general   529       1  retired
    1  transport   470       1  too-few
    """
    history = as_known_on(draws, as_of)
    names = history["category"].tolist()
    order = in_catalogue_order(names)
    place = {name: position for position, name in enumerate(names)}
    last = history.iloc[[place[name] for name in order]]
    first = int(
        np.searchsorted(history["date"].to_numpy(), midnight(COUNTED_SINCE).to_datetime64())
    )
    counted = Counter(names[first:])
    rounds = np.array([counted[name] for name in order], dtype="int64")
    days_silent = (midnight(as_of) - last["date"]).dt.days.to_numpy()
    retired = (days_silent > RETIRED_DAYS) | (rounds == 0)
    status = np.where(retired, "retired", np.where(rounds < MIN_ROUNDS, "too-few", "ok"))
    return pd.DataFrame(
        {
            "category": text_column(order),
            "last_id": last["round_id"].array,
            "last_date": last["date"].array,
            "last": last["cutoff"].array,
            "rounds": rounds,
            "status": text_column(status),
        }
    )


def with_any(statuses: pd.DataFrame) -> pd.DataFrame:
    """Return category, rounds and status of "any" (all categories together), then of each.

    "any" is retired only if all categories are.
    """
    single = statuses[["category", "rounds", "status"]]
    if single.empty:
        return single
    rounds = int(single["rounds"].sum())
    all_retired = bool((single["status"] == "retired").all())
    status = "retired" if all_retired else "ok" if rounds >= MIN_ROUNDS else "too-few"
    together = pd.DataFrame([(ANY, rounds, status)], columns=single.columns).astype(single.dtypes)
    return pd.concat([together, single], ignore_index=True)


def skill(card: pd.DataFrame | None, categories: pd.Series[str]) -> pd.Series[str]:
    """Return what a score card shows for the next cut-off of each category.

    "better" if the whole interval of its skill against the last value is above 0 since `ERA`,
    "too few" below `MIN_SCORED` scored forecasts, else "no better than the last value". Missing
    without a card.
    """
    if card is None:
        return pd.Series(np.nan, index=categories.index, dtype="str")
    scored = card[
        (card["target"] == "cut-off")
        & (card["era"] == ERA)
        & (card["metric"] == "crps")
        & (card["baseline"] == "last")
    ].set_index("group")
    rows = scored.reindex(categories)
    better = (rows["skill_low"] > 0).to_numpy()
    enough = (rows["n"] >= MIN_SCORED).to_numpy()
    verdict = np.where(enough, np.where(better, BETTER, NO_BETTER), TOO_FEW)
    return pd.Series(verdict, index=categories.index, dtype="str")
