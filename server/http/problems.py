"""Error responses: problem details (RFC 9457) that say what is wrong and what is allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
MAX_QUOTED = 100  # characters of a value that are quoted back


class Problem(Exception):  # noqa: N818 - the name in RFC 9457
    """A request that cannot be answered, and the problem details that say why."""

    def __init__(self, status: int, title: str, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail, self.extra = status, title, detail, extra

    def response(self) -> Response:
        """Return the error response."""
        return problem_response(self.status, self.title, self.detail, **self.extra)


def problem_response(
    status: int, title: str, detail: str, headers: Mapping[str, str] | None = None, **extra: Any
) -> Response:
    """Return an error response; `extra` are additional members of its problem details.

    It must not be stored, because the same request may succeed next time.
    """
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **extra}
    return Response(
        orjson.dumps(body),
        status,
        {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **(headers or {})},
        MEDIA_TYPE,
    )


def shorten(value: str) -> str:
    """Return a value from outside as it is quoted back: on one line, and shortened.

    >>> shorten("a" * 200) == "a" * 100 + "…"
    True
    """
    line = " ".join(value.split())
    return line if len(line) <= MAX_QUOTED else f"{line[:MAX_QUOTED]}…"


def invalid_parameter(name: str, value: str, why: str, allowed: Any) -> Problem:
    """Return the problem of one parameter: what was found, why it is wrong, what is allowed."""
    options = allowed if isinstance(allowed, str) else ", ".join(allowed)
    detail = f"“{shorten(name)}” is “{shorten(value)}”: {why}. Allowed: {options}."
    return _parameter_problem(detail, name, value, why, allowed)


def repeated_parameter(name: str, values: Sequence[str], allowed: Any) -> Problem:
    """Return the problem of a parameter that is given twice but can have only one value."""
    return invalid_parameter(name, " and ".join(values), "it can have only one value", allowed)


def unknown_parameter(name: str, value: str, allowed: list[str]) -> Problem:
    """Return the problem of a parameter that does not exist here, and which ones do."""
    options = f"Allowed: {', '.join(allowed)}." if allowed else "This address takes none."
    detail = f"There is no parameter “{shorten(name)}”. {options}"
    return _parameter_problem(detail, name, value, "no such parameter", allowed)


def _parameter_problem(detail: str, name: str, value: str, why: str, allowed: Any) -> Problem:
    name, value = shorten(name), shorten(value)
    members = {"parameter": name, "found": value, "why": why, "allowed": allowed}
    return Problem(400, "Invalid parameter", detail, **members)


async def on_problem(_request: Request, error: Problem) -> Response:
    """Answer a Problem that was raised."""
    return error.response()


async def on_http_error(request: Request, error: HTTPException) -> Response:
    """Answer what the router refuses."""
    if error.status_code == 404:
        detail = f"There is nothing at {shorten(request.url.path)}."
        return problem_response(404, "Not found", detail)
    return problem_response(error.status_code, "Refused", str(error.detail), error.headers)


def no_data_response() -> Response:
    """Return the response if there is no data to serve; the reason is only for the log."""
    detail = "The data cannot be read at the moment. Please try again later."
    return problem_response(503, "No data", detail, {"Retry-After": "60"})


async def on_no_record(_request: Request, _error: Exception) -> Response:
    """Answer that there is no data to serve."""
    return no_data_response()


async def on_error(_request: Request, _error: Exception) -> Response:
    """Answer that an error happened here; its traceback is only for the log."""
    return problem_response(500, "Server error", "Something went wrong. The error has been logged.")
