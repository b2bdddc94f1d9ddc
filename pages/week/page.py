"""Week: what happened in a week, in words and three small charts, on one sheet of paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import streamlit as st

from analysis.periods import as_known_on
from analysis.rounds import week
from analysis.rounds.facts import Fact, facts
from pages.plot import style
from pages.plot.copyable import copyable
from pages.rounds import one_round
from pages.ui import share
from pages.ui.header import render_header
from pages.ui.markdown import bullets, plain
from pages.ui.view import View, per_view
from pages.week import charts, text, unusual

MAX_CHARS = 40  # of a week in the address
YEAR = "week-year"  # of the week shown, in the session
STYLE = f"<style>{Path(__file__).with_name('page.css').read_text()}</style>"


CHARTS = charts.CHARTS


def render(view: View) -> None:
    """Render the week in the address, or the latest week with a round."""
    _ = view.words.gettext
    draws = as_known_on(view.history, view.as_of)
    head = st.container()
    if draws.empty:
        with head:
            render_header(view, _("Week"), _("What happened that week?"), "")
        message = _("There are no rounds in the data up to {day}.")
        message = message.format(day=view.words.day(view.as_of))
        st.info(plain(message), icon=":material/search_off:")
        return
    latest = draws["date"].iloc[-1].date()
    day = _render_week_choice(view, draws, latest)
    brief = _brief(view, day)
    with head:
        render_header(view, _("Week"), text.title(brief, view.words), _subtitle(view, brief))
    st.html(STYLE)
    _render_summary(view, brief)
    _render_rounds(view, brief)
    charts.render(view, brief)
    _render_hindsight(view, day)
    _render_markdown(view, day)


@per_view
def _brief(view: View, day: date) -> week.Brief:
    return week.brief(view.history, day, view.as_of, view.scale_changes)


@per_view
def _round_facts(view: View, day: date) -> dict[str, list[Fact]]:
    """Return the facts of each round of the week, as known when the week ended."""
    brief = _brief(view, day)
    draws = as_known_on(view.history, brief.end)
    ids = brief.rounds["round_id"]
    return {round_id: facts(draws, round_id, view.scale_changes) for round_id in ids}


@per_view
def _hindsight(view: View, day: date) -> list[Fact]:
    return week.hindsight(view.history, _brief(view, day), view.as_of)


def _render_week_choice(view: View, draws: pd.DataFrame, latest: date) -> date:
    _ = view.words.gettext
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="week-steps"):
        week_text = st.text_input(
            _("Week"),
            key="week",
            bind="query-params",
            max_chars=MAX_CHARS,
            placeholder=week.week_name(latest),
            width=122,
            on_change=_name_typed_week,
            args=(latest,),
            help=_(
                "A week, such as 2023-W49 or week 49, or any date in it, such as 8 December 2023."
            ),
        )
        day, notice = _parse_week(view, week_text or "", draws, latest)
        before, after = week.neighbouring_weeks(draws, day)
        _render_step(before, _("none earlier"), _("Previous week with a round"), "arrow_back")
        _render_step(after, _("none later"), _("Next week with a round"), "arrow_forward")
    if notice:
        st.warning(plain(notice), icon=":material/link_off:")
    st.session_state[YEAR] = day.isocalendar().year
    return day


def _name_typed_week(latest: date) -> None:
    """Write a week that was typed in words as 2023-W49, for the address; its year is that shown."""
    try:
        year = st.session_state.get(YEAR, latest.isocalendar().year)
        monday = week.parse_week(st.session_state["week"], year)
    except ValueError:
        return  # the page says so
    st.session_state["week"] = week.week_name(monday)


def _parse_week(view: View, week_text: str, draws: pd.DataFrame, latest: date) -> tuple[date, str]:
    """Return a day of the week in the text, or else the latest round's and a notice why."""
    _, words = view.words.gettext, view.words
    if not week_text.strip():
        return latest, ""
    first = draws["date"].iloc[0].date()
    values = {"value": week_text.strip(), "week": week.week_name(latest)}
    try:
        day = week.parse_week(week_text, latest.isocalendar().year)
    except ValueError:
        notice = _(
            "“{value}” is not a week such as 2023-W49. Showing the latest week in the data with a "
            "round, {week}."
        )
        return latest, notice.format(**values)
    if first - timedelta(days=first.weekday()) <= day <= view.as_of:
        return day, ""
    notice = _(
        "“{value}” is not in the data, which covers {start} to {end}. Showing the "
        "latest week with a round, {week}."
    )
    values |= {"start": words.day(first), "end": words.day(view.as_of)}
    return latest, notice.format(**values)


def _render_step(day: date | None, none: str, help_: str, icon: str) -> None:
    name = none if day is None else week.week_name(day)
    st.button(
        name,
        icon=f":material/{icon}:",
        key=f"week-{icon}",
        disabled=day is None,
        on_click=st.session_state.__setitem__,
        args=("week", name),
        help=help_,
    )


def _subtitle(view: View, brief: week.Brief) -> str:
    subtitle = view.words.gettext("{days}. All categories, as known at the end of the week.")
    return subtitle.format(days=text.days(brief, view.words))


def _render_summary(view: View, brief: week.Brief) -> None:
    words = view.words
    round_facts = _round_facts(view, brief.monday)
    lines = text.week_and_year(brief, round_facts, words, view.short)
    with st.container(border=True, key="week-story"):
        st.markdown(f"**{plain(text.lead(brief, words, view.short))}**")
        st.markdown(bullets(lines))


def _render_rounds(view: View, brief: week.Brief) -> None:
    if brief.rounds.empty:
        return
    _, words = view.words.gettext, view.words
    round_facts = _round_facts(view, brief.monday)
    st.header(_("The rounds"), anchor=False)
    for column, row in zip(st.columns(len(brief.rounds)), style.rows(brief.rounds), strict=True):
        with column, st.container(border=True, key=f"week-round-{row.round_id}", height="stretch"):
            name = _("#{id} · {category}").format(
                id=row.round_id, category=view.short(row.category)
            )
            st.subheader(plain(name), anchor=False)
            st.caption(plain(words.day(row.date, "EEEE, d MMMM")))
            with st.container(horizontal=True, gap="medium"):
                one_round.render_metrics(view, row, row.change, row.previous_id)
            lines = text.round_facts(round_facts[row.round_id], words, view.short)
            st.markdown("\n".join(f"- :small[{plain(line)}]" for line in lines))


def _render_hindsight(view: View, day: date) -> None:
    _ = view.words.gettext
    sentences = unusual.hindsight(_hindsight(view, day), view.words, view.as_of)
    if sentences:
        st.markdown(f"**{_('After that week:')}** {plain(' '.join(sentences))}")


def _render_markdown(view: View, day: date) -> None:
    _, words, brief = view.words.gettext, view.words, _brief(view, day)
    later = unusual.hindsight(_hindsight(view, day), words, view.as_of)
    lines = text.markdown(brief, _round_facts(view, day), later, words, _escaped_label(view))
    with st.expander(
        _("Copy as Markdown"), icon=":material/content_copy:", type="compact", key="week-copy"
    ):
        st.caption(_("To print, use your browser. The summary fits on one page."))
        link = f"{view.address}/week?week={week.week_name(day)}"
        citation = share.citation(view.record, words)
        summary = "\n".join([*lines, link, "", citation])
        copyable(words, summary, key="week", copy=_("Copy"))


def _escaped_label(view: View) -> Callable[[str], str]:
    return lambda code: plain(view.short(code))
