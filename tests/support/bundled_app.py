"""The app with the bundled data, on the day after the last, so that nothing is too old."""

from __future__ import annotations

import importlib
import os
import tempfile
from datetime import timedelta

from data.rounds import record
from pages import served
from server import services
from tests.support.days import end_of

NOON = end_of(record.load(services.BUNDLED).complete_through) + timedelta(hours=12)
FOLDER = tempfile.TemporaryDirectory(prefix="express-entry-bundled-")
os.environ["EE_DATA_DIR"] = FOLDER.name
served.now = lambda: NOON
app = importlib.import_module("app").app
