"""A fact declared in one place reaches every other place that needs it."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.export.formats import FORMATS
from data.rounds.record import Record
from data.vocabulary.categories import BY_CODE
from data.vocabulary.languages import LANGUAGES, Language
from data.vocabulary.tables import TABLES
from pages import menu
from pages.language import Words, catalogue
from pages.language.__main__ import main as update_catalogues
from tests.rooms import ROOT
from tests.support.open_app import ask, mounted


@pytest.mark.parametrize("title", [entry.title for entry in menu.entries(Words())])
def test_every_page_of_the_menu_is_in_the_readme(title: str) -> None:
    assert f"\n| {title} | " in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("table", TABLES)
def test_every_format_is_served_and_described(record: Record, table: str) -> None:
    app, extensions = mounted(record), [form.extension for form in FORMATS.values()]
    assert {ask(app, f"/{table}.{name}").status_code for name in extensions} == {200}
    paths = json.loads(ask(app, "/openapi.json").content)["paths"]
    parameters = paths[f"/{table}.{{format}}"]["get"]["parameters"]
    schemas = {item["name"]: item["schema"] for item in parameters}
    assert schemas["format"]["enum"] == extensions


def test_a_language_shows_in_english_what_has_no_translation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(LANGUAGES, "sw", Language("sw", "sw_KE", "Kiswahili"))
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    update_catalogues(check=False)
    words = Words("sw")
    names = words.category(BY_CODE["stem"]), words.short(BY_CODE["fst"])
    assert (words.gettext("Rounds"), *names) == ("Rounds", "STEM occupations", "FST")
    assert words.day(date(2026, 8, 5)) == "5 Agosti 2026"


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_in_rows_description_and_data_package(record: Record, table: str) -> None:
    names = [column.name for column in TABLES[table].columns]
    app = mounted(record)
    assert list(pd.read_csv(io.StringIO(ask(app, f"/{table}.csv").text))) == names
    schemas = json.loads(ask(app, "/openapi.json").content)["components"]["schemas"]
    assert list(schemas[f"{table.capitalize()}Row"]["properties"]) == names
    resources = json.loads(ask(app, "/datapackage.json").content)["resources"]
    fields = next(item for item in resources if item["name"] == table)["schema"]["fields"]
    assert [field["name"] for field in fields] == names
    assert f"/{table}.{{format}}" in json.loads(ask(app, "/openapi.json").content)["paths"]
