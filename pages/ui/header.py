"""The top of a page: notices, its name, its question, and which rounds are shown."""

from __future__ import annotations

import streamlit as st

from pages.ui.markdown import plain
from pages.ui.view import View


def render_header(view: View, name: str, question: str, subtitle: str | None = None) -> None:
    """Show a page's name, the question that it answers, and which rounds are shown.

    `subtitle` replaces the last; an empty one shows nothing.
    """
    with st.container(gap="xsmall"):
        # For screenshots, which show neither the menu nor the browser's title.
        st.caption(f"{view.words.gettext('Express Entry rounds')} · {name}")
        st.title(plain(question), anchor=False)
        if subtitle is None:
            st.caption(f":material/filter_alt: {plain(scope(view))}")
        elif subtitle:
            st.caption(plain(subtitle))


def render_notice(summary: str, text: str, *, key: str, icon: str) -> None:
    """Show a notice of one line, which opens to the whole text, in Markdown."""
    with st.container(key=f"notice-{key}"), st.expander(plain(summary), icon=icon, type="compact"):
        st.markdown(text)


def scope(view: View) -> str:
    """Return in words which rounds are shown."""
    words = view.words
    names = words.join(view.short(code) for code in view.filter.categories)
    return words.gettext("{categories}, {period}: {rounds}").format(
        categories=names or words.gettext("All categories"),
        period=words.period(view.start, view.end),
        rounds=words.rounds(len(view.draws)),
    )


def warn_if_empty(view: View) -> bool:
    """If no round matches, say so and how to widen the filter; return whether that is so."""
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
