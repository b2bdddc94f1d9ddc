"""Cut-offs: the score needed, by category over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analysis.crs.scale import changes_between
from analysis.rounds.cutoffs import records, series
from pages.cutoffs import figures, text
from pages.language import columns
from pages.plot.events import span_of
from pages.ui import data_links
from pages.ui.chart import Chart
from pages.ui.charts.choices import addressed, looks
from pages.ui.charts.page_charts import PageCharts
from pages.ui.events import scale
from pages.ui.fields import score_input
from pages.ui.header import render_header, warn_if_empty
from pages.ui.pills import choice
from pages.ui.show import render_chart
from pages.ui.tables import render_table
from pages.ui.view import View, per_view

PNP = "pnp"


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
    layout: str = addressed(
        "layout",
        "option",
        "Whether all categories are in one figure, or each has its own panel.",
        default="together",
        options=("together", "panels"),
        example="panels",
    )
    score: int | None = looks(None)


def render(view: View) -> None:
    """Render the cut-offs of the chosen rounds, PNP separately, and each category's extremes."""
    _ = view.words.gettext
    render_header(view, _("Cut-offs"), _("What score was needed, and is it going up or down?"))
    if warn_if_empty(view):
        return
    choices = _render_controls(view)
    for name in CHARTS.makers:
        render_chart(view, CHARTS, name, choices)
    _render_extremes(view)
    data_links.render(view, ["rounds"])


def one_category(view: View) -> Chart | None:
    """Return the chart of a view of one category, or None if it has no round."""
    if view.draws.empty:
        return None
    is_pnp = view.filter.categories == (PNP,)
    return _pnp_chart(view, with_pnp=False) if is_pnp else _chart(view, "together", False, None)


def _render_controls(view: View) -> Choices:
    _ = view.words.gettext
    names = {"together": _("One chart"), "panels": _("One chart per category")}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        layout = choice("layout", _("Layout"), names, persist_state="session")
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
    return Choices(with_pnp, layout, score)


@per_view
def _chosen_rounds(view: View) -> pd.DataFrame:
    """Return the chosen rounds, with changes that also count rounds before the chosen dates."""
    rounds = series(view.in_categories, view.scale_changes)
    return rounds[rounds["date"] >= pd.Timestamp(view.start)]


@per_view
def _chart(view: View, layout: str, with_pnp: bool, score: int | None) -> Chart | None:
    """Return the chart of all categories, or all but PNP, or None if no round is left."""
    words, rounds = view.words, _chosen_rounds(view)
    if not with_pnp:
        rounds = rounds[rounds["category"] != PNP]
    if rounds.empty:
        return None
    labels = {code: view.short(code) for code in view.categories}
    if layout == "panels":
        figure = figures.panels(rounds, labels, words)
    else:
        figure = figures.lines(rounds, labels, words, column="base_score", score=score)
    note = text.note(view, rounds, is_labelled=layout == "together")
    return Chart(figure, "cut-offs", note=note, **_text_and_table(view, rounds))


@per_view
def _pnp_chart(view: View, with_pnp: bool) -> Chart | None:
    _, rounds = view.words.gettext, _chosen_rounds(view)
    rounds = rounds[rounds["category"] == PNP]
    if rounds.empty or with_pnp:
        return None
    figure = figures.lines(rounds, {PNP: view.short(PNP)}, view.words, height=300)
    note = _(
        "A provincial nomination adds 600 points, so these cut-offs have their own "
        "chart. A cut-off of 700 here means 100 points without the nomination."
    )
    note = scale.with_note(view, note, *span_of(rounds["date"]))
    return Chart(figure, "cut-offs-pnp", note=note, **_text_and_table(view, rounds))


def _text_and_table(view: View, rounds: pd.DataFrame) -> dict[str, Any]:
    """Return title, text alternative and numbers of a chart of these rounds, newest first."""
    newest_first = rounds.iloc[::-1]
    return {
        "title": text.title(view, rounds),
        "measure": view.words.gettext("CRS cut-off"),
        "categories": list(rounds["category"].unique()),
        "alt": text.alt(view, rounds),
        "span": span_of(rounds["date"]),
        "table": newest_first.assign(category=newest_first["category"].map(view.short)),
        "columns": _columns(view),
    }


CHARTS = PageCharts(
    "cut-offs",
    {
        "cut-offs": lambda view, c: _chart(view, c.layout, c.with_pnp, c.score),
        "cut-offs-pnp": lambda view, c: _pnp_chart(view, c.with_pnp),
    },
    Choices,
)


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


def _render_extremes(view: View) -> None:
    _, words = view.words.gettext, view.words
    st.header(_("How high and how low did each category’s cut-off go?"), anchor=False)
    caption = _("Since {day}. For equal cut-offs, the most recent date is shown.")
    caption = caption.format(day=words.day(view.start))
    if changes_between(view.scale_changes, view.start, view.end):
        caption += " " + _(
            "Scores don’t compare across a change of the CRS scale, so each category counts only "
            "since the last change before its latest round: see “Counted since”."
        )
    st.caption(caption)
    meanings = {
        "category": _("Category"),
        "latest": _("Latest: cut-off of the latest round, CRS points"),
        **columns.meanings(words, "rounds", "change"),
        "latest_date": _("Date of latest"),
        "rounds": _("Rounds"),
        "first_date": _("Counted since: first round counted, on the scale of the latest round"),
        "median": _("Median: median cut-off of the category"),
        "lowest": _("Lowest"),
        "lowest_date": _("Date of lowest"),
        "highest": _("Highest"),
        "highest_date": _("Date of highest"),
    }
    render_table(
        words,
        _extremes(view),
        meanings,
        alt=_("Latest, lowest and highest cut-off of each category"),
        height="content",
    )


@per_view
def _extremes(view: View) -> pd.DataFrame:
    table = records(view.in_categories, view.start, view.scale_changes)
    return table.assign(category=table["category"].map(view.short))
