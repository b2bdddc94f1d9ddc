"""The frequency page: rounds per week, gaps between rounds, weekdays, and waits in words."""

from __future__ import annotations

import io
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
from pages.frequency import text, weekdays, weeks
from pages.language import Words
from pages.plot import colours
from pages.ui.chart import Chart
from tests.conftest import Build
from tests.pages.support.app_views import file, headings, opened, plain, tables, view

LABELS = {ANY: "Any category", "general": "General", "french": "French", "stem": "STEM"}
AS_OF = date(2024, 3, 10)


def open_page(**query: str | list[str]) -> AppTest:
    """Open the page as from a link."""
    return opened("frequency", **query)


def lead(app: AppTest) -> str:
    return plain(next(m.value for m in app.markdown if m.value.startswith("**")))


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def gap_table(draws: pd.DataFrame) -> pd.DataFrame:
    return gap_distribution(frequency.gaps(draws), comparable_waits(frequency.waits(draws, AS_OF)))


def row(name: str) -> charts.Wait:
    return charts.Wait(name, name, "10 days", "hover")


def test_gaps_row_shows_quartiles_single_gaps_and_current_wait(build: Build) -> None:
    days = ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-29", "2024-02-26"]
    draws = build(*((str(n), day, "General", 1, 500) for n, day in enumerate(days, 1)))
    fig = charts.gaps(gap_table(draws), {"general": row("General")}, Words(), has_waits=True)
    usual, lengths, wait = fig.data
    # Gaps of 7, 7, 14 and 28 days; from 26 February to 10 March it was 13.
    assert (usual.base, usual.x) == ((7,), (10.5,))
    assert (lengths.x, lengths.y) == ((7, 14, 28), (0, 0, 0))
    assert lengths.customdata[0] == "7 days apart: 2 of 4 gaps"
    assert wait.x == (13,)
    assert wait.marker.color == (colours.MID,)
    assert [note.text for note in fig.layout.annotations] == ["<b>General</b>", "10 days"]


def test_three_gaps_have_no_usual_range_and_a_long_wait_is_in_colour(draws: pd.DataFrame) -> None:
    stem = draws[draws["category"] == "stem"]  # one gap, of 156 days; then 93 to 10 March
    usual, _lengths, wait = charts.gaps(
        gap_table(stem).assign(wait=200), {"stem": row("STEM")}, Words(), has_waits=True
    ).data
    assert usual.x == ()
    assert wait.marker.color == (colours.ACCENT,)


def test_wait_of_zero_days_is_drawn_at_the_edge_of_the_axis(build: Build) -> None:
    draws = build(("1", "2024-03-08", "General", 1, 500), ("2", "2024-03-10", "General", 1, 500))
    rows = {"general": row("General")}
    wait = charts.gaps(gap_table(draws), rows, Words(), has_waits=True).data[2]
    assert 0 < wait.x[0] < 1


@pytest.mark.parametrize(
    ("wait", "gap", "of", "title"),
    [
        (337, 139.0, 1, "STEM has waited 337 days, more than double its only gap of 139 days"),
        (200, 139.0, 1, "STEM has waited 200 days, longer than its only gap of 139 days"),
        (29, 14.0, 9, "STEM has waited 29 days, more than double its usual gap of 14 days"),
        (15, 14.5, 9, "STEM has waited 15 days, longer than its usual gap of 14.5 days"),
        (14, 14.0, 9, "STEM has waited 14 days; half of its gaps are longer than 14 days"),
    ],
)
def test_title_compares_the_longest_wait_with_the_usual_gap(
    wait: int, gap: float, of: int, title: str
) -> None:
    facts = {"category": "stem", "wait": wait, "median_gap": gap, "of": of}
    rows = pd.DataFrame([{**facts, "usual_low": 7, "usual_high": 20}])
    assert text.longest_wait(view(), rows, LABELS) == title


def test_title_says_that_it_is_of_the_chosen_categories_only() -> None:
    facts = {"wait": 14, "median_gap": 14.0, "of": 9, "usual_low": 7, "usual_high": 20}
    rows = pd.DataFrame([{"category": code, **facts} for code in ("french", "healthcare")])
    names = {"french": "French", "healthcare": "Healthcare"}
    chosen = text.longest_wait(view(Filter(("french", "healthcare"))), rows, names)
    assert chosen == "None of the chosen categories has waited longer than its usual gap"
    every = text.longest_wait(view(), rows, names)
    assert every == "No category has waited longer than its usual gap"


def weeks_chart(*codes: str, start: date | None = None) -> Chart:
    return weeks.chart(view(Filter(categories=codes, start=start, end=date(2026, 8, 20))))


