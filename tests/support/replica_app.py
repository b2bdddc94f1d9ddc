"""The app as one of several processes, with short times so that a test need not wait long."""

from __future__ import annotations

import importlib
from dataclasses import replace
from datetime import timedelta

from data.io import object_store
from data.upkeep import schedule
from server import forecasts, syncing

object_store.LEASE = timedelta(seconds=8)
schedule.FIRST_SECONDS = syncing.SYNC_SECONDS = 1.0
forecasts.update_forecasts = lambda _service, last=None: last  # takes long, and is tested elsewhere
module = importlib.import_module("app")
module.settings = replace(module.settings, refresh_minutes=4 / 60)
app = module.app
