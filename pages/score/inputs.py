"""What a person says about themselves on My score, kept in the session, in a link only if asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from analysis.crs.points import SCORE_MAX, SCORE_MIN, CandidateError
from analysis.score.candidate import Candidate, parse_instant
from pages.score.link import KEYS, PNP, asked_for, offered, opened
from pages.ui.address import EARLIEST, LATEST
from pages.ui.markdown import plain
from pages.ui.pills import category_pills
from pages.ui.view import CATEGORY_BASED_SINCE, View


@dataclass(frozen=True)
class Inputs:
    """What a person said: as it is now, and as it may be then.

    A score that was not said is None. The codes are those of the categories, "pnp" among them if a
    nomination is held; `then_codes` also holds those of now.
    """

    score: int | None
    codes: tuple[str, ...]
    profile_at: pd.Timestamp | None
    since: date
    then_score: int | None
    then_codes: tuple[str, ...]

    def now(self) -> Candidate | None:
        """Return the person as they are, once there is a score and something to be eligible for."""
        if self.score is None or not self.codes:
            return None
        return Candidate(self.score, frozenset(self.codes), self.profile_at)

    def then(self) -> Candidate | None:
        """Return the person as they may be: the profile keeps its date when its score changes."""
        if self.then_score is None or not self.then_codes:
            return None
        return Candidate(self.then_score, frozenset(self.then_codes), self.profile_at)


def ask(view: View) -> Inputs:
    """Show the inputs and return what they say; what cannot be used is named and left out."""
    _ = view.words.gettext
    refused = opened(view)
    with st.container(border=True, key="inputs"):
        fields = st.container()
        linked = asked_for(view)
        bind = "query-params" if linked else None
        # A value that is refused is not to be read again by the widget that would hold it.
        keep = {
            key: {"key": key, "persist_state": "session", "bind": None if key in refused else bind}
            for key in KEYS
        }
        with fields:
            inputs = _fields(view, keep)
    return inputs


def _fields(view: View, keep: Mapping[str, Mapping[str, Any]]) -> Inputs:
    """Show every input and return what they say."""
    _ = view.words.gettext
    with st.grid(3, min_column_width=220):
        score = _score(_("Your CRS score"), keep["score"])
        with st.container(gap=None):
            profile_at = _profile(view, keep["profile"])
        since = st.date_input(
            _("Rounds since"),
            value=None,
            min_value=EARLIEST,
            max_value=LATEST,
            format="YYYY-MM-DD",
            help=_("If empty: 28 June 2023, when category-based rounds began."),
            **keep["since"],
        )
    st.markdown(f"**{_('I am eligible for')}**")
    codes = _categories(view, keep["eligible"])
    nominated = st.checkbox(_("I have a provincial nomination"), **keep["nomination"])
    codes = (PNP, *codes) if nominated else codes
    with st.expander(
        _("Compare with another score"), icon=":material/compare_arrows:", type="compact"
    ):
        st.caption(
            _(
                "For example, after a better language test or with a nomination. Compared over "
                "the same rounds."
            )
        )
        then_score = _score(_("New CRS score"), keep["then"])
        st.markdown(f"**{_('I would also be eligible for')}**")
        more = _categories(view, keep["then-eligible"])
        later = st.checkbox(_("I would have a provincial nomination"), **keep["then-nomination"])
    then = dict.fromkeys([*codes, *more, *([PNP] if later else [])])
    return Inputs(score, codes, profile_at, since or CATEGORY_BASED_SINCE, then_score, tuple(then))


def _score(label: str, keep: Mapping[str, Any]) -> int | None:
    return st.number_input(
        label,
        min_value=SCORE_MIN,
        max_value=SCORE_MAX,
        value=None,
        step=1,
        placeholder=f"{SCORE_MIN}–{SCORE_MAX}",
        **keep,
    )


def _profile(view: View, keep: Mapping[str, Any]) -> pd.Timestamp | None:
    """Ask when the profile was submitted; say what was understood, or why it was not."""
    _ = view.words.gettext
    text = st.text_input(
        _("Profile submitted (UTC), if you know it"),
        max_chars=60,
        placeholder="2026-07-03 21:35:13",
        autocomplete="off",
        help=_("Only matters when your score equals the cut-off. Then the tie-break decides."),
        **keep,
    )
    if not text or not text.strip():
        return None
    try:
        instant = parse_instant(text)
    except CandidateError as error:
        if error.problem == "out_of_range":
            told = _("“{value}” is not between 2015 and 2099, so it can’t be a profile date.")
        else:
            told = _("“{value}” is not a date and time like 2026-07-03 21:35:13.")
        st.error(plain(told.format(value=text[:60])))
        return None
    st.caption(plain(view.words.instant(instant)))
    return instant


def _categories(view: View, keep: Mapping[str, Any]) -> tuple[str, ...]:
    """Show categories as pills and return the selected codes; PNP has a checkbox instead."""
    options = [category for code, category in offered(view).items() if code != PNP]
    return category_pills(
        categories=options, words=view.words, prefix=f"{keep['key']}-pills", **keep
    )
