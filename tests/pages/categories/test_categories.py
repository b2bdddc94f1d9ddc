"""The Categories page: one category for somebody who read an article, and one's occupation."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from data.vocabulary.categories import BY_CODE
from tests.pages.support.app_views import figures, headings, opened, plain


def open_page(**query: str | list[str]) -> AppTest:
    """Open the page as from a link; it must raise nothing."""
    app = opened("categories", **query)
    assert not app.exception
    return app


def text_of(app: AppTest) -> str:
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption)
    texts = [plain(element.value) for kind in kinds for element in kind]
    return "\n".join([*texts, *headings(app)]).replace("**", "")


def ask(app: AppTest, words: str) -> AppTest:
    app.text_input(key="occupation").set_value(words).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("code", BY_CODE)
def test_every_category_has_its_page(code: str, language: str) -> None:
    app = open_page(code=code, lang=language)
    assert app.selectbox(key="code-shown").value == code
    charts = [figure.key for figure in figures(app)]
    expected = {"pnp": ["cut-offs-pnp"], "researchers": []}
    assert charts == expected.get(code, ["cut-offs"])


def test_stem_says_what_it_is_and_that_there_was_none_since_april_2024() -> None:
    text = text_of(open_page(code="stem"))
    assert "STEM rounds invite only people with work experience in one of 11 listed" in text
    assert "STEM is science, technology, engineering and mathematics." in text
    assert "are invited to apply for permanent residence." in text
    assert "There has been no STEM round since 11 April 2024. That round, #293, was for 4," in text
    assert "There were 3 rounds in all, and we know all rounds up to 20 August 2026." in text
    assert "The category is still on IRCC’s 2026 list." in text
    # 24 occupations then, of which 20011, 21220, 21300, 21310 and 21321 are on the list of 11.
    assert (
        "Round #293 selected from the 2023 list of 24; 5 of these are on the 2026 list of " in text
    )
    assert "At least 12 months of work in the last 3 years" in text
    assert "added (6): Mechanical engineers; Geological engineers;" in text


def test_rules_and_occupations_of_a_list_have_their_sources_a_click_away() -> None:
    captions = [element.value for element in open_page(code="stem").caption]
    (rule,) = (text for text in captions if text.startswith("In force since 18 February 2026"))
    (occupations,) = (text for text in captions if text.startswith("11 occupations"))
    assert all(" [[1]](https://github.com/zhizhunbao/" in text for text in (rule, occupations))
    assert "[[2]](https://" in rule


def test_a_category_that_was_dropped_says_when_and_from_what_its_rounds_selected() -> None:
    app = open_page(code="agriculture")
    text = text_of(app)
    assert "IRCC dropped the category from its list on 18 February 2026." in text
    # All its rounds were under the list of 2023; that of 2025 saw none.
    assert "Agriculture rounds invited only people with work experience in one of 3 listed" in text
    assert (
        "Round #285 selected from the 2023 list of 3; 1 of these is on the 2025 list of 1." in text
    )
    assert "Who could be invited?" in headings(app)
    assert "2026: the category is not on this list." in text
    french = text_of(open_page(code="agriculture", lang="fr"))
    assert "; 1 de celles-ci figure sur la liste de 2025, qui en compte 1." in french
    assert "\n1 profession [" in french


def test_what_changed_with_a_list_has_its_sources_a_click_away() -> None:
    (changes,) = (m.value for m in open_page(code="trades").markdown if "added (1)" in m.value)
    assert changes.startswith("- **2026** [[1]](https://")


def test_a_category_without_a_round_says_so_and_since_when_it_is_listed() -> None:
    text = text_of(open_page(code="researchers"))
    assert "There have been no Researchers rounds up to 20 August 2026" in text
    assert "The category has been on IRCC’s list since 18 February 2026." in text


@pytest.mark.parametrize(
    ("code", "english", "french"),
    [
        (
            "physicians",
            "Physicians rounds invite only people with work experience in Canada in one of 3",
            "n’invitent que des personnes ayant de l’expérience de travail au Canada dans l’une "
            "des 3 professions",
        ),
        (
            "military",
            "invite only people with long service in a foreign military and a job offer from the "
            "Canadian Armed Forces in one of 3 listed occupations.",
            "ayant de longs états de service dans des forces armées étrangères et une offre "
            "d’emploi des Forces armées canadiennes dans l’une des 3 professions",
        ),
    ],
)
def test_lead_says_what_a_rule_asks_beyond_the_occupation(
    code: str, english: str, french: str
) -> None:
    assert english in text_of(open_page(code=code))
    assert french in text_of(open_page(code=code, lang="fr"))


@pytest.mark.parametrize("code", ["fsw", "military"])
def test_a_single_round_is_told_as_one_and_without_statistics(code: str) -> None:
    text = text_of(open_page(code=code))
    assert "It was the only round" in text
    assert "the only round so far." in text
    assert "typical wait" not in text
    assert "Highest cut-off" not in text
    assert "0.1 a week" not in text
    french = text_of(open_page(code=code, lang="fr"))
    assert "C’était la seule ronde" in french
    assert "la seule jusqu’ici." in french


def test_few_waits_are_named_one_by_one() -> None:
    # STEM: 5 July 2023, 8 December 2023 and 11 April 2024.
    text = text_of(open_page(code="stem"))
    assert "it was 861 days since #293 on 11 April 2024. The waits before that were 156 and" in text
    assert "125 days." in text
    assert "typical wait" not in text
    assert "in the 8 weeks to" not in text  # the wait has said so


def test_a_category_without_a_recent_round_has_no_forecast_in_its_name() -> None:
    text = text_of(open_page(code="stem"))
    assert "No forecast. There was no STEM round in the year up to 20 August 2026." in text
    french = text_of(open_page(code="stem", lang="fr"))
    assert "Aucune ronde de la catégorie STIM dans l’année se terminant le 20 août 2026." in french


def test_a_forecast_without_a_range_does_not_promise_one() -> None:
    text = text_of(open_page(code="education"))
    assert "too few rounds so far to forecast the cut-off (the last one was 462)" in text
    assert "Expect the dates to be right about 8 times out of 10. The government" in text
    assert "the dates and the range each" in text_of(open_page(code="healthcare"))


@pytest.mark.parametrize("code", ["general", "pnp", "cec", "fsw", "fst"])
def test_a_program_says_that_it_has_no_list_and_where_its_conditions_are(code: str) -> None:
    app = open_page(code=code)
    (eligible,) = (m.value for m in app.markdown if "Everyone in the pool" in m.value)
    assert "These rounds have no list of occupations" in eligible
    assert "express-entry/who-can-apply.html) says who is eligible" in eligible
    assert "Lists and rules are second-hand" not in text_of(app)


def test_table_says_since_when_a_category_is_on_lists_without_a_break() -> None:
    app = open_page()
    today = app.dataframe[0].value.set_index("category")["list"]
    assert today["STEM"] == "on the list since 31 May 2023"
    assert today["Transport"] == "on the list since 18 Feb 2026"  # it wasn't on that of 2025
    assert today["Agriculture"] == "until 17 Feb 2026"


def test_each_round_has_its_list_and_a_name_that_is_ahead_of_it_is_told() -> None:
    app = open_page(code="french")
    rounds = app.dataframe[0].value.set_index("round_id")["list"]
    assert rounds["437"] == "2026"
    assert rounds["254" if "254" in rounds else rounds.index[-1]] == "2023"
    assert "The name of #394 already had 2026 in it" in text_of(app)
    french = text_of(open_page(code="french", lang="fr"))
    assert "La ronde n°\xa0394 avait déjà 2026 dans son nom" in french
    assert "La dernière ronde, n°\xa0437, a eu lieu le 19 août 2026" in french


def test_a_list_can_be_searched() -> None:
    app = open_page(code="trades")
    app.text_input(key="occupations-trades").set_value("électricien").run()
    assert app.dataframe[1].value["noc"].tolist() == ["72200", "72201"]
    assert "2 of 25 occupations" in text_of(app)


@pytest.mark.parametrize(
    ("language", "words", "answer"),
    [
        (
            "en",
            "cook",
            "Trades: on its list from 27 February 2025 to 17 February 2026, not on today’s.",
        ),
        (
            "fr",
            "63200",
            "Métiers spécialisés\xa0: sur sa liste du 27 février 2025 au 17 février 2026, "
            "mais pas sur celle d’aujourd’hui.",
        ),
    ],
)
def test_an_occupation_is_answered_with_category_list_and_dates(
    language: str, words: str, answer: str
) -> None:
    app = ask(open_page(lang=language), words)
    text = (
        text_of(app)
        .replace("(./categories?code=trades&lang=fr)", "")
        .replace("(./categories?code=trades)", "")
    )
    assert answer in text.replace("[", "").replace("]", "")
    assert not [button for button in app.button if button.key == "occupation-score"]


def test_ambiguous_words_list_the_candidates_and_lead_on_to_my_score() -> None:
    app = ask(open_page(), "médecin")
    (candidates,) = [radio for radio in app.radio if radio.key.startswith("candidates-")]
    # The same word is also in a title for assistants.
    assert len(candidates.options) == 4
    candidates.set_value("31101").run()
    text = text_of(app)
    assert app.button(key="occupation-score").label == "Compare my score with these categories"
    (healthcare,) = (
        m.value for m in app.markdown if "on its list **since 31 May 2023**" in m.value
    )
    assert "and still today. [[1]](https://" in healthcare
    (rule,) = (m.value for m in app.markdown if "in a **Physicians** round:" in m.value)
    assert " [[1]](https://" in rule
    assert "Healthcare and social services" in text
    assert "Physicians with Canadian work experience" in text
    assert "Only work in Canada counts" in text
    app.button(key="occupation-score").click().run()
    assert app.session_state["eligible"] == ["healthcare", "physicians"]
    assert not app.query_params.get("eligible")


def test_words_on_no_list_lead_to_the_government() -> None:
    text = text_of(ask(open_page(), "accountant"))
    assert "No listed occupation is called “accountant”" in text
    assert "12345 is and was on no list" in text_of(ask(open_page(), "12345"))
    assert "0213 has four digits, as codes of the older NOC do" in text_of(ask(open_page(), "0213"))
    french = text_of(ask(open_page(lang="fr"), "CNP 3012"))
    assert "3012 a quatre chiffres, comme les codes de l’ancienne CNP" in french


def test_an_unknown_code_in_the_address_is_named() -> None:
    app = open_page(code="bogus")
    assert any("code=bogus" in plain(warning.value) for warning in app.warning)
    assert app.selectbox(key="code-shown").value == "all"


def test_there_is_no_score_calculator_and_irccs_is_linked() -> None:
    for query in ({}, {"code": "cec"}):
        assert "No score calculator here." in text_of(open_page(**query))
