"""Every control can be reached and used with the keyboard alone, in reading order."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settle
from tests.support.serving import Server

FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const ringed = (e) => {
    const {outlineStyle, outlineWidth} = getComputedStyle(e);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  };
  const {top, left} = element.getBoundingClientRect();
  return {
    name: element.getAttribute('aria-label') || element.innerText || element.tagName,
    // A text field shows a caret and an accent-coloured border instead of an outline.
    seen: ringed(element) || element.matches('input:not([type=checkbox], [type=radio])'),
    inside: ['stSidebar', 'stHeader', 'stMain', 'stDialog'].find((part) =>
      element.closest(`[data-testid=${part}]`) && element.dataset.testid !== part) ?? '',
    place: [Math.round(top + document.querySelector('[data-testid=stMain]').scrollTop), left],
  };
}"""
MAX_STEPS = 90  # steps through a page
MAX_CELL_STEPS = 15  # steps through the header of a table


def tab_through(page: Page) -> list[dict[str, Any]]:
    """Press Tab from the top of a page to its end, and return the elements that got the focus."""
    steps = []
    for _step in range(MAX_STEPS):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found is None:
            return steps
        steps.append(found)
    raise AssertionError(f"no end after {MAX_STEPS} steps: {steps[-3:]}")


def element_names(steps: list[dict[str, Any]]) -> list[str]:
    """Return the names of the focused elements, without their icons."""
    lines = [step["name"].splitlines() for step in steps]
    return [
        next((line for line in each if not re.fullmatch("[a-z_]*", line)), "") for each in lines
    ]


def test_tab_walks_a_page_from_the_skip_link_to_the_footer(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/cut-offs")
    settle(page)
    # The scripts of the filters are loaded last.
    expect(page.get_by_role("radio", name="Everything since 2015")).to_be_visible()
    expect(page.get_by_role("button", name="All categories")).to_be_visible()
    steps = tab_through(page)
    names = element_names(steps)
    wanted = [
        "Skip to main content",
        "Français",
        "All categories",
        "Everything since 2015",
        "Overview",
        "About the data",
        "Show my score as a line",
        "The numbers",
        "Download",
        "Share",
        "This view as data",
        "Data status",
    ]
    assert set(wanted) <= set(names)
    at = [names.index(name) for name in wanted]
    assert at == sorted(at)
    assert [step["name"] for step in steps if not step["seen"]] == []
    places = [step["inside"] for step in steps]
    assert list(dict.fromkeys(filter(None, places))) == ["stSidebar", "stHeader", "stMain"]
    cells = [step["name"] for step in steps].count("CANVAS")
    assert cells <= MAX_CELL_STEPS


@pytest.mark.slow
def test_tab_skips_the_collapsed_sidebar_on_a_phone(server: Server, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.address}/week?week=2023-W49")
    settle(page)
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    steps = tab_through(page)
    assert "stSidebar" not in {step["inside"] for step in steps}
    assert "Menu" in element_names(steps)
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Français")).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_role("link", name="Overview")).to_be_focused()


@pytest.mark.slow
def test_the_skip_link_leads_to_the_content(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/frequency")
    settle(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["inside"] == "stMain"


def test_category_can_be_chosen_with_arrow_key_and_space(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/cut-offs")
    settle(page)
    page.get_by_role("button", name="PNP", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"[?&]category=cec"))
    expect(page.locator(".st-key-chart-cut-offs h2")).to_contain_text("CEC rose")


def test_share_dialog_keeps_the_focus_and_returns_it_on_escape(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/cut-offs?category=cec")
    settle(page)
    share = page.locator(".st-key-chart-cut-offs").get_by_role("button", name="Share")
    share.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="Copy link")).to_be_visible()
    settle(page)
    for _step in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(share).to_be_focused()


@pytest.mark.slow
def test_table_below_a_chart_opens_and_closes_with_enter(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/cut-offs?category=cec")
    settle(page)
    chart = page.locator(".st-key-chart-cut-offs")
    chart.locator("summary", has_text="The numbers").focus()
    page.keyboard.press("Enter")
    rows = chart.locator("tbody tr")
    expect(rows.first).to_have_text(re.compile("^4362026-08-18CEC523"))
    chart.get_by_role("button", name="Cut-off", exact=True).focus()
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("75")  # of 13 February 2021, the lowest
    chart.locator("summary", has_text="The numbers").focus()
    page.keyboard.press("Enter")
    expect(rows.first).to_be_hidden()


def test_events_of_a_chart_are_opened_and_read_with_the_keyboard(
    server: Server, page: Page
) -> None:
    page.goto(f"{server.address}/cut-offs?from=2025-02-19&to=2025-05-31")
    settle(page)
    page.locator("summary", has_text="events in this period").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("25 March 2025: Job-offer points end.").first).to_be_visible()
    chosen = page.get_by_role("radio", name="CRS scale changes").first
    chosen.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("events=all"))
    expect(page.get_by_role("radio", name="All", exact=True).first).to_be_focused()
