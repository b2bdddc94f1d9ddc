"""The bands of a snapshot: their names, who is in them, their hovers, and how open ends look."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pages.language import SHORT_DAY, Words
from pages.plot import colours


def band(low: int, high: int, words: Words) -> str:
    """Return the label of a band: "491–500", "300 or less" or "601 or more"."""
    if low == 0:
        return words.gettext("{high} or less").format(high=high)
    if high == 1200:
        return words.gettext("{low} or more").format(low=low)
    return f"{low}–{high}"


def name(row: Any, words: Words) -> str:
    """Return the label of the band of a row with band_low and band_high."""
    return band(row.band_low, row.band_high, words)


def everyone(words: Words) -> str:
    """Return who is in the bands, for pictures and files: the category filter leaves nobody out."""
    return words.gettext("Everyone with a profile in the pool, whatever they are eligible for")


def hatched(colour: str) -> dict[str, Any]:
    """Return the marker of a bar that shows what is open-ended or can't be told."""
    return {
        "color": colours.faint(colour, 0.12),
        "line": {"color": colour, "width": 1},
        "pattern": {
            "shape": "/",
            "fillmode": "overlay",
            "size": 6,
            "solidity": 0.35,
            "fgcolor": colour,
            "fgopacity": 1,
        },
    }


def hover(row: Any, words: Words) -> str:
    """Return what the mark of a band says, for a row of ``snapshots.latest_snapshot``."""
    _ = words.gettext
    lines = [
        f"<b>{name(row, words)}</b>",
        _("{n} candidates, {share} of the pool").format(
            n=words.number(row.candidates), share=words.percent(row.share)
        ),
    ]
    if not row.open:
        lines.append(_("{n} per point").format(n=words.number(row.per_point, 1)))
    for change, day in ((row.change, row.previous_as_of), (row.change_year, row.year_ago_as_of)):
        if not pd.isna(change):
            text = _("{change} since {day}")
            lines.append(text.format(change=words.signed(change), day=words.day(day, SHORT_DAY)))
    return "<br>".join(lines)
