"""Check a claim: whether there was a round as a sentence says, and else which come nearest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from analysis.claims.claim import LONGEST, PARTS, Claim, NearRound, check, parse
from analysis.claims.text import PartialDate
from analysis.periods import as_known_on
from data.vocabulary.categories import CATEGORIES
from pages.rounds import claim_text as sentences
from pages.ui.address import EARLIEST, LATEST
from pages.ui.markdown import plain
from pages.ui.view import View, per_view

MOST_SHOWN = 3
MOST_INVITATIONS, MOST_POINTS = 999_999, 1200


def show(view: View) -> None:
    """Show where a claim goes in, what was understood of it, and what the record says."""
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
        claim = _read(view, (text or "")[:LONGEST])
        _parts(view, claim)
        if text:
            _answer(view, claim)


@per_view
def _read(view: View, text: str) -> Claim:
    known = as_known_on(view.history, view.as_of)
    return parse(text, {name: code for code, name in _names(view)}, set(known["date"].dt.date))


def _names(view: View) -> list[tuple[str, str]]:
    """Return every category that one may name, with its names in the reader's language."""
    every = {category.code: category for category in CATEGORIES} | view.categories
    return [
        (code, name)
        for code, category in every.items()
        for name in (view.words.category(category), view.words.short(category))
    ]


def _short(view: View, code: str) -> str:
    """Return the short name of a category, also of one that had no round yet."""
    return dict(_names(view)).get(code, code)


def _parts(view: View, claim: Claim) -> None:
    """Show the parts of the claim to fill in or to correct; the sentence follows them."""
    _ = view.words.gettext
    for name, value in _values(claim).items():
        st.session_state[f"claim-{name}"] = value
    keep: dict[str, dict[str, Any]] = {
        name: {"key": f"claim-{name}", "on_change": _change, "args": (view, claim, name)}
        for name in PARTS
    }
    with st.popover(_("Enter or correct the details"), icon=":material/tune:", type="tertiary"):
        st.selectbox(
            _("Category"),
            list(dict(_names(view))),
            format_func=lambda code: plain(_short(view, code)),
            index=None,
            placeholder=_("not mentioned"),
            **keep["category"],
        )
        st.date_input(
            _("Date"),
            value=None,
            min_value=EARLIEST,
            max_value=LATEST,
            format="YYYY-MM-DD",
            **keep["date"],
        )
        st.number_input(
            _("Invitations"),
            value=None,
            min_value=1,
            max_value=MOST_INVITATIONS,
            **keep["invitations"],
        )
        st.number_input(
            _("Cut-off"), value=None, min_value=1, max_value=MOST_POINTS, **keep["cutoff"]
        )
        st.text_input(_("Round number"), max_chars=4, **keep["round_id"])


def _values(claim: Claim) -> dict[str, Any]:
    """Return what the fields for the parts hold: only what they can hold."""
    day = claim.when.whole if claim.when else None
    size, points = claim.invitations, claim.cutoff
    return {
        "round_id": claim.round_id or "",
        "category": claim.category,
        "date": day if day and EARLIEST <= day <= LATEST else None,
        "invitations": size if size and size <= MOST_INVITATIONS else None,
        "cutoff": points if points and points <= MOST_POINTS else None,
    }


def _change(view: View, claim: Claim, name: str) -> None:
    """Write the sentence anew with one part as it was filled in."""
    value: Any = st.session_state[f"claim-{name}"] or None
    if name == "date":
        name, value = "when", value and PartialDate(value.year, value.month, value.day)
    changed = replace(claim, **{name: value})
    said = sentences.sentence(changed, view.words, lambda code: _short(view, code))
    st.session_state["claim"] = said


def _answer(view: View, claim: Claim) -> None:
    """Show what was understood, whether the record agrees, and the rounds beside the claim."""
    _, words = view.words.gettext, view.words

    def label(code: str) -> str:
        return _short(view, code)

    doubts = [sentences.doubt(doubt, words, label) for doubt in claim.doubts]
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
    st.markdown(f":material/{sign}: **{plain(sentences.verdict(near, words, label))}**")
    read = " ".join([sentences.understood(claim, words, label), *doubts])
    st.caption(plain(read))
    st.table(_table(view, claim, near[:MOST_SHOWN]), border="horizontal")
    if near[0].distance:
        st.caption(
            _(
                "How we find the nearest rounds: a different category counts as much "
                "as a difference of 30 days, half the claimed size or 50 points. A "
                "different round number counts as much as all of these together."
            )
        )
    _openers(view, near[:MOST_SHOWN])


def _openers(view: View, near: list[NearRound]) -> None:
    """Offer to open the rounds of the answer on this page."""
    _ = view.words.gettext
    with st.container(horizontal=True, gap="small"):
        for one in near:
            round_id = one.row["round_id"]
            st.button(
                _("Open #{id}").format(id=round_id),
                key=f"claim-open-{round_id}",
                icon=":material/arrow_downward:",
                type="tertiary",
                on_click=_open,
                args=(round_id,),
            )


def _open(round_id: str) -> None:
    st.session_state["round"] = round_id


def _table(view: View, claim: Claim, near: list[NearRound]) -> pd.DataFrame:
    """Return a row per part and a column per round beside the claim, as text for Markdown."""
    _, words, said = view.words.gettext, view.words, claim.parts

    def label(code: str) -> str:
        return _short(view, code)

    heads = {
        "round_id": _("Round"),
        "category": _("Category"),
        "date": _("Date"),
        "invitations": _("Invitations"),
        "cutoff": _("Cut-off"),
    }
    columns = {_("Claim"): [plain(sentences.claimed(claim, n, words, label)) for n in heads]}
    for one in near:
        cells = [sentences.cell(one, name, words, label) for name in heads]
        # The sign stays with the value where a narrow column breaks the line.
        shown = [f"{sign}\N{NO-BREAK SPACE}{plain(text)}".lstrip() for sign, text in cells]
        columns[f"#{one.row['round_id']}"] = shown
    table = pd.DataFrame(columns, index=pd.Index(heads.values()))
    # The heads already say which round it is.
    return table if "round_id" in said else table.iloc[1:]
