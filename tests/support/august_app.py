"""The app with the data of 20 August 2026, on the day after: no journey depends on newer rounds."""

from __future__ import annotations

import importlib
import os
from datetime import timedelta

from pages import served
from server import services
from tests.support import august
from tests.support.days import end_of

NOON = end_of(august.load().complete_through) + timedelta(hours=12)
os.environ["EE_DATA_DIR"] = str(august.folder())
served.now = lambda: NOON
services.BUNDLED = august.folder()  # else the newer bundled data would be merged in
module = importlib.import_module("app")
module.now = served.now
app = module.app
