"""The OpenAPI 3.1 description of the API, from the declared tables and the data served."""

from __future__ import annotations

import copy
import dataclasses
from typing import Any

from fastapi import FastAPI
from starlette.responses import Response

from data.export.about import OMITTED, About
from data.export.formats import FORMATS, document
from data.upkeep.checks import RESULTS
from data.upkeep.recovery import KINDS
from data.upkeep.service import Snapshot
from data.vocabulary.columns import DISCLAIMER, Column
from data.vocabulary.languages import LANGUAGES
from data.vocabulary.places import API
from data.vocabulary.tables import TABLES, Table
from pages.ui.charts.page_charts import Addressed, PageCharts
from pages.ui.data_links import curl_command
from server.api.charts import selectable_codes
from server.api.tables import TableQuery, Tables
from server.http import problems

_EXAMPLES = """Read all rounds in Python, with pandas:

```python
import pandas as pd

rounds = pd.read_parquet("{api}/rounds.parquet")
```

Save the CEC rounds since January {year} as a file, with curl:

```sh
{curl}
```

"""
DESCRIPTION = (
    "Every Express Entry round of invitations since 2015, the pool of candidates, and a list of "
    "corrections to IRCC’s data, as open data. Anyone can read it from anywhere without a key. "
    "Responses have an ETag: send it in If-None-Match, and you get a 304 if nothing has changed. "
    f"The parameter lang ({', '.join(LANGUAGES)}) sets the language of titles, filters, column "
    "meanings, facts and workbooks. CSV, JSON and Parquet have the same column names and codes in "
    "every language; a workbook (xlsx) has headings and words for readers, and lists the names and "
    "codes on its last sheet. IRCC’s own texts are never translated; "
    "this description, status.json and error details are in English only. "
    f"{DISCLAIMER}"
)
_TEXT = {"type": "string"}
_CODES = (400, 404, 422, 429, 503)
_TYPES: dict[str, dict[str, Any]] = {
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "list": {"type": "array", "items": {"type": "string"}},
}


def table(table: Table) -> dict[str, Any]:
    """Return how the path of a table is described: its formats, and how it may fail."""
    content = _files() | {"application/json": _json(table.name.capitalize())}
    route = _route(table.title, "Tables", content, _CODES)
    return {"name": table.name, "description": table.summary, **route}


def _files() -> dict[str, Any]:
    binary = {"schema": {"type": "string", "format": "binary"}}
    content: dict[str, Any] = dict.fromkeys((form.media_type for form in FORMATS.values()), binary)
    content["text/csv; charset=utf-8"] = {"schema": {"type": "string"}}
    return content


def shown(source: Addressed[Any]) -> dict[str, Any]:
    """Return how the path of a page's charts, or of its tables, is described."""
    is_charts = source.kind == PageCharts.kind
    title = f"{source.kind.capitalize()} of the page {source.page}"
    content = _files() | {"application/json": _json("Chart" if is_charts else "Table")}
    what = (
        "Exactly the numbers that a chart draws, with the parameters that the page has in its "
        "address."
        if is_charts
        else "A table of the page that is no chart’s, with what a reader can choose there."
    )
    summary = f"{what} A CSV file begins with the mark by which Excel knows UTF-8."
    route = _route(title, "Charts" if is_charts else "Tables of pages", content, _CODES)
    return {
        "name": f"{source.kind.removesuffix('s')}-{source.page}",
        "description": summary,
        **route,
    }


def single_round(title: str) -> dict[str, Any]:
    """Return how a path of one round is described."""
    return _route(title, "Tables", {"application/json": _json("Round")}, (400, 404, 429, 503))


def status() -> dict[str, Any]:
    """Return how the path of the status is described."""
    return _route("Status", "About", {"application/json": _json("Status")}, (400, 429, 503))


def package() -> dict[str, Any]:
    """Return how the path of the data package is described."""
    content = {"application/json": {"schema": {"type": "object", "required": ["resources"]}}}
    return _route("Data package", "About", content, (400, 429, 503))


