"""Tables over HTTP: correct rows in every format, and a reason for every rejected request."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from data.rounds.record import Record
from data.vocabulary.columns import label
from data.vocabulary.tables import TABLES
from pages.language import Words, columns
from server.api import sentences
from tests.support.open_app import API, ask, mounted

FORMATS = ("json", "csv", "xlsx", "parquet")
PATHS = (
    *(f"/{table}.json" for table in TABLES),
    *("/rounds/latest", "/rounds/274", "/status.json", "/datapackage.json", "/openapi.json"),
    *("/docs", "/docs/start.js"),
)


@pytest.fixture(scope="module")
def app(record: Record, real: pd.DataFrame) -> Any:
    """The API over all rounds up to 2026-08-20."""
    return mounted(replace(record, draws=real))


@pytest.fixture(scope="module")
def description(app: Any) -> dict[str, Any]:
    """The OpenAPI description that the API serves."""
    content: dict[str, Any] = ask(app, "/openapi.json").json()
    return content


def fetch_round_ids(app: Any, query: str) -> list[str]:
    return [row["round_id"] for row in ask(app, f"/rounds.json?{query}").json()["rows"]]


def read_shape(content: bytes, extension: str) -> tuple[list[str], int]:
    """Read a file with a different library than wrote it: its column names and number of rows."""
    match extension:
        case "csv":
            head, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
            return head, len(rows)
        case "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
            head, *rows = book["Data"].iter_rows(values_only=True)
            names = {str(row[0]): str(row[1]) for row in book["Codes"].iter_rows(values_only=True)}
            return [names[str(heading)] for heading in head if heading in names], len(rows)
        case "parquet":
            table = pq.read_table(pa.BufferReader(content))
            return table.column_names, table.num_rows
    said = json.loads(content)
    return list(said["columns"]), len(said["rows"])


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_the_same_columns_and_rows_in_every_format(app: Any, table: str) -> None:
    query = "?from=2026-01-01" if table in ("pool", "weekly") else ""
    found = {ext: ask(app, f"/{table}.{ext}{query}") for ext in FORMATS}
    assert {answer.status_code for answer in found.values()} == {200}
    sizes = {ext: read_shape(answer.content, ext) for ext, answer in found.items()}
    names = [column.name for column in TABLES[table].columns]
    assert all(columns == names for columns, _rows in sizes.values())
    assert len({rows for _columns, rows in sizes.values()}) == 1
    assert sizes["csv"][1] > 0


def test_rounds_come_newest_first_unless_order_is_oldest(app: Any) -> None:
    found = fetch_round_ids(app, "")
    assert (len(found), found[0], found[-1]) == (438, "437", "1")
    assert fetch_round_ids(app, "order=oldest") == found[::-1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("category=stem", ["293", "274", "254"]),
        ("category=stem&category=fsw", ["293", "274", "254", "240"]),
        ("kind=category&to=2023-07-05", ["254", "252"]),
        ("from=2023-12-06&to=2023-12-08", ["274", "273", "272"]),
        ("max_cutoff=75", ["176"]),
        ("min_cutoff=900", ["91b"]),
        ("round_id=91a&round_id=91b&round_id=99999", ["91b", "91a"]),
        ("category=stem&limit=1&offset=1", ["274"]),
        ("category=stem&offset=3", []),
        ("category=stem&from=2024-04-12", []),
    ],
)
def test_query_parameters_select_the_matching_rounds(
    app: Any, query: str, expected: list[str]
) -> None:
    assert fetch_round_ids(app, query) == expected


def test_next_links_page_through_all_rounds_exactly_once(app: Any) -> None:
    path, found = "/rounds.json?kind=category&order=oldest&limit=30", []
    while path:
        answer = ask(app, path)
        found += [row["round_id"] for row in answer.json()["rows"]]
        link = answer.headers.get("link", "")
        path = f"/{link.partition('>')[0].removeprefix('<')}" if link else ""
    assert found == fetch_round_ids(app, "kind=category&order=oldest")
    assert "; 30 of these rows" in ask(app, "/rounds.json?limit=30").json()["about"]["filter"]


def test_latest_round_is_the_newest_of_the_requested_categories(app: Any) -> None:
    assert ask(app, "/rounds/latest").json()["round"]["round_id"] == "437"
    assert ask(app, "/rounds/latest?category=stem").json()["round"]["round_id"] == "293"
    both = ask(app, "/rounds/latest?category=stem&category=agriculture").json()
    assert both["round"]["round_id"] == "293"


def test_single_round_includes_facts_and_its_ledger_entries(app: Any) -> None:
    said = ask(app, "/rounds/274").json()
    assert (said["round"]["invitations"], said["round"]["cutoff"]) == (5900, 481)
    assert said["facts"][0] == "Third round that week, after #272 and #273."
    assert {entry["round_id"] for entry in said["ledger"]} == {"274"}


def test_weekly_table_has_every_category_and_adds_up_to_all_rounds(app: Any) -> None:
    rows = ask(app, "/weekly.json").json()["rows"]
    frame = pd.DataFrame(rows)
    # Counted independently: 604 weeks to 2026-08-23, 304 without a round, 1,037,113 invitations.
    assert frame["week"].nunique() == 604
    assert len(frame) == 604 * 15
    assert (frame.groupby("week")["rounds"].sum() == 0).sum() == 304
    assert (frame["rounds"].sum(), frame["invitations"].sum()) == (438, 1_037_113)


def test_date_range_selects_whole_weeks_of_the_weekly_table(app: Any) -> None:
    rows = ask(app, "/weekly.json?category=stem&from=2023-12-08&to=2023-12-11").json()["rows"]
    assert rows == [
        {"week": "2023-12-04", "category": "stem", "rounds": 1, "invitations": 5900},
        {"week": "2023-12-11", "category": "stem", "rounds": 0, "invitations": 0},
    ]


@pytest.mark.parametrize("query", ["from=0001-01-01", "to=9999-12-31"])
def test_dates_before_or_after_all_data_restrict_nothing(app: Any, query: str) -> None:
    for table in ("rounds", "pool", "weekly"):
        whole = ask(app, f"/{table}.json").json()["rows"]
        assert ask(app, f"/{table}.json?{query}").json()["rows"] == whole


def test_pool_snapshots_are_selected_by_date(app: Any) -> None:
    rows = ask(app, "/pool.json?from=2023-12-05&to=2023-12-05").json()["rows"]
    assert [row["as_of"] for row in rows] == ["2023-12-05"] * 15
    assert ask(app, "/pool.json?from=2023-12-06&to=2023-12-06").json()["rows"] == []


def test_categories_table_gives_round_dates_and_inactive_flags(app: Any) -> None:
    rows = {row["code"]: row for row in ask(app, "/categories.json").json()["rows"]}
    assert len(rows) == 15
    stem = rows["stem"]
    assert (stem["rounds"], stem["first_date"], stem["last_date"]) == (
        *(3, "2023-07-05"),
        "2024-04-11",
    )
    assert (stem["dormant"], stem["mapped"], stem["kind"]) == (True, True, "category")
    assert not rows["pnp"]["dormant"]


@pytest.mark.parametrize(
    ("path", "status", "parameter", "found", "allowed"),
    [
        ("/rounds.json?categroy=stem", 400, "categroy", "stem", "category"),
        ("/rounds.json?category=STEM", 400, "category", "STEM", "stem"),
        ("/rounds.json?category=", 400, "category", "", "stem"),
        ("/rounds.json?kind=all", 400, "kind", "all", "program"),
        ("/rounds.json?kind=program&kind=x", 400, "kind", "x", "general"),
        ("/rounds.json?from=2024-02-30", 400, "from", "2024-02-30", "a date such as"),
        ("/rounds.json?to=12-04-2023", 400, "to", "12-04-2023", "a date such as"),
        ("/rounds.json?from=20230628", 400, "from", "20230628", "a date such as"),
        ("/rounds.json?to=2023-W26-3", 400, "to", "2023-W26-3", "a date such as"),
        ("/rounds.json?to=2023-6-28", 400, "to", "2023-6-28", "a date such as"),
        ("/rounds.json?from=1700000000", 400, "from", "1700000000", "a date such as"),
        ("/rounds.json?min_cutoff=1201", 400, "min_cutoff", "1201", "0 to 1200"),
        ("/rounds.json?max_cutoff=4.5", 400, "max_cutoff", "4.5", "0 to 1200"),
        ("/rounds.json?min_cutoff=٤", 400, "min_cutoff", "٤", "0 to 1200"),
        ("/rounds.json?round_id=%23274", 400, "round_id", "#274", "274 or 91a"),
        ("/rounds.json?order=best", 400, "order", "best", "newest"),
        ("/rounds.json?limit=0", 400, "limit", "0", "from 1 to 10000"),
        ("/rounds.json?limit=10001", 400, "limit", "10001", "from 1 to 10000"),
        ("/rounds.json?offset=-1", 400, "offset", "-1", "from 0"),
        ("/rounds.json?limit=1&limit=2", 400, "limit", "1 and 2", "from 1 to 10000"),
        ("/rounds.json?from=2024-01-01&from=2024-01-01", 400, "from", "2024-01-01 and", "a date"),
        ("/pool.csv?category=stem", 400, "category", "stem", "from"),
        ("/weekly.csv?kind=program", 400, "kind", "program", "category"),
        ("/rounds/latest?kind=program", 400, "kind", "program", "category"),
        ("/ledger.json?a=1", 400, "a", "1", ""),
        ("/docs?a=1", 400, "a", "1", ""),
    ],
)
def test_invalid_parameter_is_rejected_with_reason_and_allowed_values(
    app: Any, path: str, status: int, parameter: str, found: str, allowed: str
) -> None:
    answer = ask(app, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert said["status"] == status
    assert said["parameter"] == parameter
    assert said["found"].startswith(found)
    assert said["why"]
    assert allowed in " ".join(said["allowed"]) or allowed in said["allowed"]
    assert parameter in said["detail"]


@pytest.mark.parametrize(
    ("path", "parameter", "both"),
    [
        ("/rounds.csv?from=2024-01-02&to=2024-01-01", "from", ("2024-01-02", "2024-01-01")),
        ("/weekly.csv?from=2024-01-02&to=2024-01-01", "from", ("2024-01-02", "2024-01-01")),
        ("/pool.csv?from=2024-01-02&to=2024-01-01", "from", ("2024-01-02", "2024-01-01")),
        ("/rounds.csv?min_cutoff=5&max_cutoff=4", "min_cutoff", ("5", "4")),
    ],
)
def test_reversed_range_is_rejected_naming_both_ends(
    app: Any, path: str, parameter: str, both: tuple[str, str]
) -> None:
    said = ask(app, path).json()
    assert (said["status"], said["parameter"]) == (422, parameter)
    assert all(end in said["detail"] for end in both)


def test_range_with_equal_ends_is_accepted(app: Any) -> None:
    assert fetch_round_ids(app, "from=2023-12-08&to=2023-12-08&min_cutoff=481&max_cutoff=481") == [
        "274"
    ]


@pytest.mark.parametrize(
    "path", ["/rounds.txt", "/rounds.json/", "/rounds/99999", "/rounds/%3Cb%3E", "/x", "/docs/x.js"]
)
def test_unknown_paths_and_rounds_get_a_404_problem(app: Any, path: str) -> None:
    answer = ask(app, path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("There is no")


@pytest.mark.parametrize("path", PATHS)
def test_every_path_rejects_unknown_parameters(app: Any, path: str) -> None:
    assert ask(app, f"{path}?surprise=1").json()["parameter"] == "surprise"


def test_long_values_are_shortened_in_problem_responses(app: Any) -> None:
    said = ask(app, f"/rounds.json?category={'x' * 5000}").json()
    assert len(said["found"]) < 200
    assert len(said["detail"]) < 1000


def test_missing_data_gives_503_without_revealing_the_folder() -> None:
    for path in PATHS[:-2]:
        answer = ask(mounted(None), path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
        assert "secret" not in answer.text


def test_unexpected_error_is_a_500_problem_without_details(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: Any) -> Any:
        raise RuntimeError("the secret of /srv")

    monkeypatch.setattr(sentences, "describe", broken)
    answer = ask(mounted(record), "/rounds.json")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text


def test_new_category_in_the_data_can_be_queried_at_once(
    record: Record, draws: pd.DataFrame
) -> None:
    app = mounted(replace(record, draws=draws, ledger=record.ledger.iloc[:0]))
    assert fetch_round_ids(app, "category=beekeepers") == ["901"]
    paths = ask(app, "/openapi.json").json()["paths"]
    (parameter,) = (
        each
        for each in paths["/rounds.{format}"]["get"]["parameters"]
        if each["name"] == "category"
    )
    assert "beekeepers" in parameter["schema"]["items"]["enum"]
    assert "cec" not in parameter["schema"]["items"]["enum"]
    rows = {row["code"]: row for row in ask(app, "/categories.json").json()["rows"]}
    assert not rows["beekeepers"]["mapped"]
    assert rows["stem"]["mapped"]


def test_formula_like_text_is_neutralised_in_csv(
    record: Record, build: Callable[..., pd.DataFrame]
) -> None:
    draws = build(("1", "2024-01-01", "=1+1 Beekeepers", 5, 400))
    app = mounted(replace(record, draws=draws, ledger=record.ledger.iloc[:0]))
    assert ",'=1+1 Beekeepers," in ask(app, "/rounds.csv").text


@pytest.mark.parametrize(
    "path", [path for path in PATHS if path.endswith((".json", "t", "4"))][:-3]
)
def test_json_matches_the_openapi_schema(app: Any, description: dict[str, Any], path: str) -> None:
    name = {"/rounds/latest": "Round", "/rounds/274": "Round"}.get(
        path, path.removeprefix("/").removesuffix(".json").capitalize()
    )
    schema = {**description, "$ref": f"#/components/schemas/{name}"}
    checker = Draft202012Validator(schema, format_checker=FormatChecker())
    content = ask(app, path).json()
    assert not [error.message for error in checker.iter_errors(content)][:3]
    content["surprise"] = 1
    assert list(checker.iter_errors(content))


@pytest.mark.parametrize("path", ["/rounds.json?x=1", "/rounds.txt", "/rounds.json?from=x"])
def test_problem_responses_match_the_openapi_schema(
    app: Any, description: dict[str, Any], path: str
) -> None:
    schema = {**description, "$ref": "#/components/schemas/Problem"}
    Draft202012Validator(schema).validate(ask(app, path).json())


def test_openapi_description_is_3_1_and_matches_the_served_data(
    app: Any, description: dict[str, Any], real: pd.DataFrame
) -> None:
    assert description["openapi"].startswith("3.1")
    assert description["servers"] == [{"url": "/api/v1"}]
    parameters = description["paths"]["/rounds.{format}"]["get"]["parameters"]
    named = {parameter["name"]: parameter for parameter in parameters}
    assert set(named["category"]["schema"]["items"]["enum"]) == set(real["category"])
    assert all(parameter["description"] for parameter in parameters)
    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    row = description["components"]["schemas"]["RoundsRow"]
    assert row["examples"] == ask(app, "/rounds.json?limit=1").json()["rows"]
    assert "CRS points" in row["properties"]["cutoff"]["description"]


def test_api_root_redirects_to_the_docs_page(app: Any) -> None:
    found = ask(app, "/")
    assert (found.status_code, found.headers["location"]) == (307, f"{API}/docs")
    assert ask(app, "/?x=1").status_code == 400


@pytest.mark.parametrize("path", ["/rounds.json", "/pool.json", "/ledger.json", "/rounds/274"])
def test_french_json_translates_labels_but_not_rows(app: Any, path: str) -> None:
    english, french = (ask(app, f"{path}?lang={each}") for each in ("en", "fr"))
    assert english.content == ask(app, path).content
    assert (english.headers["content-language"], french.headers["content-language"]) == ("en", "fr")
    assert french.headers["vary"] == "Accept-Encoding"
    said, also = french.json(), english.json()
    for part in ("rows", "round", "ledger"):
        assert said.get(part) == also.get(part)
    assert list(said["columns"]) == list(also["columns"])
    assert not set(said["columns"].values()) & set(also["columns"].values())
    assert said["about"]["disclaimer"] == "Non affilié à IRCC. Ne constitue pas un avis juridique."
    assert said["about"]["title"] != also["about"]["title"]


def test_french_json_has_french_filter_text_and_facts(app: Any) -> None:
    said = ask(app, "/rounds.json?category=stem&limit=1&lang=fr")
    assert said.json()["about"]["filter"].endswith(
        "\u00a0: 3 rondes; 1 de ces lignes, sans les 0 premières"
    )
    assert "category=stem&lang=fr&limit=1&offset=1" in said.headers["link"]
    facts = ask(app, "/rounds/274?lang=fr").json()["facts"]
    assert facts[0] == "Troisième ronde de la semaine, après n°\u00a0272 et n°\u00a0273."
    assert ask(app, "/rounds/latest?lang=fr").json()["facts"] != []


def test_french_workbook_has_no_english_on_its_sheets(app: Any) -> None:
    content = ask(app, "/rounds.xlsx?category=stem&lang=fr").content
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    assert book.sheetnames == ["Données", "À propos", "Codes"]
    told = [row[:2] for row in book["À propos"].iter_rows(values_only=True)]
    assert [name for name, _text in told[:8]] == [
        "Titre",
        "Source",
        "Données en date du",
        "Filtre",
        "Produit le",
        "Âge des données",
        "Avis",
        None,
    ]
    assert told[0] == ("Titre", "Rondes")
    assert told[8:10] == [
        ("Colonne", "Signification"),
        ("Ronde", "numéro donné par IRCC, en texte à cause de 91a et 91b"),
    ]
    english = {
        part for column in TABLES["rounds"].columns for part in (column.text, column.meaning)
    }
    assert not english & {text for _name, text in told}


def test_french_workbook_has_the_words_of_the_page_and_keeps_the_codes_apart(app: Any) -> None:
    query = "lang=fr&round_id=274&round_id=91b"
    book = openpyxl.load_workbook(io.BytesIO(ask(app, f"/rounds.xlsx?{query}").content))
    head, *rows = book["Données"].iter_rows(values_only=True, max_col=11)
    assert head == (
        *("Ronde", "Ronde, pour trier", "Date", "Catégorie", "Invitations", "Seuil"),
        *("Bris d’égalité (UTC)", "Nom officiel", "Version", "Type", "Programmes"),
    )
    assert [(row[0], row[1], row[3], row[9], row[10]) for row in rows] == [
        *[
            (
                *("274", 274, "STIM", "Par catégorie"),
                "Travailleurs qualifiés (fédéral), Catégorie de l’expérience canadienne, "
                "Métiers spécialisés (fédéral)",
            )
        ],
        *[("91b", 91.02, "PCP", "Un seul programme", "Programme des candidats des provinces")],
    ]
    codes = [row[1:] for row in book["Codes"].iter_rows(values_only=True, min_row=2)]
    assert [row for row in codes if row[0] in ("category", "kind")] == [
        *[("category", None, None), ("category", "PCP", "pnp"), ("category", "STIM", "stem")],
        *[("kind", None, None), ("kind", "Un seul programme", "program")],
        ("kind", "Par catégorie", "category"),
    ]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_headings_of_a_workbook_are_those_of_the_pages_and_differ(
    app: Any, table: str, language: str
) -> None:
    content = ask(app, f"/{table}.xlsx?lang={language}").content
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    data, codes = book.worksheets[0], book.worksheets[2]
    head = next(iter(data.iter_rows(values_only=True)))
    assert len(set(head)) == len(head)
    names = {row[0]: row[1] for row in codes.iter_rows(values_only=True, min_row=2)}
    meanings = columns.meanings(Words(language), table)
    assert [names[heading] for heading in head if heading in names] == list(meanings)
    assert all(heading == label(meanings[str(name)]) for heading, name in names.items())


def test_french_corrections_are_in_french_words(app: Any) -> None:
    content = ask(app, "/ledger.xlsx?lang=fr").content
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    rows = list(book["Données"].iter_rows(values_only=True, min_row=2))
    assert rows[0][:4] == ("1", 1, "Bris d’égalité (UTC)", "Non publié")
    assert rows[0][6] == "Aucun bris d’égalité n’a été publié pour cette ronde."


@pytest.mark.parametrize("path", ["/rounds.csv", "/categories.json", "/rounds/274"])
def test_unsupported_language_is_rejected_listing_supported_ones(app: Any, path: str) -> None:
    refused = ask(app, f"{path}?lang=de")
    assert refused.status_code == 400
    said = refused.json()
    assert (said["parameter"], said["found"], said["allowed"]) == ("lang", "de", ["en", "fr"])


def test_french_data_package_describes_the_same_files(app: Any) -> None:
    english, french = (ask(app, f"/datapackage.json{each}").json() for each in ("", "?lang=fr"))
    assert french["title"] == "Rondes d’invitations d’Entrée express"
    for own, other in zip(french["resources"], english["resources"], strict=True):
        assert (own["path"], own["hash"]) == (other["path"], other["hash"])
        assert own["title"] != other["title"]
    cutoff = next(f for f in french["resources"][0]["schema"]["fields"] if f["name"] == "cutoff")
    assert cutoff["title"] == "Seuil"
    assert cutoff["description"].endswith("Unité\u00a0: points du SCG.")


def test_openapi_description_lists_the_languages(description: dict[str, Any]) -> None:
    for path, asked in description["paths"].items():
        names = {each["name"]: each for each in asked["get"].get("parameters", ())}
        assert ("lang" in names) == (path != "/status.json")
        if "lang" in names:
            assert names["lang"]["schema"]["enum"] == ["en", "fr"]
