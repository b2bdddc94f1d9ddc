"""Figure: in how many rounds each of two scores would have brought an invitation, by category."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import Words
from pages.plot import colours, style
from pages.plot.text import FOCUS, LABEL, width_of

ROW, HEAD, BOTTOM = 40, 30, 28  # pixels of a category, of the key, and of the axis
DOT = 11  # pixels
BAR = 0.2  # of a row: the height of a hatched bar
GAP = 14  # pixels beside the plot
SIDES = {"a": colours.MID, "b": colours.ACCENT}  # now, and after the change
Names = Mapping[str, tuple[str, str]]


def comparison(counts: pd.DataFrame, names: Names, words: Words) -> go.Figure:
    """Return a hollow dot for now and a full one for after the change, unknown rounds hatched.

    `counts` is that of ``analysis.score.comparison``, and `names` are for a wide screen and for a
    phone, in Plotly's HTML.
    """
    rows = counts.assign(row=range(len(counts)))
    texts = [_hover(row, names[row.category][0], words) for row in style.rows(rows)]
    wide, narrow = (_beside(rows, names, words, is_narrow=is_narrow) for is_narrow in (False, True))
    return style.figure(
        [
            _lines(rows),
            *(_unknown(rows, side, texts) for side in SIDES),
            *(_dots(rows, side, texts) for side in SIDES),
        ],
        height=HEAD + ROW * len(rows) + BOTTOM,
        barmode="overlay",
        xaxis={
            "range": [0, int(rows["rounds"].max()) * 1.04],
            "showgrid": True,
            "nticks": 6,
            "tickformat": ",d",
            "automargin": False,
        },
        yaxis={"range": [len(rows) - 0.5, -0.5], "visible": False, "automargin": False},
        **wide,
        narrow={**narrow, "xaxis": {"nticks": 4}},
    )


def _lines(rows: pd.DataFrame) -> dict[str, Any]:
    """Return a line from now to after the change in each row."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for row in style.rows(rows) for x in (row.invited_a, row.invited_b, None)],
        "y": [y for row in style.rows(rows) for y in (row.row, row.row, None)],
        "line": {"color": colours.MID, "width": 3},
        **style.NO_HOVER,
    }


def _unknown(rows: pd.DataFrame, side: str, texts: list[str]) -> dict[str, Any]:
    """Return a hatched bar from the rounds that are certain to those that are possible."""
    colour = SIDES[side]
    pattern = {"shape": "/", "size": 6, "solidity": 0.25, "fgcolor": colour, "bgcolor": colours.BG}
    return {
        "type": "bar",
        "orientation": "h",
        "y": rows["row"].tolist(),
        "base": rows[f"invited_{side}"].tolist(),
        "x": rows[f"unknown_{side}"].tolist(),
        "width": BAR,
        "marker": {"color": colour, "pattern": pattern},
        "customdata": texts,
    }


def _dots(rows: pd.DataFrame, side: str, texts: list[str]) -> dict[str, Any]:
    """Return the dots of a score; those for now are rings, also around another in their place."""
    colour, is_now = SIDES[side], side == "a"
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rows[f"invited_{side}"].tolist(),
        "y": rows["row"].tolist(),
        "cliponaxis": False,
        "marker": {
            "color": colours.BG if is_now else colour,
            "size": DOT + 4 if is_now else DOT,
            "line": {"color": colour if is_now else colours.BG, "width": 1.5},
        },
        "customdata": texts,
    }


def _beside(rows: pd.DataFrame, names: Names, words: Words, *, is_narrow: bool) -> dict[str, Any]:
    """Return the margins, with names, numbers and the key to the dots."""
    _ = words.gettext
    shown = [names[code][is_narrow] for code in rows["category"]]
    values = [_value(row, words) for row in style.rows(rows)]
    left = GAP + round(max(width_of(name, FOCUS, bold=True) for name in shown))
    right = GAP + round(max(width_of(value, LABEL, bold=True) for value in values))
    key = f"○ {_('now')}   <span style='color:{colours.ACCENT}'>●</span> {_('after the change')}"
    at = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -left}
    end = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": GAP}
    ink = {"size": FOCUS, "color": colours.INK}
    small = {"font": {"size": LABEL}}
    return {
        "margin": {"l": left, "r": right, "t": HEAD, "b": BOTTOM, "pad": 0},
        "annotations": [
            {**at, "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 6, "text": key, **small},
            *(
                {**at, "y": y, "text": f"<b>{name}</b>", "font": ink}
                for y, name in enumerate(shown)
            ),
            *({**end, "y": y, "text": value, **small} for y, value in enumerate(values)),
        ],
    }


def _value(row: Any, words: Words) -> str:
    """Return in how many rounds now and after the change, of how many."""
    text = words.gettext("<b>{now} → {then}</b> of {rounds}")
    now, then, rounds = map(words.number, (row.invited_a, row.invited_b, row.rounds))
    return text.format(now=now, then=then, rounds=rounds)


def _hover(row: Any, name: str, words: Words) -> str:
    _ = words.gettext
    lines = [f"<b>{name}</b>, {words.rounds(row.rounds)}"]
    for side, invited, unknown in (
        (_("now"), row.invited_a, row.unknown_a),
        (_("after the change"), row.invited_b, row.unknown_b),
    ):
        text = _("{name}: invited in {invited}, unknown in {unknown}")
        lines.append(
            text.format(name=side, invited=words.number(invited), unknown=words.number(unknown))
        )
    return "<br>".join(lines)
