"""The notices above a page: the data is old or not understood, or a part of the address ignored."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.about import status
from pages.ui.header import render_notice
from pages.ui.markdown import bullets, plain
from pages.ui.view import View


def render_age(view: View, state: status.State) -> None:
    """Say how old the data is, why that is and what follows; nothing if all is well."""
    words, summary = view.words, age(view, state)
    if not summary:
        if answer := state.answer(words):  # to the visitor who had IRCC asked
            with st.container(key="notice-answer"):
                st.caption(f":material/update: {plain(answer)}")
        return
    sentences = [_meaning(view), *state.problems(words)]
    if view.age != "current" and state.due is None and not state.snapshot.notices:
        sentences.append(words.gettext("This server doesn’t ask IRCC for newer rounds."))
    below = render_notice(
        summary, plain(" ".join(filter(None, sentences))), key="age", icon=":material/update:"
    )
    with below:
        state.offer_check(words, key="notice")


def age(view: View, state: status.State) -> str:
    """Return in one line how old the data is unless it is current, and why a check failed."""
    words, trouble = view.words, state.trouble(view.words)
    if view.age == "current":
        return trouble
    text = words.gettext("Data to {day}, {age} ago").format(
        day=words.day(view.as_of), age=words.days(view.days_old)
    )
    return f"{text}. {trouble}" if trouble else text


def _meaning(view: View) -> str:
    """Say what follows from the age of the data; nothing if it is current."""
    _, words = view.words.gettext, view.words
    if view.age == "current":
        return ""
    if view.age == "ageing":
        text = _("Newer rounds may be missing. Days since a round are counted to {day}, not today.")
    else:
        text = _(
            "Newer rounds than that of {last} may be missing. The data is too old to count days to "
            "today or to say what is next, so you see dates instead."
        )
    last = view.history["date"].iloc[-1]
    return text.format(day=words.day(view.as_of), last=words.day(last))


def render_ignored(view: View, sentences: Sequence[str]) -> None:
    """Say which parts of the address were changed or ignored, and why."""
    if sentences:
        n = len(sentences)
        text = view.words.ngettext(
            "{n} setting was changed or ignored", "{n} settings were changed or ignored", n
        )
        summary = text.format(n=view.words.number(n))
        render_notice(summary, bullets(sentences), key="ignored", icon=":material/link_off:")


def render_not_understood(view: View, state: status.State) -> None:
    """Say that IRCC's list has something new that is not understood yet."""
    sentences = state.not_understood(view.words)
    if sentences:
        summary = _not_understood(view, state)
        render_notice(summary, bullets(sentences), key="unclear", icon=":material/help:")


def _not_understood(view: View, state: status.State) -> str:
    """Return in a line which rounds are missing or, if none is, that something is new."""
    _, missing = view.words.gettext, state.left_out(view.words)
    return " ".join(missing) or _("Something new in IRCC’s list is not understood yet")


def brief(view: View, state: status.State) -> list[str]:
    """Return the notices on the data in few words, each a line: for a chart on another site."""
    words, line = view.words, age(view, state)
    if view.age != "current":
        line = f"{line}. {words.gettext('Newer rounds may be missing.')}"
    elif line:
        line = f"{line}."
    new = _not_understood(view, state) if state.not_understood(words) else ""
    return [text for text in (line, new and f"{new.removesuffix('.')}.") if text]
