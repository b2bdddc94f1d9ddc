"""Forecasts on ageing and old data: no chance for a day that is over, and none at all if old.

The bundled data is complete through 20 August 2026, a Thursday.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis import outlook
from pages.language import Words
from pages.outlook import next_rounds, said, text, what_if
from pages.outlook.track_record.scores import Scores
from tests.pages.support import score_cards
from tests.pages.support.app_views import DAY, figures, plain, view
from tests.pages.support.replay import day_of, reading, replayed

LANGUAGES = ("en", "fr")
COUNTED = {
    "en": "Counted from 20 August 2026; what has happened since is not known.",
    "fr": "Compté à partir du 20 août 2026; on ne sait pas ce qui s’est produit depuis.",
}
NEEDED = {
    "en": "A forecast needs rounds up to now; ours end on 20 August 2026.",
    "fr": "Une prévision a besoin des rondes jusqu’à maintenant; les nôtres s’arrêtent au "
    "20 août 2026.",
}
SAID = {"en": "What we said on 20 August 2026", "fr": "Ce que nous disions le 20 août 2026"}


def lead(app: AppTest) -> str:
    """Return the text of the page's finding."""
    texts = app.get_by_key("outlook-lead").markdown
    return " ".join(plain(text.value) for text in texts).replace("\N{NO-BREAK SPACE}", " ")


def calendar_days(app: AppTest) -> list[str]:
    """Return the days of the calendar, from their hover texts."""
    (chart,) = (figure for figure in figures(app) if figure.key == "outlook-calendar")
    cells = [text for week in chart.spec["data"][0]["customdata"] for text in week if text]
    return [re.sub("</?b>", "", text.split("<br>")[0]) for text in cells]


def test_calendar_of_older_data_begins_today_with_the_same_chances(real: pd.DataFrame) -> None:
    # Complete through 20 August, today is 23 August: the 21st and the 22nd are left out.
    later = outlook.calendar(real, DAY, 28, date(2026, 8, 23))
    whole = outlook.calendar(real, DAY, 30)
    assert sorted(later["date"].dt.date.unique())[0] == date(2026, 8, 23)
    assert later["date"].nunique() == 28
    shared = whole[whole["date"] >= "2026-08-23"].reset_index(drop=True)
    pd.testing.assert_frame_equal(later, shared)


def test_calendar_of_current_data_begins_today(real: pd.DataFrame) -> None:
    # Complete through yesterday: the day after that is today.
    days = outlook.calendar(real, DAY, 28, DAY + timedelta(days=1))
    pd.testing.assert_frame_equal(days, outlook.calendar(real, DAY))


def test_calendar_ends_half_a_year_after_the_last_known_day(real: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="1 to 180"):
        outlook.calendar(real, DAY, 181, DAY + timedelta(days=3))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("days", "first"), [(0, 20), (1, 21), (3, 23), (10, 30)])
