"""What each change of a method brought, and what was tried without gain."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from analysis.rounds.frequency import ANY
from analysis.track_record.conformal import TRIED
from analysis.track_record.cutoff_trials import ON_ANY_DAY
from analysis.track_record.nested import FIXED_ON
from analysis.track_record.score_card import OVERALL
from analysis.track_record.sheet import BEFORE, OUTLOOK
from pages.outlook.track_record import labels
from pages.outlook.track_record.scores import Scores, per_scores
from pages.ui.chart import Table
from pages.ui.downloads import Offer
from pages.ui.header import folded
from pages.ui.markdown import plain
from pages.ui.tables import percent, pinned, render_kept, render_table
from pages.ui.view import View

CHANGED = "outlook-changes"
# Each change: target, group, and the error measure that it was to make smaller.
CHANGES = (
    ("when-14", ANY, "brier"),
    ("when-28", ANY, "brier"),
    ("cut-off", "cec", "crps"),
    (ON_ANY_DAY, "cec", "crps"),
    ("volume-90", ANY, "winkler"),
    ("invited-6", OVERALL, "brier"),
)
SHARES = ("skill", "skill_low", "skill_high", "coverage_before", "coverage")
DECIMALS = {"brier": 4, "crps": 1, "winkler": 0}


def render(view: View, scores: Scores, offer: Offer) -> None:
    """Show each change before and after, and say what was tried and not adopted."""
    _ = view.words.gettext
    found = table(view, scores)
    if found is None:
        return
    with folded("changes", _("What changes of the methods brought")):
        _render_changes(view, scores, found, offer)


def _render_changes(view: View, scores: Scores, found: Table, offer: Offer) -> None:
    st.markdown("\n".join(f"- {plain(text)}" for text in adopted(view)))
    columns = found.columns
    shares = {name: percent(columns[name]) for name in SHARES}
    config = {"target": pinned(columns["target"]), **shares}
    show = partial(render_table, view.words, found.table, columns, alt=found.title, config=config)
    render_kept(found.token, partial(show, height="content"))
    offer(CHANGED)
    st.caption(plain(" ".join(filter(None, [_not_adopted(view, scores), _tried(view)]))))


def adopted(view: View) -> list[str]:
    """Return each adopted change in a sentence."""
    _ = view.words.gettext
    return [
        _(
            "A round of any category within 14 and 28 days: as likely as the number of round days "
            "in the last 12 months says."
        ),
        _(
            "Next CEC cut-off: the mean of the usual forecast and of the what-if for a round as "
            "large as the last one, on the date by which there is a 50% chance of a round."
        ),
        _(
            "Invitations of any category in 90 days: a range that reaches as many times up as down "
            "from the rate of the last 12 months (log-normal). Past stretches that overlap count "
            "as fewer."
        ),
        _(
            "An invitation within 6 months: simulated cut-offs are pulled further towards their "
            "mean and spread less. Within 3 months that brought nothing, and all is as before."
        ),
    ]


def _not_adopted(view: View, scores: Scores) -> str:
    """Say with its numbers why ranges from past misses were not adopted."""
    _, words, card = view.words.gettext, view.words, scores.card
    if card is None:
        return ""
    era = card["era"].min()
    shares = card[
        (card["metric"] == "coverage") & (card["group"] == OVERALL) & (card["era"] == era)
    ]
    held = shares.set_index(["target", "model"])["value"].to_dict()
    wanted = [(target, model) for target in ("cut-off", ON_ANY_DAY) for model in (BEFORE, TRIED)]
    if not all(key in held for key in wanted):
        return ""
    text = _(
        "Not adopted: ranges of cut-offs from past misses, PNP apart. On the eve of a round they "
        "were right {eve_tried} of the time instead of {eve}, close to the {aim} they aim at, but "
        "on any day, which is when people read them, only {day_tried} instead of {day}."
    )
    eve, eve_tried, day, day_tried = (words.percent(held[key]) for key in wanted)
    facts = {"eve": eve, "eve_tried": eve_tried, "day": day, "day_tried": day_tried}
    return text.format(aim=words.percent(0.8), **facts)


def _tried(view: View) -> str:
    return view.words.gettext(
        "Tried without gain: the pool above the cut-off; a round’s size compared with the pool; a "
        "fitted what-if; local levels, regimes and momentum; medians; chances corrected by how "
        "earlier ones came true; similar past situations; other constants of the rhythm; wider "
        "ranges; and the changes above where they are not named: by category for 90 days, within 3 "
        "months, and the what-if for other categories than CEC."
    )


@per_scores
def table(view: View, scores: Scores) -> Table | None:
    """Return the errors before and after each change, if they are stored with the data."""
    title, rows = view.words.gettext("Errors before and after each change"), _table(view, scores)
    if rows.empty:
        return None
    return Table(rows, key=CHANGED, title=title, columns=_columns(view))


def _table(view: View, scores: Scores) -> pd.DataFrame:
    """Return a row for each change and era, with labels for codes."""
    if scores.card is None:
        return pd.DataFrame()
    card = scores.card
    card = card[(card["model"] == OUTLOOK) & (card["baseline"] == BEFORE)]
    parts = [
        card[(card["target"] == target) & (card["group"] == group) & (card["metric"] == metric)]
        for target, group, metric in CHANGES
    ]
    table = pd.concat(parts, ignore_index=True)
    key = ["target", "group", "era"]
    for name, model in (("coverage_before", BEFORE), ("coverage", OUTLOOK)):
        held = scores.card[
            (scores.card["metric"] == "coverage") & (scores.card["model"] == model)
        ].set_index(key)["value"]
        table = table.join(held.rename(name), on=key)
    targets, measures = labels.card_targets(view), labels.measures(view)
    digits = [DECIMALS[metric] for metric in table["metric"]]
    for name in ("value", "baseline_value"):
        table[name] = [
            view.words.number(error, decimals)
            for error, decimals in zip(table[name], digits, strict=True)
        ]
    return table.assign(
        era=[_since(view, era) for era in table["era"]],
        target=[targets[target] for target in table["target"]],
        group=[labels.group(view, group) for group in table["group"]],
        metric=[measures[metric] for metric in table["metric"]],
    ).round(dict.fromkeys(SHARES, 3))


def _since(view: View, era: str) -> str:
    if era != FIXED_ON.isoformat():
        return labels.since(view, era)
    text = view.words.gettext("Rounds after {day}, not known before")
    return text.format(day=view.words.day(FIXED_ON))


def _columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        "target": _("Forecast: what was forecast on each past day"),
        "group": _("Categories: all taken together, or each one separately"),
        "era": _("Days: which forecasts are compared"),
        "skill": _("Better by: share of the error before that the change avoids; a minus is worse"),
        "skill_low": _("From: lower end of the 90% range of “better by”, from resampling months"),
        "skill_high": _("To: upper end of the 90% range of “better by”, from resampling months"),
        "baseline_value": _("Error before: of the method before the change"),
        "value": _("Error after: of the method in use"),
        "coverage_before": _("Coverage before: how often the 80% range was right"),
        "coverage": _("Coverage after: how often the 80% range was right"),
        "n": _("Checked: number of forecasts"),
        "metric": _("Error measure"),
    }
