"""The API describes filters and rounds as the pages do, and its files are the same as theirs."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import pytest

from data.rounds.record import Record
from data.vocabulary.filter import Filter
from pages.about import ledger
from pages.language import Words
from pages.rounds import page as rounds
from pages.ui import downloads as parts
from server.api import sentences
from tests.pages.support.app_views import view
from tests.support.days import end_of
from tests.support.open_app import ask, mounted

CHOSEN = [
    Filter(),
    Filter(("stem", "french")),
    Filter(start=date(2023, 6, 28), end=date(2024, 1, 31)),
    Filter(("cec",), date(2026, 1, 1)),
    Filter(("stem",), date(2025, 1, 1)),
]
Offered = dict[str, tuple[str, Callable[[], bytes]]]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Offered:
    """The downloads that a page offers, by media type: name of the file, and what makes it."""
    found: Offered = {}

    def keep(_label: str, data: Any, *, file_name: str, mime: str, **_options: Any) -> None:
        found[mime] = (file_name, data)

    monkeypatch.setattr(parts.st, "download_button", keep)
    return found


@pytest.mark.parametrize(
    ("chosen", "language"),
    [*((each, "en") for each in CHOSEN), (CHOSEN[0], "fr"), (CHOSEN[2], "fr")],
)
def test_a_download_of_the_page_has_the_bytes_of_the_same_filter_over_http(
    record: Record, offered: Offered, chosen: Filter, language: str
) -> None:
    # The day of the page is that of the record, as always over HTTP.
    seen = view(chosen, today=date(2026, 8, 21), record=record)
    seen = replace(seen, words=Words(language))
    rounds._render_downloads(seen, seen.draws.iloc[::-1].reset_index(drop=True), "")
    assert len(offered) == 4
    app, query = mounted(record), urlencode([*chosen.query(), ("lang", language)])
    for extension in ("csv", "xlsx", "parquet", "json"):
        answer = ask(app, f"/rounds.{extension}?{query}")
        name, make = offered[answer.headers["content-type"]]
        assert make() == (BOM_UTF8 if extension == "csv" else b"") + answer.content
        if extension != "json":
            assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_ledger_of_the_page_has_the_bytes_of_the_one_over_http(
    record: Record, offered: Offered, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(ledger, "render_table", lambda *_arguments, **_options: None)
    monkeypatch.setattr(ledger.st, "toggle", lambda *_arguments, **_options: False)
    seen = view(today=date(2026, 8, 21), record=record)
    ledger._render_entries(replace(seen, words=Words(language)))
    for extension in ("csv", "xlsx"):
        answer = ask(mounted(record), f"/ledger.{extension}?lang={language}")
        content = offered[answer.headers["content-type"]][1]()
        assert content == (BOM_UTF8 if extension == "csv" else b"") + answer.content


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
