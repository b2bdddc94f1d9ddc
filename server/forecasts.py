"""Keeps the score card and the log of forecasts up to date with the record that is served."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from analysis.crs.scale import scale_changes
from analysis.track_record import backtest
from data import forecasts
from data.forecasts import Forecasts, ForecastsError
from data.io import files
from data.rounds.record import RecordError, Source
from data.upkeep.service import RecordService
from server.logs import NAME

POLL_SECONDS = 60.0

_log = logging.getLogger(f"{NAME}.forecasts")


async def follow(service: RecordService, *, sleep: Callable[[float], Awaitable[None]]) -> None:
    """Keep the forecasts up to date until cancelled, whichever process changes the record."""
    source: Source | None = None
    while True:
        try:
            source = await asyncio.to_thread(update_forecasts, service, source)
        except (RecordError, OSError):
            _log.exception("The forecasts could not be updated")
        await sleep(POLL_SECONDS)


def update_forecasts(service: RecordService, last: Source | None = None) -> Source | None:
    """Score the forecasts again for a new record, and add those of a new day to their log.

    Returns the source whose record they are for now. Nothing is done if that is `last`, if the
    folder is not writable, or while another process is doing it. A new record takes some seconds,
    too long for a visitor's request.

    Raises:
        RecordError: if there is no record to serve.
        OSError: if writing fails.
    """
    record, folder = service.snapshot().record, service.folder
    if record.source == last or files.why_unwritable(folder) is not None:
        return record.source
    with service.store.exclusive() as is_alone:
        if not is_alone:
            return last
        source, day = record.source, record.complete_through
        changes = scale_changes(record.events)
        updated = backtest.update(_load(service), record.draws, day, source.sha256, changes=changes)
        if forecasts.save(updated, folder):
            _log.info("The forecasts are up to date with the data of %s", day)
        return source


def _load(service: RecordService) -> Forecasts | None:
    """Return the stored forecasts or, in a new folder, the bundled ones."""
    try:
        return forecasts.load(service.folder) or forecasts.load(service.bundled)
    except ForecastsError as error:
        _log.warning("The forecasts start over: %s", error)
        for name in forecasts.FILES:
            files.quarantine(service.folder, name)
        return None
