"""What needs the data: the record, the API, the feeds, and what keeps the record current.

Importing this module takes most of a start, so the server does it once its port answers.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from starlette.routing import Router
from starlette.types import ASGIApp

import pages.frame  # noqa: F401 so that the first visitor does not wait for it
from data.io.open_store import open_store
from data.rounds.record import RecordError
from data.upkeep.checks import Checks
from data.upkeep.schedule import RefreshSchedule, keep_current
from data.upkeep.service import RecordService
from data.vocabulary.places import FOLDER
from pages import served
from pages.shell import warm_up
from server import forecasts
from server.connections.turns import turns
from server.http.loading import OnDemand
from server.logs import NAME
from server.monitoring.metrics import Metrics
from server.monitoring.record import counted_checks
from server.monitoring.runs import watcher
from server.settings import Settings
from server.syncing import keep_in_sync

BUNDLED = FOLDER  # a test bundles other data


class Services(NamedTuple):
    """The record, its checks, what serves it, and what runs beside it once it is called."""

    record: RecordService
    checks: Checks
    api: ASGIApp
    feeds: ASGIApp
    mcp: ASGIApp
    tasks: tuple[Callable[[], Coroutine[Any, Any, None]], ...]


def build(settings: Settings, metrics: Metrics, now: Callable[[], datetime]) -> Services:
    """Return the services, with the record read and the first figures computed.

    If there is no record, that is logged: /readyz says so, until someone repairs the files.
    """
    store = open_store(settings.data_dir, now)
    service = RecordService(store.folder, BUNDLED, store)
    minutes, ancestors = settings.refresh_minutes, settings.frame_ancestors
    checks = counted_checks(metrics, service, now, is_checking=bool(minutes))
    refreshes = RefreshSchedule(service, checks, settings.feed_url, timedelta(minutes=minutes), now)
    ask = refreshes.ask if minutes else None
    more = settings.public_url, ancestors, ask, watcher(metrics), turns(settings.page_runs)
    served.configure(served.Service(service, checks, minutes, *more))

    def api() -> ASGIApp:
        from server.api import routes

        return routes.create(service, checks, now=now, public_url=settings.public_url)

    def feeds() -> ASGIApp:
        from server.feeds import routes

        return Router(routes.routes(service, public_url=settings.public_url))

    def mcp() -> ASGIApp:
        from server.assistants import mcp
        from server.assistants.tools import Tools

        return mcp.create(Tools(service, store.folder, now))

    is_shared = isinstance(settings.data_dir, str)
    try:
        if is_shared:
            service.sync()
        warm_up.warm_up()
    except RecordError as error:
        logging.getLogger(NAME).critical("There is no data to serve: %s", error)
    refresh = partial(keep_current, refreshes, sleep=asyncio.sleep, random=random.random)
    scoring = partial(forecasts.follow, service, sleep=asyncio.sleep)
    on_demand = OnDemand(api), OnDemand(feeds), OnDemand(mcp)
    tasks = [refresh, scoring, partial(on_demand[0].prepare, asyncio.sleep)]
    if is_shared:
        tasks.append(partial(keep_in_sync, service, sleep=asyncio.sleep))
    return Services(service, checks, *on_demand, tuple(tasks))
