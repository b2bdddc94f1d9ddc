"""The outlook page: its numbers match the analysis, and no chance is given as certain."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis import outlook
from analysis.crs.scale import scale_changes
from data import forecasts
from data.rounds.record import Record
from data.vocabulary.filter import Filter
from pages import served
from pages.outlook import calendar, next_rounds, volume
from pages.outlook import page as outlook_page
from pages.outlook.track_record.scores import Scores, load_scores
from tests.pages.support import score_cards
from tests.pages.support.app_views import (
    DAY,
    Figure,
    captions,
    figures,
    headings,
    opened,
    plain,
    view,
)
from tests.support.august import folder, load

CHANGES = scale_changes(load().events)


def script(codes: tuple[str, ...], today: object) -> None:
    from datetime import date

    from data.vocabulary.filter import Filter
    from pages.outlook import page as outlook
    from tests.pages.support.app_views import view

    assert isinstance(today, date)
    outlook.render(view(Filter(codes), today))


def run_page(*codes: str, today: date = DAY) -> AppTest:
    """Run the page alone as of a day; the default is 20 August 2026."""
    app = AppTest.from_function(
        script, kwargs={"codes": codes, "today": today}, default_timeout=30
    ).run()
    assert not app.exception
    return app


def text_of(app: AppTest) -> str:
    """Return all text on the page."""
    kinds = ("title", "markdown", "caption", "header", "subheader", "info", "warning")
    texts = [plain(str(element.value)) for kind in kinds for element in app.get(kind)]
    texts += [*headings(app), *captions(app)]
    return " ".join([*texts, *(f"{metric.label} {metric.value}" for metric in app.metric)])


def charts(app: AppTest, key: str) -> list[Figure]:
    return [figure for figure in figures(app) if figure.key == key]


def store(monkeypatch: pytest.MonkeyPatch, scores: Scores) -> None:
    """Make the page load these scores."""
    monkeypatch.setattr(outlook_page, "load_scores", lambda _view: scores)


@pytest.fixture
def _judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Store a hand-made score card."""
    store(monkeypatch, score_cards.scores())


@pytest.fixture
def _unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """No score card is stored."""
    store(monkeypatch, Scores())


def test_page_opened_for_a_category_speaks_of_it_and_not_of_the_likeliest_one() -> None:
    app = opened("outlook", category="healthcare")
    assert not app.exception
    lead = next(plain(text.value) for text in app.main.markdown if "**Next" in text.value)
    assert "**Next Healthcare round**" in lead
    table = app.dataframe[0].value
    assert table["category"].tolist() == ["Healthcare"]
    assert list(table.columns[:4]) == ["category", "expected", "dates", "within_14"]
    assert app.selectbox(key="outlook-category-healthcare").value == "healthcare"
    assert "PNP" not in lead


def test_lead_names_the_next_category_with_dates_and_cut_off(
    real: pd.DataFrame,
) -> None:
    dates = outlook.next_dates(real, DAY).set_index("category")
    points = outlook.next_cutoffs(real, DAY, changes=CHANGES).set_index("category")
    medians = dates.drop("any")["next_median"].dropna()
    first = min(medians.index, key=lambda code: (medians[code], -dates.loc[code, "within_14"]))
    assert first == "pnp"
    row, text = points.loc[first], text_of(run_page())
    start, end = dates.loc[first, "window_start"], dates.loc[first, "window_end"]
    assert (
        "**Next PNP round**, if current practice continues: probably "
        f"between **{start:%-d %B} and {end:%-d %B %Y}**, cut-off about **{row['expected']:.0f}** "
        f"(8 in 10: {row['low']:.0f} to {row['high']:.0f}, including 600 for the nomination)."
    ) in text
    assert (
        f"the chance of a round is **{dates.loc['any', 'within_7']:.0%}** by 27 August 2026 and "
        f"**{dates.loc['any', 'within_14']:.0%}** by 3 September 2026."
    ) in text


def test_page_states_the_limits_of_the_forecasts() -> None:
    text = text_of(run_page())
    assert "Expect the dates and the range each to be right about 8 times out of 10" in text
    assert "The government chooses the size and date of each round." in text
    assert (
        "New categories, restarts, dropped categories and skipped weeks cannot be predicted."
        in text
    )
    assert text.count("If current practice continues") >= 5