def description(
    api: FastAPI, tables: Tables, snapshot: Snapshot, server: str, address: str
) -> dict[str, Any]:
    """Return the OpenAPI description, with the data's category codes and newest rows.

    `server` is the path of the API, and `address` the one of the whole server, for examples.
    """
    codes = [category.code for category in snapshot.record.categories]
    introduction = _examples(snapshot, f"{address}{API}") + DESCRIPTION
    whole = copy.deepcopy(api.openapi())
    whole["info"] |= {"description": introduction, "license": {"name": "MIT", "identifier": "MIT"}}
    whole["servers"] = [{"url": server}]
    for path in whole["paths"].values():
        operation = path["get"]
        # FastAPI's own answer to a wrong parameter, which ours replaces.
        if operation["responses"].get("422", {}).get("description") == "Validation Error":
            del operation["responses"]["422"]
        for parameter in operation.get("parameters", ()):
            if parameter["name"] == "category":
                parameter["schema"]["items"]["enum"] = codes
            elif parameter["name"] in ("eligible", "then-eligible"):
                parameter["schema"]["items"]["enum"] = selectable_codes(codes)
    whole["components"] = {"schemas": _schemas(tables, snapshot, codes)}
    return whole


def _examples(snapshot: Snapshot, api: str) -> str:
    """Return Markdown with lines to copy, which work as they are."""
    year = snapshot.record.draws["date"].max().year
    address = f"{api}/rounds.csv?category=cec&from={year}-01-01"
    return _EXAMPLES.format(api=api, year=year, curl=curl_command(address, "rounds"))


def _route(title: str, tag: str, content: Any, codes: tuple[int, ...]) -> dict[str, Any]:
    meanings = {
        400: "A parameter is unknown, repeated, or has a value that is not allowed.",
        404: "Not found.",
        422: "Parameters contradict each other.",
        429: "Too many requests; Retry-After says when to try again.",
        503: "The data is not available at the moment.",
    }
    problem = {problems.MEDIA_TYPE: _json("Problem")}
    errors = {code: {"description": meanings[code], "content": problem} for code in codes}
    headers = {
        name: {"description": meaning, "schema": {"type": "string"}}
        for name, meaning in (
            ("ETag", "Changes whenever the response does; for If-None-Match."),
            ("Last-Modified", "When the data last changed or was confirmed."),
            ("Content-Language", "The language given by lang; Accept-Language has no effect."),
        )
    }
    responses: dict[int, Any] = {
        200: {"description": title, "content": content, "headers": headers},
        304: {"description": "Unchanged since the response named in If-None-Match."},
        **errors,
    }
    return {"summary": title, "tags": [tag], "response_class": Response, "responses": responses}


def _json(component: str) -> dict[str, Any]:
    return {"schema": _ref(component)}


