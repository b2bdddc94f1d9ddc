"""The app with data of 20 August 2026 on the 30th, when visitors may have the server ask for more.

Whom it asks is in the settings. A check two minutes before keeps it from asking by itself.
"""

from __future__ import annotations

from datetime import timedelta

from data.upkeep.checks import Check, Checks
from pages import served
from tests.support.august_app import NOON, app, module

__all__ = ["app"]
LATER = NOON + timedelta(days=9)
served.now = module.now = lambda: LATER
Checks(module.settings.data_dir).append(
    Check(LATER - timedelta(minutes=2), "failed", "Closed", (), "unreachable")
)
