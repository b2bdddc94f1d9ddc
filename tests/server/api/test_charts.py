"""The addresses of charts and tables: what a page shows, in every format, and what they take."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import pytest

from data.export.formats import FORMATS
from data.vocabulary.filter import categories
from pages import menu, served
from pages.ui import downloads
from tests.pages.support import app_views
from tests.pages.support.replay import clock_at
from tests.support import august
from tests.support.open_app import API, NOW, ask, mounted

SCORE: dict[str, str | list[str]] = {
    "score": "519",
    "eligible": ["cec", "french"],
    "then": "540",
    "profile": "2026-05-03",
    "link": "true",
}
# Each page with the parameters that change its charts.
VIEWS: list[tuple[str, dict[str, str | list[str]]]] = [
    ("overview", {"category": ["cec", "french"]}),
    ("cut-offs", {"with-pnp": "true", "from": "2024-01-01"}),
    ("cut-offs", {"category": "pnp", "lang": "fr"}),
    ("invitations", {"by": "year", "show": "shares"}),
    ("frequency", {"from": "2024-01-01"}),
    ("outlook", {"category": "french", "from": "2026-01-01"}),
    ("pool", {"on": "2025-02-01", "to": "2026-01-31"}),
    ("my-score", SCORE),
    ("categories", {"code": "pnp"}),
    ("week", {"week": "2023-W49"}),
    ("rounds", {"round": "274"}),
]

CODES = [category.code for category in categories(august.load().draws)]  # in the usual order


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The API over the data of August 2026, which the pages show, too."""
    monkeypatch.setattr(served, "_service", [august.service()])
    return mounted(august.load(), stamp="the data of August 2026")


def shown(page: str, query: dict[str, str | list[str]]) -> dict[str, dict[str, Any]]:
    """Return the charts of a page, as a browser gets them on the day of the API's clock."""
    path = "" if page == menu.MENU[0].path else page
    with clock_at(NOW.date()):
        opened = app_views.opened(path, **query)
    assert not opened.exception
    return app_views.charts(opened)


@pytest.mark.parametrize(("page", "query"), VIEWS)
def test_the_address_of_each_chart_has_what_the_page_draws(
    app: Any, page: str, query: dict[str, str | list[str]]
) -> None:
    charts = shown(page, query)
    assert charts
    for key, chart in charts.items():
        address = chart["numbers"]["address"].removeprefix(API).replace("{format}", "json")
        mark = "&" if "?" in address else "?"
        got = ask(app, f"{address}{mark}figure=true&texts=true")
        assert got.status_code == 200, got.text
        content = got.json()
        assert content["figure"] == chart["figure"], key
        assert content["about"]["title"] == chart["title"]
        assert [column["label"] for column in content["texts"]["columns"]]
        assert len(content["texts"]["rows"]) == len(content["rows"])


@pytest.mark.parametrize("categories", [[], ["stem"], ["cec", "french"]])
@pytest.mark.parametrize("page", [e.path for e in menu.MENU if e.charts and e.has_filters])
@pytest.mark.parametrize("more", [{}, {"lang": "fr", "events": "all"}])
def test_an_element_is_to_the_byte_what_the_page_sends_for_the_chosen_pills(
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    categories: list[str],
    more: dict[str, str | list[str]],
) -> None:
    url = "https://rounds.example.org"
    monkeypatch.setattr(served, "_service", [replace(august.service(), public_url=url)])
    app = mounted(august.load(), stamp="the data of August 2026", public_url=url)
    sent = shown(page, {"category": categories, **more})
    follow = {key: chart for key, chart in sent.items() if "pills" in chart}
    without = page == "rounds" or (page == "outlook" and categories == ["stem"])  # inactive
    assert bool(follow) == (not without)
    asked: dict[str, dict[str, dict[str, Any]]] = {}
    for chart in follow.values():
        assert [code for row in chart["pills"].values() for code in row] == CODES
        name, query = chart["numbers"]["address"].split("/")[-1].split(".{format}")
        asked.setdefault(query, {})[name] = chart
    for query, charts in asked.items():
        events = f"{'&' if query else '?'}events=all" if more else ""
        got = ask(app, f"/charts/{page}/{','.join(charts)}.element{query}{events}")
        assert got.headers["cache-control"] == "public, max-age=0"
        lines = map(json.loads, got.text.split("\n"))
        # Also in the same order.
        assert [json.dumps(line) for line in lines] == [json.dumps(c) for c in charts.values()]


