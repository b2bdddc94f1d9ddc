"""My score: which rounds would have invited you, and how close you are."""

from __future__ import annotations

import streamlit as st

from analysis.score.standing import standing
from pages.outlook import chance
from pages.score import figures as charts
from pages.score.answer import names, render_answer, scope_of, title
from pages.score.comparison import render_comparison
from pages.score.enough import render_enough
from pages.score.inputs import Inputs, ask
from pages.score.paper import render_paper
from pages.score.text import outcomes
from pages.score.tie_age import render_tie_age
from pages.ui.header import render_header
from pages.ui.show import render_figure
from pages.ui.view import View


def page(view: View) -> None:
    """Show what every round would have meant for a person, in words first."""
    _ = view.words.gettext
    if st.session_state.get("print", st.query_params.get("print") == "true"):
        # A browser also prints the sidebar, unless it is closed.
        st.set_page_config(initial_sidebar_state="collapsed")
        with st.sidebar:
            _print_switch(view)
            inputs = ask(view)
        render_paper(view, inputs)
    else:
        _shown(view)


def _shown(view: View) -> None:
    """Show the inputs, and below them what they mean."""
    _ = view.words.gettext
    render_header(
        view,
        _("My score"),
        _("Which rounds would have invited you, and how close are you?"),
        _(
            "The filters on the left don’t apply to this page. We count rounds in the "
            "categories you’re eligible for, from the date you choose. Past rounds are "
            "not a forecast, and this is not legal advice."
        ),
    )
    inputs = ask(view)
    _print_switch(view)
    mine = scope_of(view, inputs)
    if not inputs.codes:
        st.info(
            _("Choose at least one category or program you are eligible for."),
            icon=":material/checklist:",
        )
        return
    if inputs.score is None:
        st.info(
            _("Enter your CRS score, 0 to 1,200, to see which rounds would have invited you."),
            icon=":material/edit:",
        )
    else:
        render_answer(view, inputs)
        _strip(mine, inputs)
        render_comparison(mine, inputs)
        chance.render(view, inputs.score, inputs.codes)
    render_enough(mine, inputs)
    render_tie_age(mine, inputs)


def _print_switch(view: View) -> None:
    _ = view.words.gettext
    st.toggle(
        _("Printable one-page version"),
        key="print",
        bind="query-params",
        on_change=_turn,
        help=_("Your answers move to the sidebar, which closes. Then print from your browser."),
    )


def _turn() -> None:
    """Set the switch to what it is: it moves as it turns, and the address would not follow."""
    st.session_state["print"] = st.session_state["print"]


def _strip(mine: View, inputs: Inputs) -> None:
    """Show every round since the chosen day with its outcome, a row per category."""
    _, words, candidate = mine.words.gettext, mine.words, inputs.now()
    if candidate is None or mine.draws.empty:
        return
    every = standing(mine.draws, mine.record.ledger, candidate)
    shown = names(mine, inputs.codes)
    render_figure(
        mine,
        charts.strip(every, shown, words, (mine.start, mine.end), candidate.profile_at),
        key="my-rounds",
        title=title(mine, every),
        note=_(
            "Each mark is a round. We compare your score today with past rounds, "
            "whatever your score was at the time. Your profile date only matters when "
            "your score equals the cut-off."
        ),
        alt=title(mine, every),
        table=every.iloc[::-1].assign(
            category=every["category"].map(mine.short),
            outcome=every["outcome"].map(outcomes(words)),
            profile_at=candidate.profile_at,
        ),
        columns=_columns(mine),
    )


def _columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        "round_id": _("Round: its number, stored as text because of 91a and 91b"),
        "date": _("Date: official date of the round"),
        "category": _("Category: the category or program that the round was for"),
        "cutoff": _("Cut-off: CRS score of the lowest-ranked candidate invited"),
        "margin": _("Margin: your score minus the cut-off, in points"),
        "outcome": _("Outcome: what the round would have meant for you"),
        "tie_break_at": _(
            "Tie-break (UTC): at the cut-off, only profiles submitted before this time were invited"
        ),
        "profile_at": _("Profile submitted (UTC)"),
        "invitations": _("Invitations: invitations to apply issued"),
    }
