"""Refused requests and errors: problem details for open data, a line of text for a browser."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from server import is_data
from server.http import problems


def refusal_response(
    scope: Scope, status: int, title: str, detail: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return the response to a request that is not served."""
    if is_data(scope):
        return problems.problem_response(status, title, detail, headers)
    all_headers = {"Cache-Control": "no-store", **(headers or {})}
    return PlainTextResponse(f"{title}. {detail}\n", status, all_headers)


async def on_error(request: Request, error: Exception) -> Response:
    """Answer that an error happened here; uvicorn logs its traceback."""
    if is_data(request.scope):
        return await problems.on_error(request, error)
    detail = "Something went wrong. The error has been logged."
    return refusal_response(request.scope, 500, "Server error", detail)


async def on_http_error(request: Request, error: HTTPException) -> Response:
    """Answer what a route refuses: with problem details for open data, otherwise as Starlette."""
    if is_data(request.scope):
        return await problems.on_http_error(request, error)
    return PlainTextResponse(str(error.detail), error.status_code, error.headers)
