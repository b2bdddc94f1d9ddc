"""The API over an in-memory record, and a way to send it requests without a server."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from data.rounds.record import Record, RecordError
from data.upkeep.checks import Check, Checks
from data.upkeep.service import Snapshot
from server.api.routes import create

NOW = datetime(2026, 8, 21, 12, tzinfo=UTC)
API = "/api/v1"


@dataclass
class FixedService:
    """Stands in for the data service: always serves the same record."""

    record: Record | None
    stamp: Any = "a stamp"
    notices: tuple[Any, ...] = ()

    def snapshot(self) -> Snapshot:
        """Return the record, or raise an error if there is none."""
        if self.record is None:
            raise RecordError("The record in /srv/secret cannot be read")
        return Snapshot(self.record, self.stamp, self.notices)


@dataclass
class FixedChecks(Checks):
    """A check log with made-up checks."""

    checks: list[Check] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(Path("nowhere"))

    def all(self) -> list[Check]:
        """Return the made-up checks, newest first."""
        return self.checks


def mounted(
    record: Record | None,
    *checks: Check,
    stamp: Any = "a stamp",
    notices: tuple[Any, ...] = (),
    public_url: str | None = None,
) -> Any:
    """Return an app with the API mounted at the same path as on the server."""
    service: Any = FixedService(record, stamp, notices)
    api = create(service, FixedChecks(list(checks)), now=lambda: NOW, public_url=public_url)
    app = Starlette(routes=[Mount(API, app=api)])
    app.state.service = service
    return app


def ask(app: Any, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """Send a request to an app and return the response, uncompressed unless gzip is asked for."""
    renamed = {name.replace("_", "-"): value for name, value in headers.items()}

    async def fetch() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://data.test") as client:
            sent = {"accept-encoding": "identity", **renamed}
            return await client.request(method, API + path, headers=sent)

    return asyncio.run(fetch())
