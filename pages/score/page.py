"""The My score page: which rounds would have invited you, and how close you are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from pages.outlook import chance
from pages.score import fold
from pages.score.answer import filter_by_inputs, render_answer
from pages.score.answers import Answers
from pages.score.comparison import comparison_chart
from pages.score.inputs import Inputs, Places, inputs_of, render_inputs
from pages.score.link import render_link
from pages.score.paper import render_paper
from pages.score.rounds import rounds_chart
from pages.score.score_needed import SCORES, render_score_needed, scores_table
from pages.score.tie_age import known_ages, tie_age_chart
from pages.ui import data_links
from pages.ui.chart import Chart
from pages.ui.charts.page_charts import Maker, PageCharts, PageTables
from pages.ui.downloads import render_files
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
    with chart:
        show("my-rounds")
    if inputs.score is not None:
        show("my-comparison")
        chance.render(view, inputs.score, inputs.codes)
    about = filter_by_inputs(view, inputs)
    # The table is about what the address tells, as the charts are.
    files = partial(render_files, view, TABLES, SCORES, inputs.answers)
    render_score_needed(about, inputs, files)
    if len(known_ages(about, inputs)):  # closed, as it matters to few
        label = view.words.gettext("With a score equal to the cut-off, how old must a profile be?")
        with st.expander(plain(label), icon=":material/hourglass_empty:"):
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


def _maker(make: Callable[[View, Inputs], Chart | None]) -> Maker:
    """Return what makes a chart from the answers, for who is eligible for anything."""

    def of_answers(view: View, answers: Answers) -> Chart | None:
        inputs = inputs_of(answers)
        return make(view, inputs) if inputs.codes else None

    return of_answers


CHARTS = PageCharts(
    "my-score",
    {
        "my-rounds": _maker(rounds_chart),
        "my-comparison": _maker(comparison_chart),
        "my-lag": _maker(tie_age_chart),
    },
    Answers,
    filters=(),
    scope=lambda view, answers: filter_by_inputs(view, inputs_of(answers)),
    needs_rounds=False,
)
TABLES = PageTables(
    "my-score",
    {SCORES: lambda view, answers: scores_table(view, inputs_of(answers).codes)},
    Answers,
    filters=(),
    scope=CHARTS.scope,
    needs_rounds=False,
)
