"""The outlook page: what it says is what the analysis found, and nothing is ever certain."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analysis import outlook
from data.rounds.record import Record
from data.vocabulary.filter import Filter
from pages.outlook import next_rounds
from pages.outlook.track_record import stored
from pages.outlook.track_record.stored import Scores
from tests.pages.support import score_cards
from tests.pages.support.app_views import DAY, figures, opened, plain, view


def script(codes: tuple[str, ...], today: object) -> None:
    from datetime import date

    from data.vocabulary.filter import Filter
    from pages.outlook import page as outlook
    from tests.pages.support.app_views import view

    assert isinstance(today, date)
    outlook.page(view(Filter(codes), today))


def shown(*codes: str, today: date = DAY) -> AppTest:
    """Return the page alone, as of the day that the bundled record was published."""
    app = AppTest.from_function(
        script, kwargs={"codes": codes, "today": today}, default_timeout=30
    ).run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """Return all that the page says in words."""
    kinds = ("title", "markdown", "caption", "header", "subheader", "info", "warning")
    told = [plain(str(element.value)) for kind in kinds for element in app.get(kind)]
    return " ".join([*told, *(f"{metric.label} {metric.value}" for metric in app.metric)])


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Nothing is kept from a test with another score card."""
    st.cache_resource.clear()


def store(monkeypatch: pytest.MonkeyPatch, scores: Scores) -> None:
    """Let the page find these scores."""
    monkeypatch.setattr(stored, "stored", lambda _view: scores)


@pytest.fixture
def _judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """A score card made by hand is stored."""
    store(monkeypatch, score_cards.scores())


@pytest.fixture
def _unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """No score card is stored."""
    store(monkeypatch, Scores())


def test_the_lead_names_the_category_that_comes_first_with_its_window_and_cutoff(
    real: pd.DataFrame,
) -> None:
    dates = outlook.when(real, DAY).set_index("category")
    points = outlook.next_cutoffs(real, DAY).set_index("category")
    own = dates.drop("any")["next_median"].dropna()
    first = min(own.index, key=lambda code: (own[code], -dates.loc[code, "within_14"]))
    assert first == "pnp"
    row, text = points.loc[first], said(shown())
    start, end = dates.loc[first, "window_start"], dates.loc[first, "window_end"]
    assert (
        "If current practice continues, the category to expect next is **Provincial Nominee "
        f"Program**, with a round between **{start:%-d %B} and {end:%-d %B %Y}**, at about "
        f"**{row['expected']:.0f} points** ({row['low']:.0f} to {row['high']:.0f}; a nomination "
        "brings 600 of them)."
    ) in text
    assert (
        f"the chance of a round is **{dates.loc['any', 'within_7']:.0%}** by 27 August 2026 and "
        f"**{dates.loc['any', 'within_14']:.0%}** by 3 September 2026."
    ) in text


def test_the_limits_of_every_forecast_are_said() -> None:
    text = said(shown())
    assert "Size and date of a round are the government’s choices" in text
    for unforeseen in ("new categories", "restarts", "retirements", "skipped weeks"):
        assert unforeseen in text
    assert text.count("If current practice continues") >= 5


def test_the_calendar_holds_the_chance_of_each_of_the_next_28_days(real: pd.DataFrame) -> None:
    (drawn,) = (found for found in figures(shown()) if found.key == "outlook-calendar")
    days = outlook.calendar(real, DAY)
    every = days[days["category"] == "any"]
    cells = [chance for week in drawn.spec["data"][0]["z"] for chance in week if chance is not None]
    assert cells == pytest.approx(every["probability"].tolist())
    assert len(cells) == 28
    best = every.loc[every["probability"].idxmax()]
    title = f"{best['date']:%A, %-d %B}, {best['probability']:.0%}"
    assert title in drawn.alt
    assert "if current practice continues" in drawn.alt


def test_a_row_per_category_has_window_chances_cutoff_and_range(real: pd.DataFrame) -> None:
    table = shown().dataframe[0].value.set_index("category")
    dates = outlook.when(real, DAY).set_index("category")
    points = outlook.next_cutoffs(real, DAY).set_index("category")
    assert list(table.index[:4]) == ["Any category", "PNP", "CEC", "French"]
    row = table.loc["CEC"]
    for name in ("within_7", "within_14", "within_28"):
        assert row[name] == round(dates.loc["cec", name], 2)
    assert row["expected"] == round(points.loc["cec", "expected"])
    low, high = points.loc["cec", "low"], points.loc["cec", "high"]
    assert row["range"] == f"{low:.0f} to {high:.0f}"
    start, end = dates.loc["cec", "window_start"], dates.loc["cec", "window_end"]
    assert row["dates"] == f"{start:%-d} to {end:%-d %b %Y}"
    assert table.loc["Education", "expected"] == 462
    assert table.loc["Education", "range"] == "–"


