"""The top of a page: notices, name, question, which rounds are shown, and links to sections."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.vocabulary.days import age
from pages.language import Words
from pages.plot.component import FOLD, mount
from pages.ui.charts.period import render_ways_back
from pages.ui.markdown import plain
from pages.ui.view import View

CONTENTS_STYLE = """<style>
.ee-contents { display: flex; flex-wrap: wrap; gap: 0 1.25rem }
.ee-contents * { font-size: .875rem; line-height: 2rem }
.ee-contents a { display: inline-block; min-height: 24px; color: var(--st-link-color) }
.ee-section { scroll-margin-top: 4rem } /* below the menu */
@media (max-width: 768px) { /* one line, so that the first chart stays on a phone's first screen */
  .ee-contents { flex-wrap: nowrap; overflow-x: auto; white-space: nowrap; padding: 3px }
  .ee-section { scroll-margin-top: 1rem }
}
@media print { .ee-contents { display: none } }
</style>"""


def render_header(
    view: View,
    name: str,
    question: str,
    subtitle: str | None = None,
    *,
    has_numbers: bool = False,
) -> None:
    """Show a page's name, the question that it answers, and which rounds are shown.

    `subtitle` replaces the last; an empty one shows nothing. On a page that `has_numbers` of
    rounds, it says why the last number is not how many there are.
    """
    with st.container(gap="xsmall"):
        # For screenshots, which show neither the menu nor the browser's title.
        st.caption(f"{view.words.gettext('Express Entry rounds')} · {name}")
        st.title(plain(question), anchor=False)
        if subtitle is None:
            rounds = numbered_rounds(view) if has_numbers else None
            st.caption(f":material/filter_alt: {plain(scope(view, rounds))}")
            render_ways_back(view)
        elif subtitle:
            st.caption(plain(subtitle))


def render_notice(summary: str, text: str, *, key: str, icon: str) -> DeltaGenerator:
    """Show a notice of one line, which opens to the whole text, in Markdown; return what opens."""
    with st.container(key=f"notice-{key}"):
        below = st.expander(plain(summary), icon=icon, type="compact")
    below.markdown(text)
    return below


def completeness(words: Words, complete: date, today: date) -> str:
    """Return through which day the data is complete and, unless that is current, how old it is."""
    _, days = words.gettext, (today - complete).days
    text = _("Data complete through {day}.")
    if age(days) != "current":
        text = _("Data complete through {day}, {age} before {today}: newer rounds may be missing.")
    return text.format(day=words.day(complete), age=words.days(days), today=words.day(today))


def scope(view: View, rounds: str | None = None) -> str:
    """Return in words which rounds are shown, and how many or the given `rounds`."""
    words = view.words
    names = words.join(view.short(code) for code in view.filter.categories)
    return words.gettext("{categories}, {period}: {rounds}").format(
        categories=names or words.gettext("All categories"),
        period=words.period(view.start, view.end),
        rounds=rounds or words.rounds(len(view.draws)),
    )


def numbered_rounds(view: View) -> str:
    """Return how many rounds are shown, and how they are numbered if that is another number."""
    words, ids = view.words, view.draws["round_id"]
    rounds = words.rounds(len(ids))
    with_letters = [round_id for round_id in ids if not round_id.isdecimal()]
    if view.filter.categories or view.filter.start or not with_letters:
        return rounds
    return words.gettext("{rounds} ({first} to {last}, with {others})").format(
        rounds=rounds,
        first=words.round_id(ids.iloc[0]),
        last=words.round_id(ids.iloc[-1]),
        others=words.ids(with_letters),
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


def render_contents(words: Words, sections: Mapping[str, str]) -> None:
    """Show links to sections, by the names that `section` gives them, in a page's order.

    They are plain anchors; `assets/contents.js` moves the focus as well.
    """
    st.html(CONTENTS_STYLE + navigation(sections, words))


def navigation(sections: Mapping[str, str], words: Words) -> str:
    """Return the links as HTML."""
    links = [
        f'<a href="#{html.escape(name)}">{html.escape(text)}</a>' for name, text in sections.items()
    ]
    label, start = words.gettext("On this page"), words.gettext("On this page:")
    nav = f'<nav class="ee-contents" aria-label="{html.escape(label)}">'
    return f"{nav}<span>{html.escape(start)}</span>{''.join(links)}</nav>"


@contextmanager
def section(name: str) -> Iterator[None]:
    """Put what is shown in the block into a section that a link can lead to."""
    with st.container(gap=None, key=f"section-{name}"):
        st.html(f'<div class="ee-section" id="{html.escape(name)}"></div>')
        with st.container():
            yield


@contextmanager
def folded(name: str, title: str) -> Iterator[None]:
    """Fold what is shown in the block below its title, for the few who want it.

    A search in the page and a link to `name` open it, and paper shows it.
    """
    with st.container(gap="xsmall", key=f"fold-{name}"):
        data = {"name": name, "title": title, "level": 3}
        mount(data, key=f"unfold-{name}", width="stretch", height="content", component=FOLD)
        with st.container(key=f"within-{name}"):
            yield
