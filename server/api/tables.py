"""The tables as they are published: which rows in which order, and what they are about.

Pages, API and data package hand out the same columns under the same names; see dictionary.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import pandas as pd

from data.export.file_names import file_name
from data.export.formats import FORMATS, About, Format, document, to_json
from data.rounds.record import Record
from data.upkeep.service import Snapshot
from data.vocabulary import columns
from data.vocabulary.filter import Filter, categories
from data.vocabulary.languages import LANGUAGES, N_
from pages.language import Words
from pages.ui.downloads import labels
from server.api import derived

TITLES = {
    "rounds": N_("Rounds"),
    "pool": N_("Pool"),
    "ledger": N_("All corrections"),
    "categories": N_("Categories"),
    "weekly": N_("Rounds and invitations per ISO week and category"),
}
EVERYTHING = Filter()
FIRST_DAY = date(2015, 1, 1)  # before the first round there is none to count back from
BY_EXTENSION: dict[str, Format] = {form.extension: form for form in FORMATS.values()}


@dataclass(frozen=True)
class Slice:
    """Some rows of a table: chosen, in an order, and of these a part.

    Two of one record are equal if its stamp is; so they can be the keys of a cache.
    """

    stamp: Hashable
    table: str
    held: Snapshot = field(compare=False, repr=False)
    chosen: Filter = EVERYTHING
    newest_first: bool = True
    limit: int | None = None
    offset: int = 0
    language: str = LANGUAGES[0]


def modified(record: Record) -> datetime:
    """Return when the record last changed, be it only that its source confirmed it."""
    confirmed = datetime.combine(record.source.confirmed_on, time(), UTC)
    return max(record.source.retrieved_at, confirmed)


class Published:
    """The tables and files of a record, each made once while it is asked for again and again."""

    def __init__(self) -> None:
        self.file = lru_cache(maxsize=64)(self._file)
        self.one = lru_cache(maxsize=64)(self._one)
        self.digest = lru_cache(maxsize=2)(self._digest)
        self._weeks = lru_cache(maxsize=2)(self._every_week)

    def rows(self, part: Slice) -> tuple[pd.DataFrame, int]:
        """Return the rows of a part of a table, and how many there are without limit and offset."""
        names = [column.name for column in columns.TABLES[part.table]]
        chosen = self._table(part)[names]
        end = None if part.limit is None else part.offset + part.limit
        return chosen.iloc[part.offset : end].reset_index(drop=True), len(chosen)

    def about(self, part: Slice, shown: int, total: int) -> About:
        """Return what a file of some rows says about itself; its days are those of the record."""
        source, words = part.held.record.source, Words(part.language)
        chosen = _describe(part, words)
        if shown < total:
            text = words.gettext("{rows}; {n} of these rows, skipping the first {offset}")
            offset = words.number(part.offset)
            chosen = text.format(rows=chosen, n=words.number(shown), offset=offset)
        meanings = columns.columns(part.table).items()
        return About(
            title=words.gettext(TITLES[part.table]),
            source=source.url,
            record_date=source.confirmed_on,
            filter=chosen,
            generated_on=source.confirmed_on,
            columns={name: words.gettext(meaning) for name, meaning in meanings},
            disclaimer=words.gettext(columns.DISCLAIMER),
            labels=labels(words),
        )

    def _file(self, part: Slice, extension: str) -> tuple[bytes, int]:
        """Return the file of a part in a format, and how many rows of the table come after it."""
        frame, total = self.rows(part)
        content = BY_EXTENSION[extension].encode(frame, self.about(part, len(frame), total))
        return content, max(0, total - part.offset - len(frame))

    def _one(self, part: Slice) -> bytes:
        """Return JSON of the one round that is chosen: itself, facts, and what the ledger says."""
        frame, total = self.rows(part)
        round_id, ledger = str(frame["round_id"].iloc[0]), part.held.record.ledger
        about = self.about(part, total, total)
        made = document(frame, about)
        entries = document(ledger[ledger["round_id"] == round_id], about)["rows"]
        facts = derived.facts(part.held.record.draws, round_id, Words(part.language))
        row = made.pop("rows")[0]
        return to_json({**made, "round": row, "facts": facts, "ledger": entries})

    def _digest(self, whole: Slice) -> str:
        """Return the SHA-256 of the CSV files of rounds, pool and ledger, one after the other."""
        found = hashlib.sha256()
        for table in ("rounds", "pool", "ledger"):
            found.update(self.file(replace(whole, table=table), "csv")[0])
        return found.hexdigest()

    def _table(self, part: Slice) -> pd.DataFrame:
        """Return the chosen rows of a table, with all its columns and maybe more."""
        record, chosen = part.held.record, part.chosen
        match part.table:
            case "rounds":
                draws = chosen.apply(record.draws)
                return draws.iloc[::-1] if part.newest_first else draws
            case "pool":
                return record.pool[_between(record.pool["as_of"], chosen.start, chosen.end)]
            case "ledger":
                return record.ledger
            case "categories":
                return self._categories(record)
            case _:
                return self._weekly(part)

    def _every_week(self, whole: Slice) -> pd.DataFrame:
        record = whole.held.record
        return derived.weekly(record.draws, record.source.confirmed_on)

    def _weekly(self, part: Slice) -> pd.DataFrame:
        weeks, chosen = self._weeks(replace(part, chosen=EVERYTHING)), part.chosen
        # A week belongs to the range if any of its seven days does.
        start = chosen.start and max(chosen.start, FIRST_DAY) - timedelta(days=6)
        keep = _between(weeks["week"], start, chosen.end)
        if chosen.categories:
            keep &= weeks["category"].isin(chosen.categories)
        return weeks[keep]

    def _categories(self, record: Record) -> pd.DataFrame:
        draws, as_of = record.draws, record.source.confirmed_on
        found = categories(draws)
        codes = [category.code for category in found]
        dates = draws.groupby("category")["date"]
        dormant = derived.dormant(draws, as_of)
        return pd.DataFrame(
            {
                "code": codes,
                "english": [category.names["en"] for category in found],
                "french": [category.names["fr"] for category in found],
                "kind": [category.kind for category in found],
                "rounds": dates.size().loc[codes].array,
                "first_date": dates.min().loc[codes].array,
                "last_date": dates.max().loc[codes].array,
                "dormant": [code in dormant for code in codes],
                "as_of": pd.Series([pd.Timestamp(as_of)] * len(codes), dtype="datetime64[ms]"),
                "mapped": [category.mapped for category in found],
            }
        )


def _describe(part: Slice, words: Words) -> str:
    """Return in words which rows were asked for."""
    if part.table != "pool":
        return derived.describe(part.held.record, part.chosen, words)
    days = part.held.record.pool["as_of"]
    start, end = part.chosen.start or days.min().date(), part.chosen.end or days.max().date()
    return words.gettext("Snapshots from {start} to {end}").format(start=start, end=end)


def _between(days: pd.Series[Any], start: date | None, end: date | None) -> pd.Series[bool]:
    keep = pd.Series(True, index=days.index)
    if start:
        keep &= days >= pd.Timestamp(start)
    if end:
        keep &= days <= pd.Timestamp(end)
    return keep


def name_of(part: Slice, extension: str) -> str:
    """Return the name under which a file is saved, as on the pages."""
    day = part.held.record.source.confirmed_on
    return file_name(f"express-entry-{part.table}", part.chosen.file_parts(), day, extension)
