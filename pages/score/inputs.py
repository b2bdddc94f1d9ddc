"""The inputs of My score, kept in the session, and in the address only on request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from analysis.crs.points import SCORE_MAX, SCORE_MIN, CandidateError
from analysis.score.candidate import Candidate, parse_instant
from pages.score.link import KEYS, PNP, link_checkbox, read_link, selectable_categories
from pages.ui.fields import date_input, score_input
from pages.ui.markdown import plain
from pages.ui.pills import category_pills
from pages.ui.view import CATEGORY_BASED_SINCE, View


@dataclass(frozen=True)
class Inputs:
    """What a person entered about themselves, and about an alternative to compare with.

    `score` and `alternative_score` are None if left empty. The codes are those of the categories
    they are eligible for, "pnp" with a nomination; `alternative_codes` includes `codes`.
    """

    score: int | None
    codes: tuple[str, ...]
    profile_at: pd.Timestamp | None
    since: date
    alternative_score: int | None
    alternative_codes: tuple[str, ...]

    def candidate(self) -> Candidate | None:
        """Return the person as they are, or None without a score or a category."""
        if self.score is None or not self.codes:
            return None
        return Candidate(self.score, frozenset(self.codes), self.profile_at)

    def alternative(self) -> Candidate | None:
        """Return the alternative: a profile keeps its date when its score changes."""
        if self.alternative_score is None or not self.alternative_codes:
            return None
        return Candidate(self.alternative_score, frozenset(self.alternative_codes), self.profile_at)


def render_inputs(view: View) -> Inputs:
    """Show the inputs and return what was entered, without invalid values of a link."""
    rejected = read_link(view)
    with st.container(border=True, key="inputs"):
        fields = st.container()
        bind = "query-params" if link_checkbox(view) else None
        # Don't bind a rejected value of the address, or the widget would read it again.
        options = {
            key: {"key": key, "persist_state": "session", "bind": None if key in rejected else bind}
            for key in KEYS
        }
        with fields:
            return _render_fields(view, options)


def _render_fields(view: View, options: Mapping[str, Mapping[str, Any]]) -> Inputs:
    _ = view.words.gettext
    with st.grid(3, min_column_width=220):
        score = _score_input(_("Your CRS score"), options["score"])
        with st.container(gap=None):
            profile_at = _profile_input(view, options["profile"])
        since = date_input(
            _("Rounds since"),
            help=_("If empty: 28 June 2023, when category-based rounds began."),
            **options["since"],
        )
    st.markdown(f"**{_('I am eligible for')}**")
    codes = _category_pills(view, options["eligible"])
    if st.checkbox(_("I have a provincial nomination"), **options["nomination"]):
        codes = (PNP, *codes)
    with st.expander(
        _("Compare with another score"), icon=":material/compare_arrows:", type="compact"
    ):
        st.caption(
            _(
                "For example, after a better language test or with a nomination. Compared over "
                "the same rounds."
            )
        )
        alternative_score = _score_input(_("New CRS score"), options["then"])
        st.markdown(f"**{_('I would also be eligible for')}**")
        added = _category_pills(view, options["then-eligible"])
        if st.checkbox(_("I would have a provincial nomination"), **options["then-nomination"]):
            added = (*added, PNP)
    return Inputs(
        score,
        codes,
        profile_at,
        since or CATEGORY_BASED_SINCE,
        alternative_score,
        tuple(dict.fromkeys([*codes, *added])),
    )


def _score_input(label: str, options: Mapping[str, Any]) -> int | None:
    return score_input(label, placeholder=f"{SCORE_MIN}–{SCORE_MAX}", **options)


def _profile_input(view: View, options: Mapping[str, Any]) -> pd.Timestamp | None:
    """Ask when the profile was submitted; show the instant as it was read, or an error."""
    _ = view.words.gettext
    text = st.text_input(
        _("Profile submitted (UTC), if you know it"),
        max_chars=60,
        placeholder="2026-07-03 21:35:13",
        autocomplete="off",
        help=_("Only matters when your score equals the cut-off. Then the tie-break decides."),
        **options,
    )
    if not text or not text.strip():
        return None
    try:
        instant = parse_instant(text)
    except CandidateError as error:
        if error.problem == "out_of_range":
            message = _("“{value}” is not between 2015 and 2099, so it can’t be a profile date.")
        else:
            message = _("“{value}” is not a date and time like 2026-07-03 21:35:13.")
        st.error(plain(message.format(value=text[:60])))
        return None
    st.caption(plain(view.words.instant(instant)))
    return instant


def _category_pills(view: View, options: Mapping[str, Any]) -> tuple[str, ...]:
    """Show the categories as pills, except PNP, which has a checkbox."""
    categories = [*selectable_categories(view).values()]
    return category_pills(
        categories=[category for category in categories if category.code != PNP],
        words=view.words,
        prefix=f"{options['key']}-pills",
        **options,
    )
