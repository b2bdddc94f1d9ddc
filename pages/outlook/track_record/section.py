"""The score card: how often statements came true, in words, as a diagram and as a table."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from analysis.rounds.frequency import ANY
from analysis.track_record.score_card import OVERALL, WITHOUT_PNP
from pages.outlook.next_rounds import whole
from pages.outlook.track_record import figure as charts
from pages.outlook.track_record import labels
from pages.outlook.track_record import text as sentences
from pages.outlook.track_record import track as record
from pages.outlook.track_record.stored import Scores
from pages.ui.chart import Chart
from pages.ui.downloads import download
from pages.ui.markdown import plain
from pages.ui.show import render_chart
from pages.ui.tables import percent, pinned, render_table
from pages.ui.view import View, per_view

# What a table of errors compares, the main measure first, and to how many digits: points with their
# range, then chances, then plain distances.
DIGITS = {"crps": 1, "brier": 3, "mae": 1}
DIAGRAMS = ("when-14", "when-7", "when-28", "invited-3", "invited-6")


def shown(view: View, scores: Scores, track: record.Track) -> None:
    """Show the score card of earlier days, and beside it what was said and judged since."""
    _ = view.words.gettext
    st.header(_("How accurate are forecasts like these?"), anchor=False)
    if scores.card is None:
        st.info(
            _(
                "The accuracy results are not stored with this data yet. They are being computed, "
                "or were not stored. Until then, treat the numbers above as untested."
            ),
            icon=":material/hourglass_empty:",
        )
    else:
        told, drawn = st.columns(2, gap="large")
        with told:
            _words(view, track, scores.reliability)
        with drawn:
            _diagram(view, scores.reliability)
        _table(view, scores.card)
    _live(view, scores)


def _words(view: View, track: record.Track, reliability: pd.DataFrame | None) -> None:
    st.caption(
        view.words.gettext(
            "We made the same forecasts again for every day since July 2023, each from "
            "what was known on that day, and compared them with what happened next."
        )
    )
    st.markdown(_told(whole(view), reliability is not None, track, reliability))


# A card is stored with its record: for a view it is always the same, once it is there.
@per_view
def _told(view: View, rated: bool, _track: record.Track, _reliability: pd.DataFrame | None) -> str:
    """Return the score card in words, as a list."""
    del rated  # tells a card from one with its reliability
    return "\n".join(f"- {told}" for told in sentences.told(view, _track, _reliability))


def _diagram(view: View, reliability: pd.DataFrame | None) -> None:
    """Show how often the statements of one kind came true, by what was said."""
    names = labels.statements(view)
    known = set() if reliability is None else set(reliability["target"])
    offered = [target for target in DIAGRAMS if target in known]
    if reliability is None or not offered:
        return
    target = st.selectbox(
        view.words.gettext("Forecast"),
        offered,
        format_func=lambda target: names[target],
        key="outlook-statements",
        persist_state="session",
        width=320,
    )
    render_chart(view, _rated(whole(view), target, reliability), subsection=True)


@per_view
def _rated(view: View, target: str, _reliability: pd.DataFrame) -> Chart | None:
    """Return the diagram of one kind of statement: None if none was judged."""
    _, words = view.words.gettext, view.words
    bins = record.bins(_reliability, target)
    best = record.example(_reliability, target)
    if bins.empty or best is None:
        return None
    title = _("{statement}: forecasts of about {said} came true {came} of the time").format(
        statement=labels.statements(view)[target],
        said=words.percent(best.said),
        came=words.percent(best.came),
    )
    note = _(
        "Each circle groups forecasts of a similar chance, in steps of 10%. A bigger "
        "circle means more forecasts. On the dotted line, they came true as often as "
        "forecast; below it less often, above it more often."
    )
    listed = words.join(
        _("forecast {said}, actual {came}").format(
            said=words.percent(row.said), came=words.percent(row.came)
        )
        for row in bins.itertuples()
    )
    return Chart(
        charts.reliability(bins, words),
        key="outlook-reliability",
        title=title,
        note=note,
        alt=_("Reliability chart. {title}. All circles: {listed}.").format(
            title=title, listed=listed
        ),
        table=bins,
        columns={
            "said": _("Forecast: average chance that was forecast, 0 to 1"),
            "came": _("Actual: share of the forecasts that came true, 0 to 1"),
            "n": _("Forecasts"),
        },
    )


def _table(view: View, card: pd.DataFrame) -> None:
    """Show each error beside that of what anybody could have said."""
    _ = view.words.gettext
    st.subheader(_("Compared with simple guesses"), anchor=False)
    st.caption(
        _(
            "Better by: how much smaller the forecast’s error is than the simple guess’s, with the "
            "likely range. If that range starts at zero or below, nothing is proven."
        )
    )
    eras = sorted(card["era"].unique())
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        era = st.segmented_control(
            _("Days"),
            eras,
            format_func=lambda era: labels.since(view, era),
            default=eras[0],
            required=True,
            key="outlook-era",
            persist_state="session",
        )
        by_category = st.toggle(
            _("By category"), key="outlook-by-category", persist_state="session"
        )
    named = _named(view, str(era or eras[0]), by_category, len(card), card)
    _compared(view, named, "outlook-score-card")


def _compared(view: View, named: pd.DataFrame, stem: str) -> None:
    _, columns = view.words.gettext, _columns(view)
    title = _("Forecast errors compared with those of simple guesses")
    render_table(view.words, named, columns, alt=title, config=_config(columns), height=420)
    with st.container(horizontal=True):
        download(view, named, stem=stem, title=title, columns=columns)


@per_view
def _named(
    view: View, era: str, by_category: bool, count: int, _card: pd.DataFrame
) -> pd.DataFrame:
    """Return the errors of one era in words, in the order of the statements."""
    del count  # tells a card of the log from a later one
    chosen = view.filter.categories
    table = compared(_card[_card["era"] == era], by_category or bool(chosen))
    if chosen and not by_category:
        table = table[table["group"].isin([ANY, OVERALL, WITHOUT_PNP, *chosen])]
    statements, names, measures = (
        labels.statements(view),
        labels.baselines(view),
        labels.measures(view),
    )
    order = table["target"].map({target: place for place, target in enumerate(statements)})
    table = table.loc[order.sort_values(kind="stable").index]
    return table.assign(
        target=table["target"].map(lambda target: statements.get(target, target)),
        group=[labels.group(view, code) for code in table["group"]],
        baseline=table["baseline"].map(lambda name: names.get(name, name)),
        metric=table["metric"].map(measures),
    )


def compared(card: pd.DataFrame, by_category: bool) -> pd.DataFrame:
    """Return a row per statement and baseline, by its main measure, with coverage or calibration.

    Columns: target, group, baseline, skill, skill_low, skill_high, n, metric, value,
    baseline_value, coverage, calibration; single categories only if they are asked for.
    """
    own = card[card["model"] == "outlook"]
    if not by_category:
        own = own[own["group"].isin([ANY, OVERALL, WITHOUT_PNP])]
    key = ["target", "group"]
    rows = own[own["baseline"] != ""]
    place = rows["metric"].map({name: place for place, name in enumerate(DIGITS)})
    rows = rows[place == place.groupby([rows[name] for name in key]).transform("min")]
    for name in ("coverage", "calibration"):
        values = own[own["metric"] == name].set_index(key)["value"]
        rows = rows.join(values.rename(name), on=key)
    for name in ("value", "baseline_value"):
        rows[name] = [
            round(error, DIGITS[metric])
            for error, metric in zip(rows[name], rows["metric"], strict=True)
        ]
    return rows.round(dict.fromkeys(("skill", "skill_low", "skill_high", "coverage"), 2))


def _columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        "target": _("Forecast: what was forecast on each past day"),
        "group": _("Categories: all taken together, or each one separately"),
        "baseline": _("Baseline: the simple guess to compare with"),
        "skill": _("Better by: share of the baseline’s error that is avoided; a minus means worse"),
        "skill_low": _(
            "From: lower end of the 90% range of “better by”, from resampling whole months"
        ),
        "skill_high": _(
            "To: upper end of the 90% range of “better by”, from resampling whole months"
        ),
        "n": _("Checked: number of forecasts"),
        "coverage": _("Coverage: how often the 80% range was right"),
        "calibration": _(
            "Chance off by: average difference between the forecast chance and how "
            "often it came true, 0 to 1"
        ),
        "value": _("Error: of the forecast"),
        "baseline_value": _("Baseline error: of the simple guess"),
        "metric": _("Error measure"),
    }


def _config(columns: Mapping[str, str]) -> dict[str, object]:
    """Return how shares are written: as percentages."""
    config: dict[str, object] = {}
    for name in ("skill", "skill_low", "skill_high", "coverage"):
        config[name] = percent(columns[name])
    config["target"] = pinned(columns["target"])
    return config


def _live(view: View, scores: Scores) -> None:
    """Show what was said on the day itself, kept, and judged since: the record that counts most."""
    _ = view.words.gettext
    st.subheader(_("Forecasts saved in advance and checked later"), anchor=False)
    st.caption(plain(sentences.live(view, scores.log, scores.live)))
    if scores.live is not None and len(scores.live):
        kept = 0 if scores.log is None else len(scores.log)
        era = str(scores.live["era"].iloc[0])
        _compared(view, _named(view, era, True, kept, scores.live), "outlook-live-record")
