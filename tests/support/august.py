"""The data as it was on 20 August 2026, for tests whose numbers must not change as it grows.

In the folder of the same name are copies of IRCC's file, from which the tables are built, and the
forecasts of that day.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from data.rounds import record
from data.rounds.copies import rebuild
from data.rounds.record import Record
from data.upkeep.checks import Checks
from data.upkeep.service import RecordService
from pages.served import Service


@cache
def folder() -> Path:
    """Return a folder with all files of that day, which nothing may change."""
    place = Path(tempfile.mkdtemp(prefix="express-entry-august-"))
    atexit.register(shutil.rmtree, place)
    shutil.copytree(Path(__file__).with_suffix(""), place, dirs_exist_ok=True)
    rebuild(place)
    return place


@cache
def load() -> Record:
    """Return the record of that day; never change a frame in place."""
    return record.load(folder())


@cache
def service() -> Service:
    """Return a service of that record for the pages."""
    return Service(RecordService(folder(), folder()), Checks(folder()))
