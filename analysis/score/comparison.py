"""The outcomes of two candidates, or of one in two situations, side by side in every round."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analysis.periods import in_catalogue_order, text_column
from analysis.score.candidate import Candidate
from analysis.score.standing import INVITED, UNKNOWN, standing


def compare(
    draws: pd.DataFrame, ledger: pd.DataFrame, a: Candidate, b: Candidate, since: date | None = None
) -> pd.DataFrame:
    """Return the outcome of every round for two candidates side by side.

    One row per round on or after `since` of a category that at least one of them is eligible for,
    in the order of `draws`: the columns of `standing` with margin_a, outcome_a, margin_b and
    outcome_b (points; `OUTCOMES`) for margin and outcome; change: "gained" (b would certainly have
    been invited, a certainly not), "lost" (the reverse), "both", "neither", or "undecided" if
    either is unknown.
    """
    first = standing(draws, ledger, a, since)
    second = standing(draws, ledger, b, since)
    frame = first.drop(columns=["margin", "outcome"]).assign(
        margin_a=first["margin"],
        outcome_a=first["outcome"],
        margin_b=second["margin"],
        outcome_b=second["outcome"],
    )
    was, will = first["outcome"].isin(INVITED), second["outcome"].isin(INVITED)
    unknown = first["outcome"].isin(UNKNOWN) | second["outcome"].isin(UNKNOWN)
    change = np.select(
        [unknown, ~was & will, was & ~will, was], ["undecided", "gained", "lost", "both"], "neither"
    )
    frame = frame.assign(change=text_column(change))
    return frame[frame["category"].isin(a.categories | b.categories)].reset_index(drop=True)


def comparison_counts(compared: pd.DataFrame) -> pd.DataFrame:
    """Return in how many rounds each of two candidates would have been invited, by category.

    `compared` is what `compare` returns. One row per category in it, in catalogue order: category,
    rounds; invited_a, unknown_a, invited_b, unknown_b (rounds); gained, lost, undecided (rounds, as
    in `compare`).

    >>> compared = pd.DataFrame({"category": ["cec", "cec", "pnp"],
    ...     "outcome_a": ["not_invited", "invited", "not_eligible"],
    ...     "outcome_b": ["invited", "invited", "unknown_profile"],
    ...     "change": ["gained", "both", "undecided"]})
    >>> comparison_counts(compared)[["category", "rounds", "invited_a", "invited_b", "gained"]]
      category  rounds  invited_a  invited_b  gained
    0      pnp       1          0          0       0
    1      cec       2          1          2       1
    """
    flags = pd.DataFrame(
        {
            "rounds": True,
            "invited_a": compared["outcome_a"].isin(INVITED),
            "unknown_a": compared["outcome_a"].isin(UNKNOWN),
            "invited_b": compared["outcome_b"].isin(INVITED),
            "unknown_b": compared["outcome_b"].isin(UNKNOWN),
            "gained": compared["change"] == "gained",
            "lost": compared["change"] == "lost",
            "undecided": compared["change"] == "undecided",
        },
        index=compared.index,
    ).astype("int64")
    counted = flags.groupby(compared["category"]).sum()
    order = pd.Index(in_catalogue_order(counted.index), dtype="str", name="category")
    return counted.reindex(order).reset_index()
