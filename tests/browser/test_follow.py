"""Charts follow a click on a category before the page's script has run, which then has its say."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.browser.conftest import settle
from tests.support.drawings import COUNT_DRAWINGS
from tests.support.serving import Server

PATIENCE = 1000  # milliseconds, for which charts wait after the end of a run
ELEMENTS = re.compile(r"/charts/.*\.element")


class Line:
    """The line between a page and its server, on which what comes from the server can be held."""

    def __init__(self, page: Page) -> None:
        self.is_held = False
        self._waiting: list[str | bytes] = []
        page.route_web_socket(re.compile("/_stcore/stream"), self._connect)

    def _connect(self, browser: WebSocketRoute) -> None:
        self._browser = browser
        server = browser.connect_to_server()
        browser.on_message(server.send)
        server.on_message(self._arrive)

    def _arrive(self, message: str | bytes) -> None:
        if self.is_held:
            self._waiting.append(message)
        else:
            self._browser.send(message)

    def release(self) -> None:
        """Let go on what was held, and what comes from now on."""
        self.is_held = False
        for message in self._waiting:
            self._browser.send(message)
        self._waiting.clear()


def open_frequency(server: Server, page: Page) -> Line:
    line = Line(page)
    page.goto(f"{server.address}/frequency")
    settle(page)
    page.evaluate(COUNT_DRAWINGS)
    line.is_held = True
    return line


def click_cec(page: Page) -> None:
    page.get_by_test_id("stSidebar").get_by_role("button", name="CEC", exact=True).click()


def test_charts_of_a_category_are_drawn_once_and_before_the_script_has_run(
    server: Server, page: Page
) -> None:
    line = open_frequency(server, page)
    click_cec(page)
    for title in ("CEC: 14 rounds in the 34 weeks of 2026", "CEC has waited 2 days", "CEC falls"):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_text("CEC: The last round was")).to_have_count(0)  # from the script
    # They stay, however long the server takes to begin.
    page.wait_for_timeout(2 * PATIENCE)
    expect(page.get_by_role("heading", name="CEC falls")).to_be_visible()
    line.release()
    expect(page.locator(".ee-bar").get_by_text("1", exact=True)).to_be_attached()
    settle(page)
    assert page.evaluate("drawings") == 3


def test_what_the_script_sends_holds_whatever_was_drawn_before_it(
    server: Server, page: Page
) -> None:
    def give_another(route: Route) -> None:
        route.continue_(url=route.request.url.replace("category=cec", "category=french"))

    line = open_frequency(server, page)
    page.route(ELEMENTS, give_another)
    click_cec(page)
    expect(page.get_by_role("heading", name="French: in 2026, 10 of 34 weeks")).to_be_visible()
    line.release()
    expect(page.get_by_role("heading", name="CEC: 14 rounds")).to_be_visible()


def test_a_chart_returns_when_a_choice_is_taken_back_and_its_address_does_not_answer(
    server: Server, page: Page
) -> None:
    line = open_frequency(server, page)
    before = page.get_by_role("heading", name=re.compile("rounds in the 34 weeks")).inner_text()
    click_cec(page)
    expect(page.get_by_role("heading", name="CEC: 14 rounds")).to_be_visible()
    page.route(ELEMENTS, lambda route: route.fulfill(status=204))
    click_cec(page)
    expect(page.get_by_role("heading", name="CEC: 14 rounds")).to_be_visible()
    line.release()
    expect(page.get_by_role("heading", name=before)).to_be_visible()