def test_calendar_shows_the_chance_for_each_workday_of_four_weeks(real: pd.DataFrame) -> None:
    (chart,) = charts(run_page(), "outlook-calendar")
    days = outlook.calendar(real, DAY, today=DAY)
    any_category = days[days["category"] == "any"]
    cells = [chance for week in chart.spec["data"][0]["z"] for chance in week if chance is not None]
    workdays = any_category[any_category["date"].dt.day_of_week < 5]
    assert cells == pytest.approx(workdays["probability"].tolist())
    assert len(cells) == 20  # weekends, on which a round is most unlikely, are in the table
    drawn = calendar.chart(view())
    assert drawn is not None
    assert "Weekends are left out: the chance on their days is 1% or less." in drawn.note
    best = any_category.loc[any_category["probability"].idxmax()]
    title = f"{best['date']:%A, %-d %B}, {best['probability']:.0%}"
    assert title in chart.alt
    assert "if current practice continues" in chart.alt


def test_ranges_of_the_next_rounds_name_the_first_by_its_90_percent_date(
    real: pd.DataFrame,
) -> None:
    (chart,) = charts(run_page(), "outlook-next")
    dates = outlook.next_dates(real, DAY).set_index("category")
    pnp, cec = (dates.loc[code, "window_end"] for code in ("pnp", "cec"))
    assert chart.alt == (
        f"PNP is likely next, by {pnp:%-d %B} 9 times out of 10; CEC by {cec:%-d %B}"
    )
    (bars,) = (
        t
        for t in chart.spec["data"]
        if t["type"] == "bar"
        and len(t["y"]) == 3
        and t["meta"]["only"] == "wide"
        and "xaxis" not in t
    )
    starts = [dates.loc[code, "window_start"] for code in ("pnp", "cec", "french")]
    assert bars["base"] == [f"{day:%Y-%m-%d}" for day in starts]


def test_ranges_are_not_drawn_without_a_forecast() -> None:
    assert charts(run_page("general"), "outlook-next") == []


def test_each_category_row_has_dates_chances_cut_off_and_range(real: pd.DataFrame) -> None:
    table = run_page().dataframe[0].value.set_index("category")
    dates = outlook.next_dates(real, DAY).set_index("category")
    points = outlook.next_cutoffs(real, DAY, changes=CHANGES).set_index("category")
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


def test_categories_with_few_rounds_and_retired_ones_are_distinguished() -> None:
    app = run_page()
    table = app.dataframe[0].value.set_index("category")
    assert table.loc["Military recruits", "basis"] == "1 round, too few: repeats the last cut-off"
    assert "General" not in table.index
    assert "**No forecast:** General (no round since 23 April 2024)" in text_of(app)


def test_a_retired_category_alone_gets_no_forecast() -> None:
    app = run_page("general")
    text = text_of(app)
    assert ("**No forecast.** There was no General round in the year up to 20 August 2026.") in text
    assert "8 times out of 10" not in text
    assert {figure.key for figure in figures(app)} <= {"outlook-reliability"}
    assert not app.metric


def test_category_filter_applies_to_the_outlook() -> None:
    app = run_page("french", "trades")
    assert app.dataframe[0].value["category"].tolist() == ["French", "Trades"]
    assert "**Next French round**" in text_of(app)
    assert "Any category" not in text_of(app)


@pytest.mark.parametrize("code", ["pnp", "cec"])
def test_fan_continues_the_past_cut_offs_of_one_category(code: str, real: pd.DataFrame) -> None:
    (chart,) = charts(run_page(code, "french"), "outlook-fan")
    past = chart.spec["data"][0]
    draws = real[real["category"] == code].tail(len(past["y"]))
    assert past["y"] == draws["cutoff"].tolist()
    ahead = outlook.fan(real, code, DAY, changes=CHANGES)
    assert chart.spec["data"][3]["y"] == pytest.approx(ahead["q50"].tolist()[1:])


def test_selectbox_changes_the_category_of_the_fan() -> None:
    app = run_page()
    app.selectbox(key="outlook-category-pnp").select("cec").run()
    assert not app.exception
    assert any("CEC: next cut-off about" in heading for heading in headings(app))


