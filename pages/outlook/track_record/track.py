"""How well one kind of statement has done so far, found in the score card and put into words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.outlook.forecastable import BETTER, ERA, MIN_SCORED, NO_BETTER
from analysis.rounds.frequency import ANY
from analysis.track_record.score_card import OVERALL
from analysis.track_record.trials import OUTLOOK
from pages.plot.style import rows
from pages.ui.view import View

HALF, LIKELY = 0.5, (0.7, 0.8)  # chances: more likely than not, and a good example of that
ENOUGH = 30  # statements that make an example


@dataclass(frozen=True)
class Track:
    """The outlook's rows of a score card in the category era; none of them without a card."""

    card: pd.DataFrame | None

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str, str], Any]:
        if self.card is None:
            return {}
        own = self.card[(self.card["model"] == OUTLOOK) & (self.card["era"] == ERA)]
        return {(row.target, row.group, row.metric, row.baseline): row for row in rows(own)}

    def find(self, target: str, group: str, metric: str, baseline: str = "") -> Any | None:
        """Return the row for a target, group and metric, if there is one.

        With a `baseline`, the row that compares with it.
        """
        return self._rows.get((target, group, metric, baseline))


def missed(row: Any, track: Track) -> float:
    """Return by how many points cut-offs of a category were off, missing if too few were scored."""
    scored = track.find(target="cut-off", group=row.category, metric="mae")
    if scored is None or scored.n < MIN_SCORED:
        return float("nan")
    return float(round(scored.value))


def cutoff(view: View, row: Any, track: Track) -> str:
    """Return how well forecasts of a category's cut-off have done, for a row of ``next.soon``."""
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
    scored = track.find(target="cut-off", group=row.category, metric="mae")
    if scored is None:
        return "" if track.card is None else _("none checked yet")
    if row.skill == BETTER:
        return _("better than repeating the last cut-off")
    if row.skill == NO_BETTER:
        return _("no better than repeating the last cut-off")
    text = words.ngettext("{n} checked, too few to tell", "{n} checked, too few to tell", scored.n)
    return text.format(n=words.number(scored.n))


def dates(view: View, row: Any, track: Track) -> str:
    """Return whether chances within 14 days did better than past gaps alone would have."""
    _ = view.words.gettext
    found = track.find(baseline="gaps", target="when-14", group=row.category, metric="brier")
    if found is None:
        return "" if track.card is None else _("none checked yet")
    return (
        _("better than past gaps alone")
        if found.skill_low > 0
        else _("no better than past gaps alone")
    )


def example(reliability: pd.DataFrame | None, target: str) -> Any | None:
    """Return what came of statements that said 70 to 80 %, or else of the most frequent likely one.

    None if nothing that was said to be likely has been judged.
    """
    if reliability is None:
        return None
    own = bins(reliability, target)
    own = own[own["said"] > HALF]
    told = own[own["said"].between(*LIKELY) & (own["n"] >= ENOUGH)]
    return next(rows(pd.concat([told, own.sort_values("n", ascending=False)])), None)


def bins(reliability: pd.DataFrame, target: str) -> pd.DataFrame:
    """Return what was said and came true of one target in the category era, in all categories."""
    own: pd.DataFrame = reliability[
        (reliability["target"] == target)
        & (reliability["era"] == ERA)
        & (reliability["group"] == OVERALL)
    ]
    return own


def came_true(view: View, row: Any) -> str:
    """Return a row of the reliability table as a sentence."""
    words = view.words
    text = words.ngettext(
        "Forecasts of about {said} came true {came} of the time ({n} forecast).",
        "Forecasts of about {said} came true {came} of the time ({n} forecasts).",
        row.n,
    )
    return text.format(
        said=words.percent(row.said), came=words.percent(row.came), n=words.number(row.n)
    )


def calibration(
    view: View, reliability: pd.DataFrame | None, months: int, probability: float
) -> str:
    """Return how many earlier statements of about the same chance came true, if that is stored."""
    if reliability is None:
        return ""
    own = bins(reliability, f"invited-{months}")
    own = own[own["bin"] <= probability]
    row = next(rows(own.sort_values("bin").tail(1)), None)
    return "" if row is None else came_true(view, row)
