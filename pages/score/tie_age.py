"""How old a profile with a score equal to the cut-off had to be."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.score.tie_age import tie_age, tie_age_by_category
from pages.language import columns
from pages.plot.events import span_of
from pages.score import figures as charts
from pages.score.answer import up_to
from pages.score.inputs import Inputs
from pages.score.text import parts_of_days
from pages.ui.chart import Chart
from pages.ui.view import View


def tie_age_chart(view: View, inputs: Inputs) -> Chart | None:
    """Return how old a profile at the cut-off had to be in each round."""
    _, words = view.words.gettext, view.words
    ages = tie_age(view.draws, view.record.ledger)
    ages = ages[ages["days"].notna()]
    if ages.empty or not inputs.codes:
        return None
    by_category = tie_age_by_category(ages)
    row = by_category.sort_values("latest_date").iloc[-1]
    return Chart(
        charts.tie_ages(ages, {code: view.short(code) for code in by_category["category"]}, words),
        key="my-lag",
        span=span_of(ages["date"]),
        categories=list(by_category["category"]),
        measure=_("Age of profiles at the tie-break"),
        title=_title(view, row),
        note=_(
            "Each mark shows the profile age, in days, that decided ties when the round was held. "
            "At the cut-off, older profiles were invited and newer ones were not. “Usually” means "
            "the median. Rounds without a reliable tie-break are left out."
        ),
        table=ages.iloc[::-1].assign(category=ages["category"].map(view.short)),
        columns={
            **columns.meanings(words, "rounds", "round_id", "date", "category", "cutoff"),
            "days": _("Age: days between the tie-break and the round"),
            **columns.meanings(words, "rounds", "drawn_at", "tie_break_at"),
        },
    )


def _title(view: View, row: pd.Series[Any]) -> str:
    """Return how old a profile had to be last time, or in which round if that was not the last."""
    _, words = view.words.gettext, view.words
    last_id = view.draws.loc[view.draws["category"] == row["category"], "round_id"].iloc[-1]
    is_last = row["latest_id"] == last_id and view.age != "old"
    if is_last:
        title = _(
            "{category}: with a score equal to the cut-off, your profile had to be more "
            "than {latest} old last time (usually {median})"
        )
    else:
        title = _(
            "{category}: with a score equal to the cut-off, your profile had to be more than "
            "{latest} old in round {id} on {day}, the last one with a known tie-break "
            "(usually {median})"
        )
    text = title.format(
        category=view.short(row["category"]),
        latest=parts_of_days(row["latest"], words),
        median=parts_of_days(row["median"], words),
        id=words.round_id(row["latest_id"]),
        day=words.day(row["latest_date"]),
    )
    return up_to(view, text) if is_last else text
