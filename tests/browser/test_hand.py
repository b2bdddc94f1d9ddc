"""A chart under the hand: keys, mouse and finger walk its marks, open rounds and choose dates."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import settle, strict
from tests.support.serving import Server

# Where a round's mark is on the screen, once its chart begins with a day.
MARK = """([key, round, start]) => {
  const canvas = document.querySelector(`.st-key-chart-${key} .js-plotly-plot`);
  const layout = canvas?._fullLayout;
  if (!layout?.xaxis.range[0].startsWith(start)) return null;
  const {left, top} = canvas.getBoundingClientRect();
  for (const points of canvas.calcdata) {
    const {trace} = points[0], at = (trace.ids ?? []).indexOf(round);
    if (at < 0) continue;
    const [x, y] = [layout[`xaxis${trace.xaxis.slice(1)}`], layout[`yaxis${trace.yaxis.slice(1)}`]];
    const {x: day, y: value} = points[at];
    return [left + x._offset + x.c2p(day), top + y._offset + y.c2p(value)];
  }
}"""
CUT_OFFS = ".st-key-chart-cut-offs"


def place(page: Page, key: str, round_id: str, start: str) -> tuple[float, float]:
    """Return where a round's mark is, once the chart is drawn that begins with a day."""
    page.locator(f".st-key-chart-{key}").get_by_test_id("plot").scroll_into_view_if_needed()
    found = page.wait_for_function(MARK, arg=[key, round_id, start]).json_value()
    return found[0], found[1]


def params(page: Page, **expected: str) -> None:
    """Wait until the address has exactly these dates; `from_` is the parameter `from`."""
    days = [expected.get("from_"), expected.get("to")]
    page.wait_for_function(
        """days => { const params = new URLSearchParams(location.search);
        return ["from", "to"].every((name, at) => params.get(name) === days[at]); }""",
        arg=days,
    )


def test_arrow_keys_walk_a_chart_that_speaks_choose_dates_and_enter_opens_the_round(
    server: Server, page: Page
) -> None:
    page.goto(f"{server.address}/cut-offs?category=cec&from=2025-01-01&lang=fr")
    settle(page)
    chart = page.locator(CUT_OFFS)
    plot, speech = chart.get_by_test_id("plot"), chart.locator(".ee-speech")
    expect(plot).to_have_attribute("role", "group")
    plot.focus()
    # CEC's rounds since 2025 are #332 of 8 January 2025 to #436 of 18 August 2026.
    page.keyboard.press("End")
    expect(speech).to_contain_text("n°\N{NO-BREAK SPACE}436, ")
    expect(plot.locator(".hovertext")).to_have_count(1)
    page.keyboard.press("Home")
    expect(speech).to_contain_text("8 janv. 2025")
    page.keyboard.press("ArrowLeft")  # there is none before
    expect(speech).to_contain_text("8 janv. 2025")
    page.keyboard.press("Escape")
    expect(plot.locator(".hovertext")).to_have_count(0)
    expect(speech).to_be_empty()
    page.keyboard.press("End")
    # The two before #436 are #432 of 5 August and #428 of 21 July 2026.
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    expect(speech).to_have_text("du 21 juillet 2026 au 18 août 2026")
    expect(chart.locator(".ee-band")).to_be_visible()
    page.keyboard.press("Escape")
    expect(chart.locator(".ee-band")).to_have_count(0)
    expect(speech).to_contain_text("21 juill. 2026")
    page.keyboard.press("Shift+ArrowRight")
    expect(speech).to_have_text("du 21 juillet 2026 au 5 août 2026")
    page.keyboard.press("Enter")
    params(page, from_="2026-07-21", to="2026-08-05")
    place(page, "cut-offs", "432", "2026-07-21")
    expect(plot).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/rounds\\?(?=.*round=432)(?=.*category=cec)(?=.*lang=fr)"))
    expect(page).to_have_url(re.compile("from=2026-07-21"))
    expect(page.get_by_role("textbox", name="Ouvrir une ronde par numéro")).to_have_value("432")


