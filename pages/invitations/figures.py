"""Figure of invitations by period: bars of a few layers, their names beside the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analysis.rounds.frequency import DORMANT_DAYS
from pages.invitations.layers import Layer
from pages.language import SHORT_DAY, Words
from pages.plot import axis, colours, gutter, layout, style
from pages.plot.text import LABEL, width_of

HEIGHT, NARROW_HEIGHT = 400, 340  # pixels
HEAD, LEFT = 12, 44  # pixels of the margin above and left of the bars
# Pixels that the bars have at least on a tablet and on a phone, and those above them for labels.
WIDE, NARROW, ROOM = 420, 115, 68
LINE = 18  # pixels of a label's line


class Period(NamedTuple):
    """A period's length, the CLDR pattern of its name, and how many have room on a phone."""

    length: pd.DateOffset
    pattern: str
    on_phone: int


PERIODS = {
    "week": Period(pd.DateOffset(weeks=1), SHORT_DAY, 52),
    "month": Period(pd.DateOffset(months=1), "LLLL y", 48),
    "quarter": Period(pd.DateOffset(months=3), "QQQ y", 16),
    "year": Period(pd.DateOffset(years=1), "y", 16),
}


def suitable_period(start: date, end: date) -> str:
    """Return the period that gives neither too many nor too few bars between two days.

    >>> suitable_period(date(2015, 1, 31), date(2026, 8, 20))
    'quarter'
    >>> suitable_period(date(2026, 1, 1), date(2026, 8, 20))
    'week'
    """
    days = (end - start).days
    return "week" if days <= 300 else "month" if days <= 5 * 366 else "quarter"


def period_name(start: pd.Timestamp, period: str, words: Words) -> str:
    """Return the name of a period: "Q3 2026", "week of 17 Aug 2026"."""
    text = words.day(start, PERIODS[period].pattern)
    return words.gettext("week of {day}").format(day=text) if period == "week" else text


@dataclass(frozen=True)
class Bars:
    """What the bars show: the layers, and the stack of `layers.stacked` with a `hover` text each.

    `column` is drawn, invitations or share. `end` is the last day that counts, and `cut` says on a
    phone that it shows only the last periods.
    """

    stack: pd.DataFrame
    layers: Sequence[Layer]
    period: str
    column: str
    end: date
    cut: str = ""

    @property
    def length(self) -> pd.DateOffset:
        """The length of a period."""
        return PERIODS[self.period].length

    @property
    def is_partial(self) -> bool:
        """Whether the last period was not over."""
        after = self.stack["period_start"].iloc[-1] + self.length
        return bool(after > pd.Timestamp(self.end) + pd.Timedelta(days=1))


def bars(data: Bars, words: Words) -> go.Figure:
    """Return a bar per period, stacked by layer; a phone shows only the last periods."""
    return style.figure(
        _traces(data),
        barmode="stack",
        **_layout(replace(data, cut=""), words, is_narrow=False),
        narrow=_layout(_last(data), words, is_narrow=True),
    )


def _last(data: Bars) -> Bars:
    """Return the last periods, as many as a phone has room for."""
    starts = data.stack["period_start"].drop_duplicates()
    shown = starts.tail(PERIODS[data.period].on_phone)
    stack = data.stack[data.stack["period_start"] >= shown.iloc[0]]
    return replace(data, stack=stack, cut=data.cut if len(shown) < len(starts) else "")


def _traces(data: Bars) -> list[dict[str, Any]]:
    starts = data.stack["period_start"].drop_duplicates()
    rows = data.stack[data.stack["invitations"] > 0]
    placed = rows.join(layout.bars(rows["period_start"], data.length, len(starts)))
    traces = []
    for at, own in placed.groupby("layer"):
        layer = data.layers[int(str(at))]
        is_half = data.is_partial & (own["period_start"] == starts.iloc[-1])
        fills = [colours.faint(layer.colour, 0.5) if half else layer.colour for half in is_half]
        line = layout.fill(layer.colour, len(starts))["line"]
        traces.append(
            {
                "type": "bar",
                **{key: own[key].tolist() for key in ("x", "offset", "width")},
                "y": own[data.column].tolist(),
                "marker": {"color": fills, "line": {**line, "color": fills}},
                "name": style.escape(layer.name),
                "customdata": own["hover"].tolist(),
            }
        )
    return traces


