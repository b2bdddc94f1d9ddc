"""A visit: what its view follows from, when that is over, and where the visitor goes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from data.upkeep.service import Snapshot
from data.vocabulary.days import ottawa_day
from data.vocabulary.filter import Filter
from pages import served
from pages.about import status
from pages.language import Words
from pages.shell import filters
from pages.ui.view import NEXT_PAGE, NEXT_QUERY, View


@dataclass(frozen=True)
class Visit:
    """What the frame found out about a visit, from which its view follows with the filters.

    `server` is our address, as the visitor reaches us, and `path` that of the page. `ignored` are
    the notices on the page's address, until they were shown.
    """

    state: status.State
    words: Words
    today: date
    server: str
    path: str
    ignored: list[str]

    @property
    def is_filtered(self) -> bool:
        """Whether the filters apply to the page."""
        return self.path not in filters.UNFILTERED

    def view(self) -> View:
        """Return the view of what the filters select now."""
        snapshot = self.state.snapshot
        selection = filters.chosen(snapshot.record.categories)
        place = (self.server, self.path)
        of = (snapshot, id(snapshot.record))
        return _view(*of, selection, self.words.language, self.today, *place)

    def notices(self) -> list[str]:
        """Return what to say of the filters and, the first time, of the page's address."""
        texts = [*self.ignored, *(filters.swapped(self.words) if self.is_filtered else [])]
        self.ignored.clear()
        return texts

    def is_over(self) -> bool:
        """Return whether the data or the day is another by now, or the visitor goes elsewhere."""
        is_current = served.current().snapshot() == self.state.snapshot
        is_today = ottawa_day(served.now()) == self.today
        return not (is_current and is_today) or NEXT_PAGE in st.session_state


# Snapshots are equal if their stamps are; the same record is told by its identity as well, which is
# its own for as long as the snapshot is kept.
@lru_cache(maxsize=32)
def _view(
    snapshot: Snapshot,
    _record: int,
    selection: Filter,
    language: str,
    today: date,
    server: str,
    path: str,
) -> View:
    """Return a view, which keeps what follows from it for all who have the same."""
    record = snapshot.record
    return View(
        record,
        selection,
        selection.apply(record.draws),
        Words(language),
        today,
        stamp=snapshot.stamp,
        address=server,
        path=path,
    )


def follow(pages: Sequence[StreamlitPage]) -> None:
    """Go to the page that a button or a chart of another page named, if one did.

    What was entered for it is not in its address.
    """
    path = st.session_state.pop(NEXT_PAGE, None)
    if path is not None:
        # With None, Streamlit refuses to leave an address that has parameters of widgets.
        query = st.session_state.pop(NEXT_QUERY, {})
        st.switch_page(next(page for page in pages if page.url_path == path), query_params=query)
