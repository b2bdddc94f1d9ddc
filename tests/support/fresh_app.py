"""The app on the day after its data ends: no journey depends on the day on which it runs."""

from __future__ import annotations

import importlib
from datetime import timedelta

from data.rounds.record import load
from pages import served
from tests.support.days import end_of

NOON = end_of(load().complete_through) + timedelta(hours=12)
served.now = lambda: NOON
app = importlib.import_module("app").app