def hovers(
    stack: pd.DataFrame,
    by_period: pd.DataFrame,
    layers: Sequence[Layer],
    names: Mapping[str, str],
    period: str,
    words: Words,
) -> list[str]:
    """Return what each part of a bar says, a layer of several categories also of each of them."""
    invited = {
        (row.period_start, row.category): row.invitations
        for row in style.rows(by_period)
        if row.invitations
    }
    share = words.gettext("{percent} of the period’s invitations")
    texts = []
    for row in style.rows(stack):
        layer = layers[row.layer]
        each = [
            f"{style.escape(names[code])} {words.number(invited[row.period_start, code])}"
            for code in layer.codes
            if (row.period_start, code) in invited and len(layer.codes) > 1
        ]
        lines = [
            f"<b>{style.escape(layer.name)}</b>",
            period_name(row.period_start, period, words),
            words.invitations(row.invitations),
            words.rounds(row.rounds),
            share.format(percent=words.percent(row.share)),
        ]
        texts.append("<br>".join([*lines, *each]))
    return texts


class _Frame(NamedTuple):
    """Where things lie: the value at the top of each layer by period, the scale, pixels, times."""

    tops: pd.DataFrame
    top: float
    per_pixel: float
    first: pd.Timestamp
    last: pd.Timestamp
    width: int

    def share(self, at: pd.Timestamp) -> float:
        """Return where a time lies on the axis, from 0 to 1."""
        return float((at - self.first) / (self.last - self.first))


def _more(data: Bars, *, is_narrow: bool) -> int:
    """Return the pixels above bars that all reach the top, so that no event is named on them."""
    return 3 * LINE if data.column == "share" and not is_narrow else 0


def _height(data: Bars, *, is_narrow: bool) -> int:
    return NARROW_HEIGHT if is_narrow else HEIGHT + _more(data, is_narrow=False)


def _frame(data: Bars, *, is_narrow: bool) -> _Frame:
    values = data.stack.pivot_table(
        index="period_start", columns="layer", values=data.column, dropna=False, sort=False
    )
    tops = values.fillna(0).sort_index(axis=1).cumsum(axis=1)
    highest = float(tops.iloc[:, -1].max()) or 1.0
    height = _height(data, is_narrow=is_narrow) - HEAD - axis.BOTTOM - LINE * bool(data.cut)
    room = ROOM + _more(data, is_narrow=is_narrow)
    per_pixel = highest / (height - room)
    width = NARROW if is_narrow else WIDE
    last = tops.index[-1] + data.length
    return _Frame(tops, highest + room * per_pixel, per_pixel, tops.index[0], last, width)


def _layout(data: Bars, words: Words, *, is_narrow: bool) -> dict[str, Any]:
    frame = _frame(data, is_narrow=is_narrow)
    end = f"{frame.last:%Y-%m-%d}"
    ends = gutter.end_labels(
        _ends(data, frame, words, is_narrow=is_narrow),
        end=end,
        scale=(0, frame.top),
        height=frame.top / frame.per_pixel,
    )
    span = (frame.first.date(), frame.last.date())
    head = HEAD + LINE * bool(data.cut)
    inside, leaders = _inside(data, frame, words, is_narrow)
    return {
        "height": _height(data, is_narrow=is_narrow),
        "margin": {"l": LEFT, "r": ends.width, "t": head, "b": axis.BOTTOM, "pad": 0},
        "annotations": [*ends.annotations, *inside, *_cut(data)],
        "shapes": [*ends.shapes, *leaders],
        "xaxis": axis.time_axis(span, words, width=frame.width),
        "yaxis": {"range": [0, frame.top], "automargin": False, **_ticks(data, words)},
    }