def test_what_if_answer_is_for_the_chosen_size_and_day(real: pd.DataFrame) -> None:
    app = run_page("cec")
    on = date(2026, 9, 9)
    app.slider(key="what-if-size-cec").set_value(4000)
    app.slider(key="what-if-day-cec").set_value(on).run()
    result = outlook.what_if(real, "cec", 4000, on, DAY, changes=CHANGES)
    assert (
        f"With **4,000 invitations** on **9 September 2026**, the CEC cut-off would be about "
        f"**{result.expected:.0f}**, 8 times out of 10 between {result.low:.0f} and "
        f"{result.high:.0f}."
    ) in text_of(app)
    # 22 days after 18 August
    pace = f"That is {4000 / 22:.0f} invitations a day since the category’s last round, more than"
    assert pace in text_of(app)


def test_what_if_for_pnp_asks_for_the_number_of_nominees() -> None:
    app = run_page("pnp")
    assert app.slider(key="what-if-size-pnp").label == "Number of nominees invited"
    assert "Provinces decide who they nominate, and that sets the size of a PNP round." in text_of(
        app
    )
    assert "The government chooses the size and date, and nobody outside" in text_of(
        run_page("cec")
    )


def test_expected_invitations_extend_the_daily_rate_of_the_last_year(
    real: pd.DataFrame,
) -> None:
    since = pd.Timestamp(DAY) - timedelta(days=365)
    year = real.loc[real["date"] > since, "invitations"].sum()
    metrics = {metric.label: metric for metric in run_page().metric}
    month = metrics["Next 30 days, to 19 Sep 2026"]
    assert month.value == f"about {round(year / 365 * 30, -2):,.0f}"
    assert month.delta == "5,900 to 30,500"
    rest = metrics["To the end of the year, 31 Dec 2026"]
    assert rest.value == f"about {round(year / 365 * 133, -2):,.0f}"


def test_table_of_expected_invitations_writes_thousands_in_every_column() -> None:
    page = next_rounds.without_dates(view())
    wide, columns = volume._wide(page)
    assert "year" not in columns
    assert list(wide.columns) == list(columns)
    assert columns["invitations-year"].startswith("To 31 Dec: expected invitations.")


@pytest.mark.usefixtures("_judged")
def test_score_card_is_summarized_in_words() -> None:
    text = text_of(run_page())
    assert "When we said 70–80%, it came true 68% of the time (50 cases)." in text
    assert "Forecasts were off by 20 points on average." in text
    assert "Repeating the last cut-off would have been off by 25 points." in text
    assert "Ranges meant to be right 80% of the time were right 83% of the time." in text
    assert "No better than repeating the last cut-off for: CEC." in text
    assert "**Where a simple guess did better.** A round within 14 days, any category" in text
    assert "of the time were right 66% of the time, so treat them as too narrow." in text
    assert "A real forecast cannot use these, because nobody outside knows them before" in text


@pytest.mark.usefixtures("_judged")
def test_each_category_row_says_how_past_forecasts_did() -> None:
    table = run_page().dataframe[0].value.set_index("category")
    assert (
        table["basis"].to_dict()
        | {
            "PNP": "better than repeating the last cut-off",
            "CEC": "no better than repeating the last cut-off",
            "Trades": "2 checked, too few to tell",
            "French": "none checked yet",
        }
        == table["basis"].to_dict()
    )
    assert table.loc["PNP", "missed"] == 35
    assert pd.isna(table.loc["Trades", "missed"])
    assert table.loc["PNP", "timing"] == "better than past gaps alone"
    assert table.loc["CEC", "timing"] == "no better than past gaps alone"


@pytest.mark.usefixtures("_judged")
def test_what_if_accuracy_is_distinguished_from_forecast_accuracy() -> None:
    text = text_of(run_page("cec"))
    assert "Given the actual size and date, this was off by 3 points on average" in text
    assert "A forecast does not know them: it was off by 7 points." in text


