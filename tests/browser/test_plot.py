"""A plot in a real browser: drawn once, then changed in place, and given as pictures."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.support.serving import ROOT, Server, free_port, served, streamlit

APP = ROOT / "tests/browser/plots/app.py"
TITLE = "A <b>title</b> & more that is so long that it will not fit into a single line of a picture"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(18, 22, 28)"
EDGE = 16
# Notes what is asked of Plotly from the moment that it is there.
RECORDER = """
  window.calls = [];
  let plotly;
  Object.defineProperty(window, "Plotly", {
    get: () => plotly,
    set: (loaded) => {
      plotly = loaded;
      for (const name of ["newPlot", "react", "purge"]) {
        const own = loaded[name];
        loaded[name] = (...given) => { calls.push(name); return own(...given); };
      }
    },
  });
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the small page in `plots/`, with its policy."""
    port = free_port()
    log = tmp_path_factory.mktemp("plots") / "server.log"
    with served(streamlit(APP, port), port, log, environ={"PYTHONPATH": str(ROOT)}) as running:
        yield running


@pytest.fixture
def opened(server: Server, page: Page) -> Page:
    """The page, once its plot is drawn."""
    page.add_init_script(RECORDER)
    page.goto(server.address)
    expect(page.locator(".main-svg").first).to_be_visible()
    return page


def calls(page: Page) -> list[str]:
    """Return what was asked of Plotly, once nothing more is asked."""
    page.wait_for_timeout(300)
    return list(page.evaluate("calls"))


def again(page: Page, times: int) -> None:
    """Run the page's script with other data."""
    box = page.get_by_label("Times", exact=True)
    box.fill(str(times))
    box.press("Enter")
    expect(page.get_by_text(f"The end {times}")).to_be_visible()


def ticks(page: Page, axis: str) -> list[str]:
    """Return the labels of an axis."""
    return page.locator(f".{axis}axislayer-above text").all_text_contents()


def switch(page: Page, label: str) -> None:
    """Press a toggle."""
    page.get_by_test_id("stCheckbox").filter(has_text=label).locator("label").click()


def background(page: Page) -> str:
    """Return the colour that the plot is drawn on."""
    return str(page.locator(".main-svg").first.evaluate("svg => svg.style.background"))


def test_a_plot_is_drawn_once_and_a_run_without_news_does_not_touch_it(opened: Page) -> None:
    assert calls(opened) == ["newPlot"]
    opened.get_by_role("button", name="Again").click()
    assert calls(opened) == ["newPlot"]


def test_new_data_change_the_drawing_that_is_there(opened: Page) -> None:
    opened.locator(".js-plotly-plot").evaluate("plot => { plot.dataset.mine = 'yes' }")
    again(opened, 5)
    expect(opened.get_by_role("img", name="Three points, times 5")).to_be_visible()
    assert calls(opened) == ["newPlot", "react"]
    assert opened.locator(".js-plotly-plot").get_attribute("data-mine") == "yes"
    assert float(ticks(opened, "y")[-1]) > 3


def test_a_plot_follows_the_theme(opened: Page) -> None:
    assert background(opened) == LIGHT
    light = opened.locator(".xtick text").first.evaluate("text => text.style.fill")
    opened.emulate_media(color_scheme="dark")
    opened.wait_for_function(
        "wanted => document.querySelector('.main-svg').style.background === wanted", arg=DARK
    )
    assert opened.locator(".xtick text").first.evaluate("text => text.style.fill") != light
    assert calls(opened) == ["newPlot", "react"]


def test_a_plot_is_as_wide_as_the_place_that_it_has(opened: Page) -> None:
    switch(opened, "Narrow")
    expect(opened.locator(".main-svg").first).to_have_attribute("width", "300")
    opened.set_viewport_size({"width": 700, "height": 900})
    switch(opened, "Narrow")
    opened.wait_for_function(
        "plot => plot.clientWidth > 300"
        " && plot.querySelector('.main-svg').width.baseVal.value === plot.clientWidth",
        arg=opened.get_by_test_id("plot").element_handle(),
    )


def test_its_place_is_kept_while_plotly_is_on_its_way(server: Server, page: Page) -> None:
    held: list[Route] = []
    page.route("**/plotly-*.js", lambda route, _request: held.append(route))
    page.goto(server.address)
    end = page.get_by_text("The end")
    expect(page.get_by_role("button", name="PNG")).to_be_visible()
    before = end.bounding_box()
    held[0].continue_()
    expect(page.locator(".main-svg").first).to_be_visible()
    assert end.bounding_box() == before


