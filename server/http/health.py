"""Health checks: whether the server is alive (/healthz) and has data to serve (/readyz)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, Router

if TYPE_CHECKING:
    from data.upkeep.service import RecordService

_NO_STORE = {"Cache-Control": "no-store"}


def routes(
    service: Callable[[], RecordService | None], not_understood: Callable[[], int]
) -> list[Route]:
    """Return both routes, for GET and HEAD; other methods get a 405.

    /readyz responds with 200, the number of rounds, the newest date and for how many checks IRCC's
    file was not understood, or with 503 if there is no `service` yet or the data cannot be read.
    """

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("ok\n", headers=_NO_STORE)

    def ready(_request: Request) -> Response:
        current = service()
        if current is None:
            detail = "The data is still being loaded."
            return JSONResponse({"ready": False, "detail": detail}, 503, _NO_STORE)
        from data.rounds.record import RecordError

        try:
            snapshot = current.snapshot()
        except RecordError as error:
            return JSONResponse({"ready": False, "detail": str(error)}, 503, _NO_STORE)
        draws = snapshot.record.draws
        newest = None if draws.empty else draws["date"].max().date().isoformat()
        notices = [notice.kind for notice in snapshot.notices]
        n = not_understood()
        content = {
            "ready": True,
            "rounds": len(draws),
            "newest": newest,
            "notices": notices,
            "checks_not_understood": n,
        }
        if n:
            detail = f"IRCC's file has not been understood for {n} check{'s' if n > 1 else ''}."
            content["detail"] = f"{detail} The data has not changed; /status says why."
        return JSONResponse(content, headers=_NO_STORE)

    return [
        exclusive("/healthz", alive),
        exclusive("/readyz", ready),
    ]


def exclusive(path: str, endpoint: Callable[[Request], Any]) -> Route:
    """Return a route that answers every method; otherwise Streamlit answers a POST with a page."""
    return Route(path, Router([Route(path, endpoint)]))
