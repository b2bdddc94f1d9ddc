"""French: numbers in tables, reasons for corrections, and a complete catalogue."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from data.rounds.record import Record
from data.vocabulary.languages import LANGUAGES
from data.vocabulary.reasons import Reason
from data.vocabulary.tables import TABLES
from pages.language import Words, reasons
from pages.language.catalogue import read
from pages.language.completeness import faults
from pages.language.extract import template
from pages.shell import link_previews
from pages.ui import tables
from tests.pages.support.app_views import opened

COLUMNS = {
    "category": "Catégorie",
    "invitations": "Invitations",
    "median": "Médiane",
    "share": "Part",
    "change": "Variation",
    "year": "Année",
    "last": "Dernière",
}
FRAME = pd.DataFrame(
    {
        "category": ["PCP", None],
        "invitations": [1_037_113, 4],
        "median": [434.5, 430.0],
        "share": [0.4976, 0.0004],
        "change": pd.Series([-9, None], dtype="Int64"),
        "year": [2026, 2025],
        "last": pd.to_datetime(["2026-08-19", "2025-01-01"]),
    }
)


@pytest.fixture
def render_table(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Renders FRAME as a table in a language; gives its cells and the arguments of st.dataframe."""

    def render(language: str) -> tuple[dict[str, list[str]], dict[str, Any]]:
        arguments: dict[str, Any] = {}
        monkeypatch.setattr(
            tables.st, "dataframe", lambda data, **more: arguments.update(more, data=data)
        )
        config = {"share": tables.percent("Part")}
        tables.render_table(Words(language), FRAME, COLUMNS, alt="A table", config=config)
        lines = arguments["data"].hide(axis="index").to_string(delimiter="|").splitlines()
        head, *rows = (line.split("|") for line in lines)
        return {name: [row[at] for row in rows] for at, name in enumerate(head)}, arguments

    return render


def test_table_numbers_are_formatted_in_the_language_of_the_page(render_table: Any) -> None:
    french, _arguments = render_table("fr")
    assert french["invitations"] == ["1\u00a0037\u00a0113", "4"]
    assert french["median"] == ["434,5", "430"]
    assert french["share"] == ["50\u00a0%", "<\u00a01\u00a0%"]
    assert french["change"] == ["−9", "–"]
    assert french["year"] == ["2026", "2025"]
    english, _arguments = render_table("en")
    assert english["invitations"] == ["1,037,113", "4"]
    assert english["median"] == ["434.5", "430"]
    assert english["share"] == ["50%", "<1%"]


def test_table_numbers_stay_numeric_for_sorting_and_copying(render_table: Any) -> None:
    _cells, arguments = render_table("fr")
    pd.testing.assert_frame_equal(arguments["data"].data, FRAME)
    kinds = arguments["column_config"]
    for name in ("invitations", "median", "share", "change", "year"):
        assert kinds[name]["type_config"] == {**kinds[name]["type_config"], "type": "number"}
        # With a format, Streamlit would format the number itself, in the browser's locale.
        assert kinds[name]["type_config"]["format"] is None


def test_page_sends_numbers_together_with_formatted_text() -> None:
    app = opened("invitations", lang="fr", to="2026-08-20")
    sent = app.dataframe[-1].proto.arrow_data
    cells = pa.ipc.open_stream(sent.styler.display_values).read_pandas().set_index("category")
    assert cells.loc["CEC", "largest"] == "27\u00a0332"
    assert cells.loc["Recrues militaires", "share"] == "<\u00a01\u00a0%"
    assert app.dataframe[-1].value["largest"].max() == 27_332


def test_every_reason_for_a_correction_has_a_french_translation(record: Record) -> None:
    words = Words("fr")
    for why in (*Reason, *record.ledger["why"].unique()):
        assert words.reason(why) != why
    band = Reason.WRONG_ROLL_UP.format(band="451-500")
    assert words.reason(band) == (
        "Le sous-total publié de 451-500 ne correspond pas à la somme de ses tranches; ce sont les "
        "tranches qui sont utilisées."
    )
    assert Words().reason(band) == band
    assert words.reason("A reason of tomorrow.") == "A reason of tomorrow."


def test_each_reason_matches_only_one_pattern() -> None:
    for text in Reason:
        fitting = [name for name, form in reasons._PATTERNS.items() if form.fullmatch(text)]
        assert fitting == [text]


def test_french_catalogue_is_complete_for_code_and_columns() -> None:
    assert list(faults(read("fr"), template())) == []


# What is dark grey on white is light on black: a text that names a shade is wrong in one theme.
def test_no_text_names_a_shade() -> None:
    shade = re.compile(
        r"\b(pale|dark|darker|lighter|white|black|pâles?|foncée?s?|blan(c|che)s?|noire?s?)\b", re.I
    )
    texts = [str(text) for message in read("fr") for text in (message.id, message.string)]
    assert len(texts) > 2000
    assert [text for text in texts if shade.search(text)] == []
    words = Words("fr")
    for column in (column for table in TABLES.values() for column in table.columns):
        assert words.gettext(column.text) != column.text


# A name that stands for an adjective reads wrongly: "ronde Français", "ronde Recrues militaires".
def test_a_round_or_cut_off_is_that_of_a_category() -> None:
    bare = re.compile(r"\b(rondes?|seuils?) (de )?\**\{category\}", re.I)
    texts = [str(message.string) for message in read("fr")]
    assert len(texts) > 1000
    assert [text for text in texts if bare.search(text)] == []


def test_pages_data_and_link_previews_have_the_same_languages() -> None:
    assert list(LANGUAGES) == list(link_previews.previews_by_language())
