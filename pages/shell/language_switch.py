"""The language of the pages: of the URL, else of the browser, with a switch to the other one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from data.vocabulary.languages import PARAMETER
from pages.language import Words
from pages.language.catalogue import LOCALES, SOURCE
from pages.plot.component import LANGUAGE, mount
from pages.ui.pills import hidden_widget

SWITCH = "language"
NAMES = {"en": "English", "fr": "Français"}  # each as its readers call it
LONGEST = 20  # letters of a language that is none


def preferred(locale: str | None) -> str:
    """Return the language of ours that a browser with a locale is shown at first.

    >>> preferred("fr-CA"), preferred("pt"), preferred(None)
    ('fr', 'en', 'en')
    """
    language = (locale or "").replace("_", "-").partition("-")[0].lower()
    return language if language in LOCALES else SOURCE


def select_language() -> tuple[Words, list[str]]:
    """Return the words of the URL's language, or else of the browser's, and what was put aside."""
    values = st.query_params.get_all(PARAMETER)
    if PARAMETER not in st.session_state and PARAMETER not in st.query_params:
        first = preferred(st.context.locale)
        if first != SOURCE:
            # In the URL from the start: all that is made of it keeps the language. And in the
            # widget, or it would take its parameter out of the URL when another one changes.
            st.query_params[PARAMETER] = st.session_state[PARAMETER] = first
    language = hidden_widget(
        st.selectbox, PARAMETER, list(LOCALES), index=None, bind="query-params"
    )
    words = Words(language or preferred(st.context.locale))
    return words, _unknown(values, words)


def _unknown(values: Sequence[str], words: Words) -> list[str]:
    """Return a sentence for each value of the URL that is no language of ours."""
    text = words.gettext("The language “{value}” is not available. It was ignored.")
    return [text.format(value=value[:LONGEST]) for value in values if value not in LOCALES]


def render_switch(words: Words) -> None:
    """Show the way to the other language, by its own name, and mark the document with this one."""
    other = next(language for language in LOCALES if language != words.language)
    st.button(
        NAMES[other],
        key=SWITCH,
        icon=":material/translate:",
        type="tertiary",
        on_click=_use,
        args=(other,),
    )
    mark(words)


def mark(words: Words) -> None:
    """Tell the browser the language of the document, and that of the name on the switch."""
    other = next(language for language in LOCALES if language != words.language)
    data = {"language": str(words.locale).replace("_", "-"), "other": other, "of": SWITCH}
    mount(data, key="document", width="content", height="content", component=LANGUAGE)


def _use(language: str) -> None:
    st.session_state[PARAMETER] = language
