"""A fact declared in one place reaches every other place that needs it."""

from __future__ import annotations

import io
import json

import pandas as pd
import pytest

from data.rounds.record import Record
from data.vocabulary.tables import TABLES
from pages import menu
from pages.language import Words
from tests.rooms import ROOT
from tests.support.open_app import ask, mounted


@pytest.mark.parametrize("title", [entry.title for entry in menu.entries(Words())])
def test_every_page_of_the_menu_is_in_the_readme(title: str) -> None:
    assert f"\n| {title} | " in (ROOT / "README.md").read_text("utf-8")


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
