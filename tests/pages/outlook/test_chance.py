"""The chance of an invitation on My score: simulated values and their past calibration."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.crs.scale import scale_changes
from analysis.outlook import invitation_chances
from pages.language import Words
from pages.outlook import chance
from pages.outlook.track_record.scores import Scores
from tests.pages.support import score_cards
from tests.pages.support.app_views import DAY, opened, plain
from tests.support.august import load

CHANGES = scale_changes(load().events)


def script(score: int, codes: tuple[str, ...]) -> None:
    from pages.outlook import chance
    from tests.pages.support.app_views import view

    chance.render(view(), score, codes)


def run_page(score: int, *codes: str) -> AppTest:
    app = AppTest.from_function(script, kwargs={"score": score, "codes": codes}).run()
    assert not app.exception
    return app


def text_of(app: AppTest) -> str:
    kinds = ("header", "subheader", "markdown", "caption", "warning")
    return " ".join(plain(str(element.value)) for kind in kinds for element in app.get(kind))


def test_shown_chances_match_the_simulation(real: pd.DataFrame) -> None:
    table = invitation_chances(real, 505, ["cec"], DAY, changes=CHANGES)
    joint = table[table["category"] == "any"].set_index("horizon_months")["probability"]
    metrics = {metric.label: metric.value for metric in run_page(505, "cec").metric}
    assert metrics == {
        "Within 3 months, by 19 November 2026": Words().percent(joint[3]),
        "Within 6 months, by 18 February 2027": Words().percent(joint[6]),
    }


def test_chances_of_several_categories_are_listed_separately(real: pd.DataFrame) -> None:
    table = invitation_chances(real, 505, ["cec", "french"], DAY, changes=CHANGES).set_index(
        ["category", "horizon_months"]
    )
    cec = (f"{table.loc[('cec', months), 'probability']:.0%}" for months in (3, 6))
    assert f"CEC {' and '.join(cec)}; French 95% or more" in text_of(run_page(505, "cec", "french"))


def test_shown_chance_is_capped_at_2_and_95_percent() -> None:
    assert {metric.value for metric in run_page(1200, "cec").metric} == {"95% or more"}
    assert {metric.value for metric in run_page(0, "cec").metric} == {"2% or less"}


def test_calibration_is_shown_beside_the_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chance, "load_scores", lambda _view: score_cards.scores())
    text = text_of(run_page(1200, "cec"))
    assert "When we said 90–100%, it came true 91% of the time (70 cases)." in text
    assert "When we said 90–100%, it came true 96% of the time (80 cases)." in text


def test_missing_calibration_is_mentioned_without_a_score_card(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chance, "load_scores", lambda _view: Scores())
    assert "There are no accuracy results for forecasts like this yet." in text_of(
        run_page(505, "cec")
    )


def test_categories_with_too_few_rounds_are_named_as_left_out() -> None:
    text = text_of(run_page(505, "cec", "military", "general"))
    assert (
        "Not included, because of too few rounds or none in a year: General and "
        "Military recruits." in text
    )


def test_no_chance_is_given_if_no_category_can_be_forecast() -> None:
    app = run_page(505, "general", "researchers")
    assert not app.metric
    assert "No forecast: none of your categories has had enough recent rounds." in text_of(app)


def test_my_score_page_shows_the_chance_for_the_entered_score() -> None:
    app = opened("my-score", link="true", score="505", eligible="cec")
    assert not app.exception
    assert any("Within 3 months" in metric.label for metric in app.metric)
    assert not any("Within" in m.label for m in opened("my-score", link="true").metric)
