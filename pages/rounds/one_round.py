"""One round in full: its numbers, its context, its pool, and what the ledger says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analysis.pool.reach import CandidatesAbove, candidates_above
from analysis.pool.snapshots import latest_snapshot
from analysis.rounds.coverage import neighbours
from analysis.rounds.facts import Fact, facts
from pages.about.ledger import sentence
from pages.language import columns
from pages.pool.figures import band
from pages.rounds.facts import sentences
from pages.rounds.figures import pool_at
from pages.ui import show as parts
from pages.ui.chart import Chart
from pages.ui.markdown import plain
from pages.ui.view import View, per_view

OFFICIAL = r"^https://www\.canada\.ca/"


def is_official(url: str) -> bool:
    """Return whether an address is one that we send people to.

    >>> is_official("https://www.canada.ca/en/x"), is_official("https://www.canada.ca.example/")
    (True, False)
    """
    return re.match(OFFICIAL, url) is not None


def show(view: View, round_id: str) -> None:
    """Show all that is known of a round, whatever the filters say."""
    here = view.history[view.history["round_id"] == round_id].iloc[0]
    found = _facts(view, round_id)
    told = sentences(found, view.words, view.short)
    with st.container(border=True, key="one-round"):
        _heading(view, here)
        _figures(view, here, found)
        st.markdown("\n".join(f"- {plain(text)}" for text in told))
        _steps(view, here)
        _fields(view, here)
        _ledger(view, here)
        pool = _pool(view, round_id)
        if pool is None:
            text = view.words.gettext("No pool snapshot was published with this round.")
            st.caption(text)
        parts.render_chart(view, pool, subsection=True)


@per_view
def _facts(view: View, round_id: str) -> list[Fact]:
    return facts(view.history, round_id)


def _heading(view: View, here: pd.Series) -> None:
    _, words = view.words.gettext, view.words
    title = _("#{id} · {category}").format(
        id=here["round_id"], category=view.label(here["category"])
    )
    with st.container(gap="xxsmall"):
        st.header(plain(title), anchor=False)
        st.caption(plain(words.day(here["date"], "EEEE, d MMMM y")))
    if not (view.draws["round_id"] == here["round_id"]).any():
        st.info(
            _("This round doesn’t match your filters."),
            icon=":material/filter_alt_off:",
        )


def _figures(view: View, here: pd.Series, found: Sequence[Fact]) -> None:
    """Show the two numbers that people ask for, with the change since the round before."""
    _, words = view.words.gettext, view.words
    changes = [fact.values for fact in found if fact.kind == "change"]  # noqa: PD011 - no frame
    points, before = (changes[0]["points"], changes[0]["previous_id"]) if changes else (None, None)
    with st.container(horizontal=True, gap="large"):
        st.metric(_("Invitations"), words.number(here["invitations"]), width="content")
        st.metric(
            _("Cut-off"),
            words.number(here["cutoff"]),
            words.signed(points) if changes else None,
            delta_color="off",
            delta_arrow="off",
            delta_description=_("since #{id}").format(id=before) if changes else None,
            width="content",
            help=_("CRS score of the lowest-ranked candidate invited."),
        )


def _steps(view: View, here: pd.Series) -> None:
    """Offer the rounds of the category before and after, and the official page."""
    _ = view.words.gettext
    before, after = neighbours(view.history, here["round_id"])
    name = plain(view.short(here["category"]))
    with st.container(horizontal=True, gap="small"):
        _step(before, _("Previous {category} round").format(category=name), "arrow_back")
        _step(after, _("Next {category} round").format(category=name), "arrow_forward")
        if is_official(here["url"]):
            st.link_button(
                _("Ministerial instructions"),
                view.words.official(here["url"]),
                icon=":material/open_in_new:",
                type="tertiary",
                help=_("The round’s page on canada.ca"),
            )


def _step(round_id: str | None, label: str, icon: str) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        key=icon,
        disabled=round_id is None,
        on_click=_open,
        args=(round_id,),
        type="tertiary",
        help=f"#{round_id}" if round_id else None,
    )


def _open(round_id: str) -> None:
    st.session_state["round"] = round_id


def _fields(view: View, here: pd.Series) -> None:
    """Show what the record holds of the round, field by field."""
    _, words = view.words.gettext, view.words
    version = here["version"]
    shown = {
        _("Official name"): here["name"],
        _("Version"): _("none") if pd.isna(version) else words.number(version),
        _("Category"): view.label(here["category"]),
        _("Kind"): words.kind(here["kind"]),
        _("Programs"): words.join(columns.program(code, words) for code in here["programs"]),
        _("Date and time"): words.instant(here["drawn_at"]),
        _("Tie-break"): words.instant(here["tie_break_at"]),
        _("Pool snapshot"): words.day(here["pool_as_of"]),
    }
    table = pd.DataFrame(
        {"value": [plain(value) for value in shown.values()]}, index=pd.Index(list(shown))
    )
    st.table(table, border="horizontal", hide_header=True)


def _ledger(view: View, here: pd.Series) -> None:
    """Say what had to be repaired, is not believed, was not published or was revised."""
    _ = view.words.gettext
    every = view.record.ledger
    entries = every[every["round_id"] == here["round_id"]]
    st.subheader(_("Corrections and missing data"), anchor=False)
    if entries.empty:
        st.markdown(_("No corrections were needed, and nothing is missing."))
        return
    lines = [sentence(entry, view.words) for entry in entries.to_dict("records")]
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))


@per_view
def _pool(view: View, round_id: str) -> Chart | None:
    """Return the pool that the round drew from, if a snapshot was published with it."""
    _, words = view.words.gettext, view.words
    here = view.history[view.history["round_id"] == round_id].iloc[0]
    day, cutoff = here["pool_as_of"], int(here["cutoff"])
    above = None if pd.isna(day) else candidates_above(view.record.pool, cutoff, day)
    if above is None:
        return None
    snapshot = latest_snapshot(view.record.pool, day)
    edges = zip(snapshot["band_low"], snapshot["band_high"], strict=True)
    named = snapshot.assign(
        band=[band(low, high, words) for low, high in edges],
        here=snapshot["band_low"] == above.band_low,
    )
    title = _above(view, above)
    return Chart(
        pool_at(named, words),
        key=f"pool-of-round-{round_id}",
        title=title,
        note=_(
            "The pool on {day}: everyone with a profile, eligible or not. The band "
            "with the cut-off is in colour."
        ).format(day=words.day(above.as_of)),
        alt=_("{finding}. The cut-off, {cutoff}, is in the band {band}.").format(
            finding=title,
            cutoff=words.number(cutoff),
            band=band(above.band_low, above.band_high, words),
        ),
        table=named.iloc[::-1],
        columns={
            "band": _("Band: CRS points"),
            "candidates": _("Candidates: people with a profile in the band"),
            "share": _("Share: of the whole pool, 0 to 1"),
            "here": _("Includes the cut-off"),
        },
    )


def _above(view: View, above: CandidatesAbove) -> str:
    """Return how many stood at or above the cut-off: a number, or between which two it lies."""
    _, words = view.words.gettext, view.words
    said = {
        "low": words.number(above.low),
        "high": words.number(above.high),
        "total": words.number(above.total),
    }
    if above.exact:
        return _("{low} of {total} candidates were at or above the cut-off").format(**said)
    return _("{low} to {high} of {total} candidates were at or above the cut-off").format(**said)
