"""The score card and the log of forecasts, kept up to date with the record that is served."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from analysis.track_record import backtest
from data import forecasts
from data.forecasts import Forecasts, ForecastsError
from data.io import files
from data.rounds.record import RecordError, Source
from data.upkeep.schedule import LOCK
from data.upkeep.service import RecordService
from server.logs import NAME

LOOK_SECONDS = 60.0

_log = logging.getLogger(f"{NAME}.forecasts")


async def follow(current: RecordService, *, sleep: Callable[[float], Awaitable[None]]) -> None:
    """Keep the forecasts up to date until cancelled, whoever it is that changes the record."""
    done: Source | None = None
    while True:
        try:
            done = await asyncio.to_thread(brought_up, current, done)
        except (RecordError, OSError):
            _log.exception("The forecasts could not be brought up to date")
        await sleep(LOOK_SECONDS)


def brought_up(current: RecordService, done: Source | None = None) -> Source | None:
    """Score the forecasts anew for a new record, and add those of a new day to their log.

    Returns the source whose record they are of now; with `done` the same, nothing is done. Takes
    some seconds after a new record, so it is not for a visitor's request. Where nothing can be
    written, or while another process is at it, nothing is done either.

    Raises:
        RecordError: if there is no record to serve.
        OSError: if the folder cannot be written after all.
    """
    record, folder = current.snapshot().record, current.folder
    if record.source == done or files.why_unwritable(folder) is not None:
        return record.source
    with files.try_lock(folder / LOCK) as alone:
        if not alone:
            return done
        source, held = record.source, _held(current)
        made = backtest.update(held, record.draws, source.confirmed_on, source.sha256)
        if forecasts.save(made, folder):
            _log.info("The forecasts are of the record of %s", source.confirmed_on)
        return source


def _held(current: RecordService) -> Forecasts | None:
    """Return what is stored, to begin with what the program brought along."""
    try:
        return forecasts.load(current.folder) or forecasts.load(current.bundled)
    except ForecastsError as error:
        _log.warning("The forecasts are begun anew: %s", error)
        for name in forecasts.FILES:
            files.quarantine(current.folder, name)
        return None
