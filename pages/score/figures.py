"""Figures of one person's standing: every round's outcome, what was enough, then against now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import Words
from pages.plot import layout, style
from pages.score.text import hover, outcomes, parts_of_days, targets

ROW_HEIGHT = 36  # pixels
INVITED, TIE, UNKNOWN = "#0f9b74", "#8f6fe0", "#c4771a"
# Shape and colour both tell an outcome: filled is invited, hollow is not, a cross is unknown.
OUTCOME_MARKS = {
    "invited": style.Mark(INVITED, "circle"),
    "not_invited": style.Mark(style.QUIET, "circle-open"),
    "tie_break_invited": style.Mark(TIE, "diamond"),
    "tie_break_not_invited": style.Mark(TIE, "diamond-open"),
    "unknown_profile": style.Mark(UNKNOWN, "x-thin-open"),
    "unknown_tie_break": style.Mark(UNKNOWN, "asterisk-open"),
}
TARGET_MARKS = {"last": "diamond", "half": "circle", "nine_in_ten": "square"}


def strip(
    standing: pd.DataFrame,
    labels: Mapping[str, str],
    words: Words,
    span: tuple[date, date],
    profile_at: pd.Timestamp | None = None,
) -> go.Figure:
    """Return a row per category of `labels` with a mark per round that tells its outcome.

    `span` is the first and last day of the axis, so that days without a round show too.
    """
    names = {code: style.escape(layout.shorten(label)) for code, label in labels.items()}
    present = [outcome for outcome in OUTCOME_MARKS if (standing["outcome"] == outcome).any()]
    traces = [
        _outcome(standing[standing["outcome"] == outcome], outcome, labels, profile_at, words)
        for outcome in present
    ]
    # A mark on the first or last day is not to be cut in half.
    room_beside = timedelta(days=max(1, (span[1] - span[0]).days // 50))
    edges = [span[0] - room_beside, span[1] + room_beside]
    return style.figure(
        traces,
        height=ROW_HEIGHT * len(names) + 90 + layout.legend_height(len(traces) * 2),
        showlegend=True,
        legend={**layout.legend(), "entrywidth": 0},
        margin={"t": 44},
        xaxis={**style.TIME_AXIS, "range": [day.isoformat() for day in edges]},
        yaxis=_rows(list(names.values())),
    )


def _outcome(
    own: pd.DataFrame,
    outcome: str,
    labels: Mapping[str, str],
    profile_at: pd.Timestamp | None,
    words: Words,
) -> go.Scatter:
    mark = OUTCOME_MARKS[outcome]
    return go.Scatter(
        x=style.iso_dates(own["date"]),
        y=[style.escape(layout.shorten(labels[code])) for code in own["category"]],
        mode="markers",
        name=outcomes(words)[outcome],
        marker={
            "color": mark.colour,
            "symbol": mark.symbol,
            "size": 9,
            "line": {"width": 1.5, "color": mark.colour},
        },
        customdata=[
            "<br>".join(map(style.escape, hover(row, labels[row.category], profile_at, words)))
            for row in style.rows(own)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def enough(
    needed: pd.DataFrame, labels: Mapping[str, str], words: Words, score: int | None = None
) -> go.Figure:
    """Return a row per category of `labels` with the scores that were enough, and one's own."""
    names = {code: style.escape(layout.shorten(label)) for code, label in labels.items()}
    known = needed[needed["score"].notna()]
    traces = [
        _targets(known[known["target"] == target], target, labels, words) for target in TARGET_MARKS
    ]
    fig = style.figure(
        traces,
        height=ROW_HEIGHT * len(names) + 110 + layout.legend_height(len(traces) * 2),
        showlegend=True,
        legend={**layout.legend(), "entrywidth": 0},
        margin={"t": 44, "r": 20},
        xaxis={"nticks": 6, "tickformat": "d", "showgrid": True},
        yaxis=_rows(list(names.values())),
    )
    if score is not None:
        fig.add_vline(x=score, line={"color": style.ACCENT, "width": 1.5, "dash": "dash"})
        fig.add_annotation(
            x=score,
            y=0,
            yref="paper",
            yanchor="bottom",
            text=words.gettext("you: {score}").format(score=score),
            showarrow=False,
            xanchor="left",
            xshift=4,
        )
    return fig


def _targets(own: pd.DataFrame, target: str, labels: Mapping[str, str], words: Words) -> go.Scatter:
    return go.Scatter(
        x=own["score"].tolist(),
        y=[style.escape(layout.shorten(labels[code])) for code in own["category"]],
        mode="markers",
        name=targets(words)[target],
        marker={
            "symbol": TARGET_MARKS[target],
            "size": 11,
            "color": [style.colour(code) for code in own["category"]],
        },
        customdata=[_enough_hover(row, labels[row.category], words) for row in style.rows(own)],
        hovertemplate="%{customdata}<extra></extra>",
    )