def test_calendar_shows_today_and_no_day_before_it(days: int, first: int, language: str) -> None:
    app = replayed("outlook", days, language)
    shown = calendar_days(app)
    wanted = [date(2026, 8, first) + timedelta(days=ahead) for ahead in range(28)]
    workdays = [day for day in wanted if day.weekday() < 5]
    assert shown == [Words(language).day(day, "EEEE, d MMMM y") for day in workdays]
    begins = Words(language).day(wanted[0], "d MMMM")
    assert f"{begins}" in reading(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("days", [0, 1])
def test_current_forecasts_count_from_today_without_a_word(days: int, language: str) -> None:
    text = reading(replayed("outlook", days, language))
    assert COUNTED[language] not in text
    assert NEEDED[language] not in text
    assert SAID[language] not in text
    assert {"en": "Next 30 days, to 19 Sep 2026", "fr": "D’ici 30 jours, jusqu’au 19 sept. 2026"}[
        language
    ] in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("days", [3, 10])
def test_ageing_forecasts_say_from_which_day_they_count(days: int, language: str) -> None:
    app = replayed("outlook", days, language)
    text = reading(app)
    # The lead, calendar, ranges, table, fan and invitations, and pictures of three of these.
    assert text.count(COUNTED[language]) == 9
    assert COUNTED[language] in lead(app)
    label = {"en": "From 21 Aug 2026 to 19 Sep 2026", "fr": "Du 21 août 2026 au 19 sept. 2026"}
    assert label[language] in text
    assert {"en": "Next 30 days", "fr": "D’ici 30 jours, jusqu’au"}[language] not in text


@pytest.mark.parametrize(
    ("days", "week"),
    [(7, True), (8, False)],  # 27 August is over on the 28th
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_chance_is_given_for_days_that_are_over(days: int, week: bool, language: str) -> None:
    app = replayed("outlook", days, language)
    by = {"en": "by 27 August 2026", "fr": "d’ici au 27 août 2026"}[language]
    assert (by in reading(app)) == week
    assert ("within_7" in app.dataframe[0].value) == week
    assert {"en": "by 3 September 2026", "fr": "d’ici au 3 septembre 2026"}[language] in lead(app)


def test_expected_dates_that_are_over_are_not_expected_any_more(real: pd.DataFrame) -> None:
    # A round every Monday up to 3 August 2026: the next was due by the 10th, eight times in ten.
    mondays = pd.date_range("2025-01-06", "2026-08-03", freq="7D").astype("datetime64[ms]")
    last = real[real["category"] == "pnp"].tail(1)
    draws = pd.concat([last] * len(mondays), ignore_index=True).assign(
        date=mondays, round_id=[str(place) for place in range(len(mondays))]
    )
    record = replace(view().record, draws=draws)
    source = replace(record.source, confirmed_at=pd.Timestamp("2026-08-05T04:00Z").to_pydatetime())
    page = view(today=date(2026, 8, 16), record=replace(record, source=source))
    assert (page.as_of, page.age) == (date(2026, 8, 4), "ageing")
    (row,) = next_rounds.likeliest(page).itertuples()
    assert row.window_end.date() < page.today
    assert text.window(page, row).startswith("over: ")
    (first, second) = text.lead(page, None, [row])
    assert "was expected between" in plain(first)
    assert "**Next " not in first
    assert "by 18 August 2026**" not in second
    assert "by 11 August" not in second


@pytest.mark.parametrize(("days", "first"), [(0, 21), (1, 21), (3, 23), (13, 33)])
def test_what_if_offers_no_day_that_is_over(days: int, first: int) -> None:
    page = view(today=day_of(days))
    low, high, usual = what_if.days(page, "pnp")
    assert low == date(2026, 8, 20) + timedelta(days=first - 20)
    assert (high - low).days == 55
    assert low <= usual <= high


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("days", [20, 98, 400])
def test_old_data_gives_no_chance_but_what_was_said_then(days: int, language: str) -> None:
    app = replayed("outlook", days, language)
    finding = lead(app)
    assert NEEDED[language] in finding
    assert "%" not in finding
    assert {"en": "19 August 2026", "fr": "19 août 2026"}[language] in finding
    assert next(plain(heading.value) for heading in app.header) == SAID[language]
    assert {figure.key for figure in figures(app)} == {"outlook-reliability"}
    assert not app.metric
    assert not app.slider
    shown = reading(app)
    was = {
        "en": "the chance of a round was put at 23% by 27 August 2026, 89% by 3 September 2026 "
        "and 98% by 17 September 2026.",
        "fr": "la probabilité d’une ronde était estimée à 23 % d’ici au 27 août 2026, 89 % d’ici "
        "au 3 septembre 2026 et 98 % d’ici au 17 septembre 2026.",
    }
    assert was[language] in shown
    for forbidden in {
        "en": (
            "Most likely day",
            "**Next ",
            "Next 30 days",
            "Within 3 months, by",
            "next cut-off about",
        ),
        "fr": ("Jour le plus probable", "D’ici 30 jours", "prochain seuil d’environ"),
    }[language]:
        assert forbidden not in shown


def test_what_was_said_is_read_from_the_log_and_else_made_again() -> None:
    page = view(today=day_of(98))
    made = pd.DataFrame(
        {
            "made_on": pd.to_datetime(["2026-08-19", "2026-08-20"]),
            "target": "when-14",
            "category": "cec",
            "horizon": 14,
            "probability": [0.25, 0.75],
        }
    )
    saved = replace(score_cards.scores(), log=made)
    entries, is_saved = said._entries(page, saved)
    assert is_saved
    assert entries["probability"].tolist() == [0.75]
    entries, is_saved = said._entries(page, Scores())
    assert not is_saved
    dates = outlook.next_dates(page.history, DAY).set_index("category")
    chance = entries.set_index(["target", "category"]).loc[("when-14", "cec"), "probability"]
    assert chance == pytest.approx(dates.loc["cec", "within_14"])
    assert said.title(page, is_saved=False) == "What we would have said on 20 August 2026"


def test_old_outlook_of_one_category_speaks_of_it() -> None:
    app = replayed("outlook", 98, "en", category="cec")
    text = reading(app)
    # #436 on 18 August was the last CEC round.
    assert "Last known round: 18 August 2026. Newer rounds may be missing." in text
    assert "CEC: the chance of a round was put at 8% by 27 August 2026" in text
    inactive = reading(replayed("outlook", 98, "en", category="stem"))
    assert "Last known round: 11 April 2024." in inactive
    assert SAID["en"] not in inactive
