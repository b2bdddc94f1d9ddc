"""Figures of My score: outcomes of rounds, scores needed, a comparison, and tie ages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from pages.language import Words
from pages.plot import colours, layout, style
from pages.score.text import Known, hover, outcomes, parts_of_days, targets

ROW_HEIGHT = 36  # pixels


class _Mark(NamedTuple):
    """The marker of an outcome."""

    colour: str
    symbol: str


INVITED, TIE, UNKNOWN = map(colours.hue, ("healthcare", "pnp", "trades"))
# Shape and colour both show an outcome: filled is invited, hollow is not, a cross is unknown.
OUTCOME_MARKS = {
    "invited": _Mark(INVITED, "circle"),
    "not_invited": _Mark(colours.MID, "circle-open"),
    "tie_break_invited": _Mark(TIE, "diamond"),
    "tie_break_not_invited": _Mark(TIE, "diamond-open"),
    "unknown_profile": _Mark(UNKNOWN, "x-thin-open"),
    "unknown_tie_break": _Mark(UNKNOWN, "asterisk-open"),
}
TARGET_MARKS = {"last": "diamond", "half": "circle", "nine_in_ten": "square"}


def strip(
    rounds: pd.DataFrame,
    labels: Mapping[str, str],
    words: Words,
    span: tuple[date, date],
    profile_at: pd.Timestamp | None = None,
) -> go.Figure:
    """Return a row per category of `labels` with a mark per round that shows its outcome.

    `span` is the first and last day of the axis. `rounds` is that of ``analysis.score.standing``.
    """
    names = {code: style.escape(layout.shorten(label)) for code, label in labels.items()}
    present = [outcome for outcome in OUTCOME_MARKS if (rounds["outcome"] == outcome).any()]
    traces = [
        _outcome_marks(rounds[rounds["outcome"] == outcome], outcome, labels, profile_at, words)
        for outcome in present
    ]
    # Without a margin, a mark on the first or last day would be cut in half.
    margin = timedelta(days=max(1, (span[1] - span[0]).days // 50))
    edges = [span[0] - margin, span[1] + margin]
    return style.figure(
        traces,
        height=ROW_HEIGHT * len(names) + 90 + layout.legend_height(len(traces) * 2),
        showlegend=True,
        legend={**layout.legend(), "entrywidth": 0},
        margin={"t": 44},
        xaxis={**style.TIME_AXIS, "range": [day.isoformat() for day in edges]},
        yaxis=_category_axis(list(names.values())),
    )


def _outcome_marks(
    rounds: pd.DataFrame,
    outcome: str,
    labels: Mapping[str, str],
    profile_at: pd.Timestamp | None,
    words: Words,
) -> go.Scatter:
    mark = OUTCOME_MARKS[outcome]
    return go.Scatter(
        x=style.iso_dates(rounds["date"]),
        y=[style.escape(layout.shorten(labels[code])) for code in rounds["category"]],
        mode="markers",
        name=outcomes(words)[outcome],
        marker={
            "color": mark.colour,
            "symbol": mark.symbol,
            "size": 9,
            "line": {"width": 1.5, "color": mark.colour},
        },
        ids=rounds["round_id"].tolist(),
        customdata=[
            "<br>".join(map(style.escape, hover(row, labels[row.category], profile_at, words)))
            for row in style.rows(rounds)
        ],
    )


def score_needed(
    needed: pd.DataFrame,
    labels: Mapping[str, str],
    words: Words,
    score: int | None = None,
    known: Known | None = None,
) -> go.Figure:
    """Return a row per category of `labels` with the scores needed, and the candidate's score."""
    names_of = targets(words, known)
    names = {code: style.escape(layout.shorten(label)) for code, label in labels.items()}
    needed = needed[needed["score"].notna()]
    traces = [
        _target_marks(needed[needed["target"] == target], labels, words, (target, names_of[target]))
        for target in TARGET_MARKS
    ]
    fig = style.figure(
        traces,
        height=ROW_HEIGHT * len(names) + 110 + layout.legend_height(len(traces) * 2),
        showlegend=True,
        legend={**layout.legend(), "entrywidth": 0},
        margin={"t": 44, "r": 20},
        xaxis={"nticks": 6, "tickformat": "d", "showgrid": True},
        yaxis=_category_axis(list(names.values())),
    )
    if score is not None:
        fig.add_vline(x=score, line={"color": colours.ACCENT, "width": 1.5, "dash": "dash"})
        fig.add_annotation(
            x=score,
            y=0,
            yref="paper",
            yanchor="bottom",
            text=words.gettext("you: {score}").format(score=score),
            xanchor="left",
            xshift=4,
        )
    return fig


