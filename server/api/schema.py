"""What the API says of itself in OpenAPI 3.1; shapes and codes come from dictionary and record."""

from __future__ import annotations

import copy
import dataclasses
from typing import Any

from fastapi import FastAPI
from starlette.responses import Response

from data.export.formats import FORMATS, OMITTED, About, document
from data.upkeep.checks import RESULTS
from data.upkeep.service import KINDS, Snapshot
from data.vocabulary.columns import DISCLAIMER, TABLES, Column
from data.vocabulary.filter import categories
from server.api.tables import TITLES, Published, Slice
from server.http import problems

DESCRIPTION = (
    "Every round of invitations of Express Entry since 2015, the pool of candidates, and a ledger "
    "of what had to be repaired or doubted, as open data. Free to read from anywhere, without a "
    "key. Answers carry an ETag: ask with If-None-Match, and an unchanged record is a 304. With "
    "lang=fr, titles, filters, meanings of columns and facts come in French; names of columns, "
    "codes and the record’s own texts are the same in both languages, and this description, "
    "status.json and the details of problems are in English. "
    f"{DISCLAIMER}"
)
_TYPES: dict[str, dict[str, Any]] = {
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "list": {"type": "array", "items": {"type": "string"}},
}


def table(name: str) -> dict[str, Any]:
    """Return how the path of a table is described: its formats, and how it may go wrong."""
    content: dict[str, Any] = {form.media_type: _binary() for form in FORMATS.values()}
    content["text/csv; charset=utf-8"] = {"schema": {"type": "string"}}
    content["application/json"] = _json(name.capitalize())
    return _route(TITLES[name], "Tables", content, (400, 404, 422, 429, 503))


def one(title: str) -> dict[str, Any]:
    """Return how a path of one round is described."""
    return _route(title, "Tables", {"application/json": _json("Round")}, (400, 404, 429, 503))


def status() -> dict[str, Any]:
    """Return how the path of the status is described."""
    return _route("Status", "About", {"application/json": _json("Status")}, (400, 429, 503))


def package() -> dict[str, Any]:
    """Return how the path of the data package is described."""
    content = {"application/json": {"schema": {"type": "object", "required": ["resources"]}}}
    return _route("Data package", "About", content, (400, 429, 503))


def description(api: FastAPI, published: Published, held: Snapshot, server: str) -> dict[str, Any]:
    """Return the OpenAPI description for a record: its category codes, its newest rows."""
    codes = [category.code for category in categories(held.record.draws)]
    whole = copy.deepcopy(api.openapi())
    whole["info"] |= {"description": DESCRIPTION, "license": {"name": "MIT", "identifier": "MIT"}}
    whole["servers"] = [{"url": server}]
    for path in whole["paths"].values():
        operation = path["get"]
        # FastAPI's own answer to a wrong parameter, which ours replaces.
        if operation["responses"].get("422", {}).get("description") == "Validation Error":
            del operation["responses"]["422"]
        for parameter in operation.get("parameters", ()):
            if parameter["name"] == "category":
                parameter["schema"]["items"]["enum"] = codes
    whole["components"] = {"schemas": _schemas(published, held, codes)}
    return whole


def _route(title: str, tag: str, content: Any, refusals: tuple[int, ...]) -> dict[str, Any]:
    said = {
        400: "A parameter is unknown, occurs twice, or has a value that is not allowed.",
        404: "There is no such thing.",
        422: "Parameters contradict each other.",
        429: "Too many requests; Retry-After says when to come back.",
        503: "There is no record to serve at the moment.",
    }
    problem = {problems.MEDIA_TYPE: _json("Problem")}
    refused = {code: {"description": said[code], "content": problem} for code in refusals}
    headers = {
        name: {"description": meaning, "schema": {"type": "string"}}
        for name, meaning in (
            ("ETag", "Changes whenever the bytes do; for If-None-Match."),
            ("Last-Modified", "When the record last changed or was confirmed."),
            ("Content-Language", "What lang asked for; the address alone decides on it."),
        )
    }
    answers: dict[int, Any] = {
        200: {"description": title, "content": content, "headers": headers},
        304: {"description": "Unchanged since the answer that If-None-Match names."},
        **refused,
    }
    return {"summary": title, "tags": [tag], "response_class": Response, "responses": answers}


