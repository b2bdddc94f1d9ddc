"""The addresses of the Atom feed and the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from threading import Lock

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data.memory import FILES
from data.rounds.record import Record, RecordError
from data.upkeep.service import RecordService
from data.vocabulary.categories import BY_CODE
from data.vocabulary.columns import MAX_SCORE
from data.vocabulary.filter import Filter
from data.vocabulary.languages import LANGUAGES, PARAMETER, SOURCE
from pages.language import Words
from server.api import sentences
from server.feeds.formats import NEWEST, FeedQuery, atom, calendar
from server.http.answers import cacheable_response, with_language
from server.http.problems import (
    Problem,
    invalid_parameter,
    no_data_response,
    repeated_parameter,
    unknown_parameter,
)

MAX_AGE = 600  # seconds for which caches may use a response without asking


class _Feeds:
    """The feeds of one record, each made once, with facts that they share."""

    def __init__(self, record: Record) -> None:
        self._record, self._key = record, object()
        self._facts = lru_cache(NEWEST * 20)(self._compute_facts)

    def _compute_facts(self, language: str, round_id: str) -> list[str]:
        return sentences.facts(self._record, round_id, Words(language))

    def body(self, write: Callable[..., bytes], query: FeedQuery) -> bytes:
        """Return a feed, made once."""
        return FILES.get((self._key, write, query), lambda: self._write(write, query))

    def _write(self, write: Callable[..., bytes], query: FeedQuery) -> bytes:
        draws = Filter(query.categories, max_cutoff=query.max_cutoff).apply(self._record.draws)

        def facts(round_id: str) -> list[str]:
            return self._facts(query.language, round_id)

        return write(self._record, draws, facts, Words(query.language), query)


def routes(service: RecordService, *, public_url: str | None = None) -> list[Route]:
    """Return the routes of the feed and the calendar, for GET and HEAD.

    Their links lead to `public_url` or, without one, to the requested host.
    """
    lock = Lock()
    feeds = lru_cache(2)(lambda snapshot: _Feeds(snapshot.record))

    def route(path: str, write: Callable[..., bytes], media_type: str) -> Route:
        def get(request: Request) -> Response:
            try:
                snapshot = service.snapshot()
                query = _parse_query(request, snapshot.record, public_url)
            except RecordError:
                return no_data_response()
            except Problem as error:
                return error.response()
            with lock:  # so that simultaneous requests do not make the same feed twice
                body: bytes = feeds(snapshot).body(write, query)
            at = snapshot.record.source.retrieved_at
            response = cacheable_response(request, body, media_type, modified=at, max_age=MAX_AGE)
            return with_language(response, query.language)

        return Route(path, get)

    return [
        route("/feeds/rounds.atom", atom, "application/atom+xml; charset=utf-8"),
        route("/feeds/rounds.ics", calendar, "text/calendar; charset=utf-8"),
    ]


def _parse_query(request: Request, record: Record, public_url: str | None) -> FeedQuery:
    allowed: dict[str, str | list[str]] = {
        "category": sorted({*BY_CODE, *record.draws["category"]}),
        "max_cutoff": f"a whole number from 0 to {MAX_SCORE}",
        PARAMETER: list(LANGUAGES),
    }
    params = request.query_params
    for name, value in params.multi_items():
        if name not in allowed:
            raise unknown_parameter(name, value, list(allowed))
        is_fine = _is_cutoff(value) if name == "max_cutoff" else value in allowed[name]
        if not is_fine:
            raise invalid_parameter(name, value, "no such value", allowed[name])
    for name in (PARAMETER, "max_cutoff"):
        values = params.getlist(name)
        if len(values) > 1:
            raise repeated_parameter(name, values, allowed[name])
    cutoff = params.get("max_cutoff")
    return FeedQuery(
        categories=tuple(sorted(set(params.getlist("category")))),
        language=params.get(PARAMETER, SOURCE),
        base_url=(public_url or str(request.base_url)).rstrip("/"),
        max_cutoff=None if cutoff is None else int(cutoff),
    )


def _is_cutoff(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,4}", text, re.ASCII)) and int(text) <= MAX_SCORE
