"""Figure: how old a profile with an equal score had to be in each round, by category."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import Words
from pages.plot import colours, gutter, style
from pages.plot.axis import Range
from pages.plot.gutter import EndLabel
from pages.score.figures.panels import Panel, Silence, Time, height_of, panels
from pages.score.text import parts_of_days

TICKS = (1, 7, 30, 90, 365)  # days
LEAST = 0.1  # days: what is drawn at the lower edge, as a logarithm has no zero
DOT, LAST = 5.5, 8  # pixels


def tie_ages(
    ages: pd.DataFrame,
    names: Mapping[str, tuple[str, str]],
    silences: Mapping[str, str],
    time: Time,
) -> go.Figure:
    """Return a plot per category with a dot per round, its median, and the last in colour.

    `ages` is that of ``analysis.score.tie_age`` with a known age. Distances are those of
    logarithms, on one scale for all. `names` are for a wide screen and for a phone, and `silences`
    say how long inactive categories had no round, in Plotly's HTML.
    """
    logs = ages.assign(y=[math.log10(max(days, LEAST)) for days in ages["days"]])
    scale = (min(-0.1, logs["y"].min() - 0.1), max(2.6, logs["y"].max() + 0.1))
    shown = [
        _panel(logs[logs["category"] == code], both, scale, time, silences.get(code, ""))
        for code, both in names.items()
    ]
    return panels(shown, time, height_of(len(shown)))


def _panel(
    rounds: pd.DataFrame, names: tuple[str, str], scale: Range, time: Time, silence: str
) -> Panel:
    span, words = time.span, time.words
    usual, last = rounds["days"].median(), rounds.iloc[-1]
    middle, day = math.log10(max(usual, LEAST)), f"{last['date']:%Y-%m-%d}"
    ends = (day, float(last["y"])), (str(span[0]), middle)
    line = {"color": colours.MID, "width": 1}
    on = {"type": "line", "xref": "x", "layer": "below", "line": line, "x1": str(span[1])}
    level = float(last["y"])
    rule = {**on, "x0": day, "y0": level, "y1": level}
    return Panel(
        names=names,
        said=(words.rounds(len(rounds)),) * 2,
        scale=scale,
        ticks={math.log10(days): words.number(days) for days in TICKS},
        traces=[_dots(rounds, names[0], words)],
        labels=_labels(ends, (last["days"], usual), words),
        shapes=[
            {**on, "x0": str(span[0]), "y0": middle, "y1": middle},
            gutter.silence(day, str(span[1]), level) if silence else rule,
        ],
        silence=Silence(day, level, silence) if silence else None,
    )


def _dots(rounds: pd.DataFrame, name: str, words: Words) -> dict[str, Any]:
    before = len(rounds) - 1
    return {
        "ids": rounds["round_id"].tolist(),
        "x": style.iso_dates(rounds["date"]),
        "y": rounds["y"].tolist(),
        "customdata": [_hover(row, name, words) for row in style.rows(rounds)],
        "mode": "markers",
        "marker": {
            "color": [*[colours.MID] * before, colours.ACCENT],
            "size": [*[DOT] * before, LAST],
            "line": {"width": 0},  # which Plotly draws around dots of several sizes
        },
    }


def _labels(
    ends: tuple[tuple[str, float], tuple[str, float]], days: tuple[float, float], words: Words
) -> tuple[list[EndLabel], list[EndLabel]]:
    """Return the last age and the median, for a wide screen and for a phone."""
    _, (last, usual) = words.gettext, (parts_of_days(each, words) for each in days)
    brief = _("usually {days}").format(days=words.number(days[1], 1))
    texts = (
        (_("last {days}").format(days=last), _("usually {days}").format(days=usual)),
        (last, brief),
    )
    wide, narrow = (
        [
            EndLabel(*ends[0], f"<b>{own}</b>", colours.ACCENT, is_focus=True, has_line=False),
            EndLabel(*ends[1], middle, colours.MID, has_line=False),
        ]
        for own, middle in texts
    )
    return wide, narrow


def _hover(row: Any, name: str, words: Words) -> str:
    _ = words.gettext
    return "<br>".join(
        [
            f"<b>{style.escape(words.round_id(row.round_id))} · {name}</b>",
            words.day(row.date),
            _("cut-off {cutoff}").format(cutoff=words.number(row.cutoff)),
            _("tie-break: profiles over {days} old were invited").format(
                days=parts_of_days(row.days, words)
            ),
        ]
    )
