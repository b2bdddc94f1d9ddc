"""The data over HTTP: every table in every format, free to read for anybody.

Everything is computed from the frames in memory. The same record gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Path, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from data.export.formats import to_json
from data.rounds.record import RecordError
from data.upkeep.checks import Checks
from data.upkeep.service import RecordService
from data.vocabulary import languages
from data.vocabulary.days import ottawa_day
from data.vocabulary.filter import Filter
from data.vocabulary.tables import TABLES, Table
from pages.ui.charts.page_charts import Addressed, PageCharts
from pages.ui.data_links import server_url
from server.api import charts, package, schema
from server.api.query import (
    TableParams,
    accepts,
    reject_parameters,
    reject_repeats,
    validation_response,
)
from server.api.status import status_document
from server.api.swagger import assets
from server.api.tables import BY_EXTENSION, TableQuery, Tables, download_name, last_modified
from server.http import problems
from server.http.answers import ReadOnly, cacheable_response, with_language
from server.http.limits import ELEMENT
from server.http.problems import Problem

EXTENSION: Any = Annotated[
    Literal[tuple(BY_EXTENSION)],
    Path(alias="format", description="File format.", examples=["json"]),
]
JSON, LINES = "application/json", "application/x-ndjson"
MAX_AGE, STATUS_MAX_AGE, ASSETS_MAX_AGE = 300, 15, 86_400  # seconds


def create(
    service: RecordService,
    checks: Checks,
    *,
    now: Callable[[], datetime],
    public_url: str | None = None,
) -> FastAPI:
    """Return the API, to be mounted at a path of its own; `now` gives the time in UTC.

    Its examples have `public_url` or, without one, the requested host.
    """
    api = FastAPI(
        title="Express Entry rounds",
        version="1",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(reject_repeats)],
        exception_handlers={
            RequestValidationError: validation_response,
            HTTPException: problems.on_http_error,
            Problem: problems.on_problem,
            RecordError: problems.on_no_record,
            Exception: problems.on_error,
        },
    )
    api.add_middleware(ReadOnly)
    endpoints = _Endpoints(api, service, checks, now, public_url)
    endpoints.add_tables()
    endpoints.add_charts()
    endpoints.add_documents()
    return api


class _Endpoints:
    """What answers the requests, from the record in service."""

    def __init__(
        self,
        api: FastAPI,
        service: RecordService,
        checks: Checks,
        now: Callable[[], datetime],
        public_url: str | None,
    ) -> None:
        self.api, self.service, self.checks, self.now = api, service, checks, now
        self.public_url = public_url
        self.tables, self.charts = Tables(), charts.ChartFiles()
        self.assets = assets()

    def add_tables(self) -> None:
        """Add the paths of the tables. Those without a parameter in them have to come first."""
        add = self.api.get
        add("/rounds/latest", **schema.single_round("The newest round"))(self.latest)
        # A generated client calls it `one`, which is therefore to stay.
        add("/rounds/{round_id}", name="one", **schema.single_round("One round"))(self.single_round)
        for table in TABLES.values():
            add(f"/{table.name}.{{format}}", **schema.table(table))(self._table_endpoint(table))

    def _table_endpoint(self, table: Table) -> Callable[..., Response]:
        @accepts(*table.parameters)
        def get(request: Request, extension: str, params: TableParams) -> Response:
            return self._file(request, self._query(table.name, params), extension)

        get.__annotations__["extension"] = EXTENSION
        return get

    def add_charts(self) -> None:
        """Add the paths of the charts and tables of pages, page by page."""
        add = self.api.get
        for kind, pages in charts.PAGES.items():
            for page in pages.values():
                path = f"/{kind}/{page.page}/{{{kind.removesuffix('s')}}}.{{format}}"
                if kind == PageCharts.kind:
                    elements = f"/{kind}/{page.page}/{{names}}{ELEMENT}"
                    add(elements, include_in_schema=False)(self._elements_endpoint(page))
                add(path, **schema.shown(page))(self._shown_endpoint(page))
            add(f"/{kind}/{{path:path}}", include_in_schema=False)(_refuse(kind))

    def _shown_endpoint(self, page: Addressed[Any]) -> Callable[..., Response]:
        @accepts(*charts.parameters(page))
        def get(request: Request, name: str, extension: str, params: TableParams) -> Response:
            query = self._chart_query(page, name, params)
            content, file_name = self.charts.file(query, extension)
            response = self._response(
                request,
                content,
                BY_EXTENSION[extension].media_type,
                last_modified(query.snapshot.record),
                file_name=None if extension == "json" else file_name,
            )
            return with_language(response, query.language)

        names: Any = Literal[tuple(page.makers)]
        what = page.kind.removesuffix("s")
        which = Path(alias=what, description=f"Which {what}.")
        get.__annotations__["name"] = Annotated[names, which]
        get.__annotations__["extension"] = EXTENSION
        return get

    def _elements_endpoint(self, page: Addressed[Any]) -> Callable[..., Response]:
        @accepts(*charts.parameters(page))
        def get(request: Request, names: str, params: TableParams) -> Response:
            server = server_url(str(request.base_url), "", self.public_url)
            query = replace(self._chart_query(page, "", params), server=server)
            asked = [replace(query, name=name) for name in names.split(",")]
            content = b"\n".join(map(self.charts.element, asked))
            # It says what is true today, so it is asked for each time.
            return self._response(request, content, LINES, self.now(), 0)

        return get

    def _chart_query(
        self, page: Addressed[Any], name: str, params: TableParams
    ) -> charts.ChartQuery:
        snapshot = self.service.snapshot()
        codes = [category.code for category in snapshot.record.categories]
        return charts.query_of(page, name, params, snapshot, codes, ottawa_day(self.now()))

    def add_documents(self) -> None:
        add, refuse = self.api.get, [Depends(reject_parameters)]
        add("/status.json", dependencies=refuse, **schema.status())(self.status)
        add("/datapackage.json", **schema.package())(self.package)
        for path, endpoint in (
            ("/", self.home),
            ("/openapi.json", self.openapi),
            ("/docs", self.docs),
            ("/docs/{name}", self.asset),
        ):
            add(path, dependencies=refuse, include_in_schema=False)(endpoint)

    @accepts("category")
    def latest(self, request: Request, params: TableParams) -> Response:
        """The newest round, in the given categories or in any."""
        query = self._query("rounds", params)
        ids = query.subset.apply(query.snapshot.record.draws)["round_id"]
        return self._round(request, query, ids)

    @accepts()
    def single_round(self, request: Request, round_id: str, params: TableParams) -> Response:
        """One round, with facts about it and its corrections."""
        query = self._query("rounds", params)
        ids = query.snapshot.record.draws["round_id"]
        return self._round(request, query, ids[ids == round_id], round_id)

    def status(self, request: Request) -> Response:
        """Which data is served, and how the last checks of IRCC’s file went.

        The age of the data follows from `complete_through` and your own clock.
        """
        snapshot, last = self.service.snapshot(), self.checks.last()
        digest = self.tables.digest(TableQuery("rounds", snapshot))
        modified = last_modified(snapshot.record)
        content = to_json(status_document(snapshot, self.checks, digest))
        when = max(modified, last.at) if last else modified
        return self._response(request, content, JSON, when, STATUS_MAX_AGE)

    @accepts()
    def package(self, request: Request, params: TableParams) -> Response:
        """All tables described as a Frictionless data package."""
        snapshot = self.service.snapshot()
        content = to_json(package.descriptor(self.tables, snapshot, params.lang))
        response = self._response(request, content, JSON, last_modified(snapshot.record))
        return with_language(response, params.lang)

    def openapi(self, request: Request) -> Response:
        snapshot = self.service.snapshot()
        server = str(request.scope.get("root_path", "")) or "/"
        address = server_url(str(request.base_url), "", self.public_url)
        content = schema.description(self.api, self.tables, snapshot, server, address)
        return self._response(request, to_json(content), JSON, last_modified(snapshot.record))

    def home(self, request: Request) -> Response:
        return RedirectResponse(f"{request.scope.get('root_path', '')}/docs")

    def docs(self, request: Request) -> Response:
        return self.asset(request, "index.html")

    def asset(self, request: Request, name: str) -> Response:
        if name not in self.assets:
            raise HTTPException(404)
        content, media_type, modified = self.assets[name]
        return self._response(request, content, media_type, modified, ASSETS_MAX_AGE)

    def _query(self, table: str, params: TableParams) -> TableQuery:
        snapshot = self.service.snapshot()
        codes = [category.code for category in snapshot.record.categories]
        query = params.query(table, snapshot, codes)
        return replace(query, on=ottawa_day(self.now()))

    def _file(self, request: Request, query: TableQuery, extension: str) -> Response:
        content, remaining = self.tables.file(query, extension)
        media_type = BY_EXTENSION[extension].media_type
        modified = last_modified(query.snapshot.record)
        # A browser shows JSON better than it saves it.
        name = None if extension == "json" else download_name(query, extension)
        response = self._response(request, content, media_type, modified, file_name=name)
        if remaining and query.limit:
            page = [("limit", query.limit), ("offset", query.offset + query.limit)]
            order = [] if query.newest_first else [("order", "oldest")]
            lang = languages.query(query.language)
            following = urlencode([*query.subset.query(), *lang, *order, *page])
            response.headers["Link"] = f'<{query.table}.{extension}?{following}>; rel="next"'
        return with_language(response, query.language)

    def _round(self, request: Request, query: TableQuery, ids: Any, round_id: str = "") -> Response:
        if not len(ids):
            detail = f"There is no round “{problems.shorten(round_id)}”."
            raise Problem(404, "No such round", detail, allowed="a round number such as 274 or 91a")
        single = replace(query, subset=Filter(round_ids=(str(ids.iloc[-1]),)))
        content, modified = self.tables.single_round(single), last_modified(query.snapshot.record)
        return with_language(self._response(request, content, JSON, modified), query.language)

    def _response(
        self,
        request: Request,
        content: bytes,
        media_type: str,
        modified: datetime,
        max_age: int = MAX_AGE,
        file_name: str | None = None,
    ) -> Response:
        return cacheable_response(
            request,
            content,
            media_type,
            # If a clock runs ahead, no answer may claim to be from the future.
            modified=min(modified, self.now()),
            max_age=max_age,
            file_name=file_name,
        )


def _refuse(kind: str) -> Callable[[str], Response]:
    """Return what answers where there is no chart, or no table."""

    def refuse(path: str) -> Response:
        page, names = path.partition("/")[0], list(charts.PAGES[kind])
        detail = f"There is no page “{problems.shorten(page)}” with {kind}, or no such file of it."
        detail += f" Pages with {kind}: {', '.join(names)}."
        raise Problem(404, "Not found", detail, allowed=names)

    return refuse
