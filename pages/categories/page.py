"""The Categories page: which category is whose, and everything about one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from analysis.occupations.lists import in_force
from data.occupations.lists import bundled_lists
from data.vocabulary.categories import CATEGORIES, Category
from pages.categories import links, occupation, rounds, selection, text
from pages.categories.choices import only
from pages.language import columns
from pages.ui import data_links
from pages.ui.address import ignored
from pages.ui.fields import score_input
from pages.ui.header import render_contents, render_header, section
from pages.ui.markdown import plain
from pages.ui.pills import hidden_widget
from pages.ui.tables import pinned, render_kept, render_table
from pages.ui.view import View

PATH = "categories"
ALL = "all"
CHARTS, TABLES = rounds.CHARTS, selection.TABLES


def render(view: View) -> None:
    """Show one category, or which of all fits an occupation, and where each stands."""
    _ = view.words.gettext
    catalogue = {**{c.code: c for c in CATEGORIES}, **view.categories}
    _refuse_unknown(view, list(catalogue))
    slot = st.container()
    code = _choose(view, catalogue)
    if code == ALL:
        with slot:
            question = _("Which category is mine, and what does each one select?")
            render_header(view, _("Categories"), question, "")
        _render_all(view, catalogue)
    else:
        category = catalogue[code]
        with slot:
            question, name = text.question(category, view.words), view.words.category(category)
            render_header(view, _("Categories"), question, name)
        _render_one(only(view, code), category)


def _refuse_unknown(view: View, codes: list[str]) -> None:
    """Say which code in the address is not a category, and take it out."""
    asked = st.query_params.get("code", ALL)
    if asked not in (ALL, *codes):
        del st.query_params["code"]
        st.warning(plain(ignored("code", asked, codes, view.words)), icon=":material/link_off:")


def _choose(view: View, catalogue: dict[str, Category]) -> str:
    """Let the reader choose a category by its name; the address has its code."""
    names = {ALL: view.words.gettext("All categories")}
    names |= {code: view.words.category(category) for code, category in catalogue.items()}
    code: str = hidden_widget(st.selectbox, "code", list(names), bind="query-params")
    st.session_state["code-shown"] = code
    st.selectbox(
        view.words.gettext("Category"),
        list(names),
        format_func=names.__getitem__,
        key="code-shown",
        width=440,
        on_change=_copy_choice,
    )
    return code


def _copy_choice() -> None:
    st.session_state["code"] = st.session_state["code-shown"]


def _render_all(view: View, catalogue: dict[str, Category]) -> None:
    occupation.render(view, catalogue)
    _render_table(view, catalogue)
    links.render_score(view)
    links.render_sources(view)
    data_links.render(view, ["occupations", "rules", "categories"])


def _render_one(view: View, category: Category) -> None:
    with st.container(border=True, key="category-lead"):
        for paragraph in text.lead(view, category):
            st.markdown(paragraph)
    sections = _sections(view, category)
    render_contents(view.words, {name: text for name, (text, _render) in sections.items()})
    for name, (_text, render_section) in sections.items():
        with section(name):
            render_section()
    links.render(view, category)
    if category.kind != "category":
        data_links.render(view, ["rounds"])
        return
    links.render_sources(view)
    data_links.render(view, ["rounds", "occupations", "rules"])


def _sections(view: View, category: Category) -> dict[str, tuple[str, Callable[[], None]]]:
    """Return the sections of a category by names: what links to one says, and what shows it."""
    _ = view.words.gettext
    sections: dict[str, tuple[str, Callable[[], None]]] = {}
    if len(view.draws):
        show_rounds = partial(rounds.render_chart_and_table, view)
        sections["rounds"] = (_("Cut-offs and rounds"), show_rounds)
    eligible = _("Who could be invited")
    if not text.is_dropped(view, category):
        eligible = _("Who can be invited")
    sections["selection"] = (eligible, partial(selection.render, view, category))
    more = _("Waits, share and outlook") if len(view.draws) else _("Events")
    sections["more"] = (more, partial(rounds.render_more, view, category))
    sections["alert"] = (_("Hear of the next one"), partial(_render_alert, view, category))
    return sections


def _render_alert(view: View, category: Category) -> None:
    _ = view.words.gettext
    st.header(_("How do I hear of the next one?"), anchor=False)
    cutoff = score_input(
        _("Only up to this cut-off"),
        width=220,
        key="alert-cutoff",
        persist_state="session",
        help=_("For example your CRS score. If empty, you hear of every round."),
    )
    data_links.render_alert(view, [category.code], cutoff, key="category")


def _render_table(view: View, catalogue: dict[str, Category]) -> None:
    _ = view.words.gettext
    title = _("Where does each category stand?")
    st.header(title, anchor=False)
    st.caption(_("Numbers of occupations are those of the lists in force."))
    render_kept(f"categories {view.key}", partial(_render_all_rows, view, catalogue, title))


def _render_all_rows(view: View, catalogue: dict[str, Category], title: str) -> None:
    _, words = view.words.gettext, view.words
    today = in_force(bundled_lists().rules, view.today).set_index("category")
    latest = view.history.drop_duplicates("category", keep="last").set_index("category")
    counts = view.history.groupby("category").size()
    codes = list(catalogue)
    table = pd.DataFrame(
        {
            "category": [words.short(category) for category in catalogue.values()],
            "cutoff": latest["cutoff"].reindex(codes).astype("Int64").array,
            "last_date": latest["date"].reindex(codes).array,
            "open": [links.page(view, PATH, "code", code) for code in codes],
            "rounds": counts.reindex(codes, fill_value=0).array,
            "occupations": today["occupations"].reindex(codes).astype("Int64").array,
            "list": [text.standing(view, category, today) for category in catalogue.values()],
        }
    )
    meanings = {
        **columns.meanings(words, "rounds", "category", "cutoff"),
        "last_date": _("Last round"),
        "open": _("More"),
        "rounds": _("Rounds: number of rounds held so far"),
        "occupations": _("Occupations: on the list in force"),
        "list": _("Today: whether the category is on IRCC’s list in force"),
    }
    config = {
        "category": pinned(meanings["category"], 136),
        "open": st.column_config.LinkColumn(meanings["open"], display_text=_("Open")),
    }
    render_table(words, table, meanings, alt=title, config=config, height="content")
