"""The claim check: a sentence about a round is confirmed, or answered with the nearest round."""

from __future__ import annotations

import re
from datetime import date
from gettext import NullTranslations
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.claims.claim import LONGEST, Claim, check, parse
from analysis.claims.text import PartialDate
from data.vocabulary.categories import BY_CODE, CATEGORIES
from pages.language import Words
from pages.rounds import claim_text
from tests.pages.support.app_views import opened, plain

ARTICLE = "STEM draw, 6,000 invitations, CRS 485"
BEES = "*Bees* | <b>x</b>"


def script(today: object = None, bees: bool = False) -> None:
    """Show the claim check alone, as the rounds page does."""
    from dataclasses import replace

    from pages.rounds import claim
    from tests.pages.support.app_views import DAY, view
    from tests.support.august import load

    record = load()
    if bees:
        named = record.draws.copy()
        named.loc[named["round_id"] == "274", ["category", "name"]] = [
            "bees-b-x-b",
            "*Bees* | <b>x</b>",
        ]
        record = replace(record, draws=named)
    claim.render(view(today=today or DAY, record=record))


def run_claim_check(text: str = "", **options: Any) -> AppTest:
    app = AppTest.from_function(script, kwargs=options, default_timeout=30)
    if text:
        app.query_params["claim"] = text
    app.run()
    assert not app.exception
    return app


def verdict(app: AppTest) -> str:
    return plain(app.markdown[0].value)


def table(app: AppTest) -> pd.DataFrame:
    """Return the table as a reader sees it."""
    return app.table[0].value.map(lambda cell: plain(cell).replace("\N{NO-BREAK SPACE}", " "))


def short(code: str) -> str:
    return Words().short(BY_CODE[code])


def test_wrong_claim_of_an_article_is_compared_with_the_nearest_rounds() -> None:
    app = run_claim_check(ARTICLE)
    assert (
        "No round in our data matches. The nearest is #274 (STEM) on 8 December 2023, with 5,900 "
        "invitations (100 fewer) and cut-off 481 (4 lower)."
    ) in verdict(app)
    assert "Checked: STEM, 6,000 invitations and cut-off 485." in plain(app.caption[0].value)
    compared = table(app)
    assert compared["Claim"].to_dict() == {
        "Category": "STEM",
        "Date": "–",
        "Invitations": "6,000",
        "Cut-off": "485",
    }
    assert compared["#274"].to_dict() == {
        "Category": "= STEM",
        "Date": "8 Dec 2023",
        "Invitations": "≠ 5,900 (100 fewer)",
        "Cut-off": "≠ 481 (4 lower)",
    }
    assert list(compared) == ["Claim", "#274", "#293", "#254"]


def test_true_claim_is_confirmed_with_the_missing_details() -> None:
    app = run_claim_check("STEM, 5,900 invitations")
    assert (
        "Yes, that was #274 (STEM) on 8 December 2023: 5,900 invitations, cut-off 481."
        in verdict(app)
    )
    assert list(table(app)) == ["Claim", "#274"]


def test_what_was_not_checked_is_quoted_and_gets_no_bare_yes() -> None:
    app = run_claim_check("5,900 invitations, CRS 481, for a record total")
    assert "The numbers are right: #274 (STEM) on 8 December 2023" in verdict(app)
    assert "Yes" not in verdict(app)
    assert "Not checked: “record total”." in plain(app.caption[0].value)


def test_place_in_the_week_is_checked_like_the_numbers() -> None:
    app = run_claim_check("5,900 invitations, CRS 481, the third in a week")
    assert "Yes, that was #274" in verdict(app)
    assert "and third of its week." in plain(app.caption[0].value)
    assert "Not checked" not in app.caption[0].value
    row = table(app).loc["Place in its week"]
    assert row.to_dict() == {"Claim": "third of its week", "#274": "= third of its week"}


def test_wrong_place_in_the_week_is_corrected() -> None:
    app = run_claim_check("5,900 invitations, CRS 481, the second in a week")
    assert "Only partly: that was #274" in verdict(app)
    assert "but it was the third of its week, not the second of its week." in verdict(app)
    assert table(app).loc["Place in its week", "#274"] == "≠ third of its week"


