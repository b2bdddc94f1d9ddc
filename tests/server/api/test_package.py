"""The Frictionless data package can be found, read and validated over HTTP."""

from __future__ import annotations

import gc
import json
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import frictionless
import httpx
import pandas as pd
import pytest
import requests

from data.rounds.record import Record
from data.vocabulary.tables import TABLES
from tests.support.loopback import serving
from tests.support.open_app import API, mounted


@pytest.fixture(scope="module")
def address(record: Record, real: pd.DataFrame) -> Iterator[str]:
    """The address of the API on a real server, over all rounds up to 2026-08-20."""
    with (
        serving(mounted(replace(record, draws=real))) as host,
        requests.Session() as session,
        frictionless.system.use_context(http_session=session),
    ):
        yield host + API
    # frictionless leaves responses open after reading them.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def test_every_table_of_the_package_is_valid(address: str) -> None:
    package = frictionless.Package(f"{address}/datapackage.json")
    report = package.validate()
    found: Any = report.flatten(["name", "rowNumber", "fieldName", "type", "note"])
    assert report.valid, found[:5]
    assert [task.name for task in report.tasks] == list(TABLES)
    rows = {task.name: task.stats["rows"] for task in report.tasks}
    assert rows["rounds"] == 438
    assert rows["weekly"] == 604 * 15


def test_package_rows_have_typed_values(address: str) -> None:
    package = frictionless.Package(f"{address}/datapackage.json")
    first = package.get_resource("rounds").read_rows(size=1)[0]
    assert (first["round_id"], first["invitations"]) == ("437", 5000)
    assert first["date"].isoformat() == "2026-08-19"


def test_validation_finds_a_row_that_breaks_a_constraint(address: str) -> None:
    descriptor = httpx.get(f"{address}/datapackage.json").json()
    rounds = next(each for each in descriptor["resources"] if each["name"] == "rounds")
    field = next(each for each in rounds["schema"]["fields"] if each["name"] == "cutoff")
    field["constraints"]["maximum"] = 900
    resource = {**rounds, "path": f"{address}/rounds.csv"}
    del resource["schema"]["foreignKeys"]
    report = frictionless.Resource(resource).validate()
    assert [error[1] for error in report.flatten(["type", "fieldName"])] == ["cutoff"]


def test_package_names_source_licence_and_units(address: str) -> None:
    said = httpx.get(f"{address}/datapackage.json").json()
    assert said["sources"][0]["path"].startswith("https://www.canada.ca/")
    assert said["licenses"][0]["name"] == "MIT"
    assert "Unit: CRS points." in json.dumps(said["resources"])


def test_tables_that_are_kept_by_hand_say_so_and_keep_codes_as_text(address: str) -> None:
    package = frictionless.Package(f"{address}/datapackage.json")
    occupations = package.get_resource("occupations")
    assert occupations.sources[0]["title"].startswith("Public copies of IRCC’s pages")
    managers = [row for row in occupations.read_rows() if row["category"] == "senior-managers"]
    assert [row["noc"] for row in managers] == ["00012", "00013", "00014", "00015"]
    french = next(row for row in package.get_resource("rules").read_rows() if row["nclc"])
    assert (french["category"], french["nclc"], french["months"]) == ("french", 7, None)
    about = httpx.get(f"{address}/occupations.json?lang=fr").json()["about"]
    assert about["source"].startswith("Des copies publiques des pages d’IRCC")