def compared(counts: pd.DataFrame, labels: Mapping[str, str], words: Words) -> go.Figure:
    """Return the rounds that would have invited now and then, what is unknown hatched beyond."""
    _ = words.gettext
    names = [style.escape(layout.shorten(labels[code])) for code in counts["category"]]
    traces = []
    for side, colour, name in (
        ("b", style.ACCENT, _("after the change")),
        ("a", style.QUIET, _("now")),
    ):
        for column, pattern in ((f"invited_{side}", ""), (f"unknown_{side}", "/")):
            traces.append(
                go.Bar(
                    x=counts[column].tolist(),
                    y=names,
                    orientation="h",
                    offsetgroup=side,
                    text=None if pattern else [words.number(n) for n in counts[column]],
                    base=None if not pattern else counts[f"invited_{side}"].tolist(),
                    name=name,
                    showlegend=not pattern,
                    marker={"color": colour, "pattern": {"shape": pattern}, "line": {"width": 0}},
                    customdata=[_compared_hover(row, labels, words) for row in style.rows(counts)],
                    hovertemplate="%{customdata}<extra></extra>",
                )
            )
    return style.figure(
        traces,
        height=2 * ROW_HEIGHT * len(names) + 80,
        barmode="group",
        showlegend=True,
        legend={**layout.legend(), "traceorder": "reversed", "entrywidth": 0},
        margin={"t": 40},
        xaxis={"showgrid": True, "nticks": 6, "tickformat": "d", "rangemode": "tozero"},
        yaxis={"categoryorder": "array", "categoryarray": names[::-1]},
    )


def lags(known: pd.DataFrame, labels: Mapping[str, str], words: Words) -> go.Figure:
    """Return for each round how old the tie-break profile was, a colour and mark per category."""
    _ = words.gettext
    traces = []
    for code in labels:
        own, mark = known[known["category"] == code], style.mark(code)
        traces.append(
            go.Scatter(
                x=style.iso_dates(own["date"]),
                y=own["days"].round(1).tolist(),
                mode="markers",
                cliponaxis=False,
                name=style.escape(layout.shorten(labels[code])),
                marker={"color": mark.colour, "symbol": mark.symbol, "size": 8},
                customdata=[_lag_hover(row, labels[code], words) for row in style.rows(own)],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
    return style.figure(
        traces,
        height=300 + layout.legend_height(len(traces)),
        showlegend=True,
        legend=layout.legend(),
        **layout.with_legend(len(traces), 280),
        margin={"t": 40},
        xaxis=style.TIME_AXIS,
        yaxis={"rangemode": "tozero", "showgrid": True, "nticks": 6, "tickformat": ",d"},
    )


def _rows(names: Sequence[str]) -> dict[str, object]:
    """Return the axis of named rows, the first on top, also those without a mark."""
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": [*names][::-1],
        "range": [-0.6, len(names) - 0.4],
        "showgrid": True,
    }


def _enough_hover(row: Any, label: str, words: Words) -> str:
    return "<br>".join(
        [
            f"<b>{style.escape(label)}: {words.number(row.score)}</b>",
            words.gettext("enough for {target}").format(target=targets(words)[row.target]),
            words.gettext("candidates at or above it: {candidates}").format(
                candidates=between(row, words)
            ),
        ]
    )


def between(row: Any, words: Words) -> str:
    """Return how many stood at or above a score in the newest snapshot, a range unless exact."""
    _ = words.gettext
    if pd.isna(row.above_low):
        return _("no pool snapshot")
    low, high = words.number(row.above_low), words.number(row.above_high)
    if row.exact:
        return low
    return _("{low} to {high}").format(low=low, high=high)


def _compared_hover(row: Any, labels: Mapping[str, str], words: Words) -> str:
    _ = words.gettext
    lines = [f"<b>{style.escape(labels[row.category])}</b>, {words.rounds(row.rounds)}"]
    for name, invited, unknown in (
        (_("now"), row.invited_a, row.unknown_a),
        (_("after the change"), row.invited_b, row.unknown_b),
    ):
        text = _("{name}: invited in {invited}, unknown in {unknown}")
        lines.append(
            text.format(name=name, invited=words.number(invited), unknown=words.number(unknown))
        )
    return "<br>".join(lines)


def _lag_hover(row: Any, label: str, words: Words) -> str:
    _ = words.gettext
    return "<br>".join(
        [
            f"<b>#{style.escape(row.round_id)} · {style.escape(label)}</b>",
            words.day(row.date),
            _("cut-off {cutoff}").format(cutoff=words.number(row.cutoff)),
            _("tie-break: profiles over {days} old were invited").format(
                days=parts_of_days(row.days, words)
            ),
        ]
    )
