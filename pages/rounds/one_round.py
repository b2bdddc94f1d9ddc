"""One round in detail: its numbers, facts, official fields, corrections and pool."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analysis.crs.points import SCORE_MAX
from analysis.pool.reach import CandidatesAbove, candidates_above
from analysis.pool.snapshots import latest_snapshot
from analysis.rounds.coverage import neighbours
from analysis.rounds.facts import Fact, facts
from data.vocabulary.columns import ROUND_ID
from pages.about.ledger import sentence
from pages.language import columns
from pages.plot import colours, style
from pages.plot.component import SCROLL, mount
from pages.pool.bands import band, name
from pages.pool.density_figure import Mark, density
from pages.rounds.facts import sentences
from pages.ui.chart import Chart
from pages.ui.charts.choices import addressed
from pages.ui.charts.page_charts import PageCharts
from pages.ui.events import scale
from pages.ui.markdown import bullets, plain
from pages.ui.show import render_chart
from pages.ui.view import View, per_view

KEY = "one-round"
SCROLLS, IN_VIEW = "round-scrolls", "round-in-view"  # counts in the session
OFFICIAL = r"^https://www\.canada\.ca/"


def is_official(url: str) -> bool:
    """Return whether an address is on canada.ca, so that we may link to it.

    >>> is_official("https://www.canada.ca/en/x"), is_official("https://www.canada.ca.example/")
    (True, False)
    """
    return re.match(OFFICIAL, url) is not None


@dataclass(frozen=True)
class Choices:
    """What a reader chooses here: a round, by default the newest of those that match."""

    round_id: str = addressed(
        "round",
        "text",
        "IRCC’s number of a round; without it, the newest of those that match.",
        default="",
        pattern=ROUND_ID,
        example="274",
    )


def render(view: View, round_id: str, listed: pd.DataFrame) -> None:
    """Render all details of a round, and say so if it is not among those `listed` in the table."""
    row = view.history[view.history["round_id"] == round_id].iloc[0]
    round_facts = _facts(view, round_id)
    with st.container(border=True, key=KEY):
        _render_heading(view, row, listed)
        _render_numbers(view, row, round_facts)
        st.markdown(bullets(sentences(round_facts, view.words, view.short)))
        _render_links(view, row)
        _render_fields(view, row)
        _render_corrections(view, row)
        if _pool_chart(view, round_id) is None:
            st.caption(
                view.words.gettext("There are no pool figures that we can show for this round.")
            )
        render_chart(view, CHARTS, "pool-of-round", Choices(round_id), subsection=True)
        _render_scroll()


def bring_into_view() -> None:
    """Scroll to the round once it is rendered, for a click far away from it."""
    st.session_state[SCROLLS] = st.session_state.get(SCROLLS, 0) + 1


def _render_scroll() -> None:
    scrolls = st.session_state.get(SCROLLS, 0)
    if scrolls != st.session_state.get(IN_VIEW, 0):
        st.session_state[IN_VIEW] = scrolls
        data = {"key": KEY, "scrolls": scrolls}
        mount(data, key="round-scroll", width="content", height="content", component=SCROLL)


@per_view
def _facts(view: View, round_id: str) -> list[Fact]:
    return facts(view.history, round_id, view.scale_changes)


def _render_heading(view: View, row: pd.Series, listed: pd.DataFrame) -> None:
    _, words = view.words.gettext, view.words
    title = _("#{id} · {category}").format(id=row["round_id"], category=view.label(row["category"]))
    with st.container(gap="xxsmall"):
        st.header(plain(title), anchor=False)
        st.caption(plain(words.day(row["date"], "EEEE, d MMMM y")))
    if row["round_id"] not in set(view.draws["round_id"]):
        st.info(_("This round doesn’t match your filters."), icon=":material/filter_alt_off:")
    elif row["round_id"] not in set(listed["round_id"]):
        st.info(_("This round doesn’t match your search."), icon=":material/search_off:")


def _render_numbers(view: View, row: pd.Series, round_facts: Sequence[Fact]) -> None:
    changes = [fact.values for fact in round_facts if fact.kind == "change"]  # noqa: PD011 - no frame
    # Without points, the scale changed since the previous round.
    points, before = (changes[0]["points"], changes[0]["previous_id"]) if changes else (None, None)
    help_ = view.words.gettext("CRS score of the lowest-ranked candidate invited.")
    with st.container(horizontal=True, gap="large"):
        render_metrics(view, row, points, before, help_)


def render_metrics(
    view: View, row: Any, points: int | None, before: str | None, help_: str | None = None
) -> None:
    """Render a round's invitations and cut-off, with its change since the round `before`."""
    _, words = view.words.gettext, view.words
    first = pd.isna(points)
    st.metric(_("Invitations"), words.number(row.invitations), width="content")
    st.metric(
        _("Cut-off"),
        words.number(row.cutoff),
        None if first else words.signed(points),
        delta_color="off",
        delta_arrow="off",
        delta_description=None
        if first or before is None
        else _("since {id}").format(id=words.round_id(before)),
        width="content",
        help=help_,
    )


def _render_links(view: View, row: pd.Series) -> None:
    _ = view.words.gettext
    before, after = neighbours(view.history, row["round_id"])
    name = plain(view.short(row["category"]))
    with st.container(horizontal=True, gap="small"):
        _render_step(
            view, before, _("Previous {category} round").format(category=name), "arrow_back"
        )
        _render_step(view, after, _("Next {category} round").format(category=name), "arrow_forward")
        if is_official(row["url"]):
            st.link_button(
                _("Ministerial instructions"),
                view.words.official(row["url"]),
                icon=":material/open_in_new:",
                type="tertiary",
                help=_("The round’s page on canada.ca"),
            )


