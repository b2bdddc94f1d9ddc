"""The rounds page: any round can be found, opened and downloaded, and matches the data."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.rounds.record import Record
from data.vocabulary.filter import categories
from data.vocabulary.languages import LANGUAGES
from pages.about.ledger import sentence
from pages.language import Words, columns
from pages.plot.text import width_of
from pages.rounds import search
from pages.rounds.one_round import is_official
from tests.pages.support.app_views import (
    captions,
    figures,
    file,
    headings,
    opened,
    plain,
    tables,
)
from tests.pages.support.shelf import serve, with_rounds
from tests.support.august import folder, load

TABLE_TEXT = 13  # pixels
FEED = "ee_rounds_123_en.json.gz"


def open_page(**query: str | list[str]) -> AppTest:
    """Open the page as from a link; it must raise nothing."""
    app = opened("rounds", **query)
    assert not app.exception
    return app


def title(app: AppTest) -> str:
    return headings(app)[0]


def text_of(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.header, app.subheader, app.info, app.warning)
    texts = [plain(element.value) for kind in kinds for element in kind]
    return "\n".join([*texts, *headings(app), *captions(app)])


def ids(app: AppTest) -> list[str]:
    return app.dataframe[0].value["round_id"].str.strip().tolist()


def find(draws: pd.DataFrame, text: str) -> list[str]:
    known = {category.code: category for category in categories(draws)}
    return search.matching_rounds(draws, text, known, Words())["round_id"].tolist()


def test_table_lists_every_round_newest_first() -> None:
    app = open_page()
    record = load()
    assert ids(app) == record.draws["round_id"].tolist()[::-1]
    assert list(app.dataframe[0].value)[:4] == ["date", "category", "cutoff", "invitations"]
    assert set(app.dataframe[0].value) == set(columns.meanings(Words(), "rounds"))
    assert set(app.dataframe[0].value) == set(record.draws)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_categories_fit_their_column_and_the_first_columns_a_phone(language: str) -> None:
    table = open_page(lang=language).dataframe[0]
    widths = [json.loads(table.proto.columns)[name]["width"] for name in list(table.value)[:4]]
    assert max(width_of(name, TABLE_TEXT) for name in table.value["category"]) <= widths[1] - 8
    assert sum(widths) + 37 <= 358 - 2  # beside the boxes of rows, within the border


def test_table_sorts_ids_in_the_order_of_the_rounds(record: Record) -> None:
    texts = open_page().dataframe[0].value["round_id"]
    in_order = [text.strip() for text in sorted(texts)]
    assert in_order == record.draws["round_id"].tolist()
    assert in_order[8:11] == ["9", "10", "11"]
    assert in_order[90:93] == ["91a", "91b", "92"]


def test_link_to_round_274_shows_numbers_facts_and_official_fields() -> None:
    app = open_page(round="274")
    assert title(app) == "#274 · STEM occupations"
    told = text_of(app)
    assert "Friday, 8 December 2023" in told
    assert [metric.value for metric in app.metric] == ["5,900", "481"]
    assert "- Third round that week, after #272 and #273." in told
    assert "- Largest STEM round up to then, out of 2 rounds." in told
    fields = app.table[0].value["value"].map(plain)
    assert fields["Official name"] == "STEM occupations (Version 1)"
    assert fields["Date and time"] == "8 December 2023, 03:02:52 UTC"
    assert fields["Tie-break"] == "7 September 2023, 09:24:49 UTC"
    assert fields["Programs"].startswith("Federal Skilled Worker, Canadian Experience Class")


def test_round_274_shows_the_pool_snapshot_published_in_the_feed() -> None:
    app = open_page(round="274")
    published = json.loads(gzip.decompress((folder() / FEED).read_bytes()))["rounds"]
    row = next(row for row in published if row["drawNumber"] == "274")
    # 481-490 and above, and the total, as the feed gives them.
    above = sum(int(row[key].replace(",", "")) for key in ("dd1", "dd2", "dd4", "dd5"))
    total = int(row["dd18"].replace(",", ""))
    title = f"{above:,} of {total:,} candidates were at or above {row['drawCRS']}, the STEM cut-off"
    assert title in text_of(app)


@pytest.mark.parametrize("typed", ["91A", " #91a ", "n°\u00a091a"])
def test_round_number_in_a_link_may_have_capitals_hash_and_spaces(typed: str) -> None:
    app = open_page(round=typed)
    assert title(app) == "#91a · Federal Skilled Trades"
    assert "There are no pool figures that we can show for this round." in text_of(app)
    assert "Held on the same day as #91b." in text_of(app)


@pytest.mark.parametrize("typed", ["9999", "<b>x</b>", "**x**", "274.0", "../etc"])
def test_unknown_round_in_a_link_gets_a_notice_and_the_newest_round(typed: str) -> None:
    app = open_page(round=typed)
    assert f"There is no round “{typed}” in the data, so it was ignored." in text_of(app)
    assert title(app).startswith(f"#{ids(app)[0]} ·")


def test_linked_round_outside_the_filters_is_shown_with_a_notice() -> None:
    app = open_page(round="274", category="cec")
    assert title(app) == "#274 · STEM occupations"
    assert "This round doesn’t match your filters." in text_of(app)
    assert app.session_state["rounds-table"]["selection"]["rows"] == []


def test_link_opens_a_round_even_if_no_round_matches_the_filters() -> None:
    nothing = {"from_": "2015-02-01", "to": "2015-02-02"}
    app = open_page(**nothing)
    assert "No rounds match these filters." in text_of(app)
    assert not app.dataframe
    assert title(open_page(round="274", **nothing)) == "#274 · STEM occupations"


def test_open_round_is_the_selected_table_row() -> None:
    app = open_page(round="433")
    assert app.session_state["rounds-table"]["selection"]["rows"] == [ids(app).index("433")]


def test_arrow_buttons_open_the_adjacent_rounds_of_the_category() -> None:
    app = open_page(round="274")
    app.button(key="arrow_back").click().run()
    assert title(app) == "#254 · STEM occupations"
    assert app.query_params["round"] == "254"
    assert app.button(key="arrow_back").disabled
    app.button(key="arrow_forward").click().run()
    assert title(app) == "#274 · STEM occupations"


def test_corrections_of_a_round_are_described_in_words() -> None:
    told = text_of(open_page(round="247"))
    assert "- Pool figures. Repaired. The published roll-up 451-500 does not match" in told
    assert "Published: “55,867”; used: “55,687”." in told
    assert "No corrections were needed, and nothing is missing." in text_of(open_page(round="436"))


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (("pool", "missing", "0", None), "Pool figures. Why."),
        (("drawn_at", "missing", None, "y"), "Not published. Why. Used: “y”."),
        (("round_id", "unconfirmed", None, "447"), "Round. Why."),
        (("other", "unclear", None, None), "IRCC’s list. Not understood yet. Why."),
        (("tie_break_at", "suspect", "x", None), "Doubtful. Why. Published: “x”."),
        (("drawn_at", "repaired", "x", "y"), "Repaired. Why. Published: “x”; used: “y”."),
        (("name", "revised", None, "y"), "Revised by IRCC. Why. Used: “y”."),
    ],
)
def test_correction_sentence_omits_missing_values(entry: tuple[Any, ...], text: str) -> None:
    fields = dict(zip(("field", "what", "published", "used"), entry, strict=True))
    assert sentence({**fields, "why": "Why."}, Words()).endswith(text)


def test_round_with_a_cut_off_above_the_known_scale_is_shown_without_its_place_in_the_pool(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    draws = record.draws.assign(
        cutoff=record.draws["cutoff"].where(record.draws["round_id"] != "437", 1250)
    )
    serve(monkeypatch, with_rounds(record, draws))
    app = open_page(round="437")
    assert not app.exception
    assert "1,250" in [metric.value for metric in app.metric]
    assert "There are no pool figures that we can show for this round." in text_of(app)


def test_search_finds_rounds_by_id_name_category_and_date(draws: pd.DataFrame) -> None:
    assert find(draws, "#91") == ["91a", "91b"]
    assert find(draws, "no program") == ["168", "169", "170"]
    assert find(draws, "COMPETENCE linguistique") == ["273", "282", "287"]
    assert find(draws, "2023-12-08") == find(draws, " 8 Dec 2023") == ["274"]
    assert find(draws, "stem 2023") == ["254", "274"]
    assert find(draws, "beekeepers") == ["901"]
    assert find(draws, "8 December") == ["274"]
    assert find(draws, "18 december") == ["275"]
    assert find(draws, "27") == ["272", "273", "274", "275"]
    assert len(find(draws, "   ")) == len(draws)


@pytest.mark.parametrize(
    ("text", "count"),
    # Counted in the data: 67 rounds of CEC and 36 of French, and 2 more of physicians and 2 of
    # senior managers, whose French names have "l’expérience".
    [
        ("catégorie de l'expérience canadienne", 67),
        ("de l’experience", 71),
        ("de l`experience", 71),
        ("French–language prof", 36),
        ("French\N{NON-BREAKING HYPHEN}language prof", 36),
        ("French-language\N{NO-BREAK SPACE}prof", 36),
    ],
)
def test_search_takes_any_dash_apostrophe_or_space_for_another(
    text: str, count: int, real: pd.DataFrame
) -> None:
    assert len(find(real, text)) == count


@pytest.mark.parametrize(
    "text", [".*", "((", "[a-z]+", "\\", "' OR 1=1", "**", ":red[x]", "$x$", "%"]
)
def test_search_text_is_literal_not_a_pattern_or_markup(text: str, draws: pd.DataFrame) -> None:
    literally = [row.round_id for row in draws.itertuples() if text in row.name]
    assert find(draws, text) == literally
    app = open_page(search=text)
    if not app.dataframe:
        assert f"contains “{plain(text)}”" in text_of(app)


def test_search_that_finds_one_round_opens_it_instead_of_the_one_chosen_before() -> None:
    app = open_page(round="437")
    app.text_input(key="search").set_value("2024").run()
    assert title(app).startswith("#437 ·")
    app.text_input(key="search").set_value("n° 421").run()
    assert ids(app) == ["421"]
    assert title(app).startswith("#421 ·")
    assert app.text_input(key="round").value == ""
    app.text_input(key="search").set_value("").run()
    assert title(app).startswith(f"#{ids(app)[0]} ·")


def test_link_with_a_round_opens_it_whatever_the_search_finds() -> None:
    app = open_page(round="437", search="421")
    assert title(app).startswith("#437 ·")
    assert "This round doesn’t match your search." in text_of(app)
    assert "This round doesn’t match your search." not in text_of(open_page(search="421"))


def test_round_that_nobody_chose_follows_filters_and_search() -> None:
    app = open_page()
    assert title(app).startswith(f"#{ids(app)[0]} ·")
    app.button_group(key="pills-category").set_value(["stem"]).run()
    assert title(app).startswith(f"#{ids(app)[0]} · STEM")
    assert "This round doesn’t match your filters." not in text_of(app)


def scrolls(app: AppTest) -> list[Any]:
    sent = [json.loads(element.proto.bytes) for element in app.get("bidi_component")]
    return [data["scrolls"] for data in sent if data.get("key") == "one-round"]


def test_round_opened_from_a_claim_is_brought_into_view_once_for_each_click() -> None:
    app = open_page(claim="STEM draw, 5,900 invitations, CRS 481")
    assert scrolls(app) == []
    app.button(key="claim-open-274").click().run()
    assert title(app).startswith("#274 ·")
    assert scrolls(app) == [1]
    app.text_input(key="search").set_value("2024").run()
    assert scrolls(app) == []
    app.button(key="claim-open-274").click().run()
    assert scrolls(app) == [2]


def test_search_without_results_gets_a_notice() -> None:
    app = open_page(search="zzz")
    assert "With your filters, no round contains “zzz”." in text_of(app)
    assert not app.dataframe


def test_search_narrows_the_filtered_table() -> None:
    app = open_page(search="2024", category="stem")
    assert ids(app) == ["293"]
    assert "1 of 3 rounds found" in text_of(app)
    assert title(app).startswith("#293")


def test_csv_of_filtered_rounds_matches_the_official_feed() -> None:
    app = open_page(category="french", from_="2024-01-01", to="2025-12-31")
    content = file(app, "rounds", "csv")[1].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    feed = json.loads(gzip.decompress((folder() / FEED).read_bytes()))["rounds"]
    expected = [
        (
            row["drawNumber"],
            row["drawDate"],
            row["drawName"],
            row["drawSize"].replace(",", ""),
            row["drawCRS"],
        )
        for row in feed  # newest first, as the table
        if "french" in row["drawName"].lower() and row["drawDate"][:4] in ("2024", "2025")
    ]
    names = ("round_id", "date", "name", "invitations", "cutoff")
    assert [tuple(row[name] for name in names) for row in rows] == expected
    assert len(expected) > 10


def test_download_names_contain_search_filter_and_data_date() -> None:
    app = open_page(search="Proficiency 2026-Version", category="french", from_="2026-01-01")
    day = load().complete_through.isoformat()
    stem = f"express-entry-rounds-proficiency-2026-version_french_from-2026-01-01_{day}"
    assert {sent["name"] for sent in tables(app)["rounds"]["files"]} == {
        f"{stem}.{extension}" for extension in ("csv", "xlsx", "parquet", "json")
    }


def test_all_formats_have_the_same_rounds_and_json_explains_columns() -> None:
    app = open_page(category="stem", search="2024")
    content = json.loads(file(app, "rounds", "json")[1])
    assert [row["round_id"] for row in content["rows"]] == ids(app) == ["293"]
    assert content["columns"] == columns.meanings(Words(), "rounds")
    assert content["about"]["title"] == "Rounds that contain “2024”"
    assert content["about"]["filter"].endswith(": 1 round")
    table = pd.read_parquet(io.BytesIO(file(app, "rounds", "parquet")[1]))
    assert (table["round_id"].tolist(), table["cutoff"].tolist()) == (["293"], [491])
    sheet = pd.read_excel(io.BytesIO(file(app, "rounds", "xlsx")[1]), dtype={"Round": str})
    assert (sheet["Round"].tolist(), sheet["Cut-off"].tolist()) == (["293"], [491])


def test_only_https_addresses_on_canada_ca_are_official() -> None:
    assert all(load().draws["url"].map(is_official))
    for url in ("http://www.canada.ca/", "https://www.canada.ca.evil.example/", "javascript:x"):
        assert not is_official(url)


def test_pool_of_a_round_has_all_candidates_above_the_cut_off_in_colour() -> None:
    sent = next(f for f in figures(open_page(round="436")) if "pool-of-round" in f.key)
    bars = [trace for trace in sent.spec["data"] if trace["type"] == "bar" and "meta" not in trace]
    below, perhaps = bars
    # 523 divides the band 501 to 600, and above it are only open ends.
    assert max(below["x"]) == 511.5
    assert (perhaps["x"], perhaps["width"]) == ([561.5], [78])
    assert perhaps["marker"]["pattern"]["shape"] == "/"
    title = "439 to 19,096 of 226,859 candidates were at or above 523, the CEC cut-off"
    assert sent.alt.startswith(title)


def test_unknown_category_is_searchable_and_shown_as_plain_text(
    draws: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = load()
    new = draws.tail(1).assign(name="**Bee** [x](y), 2027-Version 1", category="bee-x-y")
    rounds = pd.concat([known.draws, new], ignore_index=True)
    record = Record(rounds, known.pool, known.ledger, known.source)
    serve(monkeypatch, record, "bees")
    app = open_page(round="901")
    assert app.header[0].value == r"\#901 · \*\*Bee\*\* \[x\]\(y\)"
    assert ids(open_page(search="**bee**")) == ["901"]
