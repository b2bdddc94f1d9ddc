"""The track record on the Outlook page: in words, as a chart and as a table."""

from __future__ import annotations

from functools import partial
from typing import cast

import pandas as pd
import streamlit as st

from analysis.rounds.frequency import ANY
from analysis.track_record.conformal import TRIED
from analysis.track_record.new_scale import TARGET as NEW_SCALE
from analysis.track_record.score_card import OVERALL, WITHOUT_PNP
from analysis.track_record.scores import likely_range
from analysis.track_record.sheet import BEFORE, OUTLOOK
from pages.outlook.choices import CardChoices, Choices
from pages.outlook.next_rounds import unfiltered
from pages.outlook.text import source
from pages.outlook.track_record import accuracy, changes, labels, saved
from pages.outlook.track_record import figure as charts
from pages.outlook.track_record import text as sentences
from pages.outlook.track_record.scores import Scores, load_scores, per_scores
from pages.ui.chart import Chart, Table
from pages.ui.downloads import Offer
from pages.ui.header import folded
from pages.ui.markdown import plain
from pages.ui.show import Show
from pages.ui.tables import percent, pinned, render_kept, render_table
from pages.ui.view import View

CARD = "outlook-score-card"
# The error measures of the table, the preferred one first, and their decimals.
DIGITS = {"crps": 1, "brier": 3, "mae": 1}
TARGETS = ("when-14", "when-7", "when-28", "invited-3", "invited-6")


def render(view: View, scores: Scores, show: Show, offer: Offer) -> None:
    """Show the score card of earlier days, and the forecasts logged and checked since."""
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
        _render_summary(view, scores)
        _render_reliability(view, scores, show)
        _render_table(view, scores, offer)
        changes.render(view, scores, offer)
    saved.render(view, scores, offer)


def _render_summary(view: View, scores: Scores) -> None:
    words, end = view.words, scores.as_of or view.as_of
    text = words.gettext(
        "We made the same forecasts again for every day from July 2023 to {day}, each from what "
        "was known on that day, and compared them with what happened next, up to that last day. "
        "The few constants were chosen from what had happened by then, too, so that no forecast is "
        "judged on what chose its constants."
    )
    st.caption(plain(text.format(day=words.day(end))))
    st.markdown(_summary(unfiltered(view), scores))


@per_scores
def _summary(view: View, scores: Scores) -> str:
    return "\n".join(f"- {paragraph}" for paragraph in sentences.summary(view, scores))


def _stored_targets(scores: Scores) -> list[str]:
    stored = set() if scores.reliability is None else set(scores.reliability["target"])
    return [target for target in TARGETS if target in stored]


def _render_reliability(view: View, scores: Scores, show: Show) -> None:
    labels_, targets = labels.targets(view), _stored_targets(scores)
    if not targets:
        return
    _ = view.words.gettext
    with folded("reliability", _("How often forecasts of each chance came true")):
        target = st.selectbox(
            _("Forecast"),
            targets,
            format_func=lambda target: labels_[target],
            key="outlook-statements",
            persist_state="session",
            width=320,
        )
        choices = Choices(target=None if target == targets[0] else target)
        show("outlook-reliability", choices, subsection=True)


def chart(view: View, choices: Choices) -> Chart | None:
    """Return how often the chosen forecast came true, if that is stored with the data."""
    scores = load_scores(view)
    targets = _stored_targets(scores)
    if scores.card is None or not targets:
        return None
    return _reliability_chart(unfiltered(view), choices.target or targets[0], scores)


@per_scores
def _reliability_chart(view: View, target: str, scores: Scores) -> Chart | None:
    _, words = view.words.gettext, view.words
    best = accuracy.example(scores.reliability, target)
    if scores.reliability is None or best is None:
        return None
    bins = accuracy.bins(scores.reliability, target)
    low, high = likely_range(bins["came"].to_numpy(), bins["n"].to_numpy())
    bins = bins.assign(low=low, high=high)
    title = words.ngettext(
        "{statement}: when we said {low} to {high}, it came true {came} of the time, {n} case",
        "{statement}: when we said {low} to {high}, it came true {came} of the time, {n} cases",
        best.n,
    ).format(
        statement=labels.targets(view)[target],
        came=words.percent(best.came),
        n=words.number(best.n),
        **accuracy.said(view, best),
    )
    dots = words.join(
        _("forecast {said}, actual {came}").format(
            said=words.percent(row.said), came=words.percent(row.came)
        )
        for row in bins.itertuples()
    )
    return Chart(
        charts.reliability(bins, words),
        key="outlook-reliability",
        measure=_("Accuracy of forecasts"),
        counted=_("All categories"),
        source=source(words),
        title=title,
        note=_reliability_note(view),
        alt=_("Reliability chart. {title}. All dots: {listed}.").format(title=title, listed=dots),
        table=bins,
        columns=_reliability_columns(view),
    )