def _target_marks(
    needed: pd.DataFrame, labels: Mapping[str, str], words: Words, target: tuple[str, str]
) -> go.Scatter:
    code, name = target
    return go.Scatter(
        x=needed["score"].tolist(),
        y=[style.escape(layout.shorten(labels[code])) for code in needed["category"]],
        mode="markers",
        name=name,
        marker={
            "symbol": TARGET_MARKS[code],
            "size": 11,
            "color": [colours.hue(code) for code in needed["category"]],
        },
        customdata=[
            _target_hover(row, labels[row.category], words, name) for row in style.rows(needed)
        ],
    )


def comparison(counts: pd.DataFrame, labels: Mapping[str, str], words: Words) -> go.Figure:
    """Return bars of the rounds that would have invited now and after a change, unknown hatched."""
    _ = words.gettext
    names = [style.escape(layout.shorten(labels[code])) for code in counts["category"]]
    traces = []
    for side, colour, name in (
        ("b", colours.ACCENT, _("after the change")),
        ("a", colours.MID, _("now")),
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
                    marker={"color": colour, "pattern": {"shape": pattern}},
                    customdata=[
                        _comparison_hover(row, labels, words) for row in style.rows(counts)
                    ],
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


def tie_ages(ages: pd.DataFrame, labels: Mapping[str, str], words: Words) -> go.Figure:
    """Return a mark per round for how old its tie-break was, a colour per category."""
    _ = words.gettext
    traces = []
    for code in labels:
        rounds = ages[ages["category"] == code]
        traces.append(
            go.Scatter(
                x=style.iso_dates(rounds["date"]),
                y=rounds["days"].round(1).tolist(),
                mode="markers",
                cliponaxis=False,
                name=style.escape(layout.shorten(labels[code])),
                marker={"color": colours.hue(code), "size": 8},
                ids=rounds["round_id"].tolist(),
                customdata=[_tie_age_hover(row, labels[code], words) for row in style.rows(rounds)],
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


def _category_axis(names: Sequence[str]) -> dict[str, object]:
    """Return an axis of names, the first on top, including those without a mark."""
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": [*names][::-1],
        "range": [-0.6, len(names) - 0.4],
        "showgrid": True,
    }


def _target_hover(row: Any, label: str, words: Words, target: str) -> str:
    return "<br>".join(
        [
            f"<b>{style.escape(label)}: {words.number(row.score)}</b>",
            words.gettext("enough for {target}").format(target=target),
            words.gettext("candidates at or above it: {candidates}").format(
                candidates=candidates_above(row, words)
            ),
        ]
    )


def candidates_above(row: Any, words: Words) -> str:
    """Return how many candidates are at or above a score in the latest snapshot, maybe a range."""
    _ = words.gettext
    if pd.isna(row.above_low):
        return _("no pool snapshot")
    low, high = words.number(row.above_low), words.number(row.above_high)
    if row.exact:
        return low
    return _("{low} to {high}").format(low=low, high=high)


def _comparison_hover(row: Any, labels: Mapping[str, str], words: Words) -> str:
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


def _tie_age_hover(row: Any, label: str, words: Words) -> str:
    _ = words.gettext
    return "<br>".join(
        [
            f"<b>{style.escape(words.round_id(row.round_id))} · {style.escape(label)}</b>",
            words.day(row.date),
            _("cut-off {cutoff}").format(cutoff=words.number(row.cutoff)),
            _("tie-break: profiles over {days} old were invited").format(
                days=parts_of_days(row.days, words)
            ),
        ]
    )