def _ticks(data: Bars, words: Words) -> dict[str, Any]:
    if data.column == "share":
        shares = [0, 0.5, 1]
        return {"tickvals": shares, "ticktext": [words.percent(share) for share in shares]}
    return {"tickformat": axis.thousands(words), "nticks": 6}


def _ends(data: Bars, frame: _Frame, words: Words, *, is_narrow: bool) -> list[gutter.EndLabel]:
    """Return the names of the layers in use beside their last bars, and the total above them."""
    labels, values = [], frame.tops.diff(axis=1).fillna(frame.tops)
    for at, layer in enumerate(data.layers):
        if _is_past(data, layer) or not values[at].any():
            continue
        own = values[at]
        start = own[own > 0].index[-1]
        text = style.escape(layer.brief if is_narrow else layer.name)
        if start == own.index[-1] and not is_narrow and len(values.columns) > 1:
            text += f" {_value(data, own.iloc[-1], words)}"
        labels.append(
            gutter.EndLabel(
                _right(start, data),
                float(frame.tops[at][start] - own[start] / 2),
                f"<b>{text}</b>" if layer.is_own else text,
                _ink(layer),
                layer.is_own,
            )
        )
    return [*labels, *_total(data, frame, words)]


def _total(data: Bars, frame: _Frame, words: Words) -> list[gutter.EndLabel]:
    """Return the last total, and to which day it counts if its period was not over."""
    total = float(frame.tops.iloc[:, -1].iloc[-1])
    day = words.day(data.end, "d MMM")
    text = "" if data.column == "share" else _dark(words.number(round(total)))
    if data.is_partial and text:
        text = words.gettext("{total} to {day}").format(total=text, day=day)
    elif data.is_partial:
        text = words.gettext("to {day}").format(day=day)
    at = _right(frame.tops.index[-1], data)
    return [gutter.EndLabel(at, total, text)] if text else []


def _dark(text: str) -> str:
    return f"<span style='color:{colours.INK}'><b>{text}</b></span>"


def _value(data: Bars, value: float, words: Words) -> str:
    return words.percent(value) if data.column == "share" else words.number(round(value))


def _is_past(data: Bars, layer: Layer) -> bool:
    return (pd.Timestamp(data.end) - layer.last).days > DORMANT_DAYS


def _right(start: pd.Timestamp, data: Bars) -> str:
    """Return the right edge of the bar of a period, which leaves a tenth of it empty."""
    return f"{start + (start + data.length - start) * 0.9:%Y-%m-%d %H:%M}"


