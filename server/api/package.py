"""The record as a Frictionless data package: a description of every table that programs follow."""

from __future__ import annotations

import hashlib
from typing import Any

from data.upkeep.service import Snapshot
from data.vocabulary.columns import DISCLAIMER, TABLES, Column
from data.vocabulary.languages import N_
from pages.language import Words
from pages.language.columns import label_and_meaning
from server.api.tables import TITLES, Published, Slice

KEYS = {
    "rounds": ["round_id"],
    "pool": ["as_of", "band_low"],
    "categories": ["code"],
    "weekly": ["week", "category"],
}
FOREIGN = {
    "rounds": [("category", "categories", "code")],
    "ledger": [("round_id", "rounds", "round_id")],
    "weekly": [("category", "categories", "code")],
}
_LICENCE = {
    "name": "MIT",
    "title": N_("MIT licence for the compilation; IRCC’s file has its own terms"),
    "path": "https://opensource.org/license/mit",
}


def descriptor(published: Published, held: Snapshot, language: str) -> dict[str, Any]:
    """Return the descriptor of the record; the paths in it are relative to its own address.

    It names the same files in every language: CSV holds no more than names and values.
    """
    source, words = held.record.source, Words(language)
    _ = words.gettext
    about = _(
        "Every round since 2015, the pool of candidates, and a list of corrections: "
        "what had to be repaired or is doubtful in IRCC’s data."
    )
    return {
        "profile": "tabular-data-package",
        "name": "express-entry-rounds",
        "title": _("Express Entry rounds of invitations"),
        "description": f"{about} {_(DISCLAIMER)}",
        "version": source.confirmed_on.isoformat(),
        "created": source.retrieved_at,
        "licenses": [{**_LICENCE, "title": _(_LICENCE["title"])}],
        "sources": [{"title": _("IRCC: rounds of invitations"), "path": source.url}],
        "resources": [_resource(published, held, table, words) for table in TABLES],
    }


def _resource(published: Published, held: Snapshot, table: str, words: Words) -> dict[str, Any]:
    content, _after = published.file(Slice(held.stamp, table, held), "csv")
    schema: dict[str, Any] = {
        "fields": [_field(column, words) for column in TABLES[table]],
        "missingValues": [""],
    }
    if table in KEYS:
        schema["primaryKey"] = KEYS[table]
    if table in FOREIGN:
        schema["foreignKeys"] = [
            {"fields": [field], "reference": {"resource": resource, "fields": [key]}}
            for field, resource, key in FOREIGN[table]
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table,
        "title": words.gettext(TITLES[table]),
        "path": f"{table}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _field(column: Column, words: Words) -> dict[str, Any]:
    # Codes stand one after the other in a cell of CSV, which knows no lists.
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
