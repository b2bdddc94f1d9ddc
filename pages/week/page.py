"""Week: what happened in a week, in words and three small charts, on one sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from analysis.periods import as_known_on
from analysis.rounds import week
from analysis.rounds.facts import Fact, facts
from data.vocabulary.filter import Filter
from pages.ui import share
from pages.ui.header import render_header
from pages.ui.markdown import plain
from pages.ui.view import View, per_view
from pages.week import charts, unusual
from pages.week import text as sentences
from pages.week.text import rows

LONGEST = 20  # letters of a week in the address
# The charts keep a width of which a sheet holds three, and stand in a row there.
STYLE = """<style>
.st-key-week-charts [class*="st-key-chart-"] { max-width: 346px }
.st-key-week-charts h2 { font-size: 1.05rem }
@media (min-width: 640px) { .st-key-week-charts h2 { min-height: calc(2lh + 1.5rem) } }
@media print {
  .st-key-week-steps { display: none !important }
  .st-key-week-charts [data-testid="stHorizontalBlock"] {
    display: flex !important; flex-flow: row nowrap; gap: 1.5rem
  }
  .st-key-week-charts [data-testid="stColumn"] { flex: 1 1 0 !important; width: 0 !important }
}
</style>"""


def page(view: View) -> None:
    """Show the week that the address names, or the latest with a round."""
    _ = view.words.gettext
    known = as_known_on(view.history, view.as_of)
    head = st.container()
    if known.empty:
        with head:
            render_header(view, _("Week"), _("What happened that week?"), "")
        st.info(_("There are no rounds in the data up to that date."), icon=":material/search_off:")
        return
    latest = known["date"].iloc[-1].date()
    day = _chosen(view, known, latest)
    told = _brief(view, day)
    with head:
        render_header(view, _("Week"), sentences.title(told, view.words), _scope(view, told))
    st.html(STYLE)
    _story(view, told)
    _rounds(view, told)
    charts.shown(view, told)
    _later(view, day)
    _copy(view, day)


@per_view
def _brief(view: View, day: date) -> week.Brief:
    return week.brief(view.history, day, view.as_of)


@per_view
def _of_rounds(view: View, day: date) -> dict[str, list[Fact]]:
    """Return the facts of each round of the week, as they were when it ended."""
    told = _brief(view, day)
    known = as_known_on(view.history, told.end)
    return {round_id: facts(known, round_id) for round_id in told.rounds["round_id"]}


@per_view
def _since(view: View, day: date) -> list[Fact]:
    return week.hindsight(view.history, _brief(view, day), view.as_of)


def _chosen(view: View, known: pd.DataFrame, latest: date) -> date:
    """Show the week and the steps to its neighbours; return a day of the week to tell."""
    _ = view.words.gettext
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="week-steps"):
        asked = st.text_input(
            _("Week"),
            key="week",
            bind="query-params",
            max_chars=LONGEST,
            placeholder=week.week_name(latest),
            width=122,
            help=_("An ISO week, such as 2023-W49, or any date in it, such as 2023-12-08."),
        )
        day, notice = _asked(view, asked or "", known, latest)
        before, after = week.neighbouring_weeks(known, day)
        _step(before, _("none earlier"), _("Previous week with a round"), "arrow_back")
        _step(after, _("none later"), _("Next week with a round"), "arrow_forward")
    if notice:
        st.warning(plain(notice), icon=":material/link_off:")
    return day


def _asked(view: View, text: str, known: pd.DataFrame, latest: date) -> tuple[date, str]:
    """Return a day of the week that was asked for, or the latest round's and why it is that."""
    _, words = view.words.gettext, view.words
    if not text.strip():
        return latest, ""
    first = known["date"].iloc[0].date()
    said = {"value": text.strip(), "week": week.week_name(latest)}
    try:
        day = week.parse_week(text)
    except ValueError:
        notice = _(
            "“{value}” is not a week such as 2023-W49. Showing the latest week with a "
            "round, {week}."
        )
        return latest, notice.format(**said)
    if week.parse_week(first.isoformat()) <= day <= view.as_of:
        return day, ""
    notice = _(
        "“{value}” is not in the data, which covers {start} to {end}. Showing the "
        "latest week with a round, {week}."
    )
    said |= {"start": words.day(first), "end": words.day(view.as_of)}
    return latest, notice.format(**said)


