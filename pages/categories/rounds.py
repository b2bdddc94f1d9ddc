"""The rounds of a category: chart, table, waits, share of invitations, forecast and events."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import streamlit as st

from analysis.claims.text import fold
from analysis.occupations.lists import lists_of
from analysis.rounds.cutoffs import records
from data.occupations.lists import bundled_lists
from data.vocabulary.categories import Category
from pages.categories import links
from pages.categories.choices import Choices, only
from pages.cutoffs.page import one_category
from pages.frequency.page import summary
from pages.language import columns, events
from pages.outlook import text as outlook
from pages.outlook.next_rounds import likeliest
from pages.plot.style import rows
from pages.ui.charts.page_charts import PageCharts
from pages.ui.markdown import plain, source_links
from pages.ui.show import render_chart
from pages.ui.tables import render_table
from pages.ui.view import CATEGORY_BASED_SINCE, View

HEIGHT = 380  # pixels
MOST_SHOWN = 9  # rows of a table that is not to scroll by itself


CHART = "cut-offs"
CHARTS = PageCharts(
    "categories",
    {CHART: lambda view, _choices: one_category(view)},
    Choices,
    filters=(),
    scope=lambda view, choices: only(view, choices.code),
)


def render_chart_and_table(view: View) -> None:
    """Show the cut-offs of the rounds, and each round with the list that it selected from."""
    if view.draws.empty:
        return
    _, words = view.words.gettext, view.words
    render_chart(view, CHARTS, CHART, Choices(view.filter.categories[0]))
    years = lists_of(view.draws, bundled_lists().rules)
    title = _("Which rounds were there, and from which list?")
    if years.isna().all():
        title = _("Which rounds were there?")
    st.header(title, anchor=False)
    table = view.draws.assign(
        list=years,
        open=[links.page(view, "rounds", "round", id_) for id_ in view.draws["round_id"]],
    ).iloc[::-1]
    meanings = {
        **columns.meanings(words, "rounds", "round_id", "date", "cutoff", "invitations"),
        "list": _("List: year of the list in force, by the round’s name and date"),
        **columns.meanings(words, "rounds", "name"),
        "open": _("Details"),
    }
    if years.isna().all():
        del meanings["list"]
    config = {"open": st.column_config.LinkColumn(_("Details"), display_text=_("Open"))}
    if "list" in meanings:
        config["list"] = st.column_config.TextColumn(_("List"))
        table["list"] = table["list"].astype(str)
    height = HEIGHT if len(table) > MOST_SHOWN else "content"
    render_table(words, table, meanings, alt=title, config=config, height=height)
    notes = " ".join(filter(None, [_records(view), _named_early(view, years)]))
    if notes:
        st.markdown(plain(notes))


def _records(view: View) -> str:
    """Return the highest and lowest cut-off on the scale of the latest round."""
    _, words = view.words.gettext, view.words
    row: Any = next(records(view.in_categories, view.start, view.scale_changes).itertuples())
    if row.rounds == 1:
        return ""
    text = _("Highest cut-off: {highest} on {highest_day}. Lowest: {lowest} on {lowest_day}.")
    if row.first_date > view.draws["date"].iloc[0]:
        text += " " + _(
            "Only rounds since {since} count, as earlier scores are on another scale of the CRS."
        )
    return text.format(
        highest=words.number(row.highest),
        highest_day=words.day(row.highest_date),
        lowest=words.number(row.lowest),
        lowest_day=words.day(row.lowest_date),
        since=words.day(row.first_date),
    )


def _named_early(view: View, years: pd.Series[Any]) -> str:
    """Say that the names of rounds carry a list's year before its first day as we know it."""
    words, rules = view.words, bundled_lists().rules
    own = rules[rules["category"].isin(view.filter.categories)].set_index("list")
    starts = [own["effective_from"].get(year) for year in years]
    early = view.draws["date"] < pd.Series(starts, dtype="datetime64[ms]")
    if not early.any():
        return ""
    text = words.ngettext(
        "The name of {ids} already had {year} in it, so we count that list, although the sources "
        "have it in force only since {day}.",
        "The names of {ids} already had {year} in them, so we count that list, although the "
        "sources have it in force only since {day}.",
        int(early.sum()),
    )
    year = years[early].iloc[-1]
    return text.format(
        ids=words.ids(view.draws.loc[early, "round_id"]),
        year=year,
        day=words.day(own.loc[year, "effective_from"]),
    )


def render_more(view: View, category: Category) -> None:
    """Show waits, share of invitations, what Outlook says, and events."""
    if len(view.draws):
        _render_wait(view)
        _render_share(view)
        _render_outlook(view)
    _render_events(view, category)


def _render_wait(view: View) -> None:
    st.header(view.words.gettext("How long has it been since the last round?"), anchor=False)
    st.markdown(summary(view))


def _render_share(view: View) -> None:
    _, words = view.words.gettext, view.words
    st.header(_("What share of all invitations does it get?"), anchor=False)
    end = pd.Timestamp(view.as_of)
    starts = {
        _("since category-based rounds began on {day}").format(
            day=words.day(CATEGORY_BASED_SINCE)
        ): pd.Timestamp(CATEGORY_BASED_SINCE),
        _("in the 12 months to {day}").format(day=words.day(view.as_of)): (
            end - pd.DateOffset(years=1) + pd.Timedelta(days=1)
        ),
    }
    lines = []
    for period, start in starts.items():
        everyone = view.history[view.history["date"].between(start, end)]["invitations"].sum()
        own = view.draws[view.draws["date"].between(start, end)]["invitations"].sum()
        text = _("{share} {period}: {own} of {all}.")
        lines.append(
            plain(
                text.format(
                    share=words.percent(own / everyone if everyone else None),
                    period=period,
                    own=words.number(own),
                    all=words.number(everyone),
                )
            )
        )
    st.markdown("\n".join(f"- {line}" for line in lines))


def _render_outlook(view: View) -> None:
    _ = view.words.gettext
    st.header(_("When is the next one likely?"), anchor=False)
    if view.age == "old":
        text = _("The data is too old for a forecast: it ends on {day}.")
        st.markdown(plain(text.format(day=view.words.day(view.as_of))))
        return
    likely = list(rows(likeliest(view)))
    for paragraph in outlook.lead(view, None, likely):
        st.markdown(paragraph)
    if likely:
        st.caption(outlook.limits(view, likely))


def _render_events(view: View, category: Category) -> None:
    """List the events that name the category, and for those with a list the changes of lists."""
    _, words = view.words.gettext, view.words
    names = re.compile(rf"\b(?:{'|'.join(category.aliases)})\b") if category.aliases else None
    found = [
        event
        for event in rows(view.record.events)
        if (names and names.search(fold(event.title_en)))
        or (category.kind == "category" and event.kind == "categories")
    ]
    if not found:
        return
    st.header(_("What happened around it?"), anchor=False)
    lines = [
        f"- {plain(events.sentence(event, words))} {source_links(event.sources)}"
        for event in reversed(found)
    ]
    st.markdown("\n".join(lines))
