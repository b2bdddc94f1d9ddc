"""The Frictionless data package: a description of every table for programs."""

from __future__ import annotations

import hashlib
from typing import Any

from data.upkeep.service import Snapshot
from data.vocabulary.columns import DISCLAIMER, Column
from data.vocabulary.languages import N_
from data.vocabulary.tables import TABLES, Table
from pages.about import freshness
from pages.language import Words
from pages.language.columns import label_and_meaning
from server.api.tables import TableQuery, Tables

_LICENCE = {
    "name": "MIT",
    "title": N_("MIT licence for the compilation; IRCC’s file has its own terms"),
    "path": "https://opensource.org/license/mit",
}


def descriptor(tables: Tables, snapshot: Snapshot, language: str) -> dict[str, Any]:
    """Return the descriptor of all tables; the paths in it are relative to its own address.

    It names the same files in every language, because a CSV file has only names and values.
    """
    record, words = snapshot.record, Words(language)
    _ = words.gettext
    about = _(
        "Every round since 2015, the pool of candidates, and a list of corrections: "
        "what had to be repaired or is doubtful in IRCC’s data."
    )
    second_hand = freshness.second_hand(record.ledger, words)
    sources = [{"title": _("IRCC: rounds of invitations"), "path": record.source.url}]
    if second_hand:
        sources.append({"title": second_hand})
    return {
        "profile": "tabular-data-package",
        "name": "express-entry-rounds",
        "title": _("Express Entry rounds of invitations"),
        "description": " ".join(filter(None, [about, second_hand, _(DISCLAIMER)])),
        "version": record.complete_through.isoformat(),
        "created": record.source.retrieved_at,
        "licenses": [{**_LICENCE, "title": _(_LICENCE["title"])}],
        "sources": sources,
        "resources": [_resource(tables, snapshot, table, words) for table in TABLES.values()],
    }


def _resource(tables: Tables, snapshot: Snapshot, table: Table, words: Words) -> dict[str, Any]:
    content, _remaining = tables.file(TableQuery(table.name, snapshot), "csv")
    schema: dict[str, Any] = {
        "fields": [_field(column, words) for column in table.columns],
        "missingValues": [""],
    }
    if table.keys:
        schema["primaryKey"] = list(table.keys)
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": [field], "reference": {"resource": resource, "fields": [key]}}
            for field, resource, key in table.foreign_keys
        ]
    from_others = {"sources": [{"title": words.gettext(table.source)}]} if table.source else {}
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": words.gettext(table.title),
        **from_others,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _field(column: Column, words: Words) -> dict[str, Any]:
    # CSV has no lists: a cell holds the codes with spaces between them.
    kind = "string" if column.type == "list" else column.type
    label, meaning = label_and_meaning(column, words)
    field: dict[str, Any] = {
        "name": column.name,
        "title": label,
        "description": meaning,
        "type": kind,
        "constraints": {"required": not column.nullable, **column.constraints},
    }
    if column.type == "boolean":
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    return field
