"""The chance of an invitation on My score: what the simulation gives, and how such chances did."""

from __future__ import annotations

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analysis.outlook import invited
from pages.language import Words
from pages.outlook import chance
from pages.outlook.track_record.stored import Scores
from tests.pages.support import score_cards
from tests.pages.support.app_views import DAY, opened, plain


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Nothing is kept from a test with another score card."""
    st.cache_resource.clear()


def script(score: int, codes: tuple[str, ...]) -> None:
    from pages.outlook import chance
    from tests.pages.support.app_views import view

    chance.shown(view(), score, codes)


def shown(score: int, *codes: str) -> AppTest:
    app = AppTest.from_function(script, kwargs={"score": score, "codes": codes}).run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    kinds = ("header", "subheader", "markdown", "caption", "warning")
    return " ".join(plain(str(element.value)) for kind in kinds for element in app.get(kind))


def test_the_chances_are_those_of_the_simulation(real: pd.DataFrame) -> None:
    table = invited(real, 505, ["cec"], DAY)
    joint = table[table["category"] == "any"].set_index("horizon_months")["probability"]
    metrics = {metric.label: metric.value for metric in shown(505, "cec").metric}
    assert metrics == {
        "Within 3 months, by 19 November 2026": Words().percent(joint[3]),
        "Within 6 months, by 18 February 2027": Words().percent(joint[6]),
    }


def test_several_categories_are_told_one_by_one(real: pd.DataFrame) -> None:
    table = invited(real, 505, ["cec", "french"], DAY).set_index(["category", "horizon_months"])
    cec = (f"{table.loc[('cec', months), 'probability']:.0%}" for months in (3, 6))
    assert f"CEC {' and '.join(cec)}; French 95% or more" in said(shown(505, "cec", "french"))


def test_no_chance_is_below_2_or_above_95_percent() -> None:
    assert {metric.value for metric in shown(1200, "cec").metric} == {"95% or more"}
    assert {metric.value for metric in shown(0, "cec").metric} == {"2% or less"}


def test_the_chance_has_its_calibration_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chance, "stored", lambda _view: score_cards.scores())
    text = said(shown(1200, "cec"))
    assert "Of the statements that said about 94%, 91% came true (70 statements)." in text
    assert "Of the statements that said about 95%, 96% came true (80 statements)." in text


def test_without_a_card_the_calibration_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chance, "stored", lambda _view: Scores())
    assert "How often such statements came true is not stored yet." in said(shown(505, "cec"))


def test_categories_with_too_few_rounds_are_left_out_by_name() -> None:
    text = said(shown(505, "cec", "military", "general"))
    assert (
        "Left out, with too few rounds or none for a year: General and Military recruits." in text
    )


def test_without_a_category_that_can_be_forecast_no_chance_is_given() -> None:
    app = shown(505, "general", "researchers")
    assert not app.metric
    assert "No chance is given" in said(app)


def test_my_score_shows_the_chance_of_the_score_that_is_entered() -> None:
    app = opened("my-score", link="true", score="505", eligible="cec")
    assert not app.exception
    assert any("Within 3 months" in metric.label for metric in app.metric)
    assert not any("Within" in m.label for m in opened("my-score", link="true").metric)
