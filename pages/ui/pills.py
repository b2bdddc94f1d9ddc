"""Choices of codes, which the address holds, by names in the reader's language.

A widget puts into the address what it shows. So a hidden widget holds the codes, for the address,
and a visible one shows the names; each change of one is copied to the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from data.vocabulary.categories import KINDS, Category
from pages.language import Words
from pages.ui.markdown import plain

PILLS = "pills"  # begins the keys of the rows in the shared filters
# The keys of hidden widgets, which the style sheet hides.
HIDDEN = ("lang", "events", "category", "code", "by", "show", "eligible", "then-eligible")


def hidden_widget(
    widget: Callable[..., Any], key: str, codes: Sequence[str], **options: Any
) -> Any:
    """Return the value of a selection widget that only the address and other widgets see.

    Raises:
        ValueError: if its key is not one that the style sheet hides.
    """
    if key not in HIDDEN:
        raise ValueError(f"{key} would be seen")
    return widget(key, codes, key=key, **options)


def choice(
    key: str, label: str, options: Mapping[str, str], *, help_: str | None = None, **hidden: Any
) -> str:
    """Let the reader choose one of some options, names by their codes, and return its code.

    The address holds it under `key`, unless it is the first. `hidden` are more options of the
    hidden widget.
    """
    code = st.query_params.get(key, "")
    if code not in options and code.lower() in options:  # addresses used to hold English names
        st.query_params[key] = code.lower()
        st.rerun()
    code = hidden_widget(st.selectbox, key, list(options), bind="query-params", **hidden)
    visible = f"{key}-shown"
    st.session_state[visible] = code
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        required=True,
        key=visible,
        help=help_,
        on_change=_copy_choice,
        args=(key, visible),
    )
    return code


def choice_of_several(
    label: str, names: Mapping[str, str], *, key: str, **options: Any
) -> tuple[str, ...]:
    """Let the reader choose from a list of names by code, in one field, and return the codes.

    `options` are those of the hidden widget, which has `key`.
    """
    selection = hidden_widget(st.multiselect, key, list(names), **options)
    visible = f"{key}-shown"
    st.session_state[visible] = selection
    st.multiselect(
        label,
        list(names),
        format_func=names.__getitem__,
        placeholder="",
        key=visible,
        on_change=_copy_choice,
        args=(key, visible),
    )
    return tuple(code for code in names if code in selection)


def _copy_choice(key: str, visible: str) -> None:
    st.session_state[key] = st.session_state[visible]


def category_pills(
    key: str,
    categories: Sequence[Category],
    words: Words,
    *,
    prefix: str,
    then: Callable[[], None],
) -> None:
    """Let the reader choose categories, in a row of pills per kind.

    Their codes are those of the hidden widget that has `key`; the keys of the rows are `prefix` and
    their kind. After each choice, `then` is called.
    """
    selection = st.session_state[key]
    names = {c.code: plain(words.short(c)) for c in categories}
    # Programs go by abbreviations.
    full = "\n".join(
        f"- {names[c.code]} – {plain(words.category(c))}" for c in categories if c.kind == "program"
    )
    rows = rows_of(categories, prefix)
    for (row, codes), kind in zip(rows.items(), KINDS, strict=True):
        if codes:
            st.session_state[row] = [code for code in codes if code in selection]
            st.pills(
                words.kind(kind),
                codes,
                format_func=names.__getitem__,
                selection_mode="multi",
                key=row,
                help=full if kind == "program" else None,
                on_change=_copy_rows,
                args=(key, list(rows), list(names), then),
            )


def rows_of(categories: Sequence[Category], prefix: str) -> dict[str, list[str]]:
    """Return the codes in each row of `category_pills`, by its key."""
    return {f"{prefix}-{kind}": [c.code for c in categories if c.kind == kind] for kind in KINDS}


def _copy_rows(
    key: str, rows: Sequence[str], codes: Sequence[str], then: Callable[[], None]
) -> None:
    selection = {code for row in rows for code in st.session_state.get(row, ())}
    st.session_state[key] = [code for code in codes if code in selection]
    then()