def test_too_few_rounds_and_retired_categories_are_told_apart() -> None:
    app = shown()
    table = app.dataframe[0].value.set_index("category")
    assert table.loc["Military recruits", "basis"] == "1 round, too few: the last value"
    assert "General" not in table.index
    assert "**No forecast:** General (no round since 23 April 2024)" in said(app)


def test_a_retired_category_alone_gets_no_forecast() -> None:
    app = shown("general")
    text = said(app)
    assert "**No forecast.** None of the chosen categories has had a round within a year" in text
    assert {found.key for found in figures(app)} <= {"outlook-reliability"}
    assert not app.metric


def test_the_filter_chooses_the_categories() -> None:
    app = shown("french", "trades")
    assert app.dataframe[0].value["category"].tolist() == ["French", "Trades"]
    assert "French-language proficiency" in said(app)
    assert "Any category" not in said(app)


@pytest.mark.parametrize("code", ["pnp", "cec"])
def test_the_fan_continues_one_category_and_no_other(code: str, real: pd.DataFrame) -> None:
    (drawn,) = (found for found in figures(shown(code, "french")) if found.key == "outlook-fan")
    past = drawn.spec["data"][2]
    own = real[real["category"] == code].tail(len(past["y"]))
    assert past["y"] == own["cutoff"].tolist()
    ahead = outlook.fan(real, code, DAY)
    assert drawn.spec["data"][3]["y"] == pytest.approx(ahead["q50"].tolist())


def test_the_reader_chooses_the_category_of_the_fan() -> None:
    app = shown()
    app.selectbox(key="outlook-category-pnp").select("cec").run()
    assert not app.exception
    assert any("CEC: next cut-off about" in plain(heading.value) for heading in app.subheader)


def test_the_what_if_answers_for_the_size_and_day_that_are_set(real: pd.DataFrame) -> None:
    app = shown("cec")
    on = date(2026, 9, 9)
    app.slider(key="what-if-size-cec").set_value(4000)
    app.slider(key="what-if-day-cec").set_value(on).run()
    found = outlook.what_if(real, "cec", 4000, on, DAY)
    assert (
        f"A CEC round of **4,000 invitations** on **9 September 2026**: cut-off of about "
        f"**{found.expected:.0f}**, 8 times out of 10 between {found.low:.0f} and "
        f"{found.high:.0f}."
    ) in said(app)
    # 22 days after 18 August
    assert f"{4000 / 22:.0f} invitations a day since its last round, more than the usual" in said(
        app
    )


def test_the_size_of_a_pnp_round_is_the_number_of_nominees() -> None:
    app = shown("pnp")
    assert app.slider(key="what-if-size-pnp").label == "Number of nominees invited"
    assert "Provinces decide whom they nominate" in said(app)
    assert "Size and day are the government’s choices" in said(shown("cec"))


def test_the_volume_is_the_rate_of_the_last_year_to_the_end_of_each_horizon(
    real: pd.DataFrame,
) -> None:
    since = pd.Timestamp(DAY) - timedelta(days=365)
    year = real.loc[real["date"] > since, "invitations"].sum()
    metrics = {metric.label: metric for metric in shown().metric}
    month = metrics["Next 30 days, to 19 Sep 2026"]
    assert month.value == f"about {round(year / 365 * 30, -2):,.0f}"
    assert month.delta == "5,900 to 30,500"
    rest = metrics["To the end of the year, 31 Dec 2026"]
    assert rest.value == f"about {round(year / 365 * 133, -2):,.0f}"


@pytest.mark.usefixtures("_judged")
def test_a_card_is_told_in_words_first() -> None:
    text = said(shown())
    assert "Of the statements that said about 70%, 68% came true (50 statements)." in text
    assert "off by 20 points on average, where the last value would have been off by 25" in text
    assert "held 83% of the time" in text
    assert "No better than the last value for: CEC." in text
    assert "**Where something simpler did better.** A round within 14 days, any category" in text
    assert "held 66% of the time: take them as too narrow." in text
    assert "That is no forecast’s accuracy" in text