def _reliability_note(view: View) -> str:
    return view.words.gettext(
        "Each dot groups forecasts of a similar chance, in steps of 10%. On the diagonal they came "
        "true as often as said. The line through a dot is the 80% range of its share, if each "
        "forecast counts as a case of its own."
    )


def _reliability_columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        "said": _("Forecast: average chance that was forecast, 0 to 1"),
        "came": _("Actual: share of the forecasts that came true, 0 to 1"),
        "n": _("Forecasts"),
        "low": _("From: lower end of the 80% range of the actual share"),
        "high": _("To: upper end of the 80% range of the actual share"),
    }


def _render_table(view: View, scores: Scores, offer: Offer) -> None:
    _ = view.words.gettext
    with folded("guesses", _("Compared with simple guesses")):
        _render_guesses(view, scores, offer)


def _eras(scores: Scores) -> list[str]:
    """Return the first days of what the card compares, the earliest first."""
    if scores.card is None:
        return []
    of_target = scores.card["target"] != NEW_SCALE
    return sorted(map(str, scores.card.loc[of_target, "era"].unique()))


def _render_guesses(view: View, scores: Scores, offer: Offer) -> None:
    _ = view.words.gettext
    st.caption(
        _(
            "Better by: how much smaller the forecast’s error is than the simple guess’s, with the "
            "likely range. If that range starts at zero or below, nothing is proven."
        )
    )
    eras = _eras(scores)
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
    choices = CardChoices("" if era in (None, eras[0]) else str(era), by_category)
    if found := table(view, scores, choices):
        render_kept(found.token, partial(_render_comparison, view, found))
        offer(CARD, choices)


def table(view: View, scores: Scores, choices: CardChoices) -> Table | None:
    """Return the errors of the chosen days beside those of simple guesses, if they are stored."""
    eras = _eras(scores)
    since = choices.since or next(iter(eras), "")
    return _card(view, scores, since, choices.by_category) if since in eras else None


@per_scores
def _card(view: View, scores: Scores, era: str, by_category: bool) -> Table:
    return Table(
        _with_labels(view, scores, era, by_category),
        key=CARD,
        title=view.words.gettext("Forecast errors compared with those of simple guesses"),
        columns=_columns(view),
    )


def _render_comparison(view: View, found: Table) -> None:
    columns = found.columns
    shares = ("skill", "skill_low", "skill_high", "coverage")
    config = {name: percent(columns[name]) for name in shares}
    config["target"] = pinned(columns["target"])
    render_table(view.words, found.table, columns, alt=found.title, config=config, height=420)


def _with_labels(view: View, scores: Scores, era: str, by_category: bool) -> pd.DataFrame:
    """Return the errors of one era with labels for codes."""
    card = cast("pd.DataFrame", scores.card)  # there is one, as its table is shown
    chosen = view.filter.categories
    table = compared(card[card["era"] == era], by_category or bool(chosen))
    if chosen and not by_category:
        table = table[table["group"].isin([ANY, OVERALL, WITHOUT_PNP, *chosen])]
    targets, baselines = labels.card_targets(view), labels.baselines(view)
    order = table["target"].map({target: place for place, target in enumerate(targets)})
    table = table.loc[order.sort_values(kind="stable").index]
    return table.assign(
        target=table["target"].map(lambda target: targets.get(target, target)),
        group=[labels.group(view, code) for code in table["group"]],
        baseline=table["baseline"].map(lambda name: baselines.get(name, name)),
        metric=table["metric"].map(labels.measures(view)),
    )


def compared(card: pd.DataFrame, by_category: bool) -> pd.DataFrame:
    """Return a row per target, group and baseline, by the preferred error measure of the target.

    Columns: target, group, baseline, skill, skill_low, skill_high, n, metric, value,
    baseline_value, coverage, calibration; single categories only with `by_category`.
    """
    card = card[(card["model"] == OUTLOOK) & ~card["baseline"].isin([BEFORE, TRIED])]
    if not by_category:
        card = card[card["group"].isin([ANY, OVERALL, WITHOUT_PNP])]
    key = ["target", "group"]
    rows = card[card["baseline"] != ""]
    place = rows["metric"].map({name: place for place, name in enumerate(DIGITS)})
    rows = rows[place == place.groupby([rows[name] for name in key]).transform("min")]
    for name in ("coverage", "calibration"):
        values = card[card["metric"] == name].set_index(key)["value"]
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
