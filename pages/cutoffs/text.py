"""Notes and text alternatives of the figures of cut-offs."""

from __future__ import annotations

import pandas as pd

from analysis.crs.scale import changes_between
from analysis.rounds.focus import FREQUENT
from analysis.rounds.frequency import DORMANT_DAYS
from pages.cutoffs.subject import SINCE, Subject
from pages.plot import axis, style
from pages.ui.events import scale
from pages.ui.view import View


def note(view: View, subject: Subject, *, has_pnp_below: bool) -> str:
    """Return what is measured, what is coloured, and those marks that need explaining."""
    _, words, rounds = view.words.gettext, view.words, subject.rounds
    sentences = [_("CRS points a round needed.")]
    if subject.is_chosen:
        sentences.append(_("Grey dots: the rounds of all other categories."))
    elif set(subject.codes) - set(subject.focus):
        text = _("Coloured: categories with {n} rounds or more in 12 months; grey: the others.")
        sentences.append(text.format(n=words.number(FREQUENT)))
    if any(axis.beyond(value, subject.scale) for value in rounds[subject.column]):
        sentences.append(_("Triangles lie beyond the scale."))
    if has_pnp_below:
        sentences.append(_("PNP, with its 600 points, stands below."))
    return " ".join(filter(None, [*sentences, breaks(view, rounds)]))


def breaks(view: View, rounds: pd.DataFrame) -> str:
    """Say why lines break, if they do."""
    _, by_category = view.words.gettext, rounds.groupby("category")
    is_pause = (by_category["date"].diff().dt.days > DORMANT_DAYS).any()
    is_new_scale = (by_category["scale"].diff() > 0).any()
    if is_new_scale and is_pause:
        return _(
            "Lines break where the CRS scale changed, as scores before and after don’t compare, or "
            "where a category paused for over a year."
        )
    if is_new_scale:
        return _("Lines break where the CRS scale changed: scores before and after don’t compare.")
    return _("Lines break where a category paused for over a year.") if is_pause else ""


def panels_note(view: View, own: pd.DataFrame) -> str:
    """Return how the panels are to be read, and the last values of those left out."""
    _, words = view.words.gettext, view.words
    text = _(
        "CRS points a round needed since {day}, on one scale. Grey dots are the rounds of all "
        "other categories. The newest round comes first; the sign compares it with the one before."
    )
    first = max(view.start, SINCE) if view.end > SINCE else view.start
    text = scale.with_note(view, text.format(day=words.day(first)), first, view.end)
    last = own.drop_duplicates("category", keep="last").iloc[::-1]
    old = last[last["category"].isin(view.inactive) & (last["category"] != "pnp")]
    values = words.join(
        _("{category} {cutoff} ({month})").format(
            category=view.short(row.category),
            cutoff=words.number(row.cutoff),
            month=words.day(row.date, "LLL y"),
        )
        for row in style.rows(old)
    )
    inactive = _("Inactive, with their last cut-off: {categories}.").format(categories=values)
    return f"{text} {inactive}" if values else text


def pnp_note(view: View, rounds: pd.DataFrame) -> str:
    """Return why PNP stands apart."""
    text = view.words.gettext(
        "A provincial nomination adds 600 points, so these cut-offs have their own chart; in "
        "brackets, the points without it."
    )
    return " ".join(filter(None, [text, breaks(view, rounds)]))


def records_note(view: View) -> str:
    """Return what the marks of the ranges are, and since when rounds count."""
    _, words = view.words.gettext, view.words
    text = _(
        "Since {day}: from the lowest to the highest cut-off, with a line at the median and a dot "
        "at the latest."
    )
    sentences = [text.format(day=words.day(view.start))]
    shown = set(view.draws["category"])
    if shown & set(view.inactive) and shown - set(view.inactive):
        sentences.append(_("Inactive categories come last."))
    if changes_between(view.scale_changes, view.start, view.end):
        sentences.append(
            _(
                "Scores don’t compare across a change of the CRS scale, so each category counts "
                "only since the last change before its latest round."
            )
        )
    return " ".join(sentences)


def alt(view: View, rounds: pd.DataFrame) -> str:
    """Return the latest cut-off of each category, for someone who cannot see the chart."""
    _, words = view.words.gettext, view.words
    latest = rounds.drop_duplicates("category", keep="last")
    ends = words.join(
        _("{category} {cutoff} ({day})").format(
            category=view.short(row.category),
            cutoff=words.number(row.cutoff),
            day=words.day(row.date),
        )
        for row in style.rows(latest)
    )
    return _("Cut-offs of {rounds} over time. Latest of each category: {ends}.").format(
        rounds=words.rounds(len(rounds)), ends=ends
    )