@pytest.mark.usefixtures("_judged")
def test_every_category_says_how_such_statements_have_done() -> None:
    table = shown().dataframe[0].value.set_index("category")
    assert (
        table["basis"].to_dict()
        | {
            "PNP": "better than the last value",
            "CEC": "no better than the last value",
            "Trades": "2 judged, too few to tell",
            "French": "none judged yet",
        }
        == table["basis"].to_dict()
    )
    assert table.loc["PNP", "missed"] == 35
    assert pd.isna(table.loc["Trades", "missed"])
    assert table.loc["PNP", "timing"] == "better than past gaps"
    assert table.loc["CEC", "timing"] == "no better than past gaps"


@pytest.mark.usefixtures("_judged")
def test_what_if_accuracy_is_told_apart_from_a_forecasts() -> None:
    text = said(shown("cec"))
    assert "With the true size and day given, this was off by 3 points" in text
    assert "A forecast does not know them: it was off by 7 points." in text


@pytest.mark.usefixtures("_judged")
def test_the_table_compares_by_the_main_measure_with_a_range() -> None:
    table = shown().dataframe[-1].value
    own = table[table["target"] == "Next cut-off"]
    # By the CRPS, which counts the range, and not by the mean error.
    assert own["baseline"].tolist() == ["the last value again", "line through five"]
    assert own[["skill", "skill_low", "skill_high"]].iloc[0].tolist() == [0.25, 0.1, 0.4]
    assert own["coverage"].tolist() == [0.83, 0.83]
    assert "PNP" not in table["group"].tolist()


@pytest.mark.usefixtures("_judged")
def test_single_categories_are_in_the_table_if_asked_for() -> None:
    app = shown()
    app.toggle(key="outlook-by-category").set_value(True).run()
    assert "PNP" in app.dataframe[-1].value["group"].tolist()


@pytest.mark.usefixtures("_unjudged")
def test_without_a_card_the_page_says_so() -> None:
    app = shown()
    assert any("The score card is not stored" in info.value for info in app.info)
    assert "came true" not in said(app)
    assert set(app.dataframe[0].value["timing"]) == {""}


def test_the_live_record_says_when_its_log_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    log = pd.DataFrame({"made_on": pd.to_datetime(["2026-08-20", "2026-08-21"])})
    store(monkeypatch, replace(score_cards.scores(), log=log))
    text = said(shown())
    assert "The log begins on 20 August 2026 and holds 2 forecasts as they were made." in text
    assert "None of them can be judged from this record yet." in text


def test_the_live_record_is_shown_once_something_was_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log = pd.DataFrame({"made_on": pd.to_datetime(["2026-08-20"])})
    live = score_cards.card().assign(era="2026-08-20")
    store(monkeypatch, replace(score_cards.scores(), log=log, live=live))
    app = shown()
    assert "Those that can be judged by now are below." in said(app)
    assert len(app.dataframe[-1].value) > len(app.dataframe[-2].value)  # single categories too


def test_an_old_record_is_told_at_the_top_and_a_fresh_one_is_not() -> None:
    assert not shown().warning
    known = view(today=date(2027, 3, 1))
    (warning,) = shown(today=date(2027, 3, 1)).warning
    text = plain(warning.value)
    assert f"a record that ends on {known.words.day(known.as_of)}, {known.age} days ago" in text


@pytest.mark.usefixtures("_unjudged")
@pytest.mark.parametrize("codes", [(), ("trades", "education"), ("military",), ("pnp", "cec")])
def test_nothing_is_ever_certain_or_impossible(codes: tuple[str, ...]) -> None:
    app = shown(*codes)
    drawn = [found for found in figures(app) if found.key == "outlook-calendar"]
    texts = [
        said(app),
        *(found.alt for found in drawn),
        *(note["text"] for found in drawn for note in found.spec["layout"]["annotations"]),
    ]
    assert not re.search(r"(?<![\d.,])(0|100)\s?%", " ".join(texts))
    assert not re.search(r"\bnan\b|\bNone\b(?! of)", " ".join(texts))


def test_a_new_category_and_few_rounds_are_no_obstacle(draws: pd.DataFrame, record: Record) -> None:
    known = view(Filter(), today=date(2024, 3, 10), record=replace(record, draws=draws))
    table = next_rounds.soon(next_rounds.mine(known))
    (name,) = known.categories.keys() - {"general", "pnp", "fst", "stem", "french"}
    assert table.set_index("category").loc[name, "status"] == "too-few"
    assert known.label(name) == "Beekeepers"


def test_the_page_has_an_address_of_its_own() -> None:
    app = opened("outlook")
    assert not app.exception
    assert app.caption[0].value == "Express Entry rounds · Outlook"
