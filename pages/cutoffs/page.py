"""Cut-offs: the score needed, by category over time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from analysis.rounds import focus
from analysis.rounds.cutoffs import middle_half, records, series
from pages.cutoffs import text, titles
from pages.cutoffs.lines import lines
from pages.cutoffs.panels import panels
from pages.cutoffs.strip import strip
from pages.cutoffs.subject import Subject
from pages.language import columns
from pages.plot import layout
from pages.plot.axis import Span
from pages.ui import data_links
from pages.ui.chart import Chart
from pages.ui.charts.choices import addressed, looks
from pages.ui.charts.page_charts import PageCharts
from pages.ui.events.inactive import silence
from pages.ui.fields import score_input
from pages.ui.header import render_header, warn_if_empty
from pages.ui.show import render_chart
from pages.ui.view import View, per_view

PNP = "pnp"
BRIEF = 14  # letters of a name on a phone
PNP_HEIGHT = 200  # pixels of the plot


@dataclass(frozen=True)
class Choices:
    """What a reader chooses here: a score is only a line, and stays in the browser tab."""

    with_pnp: bool = addressed(
        "with-pnp",
        "flag",
        "Whether PNP rounds are with the others, minus the 600 nomination points.",
        default=False,
        example="true",
    )
    score: int | None = looks(None)


def render(view: View) -> None:
    """Render the cut-offs of the chosen rounds, PNP separately, and each category's extremes."""
    _ = view.words.gettext
    render_header(view, _("Cut-offs"), _("What score was needed, and is it going up or down?"))
    if warn_if_empty(view):
        return
    choices, (first, second, *others) = _render_controls(view), CHARTS.makers
    with st.container(key="cutoff-charts"):  # on a phone the second comes first: screen.css
        render_chart(view, CHARTS, first, choices)
        render_chart(view, CHARTS, second, choices)
    for name in others:
        render_chart(view, CHARTS, name, choices)
    data_links.render(view, ["rounds"])


def one_category(view: View) -> Chart | None:
    """Return the chart of a view of one category, or None if it has no round."""
    if view.draws.empty:
        return None
    is_pnp = view.filter.categories == (PNP,)
    return _pnp_chart(view, with_pnp=False) if is_pnp else _chart(view, with_pnp=False, score=None)


def _render_controls(view: View) -> Choices:
    _ = view.words.gettext
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        score = score_input(
            _("Show my score as a line"),
            width=180,
            key="score-line",
            persist_state="session",
            help=_("Stays in this browser tab. It is not saved and not in the link."),
        )
        with_pnp = st.checkbox(
            _("Show PNP with the others, minus the 600 nomination points"),
            key="with-pnp",
            bind="query-params",
        )
    return Choices(with_pnp, score)


