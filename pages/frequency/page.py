"""Frequency: how often rounds are held, how long the gaps are, and on which weekdays."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.rounds import frequency
from analysis.rounds.frequency import ANY
from analysis.rounds.gaps import comparable_waits, gap_distribution
from pages.frequency import figures, text, weekdays, weeks
from pages.language import columns
from pages.ui import data_links
from pages.ui.chart import Chart, Table
from pages.ui.charts.page_charts import PageCharts, PageTables
from pages.ui.downloads import render_listing
from pages.ui.header import render_header, warn_if_empty
from pages.ui.show import render_chart
from pages.ui.view import View, per_view

BUSY_WEEKS = "busy-weeks"


def render(view: View) -> None:
    """Render rounds per week, gaps and waits, weekdays and busy weeks."""
    _ = view.words.gettext
    question = _("How often are rounds held, and is the current wait unusual?")
    render_header(view, _("Frequency"), question)
    if warn_if_empty(view):
        return
    if not _has_weeks(view):
        return
    st.markdown(summary(view))
    render_chart(view, CHARTS, "rounds-per-week")
    render_chart(view, CHARTS, "gaps")
    if others := _without_comparison(view):
        st.markdown(others)
    render_chart(view, CHARTS, "weekdays")
    _render_busy_weeks(view)
    data_links.render(view, ["rounds", "weekly"])


def _has_weeks(view: View) -> bool:
    return not (_waits(view).empty or _weeks(view).empty)


@per_view
def _waits(view: View) -> pd.DataFrame:
    return frequency.waits(view.in_categories, view.end)


@per_view
def _weeks(view: View) -> pd.DataFrame:
    # From the very first round on, weeks without a round count.
    first_day = view.history["date"].iloc[0]
    return frequency.rolling_rate(frequency.weekly_counts(view.in_categories, first_day, view.end))


@per_view
def summary(view: View) -> str:
    """Return whether the current wait is unusual, as Markdown."""
    gaps = frequency.gaps(view.in_categories)
    waits = gaps.loc[gaps["category"] == ANY, "days"].tolist()
    return text.summary(view, _waits(view).iloc[0], _weeks(view), waits)


@per_view
def _without_comparison(view: View) -> str:
    return "\n\n".join(text.waits_without_comparison(view, _waits(view)))


@per_view
def _gaps_chart(view: View) -> Chart | None:
    _, words = view.words.gettext, view.words
    spread = gap_distribution(frequency.gaps(view.in_categories), comparable_waits(_waits(view)))
    if spread.empty:
        return None
    rows = spread.drop_duplicates("category")
    ratio = (rows["wait"] / rows["median_gap"]).where(rows["category"] != ANY, float("inf"))
    rows = rows.assign(ratio=ratio).sort_values("ratio", ascending=False, kind="stable")
    together = _("Any of these") if view.filter.categories else _("Any category")
    names = {ANY: together, **{code: view.short(code) for code in view.categories}}
    told = {str(row.category): text.current_wait(view, row) for row in rows.itertuples()}
    return Chart(
        figures.gaps(
            spread,
            {str(row.category): text.beside_gaps(view, row, names) for row in rows.itertuples()},
            words,
            has_waits=view.counts_days,
        ),
        key="gaps",
        measure=_("Days between rounds"),
        title=text.longest_wait(view, rows, names),
        note=text.gaps_note(view),
        alt=_("Gaps between rounds and current waits. {waits}.").format(
            waits="; ".join(f"{names[code]}: {wait}" for code, wait in told.items())
        ),
        table=spread.assign(category=spread["category"].map(names)),
        columns=_gap_columns(view),
    )


def _gap_columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    meanings = {
        "category": _("Category"),
        "days": _("Days apart: days between two consecutive rounds of the category"),
        "gaps": _("Gaps: how many gaps were that long"),
        "of": _("Total: all gaps of the category"),
        "wait": _("Wait: days from the category’s last round to the last day shown"),
        "median_gap": _("Median gap: in days"),
        "usual_low": _("Usual from: in days; a quarter of the gaps are shorter"),
        "usual_high": _("Usual to: in days; a quarter of the gaps are longer"),
        "longer_than": _(
            "Longer than: share of the category’s gaps that were shorter than this wait, 0 to 1"
        ),
    }
    counted = () if view.counts_days else ("wait", "longer_than")
    return {name: meanings[name] for name in meanings if name not in counted}


CHARTS = PageCharts(
    "frequency",
    {
        "rounds-per-week": lambda view, _c: weeks.chart(view) if _has_weeks(view) else None,
        "gaps": lambda view, _c: _gaps_chart(view) if _has_weeks(view) else None,
        "weekdays": lambda view, _c: weekdays.chart(view) if _has_weeks(view) else None,
    },
)


@per_view
def _busy_weeks(view: View) -> Table | None:
    """Return the busy weeks, with categories and rounds in words, if there are any."""
    busy = frequency.busy_weeks(view.draws)
    if busy.empty or not _has_weeks(view):
        return None
    n_, words = view.words.ngettext, view.words
    names = {code: view.short(code) for code in view.categories}
    return Table(
        busy.assign(
            round_ids=busy["round_ids"].str.join(", "),
            categories=[" + ".join(map(names.__getitem__, codes)) for codes in busy["categories"]],
        ),
        key=BUSY_WEEKS,
        title=n_("{n} busy week", "{n} busy weeks", len(busy)).format(n=words.number(len(busy))),
        note=_busy_note(view),
        columns=_busy_columns(view),
    )


def _busy_note(view: View) -> str:
    return view.words.gettext(
        "Weeks with two or more rounds, Monday to Sunday, in the chosen categories. Newest first."
    )


def _busy_columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        **columns.meanings(view.words, "weekly", "week"),
        "rounds": _("Rounds: in the week"),
        "categories": _("Categories: in the order of the rounds"),
        "invitations": _("Invitations: total of all its rounds"),
        "round_ids": _("Which rounds: their round numbers"),
    }


def _render_busy_weeks(view: View) -> None:
    if _busy_weeks(view):
        render_listing(view, TABLES, BUSY_WEEKS)
        return
    st.header(view.words.gettext("No busy weeks"), anchor=False)
    st.caption(_busy_note(view))


TABLES = PageTables("frequency", {BUSY_WEEKS: lambda view, _choices: _busy_weeks(view)})
