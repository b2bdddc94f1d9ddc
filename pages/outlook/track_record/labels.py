"""What the score card's rows are called: statements, groups, baselines and measures."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.track_record.score_card import OVERALL, WITHOUT_PNP
from pages.language import MONTH
from pages.outlook import text as said
from pages.ui.view import View


def since(view: View, era: str) -> str:
    """Return an era by the month that it begins with."""
    text = view.words.gettext("Since {month}")
    return text.format(month=view.words.day(pd.Timestamp(era), MONTH))


def statements(view: View) -> Mapping[str, str]:
    """Return what each target of the score card states."""
    _ = view.words.gettext
    return {
        "when-7": _("A round within 7 days"),
        "when-14": _("A round within 14 days"),
        "when-28": _("A round within 28 days"),
        "date": _("Date of the next round"),
        "cut-off": _("Next cut-off"),
        "what-if": _("Cut-off, size and date given"),
        "volume-30": _("Invitations in 30 days"),
        "volume-90": _("Invitations in 90 days"),
        "invited-3": _("An invitation within 3 months"),
        "invited-6": _("An invitation within 6 months"),
        "invited": _("An invitation, both together"),
    }


def group(view: View, code: str) -> str:
    """Return what a group of the score card holds."""
    _ = view.words.gettext
    named = {
        OVERALL: _("Each category by itself"),
        WITHOUT_PNP: _("Each category but PNP"),
    }
    return named.get(code) or said.name(view, code)


def baselines(view: View) -> Mapping[str, str]:
    """Return what each baseline would have said."""
    _ = view.words.gettext
    return {
        "last": _("the last value again"),
        "mean-of-3": _("mean of the last three"),
        "drift": _("average change so far"),
        "line-5": _("line through five"),
        "line-10": _("line through ten"),
        "quadratic-10": _("curve through ten"),
        "gaps": _("past gaps"),
        "poisson": _("12 months’ rate, at random"),
        "median-gap": _("median gap"),
        "as-before": _("as many as in the days before"),
        "look-back": _("whether it was enough before"),
    }


def measures(view: View) -> Mapping[str, str]:
    """Return how each error is measured."""
    _ = view.words.gettext
    return {
        "crps": _("points, range included (CRPS)"),
        "brier": _("of chances, squared (Brier)"),
        "mae": _("mean distance: points, days, invitations"),
    }
