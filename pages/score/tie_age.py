"""How old a profile with a score equal to the cut-off had to be."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.score.tie_age import tie_age, tie_age_by_category
from pages.language import columns
from pages.score.answer import up_to
from pages.score.figures.tie_ages import tie_ages
from pages.score.inputs import Inputs
from pages.score.rounds import names, silence_of, time_of
from pages.score.text import parts_of_days
from pages.ui.chart import Chart
from pages.ui.view import View


def known_ages(view: View, inputs: Inputs) -> pd.DataFrame:
    """Return the rounds in the categories of which the age of the tie-break is known."""
    ages = tie_age(view.draws, view.record.ledger)
    return ages[ages["days"].notna() & ages["category"].isin(inputs.codes)]


def tie_age_chart(view: View, inputs: Inputs) -> Chart | None:
    """Return how old a profile at the cut-off had to be in each round."""
    _, words = view.words.gettext, view.words
    ages = known_ages(view, inputs)
    if ages.empty:
        return None
    by_category = tie_age_by_category(ages)
    row = by_category.sort_values("latest_date").iloc[-1]
    shown, time = list(by_category["category"]), time_of(view)
    silences = {code: silence_of(view, code) for code in shown}
    return Chart(
        tie_ages(ages, {code: names(view, code) for code in shown}, silences, time),
        key="my-lag",
        span=time.span,
        categories=shown,
        measure=_("Age of profiles at the tie-break"),
        title=_title(view, row),
        note=_(
            "Each dot shows the profile age, in days, that decided ties when the round was held: "
            "older profiles were invited, newer ones were not. The scale is logarithmic. "
            "“Usually” means the median. Rounds without a reliable tie-break are left out."
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