def _json(component: str) -> dict[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{component}"}}


def _binary() -> dict[str, Any]:
    return {"schema": {"type": "string", "format": "binary"}}


def _object(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        **more,
    }


def _schemas(published: Published, held: Snapshot, codes: list[str]) -> dict[str, Any]:
    text = {"type": "string"}
    about = {each.name: text for each in dataclasses.fields(About) if each.name not in OMITTED}
    meanings = {"type": "object", "additionalProperties": text}
    rows = {f"{name.capitalize()}Row": _row(published, held, name, codes) for name in TABLES}
    frame = {"about": {"$ref": "#/components/schemas/About"}, "columns": meanings}
    tables = {
        name.capitalize(): _object({**frame, "rows": _rows(name.capitalize())}) for name in TABLES
    }
    single = {
        "round": {"$ref": "#/components/schemas/RoundsRow"},
        "facts": {"type": "array", "items": text, "description": "What is worth knowing of it."},
        "ledger": {**_rows("Ledger"), "description": "What the ledger says of it."},
    }
    return {
        **tables,
        **rows,
        "Round": _object({**frame, **single}),
        "About": _object(about, description="What the rows are, and where they come from."),
        "Status": _status(),
        "Check": _check(),
        "Problem": _problem(),
    }


def _rows(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}Row"}}


def _row(published: Published, held: Snapshot, table: str, codes: list[str]) -> dict[str, Any]:
    part = Slice(held.stamp, table, held, limit=1)
    frame, _total = published.rows(part)
    example = document(frame, published.about(part, 1, 1))["rows"]
    properties = {column.name: _column(column) for column in TABLES[table]}
    for name in ("category", "code"):
        if name in properties:
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
    return schema


def _status() -> dict[str, Any]:
    text, day = {"type": "string"}, _TYPES["date"]
    check = {"anyOf": [{"$ref": "#/components/schemas/Check"}, {"type": "null"}]}
    digest = {
        **text,
        "description": "SHA-256 of rounds.csv, pool.csv and ledger.csv, one after the other.",
    }
    record = {
        "source": text,
        "source_sha256": {**text, "description": "SHA-256 of the source's file."},
        "tables_sha256": digest,
        "rounds": {"type": "integer"},
        "newest_round_id": text,
        "newest_date": day,
        "retrieved_at": _TYPES["datetime"],
        "confirmed_on": {**day, "description": "Last day on which the source published this."},
    }
    notice = {"kind": {**text, "enum": list(KINDS)}, "detail": text}
    return _object(
        {
            "record": _object(record),
            "last_check": check,
            "last_success": check,
            "last_error": check,
            "notices": {"type": "array", "items": _object(notice)},
        }
    )


def _check() -> dict[str, Any]:
    text, maybe = {"type": "string"}, {"type": ["string", "null"]}
    return _object(
        {
            "at": _TYPES["datetime"],
            "result": {**text, "enum": list(RESULTS)},
            "headline": text,
            "details": {"type": "array", "items": text},
            "reason": {**maybe, "description": "Why it failed, as a code; null if it did not."},
            "meaning": {**maybe, "description": "The same in plain words."},
        }
    )


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    either = {"anyOf": [text, {"type": "array", "items": text}]}
    return {
        "type": "object",
        "description": "Problem details as in RFC 9457.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "parameter": {**text, "description": "Which parameter it is about."},
            "found": {**text, "description": "What it was."},
            "why": {**text, "description": "Why that cannot be used."},
            "allowed": {**either, "description": "What is allowed: in words, or all there is."},
        },
    }
