"""Forecasts that were saved in advance, and what came of them: every one, good or bad."""

from __future__ import annotations

import math
from functools import partial
from typing import Any, cast

import pandas as pd
import streamlit as st

from analysis.track_record.forecast_log import WHEN, count_held, score_checked
from pages.outlook import text as sentences
from pages.outlook.track_record import labels
from pages.outlook.track_record.scores import Scores, per_scores
from pages.plot.style import rows
from pages.ui.chart import Table
from pages.ui.downloads import Offer
from pages.ui.header import folded
from pages.ui.markdown import plain
from pages.ui.tables import pinned, render_kept, render_table
from pages.ui.view import View

SAVED = "outlook-saved"
SHOWN = 200  # rows of the table; its files have all
FEW_DAYS = 30  # forecasts of so few days prove little


def render(view: View, scores: Scores, offer: Offer) -> None:
    """Show what came of the logged forecasts that can be checked."""
    _ = view.words.gettext
    st.subheader(_("Forecasts saved in advance and checked later"), anchor=False)
    st.caption(plain(beginning(view, scores.log, scores.checked)))
    if scores.checked is None or scores.checked.empty:
        return
    st.markdown(_summary(view, scores))
    found, columns = table(view, scores), _columns(view)
    if found is None:
        return
    config = {"target": pinned(columns["target"])}
    with folded("saved", found.title):
        shown = found.table.head(SHOWN)
        show = partial(render_table, view.words, shown, columns, alt=found.title, config=config)
        render_kept(found.token, partial(show, height=420))
        offer(SAVED)


@per_scores
def table(view: View, scores: Scores) -> Table | None:
    """Return the checked forecasts in the filter, if there are any."""
    if scores.checked is None or scores.checked.empty:
        return None
    rows_ = _table(view, scores)
    title = view.words.gettext("Saved forecasts, checked")
    columns = {**_columns(view), **_file_columns(view)}
    return None if rows_.empty else Table(rows_, key=SAVED, title=title, columns=columns)


def beginning(view: View, log: pd.DataFrame | None, checked: pd.DataFrame | None) -> str:
    """Say since when forecasts have been logged, and how many could be checked."""
    _, words = view.words.gettext, view.words
    if log is None or log.empty:
        return _(
            "From now on, each day’s forecasts are saved as they were made and checked once later "
            "rounds have happened. The log starts the next time this site checks IRCC."
        )
    start = words.ngettext(
        "The log starts on {day} and has {n} forecast, saved as it was made.",
        "The log starts on {day} and has {n} forecasts, saved as they were made.",
        len(log),
    ).format(day=words.day(log["made_on"].min()), n=words.number(len(log)))
    until = words.day(view.as_of)
    if checked is None or checked.empty:
        text = _("None of them can be checked with rounds up to {day}.")
        return f"{start} {text.format(day=until)}"
    text = words.ngettext(
        "{n} of them can be checked with rounds up to {day}, which nobody knew then.",
        "{n} of them can be checked with rounds up to {day}, which nobody knew then.",
        len(checked),
    )
    parts = [start, text.format(n=words.number(len(checked)), day=until)]
    days = checked["made_on"].nunique()
    if days < FEW_DAYS:
        few = words.ngettext(
            "All of these were made on one day, so they prove little yet.",
            "All of these were made on {n} days, so they prove little yet.",
            days,
        )
        parts.append(few.format(n=words.number(days)))
    return " ".join(parts)


@per_scores
def _summary(view: View, scores: Scores) -> str:
    checked = cast("pd.DataFrame", scores.checked)  # there are some, as they are shown
    return "\n".join(f"- {paragraph}" for paragraph in summary(view, checked))


def summary(view: View, checked: pd.DataFrame) -> list[str]:
    """Return what came of the checked forecasts in sentences, a paragraph for each kind."""
    _ = view.words.gettext
    kinds = {row.kind: row for row in rows(score_checked(checked))}
    paragraphs = {
        _("**Cut-offs.**"): _cutoffs(view, kinds.get("cut-off")),
        _("**Rounds within 7, 14 or 28 days.**"): _chances(view, checked, kinds.get("when")),
        _("**Invitations in 30 days.**"): _volumes(view, kinds.get("volume-30")),
        _("**Invitations in 90 days.**"): _volumes(view, kinds.get("volume-90")),
    }
    return [f"{title} {plain(text)}" for title, text in paragraphs.items() if text]


def _cutoffs(view: View, row: Any) -> str:
    if row is None:
        return ""
    _, words = view.words.gettext, view.words
    text = _(
        "Forecasts were off by {own} on average. Repeating the last cut-off would have "
        "been off by {last}."
    )
    own, last = (words.points(_whole(error)) for error in (row.error, row.baseline_error))
    return f"{_ranges(view, row)} {text.format(own=own, last=last)}"