def _step(day: date | None, none: str, said: str, icon: str) -> None:
    st.button(
        none if day is None else week.week_name(day),
        icon=f":material/{icon}:",
        key=f"week-{icon}",
        disabled=day is None,
        on_click=_open,
        args=(day,),
        help=said,
    )


def _open(day: date) -> None:
    st.session_state["week"] = week.week_name(day)


def _scope(view: View, told: week.Brief) -> str:
    """Return which days and categories are told: always all, and that a filter does not count."""
    _ = view.words.gettext
    days = sentences.days(told, view.words)
    if view.filter == Filter():
        return _("{days}. All categories, as known at the end of the week.").format(days=days)
    return _(
        "{days}. All categories, as known at the end of the week. The filters on the "
        "left don’t apply to this page."
    ).format(days=days)


def _story(view: View, told: week.Brief) -> None:
    """Show the week in words: its rounds, what was unusual about it, and its year so far."""
    words = view.words
    said = [*unusual.unusual(told.facts, words, view.short), sentences.year(told, words)]
    with st.container(border=True, key="week-story"):
        st.markdown(f"**{plain(sentences.lead(told, words, view.short))}**")
        st.markdown("\n".join(f"- {plain(text)}" for text in said))


def _rounds(view: View, told: week.Brief) -> None:
    """Show each round of the week with its numbers and what is worth saying of it."""
    if told.rounds.empty:
        return
    _, words = view.words.gettext, view.words
    of_rounds = _of_rounds(view, told.monday)
    st.header(_("The rounds"), anchor=False)
    for column, row in zip(st.columns(len(told.rounds)), rows(told.rounds), strict=True):
        with column, st.container(border=True, key=f"week-round-{row.round_id}", height="stretch"):
            name = _("#{id} · {category}").format(
                id=row.round_id, category=view.short(row.category)
            )
            st.subheader(plain(name), anchor=False)
            st.caption(plain(words.day(row.date, "EEEE, d MMMM")))
            _figures(view, row)
            told_of_it = sentences.of_round(of_rounds[row.round_id], words, view.short)
            st.markdown("\n".join(f"- :small[{plain(text)}]" for text in told_of_it))


def _figures(view: View, row: Any) -> None:
    _, words = view.words.gettext, view.words
    first = pd.isna(row.change)
    with st.container(horizontal=True, gap="medium"):
        st.metric(_("Invitations"), words.number(row.invitations), width="content")
        st.metric(
            _("Cut-off"),
            words.number(row.cutoff),
            None if first else words.signed(row.change),
            delta_color="off",
            delta_arrow="off",
            delta_description=None if first else _("since #{id}").format(id=row.previous_id),
            width="content",
        )


def _later(view: View, day: date) -> None:
    """Show what is known of the week only by hindsight, and that this is so."""
    _ = view.words.gettext
    later = unusual.hindsight(_since(view, day), view.words, view.as_of)
    if later:
        st.markdown(f"**{_('After that week:')}** {plain(' '.join(later))}")


def _copy(view: View, day: date) -> None:
    """Offer the brief as Markdown: what comes from outside is escaped in it."""
    _, words, told = view.words.gettext, view.words, _brief(view, day)
    of_rounds = [
        f"**#{round_id}** {' '.join(sentences.of_round(found, words, _escaped(view)))}"
        for round_id, found in _of_rounds(view, day).items()
    ]
    later = unusual.hindsight(_since(view, day), words, view.as_of)
    lines = sentences.markdown(told, of_rounds, later, words, _escaped(view))
    with st.expander(
        _("Copy as Markdown"), icon=":material/content_copy:", type="compact", key="week-copy"
    ):
        st.caption(_("To print, use your browser. The summary fits on one page."))
        link = f"{view.address}/week?week={week.week_name(day)}"
        cited = share.citation(view.record.source, words)
        st.code("\n".join([*lines, link, "", cited]), language="markdown", wrap_lines=True)


def _escaped(view: View) -> Callable[[str], str]:
    return lambda code: plain(view.short(code))
