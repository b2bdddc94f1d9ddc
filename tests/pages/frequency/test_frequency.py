"""The frequency page: rounds per week, gaps between rounds, the calendar, and waits in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.rounds import frequency
from analysis.rounds.frequency import ANY
from analysis.rounds.gaps import comparable_waits, gap_distribution
from data.rounds.record import Record
from data.vocabulary.filter import Filter
from pages.frequency import figures as charts
from pages.frequency import text
from pages.frequency.calendar_figure import calendar
from pages.language import Words
from pages.plot import colours
from tests.conftest import Build
from tests.pages.support.app_views import opened, plain, view

LABELS = {ANY: "Any category", "general": "General", "french": "French", "stem": "STEM"}
AS_OF = date(2024, 3, 10)


def open_page(**query: str | list[str]) -> AppTest:
    """Open the page as from a link."""
    return opened("frequency", **query)


def headings(app: AppTest) -> list[str]:
    return [plain(heading.value) for heading in app.header]


def lead(app: AppTest) -> str:
    return plain(next(m.value for m in app.markdown if m.value.startswith("**")))


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def test_weeks_without_a_round_have_a_rate_but_no_bar(draws: pd.DataFrame) -> None:
    weekly = frequency.weekly_counts(draws, date(2023, 12, 4), date(2023, 12, 24))
    fig = charts.weekly(frequency.rolling_rate(weekly, weeks=2), Words())
    bars, rate = fig.data
    assert (bars.x, bars.y) == (("2023-12-04", "2023-12-18"), (3, 1))
    assert rate.x == ("2023-12-07", "2023-12-14", "2023-12-21")  # the Thursdays
    assert rate.y == (None, 1.5, 0.5)
    assert fig.layout.xaxis.range == ("2023-12-04", "2023-12-25")


def test_bar_hover_shows_week_rounds_and_invitations(draws: pd.DataFrame) -> None:
    weekly = frequency.weekly_counts(draws, date(2023, 12, 4), date(2023, 12, 10))
    hover = charts.weekly(frequency.rolling_rate(weekly), Words()).data[0].customdata[0]
    assert hover == "<b>Week of 4 Dec 2023</b><br>3 rounds<br>11,650 invitations"


def gap_table(draws: pd.DataFrame) -> pd.DataFrame:
    return gap_distribution(frequency.gaps(draws), comparable_waits(frequency.waits(draws, AS_OF)))


def test_gaps_row_shows_quartiles_single_gaps_and_current_wait(draws: pd.DataFrame) -> None:
    french = draws[draws["category"] == "french"]  # 7 December, 1 and 29 February
    fig = charts.gaps(gap_table(french), LABELS, {"french": "10 days"}, Words())
    usual, lengths, wait = fig.data
    assert usual.x == (28 + 0.25 * 28, 28 + 0.75 * 28, None)  # quartiles of 28 and 56
    assert (lengths.x, lengths.y) == ((28, 56), (0, 0))
    assert lengths.customdata[0] == "28 days apart: 1 of 2 gaps"
    assert wait.x == (10,)  # 29 February to 10 March
    assert "French</b>  10 days" in fig.layout.annotations[0].text


def test_more_frequent_gap_lengths_have_larger_markers(draws: pd.DataFrame) -> None:
    general = draws[draws["category"] == "general"]
    lengths = charts.gaps(gap_table(general), LABELS, {"general": ""}, Words()).data[1]
    sizes = dict(zip(lengths.x, lengths.marker.size, strict=True))
    assert sizes[14] == charts.LARGEST > sizes[12]


def test_wait_of_zero_days_is_drawn_at_the_edge_of_the_axis(build: Build) -> None:
    draws = build(("1", "2024-03-08", "General", 1, 500), ("2", "2024-03-10", "General", 1, 500))
    wait = charts.gaps(gap_table(draws), LABELS, {"general": ""}, Words()).data[2]
    assert 0 < wait.x[0] < 1


def test_calendar_day_has_category_colours_and_a_count_if_several_rounds(
    draws: pd.DataFrame,
) -> None:
    labels = {"pnp": "PNP", "fst": "FST"}
    days = frequency.calendar(draws, 2018, date(2018, 6, 1))
    fig = calendar(days, labels, Words())
    first_half, single, second_half, _, *legend = fig.data
    cells = dict(zip(zip(first_half.x, first_half.y, strict=True), first_half.z, strict=True))
    # 30 May 2018 is the Wednesday of the 22nd week; 91a (FST) comes before 91b (PNP).
    assert cells[21, 2] == 2
    assert cells[21, 1] == 0
    assert cells[21, 5] is None
    assert set(second_half.z) == {None}
    assert single.x == ()
    assert first_half.text[149] == "2"
    assert [entry.name for entry in legend] == ["PNP", "FST"]
    assert first_half.colorscale[4:] == ((2 / 3, colours.hue("fst")), (1, colours.hue("fst")))
    assert first_half.customdata[149].split("<br>") == [
        "<b>Wednesday, 30 May 2018</b>",
        "#91a FST",
        "#91b PNP",
        "700 invitations",
    ]


def test_calendar_day_with_one_round_has_a_dot(build: Build) -> None:
    draws = build(
        ("1", "2023-12-06", "French language proficiency", 1, 500),
        ("2", "2023-12-15", "Provincial Nominee Program", 1, 700),
    )
    days = frequency.calendar(draws, 2023)
    fig = calendar(days, {"french": "French", "pnp": "PNP"}, Words())
    single = fig.data[3]
    # The half-year begins on Saturday 1 July: Wednesday 6 December is in its 24th column.
    assert list(zip(single.x, single.y, strict=True)) == [(23, 2), (24, 4)]


def test_calendar_of_a_leap_year_has_366_cells(draws: pd.DataFrame) -> None:
    fig = calendar(frequency.calendar(draws, 2024), LABELS | {"beekeepers": "B"}, Words())
    assert sum(len(cells.z) for cells in fig.data if cells.type == "heatmap") == 366


def test_weekday_chart_includes_days_without_a_round(build: Build) -> None:
    draws = build(
        ("1", "2023-12-06", "General", 1, 500),
        ("2", "2023-12-13", "General", 1, 500),
        ("3", "2023-12-15", "General", 1, 500),
    )
    bars = charts.weekdays(frequency.weekday_counts(draws), Words()).data[0]
    assert bars.x == ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    assert bars.y == (0, 0, 2, 0, 1, 0, 0)
    assert bars.text[2] == "67%"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ((56, 0.4286, 14, 64.0), "56 days, longer than 43% of its 14 gaps"),
        ((3, 0.0, 110, 14.0), "3 days (none of its 110 gaps was shorter)"),
        ((900, 1.0, 110, 14.0), "900 days, longer than all its 110 gaps"),
        ((337, 1.0, 1, 139.0), "337 days, longer than its only gap (139 days)"),
        ((1, 0.0, 1, 125.0), "1 day (its only gap was 125 days)"),
    ],
)
def test_current_wait_is_compared_with_past_gaps_in_words(
    facts: tuple[float, ...], words: str
) -> None:
    row = pd.Series(facts, index=["wait", "longer_than", "of", "median_gap"])
    assert text.current_wait(view(), row) == words


ALL_LONGER = (
    "**The current wait is not unusual:** up to 20 August 2026, the last day shown, it was 1 day "
    "since #437 on 19 August 2026, and none of the 433 waits since January 2015 was shorter. The "
    "typical wait between days with a round is 12 days; half last 2 to 14 days. There were "
)


def test_lead_says_whether_the_wait_is_unusual_and_counts_recent_rounds(real: pd.DataFrame) -> None:
    app = open_page(to="2026-08-20")
    assert not app.exception
    days = [day.date() for day in real["date"]]
    last_weeks = monday(date(2026, 8, 20)) - timedelta(weeks=7)
    recent = sum(day >= last_weeks for day in days)
    # The same numbers by hand: 434 days with a round, with these days between them.
    dates = sorted(set(days))
    waits = sorted((b - a).days for a, b in pairwise(dates))
    assert (len(waits), waits[0], waits[216], waits[108], waits[324]) == (433, 1, 12, 2, 14)
    assert lead(app) == (
        f"{ALL_LONGER}{recent} rounds in the 8 weeks to 20 August 2026, {recent / 8:.1f} a week."
    )


@pytest.mark.parametrize(
    ("query", "english", "french"),
    [
        # 14 waits, of which 6 were shorter than 56 days.
        (
            {"category": "healthcare"},
            "**The current wait is not unusual:** up to 20 August 2026, the last day shown, it was "
            "56 days since #422 on 25 June 2026, longer than 6 of the 14 waits since June 2023.",
            "**L’attente actuelle n’a rien d’inhabituel :** jusqu’au 20 août 2026, dernier jour "
            "affiché, il s’est écoulé 56 jours depuis la ronde n° 422 du 25 juin 2026, soit plus "
            "que 6 des 14 attentes depuis juin 2023.",
        ),
        # 317 waits, of which 288 were shorter than 19 days.
        (
            {"to": "2024-11-11"},
            "**The current wait is unusually long:** up to 11 November 2024, the last day shown, "
            "it was 19 days since #321 on 23 October 2024, longer than 9 in 10 waits since "
            "January 2015.",
            "**L’attente actuelle est inhabituellement longue :** jusqu’au 11 novembre 2024, "
            "dernier jour affiché, il s’est écoulé 19 jours depuis la ronde n° 321 du 23 octobre "
            "2024, soit plus que 9 attentes sur 10 depuis janvier 2015.",
        ),
        (
            {"category": "general"},
            "**The current wait is unusually long:** up to 20 August 2026, the last day shown, it "
            "was 849 days since #294 on 23 April 2024, longer than all 177 waits since "
            "January 2015.",
            "**L’attente actuelle est inhabituellement longue :** jusqu’au 20 août 2026, dernier "
            "jour affiché, il s’est écoulé 849 jours depuis la ronde n° 294 du 23 avril 2024, soit "
            "plus que les 177 attentes depuis janvier 2015.",
        ),
        (
            {"category": "education"},
            "**There were too few rounds to tell whether the current wait is unusual:** up to "
            "20 August 2026, the last day shown, it was 337 days since #367 on 17 September 2025, "
            "longer than the only wait since May 2025.",
            "**Il y a eu trop peu de rondes pour dire si l’attente actuelle est inhabituelle :** "
            "jusqu’au 20 août 2026, dernier jour affiché, il s’est écoulé 337 jours depuis la "
            "ronde n° 367 du 17 septembre 2025, soit plus que la seule attente depuis mai 2025.",
        ),
        (
            {"to": "2026-08-19"},
            "**There is no wait:** the latest round, #437, was on 19 August 2026, the last day "
            "shown.",
            "**Il n’y a pas d’attente :** la dernière ronde, n° 437, a eu lieu le 19 août 2026, "
            "dernier jour affiché.",
        ),
        (
            {"category": "military"},
            "**There were too few rounds to tell whether the current wait is unusual:** up to "
            "20 August 2026, the last day shown, it was 28 days since #430 on 23 July 2026, the "
            "first round.",
            "**Il y a eu trop peu de rondes pour dire si l’attente actuelle est inhabituelle :** "
            "jusqu’au 20 août 2026, dernier jour affiché, il s’est écoulé 28 jours depuis la ronde "
            "n° 430 du 23 juillet 2026, la première.",
        ),
    ],
)
def test_lead_answers_whether_the_wait_is_unusual(
    query: dict[str, str], english: str, french: str
) -> None:
    assert lead(open_page(**{"to": "2026-08-20", **query})).startswith(english)
    app = open_page(**{"to": "2026-08-20", **query}, lang="fr")
    assert lead(app).replace("\N{NO-BREAK SPACE}", " ").startswith(french)


@pytest.mark.parametrize(
    ("wait", "shorter", "waits", "expected"),
    [
        (15, 0.8, 100, "**The current wait is longer than usual:** "),
        (14, 0.79, 100, "**The current wait is not unusual:** "),
    ],
)
def test_wait_beyond_the_middle_half_is_longer_than_usual(
    wait: int, shorter: float, waits: int, expected: str
) -> None:
    row = {
        "wait": wait,
        "longer_than": shorter,
        "usual_low": 2,
        "usual_high": 14,
        "median_gap": 12,
        "last_id": "1",
        "last_date": pd.Timestamp("2026-08-05"),
    }
    weeks = pd.DataFrame({"rounds": [1] * 8, "rate": [1.0] * 8})
    said = plain(text.summary(view(), pd.Series(row), weeks, waits))
    assert said.startswith(expected)
    tenths = int(shorter * 10)
    assert f"longer than {tenths} in 10 waits since January 2015." in said


def test_headings_and_busy_weeks_match_a_recount(real: pd.DataFrame) -> None:
    app = open_page(to="2026-08-20")
    days = [day.date() for day in real["date"]]
    weeks: dict[date, int] = {}
    for day in days:
        weeks[monday(day)] = weeks.get(monday(day), 0) + 1
    every = (monday(date(2026, 8, 20)) - monday(days[0])).days // 7 + 1
    wednesdays = sum(day.weekday() == 2 for day in days)
    this_year = [day for day in days if day.year == 2026]
    busy = sum(rounds >= 2 for rounds in weeks.values())
    assert headings(app) == [
        f"{every - len(weeks)} of {every} weeks had no round",
        f"2026: {len(this_year)} rounds on {len(set(this_year))} days",
        "Healthcare: 56 days since the last round, longer than 43% of its gaps",
        f"{wednesdays} of {len(days)} rounds fell on a Wednesday",
        f"{busy} busy weeks",
    ]
    table = app.dataframe[-1].value
    week = table[table["week"] == "2023-12-04"].iloc[0]
    assert week["categories"] == "General + French + STEM"
    assert (week["rounds"], week["invitations"]) == (3, 4750 + 1000 + 5900)
    assert week["round_ids"] == "272, 273, 274"


def test_inactive_and_single_round_categories_are_listed_with_dates() -> None:
    app = open_page(to="2026-08-20")
    text = next(plain(m.value) for m in app.markdown if "Inactive" in m.value)
    assert "STEM (last round on 11 April 2024, 861 days earlier)" in text
    assert "Healthcare" not in text
    single = next(plain(m.value) for m in app.markdown if "Only one round" in m.value)
    assert "Military recruits (last round on 23 July 2026, 28 days earlier)" in single


def test_link_sets_the_calendar_year() -> None:
    app = open_page(**{"calendar-year": "2018"})
    assert "2018: 28 rounds on 27 days" in headings(app)


@pytest.mark.parametrize("year", ["1999", "soon", ""])
def test_invalid_calendar_year_in_a_link_shows_the_latest(year: str) -> None:
    app = open_page(to="2026-08-20", **{"calendar-year": year})
    assert not app.exception
    assert "2026: 49 rounds on 49 days" in headings(app)


@pytest.mark.parametrize(
    "query",
    [
        {"category": "military"},
        {"category": "stem"},
        {"category": ["stem", "fst"]},
        {"from": "2023-12-08", "to": "2023-12-08"},
        {"from": "2015-01-31", "to": "2015-01-31"},
        {"category": "fsw", "to": "2023-02-02"},
    ],
)
def test_the_page_works_for_very_few_rounds(query: dict[str, str]) -> None:
    app = open_page(**query)
    assert not app.exception
    text = " ".join([*headings(app), *(m.value for m in app.markdown)]).lower()
    assert "nan" not in text
    assert "none" not in text


def test_page_says_when_no_round_matches_the_filters() -> None:
    app = open_page(category="military", from_="2015-01-01", to="2016-01-01")
    assert not app.exception
    assert "No rounds match these filters." in app.info[-1].value
    assert not app.header


def test_new_category_with_a_single_round_is_listed_as_published(
    draws: pd.DataFrame, record: Record
) -> None:
    chosen = view(Filter(), today=AS_OF, record=replace(record, draws=draws))
    said = text.waits_without_comparison(chosen, frequency.waits(draws, AS_OF))
    assert plain(said[-1]) == (
        "**Only one round up to 10 March 2024:** Beekeepers (last round on 5 March "
        "2024, 5 days earlier)."
    )