def _volumes(view: View, row: Any) -> str:
    if row is None:
        return ""
    _, words = view.words.gettext, view.words
    text = _(
        "Forecasts were off by about {own} on average. Expecting as many as in the same number of "
        "days before would have been off by about {last}."
    )
    own, last = (words.number(sentences.about(error)) for error in (row.error, row.baseline_error))
    return f"{_ranges(view, row)} {text.format(own=own, last=last)}"


def _ranges(view: View, row: Any) -> str:
    words = view.words
    text = words.ngettext(
        "{right} of {n} was in the range meant to be right {aim} of the time.",
        "{right} of {n} were in the range meant to be right {aim} of the time.",
        row.right,
    )
    right, n = words.number(row.right), words.number(row.n)
    return text.format(right=right, n=n, aim=words.percent(0.8))


def _chances(view: View, checked: pd.DataFrame, row: Any) -> str:
    if row is None:
        return ""
    words = view.words
    parts = []
    for counts in rows(count_held(checked)):
        likely = words.ngettext(
            "When we said 50% or more, a round was held {held} of {n} time; the chances added up "
            "to {expected}.",
            "When we said 50% or more, a round was held {held} of {n} times; the chances added up "
            "to {expected}.",
            int(counts.n),
        )
        unlikely = words.ngettext(
            "When we said less than 50%, a round was held {held} of {n} time; the chances added "
            "up to {expected}.",
            "When we said less than 50%, a round was held {held} of {n} times; the chances added "
            "up to {expected}.",
            int(counts.n),
        )
        parts.append(
            (likely if counts.is_likely else unlikely).format(
                held=words.number(counts.held),
                n=words.number(counts.n),
                expected=words.number(_whole(counts.expected)),
            )
        )
    return " ".join([*parts, _beside_gaps(view, row)])


def _beside_gaps(view: View, row: Any) -> str:
    _ = view.words.gettext
    if row.error > row.baseline_error:
        text = _("The error was {percent} larger than that of a guess from past gaps alone.")
    else:
        text = _("The error was {percent} smaller than that of a guess from past gaps alone.")
    share = abs(row.error / row.baseline_error - 1) if row.baseline_error else 0.0
    return text.format(percent=view.words.percent(share))


def _whole(number: float) -> int:
    """Return a number rounded as people do: 16.5 becomes 17."""
    return math.floor(number + 0.5)


def _table(view: View, scores: Scores) -> pd.DataFrame:
    """Return the checked forecasts in the filter, in words and as numbers."""
    checked = cast("pd.DataFrame", scores.checked)  # there are some, as they are shown
    chosen = view.filter.categories
    if chosen:
        checked = checked[checked["category"].isin(chosen)]
    names = ["said", "came", "in_range", "guess"]
    cells = pd.DataFrame([_cells(view, row) for row in rows(checked)], columns=names)
    table = pd.concat([checked.reset_index(drop=True), cells], axis=1)
    targets = labels.targets(view)
    return table.assign(
        target=[targets[target] for target in table["target"]],
        category=[sentences.name(view, code) for code in table["category"]],
    )


def _cells(view: View, row: Any) -> tuple[str, str, str, str]:
    """Return in words what was said, what came, whether that is in the range, and the guess."""
    _, words = view.words.gettext, view.words
    if row.target in WHEN:
        said, guess = (sentences.chance(view, share) for share in (row.probability, row.baseline))
        return said, _("a round") if row.actual else _("no round"), words.number(None), guess
    is_right = row.low <= row.actual <= row.high
    tidy = round if row.target == "cut-off" else sentences.about
    came, guess = words.number(row.actual), words.number(tidy(row.baseline))
    return sentences.expected(view, row, row.target), came, _("yes") if is_right else _("no"), guess


def _columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        "target": _("Forecast: what was forecast"),
        "category": _("Category: who the round selects"),
        "said": _(
            "We said: the chance of a round, or what we expected with its range 8 times out of 10"
        ),
        "came": _("What came: whether a round was held, its cut-off, or the invitations"),
        "in_range": _("In the range: whether what came is in the range"),
        "guess": _(
            "Simple guess: from past gaps alone, the last cut-off again, or as many invitations "
            "as in the same number of days before"
        ),
        "checked_on": _("Checked on: day of the round, or the last of the days"),
        "made_on": _("Made on: day on which the forecast was saved"),
    }


def _file_columns(view: View) -> dict[str, str]:
    """Return the columns that only files have, which hold numbers."""
    _ = view.words.gettext
    return {
        "probability": _("Chance: of a round, 0 to 1"),
        "expected": _("Expected: points or invitations"),
        "low": _("Low: lower end of the range"),
        "high": _("High: upper end of the range"),
        "actual": _("Actual: points or invitations; 1 if a round was held, 0 if not"),
        "baseline": _("Baseline: the simple guess as a number"),
    }
