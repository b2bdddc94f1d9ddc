"""Time charts show the changes of the CRS scale, and list all events of their period as text."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.support.app_views import charts, figures, framed, opened, plain
from tests.support.august import load

# The days on which the scale changed, as in the table of events.
CHANGES = ["2016-11-19", "2017-06-06", "2020-10-20", "2025-03-25"]


def lines(app: AppTest, key: str) -> list[tuple[str, str]]:
    """Return the day and the dash of each line of an event in a figure."""
    layout = next(figure.spec["layout"] for figure in figures(app) if figure.key == key)
    return [
        (line["x0"], line["line"]["dash"])
        for line in layout.get("shapes", ())
        if line.get("yref") == "paper" and line["line"].get("dash") in ("dash", "dot")
    ]


@pytest.mark.parametrize(
    ("page", "key", "since"),
    [
        ("cut-offs", "cut-offs", "2015-01-01"),
        ("cut-offs", "cut-offs-pnp", "2015-01-01"),
        ("invitations", "invitations", "2015-01-01"),
        ("pool", "pool-areas", "2022-01-17"),
        ("pool", "pool-inflow", "2022-01-17"),
    ],
)
def test_time_charts_draw_the_changes_of_the_scale_within_their_dates(
    page: str, key: str, since: str
) -> None:
    expected = [(day, "dash") for day in CHANGES if day >= since]
    assert sorted(lines(opened(page, to="2026-08-20"), key)) == expected


def test_dates_of_the_filter_decide_which_events_are_drawn() -> None:
    app = opened("cut-offs", from_="2025-04-01", to="2026-08-20")
    assert lines(app, "cut-offs") == []


@pytest.mark.parametrize(("mode", "day"), [("all", "2025-02-27"), ("none", None)])
def test_the_switch_in_the_address_draws_all_events_or_none(mode: str, day: str | None) -> None:
    app = opened("cut-offs", from_="2025-01-01", to="2025-12-31", events=mode)
    drawn = dict(lines(app, "cut-offs"))
    assert (day in drawn) == (mode == "all")
    assert ("2025-03-25" in drawn) == (mode == "all")


def test_replays_of_a_score_and_the_fan_draw_the_change_too() -> None:
    app = opened("my-score", score="519", eligible="cec", since="2024-01-01")
    assert lines(app, "my-rounds") == [("2025-03-25", "dash")]
    app = opened("outlook", category="healthcare")
    assert ("2025-03-25", "dash") in lines(app, "outlook-fan")


@pytest.mark.parametrize(
    ("language", "label", "text"),
    [
        ("en", "2 events in this period", "25 March 2025: Job-offer points end."),
        ("fr", "2 événements dans cette période", "Fin des points pour une offre d’emploi."),
    ],
)
def test_all_events_of_the_period_can_be_read_below_a_chart(
    language: str, label: str, text: str
) -> None:
    app = opened("cut-offs", from_="2025-02-19", to="2025-05-31", lang=language)
    days = load().events["date"]
    assert days.between("2025-02-19", "2025-05-31").sum() == 2
    listed = charts(app)["cut-offs"]["events"]
    assert (listed["label"], listed["mode"]) == (label, "scale")
    assert any(text in sentence for sentence in listed["texts"])


def test_a_chart_without_a_time_axis_lists_no_events() -> None:
    app = opened("cut-offs", from_="2026-06-01", to="2026-08-20")
    assert charts(app)["cut-offs"]["events"] is None


def test_an_embedded_chart_says_which_events_it_shows() -> None:
    app = framed("cut-offs", chart="cut-offs", from_="2025-01-01", to="2025-12-31")
    captions = [plain(caption.value) for caption in app.caption]
    assert any(text.startswith("25 March 2025: Job-offer points end.") for text in captions)
