"""The inputs of My score, kept in the session, and in the address only on request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.crs.points import SCORE_MAX, SCORE_MIN, CandidateError
from analysis.score.candidate import Candidate, parse_profile
from pages.score import fold
from pages.score.answers import Answers
from pages.score.link import KEYS, PNP, link_checkbox, read_link, selectable_categories
from pages.score.text import eligibility_names, profile_date
from pages.ui.fields import date_input, score_input
from pages.ui.markdown import plain
from pages.ui.pills import choice_of_several
from pages.ui.view import CATEGORY_BASED_SINCE, View

FIELDS = "person"  # the key of the container with what a person enters
EXAMPLE = date(2026, 5, 3)


@dataclass(frozen=True)
class Inputs:
    """What a person entered about themselves, and about an alternative to compare with.

    `score` and `alternative_score` are None if left empty. The codes are those of the categories
    they are eligible for, "pnp" with a nomination; `alternative_codes` includes `codes`. The
    profile's times are those of `Candidate`. Rounds count from `since`, which is the day of the
    profile if `is_since_profile`.
    """

    score: int | None
    codes: tuple[str, ...]
    profile_at: pd.Timestamp | None
    profile_until: pd.Timestamp | None
    since: date
    is_since_profile: bool
    alternative_score: int | None
    alternative_codes: tuple[str, ...]
    answers: Answers

    def candidate(self) -> Candidate | None:
        """Return the person as they are, or None without a score or a category."""
        if self.score is None or not self.codes:
            return None
        return Candidate(self.score, frozenset(self.codes), self.profile_at, self.profile_until)

    def alternative(self) -> Candidate | None:
        """Return the alternative: a profile keeps its date when its score changes."""
        if self.alternative_score is None or not self.alternative_codes:
            return None
        codes = frozenset(self.alternative_codes)
        return Candidate(self.alternative_score, codes, self.profile_at, self.profile_until)


def inputs_of(answers: Answers) -> Inputs:
    """Return what was entered, from the fields of the page or the parameters of an address.

    Raises:
        CandidateError: if the time of the profile can't be read.
    """
    profile = parse_profile(answers.profile) if answers.profile.strip() else (None, None)
    codes = (*[PNP] * answers.nomination, *answers.categories)
    added = (*answers.then_eligible, *[PNP] * answers.then_nomination)
    start, until = profile
    return Inputs(
        answers.score,
        codes,
        start,
        until,
        answers.since or (CATEGORY_BASED_SINCE if start is None else start.date()),
        answers.since is None and start is not None,
        answers.then,
        tuple(dict.fromkeys([*codes, *added])),
        answers,
    )


@dataclass(frozen=True)
class Places:
    """Where the inputs go: what the answer needs above it, and what changes it below."""

    above: DeltaGenerator
    below: DeltaGenerator


def render_inputs(view: View, places: Places) -> Inputs:
    """Show the inputs and return what was entered."""
    read_link(view)
    with places.below:
        options_below = st.container(horizontal=True, vertical_alignment="bottom")
        bind = "query-params" if link_checkbox(view) else None
    options = {key: {"key": key, "persist_state": "session", "bind": bind} for key in KEYS}
    with places.above:
        person = _render_person(view, options)
    with options_below:
        since = date_input(
            view.words.gettext("Rounds since"),
            help=view.words.gettext(
                "If empty: since your profile date, or without one since 28 June 2023, when "
                "category-based rounds began."
            ),
            width=220,
            **options["since"],
        )
        alternative = _render_alternative(view, options)
    # Who has chosen no category is eligible for none, also by the address of a chart.
    is_all = not person["eligible"]
    return inputs_of(Answers(**person, **alternative, since=since, link=is_all))


def _render_person(view: View, options: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Ask for score, profile date and eligibility, or show them in one line once they are set."""
    _ = view.words.gettext
    with st.container(border=True, key="inputs", gap="xsmall"):
        with st.container(key=FIELDS, gap="xsmall"):
            with st.grid(2, min_column_width=130):
                score = _score_input(_("Your CRS score"), options["score"])
                with st.container(gap=None):
                    profile = _profile_input(view, options["profile"])
            codes = _category_choice(view, _("I am eligible for"), options["eligible"])
            nomination = st.checkbox(_("I have a provincial nomination"), **options["nomination"])
        all_codes = (*[PNP] * nomination, *codes)
        is_readable = profile is not None or not (st.session_state["profile"] or "").strip()
        if score is not None and all_codes and is_readable:
            line = summary(view, score, all_codes, profile)
            fold.render(FIELDS, _("Change answers"), _("Done"), line)
        else:
            fold.unfold()
    text = st.session_state["profile"] if profile else ""
    return {"score": score, "eligible": codes, "nomination": nomination, "profile": text}


def summary(
    view: View,
    score: int,
    codes: Sequence[str],
    profile: tuple[pd.Timestamp, pd.Timestamp] | None,
) -> str:
    """Return what was entered in one line: "519 · CEC, French · profile submitted 3 May 2026"."""
    words, categories = view.words, selectable_categories(view)
    parts = [words.number(score), ", ".join(words.short(categories[code]) for code in codes)]
    if profile:
        text = words.gettext("profile submitted {day}")
        parts.append(text.format(day=profile_date(*profile, words)))
    return " · ".join(parts)


def _render_alternative(view: View, options: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Ask for another score to compare with, and for what else one would be eligible."""
    _ = view.words.gettext
    with st.expander(
        _("Compare with another score"), icon=":material/compare_arrows:", type="compact"
    ):
        st.caption(
            _(
                "For example, after a better language test or with a nomination. Compared over "
                "the same rounds."
            )
        )
        score = _score_input(_("New CRS score"), options["then"])
        label = _("I would also be eligible for")
        codes = _category_choice(view, label, options["then-eligible"])
        label = _("I would have a provincial nomination")
        nomination = st.checkbox(label, **options["then-nomination"])
    return {"then": score, "then_eligible": codes, "then_nomination": nomination}


def _score_input(label: str, options: Mapping[str, Any]) -> int | None:
    return score_input(label, placeholder=f"{SCORE_MIN}–{SCORE_MAX}", **options)


def _profile_input(
    view: View, options: Mapping[str, Any]
) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """Ask when the profile was submitted; return its first and last instant, or show an error."""
    words, _ = view.words, view.words.gettext
    text = st.text_input(
        _("Profile submitted"),
        max_chars=60,
        placeholder=words.day(EXAMPLE),
        autocomplete="off",
        help=_(
            "The date is enough. We then count the rounds since that day. With the time in UTC "
            "(2026-07-03 21:35:13) we can also tell ties on that day."
        ),
        **options,
    )
    if not text or not text.strip():
        return None
    try:
        return parse_profile(text)
    except CandidateError as error:
        if error.problem == "out_of_range":
            message = _("“{value}” is not between 2015 and 2099, so it can’t be a profile date.")
        else:
            message = _("“{value}” is not a date like {day} or 2026-05-03.")
        st.error(plain(message.format(value=text[:60], day=words.day(EXAMPLE))))
        return None


def _category_choice(view: View, label: str, options: Mapping[str, Any]) -> tuple[str, ...]:
    """Let the reader choose categories, except PNP, which has a checkbox."""
    categories = [c for c in selectable_categories(view).values() if c.code != PNP]
    return choice_of_several(label, eligibility_names(categories, view.words), **options)
