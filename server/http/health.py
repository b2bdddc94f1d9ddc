"""Whether the server lives (/healthz) and whether it has a record to show (/readyz)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, Router

from data.rounds.record import RecordError
from data.upkeep.service import RecordService

_FRESH = {"Cache-Control": "no-store"}


def routes(current: RecordService) -> list[BaseRoute]:
    """Return the routes of both, for GET and HEAD; other methods are answered with 405.

    /readyz says with 200 how many rounds there are and which day is the newest, and with 503 that
    the record cannot be read.
    """

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("ok\n", headers=_FRESH)

    def ready(_request: Request) -> Response:
        try:
            held = current.snapshot()
        except RecordError as error:
            return JSONResponse({"ready": False, "detail": str(error)}, 503, _FRESH)
        draws = held.record.draws
        newest = None if draws.empty else draws["date"].max().date().isoformat()
        notices = [notice.kind for notice in held.notices]
        found = {"ready": True, "rounds": len(draws), "newest": newest, "notices": notices}
        return JSONResponse(found, headers=_FRESH)

    return [whole("/healthz", Route("/healthz", alive)), whole("/readyz", Route("/readyz", ready))]


def whole(path: str, *routes: BaseRoute) -> Route:
    """Return a route that leaves no method on a path to others.

    Streamlit has a page for all that is left: for a POST to what is there, and for what is not.
    """
    return Route(path, Router(routes))
