"""My score: which rounds would have invited you, and how close you are."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.score.standing import standing, summary
from data.vocabulary.filter import Filter
from pages.outlook import chance
from pages.plot import plot
from pages.plot.style import rows
from pages.score import enough
from pages.score import figures as charts
from pages.score.inputs import Inputs, ask
from pages.score.link import PNP, offered
from pages.score.text import nomination, outcomes, sentences
from pages.ui.show import chart, header, plain
from pages.ui.view import View

PAPER_HEIGHT, PAPER_ROW = 110, 24  # pixels of the strip on a printed page


def page(view: View) -> None:
    """Show what every round would have meant for a person, in words first."""
    _ = view.words.gettext
    if st.session_state.get("print", st.query_params.get("print") == "true"):
        # What is at the side is printed too, unless it is folded away.
        st.set_page_config(initial_sidebar_state="collapsed")
        with st.sidebar:
            _print_switch(view)
            inputs = ask(view)
        _printed(view, inputs)
    else:
        _shown(view)


def _shown(view: View) -> None:
    """Show the inputs, and below them what they mean."""
    _ = view.words.gettext
    header(
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
    mine = _scope(view, inputs)
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
        _answer(view, inputs)
        _strip(mine, inputs)
        enough.comparison(mine, inputs)
        chance.shown(view, inputs.score, inputs.codes)
    enough.enough_for(mine, inputs)
    enough.waited(mine, inputs)


def _scope(view: View, inputs: Inputs) -> View:
    """Return the view of the rounds that count here, which downloads then say of themselves."""
    known = tuple(code for code in inputs.codes if code in view.categories)
    chosen = Filter(known, inputs.since, None)
    draws, private = chosen.apply(view.history), "score" not in st.query_params
    return replace(view, chosen=chosen, draws=draws, private=private)


def names(view: View, codes: tuple[str, ...]) -> dict[str, str]:
    """Return the short names of the categories that have a round, by their codes."""
    return {code: view.short(code) for code in view.categories if code in codes}


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


def _summary(view: View, inputs: Inputs) -> pd.DataFrame:
    candidate = inputs.now()
    if candidate is None:
        return pd.DataFrame()
    return summary(view.history, view.record.ledger, candidate, inputs.since, view.as_of)


def _answer(view: View, inputs: Inputs) -> None:
    """Show the answer in sentences, a paragraph per category, those that are dormant last."""
    with st.container(border=True, key="answer"):
        for told in _told(view, inputs):
            st.markdown(told)
        _hint(view, inputs)


def _told(view: View, inputs: Inputs) -> list[str]:
    """Return the answer for each category, the dormant ones last."""
    words, categories = view.words, offered(view)
    texts = []
    for row in rows(_summary(view, inputs).sort_values("dormant", kind="stable")):
        told = sentences(row, words.category(categories[row.category]), inputs.since, words)
        texts.append(f"**{plain(told[0])}** {plain(' '.join(told[1:]))}")
    return texts


def _hint(view: View, inputs: Inputs) -> None:
    """Say whether a nomination's points are likely in the score, where that is worth saying."""
    if inputs.score is None:
        return
    held = nomination(inputs.score, PNP in inputs.codes, view.words)
    if held:
        st.caption(plain(held))


def _strip(mine: View, inputs: Inputs) -> None:
    """Show every round since the chosen day with its outcome, a row per category."""
    _, words, candidate = mine.words.gettext, mine.words, inputs.now()
    if candidate is None or mine.draws.empty:
        return
    every = standing(mine.draws, mine.record.ledger, candidate)
    shown = names(mine, inputs.codes)
    chart(
        mine,
        charts.strip(every, shown, words, (mine.start, mine.end), candidate.profile_at),
        key="my-rounds",
        title=_title(mine, every),
        note=_(
            "Each mark is a round. We compare your score today with past rounds, "
            "whatever your score was at the time. Your profile date only matters when "
            "your score equals the cut-off."
        ),
        alt=_title(mine, every),
        table=every.iloc[::-1].assign(
            category=every["category"].map(mine.short),
            outcome=every["outcome"].map(outcomes(words)),
            profile_at=candidate.profile_at,
        ),
        columns=_columns(mine),
    )


def _title(mine: View, every: pd.DataFrame) -> str:
    """Return how many of the rounds would have invited, and how many cannot be told."""
    words, n_ = mine.words, mine.words.ngettext
    tally = every["outcome"].value_counts()
    unknown = int(tally.reindex(["unknown_profile", "unknown_tie_break"]).sum())
    facts = {
        "invited": words.number(tally.reindex(["invited", "tie_break_invited"]).sum()),
        "rounds": words.number(len(every)),
        "unknown": words.number(unknown),
    }
    if unknown:
        text = n_(
            "{invited} of {rounds} round would have invited you, {unknown} unknown",
            "{invited} of {rounds} rounds would have invited you, {unknown} unknown",
            len(every),
        )
    else:
        text = n_(
            "{invited} of {rounds} round would have invited you",
            "{invited} of {rounds} rounds would have invited you",
            len(every),
        )
    return text.format(**facts)


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


def _printed(view: View, inputs: Inputs) -> None:
    """Show the answer on one page without anything to press: words, strip and table."""
    _, words, candidate = view.words.gettext, view.words, inputs.now()
    st.title(_("My score"), anchor=False)
    if candidate is None:
        st.info(_("Enter your score and choose at least one category."), icon=":material/edit:")
        return
    st.markdown(plain(_said(view, inputs)))
    st.markdown("\n".join(f"- :small[{told}]" for told in _told(view, inputs)))
    _hint(view, inputs)
    mine = _scope(view, inputs)
    if len(mine.draws):
        every = standing(mine.draws, view.record.ledger, candidate)
        figure = charts.strip(
            every, names(view, inputs.codes), words, (mine.start, mine.end), candidate.profile_at
        )
        figure.update_layout(height=PAPER_HEIGHT + PAPER_ROW * len(inputs.codes))
        plot(figure, key="my-rounds-print", alt=_title(mine, every), locale=words.locale)
    table = _summary(view, inputs)
    st.table(enough.printed(view, table).set_index(_("Category")))


def _said(view: View, inputs: Inputs) -> str:
    """Return what was entered, as a sentence on paper."""
    _, words, categories = view.words.gettext, view.words, offered(view)
    profile = _("profile submitted on {instant}").format(instant=words.instant(inputs.profile_at))
    return _("CRS score {score}; {categories}; {profile}; data as of {day}.").format(
        score=words.number(inputs.score),
        categories=words.both(words.category(categories[code]) for code in inputs.codes),
        profile=_("profile date not given") if inputs.profile_at is None else profile,
        day=words.day(view.as_of),
    )