def _ref(component: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{component}"}


def _array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _object(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        **more,
    }


def _schemas(tables: Tables, snapshot: Snapshot, codes: list[str]) -> dict[str, Any]:
    about = {field.name: _TEXT for field in dataclasses.fields(About) if field.name not in OMITTED}
    meanings = {"type": "object", "additionalProperties": _TEXT}
    rows = {
        f"{name.capitalize()}Row": _row(tables, snapshot, table, codes)
        for name, table in TABLES.items()
    }
    frame = {"about": _ref("About"), "columns": meanings}
    files = {
        name.capitalize(): _object({**frame, "rows": _array(_ref(f"{name.capitalize()}Row"))})
        for name in TABLES
    }
    single = {
        "round": _ref("RoundsRow"),
        "facts": {**_array(_TEXT), "description": "Facts about the round."},
        "ledger": {**_array(_ref("LedgerRow")), "description": "Corrections to the round."},
    }
    return {
        **files,
        **rows,
        "Round": _object({**frame, **single}),
        "Chart": _chart(frame),
        "Table": _object({**frame, "rows": _array({"type": "object"})}),
        "About": _object(about, description="What the rows are and where they come from."),
        "Status": _status(),
        "Check": _check(),
        "Problem": _problem(),
    }


def _chart(frame: dict[str, Any]) -> dict[str, Any]:
    rows = _array({"type": "object"})
    shown = _object(
        {
            "columns": _array(
                _object({"label": _TEXT, "meaning": _TEXT, "number": {"type": "boolean"}})
            ),
            "rows": _array(_array(_TEXT)),
        },
        description="With texts=true: the headings and rows as the pages show them.",
    )
    figure = {"type": "object", "description": "With figure=true: data and layout for Plotly."}
    chart = _object({**frame, "rows": rows})
    chart["properties"] |= {"texts": shown, "figure": figure}
    return chart


def _row(tables: Tables, snapshot: Snapshot, table: Table, codes: list[str]) -> dict[str, Any]:
    query = TableQuery(table.name, snapshot, limit=1)
    rows, _total = tables.rows(query)
    example = document(rows, tables.about(query, 1, 1))["rows"]
    properties = {column.name: _column(column) for column in table.columns}
    with_rounds = [field for field, _table, _key in table.foreign_keys]
    for name in (*with_rounds, *(["code"] if table.name == "categories" else [])):
        properties[name]["enum"] = codes
    return _object(properties, examples=example)


def _column(column: Column) -> dict[str, Any]:
    unit = f" Unit: {column.unit}." if column.unit else ""
    schema: dict[str, Any] = {
        **_TYPES.get(column.type, {"type": column.type}),
        **column.constraints,
        "title": column.label,
        "description": f"{column.meaning}.{unit}",
    }
    if column.nullable:
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema


def _status() -> dict[str, Any]:
    day, check = _TYPES["date"], {"anyOf": [_ref("Check"), {"type": "null"}]}
    digest = "SHA-256 of rounds.csv, pool.csv and ledger.csv, concatenated."
    refused = "How many checks in a row found a file that couldn’t be used."
    record = {
        "source": _TEXT,
        "source_sha256": {**_TEXT, "description": "SHA-256 of IRCC’s file."},
        "tables_sha256": {**_TEXT, "description": digest},
        "rounds": {"type": "integer"},
        "newest_round_id": _TEXT,
        "newest_date": day,
        "retrieved_at": _TYPES["datetime"],
        "confirmed_on": {**day, "description": "Day of `confirmed_at` in UTC."},
        "confirmed_at": {
            **_TYPES["datetime"],
            "description": "When IRCC’s file was seen to have just this data: the first time on "
            "the last such day in Ottawa.",
        },
        "complete_through": {
            **day,
            "description": "Last day of which all rounds are known: over in Ottawa at "
            "`confirmed_at`, or that of the newest round.",
        },
        "not_understood": _rounds(
            "Rounds with something new in IRCC’s list that we can’t read yet."
        ),
        "second_hand": _rounds("Rounds that are from public copies of IRCC’s file only."),
    }
    notice = {"kind": {**_TEXT, "enum": list(KINDS)}, "detail": _TEXT}
    return _object(
        {
            "record": _object(record),
            "last_check": check,
            "last_success": check,
            "last_error": check,
            "checks_not_understood": {"type": "integer", "description": refused},
            "notices": _array(_object(notice)),
        }
    )


def _rounds(description: str) -> dict[str, Any]:
    return {**_array(_TEXT), "description": description}


def _check() -> dict[str, Any]:
    maybe = {"type": ["string", "null"]}
    return _object(
        {
            "at": _TYPES["datetime"],
            "result": {**_TEXT, "enum": list(RESULTS)},
            "headline": _TEXT,
            "details": _array(_TEXT),
            "reason": {**maybe, "description": "Why it failed, as a code; otherwise null."},
            "meaning": {**maybe, "description": "The reason in plain words."},
        }
    )


def _problem() -> dict[str, Any]:
    either = {"anyOf": [_TEXT, _array(_TEXT)]}
    return {
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "parameter": {**_TEXT, "description": "The parameter that is wrong."},
            "found": {**_TEXT, "description": "Its value."},
            "why": {**_TEXT, "description": "Why the value cannot be used."},
            "allowed": {**either, "description": "The allowed values, or a description of them."},
        },
    }
