"""How accurate one kind of forecast has been, in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.outlook.forecastable import BETTER, ERA, MIN_SCORED, NO_BETTER
from analysis.rounds.frequency import ANY
from analysis.track_record.score_card import OVERALL
from analysis.track_record.scores import BINS
from pages.outlook.track_record.scores import Scores
from pages.plot.style import rows
from pages.ui.view import View

MIN_STATEMENTS = 100  # days on which a statement was made, to say how often it was right
HALF, LIKELY = 0.5, (0.7, 0.8)  # chances: more likely than not, and a good example of that
MIN_EXAMPLE = 30  # forecasts that make an example


def mean_error(row: Any, scores: Scores) -> float:
    """Return the mean error of a category's cut-offs in points; NaN if too few are scored."""
    scored = scores.find(target="cut-off", group=row.category, metric="mae")
    if scored is None or scored.n < MIN_SCORED:
        return float("nan")
    return float(round(scored.value))


def statements(code: str, scores: Scores) -> float | None:
    """Return how often both the dates and the range of a category's next cut-off were right.

    That is a share of the days on which they were said; None if there are too few.
    """
    scored = scores.find(target="statement", group=code, metric="coverage")
    return None if scored is None or scored.n < MIN_STATEMENTS else float(scored.value)


def cutoff(view: View, row: Any, scores: Scores) -> str:
    """Say how well a category's cut-off has been forecast, for a row of ``next_rounds.soon``."""
    _, words = view.words.gettext, view.words
    if row.category == ANY:
        return ""
    if row.status == "too-few":
        text = words.ngettext(
            "{rounds}, too few: repeats the last cut-off",
            "{rounds}, too few: repeats the last cut-off",
            row.rounds,
        )
        return text.format(rounds=words.rounds(row.rounds))
    scored = scores.find(target="cut-off", group=row.category, metric="mae")
    if scored is None:
        return "" if scores.card is None else _("none checked yet")
    if row.skill == BETTER:
        return _("better than repeating the last cut-off")
    if row.skill == NO_BETTER:
        return _("no better than repeating the last cut-off")
    text = words.ngettext("{n} checked, too few to tell", "{n} checked, too few to tell", scored.n)
    return text.format(n=words.number(scored.n))


def dates(view: View, row: Any, scores: Scores) -> str:
    """Say whether chances within 14 days did better than past gaps alone would have."""
    _ = view.words.gettext
    scored = scores.find(baseline="gaps", target="when-14", group=row.category, metric="brier")
    if scored is None:
        return "" if scores.card is None else _("none checked yet")
    if scored.skill_low > 0:
        return _("better than past gaps alone")
    return _("no better than past gaps alone")


def example(reliability: pd.DataFrame | None, target: str) -> Any | None:
    """Return the bin of forecasts of 70 to 80 %, or else the fullest bin above 50 %, if any."""
    if reliability is None:
        return None
    likely = bins(reliability, target)
    likely = likely[likely["said"] > HALF]
    examples = likely[likely["said"].between(*LIKELY) & (likely["n"] >= MIN_EXAMPLE)]
    return next(rows(pd.concat([examples, likely.sort_values("n", ascending=False)])), None)


def bins(reliability: pd.DataFrame, target: str) -> pd.DataFrame:
    """Return the reliability of one target in the category era, over all categories."""
    subset: pd.DataFrame = reliability[
        (reliability["target"] == target)
        & (reliability["era"] == ERA)
        & (reliability["group"] == OVERALL)
    ]
    return subset


def came_true(view: View, row: Any) -> str:
    """Return a row of the reliability table as a sentence."""
    words = view.words
    text = words.ngettext(
        "When we said {low}–{high}, it came true {came} of the time ({n} case).",
        "When we said {low}–{high}, it came true {came} of the time ({n} cases).",
        row.n,
    )
    return text.format(came=words.percent(row.came), n=words.number(row.n), **said(view, row))


def said(view: View, row: Any) -> dict[str, str]:
    """Return the ends of the chances that a row of the reliability table groups: "40" and "50%"."""
    words = view.words
    return {"low": words.number(100 * row.bin), "high": words.percent(row.bin + 1 / BINS)}


def calibration(
    view: View, reliability: pd.DataFrame | None, months: int, probability: float
) -> str:
    """Say how many earlier forecasts of about the same chance came true, if that is stored."""
    if reliability is None:
        return ""
    subset = bins(reliability, f"invited-{months}")
    place = min(int(probability * BINS + 1e-9), BINS - 1)  # as the table was made
    row = next(rows(subset[(subset["bin"] * BINS).round() == place]), None)
    return "" if row is None else came_true(view, row)
