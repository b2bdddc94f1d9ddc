"""What changes of the methods brought, and how often the one sentence was right."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from pages.outlook import text as outlook
from pages.outlook.track_record import accuracy, changes, section
from pages.outlook.track_record import text as sentences
from pages.outlook.track_record.scores import Scores
from tests.pages.support import score_cards
from tests.pages.support.app_views import plain, view

NAN = float("nan")
UNSEEN = "2026-08-20"


def rows(*values: tuple[Any, ...]) -> pd.DataFrame:
    names = ["model", "era", "target", "group", "metric", "value", "baseline", "baseline_value"]
    table = pd.DataFrame(values, columns=[*names, "skill"])
    return table.assign(skill_low=table["skill"] - 0.1, skill_high=table["skill"] + 0.1, n=120)


@pytest.fixture
def scores() -> Scores:
    """The usual card, and rows of changes, of what was tried, and of unseen rounds."""
    era = score_cards.ERA
    more = rows(
        ("outlook", era, "volume-90", "any", "winkler", 600.4, "before", 750.6, 0.2),
        ("before", era, "volume-90", "any", "coverage", 0.65, "", NAN, NAN),
        ("outlook", era, "cut-off", "cec", "crps", 4.04, "before", 4.6, 0.12),
        ("outlook", era, "cut-off", "overall", "winkler", 100.0, "conformal", 90.0, -0.1),
        *(
            (model, era, target, "overall", "coverage", share, "", NAN, NAN)
            for target, model, share in (
                ("cut-off", "before", 0.85),
                ("cut-off", "conformal", 0.81),
                ("cut-off-any-day", "before", 0.74),
                ("cut-off-any-day", "conformal", 0.69),
            )
        ),
        ("outlook", era, "statement", "pnp", "coverage", 0.64, "", NAN, NAN),
        ("outlook", UNSEEN, "when-7", "overall", "brier", 0.0824, "gaps", 0.0762, -0.08),
        ("outlook", UNSEEN, "when-7", "overall", "brier", 0.0824, "poisson", 0.1452, 0.43),
        ("outlook", UNSEEN, "when-28", "overall", "brier", 0.248, "gaps", 0.243, -0.02),
        ("outlook", UNSEEN, "when-28", "overall", "brier", 0.248, "poisson", 0.197, -0.26),
    )
    return Scores(pd.concat([score_cards.card(), more], ignore_index=True))


def test_each_change_has_its_error_before_and_after(scores: Scores) -> None:
    table = changes._table(view(), scores).set_index("target")
    volume = table.loc["Invitations in 90 days"]
    assert (volume["baseline_value"], volume["value"], volume["skill"]) == (
        "751",
        "600",
        0.2,
    )
    assert (volume["coverage_before"], volume["coverage"]) == (0.65, 0.66)
    cec = table.loc["Next cut-off, on the eve of its round"]
    assert (cec["group"], cec["baseline_value"], cec["value"]) == ("CEC", "4.6", "4")
    assert cec["era"] == "From July 2023"


def test_what_was_not_adopted_is_said_with_its_numbers(scores: Scores) -> None:
    text = plain(changes._not_adopted(view(), scores))
    assert "they were right 81% of the time instead of 85%" in text
    assert "only 69% instead of 74%." in text
    assert changes._not_adopted(view(), score_cards.scores()) == ""


def test_method_before_and_what_was_tried_are_no_simple_guesses(scores: Scores) -> None:
    assert scores.card is not None
    table = section.compared(scores.card, by_category=True)
    assert not {"before", "conformal"} & set(table["baseline"])


def test_simple_guesses_that_did_better_on_unseen_rounds_are_named(scores: Scores) -> None:
    text = plain(" ".join(sentences._unseen(view(), scores)))
    assert (
        "After 20 August 2026, up to 20 August 2026, a simple guess had the smaller error for: A "
        "round within 7 days, "
        "each category separately: past gaps between rounds (error 0.076 against 0.082); A round "
        "within 28 days, each category separately: random rounds at the rate of the 12 "
        "months before (error 0.197 against 0.248)."
    ) in text
    assert sentences._unseen(view(), score_cards.scores()) == []


class Row:
    """A category's next round, as ``next_rounds.soon`` has it."""

    category = "cec"
    window_start, window_end = pd.Timestamp("2026-12-01"), pd.Timestamp("2026-12-04")
    expected, low, high = 519.2, 512.3, 525.8
    within_7, within_14 = 0.5, 0.8


def test_one_sentence_says_when_at_what_cut_off_and_how_often_that_was_right() -> None:
    (first, _) = outlook.lead(view(), None, [Row()], {"cec": 0.83})
    assert plain(first) == (
        "**Next CEC round**, if current practice continues: probably between "
        "**1 and 4 December 2026**, cut-off about **519** (8 in 10: 512 to 526). Such statements "
        "were right 83 times in 100, dates and cut-off both."
    )
    (french, _) = outlook.lead(view(language="fr"), None, [Row()], {"cec": 0.83})
    assert "De telles affirmations étaient justes 83 fois sur 100" in french
    (unknown, _) = outlook.lead(view(), None, [Row()], {"cec": None})
    assert "times in 100" not in unknown


def test_too_few_statements_are_not_counted(scores: Scores) -> None:
    assert accuracy.statements("pnp", scores) == 0.64
    assert accuracy.statements("cec", scores) is None
    assert scores.card is not None
    assert accuracy.statements("pnp", Scores(scores.card.assign(n=99))) is None
