"""Figure: how far the cut-off of each round was above or below a score, by category."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analysis.score.standing import INVITED, UNKNOWN
from pages.language import Words
from pages.plot import axis, colours, gutter, style
from pages.plot.axis import Range, Span
from pages.plot.gutter import EndLabel
from pages.plot.text import LABEL
from pages.score.figures.panels import Panel, Silence, Time, height_of, panels

DOT, LAST = 6, 9  # pixels
STEPS = (10, 20, 50, 100, 200, 500)  # points between two ticks
_ROOM = 30  # pixels between two ticks
_EDGE = 7  # pixels from the edge of a scale to the middle of a triangle


class Needed(NamedTuple):
    """A score that was enough for a share of the rounds since a day, as ISO text.

    The second of its texts is for a phone.
    """

    score: float
    since: str
    texts: tuple[str, str]


class Row(NamedTuple):
    """The rounds of a category, oldest first, and what is said of them in Plotly's HTML.

    `rounds` has round_id, date, cutoff, outcome (missing without a score), scale, hover and
    is_main, which is False for rounds that don't widen the scale. `last` is what is said of its
    last cut-off, and `silence` how long it had no round, if it is inactive. The second text of each
    pair is for a phone.
    """

    code: str
    names: tuple[str, str]
    said: tuple[str, str]
    rounds: pd.DataFrame
    last: tuple[str, str]
    needed: Sequence[Needed] = ()
    silence: str = ""


def rounds(
    rows: Sequence[Row], score: int | None, time: Time, height: int | None = None
) -> go.Figure:
    """Return a plot per category with a dot per round: cut-offs, or their distance from a score.

    Full dots would have invited somebody with the score, hollow ones not. A ring with a dot is an
    equal score of which it can't be told. `height` is that of a plot, in pixels.
    """
    height = height or height_of(len(rows))
    return panels([_panel(row, score, time, height) for row in rows], time, height)


def _panel(row: Row, score: int | None, time: Time, height: int) -> Panel:
    span, words = time.span, time.words
    points = row.rounds.assign(y=row.rounds["cutoff"] - (score or 0))
    needed = [each._replace(score=each.score - (score or 0)) for each in row.needed]
    scale = _scale(points, needed, score)
    points["side"] = [axis.beyond(value, scale) for value in points["y"]]
    points["y"] = [_at_edge(value, scale, height) for value in points["y"]]
    end, last = str(span[1]), points.iloc[-1]
    day, hue = f"{last['date']:%Y-%m-%d}", colours.hue(row.code)
    silence = Silence(day, float(last["y"]), row.silence) if row.silence else None
    is_inside = points["side"] == 0
    return Panel(
        names=row.names,
        said=row.said,
        scale=scale,
        ticks=_ticks(scale, score, words, height),
        traces=[
            _line(points[is_inside]),
            _dots(points[is_inside], hue, last["round_id"]),
            *_triangles(points[~is_inside], hue),
        ],
        labels=_labels(row, needed, (day, float(last["y"])), hue),
        shapes=[
            *([] if score is None else [_zero()]),
            *(_rule(each.score, max(each.since, str(span[0])), end) for each in needed),
            gutter.silence(day, end, float(last["y"]))
            if silence
            else _rule(float(last["y"]), day, end),
        ],
        notes=[
            _note(group, words, hue, span) for _side, group in points[~is_inside].groupby("side")
        ],
        silence=silence,
    )


def _scale(points: pd.DataFrame, needed: Sequence[Needed], score: int | None) -> Range:
    """Return the scale of the main rounds, of the score, and of nine in ten of the other rounds."""
    main = points["is_main"] if points["is_main"].any() else ~points["is_main"]
    own = [*points.loc[main, "y"], *(each.score for each in needed)]
    return axis.fit([*own, *([] if score is None else [0])], points.loc[~main, "y"])


def _at_edge(value: float, scale: Range, height: int) -> float:
    """Return a value, or where its triangle is drawn if it is beyond the scale."""
    inset = _EDGE * (scale[1] - scale[0]) / height
    edges = {1: scale[1] - inset, -1: scale[0] + inset}
    return edges.get(axis.beyond(value, scale), value)


def _ticks(scale: Range, score: int | None, words: Words, height: int) -> dict[float, str]:
    """Return the names of ticks: points above and below the score, or cut-offs without one."""
    room = (scale[1] - scale[0]) / height * _ROOM
    step = next((step for step in STEPS if step >= room), STEPS[-1])
    values = range(-(-int(scale[0]) // step) * step, int(scale[1]) + 1, step)
    if score is None:
        return {value: words.number(value) for value in values}
    you = words.gettext("you {score}").format(score=score)
    you = f"<b style='color:{colours.INK}'>{you}</b>"
    return {value: words.signed(value) if value else you for value in values}


def _line(points: pd.DataFrame) -> dict[str, Any]:
    """Return the thin line from dot to dot, which breaks at pauses and changes of the scale."""
    breaks = style.breaks(points)
    return {
        "x": style.with_gaps(pd.Series(style.iso_dates(points["date"])), breaks),
        "y": style.with_gaps(points["y"], breaks),
        "mode": "lines",
        "connectgaps": False,
        "line": {"color": colours.GHOST, "width": 1},
        **style.NO_HOVER,
    }


def _marks(rounds: pd.DataFrame) -> dict[str, Any]:
    return {
        "ids": rounds["round_id"].tolist(),
        "x": style.iso_dates(rounds["date"]),
        "y": rounds["y"].tolist(),
        "customdata": rounds["hover"].tolist(),
        "mode": "markers",
    }


def _dots(points: pd.DataFrame, hue: str, last_id: str) -> dict[str, Any]:
    """Return the dots: full, hollow, or a ring with a dot."""
    outcomes = points["outcome"]
    unknown, full = outcomes.isin(UNKNOWN), outcomes.isin(INVITED) | outcomes.isna()
    return {
        **_marks(points),
        "marker": {
            "symbol": ["circle-open-dot" if each else "circle" for each in unknown],
            "color": [hue if each else colours.BG for each in full | unknown],
            "size": [LAST if each == last_id else DOT for each in points["round_id"]],
            "line": {"width": 1.5, "color": hue},
        },
    }


def _triangles(far: pd.DataFrame, hue: str) -> Iterator[dict[str, Any]]:
    """Yield the triangles of rounds beyond the scale, if there are any."""
    if len(far):
        symbols = far["side"].map({1: "triangle-up", -1: "triangle-down"})
        marker = {"symbol": symbols.tolist(), "size": 9, "color": hue}
        yield {**_marks(far), "marker": marker}


def _note(far: pd.DataFrame, words: Words, hue: str, span: Span) -> dict[str, Any]:
    """Return the cut-offs of triangles at one edge, beside them where there is more room."""
    _, cutoffs = words.gettext, far["cutoff"]
    text = words.number(cutoffs.iloc[0])
    if len(far) > 1:
        text = _("{rounds}, {low} to {high}").format(
            rounds=words.rounds(len(far)),
            low=words.number(cutoffs.min()),
            high=words.number(cutoffs.max()),
        )
    first, last = (pd.Timestamp(day) for day in span)
    before, after = far["date"].iloc[0] - first, last - far["date"].iloc[-1]
    is_right = after >= before
    return {
        "text": text,
        "x": f"{far['date'].iloc[-1 if is_right else 0]:%Y-%m-%d}",
        "xref": "x",
        "xanchor": "left" if is_right else "right",
        "xshift": 9 if is_right else -9,
        "y": far["y"].iloc[0],
        "font": {"size": LABEL, "color": hue},
        **gutter.halo(),
    }


def _labels(
    row: Row, needed: Sequence[Needed], last: tuple[str, float], hue: str
) -> tuple[list[EndLabel], list[EndLabel]]:
    """Return what stands at the right, for a wide screen and for a phone."""
    x, y = last
    wide, brief = (
        [
            EndLabel(x, y, text, hue, is_focus=True, has_line=False),
            *(
                EndLabel(each.since, each.score, each.texts[place], colours.MID, has_line=False)
                for each in needed
            ),
        ]
        for place, text in enumerate(row.last)
    )
    return wide, brief


def _zero() -> dict[str, Any]:
    """Return the line of the score."""
    line = {"color": colours.INK, "width": 1.5, "dash": "dash"}
    return {"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": 0, "y1": 0, "line": line}


def _rule(y: float, start: str, end: str) -> dict[str, Any]:
    """Return the line from a day on to a label."""
    line = {"color": colours.MID, "width": 1}
    on = {"xref": "x", "layer": "below", "line": line}
    return {"type": "line", "x0": start, "x1": end, "y0": y, "y1": y, **on}
