"""The Outlook page: what is likely next, and how accurate such forecasts have been."""

from __future__ import annotations

from pages.outlook import calendar, next_rounds, one_category, said, volume
from pages.outlook.track_record import section as track_record
from pages.outlook.track_record.scores import load_scores
from pages.ui.header import render_header, warn_if_empty
from pages.ui.view import View


def render(view: View) -> None:
    """Show the forecasts, day by day and category by category, and their accuracy.

    On old data nobody can say what is likely from today on, so only what was said then is shown.
    """
    _ = view.words.gettext
    text = _(
        "Based on the rounds up to {day}, assuming current practice continues. The "
        "category filter applies to this page; the date filter doesn’t."
    )
    if view.age == "old":
        text = _(
            "The last known day is {day}. The category filter applies to this page; the date "
            "filter doesn’t."
        )
    render_header(
        view,
        _("Outlook"),
        _("What is likely next, and how reliable is the forecast?"),
        text.format(day=view.words.day(view.as_of)),
    )
    view, scores = next_rounds.without_dates(view), load_scores(view)
    if warn_if_empty(view):
        return
    if view.age == "old":
        said.render(view, scores)
    else:
        next_rounds.render_lead(view)
        calendar.render(view)
        next_rounds.render_categories(view, scores)
        one_category.render(view, scores)
        volume.render(view, scores)
    track_record.render(view, scores)