def _render_step(view: View, round_id: str | None, label: str, icon: str) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        key=icon,
        disabled=round_id is None,
        on_click=st.session_state.__setitem__,
        args=("round", round_id),
        type="tertiary",
        help=view.words.round_id(round_id) if round_id else None,
    )


def _render_fields(view: View, row: pd.Series) -> None:
    _, words = view.words.gettext, view.words
    version = row["version"]
    fields = {
        _("Official name"): row["name"],
        _("Version"): _("none") if pd.isna(version) else words.number(version),
        _("Category"): view.label(row["category"]),
        _("Kind"): words.kind(row["kind"]),
        _("Programs"): words.join(columns.program(code, words) for code in row["programs"]),
        _("Date and time"): words.instant(row["drawn_at"]),
        _("Tie-break"): words.instant(row["tie_break_at"]),
        _("Pool snapshot"): words.day(row["pool_as_of"]),
    }
    table = pd.DataFrame(
        {"value": [plain(value) for value in fields.values()]}, index=pd.Index(list(fields))
    )
    st.table(table, border="horizontal", hide_header=True)


def _render_corrections(view: View, row: pd.Series) -> None:
    _ = view.words.gettext
    ledger = view.record.ledger
    entries = ledger[ledger["round_id"] == row["round_id"]]
    st.subheader(_("Corrections and missing data"), anchor=False)
    if entries.empty:
        st.markdown(_("No corrections were needed, and nothing is missing."))
        return
    st.markdown(bullets(sentence(entry, view.words) for entry in entries.to_dict("records")))


@per_view
def _pool_chart(view: View, round_id: str) -> Chart | None:
    _, words = view.words.gettext, view.words
    row = view.history[view.history["round_id"] == round_id].iloc[0]
    day, cutoff = row["pool_as_of"], int(row["cutoff"])
    # No band holds a cut-off above the scale that we know.
    is_known = not pd.isna(day) and cutoff <= SCORE_MAX
    above = candidates_above(view.record.pool, cutoff, day) if is_known else None
    if above is None:
        return None
    snapshot = latest_snapshot(view.record.pool, day)
    labelled = snapshot.assign(
        band=[name(row, words) for row in style.rows(snapshot)],
        here=snapshot["band_low"] == above.band_low,
    )
    label = f"{style.escape(view.short(row['category']))} <b>{words.number(cutoff)}</b>"
    mark = Mark(cutoff, label, colours.hue(row["category"]))
    title = _share_above(view, above, row)
    return Chart(
        density(snapshot, cutoff, [mark], words),
        key=f"pool-of-round-{round_id}",
        measure=_("Candidates per CRS point"),
        counted=_counted(view, row),
        title=title,
        note=scale.with_note(
            view, _pool_note(view, snapshot, above), _first(snapshot), row["date"]
        ),
        alt=_("{finding}. The cut-off, {cutoff}, is in the band {band}.").format(
            finding=title,
            cutoff=words.number(cutoff),
            band=band(above.band_low, above.band_high, words),
        ),
        table=labelled.iloc[::-1],
        columns={
            **columns.meanings(words, "pool", "band", "candidates", "share"),
            "here": _("Includes the cut-off"),
        },
    )


def _counted(view: View, row: pd.Series) -> str:
    """Return who is counted, for a picture, which has no page that names the round."""
    _, words = view.words.gettext, view.words
    return _("The pool published with {id} ({category}) of {day}: everyone with a profile").format(
        id=words.round_id(row["round_id"]),
        category=view.short(row["category"]),
        day=words.day(row["date"]),
    )


def _chart(view: View, choices: Choices) -> Chart | None:
    ids = view.draws["round_id"]
    round_id = choices.round_id or (ids.iloc[-1] if len(ids) else "")
    return _pool_chart(view, round_id) if (view.history["round_id"] == round_id).any() else None


CHARTS = PageCharts("rounds", {"pool-of-round": _chart}, Choices, needs_rounds=False)


def _first(snapshot: pd.DataFrame) -> pd.Timestamp:
    """Return the first day that the chart of a snapshot shows: a year before, if there is one."""
    row = snapshot.iloc[0]
    first: pd.Timestamp = row["as_of"] if pd.isna(row["year_ago_as_of"]) else row["year_ago_as_of"]
    return first


def _pool_note(view: View, snapshot: pd.DataFrame, above: CandidatesAbove) -> str:
    _, words = view.words.gettext, view.words
    text = _(
        "The pool on {day}: everyone with a profile, eligible or not, as candidates per point. "
        "Blue: at or above the cut-off."
    ).format(day=words.day(above.as_of))
    if not above.exact:
        name_ = band(above.band_low, above.band_high, words)
        hatched = _("Hatched: in the band {band}, of which we can’t tell how many.")
        text = f"{text} {hatched.format(band=name_)}"
    ago = snapshot["year_ago_as_of"].iloc[0]
    if pd.isna(ago):
        return text
    return f"{text} {_('Steps: {day}.').format(day=words.day(ago))}"


def _share_above(view: View, above: CandidatesAbove, row: pd.Series) -> str:
    _, words = view.words.gettext, view.words
    text = _("{low} of {total} candidates were at or above {cutoff}, the {category} cut-off")
    if not above.exact:
        text = _(
            "{low} to {high} of {total} candidates were at or above {cutoff}, the {category} "
            "cut-off"
        )
    return text.format(
        low=words.number(above.low),
        high=words.number(above.high),
        total=words.number(above.total),
        cutoff=words.number(row["cutoff"]),
        category=view.short(row["category"]),
    )