def test_record_is_checked_among_the_rounds_of_its_category() -> None:
    app = run_claim_check("5,900 invitations, lowest cut-off since July 2023")
    assert "Yes, that was #274" in verdict(app)
    # Of 486 in July and 481 in December 2023, the latter is the lowest so far.
    row = table(app).loc["Among earlier rounds"]
    assert row["Claim"] == "lowest STEM cut-off since July 2023"
    assert row["#274"] == "= lowest STEM cut-off so far"
    wrong = run_claim_check("CRS 481, 5,900 invitations, highest cut-off ever")
    assert (
        "but it was not the highest STEM cut-off so far: #254 on 5 July 2023 was as high or "
        "higher (486)."
    ) in verdict(wrong)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "IRCC has invited 119,865 this year",
            "Yes: 119,865 invitations in 2026 up to 20 August.",
        ),
        (
            "120,000 invitations in 2026 so far",
            "The right number is 119,865 invitations in 2026 up to 20 August (135 fewer).",
        ),
        (
            "119,865 invitations in 2026 so far, a record",
            "The number is right: 119,865 invitations in 2026 up to 20 August.",
        ),
        (
            # 500 in July and 5,900 in December.
            "6,000 STEM invitations in total in 2023",
            "The right number is 6,400 invitations for STEM in 2023 (400 more).",
        ),
    ],
)
def test_total_of_a_year_is_answered_with_the_right_number(text: str, answer: str) -> None:
    app = opened("rounds", claim=text)
    assert not app.exception
    assert any(answer in plain(one.value) for one in app.markdown)
    assert not any("No round in our data matches" in one.value for one in app.markdown)


def test_several_matching_rounds_are_counted_and_the_newest_shown(real: pd.DataFrame) -> None:
    fit = [row for row in real.itertuples() if row.category == "cec" and row.date.year == 2025]
    app = run_claim_check("CEC in 2025")
    assert (
        f"{len(fit)} rounds match. The latest in our data was #{fit[-1].round_id} (CEC) on"
        in verdict(app)
    )
    assert list(table(app))[1:] == [f"#{row.round_id}" for row in fit[:-4:-1]]


def test_wrong_category_of_a_numbered_round_is_corrected() -> None:
    app = run_claim_check("#274 was general")
    assert (
        "No round in our data matches. The nearest is #274 (STEM) on 8 December 2023, with STEM "
        "instead of General."
    ) in verdict(app)
    assert table(app)["#274"]["Round"] == "= #274"
    assert table(app)["#274"]["Category"] == "≠ STEM"


def test_only_the_text_field_is_shown_without_a_claim() -> None:
    app = run_claim_check()
    assert not app.markdown
    assert not app.table


@pytest.mark.parametrize("text", ["hello", "   ", "<b>x</b>", "31 February 2023", "?!"])
def test_text_without_anything_to_check_gets_a_notice(text: str) -> None:
    app = run_claim_check(text)
    assert "We found nothing to check in that." in app.info[0].value
    assert not app.table


@pytest.mark.parametrize(
    "text",
    ["x" * 5000, "**STEM** <script>x</script> :red[485] $x$ [a](b)", "CRS 0", "9999999 ITAs", "٣"],
)
def test_hostile_text_in_the_address_breaks_nothing_and_is_escaped(text: str) -> None:
    app = run_claim_check(text)
    said = " ".join(e.value for kind in (app.markdown, app.caption, app.info) for e in kind)
    assert not re.search(r"(?<!\\)[<>$]|(?<!\\):red|xxx", said)


def test_form_fields_are_filled_in_from_the_claim() -> None:
    app = run_claim_check("#274 STEM 2023-12-08, 6,000 invitations, CRS 485")
    assert app.selectbox(key="claim-category").value == "stem"
    assert app.date_input(key="claim-date").value == date(2023, 12, 8)
    assert app.number_input(key="claim-invitations").value == 6000
    assert app.number_input(key="claim-cutoff").value == 485
    assert app.text_input(key="claim-round_id").value == "274"


def test_editing_a_form_field_updates_the_verdict_and_the_address() -> None:
    app = run_claim_check(ARTICLE)
    app.number_input(key="claim-invitations").set_value(5900).run()
    app.number_input(key="claim-cutoff").set_value(481).run()
    assert "Yes, that was #274" in verdict(app)
    assert app.query_params["claim"] == "STEM, 5900 invitations, CRS 481"
    app.date_input(key="claim-date").set_value(date(2023, 12, 7)).run()
    assert "with 8 December 2023 (1 day later)" in verdict(app)
    app.selectbox(key="claim-category").set_value("french").run()
    assert app.query_params["claim"] == "French, 2023-12-07, 5900 invitations, CRS 481"