def test_an_element_that_the_page_does_not_have_is_an_empty_line(app: Any) -> None:
    got = ask(app, "/charts/cut-offs/cut-offs,cut-offs-pnp.element?category=cec")
    first, second = got.text.split("\n")
    assert (json.loads(first)["key"], second) == ("cut-offs", "")
    assert ask(app, "/charts/cut-offs/cut-offs,none.element").status_code == 404
    assert ask(app, "/charts/cut-offs/cut-offs.element?category=none").status_code == 400


def test_every_page_with_charts_is_compared_with_its_addresses() -> None:
    assert {page for page, _query in VIEWS} == {e.path for e in menu.MENU if e.charts}
    for entry in menu.MENU:
        assert entry.charts is None or entry.charts.page == entry.path


def test_numbers_that_only_the_browser_knows_have_the_bytes_of_the_address(app: Any) -> None:
    """The same answers with and without the link: sent along, and at the address."""
    linked = shown("my-score", SCORE)
    with clock_at(NOW.date()):
        opened = app_views.opened("my-score")
        opened.session_state["link"] = False
        for name in ("eligible", "then", "score", "profile"):
            value: Any = SCORE[name]
            opened.session_state[name] = int(value) if name in ("score", "then") else value
        private = app_views.charts(opened.run())
    assert list(private) == list(linked)
    for key, chart in private.items():
        address = linked[key]["numbers"]["address"].removeprefix(API)
        file = ask(app, address.replace("{format}", "csv")).content
        assert "address" not in chart["numbers"]
        assert chart["numbers"]["csv"].encode() == file
        mark = "&" if "?" in address else "?"
        texts = ask(app, f"{address.replace('{format}', 'json')}{mark}texts=true").json()["texts"]
        assert {name: chart["numbers"][name] for name in texts} == texts


@pytest.mark.parametrize(
    ("query", "categories"),
    [
        # A score alone has always meant CEC, unless a link says that it has all answers.
        ({"score": "519"}, {"CEC"}),
        ({"score": "750", "nomination": "true"}, {"CEC", "PNP"}),
        ({"score": "750", "nomination": "true", "link": "true"}, {"PNP"}),
        ({"score": "519", "eligible": "french"}, {"French"}),
    ],
)
def test_score_without_categories_means_the_same_on_the_page_and_at_the_address(
    app: Any, query: dict[str, str | list[str]], categories: set[str]
) -> None:
    path = f"/charts/my-score/my-rounds.json?{urlencode(query)}"
    asked = ask(app, f"{path}&figure=true").json()
    assert {row["category"] for row in asked["rows"]} == categories
    chart = shown("my-score", query)["my-rounds"]
    assert chart["figure"] == asked["figure"]
    address = chart["numbers"]["address"].removeprefix(API).replace("{format}", "csv")
    assert ask(app, address).content == ask(app, path.replace(".json", ".csv")).content


@pytest.mark.parametrize("page", [entry.path for entry in menu.MENU if entry.charts])
def test_every_chart_is_there_in_every_format(app: Any, page: str) -> None:
    charts = next(entry.charts for entry in menu.MENU if entry.path == page)
    assert charts is not None
    queries = {"my-score": f"?{urlencode(SCORE, doseq=True)}", "categories": "?code=cec"}
    query = queries.get(page, "")
    for name in charts.makers:
        files = {
            kind.extension: ask(app, f"/charts/{page}/{name}.{kind.extension}{query}")
            for kind in FORMATS.values()
        }
        assert {answer.status_code for answer in files.values()} == {200}
        rows = json.loads(files["json"].content)["rows"]
        csv = pd.read_csv(io.BytesIO(files["csv"].content), dtype=str)
        parquet = pd.read_parquet(io.BytesIO(files["parquet"].content))
        sheet = pd.read_excel(io.BytesIO(files["xlsx"].content))
        assert len(rows) == len(csv) == len(parquet) == len(sheet) > 0
        assert list(rows[0]) == list(csv.columns) == list(parquet.columns)


