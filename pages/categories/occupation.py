"""Which categories fit an occupation, by its code or words; it stays in the session."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

import pandas as pd
import streamlit as st

from analysis.occupations.lists import memberships
from analysis.occupations.search import MOST, Result, search
from data.occupations.lists import bundled_lists, other_names
from data.vocabulary.categories import Category
from pages.about.second_hand import note
from pages.categories import links, text
from pages.categories.selection import title_column
from pages.plot.style import rows
from pages.ui.markdown import bullets, plain, source_links
from pages.ui.view import NEXT_PAGE, View

FIELD = "occupation"
OLD_DIGITS = 4  # of a code before NOC 2021
NOC_URL = {
    "en": "https://noc.esdc.gc.ca/",
    "fr": "https://noc.esdc.gc.ca/?GoCTemplateCulture=fr-CA",
}


def render(view: View, catalogue: Mapping[str, Category]) -> None:
    """Ask for an occupation, and say in which categories it is and has been."""
    _ = view.words.gettext
    with st.container(border=True, key="my-occupation"):
        st.header(_("Which categories fit my occupation?"), anchor=False)
        asked = st.text_input(
            _("Your occupation, or its NOC code"),
            placeholder=_("cook, nurse, 21300"),
            max_chars=60,
            autocomplete="off",
            key=FIELD,
            persist_state="session",
            help=_("It stays in this browser tab. It is not saved and not in the link."),
        )
        if not asked or not asked.strip():
            return
        known = bundled_lists().occupations
        result = search(known, other_names(), asked)
        noc = _choose(view, result, asked)
        if noc:
            _render_answer(view, noc, catalogue)


def _choose(view: View, result: Result, asked: str) -> str:
    """Return the code of the occupation that is meant, after a question if there are several."""
    _, found = view.words.gettext, result.found
    if not found:
        text_ = _(
            "**No listed occupation is called “{words}”.** We only know occupations that are, or "
            "were, on a list of a category. Find your NOC code on [the government’s page]({noc}), "
            "then enter it here; French counts whatever your occupation."
        )
        if len(result.code) == OLD_DIGITS:
            text_ = _(
                "**{code} has four digits, as codes of the older NOC do.** Those of NOC 2021 have "
                "five. Find yours on [the government’s page]({noc}), then enter it here."
            )
        elif result.code:
            text_ = _(
                "**{code} is and was on no list of a category.** Check the code on [the "
                "government’s page]({noc}); it has to be of NOC 2021. French counts whatever your "
                "occupation."
            )
        address = links.official(view, NOC_URL)
        st.markdown(text_.format(words=plain(asked), code=result.code, noc=address))
        return ""
    if len(found) == 1 and not result.loose:
        return found[0]
    shown, titles = found[:MOST], _titles(view)
    label = _("Which one is it?")
    if result.loose:
        label = _("No listed occupation has all these words. Is it one of these?")
    elif len(found) > len(shown):
        label = _("Which one is it? There are {n}; more words narrow it down.").format(n=len(found))
    chosen = st.radio(
        label,
        shown,
        index=None,
        format_func=lambda noc: plain(f"{titles[noc]} ({noc})"),
        key=f"candidates-{'-'.join(shown)}",
    )
    return chosen or ""


def _titles(view: View) -> dict[str, str]:
    known = bundled_lists().occupations
    return dict(zip(known["noc"], known[title_column(view)], strict=True))


def _render_answer(view: View, noc: str, catalogue: Mapping[str, Category]) -> None:
    _, words = view.words.gettext, view.words
    lists = memberships(bundled_lists().occupations, noc)
    heading = _("**{title}** (NOC {noc})").format(title=plain(_titles(view)[noc]), noc=noc)
    lines = [f"- {_line(view, noc, row, catalogue[row.category])}" for row in rows(lists)]
    st.markdown("\n".join([heading, "", *lines]))
    _render_doubt(view, noc)
    today = pd.Timestamp(view.today)
    is_current = (lists["since"] <= today) & (lists["until"].isna() | (lists["until"] >= today))
    codes = list(lists.loc[is_current, "category"])
    for code in codes:
        rule: Any = text.rule_on(view, code)
        intro = _("To be invited in a **{category}** round:").format(
            category=plain(words.short(catalogue[code]))
        )
        st.markdown(f"{intro} {source_links(rule.sources)}")
        st.markdown(bullets(text.conditions(rule, words)))
    st.caption(
        _(
            "What we can’t know: whether your duties match the NOC (the title alone doesn’t "
            "decide), how many months you have and where, and which program you are eligible for. "
            "With good French, the French category may fit as well, whatever your occupation."
        )
    )
    if codes:
        label = words.ngettext(
            "Compare my score with this category",
            "Compare my score with these categories",
            len(codes),
        )
        st.button(label, type="primary", on_click=_lead_on, args=(codes,), key="occupation-score")


def _lead_on(codes: list[str]) -> None:
    """Go to My score with these categories chosen, without putting them into the address."""
    chosen = [code for code in st.session_state.get("eligible", ()) if code not in codes]
    st.session_state["eligible"] = [*chosen, *codes]
    st.session_state[NEXT_PAGE] = "my-score"


def _line(view: View, noc: str, row: Any, category: Category) -> str:
    """Return when an occupation was on the lists of a category, with the sources, as Markdown."""
    _, words = view.words.gettext, view.words
    since, until = words.day(row.since), row.until
    if pd.isna(until) or until.date() >= view.today:
        text_ = _("[{category}]({page}): on its list **since {since}**, and still today.")
    else:
        text_ = _("[{category}]({page}): on its list from {since} to {until}, **not on today’s**.")
    known = bundled_lists().occupations
    own = known[(known["noc"] == noc) & (known["category"] == row.category)]
    sources = source_links(chain(*own.loc[own["list"].isin(row.lists), "sources"]))
    sentence = text_.format(
        category=plain(words.category(category)),
        page=links.page(view, "categories", "code", category.code),
        since=plain(since),
        until=plain(words.day(until)),
    )
    return f"{sentence} {sources}"


def _render_doubt(view: View, noc: str) -> None:
    known = bundled_lists().occupations
    inferred = known[(known["noc"] == noc) & (known["certainty"] == "inferred")]
    for row in rows(inferred):
        st.caption(plain(f"{row.list}: {note(row, view.words)}"))
