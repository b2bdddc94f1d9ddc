"""The server: the dashboard, open data and a record that keeps itself current, in one process.

Start it with `streamlit run app.py` or `uvicorn app:app`. It answers before it has loaded the data:
health checks, pages and their files at once, all else as soon as it can.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
import streamlit.config
import streamlit.delta_generator
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from data.vocabulary.languages import SOURCE
from pages.shell import link_previews
from server import logs
from server.assistants import llms
from server.background import background_task
from server.connections import arrival, descriptors
from server.connections.messages import MessageLimit
from server.http import health, refusal, stack, static_files
from server.http.answers import ReadOnly
from server.http.loading import Later, Loading, WebsocketsLater
from server.monitoring import endpoint
from server.monitoring.metrics import Metrics
from server.monitoring.requests import Monitored
from server.settings import Settings, SettingsError
from server.site import crawlers, page_html, unknown
from server.site.base_path import BasePath, base_path

if TYPE_CHECKING:
    from server.services import Services

# Arrow's own pool would hold 14 MB more for tables this small. Set before Arrow is imported.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
try:
    settings = Settings.from_environ(os.environ)
except SettingsError as error:
    sys.exit(str(error))

PAGES = Path(__file__).parent / "pages"
now = partial(datetime.now, UTC)
streamlit_files = Path(st.__file__).parent / "static"
index = (streamlit_files / "index.html").read_text("utf-8")
ASSETS = PAGES / "plot" / "assets"
index = static_files.with_preloads(index, streamlit_files / "static", ASSETS)
previews = link_previews.previews_by_language()
folders = static_files.folders(streamlit_files / "static", ASSETS)


def load() -> Services:
    """Import and build what needs the data."""
    from server import services

    return services.build(settings, metrics, now)


metrics = Metrics()
loading = Loading(load)


async def serve() -> None:
    """Load, then keep the data and the forecasts current."""
    services = await loading.start()
    async with AsyncExitStack() as tasks:
        for task in services.tasks:
            await tasks.enter_async_context(background_task(task()))
        await asyncio.Event().wait()  # until the server stops


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Answer at once, and load meanwhile."""
    logs.configure(sys.stdout)
    with endpoint.listening(metrics.registry, settings.metrics_listen):
        async with background_task(serve()):
            yield


app = st.App(
    PAGES / "frame.py",  # which Streamlit runs for every visitor
    lifespan=lifespan,
    routes=[
        *health.routes(
            lambda: loading.now and loading.now.record,
            lambda: loading.now.checks.not_understood() if loading.now else 0,
        ),
        *endpoint.routes(metrics.registry, settings.metrics_token),
        Mount("/api", routes=[Mount("/v1", Later(loading, lambda services: services.api))]),
        Route("/feeds/{name:path}", ReadOnly(Later(loading, lambda services: services.feeds))),
        Route("/mcp", Later(loading, lambda services: services.mcp)),
        llms.route(settings.public_url),
        *page_html.routes(
            index,
            previews,
            link_previews.PICTURES,
            modified=now(),
            public_url=settings.public_url,
        ),
        *crawlers.routes(
            public_url=settings.public_url, contact=settings.security_contact, now=now
        ),
        unknown.route(streamlit_files),
    ],
    middleware=[
        Middleware(BasePath, lambda: base),
        Middleware(Monitored, metrics, {f"/{path}" for path in previews[SOURCE].pages}),
        *stack.middleware(settings, index, clock=time.time),
        Middleware(MessageLimit, settings.rate_messages, clock=time.monotonic, sleep=asyncio.sleep),
        Middleware(static_files.StaticFiles, folders),
        Middleware(WebsocketsLater, loading),
    ],
    exception_handlers={HTTPException: refusal.on_http_error},
)
# Streamlit would put only its own routes there. It has read its settings now that the app is made.
base: str = base_path(st.get_option("server.baseUrlPath"), settings.public_url)
streamlit.config.set_option("server.baseUrlPath", "")
# It would draw errors of pages on the terminal, past the log and without the id of the request.
streamlit.config.set_option("logger.enableRich", False)
# It would find out for the first visitor if this is a Python prompt, which takes 0.2 s as it looks
# up the file of every module, to warn once; so tell it that it has.
streamlit.delta_generator._use_warning_has_been_displayed = True
arrival.hide_name(H11Protocol)
arrival.limit(H11Protocol, settings.request_seconds)
descriptors.raise_limit()
# How long the event loop waits for each page or file that is made beside it, many times for one
# request; else 5 ms. That much computing between two changes of threads costs nothing to speak of.
sys.setswitchinterval(0.001)
