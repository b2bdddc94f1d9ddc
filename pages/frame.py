"""The script that Streamlit runs: menu, filters and footer around the current page."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from data.upkeep.service import Snapshot
from data.vocabulary import places
from data.vocabulary.categories import Category
from data.vocabulary.days import ottawa_day
from data.vocabulary.filter import categories
from pages import served
from pages.about import status
from pages.language import Words
from pages.menu import entries
from pages.shell import bar, embed, filters, language_switch, news, paper, screen, switch
from pages.shell.footer import render_footer
from pages.shell.notices import render_age, render_ignored, render_not_understood
from pages.ui import address, data_links
from pages.ui.view import View, as_of

ICON = str(Path(__file__).parent / "icon.png")


def run() -> None:
    """Show the menu, the filters, the current page and the footer, watched by the server."""
    service = served.service()
    with service.watch(st.context.headers.get("X-Request-ID", "")) as run:
        _show(service, run)


def _show(service: served.Service, run: served.Run) -> None:
    address.refuse()
    embedded, now = embed.is_embedded(), served.now()
    controls = embed.control_slot() if embedded else st.sidebar
    with controls:
        words = language_switch.select_language()
    snapshot = service.current.snapshot()
    record, today = snapshot.record, ottawa_day(now)
    state = status.State(snapshot, service.checks.all(), service.next_check(now), now)
    views = list[View]()
    pages = _pages(words, state, views)
    page = _navigate(pages, words, embedded)
    run.page = f"/{page.url_path}"
    switch.follow(pages)
    screen.apply_style()
    with controls:
        with st.container(key="site"):
            language_switch.render_site(words)
        options, on = _categories(snapshot), as_of(record, today)
        filters.adopt_categories(page.url_path, options)
        selection, notices = filters.render_filters(options, words, on, today, page.url_path)
        filters.restore_in_address(page.url_path)
    view = View(
        record,
        selection,
        selection.apply(record.draws),
        words,
        today,
        stamp=snapshot.stamp,
        address=data_links.server_url(st.context.url, page.url_path, service.public_url),
        path=page.url_path,
        charts={} if embedded else None,
    )
    views.append(view)
    if embedded:
        with controls:
            page.run()
        embed.render(view, state, notices)
    else:
        _render_page(view, page, state, notices)


@lru_cache(maxsize=2)
def _categories(snapshot: Snapshot) -> tuple[Category, ...]:
    return categories(snapshot.record.draws)


def _navigate(pages: list[StreamlitPage], words: Words, embedded: bool) -> StreamlitPage:
    """Return the current page, with the menu at the top unless it is embedded."""
    page = st.navigation(pages, position="hidden" if embedded else "top")
    # The pages have no icons: a browser would fetch the current one's from a foreign host.
    title = words.gettext("{page} · Express Entry rounds").format(page=page.title)
    st.set_page_config(page_title=title, page_icon=ICON, layout="wide")
    return page


def _render_page(view: View, page: StreamlitPage, state: status.State, notices: list[str]) -> None:
    paper.apply_style()
    bar.render_bar(view)
    with st.sidebar:
        bar.render_close_button(view)
    news.watch(view)
    language_switch.render_offer(view.words)
    render_ignored(view, notices)
    if page.url_path != places.STATUS:  # which shows both itself
        render_age(view, state)
        render_not_understood(view, state)
    page.run()
    render_footer(view, state)


def _pages(words: Words, state: status.State, views: list[View]) -> list[StreamlitPage]:
    pages = [
        st.Page(
            _with_view(entry.render, views),
            title=entry.title,
            url_path=entry.path,
            help=entry.help,
            default=place == 0,
        )
        for place, entry in enumerate(entries(words))
    ]
    show_status = _with_view(partial(status.render, state=state), views)
    title = words.gettext("Status")
    return [*pages, st.Page(show_status, title=title, url_path=places.STATUS, visibility="hidden")]


def _with_view(render: Callable[[View], None], views: list[View]) -> Callable[[], None]:
    """Return a page function without arguments, which is how `st.navigation` calls it."""
    return lambda: render(views[0])


if __name__ == "__main__":  # Streamlit runs this file; the server only imports it, to warm up
    run()
