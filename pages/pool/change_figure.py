"""Figure of how the bands of the pool changed: a dumbbell per band, and the change in numbers."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import SHORT_DAY, Words
from pages.plot import colours, style
from pages.plot.text import FOCUS, LABEL
from pages.pool.bands import hover, name

ROW, HEAD, BOTTOM = 28, 30, 28  # pixels of a band, of the heads and of the axis
LEFT, RIGHT, NARROW_LEFT = 112, 84, 88  # pixels of the names and of the changes
LARGEST = 3  # changes in bold
DOT = 11  # pixels
_HEAD = {
    "xref": "paper",
    "yref": "paper",
    "y": 1,
    "yanchor": "bottom",
    "yshift": 4,
    "font": {"size": LABEL, "color": colours.SOFT},
}


def changes(bands: pd.DataFrame, words: Words) -> go.Figure:
    """Return candidates per point of each band before and now, and its change in candidates.

    `bands` is a snapshot, lowest band first, with before (candidates) and before_as_of. Open ends
    have no density: their candidates stand as words.
    """
    closed = bands[~bands["open"]].assign(row=lambda frame: frame.index)
    before = (closed["before"].astype("float64") / closed["width"]).tolist()
    texts = [hover(row, words) for row in style.rows(closed)]
    most = max([*closed["per_point"], *(value for value in before if not pd.isna(value))])
    rows = len(bands)
    return style.figure(
        [
            _bars(closed, before),
            _dots(closed, before, texts, is_hollow=True),
            _dots(closed, closed["per_point"].tolist(), texts, is_hollow=False),
        ],
        height=HEAD + ROW * rows + BOTTOM,
        margin={"l": LEFT, "r": RIGHT, "t": HEAD, "b": BOTTOM, "pad": 0},
        annotations=[*_heads(bands, words), *_cells(bands, words, LEFT)],
        shapes=[_line(place + 0.5) for place in range(rows - 1)],
        xaxis={
            "range": [0, most * 1.04],
            "tickformat": ",d",
            "nticks": 6,
            "showgrid": True,
            "automargin": False,
        },
        yaxis={"range": [-0.5, rows - 0.5], "visible": False, "automargin": False},
        narrow={
            "margin": {"l": NARROW_LEFT, "r": RIGHT - 14, "t": HEAD, "b": BOTTOM, "pad": 0},
            # There is no room for the head of the changes, which the note explains.
            "annotations": [_days(bands, words), *_cells(bands, words, NARROW_LEFT)],
        },
    )


def _bars(closed: pd.DataFrame, before: list[float]) -> dict[str, Any]:
    """Return a line from before to now in each row."""
    pairs = zip(before, closed["per_point"], strict=True)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [_known(end) for pair in pairs for end in (*pair, None)],
        "y": [end for row in closed["row"] for end in (row, row, None)],
        "line": {"color": colours.MID, "width": 3},
        **style.NO_HOVER,
    }


def _dots(
    closed: pd.DataFrame, values: list[float], texts: list[str], *, is_hollow: bool
) -> dict[str, Any]:
    colour = colours.MID if is_hollow else colours.ACCENT
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_known(value) for value in values],
        "y": closed["row"].tolist(),
        "cliponaxis": False,
        "marker": {
            "color": colours.BG if is_hollow else colour,
            "size": DOT - 2 if is_hollow else DOT,
            "line": {"color": colour if is_hollow else colours.BG, "width": 1.5},
        },
        "customdata": texts,
    }


def _known(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else value


def _heads(bands: pd.DataFrame, words: Words) -> list[dict[str, Any]]:
    """Return what stands above the columns: the two days, and what the numbers are."""
    right = {"x": 1, "xanchor": "right", "xshift": _right(LEFT)}
    return [_days(bands, words), {**_HEAD, **right, "text": words.gettext("Change")}]


def _days(bands: pd.DataFrame, words: Words) -> dict[str, Any]:
    """Return the days of the hollow and the full dots, as a key to them."""
    first = bands.iloc[0]
    before, now = (words.day(first[of], SHORT_DAY) for of in ("before_as_of", "as_of"))
    text = f"○ {before}   <span style='color:{colours.ACCENT}'>●</span> {now}"
    return {**_HEAD, "x": 0, "xanchor": "left", "text": text}


def _cells(bands: pd.DataFrame, words: Words, left: int) -> list[dict[str, Any]]:
    """Return the names of the bands, their changes, the largest in bold, and the open ends."""
    _ = words.gettext
    shift = bands["candidates"] - bands["before"]
    largest = set(shift.astype("float64").abs().nlargest(LARGEST).index)
    cells = []
    for place, (row, change) in enumerate(zip(style.rows(bands), shift, strict=True)):
        text, is_bold = words.signed(change), place in largest
        at = {"xref": "paper", "y": place}
        soft = {"size": LABEL, "color": colours.SOFT}
        ink = {"size": FOCUS if is_bold else LABEL, "color": colours.INK}
        band = {"text": name(row, words), "font": {"size": LABEL, "color": colours.INK}}
        cells.append({**at, "x": 0, "xanchor": "left", "xshift": -left, **band})
        number = {"text": f"<b>{text}</b>" if is_bold else text, "font": ink}
        cells.append({**at, "x": 1, "xanchor": "right", "xshift": _right(left), **number})
        if row.open:
            words_of_end = _("{before} → {n} candidates").format(
                before=words.number(row.before), n=words.number(row.candidates)
            )
            cells.append({**at, "x": 0, "xanchor": "left", "text": words_of_end, "font": soft})
    return cells


def _right(left: int) -> int:
    """Return how far the changes reach into the right margin, in pixels."""
    return RIGHT - 8 if left == LEFT else RIGHT - 14


def _line(y: float) -> dict[str, Any]:
    line = {"color": colours.GRID, "width": 1}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": line}