@per_view
def _rounds(view: View) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the chosen rounds and the others of these days, compared also with earlier rounds."""
    everything = replace(view.filter, categories=(), start=None).apply(view.history)
    rounds = series(everything, view.scale_changes)
    rounds = rounds[rounds["date"] >= pd.Timestamp(view.start)]
    chosen = rounds["category"].isin(view.filter.categories or list(view.categories))
    return rounds[chosen], rounds[~chosen]


@per_view
def _subject(view: View, with_pnp: bool, score: int | None) -> Subject | None:
    """Return what the chart of all categories shows, or all but PNP; None if no round is left."""
    own, others = _rounds(view)
    if not with_pnp:
        own, others = (rounds[rounds["category"] != PNP] for rounds in (own, others))
    return _look(view, own, others, column="base_score", score=score) if len(own) else None


def _look(view: View, own: pd.DataFrame, others: pd.DataFrame, **more: Any) -> Subject:
    """Return the rounds of a chart with their names and colours."""
    history = view.history[view.history["category"].isin(own["category"])]
    return Subject(
        rounds=own,
        others=others,
        names={code: view.short(code) for code in view.categories},
        briefs={code: layout.shorten(view.brief(code), BRIEF) for code in view.categories},
        focus=focus.focus(history, view.end, view.filter.categories),
        inactive={code: silence(view, day) for code, day in view.inactive.items()},
        span=(view.start, view.end),
        words=view.words,
        **more,
    )


@per_view
def _chart(view: View, with_pnp: bool, score: int | None) -> Chart | None:
    """Return the chart of all categories, or all but PNP, or None if no round is left."""
    subject = _subject(view, with_pnp, score)
    if subject is None:
        return None
    return Chart(
        lines(subject),
        "cut-offs",
        title=titles.title(view, subject.rounds),
        note=text.note(view, subject, has_pnp_below=not with_pnp and _has_pnp(view)),
        **_alt_and_table(view, subject.rounds, subject.span),
    )


def _has_pnp(view: View) -> bool:
    return bool((view.draws["category"] == PNP).any())


@per_view
def _panels(view: View) -> Chart | None:
    """Return a chart with a panel per active category, or None if there are fewer than two."""
    own, others = _rounds(view)
    keep = (own["category"] != PNP) & ~own["category"].isin(view.inactive)
    rounds = own[keep]
    if rounds["category"].nunique() < 2:
        return None
    others = pd.concat([own[~keep], others]).sort_values("date", kind="stable")
    subject = _look(view, rounds, others[others["category"] != PNP])
    latest = rounds.drop_duplicates("category", keep="last")
    return Chart(
        panels(subject, counts_days=view.counts_days),
        "cut-offs-by-category",
        title=titles.panels_title(view, latest),
        note=text.panels_note(view, own),
        **_alt_and_table(view, subject.rounds, subject.span),
    )


@per_view
def _pnp_chart(view: View, with_pnp: bool) -> Chart | None:
    own, others = _rounds(view)
    rounds = own[own["category"] == PNP]
    if rounds.empty or with_pnp:
        return None
    subject = replace(_look(view, rounds, others.iloc[:0]), focus=(PNP,))
    subject = replace(subject, middle=middle_half(rounds, view.end))
    return Chart(
        lines(subject, height=PNP_HEIGHT),
        "cut-offs-pnp",
        title=titles.with_middle(view, titles.title(view, rounds), subject.middle),
        note=text.pnp_note(view, rounds),
        **_alt_and_table(view, rounds, subject.span),
    )


def _alt_and_table(view: View, rounds: pd.DataFrame, span: Span) -> dict[str, Any]:
    """Return the text alternative and the numbers of a chart of these rounds, newest first."""
    newest_first = rounds.iloc[::-1]
    return {
        "measure": view.words.gettext("CRS cut-off"),
        "categories": list(rounds["category"].unique()),
        "alt": text.alt(view, rounds),
        "span": span,
        "picks": "day",
        "table": newest_first.assign(category=newest_first["category"].map(view.short)),
        "columns": _columns(view),
    }


def _columns(view: View) -> dict[str, str]:
    _, words = view.words.gettext, view.words
    return {
        **columns.meanings(words, "rounds", "round_id", "date", "category", "cutoff"),
        "base_score": _("Without nomination: the cut-off, minus 600 points for PNP rounds"),
        **columns.meanings(words, "rounds", "change"),
        "rolling_median": _(
            "Median of 5: median cut-off of this round and up to 4 earlier rounds in its category"
        ),
        **columns.meanings(words, "rounds", "invitations", "tie_break_at"),
    }


@per_view
def _records_chart(view: View) -> Chart:
    """Return the range of each category's cut-offs, the active ones first, as chart and table."""
    words = view.words
    table = records(view.in_categories, view.start, view.scale_changes)
    newest_first = table.sort_values("latest_date", ascending=False, kind="stable")
    is_old = newest_first["category"].isin(view.inactive)
    shown = pd.concat([newest_first[~is_old], newest_first[is_old]])
    names = {code: view.short(code) for code in shown["category"]}
    briefs = {code: layout.shorten(view.brief(code), BRIEF) for code in shown["category"]}
    return Chart(
        strip(shown, names, briefs, words),
        "cut-off-ranges",
        title=titles.records_title(view, shown),
        measure=words.gettext("CRS cut-off"),
        note=text.records_note(view),
        categories=list(shown["category"]),
        table=shown.assign(category=shown["category"].map(view.short)),
        columns=_record_columns(view),
    )


def _record_columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        "category": _("Category"),
        "latest": _("Latest: cut-off of the latest round, CRS points"),
        **columns.meanings(view.words, "rounds", "change"),
        "latest_date": _("Date of latest"),
        "rounds": _("Rounds"),
        "first_date": _("Counted since: first round counted, on the scale of the latest round"),
        "median": _("Median: median cut-off of the category"),
        "lowest": _("Lowest"),
        "lowest_date": _("Date of lowest"),
        "highest": _("Highest"),
        "highest_date": _("Date of highest"),
    }


CHARTS = PageCharts(
    "cut-offs",
    {
        "cut-offs": lambda view, c: _chart(view, c.with_pnp, c.score),
        "cut-offs-by-category": lambda view, _c: _panels(view),
        "cut-offs-pnp": lambda view, c: _pnp_chart(view, c.with_pnp),
        "cut-off-ranges": lambda view, _c: _records_chart(view),
    },
    Choices,
)
