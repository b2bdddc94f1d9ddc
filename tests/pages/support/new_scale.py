"""A made-up December 2026: the CRS scale changed on 3 November, and a few rounds came after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.rounds.record import Record
from data.vocabulary.days import OTTAWA
from tests.pages.support.app_views import opened
from tests.pages.support.replay import clock_at
from tests.pages.support.shelf import serve
from tests.support.august import load

CHANGE, TODAY = date(2026, 11, 3), date(2026, 12, 15)
# Id, day, category and cut-off: the last CEC round on the old scale, then four on the new one.
ROUNDS = (
    ("438", "2026-10-27", "cec", 515),
    ("439", "2026-11-10", "cec", 560),
    ("440", "2026-11-24", "cec", 552),
    ("441", "2026-12-02", "french", 410),
    ("442", "2026-12-08", "cec", 548),
)


def record() -> Record:
    """Return the record of August 2026 with these rounds, and the change confirmed."""
    known = load()
    rows = []
    for round_id, day, category, cutoff in ROUNDS:
        last = known.draws[known.draws["category"] == category].tail(1)
        held = pd.Timestamp(f"{day}T16:00Z")
        rows.append(
            last.assign(
                round_id=round_id,
                date=pd.Timestamp(day),
                drawn_at=held,
                tie_break_at=held - pd.Timedelta(days=40),
                cutoff=cutoff,
            )
        )
    draws = pd.concat([known.draws, *rows], ignore_index=True).astype(known.draws.dtypes)
    events, is_change = known.events.copy(), known.events["date"] == pd.Timestamp(CHANGE)
    assert events.loc[is_change, "certainty"].tolist() == ["reported"]
    events.loc[is_change, "certainty"] = "confirmed"
    confirmed = datetime.combine(TODAY, time(1), OTTAWA)
    source = replace(known.source, confirmed_at=confirmed)
    return replace(known, draws=draws, events=events, source=source)


def replayed(
    monkeypatch: pytest.MonkeyPatch, path: str, language: str = "en", /, **query: Any
) -> AppTest:
    """Return the app as opened by a link on that day, with that record."""
    with clock_at(TODAY):
        serve(monkeypatch, record(), "new scale")
        app = opened("" if path == "overview" else path, lang=language, **query)
    assert not app.exception
    return app
