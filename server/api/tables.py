"""The files of open data: rows of a table in a format, with what they are about."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pandas as pd

from data.export.about import About
from data.export.file_names import file_name
from data.export.formats import FORMATS, document, to_json
from data.memory import FILES
from data.rounds.record import Record
from data.upkeep.service import Snapshot
from data.vocabulary.columns import DISCLAIMER
from data.vocabulary.filter import Filter
from data.vocabulary.languages import SOURCE
from data.vocabulary.tables import TABLES
from pages.language import Words
from pages.language.columns import codes
from pages.ui.downloads import labels
from pages.ui.header import completeness
from server.api import sentences
from server.api.rows import ROWS

BY_EXTENSION = {form.extension: form for form in FORMATS.values()}


@dataclass(frozen=True)
class TableQuery:
    """Which rows of a table, in which order and language."""

    table: str
    snapshot: Snapshot
    subset: Filter = field(default_factory=Filter)
    newest_first: bool = True
    limit: int | None = None
    offset: int = 0
    language: str = SOURCE
    on: date | None = None  # the day on which it is asked; without one, that of the data

    @property
    def key(self) -> Hashable:
        """The key for caches, which doesn't hold on to data that was replaced."""
        values = vars(self).values()
        return tuple(value.stamp if isinstance(value, Snapshot) else value for value in values)


def last_modified(record: Record) -> datetime:
    """Return when the record last changed, even if IRCC only confirmed it."""
    return max(record.source.retrieved_at, record.source.confirmed_at)


class Tables:
    """The files of the tables, cached by query."""

    def file(self, query: TableQuery, extension: str) -> tuple[bytes, int]:
        """Return the rows as a file, and how many more there are after them."""
        return FILES.get((self, query.key, extension), lambda: self._file(query, extension))

    def single_round(self, query: TableQuery) -> bytes:
        """Return JSON of the one round of a query: itself, facts about it, and its corrections."""
        return FILES.get((self, query.key), lambda: self._single_round(query))

    def digest(self, query: TableQuery) -> str:
        """Return the hash of all that is in the tables."""
        return FILES.get((self, query.key, "digest"), lambda: self._digest(query))

    def rows(self, query: TableQuery) -> tuple[pd.DataFrame, int]:
        """Return the rows, and how many there are without limit and offset."""
        table = TABLES[query.table]
        rows = ROWS[table.name](query.snapshot.record, query.subset)[list(table.meanings)]
        if "order" in table.parameters and query.newest_first:
            rows = rows.iloc[::-1]
        end = None if query.limit is None else query.offset + query.limit
        return rows.iloc[query.offset : end].reset_index(drop=True), len(rows)

    def about(self, query: TableQuery, count: int, total: int) -> About:
        """Return what a file of `count` of `total` rows says about itself, dated by the record."""
        record, words = query.snapshot.record, Words(query.language)
        on = query.on or record.complete_through
        table, subset = TABLES[query.table], _describe(query, words)
        if count < total:
            template = words.gettext("{rows}; {n} of these rows, skipping the first {offset}")
            offset = words.number(query.offset)
            subset = template.format(rows=subset, n=words.number(count), offset=offset)
        return About(
            title=words.gettext(table.title),
            source=words.gettext(table.source) if table.source else record.source.url,
            record_date=record.complete_through,
            filter=subset,
            generated_on=on,
            age=completeness(words, record.complete_through, on),
            columns={name: words.gettext(meaning) for name, meaning in table.meanings.items()},
            words=codes(words, record),
            disclaimer=words.gettext(DISCLAIMER),
            labels=labels(words),
        )

    def _file(self, query: TableQuery, extension: str) -> tuple[bytes, int]:
        rows, total = self.rows(query)
        content = BY_EXTENSION[extension].encode(rows, self.about(query, len(rows), total))
        return content, max(0, total - query.offset - len(rows))

    def _single_round(self, query: TableQuery) -> bytes:
        rows, total = self.rows(query)
        record, round_id = query.snapshot.record, str(rows["round_id"].iloc[0])
        about = self.about(query, total, total)
        content = document(rows, about)
        corrections = record.ledger[record.ledger["round_id"] == round_id]
        content["round"] = content.pop("rows")[0]
        content["facts"] = sentences.facts(record, round_id, Words(query.language))
        content["ledger"] = document(corrections, about)["rows"]
        return to_json(content)

    def _digest(self, query: TableQuery) -> str:
        digest = hashlib.sha256()
        for table in ("rounds", "pool", "ledger"):
            digest.update(self.file(replace(query, table=table), "csv")[0])
        return digest.hexdigest()


def _describe(query: TableQuery, words: Words) -> str:
    _, record, subset = words.gettext, query.snapshot.record, query.subset
    if query.table == "pool":
        days, text = record.pool["as_of"], _("Snapshots from {start} to {end}")
    elif query.table == "events":
        days, text = record.events["date"], _("Events from {start} to {end}")
    elif TABLES[query.table].source:
        return _("All rows")
    else:
        return sentences.describe(record, subset, words)
    start, end = subset.start or days.min().date(), subset.end or days.max().date()
    return text.format(start=start, end=end)


def download_name(query: TableQuery, extension: str) -> str:
    """Return the file name for a download, the same as on the pages."""
    day = query.snapshot.record.complete_through
    return file_name(f"express-entry-{query.table}", query.subset.file_parts(), day, extension)
