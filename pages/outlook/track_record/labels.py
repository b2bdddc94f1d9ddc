"""Labels of the score card: forecasts, groups, baselines and error measures."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.track_record.score_card import OVERALL, WITHOUT_PNP
from pages.language import MONTH
from pages.outlook import text as sentences
from pages.ui.view import View


def since(view: View, era: str) -> str:
    """Return the label of an era: the month it begins with."""
    text = view.words.gettext("From {month}")
    return text.format(month=view.words.day(pd.Timestamp(era), MONTH))


def targets(view: View) -> Mapping[str, str]:
    """Return the label of each target: what is forecast."""
    _ = view.words.gettext
    return {
        "when-7": _("A round within 7 days"),
        "when-14": _("A round within 14 days"),
        "when-28": _("A round within 28 days"),
        "date": _("Date of the next round"),
        "cut-off": _("Next cut-off"),
        "new-scale": _("First cut-offs after a change of the CRS scale"),
        "what-if": _("Cut-off, knowing size and date"),
        "volume-30": _("Invitations in 30 days"),
        "volume-90": _("Invitations in 90 days"),
        "invited-3": _("An invitation within 3 months"),
        "invited-6": _("An invitation within 6 months"),
        "invited": _("An invitation within 3 or 6 months"),
    }


def card_targets(view: View) -> Mapping[str, str]:
    """Return the label of each target of the score card, which tells two cut-offs apart."""
    _ = view.words.gettext
    labels = {
        "cut-off": _("Next cut-off, on the eve of its round"),
        "cut-off-any-day": _("Next cut-off, on any day"),
    }
    return {**targets(view), **labels}


def group(view: View, code: str) -> str:
    """Return the label of a group of categories."""
    _ = view.words.gettext
    labels = {
        OVERALL: _("Each category separately"),
        WITHOUT_PNP: _("Each category except PNP"),
    }
    return labels.get(code) or sentences.name(view, code)


def baselines(view: View) -> Mapping[str, str]:
    """Return the label of each baseline."""
    _ = view.words.gettext
    return {
        "last": _("the last cut-off again"),
        "mean-of-3": _("average of the last three cut-offs"),
        "drift": _("last cut-off plus the average change up to then"),
        "line-5": _("straight line through the last five cut-offs"),
        "line-10": _("straight line through the last ten cut-offs"),
        "quadratic-10": _("curve through the last ten cut-offs"),
        "gaps": _("past gaps between rounds"),
        "poisson": _("random rounds at the rate of the 12 months before"),
        "median-gap": _("median gap between rounds"),
        "as-before": _("as many as in the same number of days before"),
        "as-if-same": _("the same forecast without allowing for the change"),
        "before": _("the method before"),
        "conformal": _("ranges from past misses, PNP apart"),
        "look-back": _("whether the score was enough in the months before"),
    }


def measures(view: View) -> Mapping[str, str]:
    """Return the label of each error measure."""
    _ = view.words.gettext
    return {
        "crps": _("points, taking the range into account (CRPS)"),
        "brier": _("squared error of the chance (Brier)"),
        "winkler": _("width of the range, and ten times how far the outcome lies beyond it"),
        "mae": _("average error in points, days or invitations"),
    }
