"""What was said on the last known day, where the data is too old to say what is likely now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from analysis.rounds.frequency import ANY
from analysis.track_record.forecast_log import log_entries
from pages.outlook import text as sentences
from pages.outlook.track_record.scores import Scores, per_scores
from pages.plot.style import rows
from pages.ui.chart import Table
from pages.ui.downloads import Offer
from pages.ui.markdown import plain
from pages.ui.show import explain_missing
from pages.ui.tables import percent, pinned, render_table
from pages.ui.view import View

SAID = "outlook-said"
CHANCES = {"when-7": 7, "when-14": 14, "when-28": 28}
VOLUMES = {"volume-30": 30, "volume-90": 90}


def render(view: View, scores: Scores, offer: Offer) -> None:
    """Say why there is no forecast, and show those of the last known day."""
    _, words = view.words.gettext, view.words
    with st.container(border=True, key="outlook-lead"):
        st.markdown(plain(sentences.need(view)))
        st.markdown(plain(last_known(view)))
    why = f"{sentences.need(view)} {last_known(view)}"
    explain_missing(view, why, sentences.CALENDAR, sentences.FAN)
    entries, is_saved = _entries(view, scores)
    found = table(view, scores)
    if found is None:
        return
    st.header(title(view, is_saved=is_saved), anchor=False)
    st.markdown(plain(_sentence(view, entries)))
    st.caption(_meaning(view, is_saved=is_saved))
    columns = found.columns
    config = {name: percent(columns[name]) for name in CHANCES}
    config["category"] = pinned(columns["category"])
    render_table(words, found.table, columns, alt=found.title, config=config, height="content")
    offer(SAID)


@per_scores
def table(view: View, scores: Scores) -> Table | None:
    """Return what was said of each category, if anything was said of its rounds."""
    entries, _is_saved = _entries(view, scores)
    if not entries["target"].isin(CHANCES).any():
        return None
    title = view.words.gettext("Forecasts of {day}").format(day=view.words.day(view.as_of))
    return Table(_wide(view, entries), key=SAID, title=title, columns=_columns(view))


def title(view: View, *, is_saved: bool) -> str:
    """Return the heading above forecasts of the last known day."""
    _ = view.words.gettext
    text = _("What we said on {day}") if is_saved else _("What we would have said on {day}")
    return text.format(day=view.words.day(view.as_of))


def last_known(view: View) -> str:
    """Say when the last known round of a view was, instead of how long ago that is."""
    text = view.words.gettext("Last known round: {day}. Newer rounds may be missing.")
    return text.format(day=view.words.day(view.draws["date"].iloc[-1]))


@per_scores
def _entries(view: View, scores: Scores) -> tuple[pd.DataFrame, bool]:
    """Return the forecasts of the last known day in the filter, and whether they were saved then.

    The columns are those of ``forecast_log.log_entries``. Without saved ones they are made now from
    what was known on that day.
    """
    log, is_saved = scores.log, False
    entries = None if log is None else log[log["made_on"] == pd.Timestamp(view.as_of)]
    if entries is None or entries.empty:
        entries = log_entries(view.history, view.as_of, view.scale_changes)
    else:
        is_saved = True
        entries = entries.drop_duplicates(["target", "category"], keep="last")
    chosen = view.filter.categories
    return (entries[entries["category"].isin(chosen)] if chosen else entries), is_saved


def _sentence(view: View, entries: pd.DataFrame) -> str:
    """Return the chances of the first category (of any, without a filter) in the past tense."""
    _, words = view.words.gettext, view.words
    chances = entries[entries["target"].isin(CHANCES)]
    code = ANY if (chances["category"] == ANY).any() else chances["category"].iloc[0]
    phrase = _("{chance} by {day}")
    listed = words.join(
        phrase.format(
            chance=sentences.chance(view, row.probability), day=_end(view, CHANCES[row.target])
        )
        for row in rows(chances[chances["category"] == code])
    )
    text = _("{category}: the chance of a round was put at {listed}.")
    return text.format(category=sentences.name(view, code), listed=listed)


def _meaning(view: View, *, is_saved: bool) -> str:
    _ = view.words.gettext
    if is_saved:
        return _(
            "Saved on that day, and unchanged since. How it turned out will be shown below "
            "once we know the rounds held after it. It says nothing about the days from today on."
        )
    return _("Made from what was known on that day. It says nothing about the days from today on.")


def _wide(view: View, entries: pd.DataFrame) -> pd.DataFrame:
    """Return a row per category with what was said of its rounds, cut-off and invitations."""
    said = entries.set_index(["target", "category"])
    present = set(entries["category"])
    codes = [code for code in (ANY, *view.categories) if code in present]
    columns: dict[str, Any] = {"category": [sentences.name(view, code) for code in codes]}
    for name in (*CHANCES, "cut-off", *VOLUMES):
        of_target = said.reindex([(name, code) for code in codes])
        if name in CHANCES:
            columns[name] = of_target["probability"].round(2).to_numpy()
        else:
            columns[name] = [sentences.expected(view, row, name) for row in rows(of_target)]
    return pd.DataFrame(columns)


def _end(view: View, days: int, pattern: str = "d MMMM y") -> str:
    return view.words.day(view.as_of + timedelta(days=days), pattern)


def _columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    chance = _("By {day}: chance of a round, as put on {start}")
    volume = _("Invitations to {day}: as expected on {start}, with the range 8 times out of 10")
    start = view.words.day(view.as_of)
    ends = {name: _end(view, days, "d MMM") for name, days in (CHANCES | VOLUMES).items()}
    return {
        "category": _("Category: who the round selects"),
        **{name: chance.format(day=ends[name], start=start) for name in CHANCES},
        "cut-off": _("Next cut-off: in CRS points, as expected on {start}, with the range").format(
            start=start
        ),
        **{name: volume.format(day=ends[name], start=start) for name in VOLUMES},
    }
