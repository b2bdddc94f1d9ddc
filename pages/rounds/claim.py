"""Claim check: whether a round matches a sentence, or else which rounds come nearest."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.claims.claim import LONGEST, PARTS, Claim, NearRound, check, parse
from analysis.claims.text import PartialDate
from analysis.periods import as_known_on
from data.vocabulary.categories import CATEGORIES
from pages.language.columns import label as label_of
from pages.language.columns import meanings
from pages.rounds import claim_text
from pages.ui.address import EARLIEST, LATEST
from pages.ui.fields import date_input
from pages.ui.markdown import plain
from pages.ui.view import View, per_view

MOST_SHOWN = 3
MOST_INVITATIONS, MOST_POINTS = 999_999, 1200


def render(view: View) -> None:
    """Render the field for a claim, what was understood of it, and the answer."""
    _ = view.words.gettext
    with st.container(border=True, key="claim-check"):
        text = st.text_input(
            _("Check a claim"),
            key="claim",
            bind="query-params",
            max_chars=LONGEST,
            placeholder=_("STEM draw, 6,000 invitations, CRS 485"),
            icon=":material/fact_check:",
            help=_(
                "Type any sentence about a round, in English or French. It is compared "
                "with every round in the data, whatever your filters."
            ),
        )
        claim = _parse(view, (text or "")[:LONGEST])
        _render_details(view, claim)
        if text:
            _render_answer(view, claim)


@per_view
def _parse(view: View, text: str) -> Claim:
    draws = as_known_on(view.history, view.as_of)
    return parse(text, {name: code for code, name in _names(view)}, set(draws["date"].dt.date))


def _names(view: View) -> list[tuple[str, str]]:
    """Return the code of each category with each of its names in the reader's language."""
    categories = {category.code: category for category in CATEGORIES} | view.categories
    return [
        (code, name)
        for code, category in categories.items()
        for name in (view.words.category(category), view.words.short(category))
    ]


def _short(view: View, code: str) -> str:
    """Return the short name of a category, even if it has had no round yet."""
    return dict(_names(view)).get(code, code)


def _render_details(view: View, claim: Claim) -> None:
    """Render a field per part of the claim; a change in one rewrites the sentence."""
    _ = view.words.gettext
    for name, value in _field_values(claim).items():
        st.session_state[f"claim-{name}"] = value
    options: dict[str, dict[str, Any]] = {
        name: {"key": f"claim-{name}", "on_change": _rewrite_claim, "args": (view, claim, name)}
        for name in PARTS
    }
    with st.popover(_("Enter or correct the details"), icon=":material/tune:", type="tertiary"):
        st.selectbox(
            _("Category"),
            list(dict(_names(view))),
            format_func=lambda code: plain(_short(view, code)),
            index=None,
            placeholder=_("not mentioned"),
            **options["category"],
        )
        date_input(_("Date"), **options["date"])
        st.number_input(
            _("Invitations"),
            value=None,
            min_value=1,
            max_value=MOST_INVITATIONS,
            **options["invitations"],
        )
        st.number_input(
            _("Cut-off"), value=None, min_value=1, max_value=MOST_POINTS, **options["cutoff"]
        )
        st.text_input(_("Round number"), max_chars=4, **options["round_id"])


def _field_values(claim: Claim) -> dict[str, Any]:
    day = claim.when.exact_day if claim.when else None
    size, points = claim.invitations, claim.cutoff
    return {
        "round_id": claim.round_id or "",
        "category": claim.category,
        "date": day if day and EARLIEST <= day <= LATEST else None,
        "invitations": size if size and size <= MOST_INVITATIONS else None,
        "cutoff": points if points and points <= MOST_POINTS else None,
    }


def _rewrite_claim(view: View, claim: Claim, name: str) -> None:
    value: Any = st.session_state[f"claim-{name}"] or None
    if name == "date":
        name, value = "when", value and PartialDate(value.year, value.month, value.day)
    claim = replace(claim, **{name: value})
    st.session_state["claim"] = claim_text.sentence(claim, view.words, partial(_short, view))


def _render_answer(view: View, claim: Claim) -> None:
    _, words, label = view.words.gettext, view.words, partial(_short, view)
    doubts = [claim_text.doubt_sentence(doubt, words, label) for doubt in claim.doubts]
    near = check(as_known_on(view.history, view.as_of), claim)
    if not near:
        st.info(
            _(
                "We found nothing to check in that. Mention a category, a date, a "
                "number of invitations, a cut-off or a round number."
            ),
            icon=":material/search_off:",
        )
        return
    sign = "cancel" if near[0].distance else "check_circle"
    st.markdown(f":material/{sign}: **{plain(claim_text.verdict(near, words, label))}**")
    st.caption(plain(" ".join([claim_text.checked_parts(claim, words, label), *doubts])))
    st.table(_comparison(view, claim, near[:MOST_SHOWN]), border="horizontal")
    if near[0].distance:
        st.caption(
            _(
                "How we find the nearest rounds: a different category counts as much "
                "as a difference of 30 days, half the claimed size or 50 points. A "
                "different round number counts as much as all of these together."
            )
        )
    _render_open_buttons(view, near[:MOST_SHOWN])


def _render_open_buttons(view: View, near: list[NearRound]) -> None:
    _ = view.words.gettext
    with st.container(horizontal=True, gap="small"):
        for match in near:
            round_id = match.row["round_id"]
            st.button(
                _("Open #{id}").format(id=round_id),
                key=f"claim-open-{round_id}",
                icon=":material/arrow_downward:",
                type="tertiary",
                on_click=st.session_state.__setitem__,
                args=("round", round_id),
            )


def _comparison(view: View, claim: Claim, near: list[NearRound]) -> pd.DataFrame:
    """Return a row per part, with a column for the claim and one per round, as Markdown."""
    _, words, label = view.words.gettext, view.words, partial(_short, view)
    names = ("round_id", "category", "date", "invitations", "cutoff")
    headers = [label_of(text) for text in meanings(words, "rounds", *names).values()]
    columns = {_("Claim"): [plain(claim_text.claim_cell(claim, n, words, label)) for n in names]}
    for match in near:
        cells = [claim_text.round_cell(match, name, words, label) for name in names]
        # A no-break space keeps the sign with the value in a narrow column.
        columns[f"#{match.row['round_id']}"] = [
            f"{sign}\N{NO-BREAK SPACE}{plain(text)}".lstrip() for sign, text in cells
        ]
    table = pd.DataFrame(columns, index=headers)
    # The headers already give the round numbers.
    return table if "round_id" in claim.parts else table.iloc[1:]
