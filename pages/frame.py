"""What the server runs for every visitor: menu, filters and footer around the chosen page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from data.vocabulary.filter import categories
from pages import served
from pages.about import status
from pages.language import Words
from pages.menu import entries
from pages.outlook import page as outlook
from pages.shell import embed, filters, language_switch, news, paper, screen
from pages.shell.footer import footer, stale
from pages.ui import data_links
from pages.ui.markdown import plain
from pages.ui.view import View, as_of

ICON = str(Path(__file__).parent / "icon.png")


def run() -> None:
    """Show the menu, the filters, the chosen page and the footer."""
    alone, now, service = embed.asked(), datetime.now(UTC), served.service()
    aside = embed.beside() if alone else st.sidebar
    with aside:
        words, notices = language_switch.chosen()
    held = service.current.snapshot()
    known, today = held.record, now.date()
    state = status.State(held, service.checks.all(), service.next_check(now), now)
    _, views = words.gettext, list[View]()
    pages = _pages(words, state, views)
    current = st.navigation(pages, position="hidden" if alone else "top")
    # The pages have no icons: a browser would fetch the current one's from a foreign host.
    title = _("{page} · Express Entry rounds").format(page=current.title)
    st.set_page_config(page_title=title, page_icon=ICON, layout="wide")
    screen.style()
    with aside:
        st.markdown(f"**{_('Express Entry rounds')}**")
        language_switch.switch(words)
        chosen, put_aside = filters.chosen(categories(known.draws), words, as_of(known, today))
        filters.kept_in_address(current.url_path)
    address = data_links.server(st.context.url, current.url_path, service.public_url)
    drawn = chosen.apply(known.draws)
    view = View(known, chosen, drawn, words, today, stamp=held.stamp, address=address)
    view = replace(view, path=current.url_path, charts={} if alone else None)
    views.append(view)
    if alone:
        with aside:
            current.run()
        embed.show(view, notices + put_aside)
        return
    paper.style()
    news.watch(view)
    for notice in notices + put_aside:
        st.warning(plain(notice), icon=":material/link_off:")
    if current.url_path not in (status.PATH, outlook.PATH):  # they say so themselves
        stale(view)
    current.run()
    footer(view, state)


def _pages(words: Words, state: status.State, views: list[View]) -> list[StreamlitPage]:
    """Return the pages of the menu, and that of the record's state, to which the footer leads."""
    menu = entries(words)
    pages = [
        st.Page(
            _shown(entry.page, views),
            title=entry.title,
            url_path=entry.path,
            help=entry.help,
            default=entry is menu[0],
        )
        for entry in menu
    ]
    about_now, title = _shown(partial(status.page, state=state), views), words.gettext("Status")
    return [*pages, st.Page(about_now, title=title, url_path=status.PATH, visibility="hidden")]


def _shown(page: Callable[[View], None], views: list[View]) -> Callable[[], None]:
    """Return the page as the menu calls it: without arguments, once there is a view."""
    return lambda: page(views[0])


if __name__ == "__main__":  # as Streamlit runs it; the server imports it to be warm
    run()
