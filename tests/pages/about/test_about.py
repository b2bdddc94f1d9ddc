"""The Data page: its counts, definitions, citations and downloads match the data."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.rounds.record import Record, Source
from data.vocabulary.columns import LEDGER_KINDS
from data.vocabulary.places import SOURCE_URL
from pages.about.definitions import limits, terms
from pages.language import Words, columns
from pages.ui import share
from tests.conftest import frame
from tests.pages.support.app_views import copyables, file, opened, plain
from tests.pages.support.shelf import serve
from tests.support.august import folder, load
from tests.support.days import end_of


def open_page(**query: str | list[str]) -> AppTest:
    """Open the page as from a link; it must raise nothing."""
    app = opened("data", **query)
    assert not app.exception
    return app


def text_of(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.header)
    return plain("\n".join(element.value for kind in kinds for element in kind))


def test_page_shows_url_and_sha256_of_the_official_file() -> None:
    content = gzip.decompress((folder() / "ee_rounds_123_en.json.gz").read_bytes())
    codes = [code.value for code in open_page().code]
    assert hashlib.sha256(content).hexdigest() in codes
    assert SOURCE_URL in codes


@pytest.mark.parametrize(
    ("language", "numbers", "hours", "ledger"),
    [
        (
            "en",
            "438 rounds (#1 to #437, with #91a and #91b).",
            "Times are in UTC (universal time): in Ottawa it is 4 hours earlier in summer and 5 in "
            "winter.",
            "In addresses and names of files, the table of corrections is called “ledger”.",
        ),
        (
            "fr",
            "438 rondes (de n° 1 à n° 437, avec n° 91a et n° 91b).",
            "Les heures sont en UTC (temps universel) : à Ottawa, il est 4 heures plus tôt en été "
            "et 5 en hiver.",
            "Dans les adresses et les noms de fichiers, la table des corrections s’appelle "
            "« ledger ».",
        ),
    ],
)
def test_numbers_of_rounds_time_zone_and_ledger_are_explained(
    language: str, numbers: str, hours: str, ledger: str
) -> None:
    text = text_of(open_page(lang=language)).replace("\N{NO-BREAK SPACE}", " ")
    for sentence in (numbers, hours, ledger):
        assert text.count(sentence) == 1


def test_words_are_explained_before_they_are_counted() -> None:
    text = text_of(open_page())
    assert text.index("**Tie-break**: Which candidates") < text.index("The tie-break is known")
    programs = "Federal Skilled Worker (FSW: skilled work abroad) or Federal Skilled Trades (FST)"
    assert programs in text
    headers = [plain(header.value) for header in open_page().header]
    assert headers.index("What do the words mean?") < headers.index("What does the data cover?")


def test_coverage_counts_all_rounds_whatever_the_filters() -> None:
    app, draws = open_page(category="stem", from_="2023-01-01"), load().draws
    rows = list(draws.itertuples())
    tied = sum(not pd.isna(row.tie_break_at) for row in rows)
    dates = {row.as_of for row in load().pool.itertuples()}
    assert [metric.value for metric in app.metric] == [
        f"{len(rows):,}",
        f"{sum(row.invitations for row in rows):,}",
        f"{tied:,}",
        f"{len(dates):,}",
    ]
    told = text_of(app)
    assert "First round: #1 on 31 January 2015." in told
    assert f"The tie-break is known for {tied} of {len(rows)} rounds, starting with #77." in told
    assert "starting with #214. The snapshots run from 17 January 2022 to" in told
    assert f": {len(rows)} rounds" in told


def test_categories_table_has_both_languages_and_all_official_names() -> None:
    table = open_page().dataframe[0].value.set_index("code")
    assert table.loc["stem", ["english", "wordings"]].tolist() == ["STEM occupations", 1]
    assert table.loc["general", "french"] == "Général (tous les programmes)"
    names = {row.name for row in load().draws.itertuples()}
    assert {name for own in table["names"] for name in own} == names
    assert table["rounds"].sum() == len(load().draws)


@pytest.mark.parametrize(
    ("language", "event", "certainty"),
    [
        ("en", "Points for high-wage jobs and job offers", "reported, not confirmed"),
        (
            "fr",
            "Points pour les emplois bien rémunérés et les offres d’emploi",
            "rapporté, non confirmé",
        ),
    ],
)
def test_events_are_listed_newest_first_with_how_sure_they_are(
    language: str, event: str, certainty: str
) -> None:
    events = open_page(lang=language).dataframe[1].value
    assert len(events) == len(load().events)
    assert events["date"].iloc[0] == pd.Timestamp("2026-11-03")
    assert events[["title", "certainty"]].iloc[0].tolist() == [event, certainty]


def test_corrections_are_counted_and_unpublished_values_hidden_at_first() -> None:
    app, ledger = open_page(), load().ledger
    counts, entries = app.dataframe[2].value, app.dataframe[3].value
    assert counts["entries"].sum() == len(ledger)
    missing = sum(row.what == "missing" for row in ledger.itertuples())
    assert app.toggle[0].label == (
        f"Also show the {missing} entries about things IRCC did not publish"
    )
    assert len(entries) == len(ledger) - missing
    assert "Not published" not in set(entries["what"])
    assert len(open_page(missing="true").dataframe[3].value) == len(ledger)


def test_csv_download_contains_every_correction() -> None:
    name, content = file(open_page(), "ledger", "csv")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    ledger = load().ledger
    assert [row["round_id"] for row in rows] == ledger["round_id"].tolist()
    assert list(rows[0]) == list(columns.meanings(Words(), "ledger")) == list(ledger)
    day = load().complete_through.isoformat()
    assert name == f"express-entry-ledger_{day}.csv"


def test_every_column_of_the_three_tables_is_explained() -> None:
    record = load()
    assert set(columns.meanings(Words(), "rounds")) == set(record.draws)
    assert list(columns.meanings(Words(), "pool")) == list(record.pool)
    assert list(columns.meanings(Words(), "ledger")) == list(record.ledger)
    shown_columns = {plain(name) for table in open_page().table for name in table.value.iloc[:, 0]}
    assert {*record.draws, *record.pool, *record.ledger} <= shown_columns


def test_page_lists_all_terms_and_limitations() -> None:
    told = text_of(open_page())
    for term, meaning in terms(Words()).items():
        assert f"- **{term}**: {meaning}" in told
    for limit in limits(Words()):
        assert f"- {limit}" in told


def test_citation_gives_date_and_sha256_of_the_data() -> None:
    at = datetime.fromisoformat("2026-08-20T00:00:00Z")
    source = Source("https://x.ca/a.json", "abc123", at, None, None, end_of(date(2026, 8, 21)))
    record = replace(load(), source=source)
    assert "data as of 21 August 2026. https://x.ca/a.json (SHA-256 abc123)." in share.citation(
        record, Words()
    )
    entry = share.bibtex(record, Words())
    assert entry.startswith("@misc{express-entry-rounds-2026-08-21,")
    assert entry.count("{") == entry.count("}")
    assert "data as of 2026-08-21, SHA-256 abc123" in entry
    assert "  year   = {2026}," in entry
    bundled = load()
    codes = copyables(open_page())
    assert share.bibtex(bundled, Words()) in codes
    assert share.citation(bundled, Words()) in codes


def test_page_works_without_pool_snapshots_and_tie_breaks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = load()
    draws = frame(("901", "2016-03-05", "Beekeepers, 2027-Version 1", 12, 300))
    record = Record(draws, known.pool.iloc[:0], known.ledger.iloc[:0], known.source)
    serve(monkeypatch, record, "small")
    app = open_page()
    assert [metric.value for metric in app.metric] == ["1", "12", "0", "0"]
    assert not any(word in text_of(app) for word in ("None", "nan", "NaT"))
    assert app.dataframe[0].value["english"].tolist() == ["Beekeepers"]


@pytest.mark.parametrize("what", LEDGER_KINDS)
def test_every_kind_of_correction_has_a_label(what: str) -> None:
    assert columns.correction_kind(what, Words())


def test_doubtful_facts_are_listed_with_what_they_rest_on() -> None:
    tables = [table.value for table in open_page().dataframe]
    (doubtful,) = [table for table in tables if "note" in table]
    notes = doubtful.set_index("what")["note"]
    assert notes["Federal High Skilled, target for 2023 in the plan 2023-2025"].startswith("82,880")
    inferred = doubtful[doubtful["certainty"] == "follows from announced changes"]["what"]
    assert [cell.count("Healthcare, list of 2025") for cell in inferred] == [6]
