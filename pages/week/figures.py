"""Figures of a week, small enough for three side by side on a screen or a sheet of paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import SHORT_DAY, Words
from pages.plot import axis, colours, gutter, layout, running_total, style
from pages.plot.text import LABEL, width_of

HEIGHT, HEAD = 180, 12  # pixels
LEFT = 40  # pixels of the values
PLOT, PHONE, WIDE = 230, 290, 430  # of what is drawn, at least: in a third, on a phone, wider
ROW = 34  # pixels of a round's bar
LEAST = 60  # points that a change of cut-offs has room for on each side, so that few look small
LABEL_WEEKS = 9  # width of the label of the last week
WEEK = pd.DateOffset(weeks=1)
RIGHT = 40  # pixels of the label of the year before
ROOM = 1.2  # of the highest value: room above it for a label


def weeks(by_week: pd.DataFrame, words: Words) -> go.Figure:
    """Return a bar of invitations per week, with the last week accented and labelled.

    `by_week` holds week (a Monday), rounds and invitations. A rule is at the median of the weeks
    before that had a round.
    """
    last = by_week.iloc[-1]
    place = layout.bars(by_week["week"], WEEK, len(by_week))
    bars = {
        "type": "bar",
        **place.to_dict("list"),
        "y": by_week["invitations"].tolist(),
        "marker": {"color": [colours.MID] * (len(by_week) - 1) + [colours.ACCENT]},
        "customdata": [_week_hover(row, words) for row in style.rows(by_week)],
    }
    label = {
        "x": style.iso_dates(by_week["week"] + WEEK)[-1],
        "xanchor": "right",
        "y": int(by_week["invitations"].iloc[-LABEL_WEEKS:].max()),
        "yanchor": "bottom",
        "text": f"<b>{words.number(last['invitations'])}</b>",
        "font": {"size": LABEL, "color": colours.ACCENT},
    }
    rule, name = _median(by_week, words)
    most = max(int(by_week["invitations"].max()), 1)
    span = (by_week["week"].iloc[0].date(), (last["week"] + WEEK).date())
    return style.figure(
        [bars],
        height=HEIGHT,
        margin={"l": LEFT, "r": 4, "t": HEAD, "b": axis.BOTTOM, "pad": 0},
        annotations=[label, *name],
        shapes=rule,
        xaxis=axis.time_axis(span, words, width=WIDE),
        yaxis={
            "range": [0, most * ROOM],
            "tickformat": axis.thousands(words),
            "nticks": 4,
            "automargin": False,
        },
        narrow={"xaxis": axis.time_axis(span, words, width=PHONE)},
        slim={"xaxis": axis.time_axis(span, words, width=PLOT)},
    )


def _median(by_week: pd.DataFrame, words: Words) -> tuple[list[Any], list[Any]]:
    """Return a rule at the median of the weeks before that had a round, and its label."""
    before = by_week.iloc[:-1]
    held = before.loc[before["rounds"] > 0, "invitations"]
    if held.empty:
        return [], []
    median = float(held.median())
    line = {"color": colours.INK, "width": 1}
    rule = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": median, "y1": median}
    text = words.gettext("median {n}").format(n=words.number(median, 1))
    font = {"size": LABEL, "color": colours.INK}
    above = {"yanchor": "bottom", "yshift": 1, "font": font, **gutter.halo()}
    return [{**rule, "line": line}], [style.edge_label(0, median, text, xshift=2, **above)]


def _week_hover(row: Any, words: Words) -> str:
    text = words.gettext("<b>Week of {day}</b><br>{rounds}, {invitations}")
    return text.format(
        day=words.day(row.week, SHORT_DAY),
        rounds=words.rounds(row.rounds),
        invitations=words.invitations(row.invitations),
    )


def changes(
    rounds: pd.DataFrame, names: Mapping[str, str], brief: Mapping[str, str], words: Words
) -> go.Figure:
    """Return a bar per round, oldest on top: the change of its category's cut-off in points.

    `rounds` holds round_id, category, cutoff, previous, previous_id and change; the first
    round of a category, or of one on a new CRS scale, has words but no bar. `brief` are names with
    room beside the bars.
    """
    points = rounds["change"].fillna(0).astype("int64")
    reach = max(int(points.abs().max()), LEAST)
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": points.tolist(),
        "y": list(range(len(rounds))),
        "width": 0.36,
        "marker": {"color": [colours.hue(code) for code in rounds["category"]]},
        "customdata": [_change_hover(row, names, words) for row in style.rows(rounds)],
    }
    left = [_category_label(at, row, brief) for at, row in enumerate(style.rows(rounds))]
    right = [_change_label(at, row, words) for at, row in enumerate(style.rows(rounds))]
    return style.figure(
        [bars],
        height=max(HEIGHT, ROW * len(rounds)),
        margin={"l": _room(left), "r": _room(right), "t": HEAD, "b": HEAD, "pad": 0},
        shapes=[style.vertical_line(0)],
        annotations=[*left, *right],
        xaxis={"range": [-reach, reach], "visible": False},
        yaxis={"range": [len(rounds) - 0.5, -0.5], "visible": False},
    )


def _room(labels: list[dict[str, Any]]) -> int:
    """Return the pixels that labels beside the bars need."""
    return 10 + round(max(width_of(label["text"], LABEL, bold=True) for label in labels))


def _change_hover(row: Any, labels: Mapping[str, str], words: Words) -> str:
    _ = words.gettext
    name = f"<b>#{style.escape(row.round_id)} · {style.escape(labels[row.category])}</b>"
    cutoff = _("cut-off {cutoff}").format(cutoff=words.number(row.cutoff))
    if pd.isna(row.previous_id):
        return "<br>".join([name, cutoff, _("the first round of its category")])
    if pd.isna(row.change):
        return "<br>".join([name, cutoff, _("the first round of its category on this CRS scale")])
    before = _("{change} since {id} ({previous})").format(
        change=words.signed(row.change),
        id=style.escape(words.round_id(row.previous_id)),
        previous=words.number(row.previous),
    )
    return "<br>".join([name, cutoff, before])


def _category_label(at: int, row: Any, names: Mapping[str, str]) -> dict[str, Any]:
    name = style.escape(layout.shorten(names[row.category]))
    font = {"size": LABEL, "color": colours.hue(row.category)}
    label = style.edge_label(0, at, f"<b>{name}</b>", xshift=-6, font=font)
    return {**label, "xanchor": "right"}


def _change_label(at: int, row: Any, words: Words) -> dict[str, Any]:
    _ = words.gettext
    if not pd.isna(row.change):
        text = _("{change}, to {cutoff}")
    elif pd.isna(row.previous_id):
        text = _("first round: {cutoff}")
    else:
        text = _("new CRS scale: {cutoff}")
    change, cutoff = f"<b>{words.signed(row.change)}</b>", words.number(row.cutoff)
    font = {"size": LABEL, "color": colours.INK}
    return style.edge_label(
        1, at, text.format(change=change, cutoff=cutoff), xshift=6, align="left", font=font
    )


def year(running: pd.DataFrame, words: Words) -> go.Figure:
    """Return the running total of the year, accented, and of the year before.

    `running` holds year, date, invitations and rounds.
    """
    totals = running_total.on_one_calendar(running)
    before, latest = totals.drop_duplicates("year", keep="last").iloc[:-1], totals.iloc[-1]
    number, total = int(latest["year"]), int(latest["invitations"])
    soft = {"font": {"size": LABEL, "color": colours.SOFT}, "xshift": 4}
    return style.figure(
        running_total.lines(totals, words),
        height=HEIGHT,
        margin={**running_total.MARGIN, "r": RIGHT},
        annotations=[
            *(
                style.edge_label(1, int(row.invitations), f"<b>{row.year}</b>", **soft)
                for row in style.rows(before)
            ),
            running_total.end_label(latest["day"], total, number, words, width=PLOT - RIGHT),
        ],
        xaxis=running_total.axis(words, months=4),
        yaxis={
            "range": [0, max(int(running["invitations"].max()), 1) * ROOM],
            "tickformat": axis.thousands(words),
            "nticks": 4,
            "automargin": False,
        },
    )
