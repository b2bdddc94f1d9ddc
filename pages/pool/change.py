"""The part of the Pool page on how the bands of a snapshot changed."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.pool.snapshots import latest_snapshot
from pages.language import Words
from pages.pool.bands import everyone, name
from pages.pool.change_figure import changes
from pages.pool.density import table, table_columns
from pages.ui.chart import Chart
from pages.ui.events import scale
from pages.ui.view import View, per_view


@per_view
def chart(view: View, on: date) -> Chart | None:
    """Return the change of each band over a year, or since the snapshot before; None without one.

    The newest snapshot up to a day is shown.
    """
    _, words = view.words.gettext, view.words
    snapshot = latest_snapshot(view.record.pool, on)
    of = "previous" if pd.isna(snapshot["year_ago_as_of"].iloc[0]) else "year_ago"
    bands = snapshot.assign(before=snapshot[of], before_as_of=snapshot[f"{of}_as_of"])
    if pd.isna(bands["before_as_of"].iloc[0]):
        return None
    before, now = bands["before_as_of"].iloc[0], bands["as_of"].iloc[0]
    note = _(
        "Candidates per point of each band, from the hollow dot to the full one; on the right the "
        "change in candidates, the three largest in bold."
    )
    return Chart(
        changes(bands, words),
        key="pool-changes",
        measure=_("Change in candidates by CRS score"),
        counted=everyone(words),
        title=_title(bands, words),
        note=scale.with_note(view, note, before, now),
        table=table(snapshot, words),
        columns=table_columns(words),
    )


def _title(bands: pd.DataFrame, words: Words) -> str:
    """Return the change of the whole pool, and where most of it happened."""
    _, n_ = words.gettext, words.ngettext
    shift = (bands["candidates"] - bands["before"]).astype("float64")
    total, facts = int(shift.sum()), {"day": words.day(bands["before_as_of"].iloc[0])}
    if total == 0:
        return _("As many candidates as on {day}").format(**facts)
    facts["n"] = words.number(abs(total))
    facts["band"] = name(bands.iloc[shift.argmin() if total < 0 else shift.argmax()], words)
    text = n_(
        "{n} more candidate than on {day}; the largest gain at {band}",
        "{n} more candidates than on {day}; the largest gain at {band}",
        total,
    )
    if total < 0:
        text = n_(
            "{n} fewer candidate than on {day}; the largest loss at {band}",
            "{n} fewer candidates than on {day}; the largest loss at {band}",
            -total,
        )
    return text.format(**facts)
