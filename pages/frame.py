"""What the server runs for every visitor: menu, filters and footer around the chosen page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from data.vocabulary.filter import categories
from pages import served as warm
from pages.about import page as about
from pages.about import status
from pages.cutoffs import page as cutoffs
from pages.frequency import page as frequency
from pages.invitations import page as invitations
from pages.language import Words
from pages.outlook import page as outlook
from pages.overview import page as overview
from pages.pool import page as pool
from pages.rounds import page as rounds
from pages.score import page as my_score
from pages.shell import embed, filters, language_switch, news, paper, screen
from pages.ui import data_links
from pages.ui.show import plain
from pages.ui.view import View, as_of
from pages.week import page as week

ICON = str(Path(__file__).parent / "icon.png")
STALE_DAYS = 7


class Entry(NamedTuple):
    """A page of the menu: its address, its name and what one finds there."""

    path: str
    title: str
    help: str
    page: Callable[[View], None]


def entries(words: Words) -> list[Entry]:
    """Return the pages in the order of the menu, the first of them the start page."""
    _ = words.gettext
    return [
        Entry(
            "overview",
            _("Overview"),
            _("The latest round in context, and where each category stands."),
            overview.page,
        ),
        Entry(
            "cut-offs",
            _("Cut-offs"),
            _("The score of the lowest-ranked candidate invited, by category over time."),
            cutoffs.page,
        ),
        Entry(
            "invitations",
            _("Invitations"),
            _(
                "How many candidates were invited each week, month, quarter and year, and "
                "in which category."
            ),
            invitations.page,
        ),
        Entry(
            "frequency",
            _("Frequency"),
            _("How often rounds happen, how long the gaps are, and on which days of the week."),
            frequency.page,
        ),
        Entry(
            outlook.PATH,
            _("Outlook"),
            _("What is likely next if current practice continues, and how reliable that is."),
            outlook.page,
        ),
        Entry(
            "pool",
            _("Pool"),
            _("How many candidates are at each score, and how that changes."),
            pool.page,
        ),
        Entry(
            "my-score",
            _("My score"),
            _("Which rounds would have invited you, and how close you are."),
            my_score.page,
        ),
        Entry(
            "week",
            _("Week"),
            _("One week on one page, in a short text and three small charts."),
            week.page,
        ),
        Entry(
            "rounds",
            _("Rounds"),
            _("Every round with all its details, to search and download."),
            rounds.page,
        ),
        Entry(
            "data",
            _("About the data"),
            _("Source, coverage, corrections, definitions, limits, and how to cite the data."),
            about.page,
        ),
    ]


def run() -> None:
    """Show the menu, the filters, the chosen page and the footer."""
    alone, now, served = embed.asked(), datetime.now(UTC), warm.served()
    aside = embed.beside() if alone else st.sidebar
    with aside:
        words, notices = language_switch.chosen()
    held = served.current.held()
    known, today = held.record, now.date()
    state = status.State(held, served.checks.all(), served.next_check(now), now)
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
    address = data_links.server(st.context.url, current.url_path, served.public_url)
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


def stale(view: View) -> None:
    """Say so if the record is so old that rounds may be missing from it."""
    if view.age > STALE_DAYS:
        text = view.words.gettext(
            "This data was last updated from IRCC {age} ago, on {day}. Any newer "
            "rounds are missing."
        )
        said = text.format(age=view.words.days(view.age), day=view.words.day(view.as_of))
        st.info(plain(said), icon=":material/update:")


def footer(view: View, state: status.State) -> None:
    """Show what the record is, when it was last confirmed, and what this is not."""
    _, words = view.words.gettext, view.words
    st.divider()
    for trouble in state.troubles(words):
        st.caption(f":material/info: {plain(trouble)}")
    source = _("Source: the rounds of invitations published by IRCC on canada.ca.")
    limits = _("Not affiliated with IRCC. Not legal advice.")
    said = (status.contents(view), state.compared(words), source, limits)
    st.caption(" ".join(map(plain, said)))
    status.link(view)


if __name__ == "__main__":  # as Streamlit runs it; the server imports it to be warm
    run()
