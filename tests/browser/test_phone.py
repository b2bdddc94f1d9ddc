"""A phone: the bar with menu, filters and My score; first screens; what a finger can reach."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import settle, strict
from tests.support.serving import Server

WIDTH, HEIGHT = 390, 844
# Pages by where their answer ends on the first screen: with the beginning of this chart.
FIRST_CHART = {
    "": "standing",
    "cut-offs": "cut-offs-by-category",
    "invitations": "invitations",
    "frequency": "rounds-per-week",
    "pool": "pool-density",
    "my-score?score=519&eligible=cec": "my-rounds",
}


@pytest.fixture(
    params=[
        WIDTH,
        pytest.param(320, marks=pytest.mark.slow),
        pytest.param(640, marks=pytest.mark.slow),
    ]
)
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a touch screen."""
    viewport = {"width": request.param, "height": HEIGHT}
    with strict(browser, viewport=viewport, has_touch=True, is_mobile=True) as context:
        yield context.new_page()


def test_filters_open_from_the_bar_and_close_with_the_number_of_rounds(
    server: Server, phone: Page
) -> None:
    phone.goto(f"{server.address}/cut-offs?category=french")
    settle(phone)
    bar, sidebar = (
        phone.get_by_role("navigation", name="Menu, filters"),
        phone.get_by_test_id("stSidebar"),
    )
    filters = bar.get_by_role("button", name="Filters: 1 active")
    filters.tap()
    expect(sidebar.get_by_role("button", name="All categories")).to_be_focused()
    expect(sidebar.get_by_test_id("stSidebarNav")).to_be_hidden()
    sidebar.get_by_role("button", name="CEC", exact=True).tap()
    expect(bar.get_by_role("button", name="Filters: 2 active")).to_be_attached()
    # Counted in the record: 67 rounds of CEC and 36 of French.
    sidebar.get_by_role("button", name="Show 103 rounds").tap()
    expect(sidebar).to_be_hidden()
    expect(bar.get_by_role("button", name="Filters: 2 active")).to_be_focused()
    expect(phone).to_have_url(re.compile("category=cec&category=french"))


def test_menu_opens_from_the_bar_and_leads_to_a_page(server: Server, phone: Page) -> None:
    phone.goto(f"{server.address}/cut-offs?category=french")
    settle(phone)
    sidebar = phone.get_by_test_id("stSidebar")
    phone.get_by_role("button", name="Menu").tap()
    expect(sidebar.get_by_role("link", name="Overview")).to_be_focused()
    expect(
        sidebar.get_by_test_id("stSidebarUserContent").get_by_text("Categories", exact=True)
    ).to_be_hidden()
    phone.keyboard.press("Escape")
    expect(sidebar).to_be_hidden()
    expect(phone.get_by_role("button", name="Menu")).to_be_focused()
    phone.get_by_role("button", name="Menu").tap()
    sidebar.get_by_role("link", name="Frequency").tap()
    expect(phone).to_have_url(re.compile(r"/frequency\?category=french"))
    expect(sidebar).to_be_hidden()


def test_my_score_is_one_tap_away_and_keeps_the_filters(server: Server, phone: Page) -> None:
    phone.goto(f"{server.address}/pool?category=french&lang=fr")
    settle(phone)
    link = phone.get_by_role("link", name="Ma note").last
    link.tap()
    expect(phone).to_have_url(re.compile(r"/my-score\?category=french"))
    settle(phone)
    expect(phone.locator(".ee-bar [aria-current=page]")).to_have_text(re.compile("Ma note"))
    expect(phone.get_by_role("button", name="Filtres")).to_have_count(0)


@pytest.mark.parametrize("path", FIRST_CHART)
def test_first_screen_has_the_beginning_of_the_chart(
    server: Server, browser: Browser, path: str
) -> None:
    viewport = {"width": WIDTH, "height": HEIGHT}
    with strict(browser, viewport=viewport, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        page.goto(f"{server.address}/{path}")
        settle(page)
        chart = page.locator(f".st-key-chart-{FIRST_CHART[path]} [data-testid=plot]").bounding_box()
        bar = page.locator(".ee-bar").bounding_box()
        assert chart
        assert bar
        assert chart["y"] < bar["y"]


def test_tables_have_no_toolbar_under_a_finger(server: Server, phone: Page) -> None:
    phone.goto(f"{server.address}/rounds")
    settle(phone)
    phone.locator(".st-key-rounds-table .dvn-scroller").tap(position={"x": 200, "y": 90})
    expect(phone).to_have_url(re.compile("round=436"))  # the tap on the second row opened it
    expect(phone.get_by_test_id("stElementToolbar").first).to_be_hidden()


def test_a_notice_takes_one_line_and_opens(server: Server, phone: Page) -> None:
    phone.goto(f"{server.address}/rounds?category=bees")
    settle(phone)
    notice = phone.locator(".st-key-notice-ignored")
    box = notice.bounding_box()
    assert box
    assert box["height"] < 50
    notice.get_by_text("1 setting was changed or ignored").tap()
    expect(notice.get_by_text("“category=bees” in the address was ignored")).to_be_visible()
