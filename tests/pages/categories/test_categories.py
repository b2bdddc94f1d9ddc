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
    assert "There has been none since 11 April 2024. That round, #293, was for 4,500" in text
    # 24 occupations then, of which 20011, 21220, 21300, 21310 and 21321 are on the list of 11.
    assert "It selected from the 2023 list of 24; 5 of these are on the 2026 list of 11." in text
    assert "At least 12 months of work in the last 3 years" in text
    assert "added (6): Mechanical engineers; Geological engineers;" in text


def test_rules_and_occupations_of_a_list_have_their_sources_a_click_away() -> None:
    captions = [element.value for element in open_page(code="stem").caption]
    (rule,) = (text for text in captions if text.startswith("In force since 18 February 2026"))
    (occupations,) = (text for text in captions if text.startswith("11 of 11 occupations"))
    assert all(" [[1]](https://github.com/zhizhunbao/" in text for text in (rule, occupations))
    assert "[[2]](https://" in rule


def test_a_category_that_was_dropped_says_when() -> None:
    text = text_of(open_page(code="agriculture"))
    assert "IRCC dropped the category from its list on 18 February 2026." in text
    assert "Agriculture rounds invited only people with work experience in 1 listed" in text


def test_a_category_without_a_round_says_so() -> None:
    text = text_of(open_page(code="researchers"))
    assert "There have been no Researchers rounds up to 20 August 2026" in text


def test_each_round_has_its_list_and_a_name_that_is_ahead_of_it_is_told() -> None:
    app = open_page(code="french")
    rounds = app.dataframe[0].value.set_index("round_id")["list"]
    assert rounds["437"] == "2026"
    assert rounds["254" if "254" in rounds else rounds.index[-1]] == "2023"
    assert "#394 already had 2026 in the name" in text_of(app)


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


def test_an_unknown_code_in_the_address_is_named() -> None:
    app = open_page(code="bogus")
    assert any("code=bogus" in plain(warning.value) for warning in app.warning)
    assert app.selectbox(key="code-shown").value == "all"


def test_there_is_no_score_calculator_and_irccs_is_linked() -> None:
    for query in ({}, {"code": "cec"}):
        assert "No score calculator here." in text_of(open_page(**query))
