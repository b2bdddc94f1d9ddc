"""Is the year on its plan? Each year's invitations beside targets, which count other people."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.plans.years import ALL, plan_years
from data.levels.plans import bundled_plans
from pages.about.second_hand import note
from pages.invitations.plan_figure import years
from pages.plot.style import rows
from pages.ui.chart import Chart
from pages.ui.markdown import plain, source_links
from pages.ui.view import View, per_view

LEVELS_URL = (
    "https://www.canada.ca/en/immigration-refugees-citizenship/corporate/mandate/"
    "corporate-initiatives/levels.html"
)


def render_sources(view: View) -> None:
    """Show where the targets and admissions are from."""
    _, words, plans = view.words.gettext, view.words, bundled_plans()
    collected = plans.levels["collected_on"].max()
    text = _(
        "Targets and admissions are second-hand: we collected them from public copies on {day}. "
        "What counts is [IRCC’s own page]({address})."
    )
    st.caption(text.format(day=words.day(collected), address=LEVELS_URL))
    targets = plans.levels[plans.levels["row"] == ALL].groupby(["announced_on", "plan"])["sources"]
    target = _("Targets of the plan for {plan}, announced on {day}:")
    admitted = _("Admissions in {year}:")
    with st.expander(
        _("Sources of targets and admissions"), type="compact", icon=":material/link:"
    ):
        for (day, plan), addresses in targets:
            text = target.format(plan=plan, day=words.day(day))
            st.markdown(f"{plain(text)} {source_links(chain.from_iterable(addresses))}")
        for row in rows(plans.admissions):
            text = f"{admitted.format(year=row.year)} {note(row, words)}"
            st.markdown(f"{plain(text)} {source_links(row.sources)}")


@per_view
def chart(view: View) -> Chart | None:
    """Return the invitations and the targets of each year, or None if there are none."""
    _, words, plans = view.words.gettext, view.words, bundled_plans()
    table = plan_years(view.history, plans.levels, plans.admissions, view.end)
    if table.empty:
        return None
    figure: go.Figure = years(table, view.end, words)
    return Chart(
        figure,
        key="plan",
        measure=_("Invitations of each year, and its admissions as planned and known"),
        title=_title(view, table),
        note=_note(view),
        counted=_("All categories"),
        source=_(
            "Sources: the rounds of invitations published by IRCC on canada.ca; targets and "
            "admissions second-hand, from public copies collected on {day}."
        ).format(day=words.day(plans.levels["collected_on"].max())),
        alt=_alt(view, table),
        table=table.iloc[::-1],
        columns=_columns(view),
    )


def _title(view: View, table: pd.DataFrame) -> str:
    """Return in how many years admissions were within their range, and this year's invitations."""
    words, this = view.words, table.iloc[-1]
    known = table.dropna(subset=["admitted", "low", "high"])
    inside = int(known["admitted"].between(known["low"], known["high"]).sum())
    if len(known):
        text = words.ngettext(
            "Admissions were within the planned range in {n} of {all} year; "
            "{invitations} by {day} {year}",
            "Admissions were within the planned range in {n} of {all} years; "
            "{invitations} by {day} {year}",
            len(known),
        )
    else:
        text = words.gettext("{invitations} by {day} {year}")
    return text.format(
        n=words.number(inside),
        all=words.number(len(known)),
        invitations=words.invitations(int(this["by_day"])),
        day=words.day(view.end, "d MMMM"),
        year=this["year"],
    )


def _note(view: View) -> str:
    return view.words.gettext(
        "The two halves count different people, so one is no part of the other: whether a year is "
        "on its plan can’t be read from invitations. All categories count, whatever the filter. "
        "Somebody invited in one year is often admitted in the next, and admissions also count "
        "people who came without Express Entry."
    )


def _alt(view: View, table: pd.DataFrame) -> str:
    _, words = view.words.gettext, view.words
    text = _("{year}: {invitations}; target {target}, admitted {admitted}")
    parts = [
        text.format(
            year=row.year,
            invitations=words.invitations(row.invitations),
            target=words.number(row.target),
            admitted=words.number(row.admitted),
        )
        for row in rows(table)
    ]
    return f"{_title(view, table)}. {'. '.join(parts)}."


def _columns(view: View) -> dict[str, str]:
    _, day = view.words.gettext, view.words.day(view.end, "d MMMM")
    columns: dict[str, Any] = {
        "year": _("Year"),
        "invitations": _("Invitations: to applicants, in the year up to the last day shown"),
        "without_pnp": _("Without PNP: invitations in all other rounds"),
        "by_day": _("By {day}: invitations from 1 January to that day of the year").format(day=day),
        "target": _("Target: admissions planned when the year began, families included"),
        "low": _("Low: low end of the range"),
        "high": _("High: high end of the range"),
        "plan": _("Plan: the plan that was in force when the year began"),
        "revised": _("Revised: target announced during the year; empty if there was none"),
        "revised_on": _("Revised on"),
        "admitted": _("Admitted: people who became permanent residents that year"),
        "admitted_next": _("Admitted the year after: of whom some were invited this year"),
    }
    return columns
