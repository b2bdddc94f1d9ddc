"""Tools over the open data for programs that answer people; they only read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.crs.scale import scale_changes
from analysis.outlook import next_cutoffs, next_dates
from analysis.outlook.forecastable import ERA
from analysis.score.candidate import Candidate
from analysis.score.standing import INVITED, UNKNOWN, standing
from analysis.track_record.sheet import OUTLOOK
from data import forecasts
from data.export.formats import document, to_json
from data.occupations.lists import bundled_lists
from data.rounds.record import Record
from data.upkeep.service import RecordService, Snapshot
from data.vocabulary.categories import BY_CODE
from data.vocabulary.columns import DISCLAIMER
from data.vocabulary.days import age, ottawa_day
from data.vocabulary.filter import Filter
from pages.ui.view import CATEGORY_BASED_SINCE
from server.api.tables import TableQuery, Tables

MOST_ROUNDS = 100


class Tools:
    """The tools, from the record in service; each answer says how far the data goes."""

    def __init__(self, service: RecordService, folder: Path, now: Callable[[], datetime]) -> None:
        self._service, self._folder, self._now = service, folder, now
        self._tables = Tables()

    def rounds(
        self,
        category: str = "",
        start: date | None = None,
        end: date | None = None,
        max_cutoff: int | None = None,
        limit: int = 20,
    ) -> dict[str, Any]:
        """Rounds of invitations ("draws"), newest first.

        `category` is a code such as cec, french, stem or healthcare; empty for all. `limit` is at
        most 100. Every row has a link to IRCC's own page.
        """
        snapshot = self._service.snapshot()
        codes = (_known(category, snapshot.record),) if category else ()
        subset = Filter(codes, start, end, max_cutoff=max_cutoff)
        query = TableQuery("rounds", snapshot, subset, limit=max(1, min(limit, MOST_ROUNDS)))
        rows, total = self._tables.rows(query)
        found = document(rows, self._tables.about(query, len(rows), total))["rows"]
        return self._answer(snapshot, rounds=found, matching=total)

    def latest(self, category: str = "") -> dict[str, Any]:
        """The newest known round, in all categories or in one, with facts and corrections."""
        snapshot = self._service.snapshot()
        draws = snapshot.record.draws
        if category:
            draws = draws[draws["category"] == _known(category, snapshot.record)]
        if draws.empty:
            return self._answer(snapshot, round=None)
        only = Filter(round_ids=(str(draws["round_id"].iloc[-1]),))
        query = replace(TableQuery("rounds", snapshot), subset=only)
        content = json.loads(self._tables.single_round(query))
        return self._answer(snapshot, **{n: content[n] for n in ("round", "facts", "ledger")})

    def category(self, code: str) -> dict[str, Any]:
        """What a category selects: names, rules and occupations list by list, and its rounds.

        Rules and occupations are second-hand, with their sources and days in force.
        """
        snapshot, lists = self._service.snapshot(), bundled_lists()
        record = snapshot.record
        known = next(c for c in _catalogue(record) if c.code == _known(code, record))
        own = record.draws[record.draws["category"] == code]
        occupations = lists.occupations[lists.occupations["category"] == code]
        rules = lists.rules[lists.rules["category"] == code]
        return self._answer(
            snapshot,
            code=code,
            names=dict(known.names),
            kind=known.kind,
            rounds=len(own),
            latest_round=None if own.empty else str(own["round_id"].iloc[-1]),
            latest_date=None if own.empty else own["date"].iloc[-1].date(),
            rules=_rows(rules),
            occupations=_rows(occupations.drop(columns="sources")),
        )

    def standing(
        self, score: int, eligible: list[str], since: date = CATEGORY_BASED_SINCE
    ) -> dict[str, Any]:
        """What past rounds since a day would have meant for a CRS score.

        `eligible` are the codes of the categories a person is eligible for ("pnp" with a
        nomination, whose 600 points are then in the score). It is no forecast.
        """
        snapshot = self._service.snapshot()
        record = snapshot.record
        codes = frozenset(_known(code, record) for code in eligible)
        table = standing(record.draws, record.ledger, Candidate(score, codes), since)
        table = table[table["category"].isin(codes)]
        newest = table.iloc[::-1].drop_duplicates("category")
        names = ["category", "round_id", "date", "cutoff", "margin", "outcome"]
        return self._answer(
            snapshot,
            rounds=len(table),
            invited=int(table["outcome"].isin(INVITED).sum()),
            undecided=int(table["outcome"].isin(UNKNOWN).sum()),
            scale_changed_on=[d for d in scale_changes(record.events) if d >= since],
            latest_of_each_category=_rows(newest[names]),
        )

    def outlook(self, category: str) -> dict[str, Any]:
        """When the next round of a category is likely and at about what cut-off.

        Comes with how accurate such forecasts have been: quote that as well. There is none on data
        that is two weeks old, or for a category without a round in the last year.
        """
        snapshot = self._service.snapshot()
        record, code = snapshot.record, _known(category, snapshot.record)
        as_of = record.complete_through
        if age((ottawa_day(self._now()) - as_of).days) == "old":
            why = "The data is two weeks old or more, so there is no forecast."
            return self._answer(snapshot, forecast=None, why=why)
        changes = scale_changes(record.events)
        dates, cutoffs = (
            next_dates(record.draws, as_of),
            next_cutoffs(record.draws, as_of, changes=changes),
        )
        dates = dates[(dates["category"] == code) & dates["within_14"].notna()]
        if dates.empty:
            why = "The category has had no round in the last year, so there is no forecast."
            return self._answer(snapshot, forecast=None, why=why)
        names = ["category", "expected", "low", "high", "last", "last_id"]
        merged = dates.merge(cutoffs[names], on="category", how="left")
        return self._answer(
            snapshot, forecast=_rows(merged)[0], track_record=self._track_record(code)
        )

    def _track_record(self, code: str) -> list[dict[str, Any]]:
        """Return how accurate forecasts of a category's cut-offs were, and of any next round."""
        stored = forecasts.load(self._folder)
        if stored is None:
            return []
        card = stored.card[(stored.card["model"] == OUTLOOK) & (stored.card["era"] == ERA)]
        metrics = card["metric"].isin(("mae", "coverage")) & (card["baseline"] == "")
        return _rows(card.loc[metrics & card["group"].isin((code, "any")), _TRACKED])

    def _answer(self, snapshot: Snapshot, **content: Any) -> dict[str, Any]:
        record = snapshot.record
        told = {
            **content,
            "complete_through": record.complete_through,
            "today": ottawa_day(self._now()),
            "source": record.source.url,
            "disclaimer": DISCLAIMER,
        }
        answer: dict[str, Any] = json.loads(to_json(told))
        return answer


_TRACKED = ["target", "group", "metric", "value", "n"]


def _catalogue(record: Record) -> list[Any]:
    return list({**BY_CODE, **{c.code: c for c in record.categories}}.values())


def _known(code: str, record: Record) -> str:
    """Return a category's code.

    Raises:
        ValueError: if it is none, with those that there are.
    """
    codes = [category.code for category in _catalogue(record)]
    if code not in codes:
        raise ValueError(f"there is no category “{code[:60]}”; there are {', '.join(codes)}")
    return code


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as dictionaries with days as text and None for what is missing."""
    rows: list[dict[str, Any]] = json.loads(
        frame.to_json(orient="records", date_format="iso", date_unit="s")
    )
    days = list(map(str, frame.select_dtypes("datetime")))
    return [{**row, **{name: row[name] and row[name][:10] for name in days}} for row in rows]