def test_mouse_brings_a_category_forward_chooses_dates_and_opens_a_round(
    server: Server, page: Page
) -> None:
    page.goto(f"{server.address}/cut-offs?from=2025-01-01")
    settle(page)
    chart, faded = page.locator(CUT_OFFS), page.locator(".ee-back")
    # #411 of French was on 15 April 2026.
    french = place(page, "cut-offs", "411", "2025-01-01")
    page.mouse.move(*french)
    expect(is_faded(chart, "CEC 523")).to_have_count(1)
    expect(is_faded(chart, "French 382")).to_have_count(0)
    panels = page.locator(".st-key-chart-cut-offs-by-category")
    expect(is_faded(panels, "CEC 523")).to_have_count(1)
    page.mouse.move(1, 1)
    expect(faded).to_have_count(0)

    first = place(page, "cut-offs", "332", "2025-01-01")  # of CEC, on 8 January 2025
    drag(page, first, french)
    expect(chart.locator(".ee-days")).to_have_text("8 January 2025 to 15 April 2026")
    expect(faded).to_have_count(0)
    page.mouse.up()
    params(page, from_="2025-01-08", to="2026-04-15")
    expect(page.get_by_text("All categories, 8 January 2025 to 15 April 2026")).to_be_visible()
    page.go_back()
    params(page, from_="2025-01-01")
    expect(page.get_by_text("All categories, 1 January 2025 to 20 August 2026")).to_be_visible()

    x, y = place(page, "cut-offs", "411", "2025-01-01")
    page.mouse.dblclick(x, y + 60)  # where there is no mark
    params(page)
    page.get_by_role("button", name="Back to 1 January 2025 to 20 August 2026").press("Enter")
    params(page, from_="2025-01-01")
    spot = place(page, "cut-offs", "411", "2025-01-01")
    page.mouse.move(*spot)
    expect(chart.locator(".hovertext")).to_contain_text("#411")  # shown shortly after
    page.mouse.click(*spot)
    expect(page).to_have_url(re.compile("/rounds\\?(?=.*round=411)(?=.*from=2025-01-01)"))


def test_finger_chooses_no_dates_and_its_first_tap_tells_and_its_second_opens(
    server: Server, browser: Browser
) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with strict(browser, locale="en-US", **phone) as context:
        page = context.new_page()
        page.goto(f"{server.address}/cut-offs?from=2025-01-01")
        settle(page)
        plot = page.locator(CUT_OFFS).get_by_test_id("plot")
        spot = place(page, "cut-offs", "411", "2025-01-01")
        # The browser has the finger to itself, and a finger that moves chooses no dates.
        expect(plot.locator(".nsewdrag")).to_have_css("touch-action", "auto")
        touch = partial(context.new_cdp_session(page).send, "Input.dispatchTouchEvent")
        x, y = spot
        touch({"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        touch({"type": "touchMove", "touchPoints": [{"x": x - 90, "y": y - 20}]})
        expect(page.locator(".ee-band")).to_have_count(0)
        touch({"type": "touchEnd", "touchPoints": []})
        params(page, from_="2025-01-01")

        # A finger that scrolls has not tapped, even if the chart hears of no move before it lifts.
        x, y = place(page, "cut-offs", "411", "2025-01-01")
        touch({"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        plot.dispatch_event("pointercancel", {"pointerType": "touch"})
        touch({"type": "touchEnd", "touchPoints": []})

        spot = place(page, "cut-offs", "411", "2025-01-01")
        page.touchscreen.tap(*spot)
        expect(plot.locator(".hovertext")).to_contain_text("#411")
        expect(page).to_have_url(re.compile("/cut-offs"))
        page.touchscreen.tap(*spot)
        expect(page).to_have_url(re.compile("/rounds\\?(?=.*round=411)"))


@pytest.mark.slow
def test_mouse_chooses_whole_periods_where_bars_stand_for_them(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/invitations?from=2019-01-01")  # drawn by quarter
    settle(page)
    chart = page.locator(".st-key-chart-invitations")
    days = """(day) => { const {xaxis: x, yaxis: y} =
        document.querySelector(".st-key-chart-invitations .js-plotly-plot")._fullLayout;
      const {left, top} = document.querySelector(".st-key-chart-invitations .js-plotly-plot")
        .getBoundingClientRect();
      return [left + x._offset + x.d2p(day), top + y._offset + 40]; }"""
    chart.get_by_test_id("plot").scroll_into_view_if_needed()
    start, end = page.evaluate(days, "2021-08-14"), page.evaluate(days, "2023-11-02")
    drag(page, (start[0], start[1]), (end[0], end[1]))
    expect(chart.locator(".ee-days")).to_have_text("1 July 2021 to 31 December 2023")
    page.mouse.up()
    params(page, from_="2021-07-01", to="2023-12-31")


def is_faded(chart: Locator, text: str) -> Locator:
    """Return the label of a chart with a text, if it steps back."""
    return chart.locator(".annotation.ee-back", has_text=text)


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag from a place to another without letting go."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=3)
