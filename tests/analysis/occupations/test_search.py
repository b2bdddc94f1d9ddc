"""Twenty occupations, asked for in both languages; what is right was read in IRCC's lists."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analysis.occupations.lists import memberships
from analysis.occupations.search import Result, search
from data.occupations.lists import bundled_lists, other_names

Y23, Y25, Y26 = date(2023, 5, 31), date(2025, 2, 27), date(2026, 2, 18)
END23, END25 = date(2025, 2, 26), date(2026, 2, 17)
PHYSICIANS = date(2025, 12, 8)
# What is asked for in English and in French, the code, and the categories with their days.
OCCUPATIONS = [
    ("cook", "cuisinier", "63200", [("trades", Y25, END25)]),
    ("Butchers", "boucher", "63201", [("agriculture", Y23, END25), ("trades", Y26, None)]),
    ("software engineer", "ingénieure en logiciel", "21231", [("stem", Y23, END23)]),
    ("data scientist", "scientifique de données", "21211", [("stem", Y23, END23)]),
    ("civil engineer", "ingenieur civil", "21300", [("stem", Y23, None)]),
    ("insurance broker", "courtière d’assurance", "63100", [("stem", Y25, None)]),
    ("plumber", "plombière", "72300", [("trades", Y23, None)]),
    ("roofers", "couvreur", "73110", [("trades", Y25, None)]),
    ("machine fitter", "ajusteur de machines", "72405", [("trades", Y23, END23)]),
    ("pharmacist", "pharmacienne", "31120", [("healthcare", Y25, None)]),
    (
        "surgeon",
        "chirurgienne",
        "31101",
        [("healthcare", Y23, None), ("physicians", PHYSICIANS, None)],
    ),
    ("midwives", "sage-femme", "31303", [("healthcare", Y23, None)]),
    ("NOC 41320", "CNP 41320", "41320", [("healthcare", Y23, END23)]),
    (
        "instructors of persons with disabilities",
        "instructrice pour personnes ayant une déficience",
        "42203",
        [("healthcare", Y23, END23), ("education", Y25, None)],
    ),
    ("kindergarten teacher", "enseignante préscolaire", "41221", [("education", Y25, None)]),
    ("truck driver", "camionneur", "73300", [("transport", Y23, END23)]),
    ("pilot", "pilote", "72600", [("transport", Y23, END23), ("transport", Y26, None)]),
    ("university professor", "professeure universitaire", "41200", [("researchers", Y26, None)]),
    ("00015", "00015", "00015", [("senior-managers", Y26, None)]),
    ("landscaping contractor", "entrepreneur horticulture", "82031", [("agriculture", Y23, END23)]),
]


def find(text: str) -> Result:
    return search(bundled_lists().occupations, other_names(), text)


def periods(noc: str) -> list[tuple[str, date, date | None]]:
    rows = memberships(bundled_lists().occupations, noc).itertuples()
    return [
        (r.category, r.since.date(), None if pd.isna(r.until) else r.until.date()) for r in rows
    ]


@pytest.mark.parametrize(("english", "french", "noc", "categories"), OCCUPATIONS)
def test_an_occupation_is_found_in_both_languages_with_its_lists(
    english: str, french: str, noc: str, categories: list[tuple[str, date, date | None]]
) -> None:
    for text in (english, french):
        assert find(text).found == (noc,), text
    assert periods(noc) == categories


@pytest.mark.parametrize(
    ("text", "nocs"),
    [
        ("infirmière", {"31301", "31302", "32101", "33102"}),
        ("INFIRMIERES", {"31301", "31302", "32101", "33102"}),
        ("nurse", {"31301", "31302", "32101", "33102"}),
        ("doctor", {"31100", "31101", "31102"}),
        ("teacher", {"41220", "41221", "43100"}),
        ("architect", {"21200", "21201"}),
        ("RPN", {"31301", "32101"}),
        ("senior managers", {"00012", "00013", "00014", "00015"}),
        ("CEO", {"00012", "00013", "00014", "00015"}),
        ("directrice générale", {"00012", "00013", "00014", "00015"}),
        ("kiné", {"31202", "31204"}),  # a physiotherapist in France, a kinesiologist in Quebec
        ("lab tech", {"32120", "33101"}),
        ("militaire", {"40042", "42102", "43204"}),
    ],
)
def test_ambiguous_words_give_all_candidates(text: str, nocs: set[str]) -> None:
    result = find(text)
    assert set(result.found) == nocs
    assert not result.loose


@pytest.mark.parametrize(
    ("text", "noc"),
    [
        ("plummber", "72300"),
        ("gas fiter", "72302"),
        ("web developper", "21234"),
        ("pharmasist", "31120"),
        ("cuisiniere", "63200"),
        ("I am a cook", "63200"),
        ("cook's", "63200"),
        ("  63200 ", "63200"),
        ("21 300", "21300"),
        ("C.N.P. 21300", "21300"),
        ("NOC 2021: 21300", "21300"),
        ("NOC 21300 Civil engineers", "21300"),
        ("Registered Nurse (RN)", "31301"),
        ("mecanicien d’avion", "72404"),
        ("chauffeur de camion", "73300"),
        ("x-ray technician", "32121"),
        ("ingénieure électrique", "21310"),
        ("soldat", "43204"),
        ("cybersecurity analyst", "21220"),
        ("dental hygenist", "32111"),
    ],
)
def test_a_slip_an_accent_or_more_words_do_no_harm(text: str, noc: str) -> None:
    assert find(text).found == (noc,)


def test_what_a_title_excepts_is_not_found_by_it() -> None:
    assert "21311" not in find("software designers").found


def test_what_is_on_no_list_is_not_found() -> None:
    assert find("12345") == Result("12345", ())
    assert not find("accountant").found
    assert not find("chef").found  # 62200, another occupation than cooks
    assert find("   ") == Result()


@pytest.mark.parametrize("text", ["3012", "NOC 3012", "cnp-3012"])
def test_a_code_of_the_older_noc_is_a_code(text: str) -> None:
    assert find(text) == Result("3012", ())


def test_some_of_the_words_are_only_loosely_found() -> None:
    assert find("head cook") == Result("", ("63200",), loose=True)


def test_every_other_name_is_of_a_listed_occupation() -> None:
    assert set(other_names()) <= set(bundled_lists().occupations["noc"])
