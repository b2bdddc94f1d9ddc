"""The week page: a week in words, charts and Markdown, checked against the data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.rounds import week
from analysis.rounds.cutoffs import series
from pages.language import Words
from pages.plot import colours
from pages.week import figures as charts
from pages.week import text, unusual
from tests.conftest import Build
from tests.pages.support.app_views import copyables, figures, headings, opened, picture, plain
from tests.support.august import load

LABELS = {"general": "General", "french": "French", "stem": "STEM", "beekeepers": "Bee <b>"}


def script(category: str = "", today: object = None, bees: bool = False) -> None:
    """Run the page alone, as the frame does."""
    from dataclasses import replace

    from data.vocabulary.filter import Filter
    from pages.week import page as week
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
    week.render(view(Filter((category,)) if category else Filter(), today or DAY, record))


def run_page(asked: str = "", **options: object) -> AppTest:
    app = AppTest.from_function(script, kwargs=options, default_timeout=30)
    if asked:
        app.query_params["week"] = asked
    app.run()
    assert not app.exception
    return app


def text_of(app: AppTest) -> str:
    kinds = (app.title, app.markdown, app.caption, app.header, app.info, app.warning)
    return plain("\n".join(element.value for kind in kinds for element in kind))


def markdown(app: AppTest) -> list[str]:
    return copyables(app)[0].splitlines()


def test_week_49_of_2023_is_described_with_three_rounds() -> None:
    app = run_page("2023-W49")
    assert plain(app.title[0].value) == "Week 49 of 2023: 3 rounds, 11,650 invitations"
    told = text_of(app)
    assert (
        "3 rounds: General on Wednesday (4,750 invitations, cut-off 561), French on Thursday "
        "(1,000 invitations, cut-off 470) and STEM on Friday (5,900 invitations, cut-off 481)."
    ) in told
    assert "The most invitations in a week since the week of 8 February 2021 (27,986)." in told
    assert "Only 4 of the previous 52 weeks had as many rounds or more." in told
    assert "The first round in 41 days, after #271 on 26 October 2023." in told
    text = (
        "Highest General cut-off on the CRS scale in use since 20 October 2020, out of 34 rounds."
    )
    assert text in told
    assert "Largest STEM round up to then, out of 2 rounds." in told
    assert (
        "2023 up to 10 December: 38 rounds, 106,871 invitations. 2022 up to the same "
        "day: 24 rounds, 46,539 invitations."
    ) in told
    numbers = [metric.value for metric in app.metric]
    assert numbers == ["4,750", "561", "1,000", "470", "5,900", "481"]
    assert headings(app, 2) == [
        "The rounds",
        "More invitations than in any of the previous 52 weeks",
        "General rose to 561; French fell to 470; STEM fell to 481",
        "106,871 invitations in 2023 up to 10 December, 60,332 more than by the same date in 2022",
    ]


def test_facts_known_only_later_are_in_a_separate_line() -> None:
    told = text_of(run_page("2023-W49"))
    apart = told[told.index("After that week") :].splitlines()[0]
    assert "The next round was #275 on 18 December 2023, 10 days later." in apart
    assert "As of 20 August 2026, no week since then has had more invitations." in apart
    assert "#275" not in told.replace(apart, "")


def test_past_view_knows_nothing_of_later_days() -> None:
    app = run_page(today=date(2023, 12, 7))
    assert plain(app.title[0].value) == "Week 49 of 2023: 2 rounds, 5,750 invitations"
    told = text_of(app)
    assert "The data ends that day, so the week may not be over. All categories" in told
    assert "#274" not in told
    assert app.button(key="week-arrow_forward").disabled


def test_week_without_a_round_names_the_previous_round() -> None:
    app = run_page("2023-W50")
    assert plain(app.title[0].value) == "Week 50 of 2023: no round"
    told = text_of(app)
    assert "No round in 2023-W50. The previous one was #274 (STEM) on 8 December 2023." in told
    assert "Weeks without a round in 2023, up to this one: 27 of 50." in told
    assert not app.metric
    assert len(figures(app)) == 2


@pytest.mark.parametrize(
    ("language", "week_", "changes"),
    [
        ("en", "In blue: 4 December 2023 to 10 December 2023.", "Rounds from 4 December 2023 to"),
        ("fr", "En bleu : du 4 décembre 2023 au 10 décembre 2023.", "Rondes du 4 décembre 2023 au"),
    ],
)
def test_pictures_say_which_week_they_are_of(language: str, week_: str, changes: str) -> None:
    app = opened("week", week="2023-W49", lang=language)
    notes = [picture(app, name)["note"] for name in ("week-invitations", "week-cutoffs")]
    bars, points = (note.replace("\N{NO-BREAK SPACE}", " ") for note in notes)
    assert bars.startswith(week_)
    assert points.startswith(changes)


def test_arrow_buttons_skip_empty_weeks_and_update_the_address() -> None:
    app = run_page("2023-W50")
    app.button(key="week-arrow_back").click().run()
    assert plain(app.title[0].value).startswith("Week 49 of 2023")
    assert app.query_params["week"] == "2023-W49"
    app.button(key="week-arrow_forward").click().run()
    assert plain(app.title[0].value).startswith("Week 51 of 2023: 4 rounds")


def test_default_week_is_the_latest_with_a_round() -> None:
    app = run_page()
    assert plain(app.title[0].value).startswith("Week 34 of 2026: 3 rounds")
    assert not app.warning


@pytest.mark.parametrize(
    "asked", ["soon", "2023-W54", "<b>x</b>", "2014-W01", "2026-W40", "0001-01-01", "9999-W52"]
)
def test_invalid_week_in_a_link_gets_a_warning_and_the_latest_week(asked: str) -> None:
    app = run_page(asked)
    assert plain(app.title[0].value).startswith("Week 34 of 2026")
    assert asked in plain(app.warning[0].value)


def test_date_in_a_link_opens_the_week_of_the_date() -> None:
    assert plain(run_page("2023-12-08").title[0].value).startswith("Week 49 of 2023")


def test_first_week_has_no_previous_week() -> None:
    app = run_page("2015-W05")
    told = text_of(app)
    assert "The data begins with this week." in told
    assert app.button(key="week-arrow_back").disabled
    assert not any(word in told.split() for word in ("None", "nan", "NaT", "<NA>"))


def test_week_page_ignores_the_filters() -> None:
    app = run_page("2023-W49", category="cec")
    assert "3 rounds, 11,650 invitations" in app.title[0].value
    assert "filters" not in text_of(app)


@pytest.mark.parametrize(
    ("typed", "title", "name"),
    [
        ("49", "Week 49 of 2023", "2023-W49"),
        ("semaine 50", "Week 50 of 2023", "2023-W50"),
        ("19 August 2026", "Week 34 of 2026", "2026-W34"),
    ],
)
def test_typed_week_is_in_the_year_shown_and_named_in_the_address(
    typed: str, title: str, name: str
) -> None:
    app = run_page("2023-W51")
    app.text_input(key="week").set_value(typed).run()
    assert plain(app.title[0].value).startswith(title)
    assert app.query_params["week"] == name
    assert not app.warning


def test_week_without_a_year_in_a_link_is_in_the_latest_year() -> None:
    assert plain(run_page("week 33").title[0].value).startswith("Week 33 of 2026")


def test_typed_text_that_is_no_week_stays_with_a_warning() -> None:
    app = run_page("2023-W51")
    app.text_input(key="week").set_value("soon").run()
    assert "“soon” is not a week" in plain(app.warning[0].value)
    assert app.text_input(key="week").value == "soon"


def test_week_with_a_round_at_a_record_does_not_say_that_nothing_stands_out() -> None:
    app = run_page("2026-W34")
    told = text_of(app)
    assert "Highest CEC cut-off since" in told
    assert "Nothing stands out" not in told
    assert "Nothing stands out" not in copyables(app)[0]
    assert "Invitations in total: as usual for recent weeks." in told
    assert "- Invitations in total: as usual for recent weeks." in markdown(app)


def test_markdown_contains_rounds_link_and_data_hash() -> None:
    lines = markdown(run_page("2023-W49"))
    assert lines[0] == "# Week 49 of 2023: 3 rounds, 11,650 invitations"
    rows = [line for line in lines if line.startswith("| #")]
    assert rows == [
        "| #272 | 6 December 2023 | General | 4,750 | 561 | +61 |",
        "| #273 | 7 December 2023 | French | 1,000 | 470 | −16 |",
        "| #274 | 8 December 2023 | STEM | 5,900 | 481 | −5 |",
    ]
    assert any(line.endswith("/week?week=2023-W49") for line in lines)
    source = load().source
    assert source.sha256 in lines[-1]


def test_names_from_the_feed_are_escaped_in_page_and_markdown() -> None:
    app = run_page("2023-W49", bees=True)
    name = r"\*Bees\* \| \<b\>x\</b\>"
    row = next(line for line in markdown(app) if line.startswith("| #274"))
    assert row == rf"| #274 | 8 December 2023 | {name} | 5,900 | 481 | – |"
    assert not any("<b>x" in m.value.replace(r"\<", "") for m in app.markdown)
    assert rf"\#274 · {name}" in [heading.value for heading in app.subheader]


def brief(draws: pd.DataFrame, day: date) -> week.Brief:
    return week.brief(draws, day, date(2024, 3, 10))


def test_last_weekly_bar_is_highlighted_and_labelled(draws: pd.DataFrame) -> None:
    told = brief(draws, date(2023, 12, 8))
    fig = charts.weeks(told.weeks, Words())
    bars = fig.data[0]
    assert len(bars.x) == 53
    assert (bars.x[-1], bars.y[-1]) == ("2023-12-04", 11650)
    assert bars.marker.color[-1] == colours.ACCENT
    assert set(bars.marker.color[:-1]) == {colours.MID}
    assert bars.customdata[-1] == "<b>Week of 4 Dec 2023</b><br>3 rounds, 11,650 invitations"
    assert fig.layout.annotations[0].text == "<b>11,650</b>"
    assert fig.layout.xaxis.range == ("2022-12-05", "2023-12-11")


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Jan 2023", "Apr", "Jul", "Oct"]),
        ("fr", ["janv. 2023", "avr.", "juill.", "oct."]),
    ],
)
def test_every_quarter_is_named_but_where_three_charts_stand_side_by_side(
    draws: pd.DataFrame, language: str, names: list[str]
) -> None:
    layout = charts.weeks(brief(draws, date(2023, 12, 8)).weeks, Words(language)).layout
    narrow, slim = (layout.meta[width]["xaxis"]["ticktext"] for width in ("narrow", "slim"))
    assert list(layout.xaxis.ticktext) == narrow == names
    assert len(slim) <= len(names)


def test_a_rule_is_at_the_median_of_the_weeks_before_that_had_a_round(build: Build) -> None:
    draws = build(
        ("1", "2023-11-13", "General", 900, 1),
        ("2", "2023-11-20", "General", 200, 1),
        ("3", "2023-12-11", "General", 5000, 1),
    )
    fig = charts.weeks(brief(draws, date(2023, 12, 11)).weeks, Words())
    (rule,) = fig.layout.shapes
    assert (rule.y0, rule.y1) == (550, 550)  # of 900 and 200; two weeks had none
    assert [note.text for note in fig.layout.annotations] == ["<b>5,000</b>", "median 550"]


def test_label_of_a_small_week_is_placed_above_the_neighbouring_bars(build: Build) -> None:
    draws = build(("1", "2023-12-04", "General", 900, 1), ("2", "2023-12-11", "General", 5, 1))
    fig = charts.weeks(brief(draws, date(2023, 12, 11)).weeks, Words())
    assert fig.layout.annotations[0].y == 900
    assert fig.layout.annotations[0].text == "<b>5</b>"


def test_bars_show_the_change_of_each_cut_off(draws: pd.DataFrame) -> None:
    rounds = series(draws).iloc[[7, 8, 9]]  # general 561 after 468, french the first, stem 481
    fig = charts.changes(rounds, LABELS, LABELS, Words())
    bars = fig.data[0]
    assert bars.x == (561 - 468, 0, 481 - 486)
    assert bars.marker.color == tuple(map(colours.hue, ("general", "french", "stem")))
    names, ends = fig.layout.annotations[:3], fig.layout.annotations[3:]
    assert [note.text for note in names] == ["<b>General</b>", "<b>French</b>", "<b>STEM</b>"]
    assert [note.text for note in ends] == [
        "<b>+93</b>, to 561",
        "first round: 470",
        "<b>−5</b>, to 481",
    ]
    # Each stands on the line of its bar, names left of all bars and words right of them.
    assert [note.y for note in names] == [note.y for note in ends] == [0, 1, 2]
    assert {(note.x, note.xanchor) for note in names} == {(0, "right")}
    assert {(note.x, note.xanchor) for note in ends} == {(1, "left")}
    assert bars.customdata[0].endswith("cut-off 561<br>+93 since #170 (468)")
    assert fig.layout.xaxis.range == (-93, 93)


def test_a_small_change_does_not_fill_the_scale(draws: pd.DataFrame) -> None:
    fig = charts.changes(series(draws).iloc[[9]], LABELS, LABELS, Words())  # stem 481 after 486
    assert fig.layout.xaxis.range == (-60, 60)


def test_category_names_are_escaped_in_figures(draws: pd.DataFrame) -> None:
    fig = charts.changes(series(draws).tail(1), LABELS, LABELS, Words())
    assert "Bee &lt;b&gt;" in fig.layout.annotations[0].text
    assert "Bee &lt;b&gt;" in fig.data[0].customdata[0]


def test_year_figure_overlays_this_year_and_the_last(draws: pd.DataFrame) -> None:
    fig = charts.year(week.running_totals(draws, date(2024, 3, 5)), Words())
    before, now = fig.data
    assert (before.x[-1], before.y[-1]) == ("2024-12-31", 500 + 4750 + 1000 + 5900 + 1325)
    assert (now.x[-1], now.y[-1]) == ("2024-03-05", 7000 + 2500 + 12)
    assert now.line.color == colours.ACCENT
    assert (now.line.width, before.line.width) == (2.75, 1.75)
    assert [note.text for note in fig.layout.annotations] == ["<b>2023</b>", "<b>2024 9,512</b>"]


def test_week_without_unusual_facts_says_nothing_stands_out() -> None:
    assert unusual.sentences([], Words(), str) == [
        "Nothing stands out compared with earlier weeks."
    ]
    assert unusual.sentences([], Words(), str, rounds_have_extreme=True) == [
        "Invitations in total: as usual for recent weeks."
    ]


def test_french_sentences_name_a_round_with_n_and_a_no_break_space(draws: pd.DataFrame) -> None:
    told = brief(draws, date(2023, 12, 13))
    assert "La précédente était la ronde n°\u00a0274 (" in text.lead(told, Words("fr"), str)
    assert "The previous one was #274 (" in text.lead(told, Words(), str)


@pytest.mark.parametrize(
    ("sizes", "title"),
    [
        ((5, 9), "More invitations than in the previous week"),
        ((5, 9, 10), "More invitations than in any of the previous 2 weeks"),
        ((5, 9, 7), "More invitations than in 1 of the previous 2 weeks"),
        # 7 lies below 8.5, the median of weeks with a round, which the chart has as a rule.
        (
            (0, 0, 8, 9, 7),
            "More invitations than in 2 of the previous 4 weeks, 2 of which had none",
        ),
        ((5, 9, 2), "Each of the previous 2 weeks had at least as many invitations"),
        ((5, 0, 0), "No invitations; 1 of the previous 2 weeks had some"),
        ((5, 5), "The previous week had at least as many invitations"),
    ],
)
def test_chart_title_counts_the_weeks_with_fewer_invitations(
    draws: pd.DataFrame, sizes: tuple[int, ...], title: str
) -> None:
    last = draws.iloc[:1].assign(invitations=sizes[-1]) if sizes[-1] else draws.iloc[:0]
    weeks = pd.DataFrame({"invitations": sizes})
    told = replace(brief(draws, date(2023, 12, 8)), rounds=last, weeks=weeks)
    assert text.invitations_compared(told, Words()) == title
