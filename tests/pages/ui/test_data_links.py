"""The current view as data: API addresses and code snippets follow the filter."""

from __future__ import annotations

import shlex
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.proto.LinkButton_pb2 import LinkButton

from data.vocabulary.filter import Filter
from data.vocabulary.tables import TABLES
from pages.ui import data_links
from tests.pages.support.app_views import copyables, opened, view

CHOSEN = Filter(("cec", "french"), date(2023, 6, 28), date(2026, 8, 20))


def unfolded(path: str, /, **query: str | list[str]) -> tuple[list[str], list[LinkButton]]:
    """Open the data section of a page; return its code snippets and link buttons."""
    app = opened(path, **query)
    app.session_state["as-data"] = True
    app.run()
    assert not app.exception
    return copyables(app), [link.proto for link in app.get("link_button")]


@pytest.mark.parametrize(
    ("browser", "page", "public", "address"),
    [
        ("http://localhost:8501", "", None, "http://localhost:8501"),
        ("http://localhost:8501/", "", None, "http://localhost:8501"),
        ("http://localhost:8501/cut-offs", "cut-offs", None, "http://localhost:8501"),
        ("https://example.org/ee/rounds", "rounds", None, "https://example.org/ee"),
        ("https://example.org/rounds/rounds", "rounds", None, "https://example.org/rounds"),
        ("http://[::1]:8501/pool", "pool", None, "http://[::1]:8501"),
        ("http://10.0.0.1:8501/pool", "pool", "https://ee.example.org", "https://ee.example.org"),
        ('https://x.org/a"$(id)`b`/pool', "pool", None, "https://x.org/a%22%24%28id%29%60b%60"),
        ('https://x.org"$(id)/pool', "pool", None, "https://x.org%22%24%28id%29"),
        ("javascript:alert(1)", "", None, ""),
        ("data:text/html,x", "", None, ""),
        (None, "pool", None, ""),
    ],
)
def test_server_address_comes_from_the_setting_or_the_browser(
    browser: str | None, page: str, public: str | None, address: str
) -> None:
    assert data_links.server_url(browser, page, public) == address


def test_api_address_contains_only_the_filter() -> None:
    assert data_links.table_url(view(), "rounds") == "/api/v1/rounds.csv"
    address = data_links.table_url(view(CHOSEN), "rounds", "parquet")
    assert address == (
        "/api/v1/rounds.parquet?category=cec&category=french&from=2023-06-28&to=2026-08-20"
    )


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("rounds", ["category", "from", "to", "min_cutoff"]),
        ("weekly", ["category", "from", "to"]),
        ("pool", ["from", "to"]),
        ("ledger", []),
        ("categories", []),
    ],
)
def test_parameters_a_table_does_not_support_are_left_out(table: str, names: list[str]) -> None:
    chosen = Filter(("cec",), date(2023, 6, 28), date(2026, 8, 20), min_cutoff=500)
    assert [name for name, _value in data_links.table_params(chosen, table)] == names


def test_feed_address_contains_categories_but_no_dates() -> None:
    assert data_links.feed_url(view(CHOSEN), "rounds.atom") == (
        "/feeds/rounds.atom?category=cec&category=french"
    )
    assert data_links.feed_url(view(), "rounds.ics") == "/feeds/rounds.ics"


@pytest.mark.parametrize("code", ['"; rm -rf ~ #', "$(id)", "`id`", "a&b=c", "\\", "é\n", "')"])
def test_hostile_text_is_quoted_safely_for_shell_and_python(code: str) -> None:
    address = data_links.table_url(view(Filter((code,))), "rounds")
    assert parse_qsl(urlsplit(address).query) == [("category", code)]
    line = data_links.curl_command(address, "rounds")
    assert shlex.split(line) == ["curl", "-o", "rounds.csv", address]
    assert not set("$`\\\n!") & set(line)
    names = compile(data_links.pandas_snippet(address, "rounds"), "line", "exec").co_consts
    assert address in names


@pytest.mark.parametrize("table", TABLES)
def test_pandas_snippet_parses_dates_and_keeps_ids_as_text(table: str) -> None:
    line = data_links.pandas_snippet("https://example.org/x.csv", table)
    for column in TABLES[table].columns:
        assert (f'"{column.name}"' in line) == (
            column.type in ("date", "datetime") or column.name in ("round_id", "noc")
        )
    assert ('dtype={"round_id": str}' in line) == (table in ("rounds", "ledger"))


@pytest.mark.parametrize(
    ("path", "tables"),
    [
        ("", ["rounds"]),
        ("cut-offs", ["rounds"]),
        ("invitations", ["rounds", "weekly", "levels", "admissions"]),
        ("frequency", ["rounds", "weekly"]),
        ("pool", ["pool", "rounds"]),
        ("rounds", ["rounds"]),
    ],
)
def test_filtered_pages_offer_snippets_and_links_for_each_table(
    path: str, tables: list[str]
) -> None:
    codes, links = unfolded(path, category=["cec", "french"], from_="2023-06-28")
    chosen = view(Filter(("cec", "french"), date(2023, 6, 28)))
    for table in tables:
        address = data_links.table_url(chosen, table)
        assert data_links.curl_command(address, table) in codes
        assert data_links.pandas_snippet(address, table) in codes
        assert [link.url for link in links if f"/{table}." in link.url] == [
            data_links.table_url(chosen, table, extension)
            for extension in ("csv", "xlsx", "parquet", "json")
        ]
    assert sum(code.startswith("curl") for code in codes) == len(tables)
    assert "/feeds/rounds.atom?category=cec&category=french" in codes
    assert "/feeds/rounds.ics?category=cec&category=french" in codes


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ({}, False),
        ({"from_": "2023-06-26", "to": "2023-07-02"}, False),  # a Monday and a Sunday
        ({"from_": "2023-06-28", "to": "2023-07-02"}, True),
        ({"from_": "2023-06-26", "to": "2023-07-01"}, True),
    ],
)
def test_weeks_say_when_they_count_rounds_outside_the_chosen_dates(
    days: dict[str, str], says: bool
) -> None:
    app = opened("frequency", **days)
    app.session_state["as-data"] = True
    app.run()
    assert any("Weeks are whole here" in caption.value for caption in app.caption) == says


def test_closed_data_section_sends_no_code() -> None:
    assert not copyables(opened("cut-offs"))


def test_data_page_links_to_all_tables_documents_and_feeds() -> None:
    codes, links = unfolded("data", category="stem")
    for table in TABLES:
        assert data_links.curl_command(f"/api/v1/{table}.csv", table) in codes
    addresses = {link.url for link in links}
    assert {"/api/v1/docs", "/api/v1/openapi.json", "/api/v1/datapackage.json"} <= addresses
    assert {"/feeds/rounds.atom", "/feeds/rounds.ics"} <= addresses
