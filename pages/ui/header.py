"""The top of a page: its name, its question, and which rounds are shown."""

from __future__ import annotations

import streamlit as st

from pages.ui.markdown import plain
from pages.ui.view import View


def render_header(view: View, name: str, question: str, subtitle: str | None = None) -> None:
    """Show a page's name, the question that it answers, and which rounds it answers it for.

    `subtitle` says the latter in other words, none at all if it is empty.
    """
    with st.container(gap="xsmall"):
        # Also for a screenshot, which has neither menu nor title.
        st.caption(f"{view.words.gettext('Express Entry rounds')} · {name}")
        st.title(plain(question), anchor=False)
        if subtitle is None:
            st.caption(f":material/filter_alt: {plain(scope(view))}")
        elif subtitle:
            st.caption(plain(subtitle))


def scope(view: View) -> str:
    """Return in words which rounds are shown."""
    words, chosen = view.words, view.filter
    names = words.join(view.short(code) for code in chosen.categories)
    return words.gettext("{categories}, {period}: {rounds}").format(
        categories=names or words.gettext("All categories"),
        period=words.period(view.start, view.end),
        rounds=words.rounds(len(view.draws)),
    )


def warn_if_empty(view: View) -> bool:
    """Say so and how to widen the filter, if nothing is chosen; return whether that is the case."""
    if len(view.draws):
        return False
    st.info(
        view.words.gettext(
            "No rounds match these filters. Choose “All categories” or “Everything "
            "since 2015” in the filters to see more."
        ),
        icon=":material/search_off:",
    )
    return True
