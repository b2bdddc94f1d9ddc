"""The API's description opens with lines to copy, and they work as they are shown."""

from __future__ import annotations

import io
import re
import shlex
from dataclasses import replace
from typing import Any

import httpx
import pandas as pd
import pytest

from data.rounds.record import Record
from tests.support.loopback import serving
from tests.support.open_app import API, ask, mounted


def blocks(description: str) -> dict[str, str]:
    """Return the code in a Markdown text by its language."""
    return dict(re.findall(r"```(\w+)\n(.+?)\n```", description, re.DOTALL))


def introduction(app: Any, **headers: str) -> str:
    """Return the first text of the description that the API serves."""
    text: str = ask(app, "/openapi.json", **headers).json()["info"]["description"]
    return text


def test_shown_lines_work_as_they_are(
    record: Record, real: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving(mounted(replace(record, draws=real))) as host:
        described = httpx.get(f"{host}{API}/openapi.json", trust_env=False).json()
        shown = blocks(described["info"]["description"])
        names: dict[str, Any] = {}
        exec(shown["python"], names)  # noqa: S102 -- as a reader would
        command, *arguments, address = shlex.split(shown["sh"])
        assert (command, arguments) == ("curl", ["-o", "rounds.csv"])
        answer = httpx.get(address, trust_env=False)
    rounds = names["rounds"]
    assert (len(rounds), rounds["cutoff"].iloc[0]) == (438, 382)
    assert str(rounds["round_id"].dtype) in ("str", "object")
    table = pd.read_csv(io.BytesIO(answer.content), dtype={"round_id": str})
    cec = real[(real["category"] == "cec") & (real["date"] >= "2026-01-01")]
    assert table["round_id"].tolist() == cec["round_id"].tolist()[::-1]


def test_description_begins_with_the_line_for_pandas(app: Any) -> None:
    before, _fence, _after = introduction(app).partition("```python")
    assert len(before.split()) <= 15


@pytest.mark.parametrize(
    ("public_url", "host", "address"),
    [
        (None, "rounds.test:8501", "http://rounds.test:8501"),
        ("https://rounds.example.org/ee/", "rounds.test", "https://rounds.example.org/ee"),
    ],
)
def test_lines_have_the_address_of_the_server(
    record: Record, public_url: str | None, host: str, address: str
) -> None:
    shown = blocks(introduction(mounted(record, public_url=public_url), host=host))
    assert f'"{address}{API}/rounds.parquet"' in shown["python"]
    assert f'"{address}{API}/rounds.csv?' in shown["sh"]


@pytest.fixture(scope="module")
def app(record: Record) -> Any:
    """The API over the bundled record."""
    return mounted(record)
