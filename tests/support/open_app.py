"""The API over a record of a test, without files, and a way to ask it without a server."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from data.rounds.record import HistoryError, Record
from data.upkeep.checks import Check, Checks
from data.upkeep.service import Held
from server.api import derived
from server.api.routes import create

NOW = datetime(2026, 8, 21, 12, tzinfo=UTC)
API = "/api/v1"


@dataclass
class Standing:
    """A record that stays as it is."""

    record: Record | None
    stamp: Any = "a stamp"
    notices: tuple[Any, ...] = ()

    def held(self) -> Held:
        """Return it."""
        if self.record is None:
            raise HistoryError("The record in /srv/secret cannot be read")
        return Held(self.record, self.stamp, self.notices)


@dataclass
class Log(Checks):
    """Checks that were made up."""

    made: list[Check] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(Path("nowhere"))

    def all(self) -> list[Check]:
        """Return them, newest first."""
        return self.made


def mounted(record: Record | None, *checks: Check, stamp: Any = "a stamp", **more: Any) -> Any:
    """Return an app with the API where the server has it."""
    current: Any = Standing(record, stamp, more.get("notices", ()))
    extras = more.get("extras", derived.extras())
    api = create(current, Log(list(checks)), extras, now=lambda: NOW)
    app = Starlette(routes=[Mount(API, app=api)])
    app.state.current = current
    return app


def ask(app: Any, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """Return the answer of an app to a request, without compression unless it is asked for."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://data.test") as client:
            sent = {"accept-encoding": "identity", **named}
            return await client.request(method, API + path, headers=sent)

    return asyncio.run(asked())
