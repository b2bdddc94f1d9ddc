"""Figure: a panel per category on one scale, with the rounds of all others as grey dots."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from pages.cutoffs import marks
from pages.cutoffs.subject import SINCE, Side, Subject
from pages.plot import axis, colours, gutter, style
from pages.plot.axis import Range
from pages.plot.text import LABEL

LEFT, HEAD, FOOT, GAP = 36, 58, 12, 0.045  # pixels, and a share of the width between two panels
SCORES = {"dtick": 100, "automargin": False, "ticklabelstandoff": 5}
_OVER = 13  # pixels from a dot to its number


class _Level(NamedTuple):
    """The panels in a range of widths: how many in a row, and their size in pixels."""

    width: int
    columns: int
    body: int
    size: int  # of the name and its value
    brief: bool = False


LEVELS = {
    "": _Level(720, 3, 128, 17),
    style.MEDIUM: _Level(480, 2, 110, 16),
    style.NARROW: _Level(340, 2, 96, 15, brief=True),
    style.SLIM: _Level(288, 1, 90, 15, brief=True),
}


def panels(subject: Subject, *, counts_days: bool = True) -> go.Figure:
    """Return a panel per category, that of the newest round first.

    With `counts_days`, each says how many days ago that was, else the date.
    """
    last = subject.rounds.drop_duplicates("category", keep="last")
    codes = last["category"].tolist()[::-1]
    since = max(subject.span[0], SINCE) if subject.span[1] > SINCE else subject.span[0]
    side = Side("", (since, subject.span[1]))
    every = side.has(pd.concat([subject.others, subject.rounds]).sort_values("date"))
    is_focus = every["category"].isin(subject.focus)
    scale = axis.fit(every.loc[is_focus, subject.column], every.loc[~is_focus, subject.column])
    traces = [
        trace
        for at, code in enumerate(codes)
        for trace in _traces(subject, code, every, side, (scale, _number(at)))
    ]
    layouts: dict[str, Any] = {
        name: _layout(subject, codes, level, side, (scale, counts_days))
        for name, level in LEVELS.items()
    }
    return style.figure(traces, **layouts.pop(""), **layouts)


def _number(at: int) -> str:
    return "" if at == 0 else str(at + 1)


def _traces(
    subject: Subject, code: str, every: pd.DataFrame, side: Side, on: tuple[Range, str]
) -> list[dict[str, Any]]:
    """Return the dots of the others, and the line of the category with its triangles."""
    scale, number = on
    own = side.has(subject.of(code))
    inside = every[[not axis.beyond(value, scale) for value in every[subject.column]]]
    others = inside[inside["category"] != code]
    level = LEVELS[""]
    on_screen = scale, level.body
    width = marks.WIDEST / level.columns
    others = marks.told_apart(others, subject, side, on_screen, width=width)
    one = replace(subject, focus=(code,), rounds=own, others=own.iloc[:0])
    drawn = list(marks.traces(one, side, scale, LEVELS[""].body))
    for trace in drawn:
        trace["line"] = {"color": colours.hue(code), "width": 2}
    dots = {
        "type": "scatter",
        "x": style.iso_dates(others["date"]),
        "y": others[subject.column].tolist(),
        "mode": "markers",
        "marker": {"color": colours.GHOST, "size": 3},
        **style.NO_HOVER,
    }
    return [{**trace, "xaxis": f"x{number}", "yaxis": f"y{number}"} for trace in (dots, *drawn)]


def _layout(
    subject: Subject, codes: list[str], level: _Level, side: Side, on: tuple[Range, bool]
) -> dict[str, Any]:
    """Return the axes and the words of the panels where they are in so many columns."""
    scale, counts_days = on
    columns = min(level.columns, len(codes))
    rows = -(-len(codes) // columns)
    row = HEAD + level.body + FOOT
    height = rows * row + axis.BOTTOM
    wide = (1 - GAP * (columns - 1)) / columns
    pixels = (level.width - LEFT) * wide
    time = axis.time_axis(side.span, subject.words, pixels)
    axes: dict[str, Any] = {}
    annotations = []
    for at, code in enumerate(codes):
        left, bottom = (
            (at % columns) * (wide + GAP),
            1 - (at // columns + 1) / rows + FOOT / (rows * row),
        )
        number, place = _number(at), (f"x{_number(at)}", f"y{_number(at)}")
        axes[f"xaxis{number}"] = {
            **time,
            "domain": [left, left + wide],
            "anchor": place[1],
            "showticklabels": at + columns >= len(codes),
        }
        axes[f"yaxis{number}"] = {
            **SCORES,
            "domain": [bottom, bottom + level.body / (rows * row)],
            "anchor": place[0],
            "range": list(scale),
            "showticklabels": at % columns == 0,
        }
        annotations += _head(subject, code, level, place, counts_days=counts_days)
        annotations += _numbers(subject, code, side, scale, place)
    return {
        "height": height,
        "margin": {"l": LEFT, "r": 8, "t": 0, "b": axis.BOTTOM, "pad": 0},
        "annotations": annotations,
        **axes,
    }


def _head(
    subject: Subject, code: str, level: _Level, on: tuple[str, str], *, counts_days: bool
) -> list[dict[str, Any]]:
    """Return the name of a panel with its last value, and when that was."""
    words, last = subject.words, subject.of(code).iloc[-1]
    name = style.escape((subject.briefs if level.brief else subject.names)[code])
    hue, cutoff = colours.hue(code), words.number(last[subject.column])
    first = f"<b>{name} <span style='color:{hue}'>{cutoff}</span></b>"
    if not pd.isna(last["change"]):
        change = words.signed(last["change"])
        first += f" <span style='color:{colours.SOFT}'>{change}</span>"
    second = _when(subject, code, last, counts_days=counts_days, is_short=level.columns < 3)
    place = {"x": 0, "xref": f"{on[0]} domain", "xanchor": "left", "y": 1}
    place |= {"yref": f"{on[1]} domain", "yanchor": "middle"}
    return [
        {"text": first, "yshift": 42, "font": {"size": level.size, "color": colours.INK}, **place},
        {"text": second, "yshift": 21, "font": {"size": LABEL}, **place},
    ]


def _when(subject: Subject, code: str, last: Any, *, counts_days: bool, is_short: bool) -> str:
    """Return how long ago the last round was, and how many there were in 12 months."""
    _, words, end = subject.words.gettext, subject.words, pd.Timestamp(subject.span[1])
    days = subject.of(code)["date"]
    count = int((days > end - pd.DateOffset(years=1)).sum())
    ago = (
        words.ngettext("{n} day ago", "{n} days ago", (end - last["date"]).days).format(
            n=words.number((end - last["date"]).days)
        )
        if counts_days
        else words.day(last["date"], "d MMM y")
    )
    if is_short:
        return _("{ago}; {n} in a year").format(ago=ago, n=words.number(count))
    text = words.ngettext("{ago}; {n} round in 12 months", "{ago}; {n} rounds in 12 months", count)
    return text.format(ago=ago, n=words.number(count))


def _numbers(
    subject: Subject, code: str, side: Side, scale: Range, on: tuple[str, str]
) -> list[dict[str, Any]]:
    """Return the highest and lowest cut-off before the last, and those beyond the scale."""
    rounds, words = side.has(subject.of(code)), subject.words
    if rounds.empty:
        return []
    column, hue = subject.column, colours.hue(code)
    far = rounds[[bool(axis.beyond(value, scale)) for value in rounds[column]]]
    font = {"font": {"size": LABEL, "color": hue}, "xref": on[0], "yref": on[1], **gutter.halo()}
    if len(far):
        low = LEVELS[""].body
        y = marks.at_edge(float(far[column].iloc[0]), scale, low)
        text = " → ".join(words.number(value) for value in far[column].tail(2))
        x = f"{far['date'].iloc[0] if len(far) < 3 else far['date'].iloc[-2]:%Y-%m-%d}"
        return [{"text": text, "x": x, "xanchor": "right", "xshift": -8, "y": y, **font}]
    inner = rounds[column].iloc[:-1]
    if len(inner) == 0:
        return []
    chosen: dict[Any, int] = {inner.idxmax(): _OVER, inner.idxmin(): -_OVER}
    last = float(rounds[column].iloc[-1])
    found = []
    for index, shift in chosen.items():
        value = float(inner.loc[index])
        if (shift > 0) == (value > last) and value != last:
            x = f"{rounds.loc[index, 'date']:%Y-%m-%d}"
            place: dict[str, Any] = {"text": words.number(value), "x": x, "y": value}
            least = LEVELS[style.SLIM].body * (value - scale[0]) / (scale[1] - scale[0])
            is_low = shift < 0 and least < 2 * _OVER  # below it is the axis
            where = {"xanchor": "left", "xshift": 8} if is_low else {"yshift": shift}
            found.append({**place, **where, **font})
    return found
