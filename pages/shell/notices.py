"""The notices above a page: the data is old or not understood, or a part of the address ignored."""

from __future__ import annotations

from collections.abc import Sequence

from pages.about import status
from pages.ui.header import render_notice
from pages.ui.markdown import bullets, plain
from pages.ui.view import View


def render_age(view: View, state: status.State) -> None:
    """Say how old the data is and what follows, unless it is current."""
    _, words = view.words.gettext, view.words
    if view.age == "current":
        return
    facts = {
        "age": words.days(view.days_old),
        "day": words.day(view.as_of),
        "last": words.day(view.history["date"].iloc[-1]),
    }
    summary = _("Data to {day}, {age} ago")
    if view.age == "ageing":
        text = _("Newer rounds may be missing. Days since a round are counted to {day}, not today.")
    else:
        text = _(
            "Newer rounds than that of {last} may be missing. The data is too old to count days to "
            "today or to say what is next, so you see dates instead."
        )
    sentences = [text.format(**facts), *state.problems(words)]
    below = render_notice(
        summary.format(**facts),
        plain(" ".join(sentences)),
        key="age",
        icon=":material/update:",
    )
    with below:
        state.offer_check(words, key="notice")


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
        summary = view.words.gettext("Something new in IRCC’s list is not understood yet")
        render_notice(summary, bullets(sentences), key="unclear", icon=":material/help:")
