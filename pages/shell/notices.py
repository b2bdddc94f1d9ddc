"""The notices above a page: the data is old or not understood, or a part of the address ignored."""

from __future__ import annotations

from collections.abc import Sequence

from pages.about import status
from pages.ui.header import render_notice
from pages.ui.markdown import bullets, plain
from pages.ui.view import View

STALE_DAYS = 7


def render_stale_notice(view: View) -> None:
    """Warn if the data is so old that rounds may be missing."""
    if view.days_old > STALE_DAYS:
        _, words = view.words.gettext, view.words
        facts = {"age": words.days(view.days_old), "day": words.day(view.as_of)}
        summary = _("Data up to {day}, {age} old").format(**facts)
        text = _(
            "This data was last compared with IRCC’s list {age} ago, on {day}. Any newer "
            "rounds are missing."
        )
        render_notice(summary, plain(text.format(**facts)), key="age", icon=":material/update:")


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
