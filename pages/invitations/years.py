"""Figure of the years: the running total of each, with the largest round where it stands out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import Words
from pages.plot import axis, colours, gutter, running_total, style
from pages.plot.text import LABEL, TICK, width_of

HEIGHT = 420  # pixels
WIDE, NARROW = 540, 250  # pixels that the lines have at least on a tablet and on a phone
RIGHT, NARROW_RIGHT = 92, 40  # pixels of the labels of earlier years
GAP = 17  # pixels between two labels
ROOM = 1.12  # of the highest total: room above it for a label
LINE = 17  # pixels of a line of a label


def years(running: pd.DataFrame, largest: Any, name: str, words: Words) -> go.Figure:
    """Return the running total of each year, the latest accented, and label the largest round.

    `running` holds year, date, invitations and rounds; `largest` is the row of the largest round,
    and `name` that of its category.
    """
    totals = running_total.on_one_calendar(running)
    jump = totals[totals["date"] == largest.date]
    top = max(int(running["invitations"].max()), 1) * ROOM
    return style.figure(
        [*running_total.lines(totals, words), _dot(jump, largest, name, words)],
        height=HEIGHT,
        margin={**running_total.MARGIN, "r": RIGHT},
        xaxis=running_total.axis(words, months=2),
        yaxis={
            "range": [0, top],
            "tickformat": axis.thousands(words),
            "nticks": 6,
            "automargin": False,
        },
        **_labels(totals, jump, largest, words, is_narrow=False),
        narrow={
            "margin": {**running_total.MARGIN, "r": NARROW_RIGHT},
            "xaxis": running_total.axis(words, months=3),
            **_labels(totals, jump, largest, words, is_narrow=True),
        },
    )


def labelled_years(ends: pd.Series, latest: int, gap: float) -> list[int]:
    """Return the earlier years with room for a label at the right edge, at least `gap` apart.

    The previous year, the highest and the lowest come first, then the others, newest first.

    >>> ends = pd.Series({2021: 114.2, 2022: 46.5, 2024: 98.9, 2025: 114.0, 2026: 119.9})
    >>> labelled_years(ends, 2026, 9)
    [2025, 2022, 2024]
    """
    earlier = ends.drop(latest).sort_index(ascending=False)
    if earlier.empty:
        return []
    candidates = [earlier.index[0], earlier.idxmax(), earlier.idxmin(), *earlier.index]
    labelled: list[int] = []
    for year in dict.fromkeys(candidates):
        if all(abs(earlier[year] - earlier[other]) >= gap for other in labelled):
            labelled.append(int(year))
    return labelled


def _labels(
    totals: pd.DataFrame, jump: pd.DataFrame, largest: Any, words: Words, *, is_narrow: bool
) -> dict[str, Any]:
    """Return the labels of years and of the largest round, and the line from that to its dot."""
    ends = totals.drop_duplicates("year", keep="last").set_index("year")
    invited, latest = ends["invitations"], int(ends.index.max())
    height = HEIGHT - running_total.MARGIN["t"] - axis.BOTTOM
    per_pixel = max(int(invited.max()), 1) * ROOM / height
    width = NARROW if is_narrow else WIDE
    end = running_total.end_label(
        ends["day"][latest], int(invited[latest]), latest, words, width=width
    )
    earlier = [
        _year_label(year, latest, int(invited[year]), words, is_narrow=is_narrow)
        for year in labelled_years(invited, latest, GAP * per_pixel)
    ]
    at = _jump_label(totals, jump, largest, words, width=width)
    is_beside = is_narrow and -2 * LINE < (at["y"] - end["y"]) / per_pixel < LINE
    if end["xanchor"] == "right" and (is_beside or largest.date.year == latest):
        at["y"] = max(at["y"], end["y"]) if is_beside else at["y"]
        at["yshift"] += LINE
    day, y = jump["day"].iloc[0], int(jump["invitations"].iloc[0])
    line = {"color": colours.AXIS, "width": 1}
    leader = {"type": "line", "x0": day, "x1": day, "y0": y, "y1": at["y"], "line": line}
    return {"annotations": [*earlier, end, at], "shapes": [leader]}


def _year_label(
    year: int, latest: int, total: int, words: Words, *, is_narrow: bool
) -> dict[str, Any]:
    """Return the label of an earlier year at the right edge; the previous one has its total."""
    is_previous = year == latest - 1
    text = f"<b>{year}</b>" if is_previous else str(year)
    if is_previous and not is_narrow:
        text = running_total.of_year(year, total, words)
    font = {"size": LABEL if is_previous else TICK, "color": colours.SOFT}
    return style.edge_label(1, total, text, xshift=4, font=font)


def _dot(jump: pd.DataFrame, largest: Any, name: str, words: Words) -> dict[str, Any]:
    """Return a dot on the line of the year with the largest round, which can explain its height."""
    text = words.gettext("<b>{category}</b><br>{id}, {day}<br>{invitations} in one round")
    hover = text.format(
        category=style.escape(name),
        id=style.escape(words.round_id(largest.round_id)),
        day=words.day(largest.date),
        invitations=words.invitations(largest.invitations),
    )
    return {
        "type": "scatter",
        "x": jump["day"].tolist(),
        "y": jump["invitations"].tolist(),
        "ids": [largest.round_id] * len(jump),
        "mode": "markers",
        "marker": {"color": colours.MID, "size": 8},
        "customdata": [hover] * len(jump),
    }


def _jump_label(
    totals: pd.DataFrame, jump: pd.DataFrame, largest: Any, words: Words, *, width: float
) -> dict[str, Any]:
    """Return the label of the largest round, which ends at its dot and is above all lines.

    The lines rise from the left, so what is above the last of them there is above all.
    """
    text = words.gettext("<b>{year}</b> {n}<br>on {day}").format(
        year=largest.date.year,
        n=words.number(largest.invitations),
        day=words.day(largest.date, "d MMM"),
    )
    day = jump["day"].iloc[0]
    until = pd.Timestamp(running_total.YEAR, 1, 1) + pd.Timedelta(
        days=width_of(text, LABEL) / width * running_total.DAYS
    )
    is_left = pd.Timestamp(day) < until  # no room: it begins with the year
    right = f"{max(until, pd.Timestamp(day)):%Y-%m-%d}"
    y = int(totals.loc[totals["day"] <= right, "invitations"].max())
    return {
        "x": f"{running_total.YEAR}-01-01" if is_left else day,
        "xanchor": "left" if is_left else "right",
        "xshift": 4,
        "y": y,
        "yanchor": "bottom",
        "yshift": 4,
        "align": "left" if is_left else "right",
        "text": text,
        "font": {"size": LABEL, "color": colours.SOFT},
        **gutter.halo(),
    }
