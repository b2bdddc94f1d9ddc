"""Titles of the charts of cut-offs: what the picture says, as a sentence."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.rounds.cutoffs import since_when
from pages.language import MONTH
from pages.ui.view import View

FEW = 4  # chosen categories that a title has room for
NAMED = 2  # of those in colour, if more are shown: two lines on a phone
RUN = 4  # rounds in between, from which on "its lowest since" is worth saying


def title(view: View, rounds: pd.DataFrame) -> str:
    """Return what happened last to the cut-offs: of one category, of a few, or of those in colour.

    `rounds` are those drawn, of which a category's last one counts.
    """
    last = rounds.drop_duplicates("category", keep="last").iloc[::-1]
    if len(last) == 1 and view.counts_days:
        return _one(view, last.iloc[0])
    chosen = last if len(last) <= FEW else last[last["category"].isin(view.focus)].head(NAMED)
    chosen = chosen if len(chosen) else last.head(NAMED)
    if not view.counts_days:
        return _last_known(view, chosen.iloc[::-1])
    records = {row["round_id"]: record(view, row) for _index, row in chosen.iterrows()}
    order = sorted(chosen["round_id"], key=lambda round_id: not records[round_id])
    clauses = [
        _clause(view, chosen.set_index("round_id").loc[round_id], records[round_id], place)
        for place, round_id in enumerate(order)
    ]
    return "; ".join(clauses)


def _last_known(view: View, chosen: pd.DataFrame) -> str:
    """Return the cut-offs with their days: on old data, newer rounds may have changed them."""
    words = view.words
    stated = words.gettext("{category} {cutoff} ({day})")
    cutoffs = [
        stated.format(
            category=view.short(row["category"]),
            cutoff=words.number(row["cutoff"]),
            day=words.day(row["date"]),
        )
        for _index, row in chosen.iterrows()
    ]
    text = words.ngettext(
        "Last known cut-off: {cutoffs}", "Last known cut-offs: {cutoffs}", len(cutoffs)
    )
    return text.format(cutoffs=", ".join(cutoffs))


def record(view: View, row: pd.Series[Any]) -> str:
    """Return since when a cut-off is the lowest or highest of its category, or nothing."""
    _, words = view.words.gettext, view.words
    if pd.isna(row["change"]) or not row["change"]:
        return ""
    since = since_when(view.in_categories, row["round_id"], view.scale_changes)
    is_low = row["change"] < 0
    mark = since.lowest if is_low else since.highest
    if (mark.rounds if mark else since.earlier) < RUN:
        return ""
    if mark is None and since.scale_since is None:
        return _("its lowest ever") if is_low else _("its highest ever")
    day = mark.date if mark else since.scale_since
    text = _("its lowest since {month}") if is_low else _("its highest since {month}")
    return text.format(month=words.day(day, MONTH))


def _clause(view: View, row: pd.Series[Any], since: str, place: int) -> str:
    """Return what happened to one category; only the first clause says since when."""
    _, words = view.words.gettext, view.words
    code = row["category"]
    if code in view.inactive:
        text = _("{category} last stood at {cutoff} in {month}")
    elif pd.isna(row["change"]):
        text = _("{category} began at {cutoff}")
    elif row["change"] > 0:
        text = _("{category} rose to {cutoff}")
    elif row["change"] < 0:
        text = _("{category} fell to {cutoff}")
    else:
        text = _("{category} stayed at {cutoff}")
    clause = text.format(
        category=view.short(code),
        cutoff=words.number(row["cutoff"]),
        month=words.day(row["date"], MONTH),
    )
    return f"{clause}, {since}" if since and not place and code not in view.inactive else clause


def _one(view: View, row: pd.Series[Any]) -> str:
    _, words, code = view.words.gettext, view.words, row["category"]
    if code in view.inactive:
        text = _("{category} last stood at {cutoff}, on {day}")
    elif pd.isna(row["previous_id"]):
        text = _("{category} began at {cutoff} on {day}")
    elif pd.isna(row["change"]):
        text = _("{category} began at {cutoff} on a new CRS scale")
    elif row["change"] > 0:
        text = _("{category} rose {points} to {cutoff}")
    elif row["change"] < 0:
        text = _("{category} fell {points} to {cutoff}")
    else:
        text = _("{category} stayed at {cutoff}")
    sentence = text.format(
        category=view.short(code),
        cutoff=words.number(row["cutoff"]),
        day=words.day(row["date"]),
        points="" if pd.isna(row["change"]) else words.points(abs(int(row["change"]))),
    )
    since = "" if code in view.inactive else record(view, row)
    return f"{sentence}, {since}" if since else sentence


def with_middle(view: View, title: str, middle: tuple[float, float] | None) -> str:
    """Return a title, and between which cut-offs the middle half of 12 months lies."""
    _, number = view.words.gettext, view.words.number
    if middle is None:
        return title
    text = _("{title}; the middle half of its year lies between {low} and {high}")
    return text.format(title=title, low=number(middle[0]), high=number(middle[1]))


def panels_title(view: View, latest: pd.DataFrame) -> str:
    """Return in how many of the active categories the cut-off last rose, and fell."""
    _, number, change = view.words.gettext, view.words.number, latest["change"].dropna()
    up, down = int((change > 0).sum()), int((change < 0).sum())
    if up and down:
        text = view.words.ngettext(
            "Cut-offs last rose in {up} category and fell in {down}, of {n} in use",
            "Cut-offs last rose in {up} categories and fell in {down}, of {n} in use",
            up,
        )
    elif up:
        text = _("Cut-offs last rose in {up} of {n} categories in use, and fell in none")
    elif down:
        text = _("Cut-offs last fell in {down} of {n} categories in use, and rose in none")
    else:
        text = _("Latest cut-offs of categories in use: none rose or fell")
    return text.format(up=number(up), down=number(down), n=number(len(latest)))


def records_title(view: View, records: pd.DataFrame) -> str:
    """Return in how many active categories the latest cut-off is below the median, or the range."""
    _, number = view.words.gettext, view.words.number
    active = records[~records["category"].isin(view.inactive)]
    if len(active) < 2:
        row = (active if len(active) else records).iloc[0]
        text = _("{category} cut-offs lie between {low} and {high}; the latest is {latest}")
        return text.format(
            category=view.short(row["category"]),
            low=number(row["lowest"]),
            high=number(row["highest"]),
            latest=number(row["latest"]),
        )
    below = int((active["latest"] < active["median"]).sum())
    if not below:
        text = _("In none of the {all} categories in use is the latest cut-off below the median")
        return text.format(all=number(len(active)))
    text = view.words.ngettext(
        "In {n} of {all} categories in use, the latest cut-off is below the median",
        "In {n} of {all} categories in use, the latest cut-offs are below the median",
        below,
    )
    return text.format(n=number(below), all=number(len(active)))
