"""My score: the answer in words, ties and unknown outcomes, and no answers in the address."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.support.app_views import (
    charts,
    copyables,
    notice,
    numbers,
    opened,
    picture,
    plain,
)
from tests.support.august import load

ANSWER = (
    "Since 28 June 2023, 20 of 39 Canadian Experience Class rounds would have invited "
    "you, most recently #432 on 5 August 2026 (cut-off 516)."
)


def open_page(**query: str | list[str]) -> AppTest:
    """Open the page as from a link."""
    app = opened("my-score", **query)
    assert not app.exception
    return app


def text_of(app: AppTest) -> str:
    """Return all text on the page."""
    kinds = ("markdown", "caption", "header", "info", "warning", "error")
    return " ".join(plain(str(element.value)) for kind in kinds for element in app.get(kind))


def outcomes(app: AppTest) -> dict[str, str]:
    """Return the outcome of each round from the table below the chart."""
    table = numbers(app, "my-rounds")
    return dict(zip(table["Round"], table["Outcome"], strict=True))


def test_answer_gives_counts_last_invitation_and_distance_to_the_latest() -> None:
    # The data as published on 2026-08-20, recounted below.
    text = text_of(open_page(link="true", score="519", eligible="cec"))
    cec = [
        row
        for row in load().draws.to_dict("records")
        if row["category"] == "cec" and "2023-06-28" <= str(row["date"])[:10] <= "2026-08-20"
    ]
    assert (sum(row["cutoff"] < 519 for row in cec), len(cec)) == (20, 39)
    assert ANSWER in text
    assert (
        "Your score is 4 points below the latest cut-off (523, round #436 on 18 August 2026)."
        in text
    )


@pytest.mark.parametrize(
    ("eligible", "english", "french"),
    [
        # 66 gaps between the 67 days with a CEC round, as many of 14 days or less as of 14 or more.
        (
            "cec",
            "CEC rounds usually come every 14 days.",
            "Les rondes de la catégorie CEC ont habituellement lieu tous les 14 jours.",
        ),
        (
            "healthcare",
            "Healthcare rounds usually come every 64 days.",
            "Les rondes de la catégorie Santé ont habituellement lieu tous les 64 jours.",
        ),
        # 19 February and 24 June 2026.
        (
            "physicians",
            "Its only two rounds so far were 125 days apart.",
            "Ses deux seules rondes jusqu’ici étaient à 125 jours l’une de l’autre.",
        ),
    ],
)
def test_answer_says_how_often_rounds_usually_come(
    eligible: str, english: str, french: str
) -> None:
    query = {"link": "true", "score": "519", "eligible": eligible}
    assert english in text_of(open_page(**query))
    assert french in text_of(open_page(**query, lang="fr")).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("eligible", ["stem", "fsw", "military", "researchers"])
def test_usual_gap_is_left_out_where_nothing_is_usual(eligible: str) -> None:
    text = text_of(open_page(link="true", score="519", eligible=eligible))
    assert "usually come" not in text
    assert "rounds so far" not in text


def test_table_of_scores_begins_with_category_and_score() -> None:
    table = open_page(link="true", score="519", eligible="cec").dataframe[0].value
    assert list(table.columns[:3]) == ["category", "score", "target"]


def test_lowest_cut_off_of_75_invites_76_but_not_74() -> None:
    text = text_of(open_page(link="true", score="76", eligible="cec", since="2021-02-13"))
    assert "#176 on 13 February 2021, cut-off 75)" in text
    text = text_of(open_page(link="true", score="74", eligible="cec", since="2021-02-13"))
    assert "#176" not in text


@pytest.mark.parametrize(
    ("instant", "outcome"),
    [
        ("2026-08-17 22:08:59", "invited on the tie-break"),
        ("2026-08-17 22:09:00", "missed out on the tie-break"),
        ("2026-08-17 22:09:01", "missed out on the tie-break"),
        ("", "unknown without your profile’s date and time"),
    ],
)
def test_tie_is_invited_only_with_a_profile_before_the_tie_break(
    instant: str, outcome: str
) -> None:
    # #436: cut-off 523, tie-break 2026-08-17 22:09:00 UTC.
    query = {"link": "true", "score": "523", "eligible": "cec", "since": "2026-08-18"}
    app = open_page(**query, **({"profile": instant} if instant else {}))
    assert outcomes(app)["436"] == outcome


@pytest.mark.parametrize(
    ("round_id", "day", "score", "category"),
    [("208", "2021-10-27", "744", "pnp"), ("139", "2020-03-18", "720", "pnp")],
)
def test_missing_or_doubtful_tie_break_leaves_the_outcome_unknown(
    round_id: str, day: str, score: str, category: str
) -> None:
    draws = load().draws.set_index("round_id")
    assert (str(draws.loc[round_id, "cutoff"]), draws.loc[round_id, "category"]) == (
        score,
        category,
    )
    app = open_page(
        link="true", score=score, nomination="true", since=day, profile="2015-02-01 00:00:00"
    )
    assert outcomes(app)[round_id] == "unknown: tie-break missing or doubtful"


def test_only_rounds_of_eligible_categories_have_an_outcome() -> None:
    app = open_page(link="true", score="600", eligible=["fst"], since="2018-05-30")
    outcome_by_round = outcomes(app)
    assert outcome_by_round["91a"] == "invited"
    assert "91b" not in outcome_by_round


def test_page_asks_for_a_category_if_none_is_selected() -> None:
    app = open_page(link="true", score="519")
    assert any(info.value == "Choose what you are eligible for." for info in app.info)


@pytest.mark.parametrize("score", ["-1", "1201", "1000000000", "abc"])
def test_impossible_score_in_a_link_gets_a_notice_and_is_ignored(score: str) -> None:
    app = open_page(link="true", score=score, eligible="cec")
    assert f"“score={score}” in the address was ignored" in notice(app, "ignored")
    assert app.number_input(key="score").value is None


@pytest.mark.parametrize("since", ["0001-01-01", "9999-12-31", "yesterday"])
def test_impossible_start_date_in_a_link_gets_a_notice_and_is_ignored(since: str) -> None:
    app = open_page(link="true", score="519", eligible="cec", since=since)
    assert since in notice(app, "ignored")
    assert "Since 28 June 2023" in text_of(app)


@pytest.mark.parametrize("profile", ["abc", "0001-01-01", "9999-12-31"])
def test_impossible_profile_date_in_a_link_gets_an_error_message(profile: str) -> None:
    app = open_page(link="true", score="523", eligible="cec", profile=profile)
    assert any(profile in plain(error.value) for error in app.error)


def test_entered_score_is_not_in_the_address_by_default() -> None:
    app = open_page()
    app.multiselect(key="eligible-shown").set_value(["cec"]).run()
    app.number_input(key="score").set_value(519).run()
    assert ANSWER in text_of(app)
    assert "score" not in app.query_params
    assert any(
        "not saved and not in the page address" in plain(caption.value) for caption in app.caption
    )


def test_inactive_category_is_shown_with_the_date_of_the_last_round() -> None:
    text = text_of(open_page(link="true", score="500", eligible="stem"))
    # From 11 April 2024 to 20 August 2026: 19 + 31 + 30 + 31 + 31 + 30 + 31 + 30 + 31 days to the
    # end of 2024, 365 in 2025, and 31 + 28 + 31 + 30 + 31 + 30 + 31 + 20 in 2026.
    assert (
        "This category is inactive: its latest round was #293 on 11 April 2024 (cut-off 491), "
        "861 days before 20 August 2026."
    ) in text


def test_print_view_contains_the_answer_and_a_table() -> None:
    app = open_page(link="true", score="519", eligible="cec", print="true")
    assert ANSWER in text_of(app)
    (table,) = app.table
    row = table.value.loc["CEC"].to_dict()
    assert row == {
        "Latest cut-off": "523",
        "Difference": "+4",
        "Latest round": "18 Aug 2026",
        "Invited": "20 of 39",
    }


@pytest.mark.parametrize(
    ("language", "header", "expected"),
    [("en", "Invited", "24 of 39, 1 unknown"), ("fr", "Invitation", "24 sur 39, 1 incertaine")],
)
def test_print_view_counts_what_is_unknown(language: str, header: str, expected: str) -> None:
    # 523 equals the cut-off of #436; of the other 38 rounds since 28 June 2023, 24 were below it.
    app = open_page(link="true", score="523", eligible="cec", print="true", lang=language)
    assert app.table[0].value.loc["CEC", header] == expected


def test_nothing_is_chosen_until_the_reader_chooses() -> None:
    app = open_page()
    assert app.multiselect(key="eligible").value == []
    app.number_input(key="score").set_value(519).run()
    assert [info.value for info in app.info][-1] == "Choose what you are eligible for."
    assert not app.metric


def test_link_with_a_score_alone_still_means_cec() -> None:
    assert ANSWER in text_of(open_page(score="519"))
    assert open_page(score="519").multiselect(key="eligible").value == ["cec"]


def test_programs_are_offered_in_plain_words_with_their_codes() -> None:
    options = open_page().multiselect(key="eligible-shown").options
    assert options[:5] == [
        "General",
        "CEC: work experience in Canada",
        "FSW: skilled work abroad",
        "FST: skilled trades",
        "French",
    ]
    assert "Catégorie" not in " ".join(options)
    french = open_page(lang="fr").multiselect(key="eligible-shown").options
    assert french[1] == "CEC\u00a0: expérience de travail au Canada"


@pytest.mark.parametrize("profile", ["3 May 2026", "May 3, 2026", "3 mai 2026", "2026-05-03"])
def test_rounds_count_from_the_day_of_the_profile(profile: str) -> None:
    cec = [
        row
        for row in load().draws.to_dict("records")
        if row["category"] == "cec" and "2026-05-03" <= str(row["date"])[:10] <= "2026-08-20"
    ]
    assert (sum(row["cutoff"] < 519 for row in cec), len(cec)) == (5, 6)
    text = text_of(open_page(link="true", score="519", eligible="cec", profile=profile))
    assert "Since 3 May 2026, 5 of 6 Canadian Experience Class rounds" in text
    assert "Counted from your profile, 3 May 2026." in text


def test_earlier_rounds_than_the_profile_can_count_too() -> None:
    query = {"link": "true", "score": "519", "eligible": "cec", "profile": "3 May 2026"}
    text = text_of(open_page(**query, since="2023-06-28"))
    assert ANSWER in text
    assert "Counted from your profile" not in text


def test_date_with_an_error_is_not_folded_away() -> None:
    query = {"link": "true", "score": "519", "eligible": "cec"}
    assert "fold" not in {button.key for button in open_page(**query, profile="03/05/2026").button}
    assert "fold" in {button.key for button in open_page(**query).button}


def test_page_opened_with_answers_folds_them_into_a_line_before_the_answer() -> None:
    app = open_page(link="true", score="519", eligible=["cec", "french"], profile="2026-05-03")
    values = [plain(element.value) for element in app.main.markdown]
    line = values.index("519 · CEC, French · profile submitted 3 May 2026")
    assert values[line + 1].startswith("**Since 3 May 2026, 5 of 6 Canadian Experience Class")
    assert app.button(key="fold").label == "Change answers"
    app.button(key="fold").click().run()
    assert app.button(key="fold").label == "Done"
    assert not any(" · profile submitted" in plain(m.value) for m in app.main.markdown)


def test_fields_stay_open_while_the_reader_fills_them_in() -> None:
    app = open_page()
    app.multiselect(key="eligible-shown").set_value(["cec"]).run()
    app.number_input(key="score").set_value(519).run()
    assert app.button(key="fold").label == "Done"


def test_print_view_leads_back_to_the_form() -> None:
    app = open_page(link="true", score="519", eligible="cec", print="true")
    button = app.main.button[0]
    assert button.label == "Back to the form"
    button.click().run()
    assert not app.exception
    assert not app.table
    assert app.button(key="fold").label == "Done"
    assert ANSWER in text_of(app)


def test_eligibility_goes_along_to_outlook() -> None:
    app = open_page(link="true", score="519", eligible=["cec", "french", "researchers"])
    link = next(link for link in app.get("page_link") if "these categories" in link.proto.label)
    assert (link.proto.page, link.proto.query_string) == ("outlook", "category=cec&category=french")


def test_answer_says_which_scale_a_score_is_on() -> None:
    app = open_page(score="519", eligible="cec")
    captions = [plain(caption.value) for caption in app.caption]
    text = (
        "Your score is on the CRS scale in use since 25 March 2025 (Job-offer points end). On an "
        "earlier one it may have been different."
    )
    assert text in captions


def test_link_with_the_answers_is_shown_to_copy_once_it_is_asked_for() -> None:
    app = open_page()
    app.multiselect(key="eligible-shown").set_value(["cec"]).run()
    app.number_input(key="score").set_value(519).run()
    assert copyables(app) == []
    app.checkbox(key="link").check().run()
    assert not app.exception
    (link,) = copyables(app)
    assert sorted(parse_qsl(urlsplit(link).query)) == [
        *[("eligible", "cec"), ("link", "true"), ("score", "519")]
    ]
    app.checkbox(key="link").uncheck().run()
    assert copyables(app) == []


@pytest.mark.parametrize(
    ("query", "title"),
    [
        (
            {"eligible": "cec"},
            "519 was enough in 20 of 39 CEC rounds; the last asked for 4 points more",
        ),
        (
            {"eligible": "french"},
            "519 was enough in 36 of 36 French rounds; the last asked for 137 points less",
        ),
        # 523 is the cut-off of #436: one of 39 is unknown, and 24 were below it.
        (
            {"eligible": "cec", "score": "523"},
            "523 was enough in 24 of 39 CEC rounds, 1 unknown; the last asked for just as much",
        ),
        (
            {"eligible": "stem"},
            "519 was enough in 3 of 3 STEM rounds; the last was on 11 April 2024",
        ),
        (
            {"eligible": ["cec", "french", "stem"]},
            "519 was enough in 59 of 78 rounds: CEC 20 of 39, French 36 of 36, STEM 3 of 3",
        ),
        (
            {"eligible": ["cec", "french", "stem", "education", "physicians"]},
            "519 was enough in 63 of 82 rounds",
        ),
        (
            {"eligible": "cec", "score": ""},
            "523 was enough in the latest round in your categories, CEC on 18 August 2026",
        ),
    ],
)
def test_title_of_the_rounds_says_what_is_drawn(
    query: dict[str, str | list[str]], title: str
) -> None:
    wanted: dict[str, str | list[str]] = {"link": "true", "score": "519", **query}
    app = open_page(**{name: value for name, value in wanted.items() if value})
    assert charts(app)["my-rounds"]["title"] == title


def test_title_of_the_rounds_is_a_sentence_in_french_too() -> None:
    app = open_page(link="true", score="519", eligible="cec", lang="fr")
    assert charts(app)["my-rounds"]["title"] == (
        "519 a suffi dans 20 rondes sur 39 de la catégorie CEC; la dernière demandait 4 points de "
        "plus"
    )


def test_numbers_of_the_rounds_are_those_that_are_drawn() -> None:
    table = numbers(open_page(link="true", score="519", eligible=["cec", "stem"]), "my-rounds")
    first, last = table.iloc[0], table.iloc[-1]
    shown = ["Round", "Cut-off", "Difference", "Half", "Nine in ten"]
    assert [first[name] for name in shown] == ["436", "523", "4", "516", "533"]
    # STEM had no round in 12 months.
    assert [last[name] for name in shown] == ["254", "486", "-33", "–", "–"]


def test_ages_at_the_tie_break_are_closed_and_only_there_where_one_is_known() -> None:
    (label,) = [e.label for e in open_page(score="519").expander if "how old" in e.label]
    assert plain(label) == "With a score equal to the cut-off, how old must a profile be?"
    app = open_page(link="true", score="519", eligible="researchers")
    assert not [e for e in app.expander if "how old" in e.label]
    assert not charts(app)


def test_chart_of_rounds_is_first_with_and_without_a_score() -> None:
    assert list(charts(open_page(link="true", eligible="cec"))) == ["my-rounds", "my-lag"]
    app = open_page(link="true", score="519", then="540", eligible="cec")
    assert list(charts(app)) == ["my-rounds", "my-comparison", "my-lag"]


# 39 CEC rounds since 28 June 2023, and 15 of Healthcare, which count only for the other score.
def test_picture_of_a_comparison_counts_what_only_the_other_score_is_eligible_for() -> None:
    query = {"score": "519", "then": "540", "eligible": "cec", "then-eligible": "healthcare"}
    caption = picture(open_page(link="true", **query), "my-comparison")["caption"]
    assert caption[0] == "CEC and Healthcare, 28 June 2023 to 20 August 2026: 54 rounds"
