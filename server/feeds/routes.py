"""The addresses of the feed and of the calendar: what may be asked for, each made once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from threading import Lock

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data.rounds.record import Record, RecordError
from data.upkeep.service import RecordService
from data.vocabulary.categories import BY_CODE
from data.vocabulary.filter import Filter
from data.vocabulary.languages import LANGUAGES, PARAMETER, SOURCE
from pages.language import Words
from server.api import sentences
from server.feeds.formats import NEWEST, Asked, atom, calendar
from server.http.answers import cacheable_response, with_language
from server.http.problems import Problem, problem, unknown, wrong

MAX_AGE = 600  # seconds for which an answer may be used again without asking


class _Made:
    """What was made of a record, each thing only once: facts and whole answers."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._facts = lru_cache(NEWEST * 20)(self._facts_of)
        # Whoever asks names the host, so that there may be any number of answers.
        self.body = lru_cache(64)(self._body)

    def _facts_of(self, language: str, round_id: str) -> Sequence[str]:
        return sentences.facts(self._record.draws, round_id, Words(language))

    def _body(self, write: Callable[..., bytes], asked: Asked) -> bytes:
        draws = Filter(categories=asked.category).apply(self._record.draws)
        facts, words = partial(self._facts, asked.language), Words(asked.language)
        return write(self._record, draws, facts, words, asked)


@dataclass(frozen=True)
class _State:
    """A record that only its stamp tells from others: a key for a cache."""

    stamp: Hashable
    record: Record = field(compare=False)


def routes(current: RecordService, *, public_url: str | None = None) -> list[Route]:
    """Return the routes of the feed and of the calendar, for GET and HEAD.

    Their links lead to `public_url`; without one, to the host that was asked.
    """
    lock = Lock()
    made = lru_cache(2)(lambda state: _Made(state.record))

    def route(path: str, write: Callable[..., bytes], media_type: str) -> Route:
        def get(request: Request) -> Response:
            try:
                held = current.snapshot()
                asked = _asked(request, held.record, public_url)
            except RecordError:
                detail = "The record cannot be read at the moment. Please try again later."
                return problem(503, "No record", detail, {"Retry-After": "60"})
            except Problem as error:
                return problem(error.status, error.title, error.detail, **error.extra)
            with lock:  # What many ask for at once is made once.
                body = made(_State(held.stamp, held.record)).body(write, asked)
            modified = held.record.source.retrieved_at
            response = cacheable_response(
                request, body, media_type, modified=modified, max_age=MAX_AGE
            )
            return with_language(response, asked.language)

        return Route(path, get)

    return [
        route("/feeds/rounds.atom", atom, "application/atom+xml; charset=utf-8"),
        route("/feeds/rounds.ics", calendar, "text/calendar; charset=utf-8"),
    ]


def _asked(request: Request, record: Record, public_url: str | None) -> Asked:
    """Return what was asked for, its categories sorted.

    Raises:
        Problem: if it is anything that there is not.
    """
    allowed = {
        "category": sorted({*BY_CODE, *record.draws["category"]}),
        PARAMETER: list(LANGUAGES),
    }
    given = request.query_params
    for name, value in given.multi_items():
        if name not in allowed:
            raise unknown(name, value, list(allowed))
        if value not in allowed[name]:
            raise wrong(name, value, "there is no such thing here", allowed[name])
    languages = given.getlist(PARAMETER) or [SOURCE]
    if len(languages) > 1:
        why = "it can have only one value"
        raise wrong(PARAMETER, " and ".join(languages), why, allowed[PARAMETER])
    return Asked(
        category=tuple(sorted(set(given.getlist("category")))),
        language=languages[0],
        base_url=(public_url or str(request.base_url)).rstrip("/"),
    )
