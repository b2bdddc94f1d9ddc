"""Figure: one category's past cut-offs, and how the next ones may turn out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import SHORT_DAY, Words
from pages.plot import axis, colours, hover, style
from pages.plot.text import FOCUS, LABEL

TOP = 44  # pixels of the label of the next round
# The lines that hold 80 % and 50 % of the simulated futures, and their widths in pixels.
LINES = (("q10", "q90", 2), ("q25", "q75", 8))


def fan(
    rounds: pd.DataFrame,
    ahead: pd.DataFrame,
    names: tuple[str, str],
    as_of: pd.Timestamp,
    words: Words,
) -> go.Figure:
    """Return the past rounds in grey, and after them an interval for each coming round.

    `rounds` are of one category, oldest first, with the number of their `scale` and their `change`
    since the round before; `names` are the category's code and name. `ahead` begins with the last
    of them.
    """
    code, name = names
    coming = ahead[ahead["step"] > 0]
    scale = axis.fit([*rounds["cutoff"], *coming["q10"], *coming["q90"]])
    room = (ahead["date"].iloc[-1] - rounds["date"].iloc[0]) * 0.03
    span = ((rounds["date"].iloc[0] - room).date(), (ahead["date"].iloc[-1] + room).date())
    end_of_data = {"color": colours.MID, "width": 1}  # events are dashed or dotted
    first = next(style.rows(coming))
    return style.figure(
        [
            _past(rounds, name, words),
            *(_interval(coming, code, *line) for line in LINES),
            _middle(coming, code, words),
        ],
        height=360 + TOP,
        margin={"l": 36, "r": 8, "t": TOP, "b": axis.BOTTOM},
        annotations=[_label(first, code, words)],
        shapes=[
            style.vertical_line(f"{as_of:%Y-%m-%d}", line=end_of_data, layer="below"),
            _leader(first, scale),
        ],
        xaxis=axis.time_axis(span, words, width=600),
        yaxis={"tickformat": "d", "range": scale, "automargin": False},
        narrow={"xaxis": axis.time_axis(span, words, width=240)},
    )


def _label(first: Any, code: str, words: Words) -> dict[str, Any]:
    """Return what stands above the next round: about which cut-off, and its range."""
    about = words.gettext("about {n}").format(n=words.number(round(first.q50)))
    range_ = words.gettext("{low} to {high}").format(
        low=words.number(round(first.q10)), high=words.number(round(first.q90))
    )
    first_line = (
        f"<span style='font-size:{FOCUS}px;color:{colours.hue(code)}'><b>{about}</b></span>"
    )
    return {
        "x": f"{first.date:%Y-%m-%d}",
        "xanchor": "right",
        "xshift": 5,
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "align": "right",
        "text": f"{first_line}<br>{range_}",
        "font": {"size": LABEL},
    }


def _leader(first: Any, scale: axis.Range) -> dict[str, Any]:
    """Return a line from the label down to the interval of the next round."""
    day, line = f"{first.date:%Y-%m-%d}", {"color": colours.GHOST, "width": 1}
    ends = {"x0": day, "x1": day, "y0": float(first.q90), "y1": scale[1]}
    return {"type": "line", **ends, "line": line, "layer": "below"}


def _past(rounds: pd.DataFrame, name: str, words: Words) -> dict[str, Any]:
    """Return the past rounds as a line with points, broken where the CRS scale changed."""
    breaks = (rounds["scale"].diff() > 0).to_numpy().nonzero()[0]
    hovers = [hover.of_round(row, name, words) for row in style.rows(rounds)]
    return {
        "type": "scatter",
        "x": style.with_gaps(pd.Series(style.iso_dates(rounds["date"])), breaks),
        "y": style.with_gaps(rounds["cutoff"], breaks),
        "ids": style.with_gaps(rounds["round_id"], breaks),
        "mode": "lines+markers",
        "connectgaps": False,
        "line": {"color": colours.MID, "width": 1.5},
        "marker": {"color": colours.MID, "size": 6},
        "customdata": style.with_gaps(pd.Series(hovers), breaks),
    }


def _interval(coming: pd.DataFrame, code: str, low: str, high: str, width: int) -> dict[str, Any]:
    """Return an upright line for each coming round, from one quantile to another."""
    ends = zip(style.iso_dates(coming["date"]), coming[low], coming[high], strict=True)
    points: list[Any] = []
    for day, start, end in ends:
        points += [(day, start), (day, end), (None, None)]
    return {
        "type": "scatter",
        "x": [day for day, _value in points],
        "y": [value for _day, value in points],
        "mode": "lines",
        "connectgaps": False,
        "line": {"color": colours.hue(code), "width": width},
        **style.NO_HOVER,
    }


def _middle(coming: pd.DataFrame, code: str, words: Words) -> dict[str, Any]:
    """Return a dot in the middle of the futures of each coming round."""
    text = words.gettext(
        "<b>Upcoming round {step}</b>, around {day}<br>middle: {middle}<br>half of the "
        "time: {q25} to {q75}<br>8 times out of 10: {q10} to {q90}"
    )
    hovers = [
        text.format(
            step=words.number(row.step),
            day=words.day(row.date, SHORT_DAY),
            middle=words.number(round(row.q50)),
            **{
                name: words.number(round(getattr(row, name)))
                for name in ("q10", "q25", "q75", "q90")
            },
        )
        for row in style.rows(coming)
    ]
    return {
        "type": "scatter",
        "cliponaxis": False,
        "x": style.iso_dates(coming["date"]),
        "y": coming["q50"].tolist(),
        "mode": "markers",
        "marker": {
            "color": colours.BG,
            "size": 10,
            "line": {"width": 2.5, "color": colours.hue(code)},
        },
        "customdata": hovers,
    }
