"""The record over HTTP, as open data: every table in every format, for anybody to read.

Everything is computed from the frames in memory. The same record gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from data.export.formats import to_json
from data.rounds.record import RecordError
from data.upkeep.checks import Checks
from data.upkeep.service import RecordService
from data.vocabulary.filter import Filter, categories
from data.vocabulary.languages import query
from server.api import package, schema
from server.api.query import (
    Asked,
    LatestAsked,
    PoolAsked,
    RoundsAsked,
    WeeklyAsked,
    nothing,
    of_validation,
    once,
)
from server.api.status import status
from server.api.swagger import assets
from server.api.tables import BY_EXTENSION, Published, Slice, modified, name_of
from server.http import problems
from server.http.answers import ReadOnly, answer, spoken
from server.http.problems import Problem

Extension = Annotated[
    Literal["json", "csv", "xlsx", "parquet"],
    Path(alias="format", description="The format of the file.", examples=["json"]),
]
JSON = "application/json"
MAX_AGE, STATUS_MAX_AGE, ASSETS_MAX_AGE = 300, 15, 86_400  # seconds


def create(current: RecordService, checks: Checks, *, now: Callable[[], datetime]) -> FastAPI:
    """Return the API, to be mounted at a path of its own; `now` gives the time in UTC."""
    api = FastAPI(
        title="Express Entry rounds",
        version="1",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(once)],
        exception_handlers={
            RequestValidationError: of_validation,
            HTTPException: problems.of_http,
            Problem: problems.of_problem,
            RecordError: problems.of_record,
            Exception: problems.of_bug,
        },
    )
    api.add_middleware(ReadOnly)
    made = _Api(api, current, checks, now)
    made.add_tables()
    made.add_documents()
    return api


class _Api:
    """The answers: what is asked comes in, the record in service decides what goes out."""

    def __init__(
        self,
        api: FastAPI,
        current: RecordService,
        checks: Checks,
        now: Callable[[], datetime],
    ) -> None:
        self.api, self.current, self.checks, self.now = api, current, checks, now
        self.published = Published()
        self.assets = assets()

    def add_tables(self) -> None:
        """Add the paths of the tables. Those without a parameter in them have to come first."""
        add = self.api.get
        add("/rounds/latest", **schema.one("The newest round"))(self.latest)
        add("/rounds/{round_id}", **schema.one("One round"))(self.one)
        add("/rounds.{format}", **schema.table("rounds"))(self.rounds)
        add("/pool.{format}", **schema.table("pool"))(self.pool)
        add("/weekly.{format}", **schema.table("weekly"))(self.weekly)
        add("/ledger.{format}", **schema.table("ledger"))(self.ledger)
        add("/categories.{format}", **schema.table("categories"))(self.categories)

    def add_documents(self) -> None:
        """Add the paths of what describes the record and this API."""
        add, refuse = self.api.get, [Depends(nothing)]
        add("/status.json", dependencies=refuse, **schema.status())(self.status)
        add("/datapackage.json", **schema.package())(self.package)
        for path, endpoint in (
            ("/", self.home),
            ("/openapi.json", self.openapi),
            ("/docs", self.docs),
            ("/docs/{name}", self.asset),
        ):
            add(path, dependencies=refuse, include_in_schema=False)(endpoint)

    def rounds(
        self, request: Request, extension: Extension, asked: Annotated[RoundsAsked, Query()]
    ) -> Response:
        """Rounds of invitations, the newest first unless asked otherwise."""
        part = replace(
            self._part("rounds", asked),
            newest_first=asked.order == "newest",
            limit=asked.limit,
            offset=asked.offset,
        )
        return self._file(request, part, extension)

    def pool(
        self, request: Request, extension: Extension, asked: Annotated[PoolAsked, Query()]
    ) -> Response:
        """The pool of candidates by CRS band, one snapshot after the other."""
        return self._file(request, self._part("pool", asked), extension)

    def weekly(
        self, request: Request, extension: Extension, asked: Annotated[WeeklyAsked, Query()]
    ) -> Response:
        """Rounds and invitations per ISO week and category; a week without a round is a zero."""
        return self._file(request, self._part("weekly", asked), extension)

    def ledger(
        self, request: Request, extension: Extension, asked: Annotated[Asked, Query()]
    ) -> Response:
        """What was repaired, is not believed, was not published or was revised by the source."""
        return self._file(request, self._part("ledger", asked), extension)

    def categories(
        self, request: Request, extension: Extension, asked: Annotated[Asked, Query()]
    ) -> Response:
        """The categories that had a round: names, kind, first and latest round."""
        return self._file(request, self._part("categories", asked), extension)

    def latest(self, request: Request, asked: Annotated[LatestAsked, Query()]) -> Response:
        """The newest round, of the categories that are asked for or of all."""
        part = self._part("rounds", asked)
        return self._one(request, part, part.chosen.apply(part.held.record.draws)["round_id"])

    def one(self, request: Request, round_id: str, asked: Annotated[Asked, Query()]) -> Response:
        """One round with what is worth knowing of it, and what the ledger says of it."""
        part = self._part("rounds", asked)
        ids = part.held.record.draws["round_id"]
        return self._one(request, part, ids[ids == round_id], round_id)

    def status(self, request: Request) -> Response:
        """Which record is served, and how the last checks of its source went.

        How old the record is follows from `confirmed_on` and the reader's own clock.
        """
        held, last = self.current.snapshot(), self.checks.last()
        digest = self.published.digest(Slice(held.stamp, "rounds", held))
        when = max(modified(held.record), last.at) if last else modified(held.record)
        content = to_json(status(held, self.checks, digest))
        return self._answer(request, content, JSON, when, STATUS_MAX_AGE)

    def package(self, request: Request, asked: Annotated[Asked, Query()]) -> Response:
        """A description of all tables as a Frictionless data package."""
        held = self.current.snapshot()
        body = to_json(package.descriptor(self.published, held, asked.lang))
        found = self._answer(request, body, JSON, modified(held.record))
        return spoken(found, asked.lang)

    def openapi(self, request: Request) -> Response:
        """The description of this API for the record that is served."""
        held = self.current.snapshot()
        server = str(request.scope.get("root_path", "")) or "/"
        content = schema.description(self.api, self.published, held, server)
        return self._answer(request, to_json(content), JSON, modified(held.record))

    def home(self, request: Request) -> Response:
        """The way from the address of the API to its page."""
        return RedirectResponse(f"{request.scope.get('root_path', '')}/docs")

    def docs(self, request: Request) -> Response:
        """The page on which to try this API."""
        return self.asset(request, "index.html")

    def asset(self, request: Request, name: str) -> Response:
        """A file of that page."""
        found = self.assets.get(name)
        if not found:
            raise HTTPException(404)
        content, media_type, when = found
        return self._answer(request, content, media_type, when, ASSETS_MAX_AGE)

    def _part(self, table: str, asked: Asked) -> Slice:
        held = self.current.snapshot()
        asked.check([category.code for category in categories(held.record.draws)])
        return Slice(held.stamp, table, held, asked.filter, language=asked.lang)

    def _file(self, request: Request, part: Slice, extension: str) -> Response:
        content, after = self.published.file(part, extension)
        form, when = BY_EXTENSION[extension], modified(part.held.record)
        # A browser shows JSON better than it saves it.
        name = None if extension == "json" else name_of(part, extension)
        found = self._answer(request, content, form.media_type, when, file_name=name)
        if after and part.limit:
            page = [("limit", part.limit), ("offset", part.offset + part.limit)]
            order = [] if part.newest_first else [("order", "oldest")]
            following = urlencode([*part.chosen.query(), *query(part.language), *order, *page])
            found.headers["Link"] = f'<{part.table}.{extension}?{following}>; rel="next"'
        return spoken(found, part.language)

    def _one(self, request: Request, part: Slice, ids: Any, wanted: str = "") -> Response:
        if not len(ids):
            detail = f"There is no round “{problems.short(wanted)}” in the record."
            raise Problem(404, "No such round", detail, allowed="an id as in 274 or 91a")
        chosen = replace(part, chosen=Filter(round_ids=(str(ids.iloc[-1]),)))
        content, when = self.published.one(chosen), modified(part.held.record)
        return spoken(self._answer(request, content, JSON, when), part.language)

    def _answer(
        self,
        request: Request,
        content: bytes,
        media_type: str,
        when: datetime,
        max_age: int = MAX_AGE,
        file_name: str | None = None,
    ) -> Response:
        # A time to come, of a clock that runs ahead, must not be said to be of the past.
        return answer(
            request,
            content,
            media_type,
            modified=min(when, self.now()),
            max_age=max_age,
            file_name=file_name,
        )
