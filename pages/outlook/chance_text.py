"""What is said of the chance of an invitation in the coming months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pandas as pd

from analysis.outlook.chance import HIGH, HORIZONS, LOW
from pages.outlook import text as said
from pages.outlook.track_record import track
from pages.plot.style import rows
from pages.ui.view import View


def chance(view: View, share: float) -> str:
    """Return a chance in words, never none and never certain."""
    return said.chance(view, share, LOW, HIGH)


def horizon(view: View, months: int) -> str:
    """Return a number of months with the day on which they end, counted from the record's."""
    words = view.words
    text = words.ngettext("Within {n} month, by {day}", "Within {n} months, by {day}", months)
    end = view.as_of + timedelta(days=HORIZONS[months])
    return text.format(n=words.number(months), day=words.day(end))


def tried(view: View, reliability: pd.DataFrame | None, months: int, probability: float) -> str:
    """Return how often such statements came true, or that it is not known."""
    told = track.calibration(view, reliability, months, probability)
    return told or view.words.gettext("There are no accuracy results for forecasts like this yet.")


def each(view: View, single: pd.DataFrame) -> str:
    """Return the chance in each category by itself."""
    _, words = view.words.gettext, view.words
    text = _("{category} {three} and {six}")
    three, six = (
        {row.category: row.probability for row in rows(single[single["horizon_months"] == months])}
        for months in HORIZONS
    )
    named = [
        text.format(
            category=view.short(code), three=chance(view, share), six=chance(view, six[code])
        )
        for code, share in three.items()
    ]
    return _("By category, within 3 and 6 months: {named}.").format(
        named="; ".join(named) if len(named) > 1 else words.join(named)
    )


def limits(view: View, left_out: Sequence[str]) -> str:
    """Return what the chance rests on, and which categories are left out of it."""
    _, words = view.words.gettext, view.words
    told = [
        _(
            "If current practice continues after {day}, and your score and eligibility "
            "stay the same. A score equal to the cut-off counts as invited, whatever "
            "the tie-break. The chance shown is never below {low} or above {high}, "
            "because something unexpected can always happen."
        ).format(day=words.day(view.as_of), low=words.percent(LOW), high=words.percent(HIGH))
    ]
    if left_out:
        names = [view.short(code) for code in left_out if code in view.categories]
        told.append(
            _("Not included, because of too few rounds or none in a year: {categories}.").format(
                categories=words.join(names)
            )
        )
    return " ".join(told)
