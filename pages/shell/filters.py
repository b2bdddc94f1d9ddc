"""The shared filters: which categories and which days, kept in the URL from page to page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from data.vocabulary import places
from data.vocabulary.categories import Category
from data.vocabulary.days import age
from data.vocabulary.filter import Filter
from pages.language import Words
from pages.menu import MENU
from pages.shell import parts
from pages.ui.address import refused_notices, unknown_category_notices
from pages.ui.events import shown
from pages.ui.fields import date_input
from pages.ui.pills import PILLS, category_pills, hidden_widget
from pages.ui.view import PRESETS, preset

ALL = "all"
KEYS = ("category", "from", "to")  # of the widgets and of the URL
FILTERS = "filters"
# The pages to which the filters don't apply.
UNFILTERED = {places.STATUS, *(entry.path for entry in MENU if not entry.has_filters)}


def render_filters(
    available: Sequence[Category], words: Words, as_of: date, today: date, page: str
) -> list[str]:
    """Show the filters; return a notice for each value in the address that was ignored.

    Presets count back from the last day of which all rounds are known, and name it on old data.

    On a page to which they don't apply they are hidden and there is no notice, but they are still
    rendered: so they stay in the address and hold again on the next page. The address also keeps
    which events are drawn in charts.
    """
    shown.keep_mode()
    st.session_state.update(st.session_state.pop("filters-lost", {}))
    known = [category.code for category in available]
    unknown = unknown_category_notices(
        "category", st.query_params.get_all("category"), known, words
    )
    with st.container(key=FILTERS):
        _render_choice(known, words)
        category_pills("category", available, words, prefix=PILLS, then=parts.run_again)
        _render_dates(words, as_of, today)
    if page in UNFILTERED:
        st.html(f"<style>.st-key-{FILTERS}{{display:none}}</style>")
        return refused_notices(words, but=KEYS)
    return refused_notices(words) + unknown


def chosen(available: Sequence[Category]) -> Filter:
    """Return what the filters select, with the later of two days last."""
    codes, start, end = (st.session_state[key] for key in KEYS)
    if start and end and start > end:
        start, end = end, start
    return Filter(tuple(c.code for c in available if c.code in codes), start, end)


def swapped(words: Words) -> list[str]:
    """Return a notice if the reader chose an end before the start."""
    start, end = (st.session_state[key] for key in KEYS[1:])
    if start and end and start > end:
        return [words.gettext("The start date was after the end date, so we swapped them.")]
    return []


def adopt_categories(page: str, available: Sequence[Category]) -> None:
    """Take over the categories of a link from another page; else the earlier choice would stay."""
    codes = st.query_params.get_all("category")
    if codes and st.session_state.get("filters-on", page) != page:
        st.session_state["category"] = [c.code for c in available if c.code in codes]


def restore_in_address(page: str) -> None:
    """Restore filters that were lost from the URL on the way to a page.

    If a visitor switches pages before every filter has rendered, Streamlit drops the missing
    widgets and clears them from the URL; restore them from session state.
    """
    if st.session_state.get("filters-on") == page:
        return
    st.session_state["filters-on"] = page
    st.session_state["page-opened"] = True  # for a page that starts afresh whenever it is opened
    values = {key: st.session_state[key] for key in KEYS if st.session_state[key]}
    if values.keys() - st.query_params.keys():
        # Values that the script sets are written to the address again.
        st.session_state["filters-lost"] = values
        st.rerun()


@parts.part(parts.CHOICE)
def _render_choice(known: Sequence[str], words: Words) -> None:
    """Keep the chosen categories in the address, and show the pill for all, on if none is chosen.

    The reader's own click has changed the other pills already.
    """
    codes = hidden_widget(st.multiselect, "category", known, bind="query-params")
    st.session_state["pills-all"] = [] if codes else [ALL]
    st.pills(
        words.gettext("Categories"),
        [ALL],
        format_func=lambda _code: words.gettext("All categories"),
        selection_mode="multi",
        key="pills-all",
        on_change=_choose_all,
    )


def _choose_all() -> None:
    st.session_state["category"] = []
    st.rerun()  # also what is outside this fragment: the other pills


def _render_dates(words: Words, as_of: date, today: date) -> None:
    """Show the presets and the two dates."""
    _ = words.gettext
    labels = {
        "everything": _("Everything since 2015"),
        "category-based": _("Since category-based rounds began"),
        "12-months": _("Last 12 months"),
        "year": _("This year"),
    }
    if age((today - as_of).days) == "old":
        labels["12-months"] = _("12 months to {day}").format(day=words.day(as_of, "d MMM y"))
        labels["year"] = str(as_of.year)
    # The presets stand above the days, but which one is on is known only from them.
    slot = st.container()
    with st.container(horizontal=True):
        start = date_input(_("From"), key="from", bind="query-params")
        end = date_input(_("To"), key="to", bind="query-params")
    st.session_state["range"] = next((p for p in PRESETS if preset(p, as_of) == (start, end)), None)
    slot.pills(
        _("Dates"),
        PRESETS,
        help=_("With a mouse, you can also drag across a chart of time."),
        format_func=labels.__getitem__,
        key="range",
        on_change=_use_preset,
        args=(as_of,),
    )


def _use_preset(as_of: date) -> None:
    start, end = preset(st.session_state["range"] or "everything", as_of)
    st.session_state["from"], st.session_state["to"] = start, end
