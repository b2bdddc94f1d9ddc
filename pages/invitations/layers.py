"""The layers of a bar: what is highlighted at the bottom, and above it all other categories."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

import pandas as pd

from analysis.periods import midnight
from data.vocabulary.filter import Filter
from pages.plot import colours
from pages.ui.view import View

OWN = 3  # layers of a single category, unless the reader chose some


class Layer(NamedTuple):
    """The categories of a layer, its name, one for a phone, its colour and its last round.

    A layer `is_own` if it is highlighted, a category by itself; `is_context` if it is of what the
    reader did not choose.
    """

    codes: tuple[str, ...]
    name: str
    brief: str
    colour: str
    last: pd.Timestamp
    is_own: bool = False
    is_context: bool = False


def everyone(view: View) -> pd.DataFrame:
    """Return the rounds of all categories in the days shown."""
    return Filter(start=view.filter.start, end=view.filter.end).apply(view.history)


def is_part(view: View) -> bool:
    """Return whether there are rounds in the days shown that the reader did not choose."""
    return len(view.draws) < len(everyone(view))


def own(view: View) -> list[str]:
    """Return the highlighted categories, that with the most invitations in 12 months first.

    These are those in focus; if none of them is shown, that with the most invitations.
    """
    held = view.draws.groupby("category")["invitations"].sum()
    since = midnight(view.end) - pd.DateOffset(years=1)
    recent = view.draws[view.draws["date"] > since].groupby("category")["invitations"].sum()
    codes = [code for code in view.focus if code in held.index] or [str(held.idxmax())]
    if not is_part(view):
        codes = codes[:OWN]
    return sorted(codes, key=lambda code: (-recent.get(code, 0), -held[code]))


def layers(view: View) -> list[Layer]:
    """Return the layers of the bars from bottom to top, at most as many as can be told apart."""
    _, drawn = view.words.gettext, everyone(view)
    codes = drawn["category"].unique()
    last = drawn.groupby("category")["date"].max()
    first = own(view)
    others = [code for code in codes if code not in first]
    if is_part(view):
        chosen = set(view.draws["category"])
        upper = [_others(view, [c for c in others if c in chosen], last), _rest(view, others, last)]
    else:
        upper = [_category_based(view, others, last), _programs(view, others, last)]
    lower = [
        Layer(
            (code,), view.short(code), view.brief(code), colours.hue(code), last[code], is_own=True
        )
        for code in first
    ]
    return [*lower, *(layer for layer in upper if layer.codes)]


def _others(view: View, codes: Collection[str], last: pd.Series[pd.Timestamp]) -> Layer:
    _ = view.words.gettext
    names = _("Other chosen categories"), _("Others chosen")
    return _group(view, codes, names, colours.MID, last)


def _rest(view: View, others: Iterable[str], last: pd.Series[pd.Timestamp]) -> Layer:
    _, chosen = view.words.gettext, set(view.draws["category"])
    codes = [code for code in others if code not in chosen]
    names = _("All other categories"), _("All others")
    return _group(view, codes, names, colours.GHOST, last)._replace(is_context=True)


def _category_based(view: View, codes: Iterable[str], last: pd.Series[pd.Timestamp]) -> Layer:
    _ = view.words.gettext
    based = [code for code in codes if view.categories[code].kind == "category"]
    return _group(view, based, (_("Other category-based"), _("Others")), colours.MID, last)


def _programs(view: View, others: Iterable[str], last: pd.Series[pd.Timestamp]) -> Layer:
    _ = view.words.gettext
    codes = [code for code in others if view.categories[code].kind != "category"]
    names = _("Other programs"), _("Programs")
    if "general" in codes:
        names = _("General and programs"), view.brief("general")
    return _group(view, codes, names, colours.GHOST, last)


def _group(
    view: View,
    codes: Collection[str],
    names: tuple[str, str],
    colour: str,
    last: pd.Series[pd.Timestamp],
) -> Layer:
    """Return a layer of several categories; a single one keeps its name."""
    if len(codes) == 1:
        (code,) = codes
        names = view.short(code), view.brief(code)
    return Layer(tuple(codes), *names, colour, last[list(codes)].max())


def stacked(by_period: pd.DataFrame, of: Collection[Layer]) -> pd.DataFrame:
    """Return a row per period and layer: period_start, layer, invitations, rounds and share.

    `by_period` has the totals of each category. The share is missing without invitations.
    """
    place = {code: at for at, layer in enumerate(of) for code in layer.codes}
    by_layer = by_period.assign(layer=by_period["category"].map(place))
    keys = ["period_start", "layer"]
    stack = by_layer.groupby(keys, as_index=False)[["invitations", "rounds"]].sum()
    whole = stack.groupby("period_start")["invitations"].transform("sum")
    return stack.assign(share=stack["invitations"] / whole.where(whole > 0))
