"""The API describes filters and rounds as the pages do, and its files are the same as theirs."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pandas as pd
import pytest

from data.rounds.record import Record
from data.vocabulary.filter import Filter
from pages.language import Words
from server.api import sentences
from tests.support.days import end_of
from tests.support.open_app import ask, mounted

CHOSEN = [
    Filter(),
    Filter(("stem", "french")),
    Filter(start=date(2023, 6, 28), end=date(2024, 1, 31)),
    Filter(("cec",), date(2026, 1, 1)),
    Filter(("stem",), date(2025, 1, 1)),
]


@pytest.mark.parametrize(
    ("chosen", "language"),
    [*((each, "en") for each in CHOSEN[:4]), (CHOSEN[0], "fr"), (CHOSEN[2], "fr")],
)
def test_files_of_the_rounds_page_have_the_bytes_of_the_same_filter_as_open_data(
    record: Record, chosen: Filter, language: str
) -> None:
    app, query = mounted(record), urlencode([*chosen.query(), ("lang", language)])
    for extension in ("csv", "xlsx", "parquet", "json"):
        answer = ask(app, f"/rounds.{extension}?{query}")
        of_page = ask(app, f"/tables/rounds/rounds.{extension}?{query}")
        mark = BOM_UTF8 if extension == "csv" else b""
        assert of_page.content == mark + answer.content
        name = "content-disposition"
        assert of_page.headers.get(name) == answer.headers.get(name)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_ledger_of_the_page_has_the_bytes_of_the_one_over_http(
    record: Record, language: str
) -> None:
    app = mounted(record)
    for extension in ("csv", "xlsx"):
        answer = ask(app, f"/ledger.{extension}?lang={language}")
        of_page = ask(app, f"/tables/data/ledger.{extension}?lang={language}")
        assert of_page.content == (BOM_UTF8 if extension == "csv" else b"") + answer.content


def test_a_filter_is_described_as_on_the_pages_with_what_only_the_api_can_ask(
    record: Record, real: pd.DataFrame
) -> None:
    source = replace(record.source, confirmed_at=end_of(date(2026, 8, 20)))
    known = replace(record, draws=real, source=source)
    assert sentences.describe(known, Filter(("stem",), date(2023, 7, 1)), Words()) == (
        "STEM, 1 July 2023 to 20 August 2026: 3 rounds"
    )
    chosen = Filter(
        kinds=("category",),
        min_cutoff=481,
        max_cutoff=486,
        round_ids=("254", "274"),
    )
    assert sentences.describe(known, chosen, Words()) == (
        "All categories, 31 January 2015 to 20 August 2026: 2 rounds; kinds: Category-based; "
        "cut-off of at least 481 points; cut-off of at most 486 points; "
        "among rounds #254 and #274"
    )


def test_a_filter_is_described_in_french(record: Record, real: pd.DataFrame) -> None:
    source = replace(record.source, confirmed_at=end_of(date(2026, 8, 20)))
    known, chosen = replace(record, draws=real, source=source), Filter(("stem",), min_cutoff=481)
    assert sentences.describe(known, chosen, Words("fr")) == (
        "STIM, du 31 janvier 2015 au 20 août 2026\u00a0: 3 rondes; seuil d’au moins 481 points"
    )


def test_facts_of_a_round_are_plain_sentences_in_english(
    record: Record, draws: pd.DataFrame
) -> None:
    known = replace(record, draws=draws)
    assert "Third round that week, after #272 and #273." in sentences.facts(known, "274", Words())
    with pytest.raises(KeyError):
        sentences.facts(known, "7", Words())


def test_facts_of_a_round_stop_where_the_scale_changed(record: Record, real: pd.DataFrame) -> None:
    # #341 of 21 March 2025 had 379, four days before the scale changed.
    found = sentences.facts(replace(record, draws=real), "437", Words())
    assert not any("379" in text for text in found)