def test_months_are_those_of_the_language(opened: Page) -> None:
    assert ticks(opened, "x")[0] == "Feb"
    switch(opened, "French")
    expect(opened.locator(".xaxislayer-above text").first).to_have_text("févr.")
    assert ticks(opened, "y")[1] == "1,5"


def test_a_plot_that_goes_is_given_back_and_can_come_again(opened: Page) -> None:
    switch(opened, "Gone")
    expect(opened.get_by_test_id("plot")).to_have_count(0)
    assert calls(opened) == ["newPlot", "purge"]
    switch(opened, "Gone")
    expect(opened.locator(".main-svg").first).to_be_visible()
    assert calls(opened) == ["newPlot", "purge", "newPlot"]


def test_a_finger_on_a_plot_scrolls_the_page(server: Server, browser: Browser) -> None:
    context = browser.new_context(
        has_touch=True, is_mobile=True, viewport={"width": 390, "height": 500}
    )
    phone = context.new_page()
    phone.goto(server.address)
    phone.locator(".main-svg").first.scroll_into_view_if_needed()
    place = phone.get_by_test_id("plot").bounding_box()
    assert place is not None
    scrolled = "() => document.querySelector('[data-testid=stMain]').scrollTop"
    before = phone.evaluate(scrolled)
    finger = context.new_cdp_session(phone)
    x, y = place["x"] + 150, place["y"] + 100
    finger.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    )
    for step in range(1, 10):
        points = [{"x": x, "y": y + 12 * step}]
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    phone.wait_for_function(f"before => ({scrolled})() < before", arg=before)
    context.close()


def test_plotly_is_asked_for_once_and_a_second_page_has_it_already(opened: Page) -> None:
    second = opened.context.new_page()
    sizes: list[int] = []

    def note(request: Request) -> None:
        if "plotly" in request.url:
            sizes.append(request.sizes()["responseBodySize"])

    second.on("requestfinished", note)
    second.goto(opened.url)
    expect(second.locator(".main-svg").first).to_be_visible()
    assert len(sizes) == 1
    assert sizes[0] <= 0


def saved(page: Page, label: str, folder: Path) -> Path:
    """Press the button of a picture and return the file that it gave."""
    with page.expect_download() as started:
        page.get_by_role("button", name=label).click()
    file = folder / started.value.suggested_filename
    started.value.save_as(file)
    return file


def test_the_svg_says_title_filter_source_and_address_as_text(opened: Page, tmp_path: Path) -> None:
    file = saved(opened, "SVG", tmp_path)
    assert file.name == "a-plot.svg"
    root = ET.fromstring(file.read_text())  # noqa: S314 ours
    svg = "{http://www.w3.org/2000/svg}"
    said = [text.text for text in root.findall(f"{svg}text")]
    assert said == [
        TITLE,
        "All <i>rounds</i>",
        "Source: IRCC, record of 20 August 2026",
        opened.url,
    ]
    assert root.findtext(f"{svg}desc") == "Three points, times 1"
    drawn = [text.text for text in root.iter(f"{svg}text")]
    assert "Feb" in drawn


def test_a_narrow_picture_breaks_its_title(opened: Page, tmp_path: Path) -> None:
    switch(opened, "Narrow")
    expect(opened.locator(".main-svg").first).to_have_attribute("width", "300")
    root = ET.fromstring(saved(opened, "SVG", tmp_path).read_text())  # noqa: S314 ours
    bold = root.findall("{http://www.w3.org/2000/svg}text[@font-weight='700']")
    assert len(bold) > 1
    assert " ".join(str(line.text) for line in bold) == TITLE


def test_the_png_is_twice_as_wide_as_what_is_seen(opened: Page, tmp_path: Path) -> None:
    width = int(str(opened.locator(".main-svg").first.get_attribute("width")))
    content = saved(opened, "PNG", tmp_path).read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", content[16:24])
    assert wide == 2 * (width + 2 * EDGE)
    assert high > 2 * (300 + 2 * EDGE)


def test_the_pictures_are_reached_by_the_keyboard(opened: Page) -> None:
    opened.get_by_role("button", name="Again").focus()
    opened.keyboard.press("Tab")
    expect(opened.get_by_role("button", name="PNG")).to_be_focused()
    with opened.expect_download() as started:
        opened.keyboard.press("Enter")
    assert started.value.suggested_filename == "a-plot.png"