def test_each_week_is_a_cell_shaded_by_its_rounds() -> None:
    chart = weeks_chart()
    cells = chart.figure.data[0]
    at = dict(zip(zip(cells.y, cells.x, strict=True), cells.z, strict=True))
    # From the week of 26 January 2015 to that of 17 August 2026.
    assert len(at) == 604 == len(chart.table)
    assert at[2026, 34] == 3  # #435 to #437
    assert at[2023, 49] == 3  # #272 to #274
    assert at[2026, 31] == 0
    assert (2026, 35) not in at
    assert chart.title == "49 rounds in the 34 weeks of 2026, 17 more than in 2025 by then"
    beside = [note.text for note in chart.figure.layout.annotations]
    assert beside[-1] == "<b>49 rounds</b> in 16 of 34 weeks"
    assert cells.customdata[-1].split("<br>") == [
        "<b>Week of 17 Aug 2026</b>",
        "3 rounds",
        "#435 PNP",
        "#436 CEC",
        "#437 French",
    ]


@pytest.mark.parametrize(("language", "unit"), [("en", "rounds"), ("fr", "rondes")])
def test_a_phone_says_what_the_numbers_beside_the_years_count(language: str, unit: str) -> None:
    chart = weeks.chart(view(Filter(end=date(2026, 8, 20)), language=language))
    notes = [note["text"] for note in chart.figure.layout.meta["narrow"]["annotations"]]
    assert notes[1] == unit
    assert notes[-1] == "<b>49</b>"


def test_a_few_years_have_a_square_for_each_round() -> None:
    chart = weeks_chart(start=date(2023, 6, 28))
    squares = chart.figure.data[0]
    draws = view().history
    shown = draws[draws["date"] >= "2023-06-28"]
    assert squares.ids == tuple(shown["round_id"])
    assert (squares.x[-1], squares.y[-1] - squares.y[-3]) == (34, 2)  # the third of its week
    hollow = squares.ids.index("294")  # of April 2024, all programs, no longer held
    assert squares.marker.color[hollow] == colours.BG
    assert squares.marker.color[-1] == colours.hue("french")
    assert chart.title == "In 2026, 12 of 34 weeks had three rounds or more, and 18 had none"
    told = [note.text for note in chart.figure.layout.annotations]
    assert told[-1] == "<b>49 rounds</b><br>to 20 Aug<br>18 weeks without"
    assert "<b>27 rounds</b><br>from 28 Jun<br>16 weeks without" in told


@pytest.mark.parametrize(
    ("codes", "title"),
    [
        (("cec",), "CEC: 14 rounds in the 34 weeks of 2026, 6 more than in 2025 by then"),
        (("stem",), "STEM: no round in 2026 up to 20 August; the last was on 11 April 2024"),
        (
            ("french", "healthcare"),
            "French and Healthcare: in 2026, 12 of 34 weeks had a round, and 22 had none",
        ),
    ],
)
def test_title_names_the_categories_whose_rounds_it_counts(
    codes: tuple[str, ...], title: str
) -> None:
    assert weeks_chart(*codes).title == title


def test_a_lone_round_of_a_week_has_the_full_colour_if_no_week_had_more() -> None:
    scale = weeks_chart("cec").figure.data[0].colorscale  # CEC has never had two rounds in a week
    assert [fill for _edge, fill in scale[2:4]] == [colours.hue("cec")] * 2


def test_years_before_the_first_round_are_left_out_and_one_without_a_round_is_told_so() -> None:
    beside = [note.text for note in weeks_chart("cec").figure.layout.annotations]
    assert beside[1:4] == ["<b>1 round</b> in 1 of 49 weeks", *["<b>no round</b>"] * 2]
    stem = weeks_chart("stem")
    assert sorted(set(stem.table["year"])) == [2023, 2024, 2025, 2026]
    assert stem.figure.data[0].ids == ("254", "274", "293")


def test_french_has_one_week_and_none_in_the_singular() -> None:
    chart = weeks.chart(view(Filter(categories=("cec",), end=date(2026, 8, 20)), language="fr"))
    beside = {note.y: note.text for note in chart.figure.layout.annotations[1:]}
    assert beside[2020] == "<b>10 rondes</b> en 10 semaines sur 53"
    assert beside[2015] == "<b>1 ronde</b> en 1 semaine sur 49"
    assert beside[2016] == "<b>aucune ronde</b>"


