"""The My score page: which rounds would have invited you, and how close you are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from analysis.score.standing import standing
from pages.language import columns
from pages.outlook import chance
from pages.score import figures as charts
from pages.score import fold
from pages.score.answer import filter_by_inputs, outcomes_title, render_answer, short_names, up_to
from pages.score.answers import Answers
from pages.score.comparison import comparison_chart
from pages.score.inputs import Inputs, Places, inputs_of, render_inputs
from pages.score.link import render_link
from pages.score.paper import render_paper
from pages.score.score_needed import render_table_below, score_needed_chart
from pages.score.text import outcomes
from pages.score.tie_age import tie_age_chart
from pages.ui import data_links
from pages.ui.chart import Chart
from pages.ui.charts.page_charts import Maker, PageCharts
from pages.ui.events import scale
from pages.ui.header import render_header
from pages.ui.markdown import plain
from pages.ui.show import render_chart
from pages.ui.view import View


def render(view: View) -> None:
    """Show what every round would have meant for a candidate, on screen or for print."""
    fold.start()
    if st.session_state.get("print", st.query_params.get("print") == "true"):
        # A browser also prints the sidebar, unless it is closed.
        st.set_page_config(initial_sidebar_state="collapsed")
        # Not printed, as no button is.
        label = view.words.gettext("Back to the form")
        st.button(label, icon=":material/arrow_back:", key="form", on_click=_leave_paper)
        with st.sidebar:
            _render_print_switch(view)
            inputs = render_inputs(view, Places(st.container(), st.container()))
        render_paper(view, inputs)
    else:
        _render_screen(view)


def _render_screen(view: View) -> None:
    _ = view.words.gettext
    question = _("Which rounds would have invited you, and how close are you?")
    render_header(view, _("My score"), question, "")
    above, answer, chart, below = (st.container() for _part in range(4))
    inputs = render_inputs(view, Places(above, below))
    with below:
        render_link(view)
        if inputs.codes:
            data_links.render_alert(view, inputs.codes, inputs.score, key="score")
        _render_print_switch(view)
        st.caption(plain(scale.of_score(view)))
        st.caption(
            _(
                "We count rounds in the categories you’re eligible for. Past rounds are not a "
                "forecast, and this is not legal advice."
            )
        )
    with answer:
        _render_answer_or_question(view, inputs)
    if not inputs.codes:
        return
    view = replace(view, private=not st.session_state["link"])
    show = partial(render_chart, view, CHARTS, choices=inputs.answers)
    if inputs.score is not None:
        with chart:
            show("my-rounds")
        show("my-comparison")
        chance.render(view, inputs.score, inputs.codes)
    target = show("my-target")
    if target:
        render_table_below(view, target)
    show("my-lag")


def _render_answer_or_question(view: View, inputs: Inputs) -> None:
    _ = view.words.gettext
    if not inputs.codes:
        st.info(_("Choose what you are eligible for."), icon=":material/checklist:")
    elif inputs.score is None:
        st.info(
            _("Enter your CRS score, 0 to 1,200, to see which rounds would have invited you."),
            icon=":material/edit:",
        )
    else:
        render_answer(view, inputs)


def _render_print_switch(view: View) -> None:
    _ = view.words.gettext
    st.toggle(
        _("Printable one-page version"),
        key="print",
        bind="query-params",
        on_change=_rewrite_address,
        help=_("Your answers move to the sidebar, which closes. Then print from your browser."),
    )


def _leave_paper() -> None:
    st.session_state["print"] = False
    fold.unfold()


def _rewrite_address() -> None:
    """Set the switch again: it changes its place on the page, and the address would not follow."""
    st.session_state["print"] = st.session_state["print"]


def _strip(view: View, inputs: Inputs) -> Chart | None:
    _, words, candidate = view.words.gettext, view.words, inputs.candidate()
    if candidate is None or view.draws.empty:
        return None
    rounds = standing(view.draws, view.record.ledger, candidate)
    labels, span = short_names(view, inputs.codes), (view.start, view.end)
    title = up_to(view, outcomes_title(words, rounds))
    return Chart(
        charts.strip(rounds, labels, words, span, candidate.profile_instant),
        key="my-rounds",
        span=span,
        categories=list(labels),
        measure=_("Rounds that would have invited you"),
        title=title,
        note=scale.with_note(
            view,
            _(
                "Each mark is a round. We compare your score today with past rounds, "
                "whatever your score was at the time. Your profile date only matters when "
                "your score equals the cut-off."
            ),
            rounds["date"].min(),
            view.today,
        ),
        table=rounds.iloc[::-1].assign(
            category=rounds["category"].map(view.short),
            outcome=rounds["outcome"].map(outcomes(words)),
            profile_at=candidate.profile_instant,
        ),
        columns={
            **columns.meanings(words, "rounds", "round_id", "date", "category", "cutoff"),
            "margin": _("Margin: your score minus the cut-off, in points"),
            "outcome": _("Outcome: what the round would have meant for you"),
            **columns.meanings(words, "rounds", "tie_break_at"),
            "profile_at": _("Profile submitted (UTC)"),
            **columns.meanings(words, "rounds", "invitations"),
        },
    )


def _maker(make: Callable[[View, Inputs], Chart | None]) -> Maker:
    """Return what makes a chart from the answers, for who is eligible for anything."""

    def of_answers(view: View, answers: Answers) -> Chart | None:
        inputs = inputs_of(answers)
        return make(view, inputs) if inputs.codes else None

    return of_answers


CHARTS = PageCharts(
    "my-score",
    {
        "my-rounds": _maker(_strip),
        "my-comparison": _maker(comparison_chart),
        "my-target": _maker(score_needed_chart),
        "my-lag": _maker(tie_age_chart),
    },
    Answers,
    filters=(),
    scope=lambda view, answers: filter_by_inputs(view, inputs_of(answers)),
    needs_rounds=False,
)
