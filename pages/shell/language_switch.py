"""The language of the pages, from the URL or else the browser, and buttons to change it."""

from __future__ import annotations

import streamlit as st

from data.vocabulary.languages import LANGUAGES, PARAMETER, SOURCE
from pages.language import Words
from pages.plot.component import LANGUAGE, mount
from pages.ui.pills import hidden_widget

OFFER = "language-offer"  # the key of the button
SWITCHED = "language-switched"  # in the session, once a visitor chose a language


def preferred(locale: str | None) -> str:
    """Return our language for a browser's locale, English if there is none.

    >>> preferred("fr-CA"), preferred("pt"), preferred(None)
    ('fr', 'en', 'en')
    """
    language = (locale or "").replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else SOURCE


def select_language() -> Words:
    """Return the words of the page's language."""
    if PARAMETER not in st.session_state and PARAMETER not in st.query_params:
        first = preferred(st.context.locale)
        if first != SOURCE:
            # In the URL from the start, so that links made from it keep the language; and in the
            # widget, which otherwise removes it from the URL when another widget changes.
            st.query_params[PARAMETER] = st.session_state[PARAMETER] = first
    language = hidden_widget(
        st.selectbox, PARAMETER, list(LANGUAGES), index=None, bind="query-params"
    )
    return Words(language or preferred(st.context.locale))


def render_site(words: Words) -> None:
    """Show the name of the site and a button for every other language; mark the document's."""
    st.markdown(f"**{words.gettext('Express Entry rounds')}**")
    others = {f"language-{code}": code for code in LANGUAGES if code != words.language}
    with st.container(horizontal=True):
        for key, code in others.items():
            _render_button(LANGUAGES[code].name, code, key)
    buttons = others | {OFFER: _offered(words)}
    data = {"document": str(words.locale).replace("_", "-"), "buttons": buttons}
    mount(data, key="document", width="content", height="content", component=LANGUAGE)


def render_offer(words: Words) -> None:
    """Offer the language of a browser that would otherwise have an English page translated."""
    code = _offered(words)
    if code != words.language:
        # Each language names itself here.
        _render_button(Words(code).gettext("View this page in English"), code, OFFER)


def _offered(words: Words) -> str:
    """Return the language to offer: the browser's, or the page's if there is nothing to offer."""
    if words.language != SOURCE or st.session_state.get(SWITCHED):
        return words.language
    return preferred(st.context.locale)


def _render_button(label: str, code: str, key: str) -> None:
    st.button(
        label,
        key=key,
        icon=":material/translate:",
        type="tertiary",
        on_click=_switch,
        args=(code,),
    )


def _switch(code: str) -> None:
    st.session_state[PARAMETER], st.session_state[SWITCHED] = code, True
