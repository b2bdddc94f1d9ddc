"""The server: the dashboard, open data and a record that keeps itself current, in one process.

Start it with `streamlit run app.py` or `uvicorn app:app`.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import random
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import streamlit as st
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount, Route, Router

from data.rounds.record import RecordError
from data.upkeep.checks import Checks
from data.upkeep.schedule import RefreshSchedule, keep_current
from data.upkeep.service import RecordService
from pages import frame, served
from pages.plot.component import ASSETS, PROJECT
from pages.shell import link_previews, warm_up
from server import forecasts, logs
from server.api import routes as api
from server.background import background_task
from server.feeds import routes as feeds
from server.http import health, page_html, refusal, stack, static_files
from server.http.answers import ReadOnly
from server.settings import Settings, SettingsError

try:
    settings = Settings.from_environ(os.environ)
except SettingsError as error:
    sys.exit(str(error))

now = partial(datetime.now, UTC)
service, checks = RecordService(settings.data_dir), Checks(settings.data_dir)
data_api = api.create(service, checks, now=now, public_url=settings.public_url)
data_feeds = Router(feeds.routes(service, public_url=settings.public_url))
streamlit_files = Path(st.__file__).parent / "static"
index = (streamlit_files / "index.html").read_text("utf-8")
folders = static_files.folders(streamlit_files / "static", ASSETS, PROJECT)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Warm up with the first figures, then serve and keep the data and the forecasts current.

    Streamlit collects garbage after every run of the script. Over the heap of pandas, pyarrow and
    plotly that takes several hundred milliseconds, so what the start created is frozen: collections
    skip it.
    """
    logs.configure(sys.stdout)
    minutes, ancestors = settings.refresh_minutes, settings.frame_ancestors
    interval = timedelta(minutes=minutes)
    refreshes = RefreshSchedule(service, checks, settings.feed_url, interval, now)
    ask = refreshes.ask if minutes else None
    served.configure(served.Service(service, checks, minutes, settings.public_url, ancestors, ask))
    try:
        warm_up.warm_up()
    except RecordError as error:  # /readyz says so too, until someone repairs the files
        logging.getLogger(logs.NAME).critical("There is no data to serve: %s", error)
    gc.collect()
    gc.freeze()
    refresh = keep_current(refreshes, sleep=asyncio.sleep, random=random.random)
    scoring = forecasts.follow(service, sleep=asyncio.sleep)
    async with background_task(refresh), background_task(scoring):
        yield


app = st.App(
    Path(frame.__file__),
    lifespan=lifespan,
    routes=[
        *health.routes(service),
        Mount("/api", routes=[Mount("/v1", data_api)]),
        Route("/feeds/{name:path}", ReadOnly(data_feeds)),
        *page_html.routes(
            index,
            link_previews.previews_by_language(),
            link_previews.PICTURES,
            modified=now(),
            public_url=settings.public_url,
        ),
    ],
    middleware=[
        *stack.middleware(settings, index, clock=time.time),
        Middleware(static_files.StaticFiles, folders),
    ],
    exception_handlers={HTTPException: refusal.on_http_error},
)
