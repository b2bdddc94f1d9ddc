"""One category: a fan of its next cut-offs, and what-if sliders for its next round."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.crs.scale import scale_numbers
from analysis.outlook import fan
from pages.language import columns
from pages.outlook import fan_figure as charts
from pages.outlook import text as sentences
from pages.outlook import what_if
from pages.outlook.choices import Choices
from pages.outlook.next_rounds import likeliest, unfiltered
from pages.outlook.track_record.scores import Scores
from pages.ui.chart import Chart
from pages.ui.markdown import plain
from pages.ui.show import Show, explain_missing
from pages.ui.view import View, per_view

PAST_ROUNDS = 12  # before the fan: enough to see what is usual, and still readable


def render(view: View, scores: Scores, show: Show) -> None:
    """Show the fan and the what-if of the category that the reader chooses."""
    _, codes = view.words.gettext, _forecast(view)
    st.header(_("What could happen next in one category?"), anchor=False)
    if not codes:
        text = _("None of the chosen categories has enough recent rounds to say more.")
        explain_missing(view, text, sentences.FAN)
        st.caption(text)
        return
    first = _first(view, codes)
    order = [code for code in view.categories if code in codes]
    code = st.selectbox(
        _("Category"),
        order,
        index=order.index(first),
        format_func=lambda code: plain(view.label(code)),
        key=f"outlook-category-{first}",
        persist_state="session",
        width=360,
    )
    if _fan(unfiltered(view), code) is None:
        text = _(
            "{category}: no chart, because in most simulated futures no round happens "
            "within six months."
        )
        text = text.format(category=view.label(code))
        explain_missing(view, text, sentences.FAN)
        st.caption(plain(text))
    show(sentences.FAN, Choices(category=None if code == first else code), subsection=True)
    what_if.render(view, code, scores)


def _forecast(view: View) -> list[str]:
    """Return the categories with enough recent rounds, the one likely to come next first."""
    table = likeliest(view)
    codes: list[str] = table.loc[table["status"] == "ok", "category"].tolist()
    return codes


def _first(view: View, codes: list[str]) -> str:
    """Return the filter's first category, if there is a filter; else the one likely to be next."""
    return next((code for code in view.filter.categories if code in codes), codes[0])


def chart(view: View, choices: Choices) -> Chart | None:
    """Return the next cut-offs of the chosen category, if it has a forecast."""
    codes = _forecast(view)
    if not codes:
        return None
    return _fan(unfiltered(view), choices.category or _first(view, codes))


@per_view
def _fan(view: View, code: str) -> Chart | None:
    _, words = view.words.gettext, view.words
    ahead = fan(view.history, code, view.as_of, changes=view.scale_changes)
    if len(ahead) < 2:  # only the last round
        return None
    rounds, as_of, today = _past(view, code), pd.Timestamp(view.as_of), pd.Timestamp(view.today)
    is_over = (ahead["step"] > 0) & (ahead["date"] < today)
    ahead = ahead.assign(date=ahead["date"].mask(is_over, today))
    step = ahead.iloc[1]
    title = _(
        "{category}: next cut-off about {middle}, 8 times out of 10 between {low} and {high}"
    ).format(
        category=view.short(code),
        middle=words.number(round(step["q50"])),
        low=words.number(round(step["q10"])),
        high=words.number(round(step["q90"])),
    )
    alt = _(
        "{title}, if current practice continues. On the left are the last {rounds}; "
        "the latest cut-off is {last}. The range {ahead} ahead is {range}."
    )
    end = ahead.iloc[-1]
    facts = {"rounds": words.rounds(len(rounds)), "ahead": words.rounds(len(ahead) - 1)}
    return Chart(
        charts.fan(rounds, ahead, (code, view.short(code)), as_of, words),
        key=sentences.FAN,
        span=(rounds["date"].iloc[0].date(), end["date"].date()),
        measure=_("CRS cut-off, forecast"),
        source=sentences.source(words),
        title=title,
        note=_note(view, len(rounds), len(ahead) - 1, any_over=bool(is_over.any())),
        alt=alt.format(
            title=title,
            last=words.number(rounds["cutoff"].iloc[-1]),
            range=sentences.span(view, end["q10"], end["q90"]),
            **facts,
        ),
        table=_table(view, rounds, ahead),
        columns=_columns(view),
    )


def _past(view: View, code: str) -> pd.DataFrame:
    """Return the last rounds of a category, with the number of their `scale` and their change.

    There is no change from a round on another scale.
    """
    draws, as_of = view.history, pd.Timestamp(view.as_of)
    draws = draws[(draws["category"] == code) & (draws["date"] <= as_of)]
    draws = draws.assign(scale=scale_numbers(draws["date"], view.scale_changes))
    change = draws["cutoff"].diff().where(draws["scale"].diff() == 0)
    return draws.assign(change=change).tail(PAST_ROUNDS)


def _note(view: View, rounds: int, ahead: int, *, any_over: bool) -> str:
    _ = view.words.gettext
    text = view.words.ngettext(
        "If current practice continues. Up to {day} are the last {rounds}; "
        "then comes the next one, on its median date. Expect the cut-off on the "
        "thin line 8 times out of 10, and on the thick part half of the time.",
        "If current practice continues. Up to {day} are the last {rounds}; "
        "then come the next {n}, each on its median date. Expect the cut-off on "
        "the thin line 8 times out of 10, and on the thick part half of the time.",
        ahead,
    )
    words = view.words
    text = text.format(
        day=words.day(view.as_of), rounds=words.rounds(rounds), n=words.number(ahead)
    )
    if any_over:
        text += " " + _("A round whose median date is over is drawn on today’s.")
    return sentences.after(view, text)


def _table(view: View, rounds: pd.DataFrame, ahead: pd.DataFrame) -> pd.DataFrame:
    past = rounds[["round_id", "date", "cutoff", "invitations"]].assign(
        kind=view.words.gettext("past")
    )
    coming = ahead[ahead["step"] > 0].assign(kind=view.words.gettext("forecast"))
    return pd.concat([past, coming], ignore_index=True)


def _columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        "kind": _("Past or forecast"),
        "date": _(
            "Date: official date, or the day by which the round has happened in half of "
            "the simulated futures"
        ),
        **columns.meanings(view.words, "rounds", "round_id", "cutoff", "invitations"),
        "q10": _(
            "1 in 10 below: 1 cut-off in 10 is below this many CRS points, if current "
            "practice continues"
        ),
        "q25": _("1 in 4 below: 1 cut-off in 4 is below this many CRS points"),
        "q50": _("Middle: half of the cut-offs are below this many CRS points"),
        "q75": _("3 in 4 below: 3 cut-offs in 4 are below this many CRS points"),
        "q90": _("9 in 10 below: 9 cut-offs in 10 are below this many CRS points"),
    }