@pytest.mark.usefixtures("_judged")
def test_comparison_table_has_crps_skill_with_a_range() -> None:
    table = run_page().dataframe[-1].value
    table = table[table["target"] == "Next cut-off, on the eve of its round"]
    # Scored by CRPS, which takes the range into account, and not by the mean error.
    assert table["baseline"].tolist() == [
        "the last cut-off again",
        "straight line through the last five cut-offs",
    ]
    assert table[["skill", "skill_low", "skill_high"]].iloc[0].tolist() == [0.25, 0.1, 0.4]
    assert table["coverage"].tolist() == [0.83, 0.83]
    assert "PNP" not in table["group"].tolist()


@pytest.mark.usefixtures("_judged")
def test_toggle_adds_single_categories_to_the_comparison_table() -> None:
    app = run_page()
    app.toggle(key="outlook-by-category").set_value(True).run()
    assert "PNP" in app.dataframe[-1].value["group"].tolist()


@pytest.mark.usefixtures("_unjudged")
def test_page_says_when_no_score_card_is_stored() -> None:
    app = run_page()
    assert any(
        "The accuracy results are not stored with this data yet." in info.value for info in app.info
    )
    assert "came true" not in text_of(app)
    assert set(app.dataframe[0].value["timing"]) == {""}


def test_rewritten_score_card_replaces_the_cached_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(served, "current", lambda: SimpleNamespace(folder=tmp_path))
    stored = forecasts.load(folder())
    assert stored is not None
    for card in (stored.card, stored.card.head(10)):
        forecasts.save(replace(stored, card=card), tmp_path)
        loaded = load_scores(view()).card
        assert loaded is not None
        assert len(loaded) == len(card)


def test_log_of_forecasts_is_kept_when_the_card_is_of_other_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(served, "current", lambda: SimpleNamespace(folder=tmp_path))
    stored = forecasts.load(folder())
    assert stored is not None
    forecasts.save(replace(stored, sha256="0" * 64), tmp_path)
    record = load()
    newer = replace(record, source=replace(record.source, sha256="1" * 64))
    scores = load_scores(replace(view(record=newer), stamp="newer"))
    assert scores.card is None
    assert scores.log is not None
    assert len(scores.log) == len(stored.log[stored.log["made_on"] <= pd.Timestamp(DAY)])


@pytest.mark.usefixtures("_unjudged")
@pytest.mark.parametrize("codes", [(), ("trades", "education"), ("military",), ("pnp", "cec")])
def test_no_chance_is_shown_as_0_or_100_percent(codes: tuple[str, ...]) -> None:
    app = run_page(*codes)
    calendars = charts(app, "outlook-calendar")
    texts = [
        text_of(app),
        *(calendar.alt for calendar in calendars),
        *(note["text"] for chart in calendars for note in chart.spec["layout"]["annotations"]),
    ]
    assert not re.search(r"(?<![\d.,])(0|100)\s?%", " ".join(texts))
    assert not re.search(r"\bnan\b|\bNone\b(?! of)", " ".join(texts))


def test_new_category_is_listed_with_the_status_too_few(
    draws: pd.DataFrame, record: Record
) -> None:
    page_view = view(Filter(), today=date(2024, 3, 10), record=replace(record, draws=draws))
    table = next_rounds.soon(next_rounds.without_dates(page_view))
    (name,) = page_view.categories.keys() - {"general", "pnp", "fst", "stem", "french"}
    assert table.set_index("category").loc[name, "status"] == "too-few"
    assert page_view.label(name) == "Beekeepers"


def test_outlook_page_opens_at_the_address_outlook() -> None:
    app = opened("outlook")
    assert not app.exception
    assert app.caption[0].value == "Express Entry rounds · Outlook"


def test_a_change_of_the_scale_within_the_horizon_is_named_and_whether_it_is_confirmed() -> None:
    app = opened("outlook")
    text = (
        "A change of the CRS scale on 3 November 2026 is reported, not confirmed (Points for "
        "high-wage jobs and job offers). Forecasts don’t allow for it."
    )
    assert any(text in caption for caption in captions(app))


def test_track_record_says_what_allowing_for_a_new_scale_brought() -> None:
    told = "\n".join(plain(m.value) for m in opened("outlook").markdown)
    (line,) = [row for row in told.splitlines() if "First cut-offs after a change" in row]
    assert "After 20 October 2020 (42 forecasts):" in line
    assert "After 25 March 2025 (25 forecasts):" in line