def test_form_fields_alone_make_a_claim() -> None:
    app = run_claim_check()
    app.number_input(key="claim-cutoff").set_value(75).run()
    assert "Yes, that was #176 (CEC) on 13 February 2021" in verdict(app)


def test_button_opens_a_round_named_in_the_answer() -> None:
    app = opened("rounds", claim=ARTICLE, category="cec")
    assert not app.exception
    app.button(key="claim-open-274").click().run()
    assert app.query_params["round"] == "274"
    assert any("274 · STEM" in plain(heading.value) for heading in app.header)


def test_ambiguous_and_unused_parts_of_a_claim_are_listed() -> None:
    told = plain(run_claim_check("08/12/2023 general, French: 1000 470 3").caption[0].value)
    assert "The date was read as 8 December 2023, but it could also be 12 August 2023." in told
    assert "Also mentioned, but not checked: French." in told
    assert "1,000 was read as the number of invitations." in told
    assert "470 was read as the cut-off." in told
    assert "Not checked: “3”." in told


def test_past_view_knows_no_later_round() -> None:
    assert "#274" not in verdict(run_claim_check(ARTICLE, today=date(2023, 12, 7)))


def test_names_from_the_feed_are_recognized_and_escaped() -> None:
    app = run_claim_check(f"{BEES} with 5900 invitations", bees=True)
    assert "Yes, that was" in app.markdown[0].value
    assert r"\*Bees\* \| \<b\>x\</b\>" in app.markdown[0].value
    cells = app.table[0].value["#274"]
    assert r"\*Bees\*" in cells["Category"]


@pytest.mark.parametrize(
    "claim",
    [
        Claim("274", "stem", PartialDate(2023, 12, 8), 5900, 481),
        Claim(category="french", when=PartialDate(2023, 12)),
        Claim(when=PartialDate(2023), cutoff=75),
        Claim(when=PartialDate(None, 2, 29), invitations=4),
        Claim(round_id="91a", invitations=27332),
        *(Claim(category=category.code, invitations=2023) for category in CATEGORIES),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_generated_sentence_is_parsed_back_to_the_same_claim(
    claim: Claim, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only dates and names depend on the language here; the parser is given the names.
    monkeypatch.setattr("pages.language.catalogue", lambda _language: NullTranslations())
    words = Words(language)
    known = {c.code: words.short(c) for c in CATEGORIES}
    said = claim_text.sentence(claim, words, known.__getitem__)
    assert len(said) <= LONGEST
    read = parse(said, {name: code for code, name in known.items()})
    assert (read.parts, read.doubts) == (claim.parts, ())


def test_verdict_describes_every_kind_of_difference(real: pd.DataFrame) -> None:
    words = Words()
    near = check(real, Claim("274", "general", PartialDate(2023, 12, 7), 6000, 470))[0]
    told = claim_text.verdict(Claim(), [near], words, short)
    assert told == (
        "No round in our data matches. The nearest is #274 (STEM) on 8 December 2023, with STEM "
        "instead of General, 8 December 2023 (1 day later), 5,900 invitations (100 "
        "fewer) and cut-off 481 (11 higher)."
    )
    other = check(real, Claim("999", None, PartialDate(2023, 12, 10), 5899))[0]
    assert claim_text.verdict(Claim(), [other], words, short) == (
        "No round in our data matches. The nearest is #274 (STEM) on 8 December 2023, with #274 "
        "instead of #999, 8 December 2023 (2 days earlier) and 5,900 invitations (1 more)."
    )


def test_record_among_cut_offs_of_two_scales_says_that_the_scale_changed() -> None:
    text = "The CRS scale changed on 25 March 2025: scores before and after don’t compare."
    app = opened("rounds", claim="#437 was the lowest French cut-off since February 2025")
    assert any(text in plain(caption.value) for caption in app.caption)
    app = opened("rounds", claim="#437 was the lowest French cut-off since April 2025")
    assert not any(text in plain(caption.value) for caption in app.caption)
