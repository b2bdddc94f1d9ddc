"""Ways back from chosen dates, and in which units charts let a reader choose them."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.support.app_views import charts, opened


def ways_back(app: AppTest) -> list[str]:
    """Return the buttons that lead back from the chosen dates."""
    return [button.label for button in app.button if button.key in {"dates-undo", "dates-close"}]


def test_buttons_lead_to_all_dates_and_back_to_those_before() -> None:
    app = opened("frequency", from_="2025-01-01", to="2025-06-30")
    assert ways_back(app) == ["All dates"]
    app.button("dates-close").click().run()
    assert (app.date_input("from").value, app.date_input("to").value) == (None, None)
    assert ways_back(app) == ["Back to 1 January 2025 to 30 June 2025"]
    app.button("dates-undo").click().run()
    assert app.query_params == {"from": "2025-01-01", "to": "2025-06-30"}
    assert ways_back(app) == ["All dates"]


def test_dates_before_are_named_in_french_and_stay_open_at_their_end() -> None:
    app = opened("frequency", from_="2025-01-01", lang="fr")
    app.date_input("from").set_value("2026-01-01").run()
    assert ways_back(app) == [
        "Revenir à la période du 1er janvier 2025 au 20 août 2026",
        "Toutes les dates",
    ]


@pytest.mark.parametrize(
    ("page", "query", "picks"),
    [
        ("cut-offs", {}, {"cut-offs": "day", "cut-offs-by-category": "day", "cut-offs-pnp": "day"}),
        # The years and the plan do not begin and end with the chosen dates.
        ("invitations", {}, {"invitations": "quarter", "invitations-by-year": "", "plan": ""}),
        ("invitations", {"by": "month"}, {"invitations": "month"}),
        ("overview", {}, {"standing": ""}),  # always 12 months
    ],
)
def test_dates_are_chosen_where_a_time_axis_follows_them(
    page: str, query: dict[str, str], picks: dict[str, str]
) -> None:
    found = {key: chart["picks"] for key, chart in charts(opened(page, **query)).items()}
    assert found == found | picks
