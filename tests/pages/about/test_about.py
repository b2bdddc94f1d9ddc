"""The page about the data: what it says of the record is what is in it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import data
from data.rounds import record as history
from pages.about.definitions import limits, terms
from pages.language import Words, columns
from pages.ui import citation
from pages.ui import show as parts
from tests.conftest import frame
from tests.pages.support.app_views import opened, plain
from tests.pages.support.shelf import serve


def shown(**query: str | list[str]) -> AppTest:
    """Return the page as a link opens it, without an error."""
    app = opened("data", **query)
    assert not app.exception
    return app


def text_of(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.header)
    return plain("\n".join(element.value for kind in kinds for element in kind))


def test_the_hash_is_that_of_the_official_file_beside_the_tables() -> None:
    content = gzip.decompress((history.FOLDER / "ee_rounds_123_en.json.gz").read_bytes())
    codes = [code.value for code in shown().code]
    assert hashlib.sha256(content).hexdigest() in codes
    assert history.SOURCE_URL in codes


def test_the_coverage_is_counted_from_the_record_whatever_the_filters() -> None:
    app, draws = shown(category="stem", from_="2023-01-01"), history.load().draws
    rows = list(draws.itertuples())
    tied = sum(not pd.isna(row.tie_break_at) for row in rows)
    dates = {row.as_of for row in history.load().pool.itertuples()}
    assert [metric.value for metric in app.metric] == [
        f"{len(rows):,}",
        f"{sum(row.invitations for row in rows):,}",
        f"{tied:,}",
        f"{len(dates):,}",
    ]
    told = text_of(app)
    assert "First round: #1 of 31 January 2015." in told
    assert f"Tie-breaks are known for {tied} of {len(rows)} rounds, the first for #77." in told
    assert "first with #214, in snapshots of 17 January 2022 to" in told
    assert f": {len(rows)} rounds" in told


def test_the_categories_come_with_both_names_and_all_their_wordings() -> None:
    table = shown().dataframe[0].value.set_index("category")
    assert table.loc["stem", ["english", "wordings"]].tolist() == ["STEM occupations", 1]
    assert table.loc["general", "french"] == "Général (tous les programmes)"
    names = {row.name for row in history.load().draws.itertuples()}
    assert {name for own in table["names"] for name in own} == names
    assert table["rounds"].sum() == len(history.load().draws)


def test_the_ledger_is_summed_up_and_shown_without_what_was_never_published() -> None:
    app, ledger = shown(), history.load().ledger
    counts, entries = app.dataframe[1].value, app.dataframe[2].value
    assert counts["entries"].sum() == len(ledger)
    missing = sum(row.what == "missing" for row in ledger.itertuples())
    assert app.toggle[0].label == (
        f"Also show the {missing} entries that say that nothing was published"
    )
    assert len(entries) == len(ledger) - missing
    assert "Not published" not in set(entries["what"])
    assert len(shown(missing="true").dataframe[2].value) == len(ledger)


def test_the_download_is_the_whole_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    found: dict[str, Any] = {}
    monkeypatch.setattr(
        parts.st,
        "download_button",
        lambda label, content, **how: found.update({label: (content, how)}),
    )
    shown()
    content, how = found["CSV"]
    rows = list(csv.DictReader(io.StringIO(content().decode("utf-8-sig"))))
    ledger = history.load().ledger
    assert [row["round_id"] for row in rows] == ledger["round_id"].tolist()
    assert list(rows[0]) == list(columns.ledger(Words())) == list(ledger)
    day = history.load().source.confirmed_on.isoformat()
    assert how["file_name"] == f"express-entry-ledger_{day}.csv"


def test_every_column_of_the_three_tables_is_explained() -> None:
    record = history.load()
    assert set(columns.draws(Words())) == set(record.draws)
    assert list(columns.pool(Words())) == list(record.pool)
    assert list(columns.ledger(Words())) == list(record.ledger)
    shown_columns = {plain(name) for table in shown().table for name in table.value.iloc[:, 0]}
    assert {*record.draws, *record.pool, *record.ledger} <= shown_columns
    # The data dictionary of the code names the same ones.
    for name in columns.draws(Words()):
        assert name in (data.__doc__ or "")


def test_terms_and_limits_are_on_the_page() -> None:
    told = text_of(shown())
    for term, meaning in terms(Words()).items():
        assert f"- **{term}**: {meaning}" in told
    for limit in limits(Words()):
        assert f"- {limit}" in told


def test_a_citation_names_the_day_and_the_hash_of_the_record() -> None:
    at = datetime.fromisoformat("2026-08-20T00:00:00Z")
    source = history.Source("https://x.ca/a.json", "abc123", at, None, None, date(2026, 8, 21))
    assert "record of 21 August 2026. https://x.ca/a.json (SHA-256 abc123)." in citation.text(
        source, Words()
    )
    entry = citation.bibtex(source, Words())
    assert entry.startswith("@misc{express-entry-rounds-2026-08-21,")
    assert entry.count("{") == entry.count("}")
    assert "record of 2026-08-21, SHA-256 abc123" in entry
    assert "  year   = {2026}," in entry
    bundled = history.load().source
    codes = [code.value for code in shown().code]
    assert citation.bibtex(bundled, Words()) in codes
    assert citation.text(bundled, Words()) in codes


def test_a_small_record_without_pool_or_tie_breaks_is_described_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = history.load()
    draws = frame(("901", "2016-03-05", "Beekeepers, 2027-Version 1", 12, 300))
    record = history.Record(draws, known.pool.iloc[:0], known.ledger.iloc[:0], known.source)
    serve(monkeypatch, record, "small")
    app = shown()
    assert [metric.value for metric in app.metric] == ["1", "12", "0", "0"]
    assert not any(word in text_of(app) for word in ("None", "nan", "NaT"))
    assert app.dataframe[0].value["english"].tolist() == ["Beekeepers"]


@pytest.mark.parametrize("what", ["repaired", "suspect", "missing", "revised"])
def test_every_kind_of_entry_has_words(what: str) -> None:
    assert columns.what(what, Words())
