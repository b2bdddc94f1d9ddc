"""What is wrong with a request, as problem details (RFC 9457) that say what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
LONGEST_FOUND = 100  # characters of a value that are said back


class Problem(Exception):  # noqa: N818 - it is what the answer is called
    """A request that cannot be answered, and the problem details that say why."""

    def __init__(self, status: int, title: str, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail, self.extra = status, title, detail, extra


def problem(
    status: int,
    title: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    **extra: Any,
) -> Response:
    """Return the answer to a request that went wrong; `extra` are members of the problem's own.

    It is never to be stored: the next answer may be another one.
    """
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **extra}
    return Response(
        orjson.dumps(body),
        status,
        {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **(headers or {})},
        MEDIA_TYPE,
    )


def short(value: str) -> str:
    """Return a value from outside as it is said back: on one line, and not all of a long one.

    >>> short("a" * 200) == "a" * 100 + "…"
    True
    """
    line = " ".join(value.split())
    return line if len(line) <= LONGEST_FOUND else f"{line[:LONGEST_FOUND]}…"


def wrong(name: str, found: str, why: str, allowed: Any) -> Problem:
    """Return the problem of one parameter: what was found, why it is wrong, what is allowed."""
    said = allowed if isinstance(allowed, str) else ", ".join(allowed)
    detail = f"“{short(name)}” is “{short(found)}”: {why}. Allowed: {said}."
    return _refused(detail, name, found, why, allowed)


def unknown(name: str, found: str, allowed: list[str]) -> Problem:
    """Return the problem of a parameter that does not exist here, and which ones do."""
    said = f"There are {', '.join(allowed)}." if allowed else "There are none here."
    detail = f"There is no parameter “{short(name)}”. {said}"
    return _refused(detail, name, found, "there is no such parameter", allowed)


def _refused(detail: str, name: str, found: str, why: str, allowed: Any) -> Problem:
    return Problem(
        400,
        "A parameter cannot be used",
        detail,
        parameter=short(name),
        found=short(found),
        why=why,
        allowed=allowed,
    )


async def of_problem(_request: Request, error: Problem) -> Response:
    """Answer a Problem that was raised."""
    return problem(error.status, error.title, error.detail, **error.extra)


async def of_http(request: Request, error: HTTPException) -> Response:
    """Answer what the router itself refuses."""
    if error.status_code == 404:
        detail = f"There is nothing at {short(request.url.path)}."
        return problem(404, "Not found", detail)
    return problem(error.status_code, "Refused", str(error.detail), error.headers)


async def of_record(_request: Request, _error: Exception) -> Response:
    """Answer when there is no record to serve; why is for the log, not for a stranger."""
    detail = "The record cannot be read at the moment. Please try again later."
    return problem(503, "No record", detail, {"Retry-After": "60"})


async def of_bug(_request: Request, _error: Exception) -> Response:
    """Answer a mistake of ours without its trace, which is in the log."""
    return problem(500, "Server error", "Something went wrong here; it has been logged.")
