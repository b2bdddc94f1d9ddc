"""The script that Streamlit runs: menu, filters and footer around the current page.

A click on a category runs only the `parts` of a page again: the pill for all categories, and the
page itself with the bar of a phone. Each message to the browser costs both sides time, and more
than half of them were for what no filter changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from data.vocabulary import places
from data.vocabulary.days import ottawa_day
from pages import served
from pages.about import status
from pages.language import Words
from pages.menu import entries
from pages.shell import bar, embed, filters, language_switch, news, parts, screen, visit
from pages.shell.footer import render_footer
from pages.shell.notices import render_age, render_ignored, render_not_understood
from pages.shell.visit import Visit
from pages.ui import address, data_links
from pages.ui.view import View, as_of

Render = Callable[[View], None]
Show = Callable[[Render], None]  # what shows a page in its frame


def run() -> None:
    """Show the menu, the filters, the current page and the footer, watched by the server."""
    parts.begin()
    service = served.service()
    with service.watch(_request()) as run:
        _show(service, run)


def _request() -> str:
    return st.context.headers.get("X-Request-ID", "")


def _show(service: served.Service, run: served.Run) -> None:
    address.refuse()
    embedded, now = embed.is_embedded(), served.now()
    screen.apply_style(embedded=embedded)
    controls = embed.control_slot() if embedded else st.sidebar
    with controls:
        words = language_switch.select_language()
    snapshot, today = service.current.snapshot(), ottawa_day(now)
    state = status.State(snapshot, service.checks.all(), service.next_check(now), now)
    shows = list[Show]()
    pages = _pages(words, state, shows)
    page = _navigate(pages, words, embedded)
    run.page = f"/{page.url_path}"
    visit.follow(pages)
    with controls:
        with st.container(key="site"):
            language_switch.render_site(words)
        options, on = snapshot.record.categories, as_of(snapshot.record, today)
        filters.adopt_categories(page.url_path, options)
        ignored = filters.render_filters(options, words, on, today, page.url_path)
        filters.restore_in_address(page.url_path)
    server = data_links.server_url(st.context.url, page.url_path, service.public_url)
    current = Visit(state, words, today, server, page.url_path, ignored)
    if embedded:
        _render_chart(current, page, shows, controls)
    else:
        _render_page(current, page, shows)


def _navigate(pages: list[StreamlitPage], words: Words, embedded: bool) -> StreamlitPage:
    """Return the current page, with the menu at the top unless it is embedded."""
    page = st.navigation(pages, position="hidden" if embedded else "top")
    # Without icons, here or for each page, the browser keeps that of the HTML. Streamlit would drop
    # the file of one here when only parts of the page run, and fetch one of a page from elsewhere.
    title = words.gettext("{page} · Express Entry rounds").format(page=page.title)
    st.set_page_config(page_title=title, layout="wide")
    return page


def _render_chart(
    current: Visit, page: StreamlitPage, shows: list[Show], controls: DeltaGenerator
) -> None:
    """Show one chart of the page alone, with what has to be said of it."""
    view = replace(current.view(), charts={})
    shows.append(lambda render: render(view))
    with controls:
        page.run()
    embed.render(view, current.state, current.notices())


def _render_page(current: Visit, page: StreamlitPage, shows: list[Show]) -> None:
    view = current.view()
    with st.sidebar:
        bar.render_close_button(view)
    news.watch(view)
    language_switch.render_offer(view.words)
    # No other page has to run without its frame, and one writes into the sidebar only at times.
    shows.append(partial(_render_part if current.is_filtered else _render_content, current))
    page.run()
    render_footer(view, current.state)
    if current.is_filtered:
        parts.end()


@parts.part(parts.PAGE)
def _render_part(current: Visit, render: Render) -> None:
    if not parts.are_alone():
        _render_content(current, render)
        return
    if current.is_over():
        st.rerun()
    with served.service().watch(_request()) as run:
        run.page = f"/{current.path}"
        _render_content(current, render)


def _render_content(current: Visit, render: Render) -> None:
    """Show the page, below the bar of a phone and the notices about its address and its data."""
    view = current.view()
    bar.render_bar(view)
    render_ignored(view, current.notices())
    if view.path != places.STATUS:  # which shows both itself
        render_age(view, current.state)
        render_not_understood(view, current.state)
    render(view)


def _pages(words: Words, state: status.State, shows: list[Show]) -> list[StreamlitPage]:
    pages = [
        st.Page(
            _shown(entry.render, shows),
            title=entry.title,
            url_path=entry.path,
            help=entry.help,
            default=place == 0,
        )
        for place, entry in enumerate(entries(words))
    ]
    show_status = _shown(partial(status.render, state=state), shows)
    title = words.gettext("Status")
    return [*pages, st.Page(show_status, title=title, url_path=places.STATUS, visibility="hidden")]


def _shown(render: Render, shows: list[Show]) -> Callable[[], None]:
    """Return a page function without arguments, which is how `st.navigation` calls it.

    How pages are shown is known only after that.
    """
    return lambda: shows[0](render)


if __name__ == "__main__":  # Streamlit runs this file; the server only imports it, to warm up
    with parts.turn():
        run()
