"""The shared filters: which categories and which days, kept in the URL from page to page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from data.vocabulary.categories import KINDS, Category
from data.vocabulary.filter import Filter
from pages.language import Words
from pages.ui.address import EARLIEST, LATEST, invalid_value_notices
from pages.ui.markdown import plain
from pages.ui.view import PRESETS, preset

ALL = "all"
BOUND = ("category", "from", "to")  # what the URL holds


def render_filters(
    available: Sequence[Category], words: Words, as_of: date
) -> tuple[Filter, list[str]]:
    """Show the filters and return what they say, with a notice for each thing put aside."""
    st.session_state.update(st.session_state.pop("filters-lost", {}))
    notices = invalid_value_notices(
        {key: st.query_params.get_all(key) for key in ("category", "from", "to")},
        [category.code for category in available],
        words,
    )
    codes = _categories(available, words)
    start, end = _range(words, as_of)
    if start and end and start > end:
        text = words.gettext("The start date was after the end date, so we swapped them.")
        notices.append(text)
        start, end = end, start
    return Filter(codes, start, end), notices


def restore_in_address(page: str) -> None:
    """See to it that the filters are in the address of a page that one has just come to.

    Who clicks on the menu before the browser has drawn all filters comes without them: Streamlit
    takes those for gone, and clears the address of values that still hold.
    """
    if st.session_state.get("filters-on") == page:
        return
    st.session_state["filters-on"] = page
    held = {key: st.session_state[key] for key in BOUND if st.session_state[key]}
    if held.keys() - st.query_params.keys():
        # Values that the script sets are written to the address again.
        st.session_state["filters-lost"] = held
        st.rerun()


def _categories(available: Sequence[Category], words: Words) -> tuple[str, ...]:
    """Show the categories as pills by kind and return the chosen codes, none for all."""
    codes = [category.code for category in available]
    # The URL holds codes and the pills show names in the reader's language. One widget can do only
    # one of the two, so this one, out of sight, is what the URL knows.
    st.html("<style>.st-key-category{display:none}</style>")
    picked = st.multiselect(words.gettext("Categories"), codes, key="category", bind="query-params")
    st.session_state["pills-all"] = [] if picked else [ALL]
    st.pills(
        words.gettext("Categories"),
        [ALL],
        format_func=lambda _code: words.gettext("All categories"),
        selection_mode="multi",
        key="pills-all",
        on_change=_pick_all,
    )
    names = {
        category.code: plain(words.short(category.code, words.category(category)))
        for category in available
    }
    for kind in KINDS:
        of_kind = [category.code for category in available if category.kind == kind]
        if of_kind:
            key = f"pills-{kind}"
            st.session_state[key] = [code for code in of_kind if code in picked]
            st.pills(
                words.kind(kind),
                of_kind,
                format_func=names.__getitem__,
                selection_mode="multi",
                key=key,
                on_change=_pick,
                args=(codes,),
            )
    return tuple(code for code in codes if code in picked)


def _pick(codes: Sequence[str]) -> None:
    on = {code for kind in KINDS for code in st.session_state.get(f"pills-{kind}", ())}
    st.session_state["category"] = [code for code in codes if code in on]


def _pick_all() -> None:
    st.session_state["category"] = []


def _range(words: Words, as_of: date) -> tuple[date | None, date | None]:
    """Show the range of days with its presets and return its ends, None where it is open."""
    _ = words.gettext
    labels = {
        "everything": _("Everything since 2015"),
        "category-based": _("Since category-based rounds began"),
        "12-months": _("Last 12 months"),
        "year": _("This year"),
    }
    # The presets stand above the days, but which one is on is known only from them.
    slot = st.container()
    with st.container(horizontal=True):
        start, end = _day(_("From"), "from"), _day(_("To"), "to")
    st.session_state["range"] = next((p for p in PRESETS if preset(p, as_of) == (start, end)), None)
    slot.pills(
        _("Dates"),
        PRESETS,
        format_func=labels.__getitem__,
        key="range",
        on_change=_use_preset,
        args=(as_of,),
    )
    return start, end


def _day(label: str, key: str) -> date | None:
    return st.date_input(
        label,
        value=None,
        min_value=EARLIEST,
        max_value=LATEST,
        format="YYYY-MM-DD",
        key=key,
        bind="query-params",
    )


def _use_preset(as_of: date) -> None:
    start, end = preset(st.session_state["range"] or "everything", as_of)
    st.session_state["from"], st.session_state["to"] = start, end
