"""The server: dashboard, open data and a record that keeps itself current, in one process.

`streamlit run app.py` starts it, and so does `uvicorn app:app`.
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
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import streamlit as st
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount, Route, Router

from data.rounds.record import RecordError
from data.upkeep import schedule
from data.upkeep.checks import Checks
from data.upkeep.service import RecordService
from pages import frame, served
from pages.plot.asset_server import AssetServer
from pages.shell import link_previews, warm_up
from server import forecasts, logs
from server.api import routes as api
from server.background import beside
from server.feeds import routes as feeds
from server.http import health, page_html, refusal, stack
from server.http.answers import ReadOnly
from server.settings import Settings, SettingsError

try:
    settings = Settings.of(os.environ)
except SettingsError as error:
    sys.exit(str(error))

now = partial(datetime.now, UTC)
current, checks = RecordService(settings.data_dir), Checks(settings.data_dir)
data_api = api.create(current, checks, now=now)
data_feeds = Router(feeds.routes(current, public_url=settings.public_url))
index = (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Read the record and draw the first figures, then freeze what the start left behind.

    Streamlit collects garbage after every run of the script. Over the heap of pandas, pyarrow and
    plotly that alone takes several hundred milliseconds; what is frozen is not looked at again.
    """
    logs.configure(sys.stdout)
    service = served.Service(
        current,
        checks,
        settings.refresh_minutes,
        settings.public_url,
        settings.frame_ancestors,
    )
    served.configure(service)
    try:
        warm_up.warm_up()
    except RecordError as error:  # /readyz says so too, until someone has mended the files
        logging.getLogger(logs.NAME).critical("There is no record to serve: %s", error)
    gc.collect()
    gc.freeze()
    keeping = schedule.keep_current(
        current, checks, settings, now=now, sleep=asyncio.sleep, random=random.random
    )
    async with beside(keeping), beside(forecasts.follow(current, sleep=asyncio.sleep)):
        yield


app = st.App(
    Path(frame.__file__),
    lifespan=lifespan,
    routes=[
        *health.routes(current),
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
    middleware=[*stack.middleware(settings, index, clock=time.time), Middleware(AssetServer)],
    exception_handlers={HTTPException: refusal.of_http},
)
