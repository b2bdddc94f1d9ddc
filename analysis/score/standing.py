"""Whether past rounds would have invited a person, given their score, categories and profile.

The question is hypothetical: it applies today's score to past rounds, whatever the score was then
and whether or not the profile existed. Before a change of the CRS scale it may have been another
score, so `summary` counts those rounds apart. The time of the profile decides ties and nothing
else. If score and cut-off are equal, the rule is applied as written: invited if and only if the
profile was submitted strictly before the tie-break. If only its day is known, a tie-break on that
day leaves the outcome unknown. A new profile therefore loses the ties of all earlier rounds.

Eligibility is per category: a round of a category that the person is not eligible for would not
have invited them at any score.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analysis.periods import as_known_on, in_catalogue_order, midnight, text_column
from analysis.rounds.frequency import DORMANT_DAYS
from analysis.score.candidate import Candidate
from data.vocabulary.columns import LAUNCH

OUTCOMES = (
    "invited",
    "not_invited",
    "tie_break_invited",
    "tie_break_not_invited",
    "unknown_profile",
    "unknown_tie_break",
    "not_eligible",
)
INVITED = ("invited", "tie_break_invited")
UNKNOWN = ("unknown_profile", "unknown_tie_break")
_ROUND = ["round_id", "date", "drawn_at", "tie_break_at", "category", "kind", "name"]
_ROUND += ["invitations", "cutoff", "url"]


def doubtful_tie_breaks(ledger: pd.DataFrame) -> frozenset[str]:
    """Return the rounds whose tie-break has no value that can be used, according to the ledger.

    >>> ledger = pd.DataFrame({"round_id": ["139", "208"], "field": "tie_break_at",
    ...                        "used": [None, "2022-10-07 16:38:21 UTC"]})
    >>> sorted(doubtful_tie_breaks(ledger))
    ['139']
    """
    entries = ledger[ledger["field"] == "tie_break_at"]
    return frozenset(entries.loc[entries["used"].isna(), "round_id"])


def standing(
    draws: pd.DataFrame, ledger: pd.DataFrame, candidate: Candidate, since: date | None = None
) -> pd.DataFrame:
    """Return what each round on or after `since` would have meant for one person.

    One row per round, in the order of `draws`: round_id, date, drawn_at, tie_break_at, category,
    kind, name, invitations, cutoff (points), url, as in `draws`; margin (points: score minus
    cut-off, whatever the category); outcome, one of `OUTCOMES`:

    - invited, not_invited: the score is above or below the cut-off;
    - tie_break_invited, tie_break_not_invited: equal, and the profile was submitted before the
      tie-break, or not;
    - unknown_tie_break: equal, and the round's tie-break is missing, or suspect in the ledger;
    - unknown_profile: equal, the tie-break is known, and the time of the profile is not, or not
      well enough to tell;
    - not_eligible: the category is not one of the candidate's, at any score.

    Without `since` every round counts.

    >>> at = pd.to_datetime(["2026-07-03T21:35:13", "2026-08-17T22:09:00"], utc=True)
    >>> draws = pd.DataFrame({"round_id": ["432", "436"], "drawn_at": pd.NaT, "tie_break_at": at,
    ...     "date": pd.to_datetime(["2026-08-05", "2026-08-18"]), "category": "cec",
    ...     "kind": "program", "name": "Canadian Experience Class", "invitations": [3000, 1000],
    ...     "cutoff": [516, 523], "url": ""})
    >>> ledger = pd.DataFrame({"round_id": [], "field": [], "used": []})
    >>> standing(draws, ledger, Candidate(516, frozenset({"cec"})))[["margin", "outcome"]]
       margin          outcome
    0       0  unknown_profile
    1      -7      not_invited
    """
    rounds = draws if since is None else draws[draws["date"] >= midnight(since)]
    rounds = rounds[_ROUND].reset_index(drop=True)
    margin = candidate.score - rounds["cutoff"]
    doubtful = rounds["tie_break_at"].isna() | rounds["round_id"].isin(doubtful_tie_breaks(ledger))
    # Comparing with NaT is always False.
    before = rounds["tie_break_at"] > (candidate.profile_until or pd.NaT)
    not_before = rounds["tie_break_at"] <= (candidate.profile_at or pd.NaT)
    outcome = np.select(
        [
            ~rounds["category"].isin(candidate.categories),
            margin > 0,
            margin < 0,
            doubtful,
            before,
            not_before,
        ],
        [
            "not_eligible",
            "invited",
            "not_invited",
            "unknown_tie_break",
            "tie_break_invited",
            "tie_break_not_invited",
        ],
        "unknown_profile",
    )
    return rounds.assign(margin=margin, outcome=text_column(outcome))


def summary(
    draws: pd.DataFrame,
    ledger: pd.DataFrame,
    candidate: Candidate,
    since: date | None,
    as_of: date,
    *,
    scale_from: date | None = None,
) -> pd.DataFrame:
    """Return the outcomes by category that the person is eligible for.

    One row per category of the candidate, in catalogue order, even without rounds: category;
    rounds, invited (certain, including ties), by_tie_break (how many of those by the tie-break),
    not_invited, unknown: numbers of rounds from `since` to `as_of`; last_invited_id,
    last_invited_date, last_invited_cutoff (Int64): the latest round since then that would certainly
    have invited; latest_id, latest_date, latest_cutoff (Int64): the category's latest round of all,
    even if before `since`; margin (points, Int64: score minus latest_cutoff) and latest_outcome;
    days_since (Int64: days from the latest round to `as_of`); dormant (bool: more than 365 days).
    Rounds before `scale_from`, the first day of the CRS scale that the score is on, count like the
    others: other_scale and other_scale_invited are how many of `rounds` and `invited` they are, and
    latest_other_scale (bool) says whether the latest round is one. If there is no such round, ids,
    dates and numbers are missing and what is a bool is False.
    """
    outcomes = standing(as_known_on(draws, as_of), ledger, candidate)
    outcomes = outcomes.assign(other_scale=outcomes["date"] < midnight(scale_from or LAUNCH))
    outcomes = outcomes[outcomes["outcome"] != "not_eligible"]
    recent = outcomes if since is None else outcomes[outcomes["date"] >= midnight(since)]
    invited = recent[recent["outcome"].isin(INVITED)]
    codes = pd.Index(in_catalogue_order(candidate.categories), dtype="str")
    frame = _tally(recent, codes)
    last = _last(invited, codes, "last_invited")
    last = last.drop(columns=["last_invited_outcome", "last_invited_other_scale"])
    latest = _last(outcomes, codes, "latest")
    days = (midnight(as_of) - latest["latest_date"]).dt.days.astype("Int64")
    frame = frame.join(last).join(latest)
    frame = frame.assign(
        margin=candidate.score - frame["latest_cutoff"],
        days_since=days,
        dormant=(days > DORMANT_DAYS).fillna(False).astype(bool),
    )
    return frame.rename_axis("category").reset_index()


def _tally(rounds: pd.DataFrame, codes: pd.Index[str]) -> pd.DataFrame:
    """Return the number of rounds with each outcome by category, including zeros."""
    outcome = rounds["outcome"]
    flags = pd.DataFrame(
        {
            "rounds": True,
            "invited": outcome.isin(INVITED),
            "by_tie_break": outcome == "tie_break_invited",
            "not_invited": outcome.isin(["not_invited", "tie_break_not_invited"]),
            "unknown": outcome.isin(UNKNOWN),
            "other_scale": rounds["other_scale"],
            "other_scale_invited": rounds["other_scale"] & outcome.isin(INVITED),
        },
        index=rounds.index,
    ).astype("int64")
    return flags.groupby(rounds["category"]).sum().reindex(codes, fill_value=0)


def _last(rounds: pd.DataFrame, codes: pd.Index[str], prefix: str) -> pd.DataFrame:
    last = rounds.drop_duplicates("category", keep="last").set_index("category").reindex(codes)
    return pd.DataFrame(
        {
            f"{prefix}_id": last["round_id"],
            f"{prefix}_date": last["date"],
            f"{prefix}_cutoff": last["cutoff"].astype("Int64"),
            f"{prefix}_outcome": last["outcome"],
            f"{prefix}_other_scale": last["other_scale"].fillna(value=False).astype(bool),
        }
    )