def test_a_file_says_what_it_is_about_and_is_kept_by_caches(app: Any) -> None:
    path = "/charts/cut-offs/cut-offs.csv?category=stem&lang=fr"
    first = ask(app, path)
    name = "express-entry-cut-offs_stem_2026-08-20.csv"
    assert first.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert first.headers["content-language"] == "fr"
    assert first.content.startswith("\ufeffround_id,date,category,cutoff".encode())
    again = ask(app, path, if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    about = ask(app, "/charts/cut-offs/cut-offs.json?category=stem").json()["about"]
    assert about["filter"].startswith("STEM, ")
    assert about["generated_on"] == "2026-08-21"


@pytest.mark.parametrize(
    ("path", "status", "part"),
    [
        ("/charts/nothing/cut-offs.csv", 404, "Pages with charts: overview, cut-offs, "),
        ("/charts/cut-offs/gaps.csv", 404, "Available: cut-offs,"),
        ("/charts/cut-offs/cut-offs.pdf", 404, "Available: csv, xlsx, parquet, json."),
        ("/charts/cut-offs/cut-offs.csv?by=week", 400, "with-pnp, events, figure, texts"),
        ("/charts/cut-offs/cut-offs.csv?with-pnp=1", 400, "Allowed: true, false."),
        ("/charts/cut-offs/cut-offs.csv?figure=true", 422, "“figure” is in JSON only."),
        ("/charts/cut-offs/cut-offs-pnp.csv?category=cec", 404, "has no chart “cut-offs-pnp”"),
        ("/charts/outlook/outlook-fan.csv?from=2026-01-01", 400, "no parameter “from”"),
        ("/charts/categories/cut-offs.csv?code=bees", 404, "has no chart “cut-offs”"),
        ("/charts/week/week-year.csv?week=2030-W01", 404, "has no chart “week-year”"),
        ("/charts/week/week-year.csv?week=2025-W99", 404, "has no chart “week-year”"),
        ("/charts/rounds/pool-of-round.csv?round=9999", 404, "has no chart “pool-of-round”"),
        ("/charts/my-score/my-rounds.csv?score=500&eligible=bees", 400, "no such category"),
        ("/charts/my-score/my-rounds.csv?score=500&link=true", 404, "has no chart “my-rounds”"),
        ("/charts/my-score/my-rounds.csv?score=5&eligible=cec&profile=x", 422, "can’t be read"),
        ("/tables/nothing/rounds.csv", 404, "Pages with tables: invitations, frequency, "),
        ("/tables/rounds/gaps.csv", 404, "Available: rounds."),
        ("/tables/rounds/rounds.csv?search=zzz", 404, "has no table “rounds”"),
        ("/tables/rounds/rounds.json?figure=true", 400, "no parameter “figure”"),
        ("/tables/categories/occupations.csv?code=stem&list=1999", 404, "has no table"),
        ("/tables/outlook/outlook-score-card.csv?days=1999-01-01", 404, "has no table"),
        ("/tables/outlook/outlook-said.csv", 404, "has no table “outlook-said”"),
    ],
)
def test_what_does_not_exist_is_refused_with_what_does(
    app: Any, path: str, status: int, part: str
) -> None:
    answer = ask(app, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert part in answer.json()["detail"]


def test_description_lists_the_charts_and_parameters_of_each_page(app: Any) -> None:
    paths = ask(app, "/openapi.json").json()["paths"]
    pool = paths["/charts/pool/{chart}.{format}"]["get"]["parameters"]
    named = {parameter["name"]: parameter["schema"] for parameter in pool}
    assert named["chart"]["enum"][:2] == ["pool-density", "pool-above"]
    assert {"category", "from", "to", "on", "events", "figure", "texts", "lang"} <= set(named)
    score = paths["/charts/my-score/{chart}.{format}"]["get"]["parameters"]
    eligible = next(p["schema"] for p in score if p["name"] == "eligible")
    assert "researchers" in eligible["items"]["enum"]  # which had no round yet


def test_charts_of_one_record_are_not_those_of_another(app: Any) -> None:
    first = ask(app, "/charts/cut-offs/cut-offs.csv").content
    record = august.load()
    fewer = mounted(replace(record, draws=record.draws.iloc[:-1]), stamp="one round fewer")
    assert ask(fewer, "/charts/cut-offs/cut-offs.csv").content != first


# Each table that is no chart's, with parameters that change it.
TABLES: list[tuple[str, str, dict[str, str | list[str]]]] = [
    ("invitations", "invitations-by-category", {"category": ["cec", "french"], "lang": "fr"}),
    ("frequency", "busy-weeks", {"from": "2024-01-01"}),
    ("outlook", "outlook", {"category": "french"}),
    ("outlook", "outlook-invitations", {}),
    ("outlook", "outlook-score-card", {"lang": "fr"}),
    ("pool", "pool-inflow-by-band", {"on": "2025-02-01"}),
    ("my-score", "scores-needed", SCORE),
    ("categories", "occupations", {"code": "stem"}),
    ("rounds", "rounds", {"search": "STEM 2023", "lang": "fr"}),
    ("data", "events", {}),
    ("data", "ledger", {"lang": "fr"}),
]


@pytest.mark.parametrize(("page", "name", "query"), TABLES)
def test_the_links_of_each_table_lead_to_its_files(
    app: Any, page: str, name: str, query: dict[str, str | list[str]]
) -> None:
    with clock_at(NOW.date()):
        opened = app_views.opened(page, **query)
    assert not opened.exception
    assert not opened.get("download_button")
    sent = app_views.tables(opened)[name]
    address = sent["address"].removeprefix(API)
    files = {}
    for file in sent["files"]:
        answer = files[file["format"]] = ask(app, address.replace("{format}", file["format"]))
        assert answer.status_code == 200, answer.text
        if file["format"] != "json":
            disposition = f'attachment; filename="{file["name"]}"'
            assert answer.headers["content-disposition"] == disposition
    assert set(files) == {kind.extension for kind in FORMATS.values()}
    document = json.loads(files["json"].content)
    csv = pd.read_csv(io.BytesIO(files["csv"].content), dtype=str)
    sheet = pd.read_excel(io.BytesIO(files["xlsx"].content))
    parquet = pd.read_parquet(io.BytesIO(files["parquet"].content))
    assert len(document["rows"]) == len(csv) == len(sheet) == len(parquet) > 0
    assert list(document["rows"][0]) == list(csv.columns) == list(document["columns"])
    if "table" in sent:
        assert len(sent["table"]["rows"]) == len(csv)


def test_every_table_of_a_page_is_reached_by_its_link() -> None:
    of_menu = {(e.path, name) for e in menu.MENU if e.tables for name in e.tables.makers}
    # What was said is there on old data alone; changes and saved forecasts need a log of them.
    seldom = {"outlook-said", "outlook-changes", "outlook-saved"}
    assert {(page, name) for page, name, _query in TABLES} == {
        (page, name) for page, name in of_menu if name not in seldom
    }


def test_table_that_only_the_browser_knows_has_the_bytes_of_the_address_and_no_link(
    app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[str, bytes] = {}
    answers: dict[str, Any] = {"score": "519", "eligible": ["cec", "french"], "link": "true"}

    def keep(_label: str, data: Any, *, file_name: str, **_options: Any) -> None:
        made[file_name] = data()

    monkeypatch.setattr(downloads.st, "download_button", keep)
    with clock_at(NOW.date()):
        linked = app_views.tables(app_views.opened("my-score", **answers))["scores-needed"]
        private = app_views.opened("my-score")
        private.session_state["eligible"], private.session_state["score"] = ["cec", "french"], 519
        assert not app_views.tables(private.run())
    files = {file["name"]: file["format"] for file in linked["files"]}
    assert set(made) == set(files)
    for name, extension in files.items():
        address = linked["address"].removeprefix(API).replace("{format}", extension)
        assert ask(app, address).content == made[name]