def test_weekdays_of_the_last_twelve_months_by_category() -> None:
    chart = weekdays.chart(view())
    assert chart is not None
    assert chart.title == (
        "PNP falls on Mondays (19 of 25); CEC falls on Tuesdays and Wednesdays (21 of 21)"
    )
    cells = chart.figure.data[0]
    assert cells.z[:2] == (19 / 25, 6 / 25)
    counts = [(note.y, note.x, note.text) for note in chart.figure.layout.annotations]
    assert counts[:4] == [(0, 0, "19"), (0, 1, "6"), (1, 1, "12"), (1, 2, "9")]
    # Two rounds say nothing about a usual day, so Trades has numbers without a shade.
    trades = chart.figure.layout.yaxis.ticktext.index("Trades")
    assert {z for z, y in zip(cells.z, cells.y, strict=True) if y == trades} == {0}
    # By a second count: all 25 PNP rounds from 21 August 2025.
    draws = view().history
    pnp = draws[(draws["category"] == "pnp") & (draws["date"] > "2025-08-20")]
    assert [day.weekday() for day in pnp["date"]].count(0) == 19
    assert len(pnp) == 25


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
            "20 August 2026, the last day shown, it was 337 days since #367 on 17 September 2025. "
            "The wait before that was 139 days.",
            "**Il y a eu trop peu de rondes pour dire si l’attente actuelle est inhabituelle :** "
            "jusqu’au 20 août 2026, dernier jour affiché, il s’est écoulé 337 jours depuis la "
            "ronde n° 367 du 17 septembre 2025. L’attente précédente était de 139 jours.",
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
            "only round so far.",
            "**Il y a eu trop peu de rondes pour dire si l’attente actuelle est inhabituelle :** "
            "jusqu’au 20 août 2026, dernier jour affiché, il s’est écoulé 28 jours depuis la ronde "
            "n° 430 du 23 juillet 2026, la seule jusqu’ici.",
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
    said = plain(text.summary(view(), pd.Series(row), weeks, [12] * waits))
    assert said.startswith(expected)
    tenths = int(shorter * 10)
    assert f"longer than {tenths} in 10 waits since January 2015." in said


def test_headings_and_busy_weeks_match_a_recount(real: pd.DataFrame) -> None:
    app = open_page(to="2026-08-20")
    days = [day.date() for day in real["date"]]
    held: dict[date, int] = {}
    for day in days:
        held[monday(day)] = held.get(monday(day), 0) + 1
    this_year = [day for day in days if day.isocalendar()[0] == 2026]
    more = len(this_year) - sum(date(2024, 12, 30) <= day < date(2025, 8, 25) for day in days)
    busy = sum(rounds >= 2 for rounds in held.values())
    assert headings(app, 2) == [
        f"{len(this_year)} rounds in the 34 weeks of 2026, {more} more than in 2025 by then",
        "Education has waited 337 days, more than double its only gap of 139 days",
        "PNP falls on Mondays (19 of 25); CEC falls on Tuesdays and Wednesdays (21 of 21)",
        f"{busy} busy weeks",
    ]
    shown = tables(app)["busy-weeks"]["table"]["rows"]
    total = f"{4750 + 1000 + 5900:,}"
    assert ["2023-12-04", "3", "General + French + STEM", total, "272, 273, 274"] in shown
    assert len(shown) == busy
    csv = pd.read_csv(io.BytesIO(file(app, "busy-weeks", "csv")[1]))
    assert csv["week"].tolist() == [week for week, *_rest in shown]


def test_inactive_and_single_round_categories_are_listed_with_dates() -> None:
    app = open_page(to="2026-08-20")
    text = next(plain(m.value) for m in app.markdown if "Inactive" in m.value)
    assert "STEM (last round on 11 April 2024, 861 days earlier)" in text
    assert "Healthcare" not in text
    single = next(plain(m.value) for m in app.markdown if "Only one round" in m.value)
    assert "Military recruits (last round on 23 July 2026, 28 days earlier)" in single


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
    text = " ".join([*headings(app, 2), *(m.value for m in app.markdown)])
    assert "nan" not in text.lower()
    assert "None" not in text
    assert "–" not in text
    assert "were 1 round " not in text


def test_page_says_when_no_round_matches_the_filters() -> None:
    app = open_page(category="military", from_="2015-01-01", to="2016-01-01")
    assert not app.exception
    assert "No rounds match these filters." in app.info[-1].value
    assert not headings(app, 2)


def test_new_category_with_a_single_round_is_listed_as_published(
    draws: pd.DataFrame, record: Record
) -> None:
    chosen = view(Filter(), today=AS_OF, record=replace(record, draws=draws))
    said = text.waits_without_comparison(chosen, frequency.waits(draws, AS_OF))
    assert plain(said[-1]) == (
        "**Only one round up to 10 March 2024:** Beekeepers (last round on 5 March "
        "2024, 5 days earlier)."
    )
