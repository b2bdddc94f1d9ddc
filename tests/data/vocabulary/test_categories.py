"""Every official category name so far is mapped; a new one becomes a category of its own."""

from __future__ import annotations

import json

import pytest

from analysis.claims.text import fold, read_categories
from data.vocabulary.categories import (
    BY_CODE,
    CATEGORIES,
    KINDS,
    Category,
    classify,
    version,
    without_version,
)
from data.vocabulary.languages import LANGUAGES
from pages.plot.colours import hue

WORDINGS = [
    ("No Program Specified", "general", None),
    ("General", "general", None),
    ("Provincial Nominee Program", "pnp", None),
    ("Canadian Experience Class", "cec", None),
    ("Federal Skilled Worker", "fsw", None),
    ("Federal Skilled Trades", "fst", None),
    ("French language proficiency (2023-1)", "french", 1),
    ("French language proficiency (2024-1)", "french", 1),
    ("French language proficiency (Version 1)", "french", 1),
    ("French-Language proficiency 2026-Version 2", "french", 2),
    ("Healthcare occupations (2023-1)", "healthcare", 1),
    ("Healthcare occupations (Version 1)", "healthcare", 1),
    ("Healthcare and social services occupations (Version 2)", "healthcare", 2),
    ("Healthcare and Social Services Occupations, 2026-Version 3", "healthcare", 3),
    ("STEM occupations (2023-1)", "stem", 1),
    ("STEM occupations (Version 1)", "stem", 1),
    ("Trade occupations (2023-1)", "trades", 1),
    ("Trade occupations (Version 1)", "trades", 1),
    ("Trade occupations (Version 2)", "trades", 2),
    ("Trades Occupations, 2026-Version 3", "trades", 3),
    ("Transport occupations (2023-1)", "transport", 1),
    ("Transport occupations (2024-1)", "transport", 1),
    ("Transport occupations (Version 1)", "transport", 1),
    ("Transport Occupations, 2026-Version 2", "transport", 2),
    ("Agriculture and agri-food occupations (2023-1)", "agriculture", 1),
    ("Agriculture and agri-food occupations (Version 1)", "agriculture", 1),
    ("Education occupations (Version 1)", "education", 1),
    ("Physicians with Canadian Work Experience, 2026-Version 1", "physicians", 1),
    ("Senior managers with Canadian Work Experience, 2026-Version 1", "senior-managers", 1),
    ("Skilled Military Recruits, 2026-Version 1", "military", 1),
]


@pytest.mark.parametrize(("name", "code", "number"), WORDINGS)
def test_a_known_wording_has_its_category_and_version(
    name: str, code: str, number: int | None
) -> None:
    assert (classify(name).code, version(name)) == (code, number)
    assert classify(name).mapped


def test_every_name_in_the_excerpts_has_an_expected_category(copies: dict[str, bytes]) -> None:
    names = {raw["drawName"] for copy in copies.values() for raw in json.loads(copy)["rounds"]}
    assert names <= {name for name, _, _ in WORDINGS}


@pytest.mark.parametrize(
    "name",
    [
        "Beekeepers, 2027-Version 1",
        "Provincial Nominee Program (Agri-food)",
        "General practitioners (Version 1)",
        "Canadian Experience Class and French",
        "STEM occupations and trades (Version 1)",
        "cec",
        "養蜂家 (Version 1)",
    ],
)
def test_a_new_wording_becomes_a_category_of_its_own(name: str) -> None:
    category = classify(name)
    assert not category.mapped
    assert category.code not in BY_CODE
    assert set(category.names.values()) == set(category.short.values()) == {without_version(name)}
    assert category.code == "-".join(category.code.split())


def test_a_version_does_not_change_the_category() -> None:
    assert classify("Beekeepers, 2027-Version 1").code == classify("Beekeepers (Version 9)").code
    assert version("Beekeepers 2027") is None


def test_a_name_without_letters_is_refused() -> None:
    with pytest.raises(ValueError, match="no letter or digit"):
        classify(" ?! ")


def test_codes_and_wordings_are_unique_and_kinds_known() -> None:
    wordings = [wording for category in CATEGORIES for wording in category.wordings]
    assert len(BY_CODE) == len(CATEGORIES)
    assert len(wordings) == len(set(wordings))
    assert {category.kind for category in CATEGORIES} == set(KINDS)


@pytest.mark.parametrize("category", CATEGORIES, ids=lambda category: category.code)
def test_every_mapped_category_has_a_mark_names_and_aliases(category: Category) -> None:
    assert hue(category.code) == f"var(--{category.code})"
    assert category.names.keys() == category.short.keys() == set(LANGUAGES)
    assert all([*category.names.values(), *category.short.values()])
    for name in (*category.names.values(), *category.wordings):
        assert read_categories(fold(name), names={})[0] == [category.code]
