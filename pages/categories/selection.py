"""What a category selects: its rules, its occupations list by list, and what changed."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pandas as pd
import streamlit as st

from analysis.claims.text import fold
from analysis.occupations.lists import Change, changes
from data.occupations.lists import bundled_lists
from data.vocabulary.categories import Category
from pages.about.second_hand import note
from pages.categories import links, text
from pages.categories.choices import ListChoices, only
from pages.language.columns import certainty, program
from pages.ui.chart import Table
from pages.ui.charts.page_charts import PageTables
from pages.ui.downloads import render_files
from pages.ui.markdown import bullets, plain, source_links
from pages.ui.tables import render_table
from pages.ui.view import View

HEIGHT = 420  # pixels
OCCUPATIONS = "occupations"


def render(view: View, category: Category) -> None:
    """Show the rules and occupations of a category, and of a program what decides instead."""
    _ = view.words.gettext
    is_dropped = text.is_dropped(view, category)
    title = _("Who could be invited?") if is_dropped else _("Who can be invited?")
    st.header(title, anchor=False)
    if category.kind != "category":
        st.markdown(f"{_eligible(view, category)} {links.eligibility(view)}")
        return
    rules = bundled_lists().rules
    own = rules[rules["category"] == category.code].iloc[::-1]
    if own.empty:
        st.info(_("IRCC’s list for this category is not in our data yet."))
        return
    year = _choose_list(view, list(own["list"]))
    rule: Any = next(own[own["list"] == year].itertuples())
    st.caption(f"{plain(_in_force(view, rule))} {source_links(rule.sources)}")
    st.markdown(bullets(text.conditions(rule, view.words)))
    doubt = note(rule, view.words)
    if doubt:
        st.caption(plain(doubt))
    if pd.notna(rule.occupations):
        _render_occupations(view, category, year)
        _render_changes(view, category)


def _eligible(view: View, category: Category) -> str:
    """Return who can be invited in a round without a list of occupations."""
    _ = view.words.gettext
    if category.kind == "general":
        return _(
            "Everyone in the pool, whatever their program or occupation. These rounds have no list "
            "of occupations."
        )
    if category.code == "pnp":
        return _(
            "Everyone in the pool with a nomination. Each province and territory decides whom it "
            "nominates. These rounds have no list of occupations."
        )
    text_ = _(
        "Everyone in the pool who meets the conditions of the program ({program}). These rounds "
        "have no list of occupations of their own."
    )
    return text_.format(program=plain(program(category.code, view.words)))


def _choose_list(view: View, years: list[int]) -> int:
    if len(years) == 1:
        return years[0]
    _ = view.words.gettext
    year: int = st.segmented_control(
        _("List"),
        years,
        default=years[0],
        format_func=lambda year: _("{year} list").format(year=year),
        required=True,
        key=f"list-{view.filter.categories[0]}",
    )
    return year


def _in_force(view: View, rule: Any) -> str:
    _, words = view.words.gettext, view.words
    since = words.day(rule.effective_from)
    if pd.isna(rule.effective_to):
        return _("In force since {since}.").format(since=since)
    until = words.day(rule.effective_to)
    return _("In force from {since} to {until}.").format(since=since, until=until)


def _render_occupations(view: View, category: Category, year: int) -> None:
    _, words, known = view.words.gettext, view.words, bundled_lists().occupations
    rows = known[(known["category"] == category.code) & (known["list"] == year)]
    title = _("Which occupations are on the {year} list?").format(year=year)
    st.subheader(title, anchor=False)
    asked = ""
    if len(rows) > 5:
        asked = st.text_input(
            _("Search this list"),
            placeholder=_("A word or a NOC code"),
            max_chars=60,
            width=320,
            key=f"occupations-{category.code}",
        )
    name = title_column(view)
    texts = rows["noc"] + " " + rows["title_en"] + " " + rows["title_fr"]
    shown = rows[texts.map(fold).str.contains(fold(asked).strip(), regex=False)]
    count = words.ngettext("{n} occupation", "{n} occupations", len(rows)).format(n=len(rows))
    if len(shown) < len(rows):
        count = _("{n} of {all} occupations").format(n=len(shown), all=len(rows))
    st.caption(f"{plain(count)} {source_links(chain.from_iterable(rows['sources']))}")
    meanings = {
        "noc": _("NOC: code in NOC 2021"),
        name: _("Occupation"),
        "sure": _("Certainty: how sure we are that it is on this list"),
        "doubt": _("Note: what the row rests on"),
    }
    table = shown.assign(
        sure=[certainty(code, words) for code in shown["certainty"]],
        doubt=[note(row, words) for row in shown.itertuples()],
    )
    if not rows["note_en"].notna().any():
        del meanings["doubt"]
    options: dict[str, Any] = {"height": HEIGHT if len(shown) > 12 else "content"}
    render_table(words, table, meanings, alt=title, widths={name: 420}, **options)
    render_files(view, TABLES, OCCUPATIONS, ListChoices(category.code, str(year)))


def occupations(view: View, choices: ListChoices) -> Table | None:
    """Return the occupations on one list of a category, with sources; the latest by default."""
    _, known = view.words.gettext, bundled_lists().occupations
    own = known[known["category"] == choices.code]
    year = choices.year or str(own["list"].max())
    rows = own[own["list"].astype(str) == year]
    if rows.empty:
        return None
    name = title_column(view)
    return Table(
        rows,
        key=f"{OCCUPATIONS}-{choices.code}-{year}",
        title=_("Which occupations are on the {year} list?").format(year=year),
        columns={"noc": _("NOC: code in NOC 2021"), name: _("Occupation"), "sources": _("Sources")},
    )


def title_column(view: View) -> str:
    """Return the column of the titles in the language of the view."""
    name = f"title_{view.words.language}"
    return name if name in bundled_lists().occupations else "title_en"


def _render_changes(view: View, category: Category) -> None:
    known = bundled_lists()
    steps = changes(known.occupations, known.rules, category.code)
    if not steps:
        return
    st.subheader(view.words.gettext("What changed with each list?"), anchor=False)
    st.markdown("\n".join(f"- {_change(view, step)}" for step in reversed(steps)))


def _change(view: View, step: Change) -> str:
    """Return what a list added and removed, with the sources, as Markdown."""
    _, title = view.words.gettext, title_column(view)
    added, removed = ([plain(name) for name in rows[title]] for rows in (step.came, step.went))
    heading = f"**{step.year}**"
    if not step.has_category:
        heading = _("**{year}**: the category is not on this list.").format(year=step.year)
    elif not added and not removed:
        heading = _("**{year}**: no change.").format(year=step.year)
    sources = chain(*step.came["sources"], *step.went["sources"])
    parts = [f"{heading} {source_links(sources)}".strip()]
    if added:
        text_ = _("added ({n}): {names}")
        parts.append(text_.format(n=len(added), names="; ".join(added)))
    if removed:
        text_ = _("removed ({n}): {names}")
        parts.append(text_.format(n=len(removed), names="; ".join(removed)))
    return "\n    - ".join(parts)


TABLES = PageTables(
    "categories",
    {OCCUPATIONS: occupations},
    ListChoices,
    filters=(),
    scope=lambda view, choices: only(view, choices.code),
    needs_rounds=False,
)