def _inside(
    data: Bars, frame: _Frame, words: Words, is_narrow: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the highest total, the names of layers without a round for long, and their leaders.

    They stand above all bars that they are as wide as, also those of what was not chosen.
    """
    past = [
        at
        for at, layer in enumerate(data.layers)
        if _is_past(data, layer) and layer.last >= frame.first
    ]
    names = [_past_name(data.layers[at], words, frame.width, is_narrow) for at in past]
    labels, leaders = _highest(data, frame, words)
    taken = [
        (*_place(frame, label["text"], frame.share(pd.Timestamp(label["x"])), 0.5), label["y"])
        for label in labels
    ]
    for at, text in zip(past, names, strict=True):
        layer = data.layers[at]
        start = frame.tops.index[frame.tops.index <= layer.last][-1]
        left, right = _place(frame, text, frame.share(pd.Timestamp(_right(start, data))), 1)
        if not layer.is_own:  # on its own bars, away from the labels of later events
            left, right = _place(frame, text, 0, 0)
        bar = _highest_bar(frame, (left, right))
        others = [y + LINE * frame.per_pixel for a, b, y in taken if a < right and left < b]
        y = max([bar, *others])
        taken.append((left, right, y))
        x, side = (right, "right") if left else (0.0, "left")
        labels.append(_over(x, "x domain", y, text, _ink(layer)) | {"xanchor": side})
        if layer.is_own:
            leaders += _leader(data, frame, start, at, labels[-1])
    return labels, leaders


def _past_name(layer: Layer, words: Words, width: int, is_narrow: bool) -> str:
    """Return the name of a layer and its last month, on two lines if wider than the bars."""
    name = style.escape(layer.brief if is_narrow else layer.name)
    text = words.gettext("{layer}, to {month}").format(
        layer=f"<b>{name}</b>" if layer.is_own else name, month=words.day(layer.last, "LLL y")
    )
    return text if width_of(text, LABEL) <= width else text.replace(", ", ",<br>", 1)


def _ink(layer: Layer) -> str:
    return layer.colour if layer.is_own else colours.SOFT


def _place(frame: _Frame, text: str, at: float, part: float) -> tuple[float, float]:
    """Return from where to where on the axis a text reaches, with a part of it left of `at`."""
    width = width_of(text, LABEL) / frame.width
    left = max(min(at - width * part, 1 - width), 0)
    return left, left + width


def _highest_bar(frame: _Frame, within: tuple[float, float]) -> float:
    """Return how high the bars reach within a part of the axis."""
    starts = [frame.share(start) for start in frame.tops.index]
    bars = zip(frame.tops.iloc[:, -1], starts, [*starts[1:], 1.0], strict=True)
    return max((total for total, a, b in bars if a < within[1] and b > within[0]), default=0)


def _highest(
    data: Bars, frame: _Frame, words: Words
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the total over the highest bar of what is not context, and the leader to it.

    The last has its own.
    """
    upper = _chosen(data)
    totals = frame.tops[upper]
    start = totals.index[int(totals.argmax())]
    is_last = start == totals.index[-1] and upper == len(data.layers) - 1
    if data.column == "share" or is_last or not totals[start]:
        return [], []
    colour = data.layers[0].colour if upper == 0 else colours.INK
    text = f"<b>{words.number(int(totals[start]))}</b>"
    middle = _middle(start, data)
    y = _highest_bar(frame, _place(frame, text, frame.share(pd.Timestamp(middle)), 0.5))
    label = _over(middle, "x", y, text, colour)
    return [label], _leader(data, frame, start, upper, label)


def _middle(start: pd.Timestamp, data: Bars) -> str:
    """Return the middle of the bar of a period."""
    return f"{start + (start + data.length - start) * 0.5:%Y-%m-%d %H:%M}"


def _leader(
    data: Bars, frame: _Frame, start: pd.Timestamp, layer: int, label: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return the line from the top of a layer in a period up to its label, if it is not on it."""
    low = float(frame.tops[layer][start])
    if low >= label["y"]:
        return []
    on = {"xref": "x", "yref": "y", "y0": low, "y1": label["y"]}
    line = {"color": label["font"]["color"], "width": 1}
    return [style.vertical_line(_middle(start, data), **on, line=line)]


def _chosen(data: Bars) -> int:
    """Return the uppermost layer that is not context."""
    return max(at for at, layer in enumerate(data.layers) if not layer.is_context)


def _over(x: object, xref: str, y: float, text: str, colour: str) -> dict[str, Any]:
    """Return a label that stands on a bar."""
    place = {"x": x, "xref": xref, "y": y, "yanchor": "bottom", "yshift": 2}
    return {**place, "text": text, "font": {"size": LABEL, "color": colour}, **gutter.halo()}


def _cut(data: Bars) -> list[dict[str, Any]]:
    """Return, above a phone's bars, that there are more."""
    if not data.cut:
        return []
    above = {"yref": "paper", "yanchor": "bottom", "yshift": 4, "font": {"size": LABEL}}
    return [style.edge_label(0, 1, data.cut, xshift=-LEFT, **above)]
