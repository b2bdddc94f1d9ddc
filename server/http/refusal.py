"""What is answered instead: a problem to a program for open data, a line of text to a browser."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from server import is_data
from server.http import problems


def refusal(
    scope: Scope, status: int, title: str, detail: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return the answer to a request that is not served, in the form that fits who asks."""
    if is_data(scope):
        return problems.problem(status, title, detail, headers)
    stored = {"Cache-Control": "no-store", **(headers or {})}
    return PlainTextResponse(f"{title}. {detail}\n", status, stored)


async def of_bug(request: Request, error: Exception) -> Response:
    """Answer a mistake of ours without its trace, which uvicorn writes to the log."""
    if is_data(request.scope):
        return await problems.server_error_response(request, error)
    detail = "Something went wrong here; it has been logged."
    return refusal(request.scope, 500, "Server error", detail)


async def of_http(request: Request, error: HTTPException) -> Response:
    """Answer what a route refuses: with a problem for open data, as Starlette does elsewhere."""
    if is_data(request.scope):
        return await problems.http_response(request, error)
    return PlainTextResponse(str(error.detail), error.status_code, error.headers)
