"""Claim check: whether a round matches a sentence, or else which rounds come nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.claims.claim import LONGEST, PARTS, Claim, NearRound, check, parse
from analysis.claims.statements import reaches_across
from analysis.claims.text import PartialDate
from analysis.claims.total import TotalClaim, read_total, total_of
from analysis.periods import as_known_on
from analysis.rounds.cutoffs import position
from data.vocabulary.categories import CATEGORIES
from data.vocabulary.columns import label as label_of
from pages.language.columns import meanings
from pages.rounds import claim_statements, claim_text, one_round
from pages.ui.address import EARLIEST, LATEST
from pages.ui.events import scale
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
        text = (text or "")[:LONGEST]
        claim = _parse(view, text)
        _render_details(view, claim)
        draws = as_known_on(view.history, view.as_of)
        largest = int(draws["invitations"].max()) if len(draws) else 0
        total = read_total(claim, text, largest, view.today)
        if total:
            _render_total(view, total, total_of(draws, total))
        elif text:
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
    draws = as_known_on(view.history, view.as_of)
    near = check(draws, claim)
    if not near:
        st.info(
            _(
                "We found nothing to check in that. Mention a category, a date, a "
                "number of invitations, a cut-off or a round number."
            ),
            icon=":material/search_off:",
        )
        return
    doubts.append(_scale_note(view, claim, draws, near[0]))
    _render_verdict(
        claim_text.verdict(claim, near, words, label),
        " ".join(filter(None, [claim_text.checked_parts(claim, near[0], words, label), *doubts])),
        claim.unread,
        view,
        is_right=not near[0].distance,
    )
    st.table(_comparison(view, claim, near[:MOST_SHOWN]), border="horizontal")
    if not near[0].fits:
        st.caption(
            _(
                "How we find the nearest rounds: a different category counts as much "
                "as a difference of 30 days, half the claimed size or 50 points. A "
                "different round number counts as much as all of these together."
            )
        )
    _render_open_buttons(view, near[:MOST_SHOWN])


def _scale_note(view: View, claim: Claim, draws: pd.DataFrame, near: NearRound) -> str:
    """Say that the CRS scale changed among the cut-offs that were compared, if it did."""
    place = position(draws, near.row["round_id"])
    days = {
        day
        for statement in claim.statements
        for day in reaches_across(draws, place, statement, view.scale_changes)
    }
    return scale.changed(sorted(days), view.words)


def _render_total(view: View, claim: TotalClaim, actual: int) -> None:
    _, words, label = view.words.gettext, view.words, partial(_short, view)
    _render_verdict(
        claim_statements.total_verdict(claim, actual, view.as_of, words, label),
        claim_statements.total_parts(claim, words, label),
        claim.unread,
        view,
        is_right=actual == claim.invitations,
    )
    # Streamlit looks up pages by address, so this stand-in leads to the one in the menu.
    target = st.Page(lambda: None, title=_("Invitations"), url_path="invitations")
    st.page_link(target, label=_("Invitations by year and category"), icon=":material/stacks:")


def _render_verdict(
    verdict: str, checked: str, unread: Sequence[str], view: View, *, is_right: bool
) -> None:
    """Show whether a claim is right; old data can't call a claim wrong that may be newer."""
    words, sign = view.words, "check_circle" if is_right else "cancel"
    if not is_right and view.age == "old":
        text = words.gettext("Our data ends on {day}; newer rounds may be missing.")
        checked, sign = f"{text.format(day=words.day(view.as_of))} {checked}", "help"
    st.markdown(f":material/{sign}: **{plain(verdict)}**")
    text = plain(checked)
    if unread:
        text += f" **{plain(claim_text.not_checked(unread, words))}**"
    st.caption(text)


def _render_open_buttons(view: View, near: list[NearRound]) -> None:
    _ = view.words.gettext
    with st.container(horizontal=True, gap="small"):
        for match in near:
            round_id = match.row["round_id"]
            st.button(
                _("Open {id}").format(id=view.words.round_id(round_id)),
                key=f"claim-open-{round_id}",
                icon=":material/arrow_downward:",
                type="tertiary",
                on_click=_open_round,
                args=(round_id,),
            )


def _open_round(round_id: str) -> None:
    st.session_state["round"] = round_id
    one_round.bring_into_view()


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
    table = table if "round_id" in claim.parts else table.iloc[1:]
    return pd.concat([table, _statement_rows(view, claim, near)])


def _statement_rows(view: View, claim: Claim, near: list[NearRound]) -> pd.DataFrame:
    """Return a row per statement, with the columns of the comparison, as Markdown."""
    words, label = view.words, partial(_short, view)
    rows = []
    for statement in claim.statements:
        category = claim_statements.scope(statement, claim, near[0])
        row = {
            view.words.gettext("Claim"): plain(
                claim_statements.phrase(statement, category, words, label)
            )
        }
        for match in near:
            category = claim_statements.scope(statement, claim, match)
            difference = next(d for d in match.differences if d.claimed is statement)
            row[f"#{match.row['round_id']}"] = (
                f"{'≠' if difference.by else '='}\N{NO-BREAK SPACE}"
                f"{plain(claim_statements.truth(difference, match, category, words, label))}"
            )
        rows.append(row)
    return pd.DataFrame(rows, index=[claim_statements.header(s, words) for s in claim.statements])
