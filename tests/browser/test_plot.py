"""A plot in a real browser: drawn once, updated in place, and downloadable as PNG and SVG."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.serving import ROOT, Server, free_port, served, streamlit

APP = ROOT / "tests/browser/plots/app.py"
TITLE = "A <b>title</b> & more that is so long that it will not fit into a single line of a picture"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(18, 22, 28)"
PICTURE_MARGIN = 16
# Records the calls to Plotly from the moment that it is loaded.
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
    """A server of the small page in `plots/`, with the security policy of the app."""
    port = free_port()
    log = tmp_path_factory.mktemp("plots") / "server.log"
    with served(streamlit(APP, port), port, log, environ={"PYTHONPATH": str(ROOT)}) as running:
        yield running


@pytest.fixture
def plot_page(server: Server, page: Page) -> Page:
    """The small page in a browser, with its plot drawn."""
    page.add_init_script(RECORDER)
    page.goto(server.address)
    expect(page.locator(".main-svg").first).to_be_visible()
    return page


def calls(page: Page) -> list[str]:
    """Return the names of the calls to Plotly, after a pause for late ones."""
    page.wait_for_timeout(300)
    return list(page.evaluate("calls"))


def rerun(page: Page, times: int) -> None:
    """Run the page's script with other data."""
    box = page.get_by_label("Times", exact=True)
    box.fill(str(times))
    box.press("Enter")
    expect(page.get_by_text(f"The end {times}")).to_be_visible()


def ticks(page: Page, axis: str) -> list[str]:
    """Return the labels of an axis."""
    return page.locator(f".{axis}axislayer-above text").all_text_contents()


def click_toggle(page: Page, label: str) -> None:
    """Click a toggle."""
    page.get_by_test_id("stCheckbox").filter(has_text=label).locator("label").click()


def background(page: Page) -> str:
    """Return the background colour of the plot."""
    return str(page.locator(".main-svg").first.evaluate("svg => svg.style.background"))


def test_rerun_without_new_data_does_not_redraw_the_plot(plot_page: Page) -> None:
    assert calls(plot_page) == ["newPlot"]
    plot_page.get_by_role("button", name="Again").click()
    assert calls(plot_page) == ["newPlot"]


def test_new_data_updates_the_plot_in_place(plot_page: Page) -> None:
    plot_page.locator(".js-plotly-plot").evaluate("plot => { plot.dataset.mine = 'yes' }")
    rerun(plot_page, 5)
    expect(plot_page.get_by_label("Three points, times 5")).to_be_visible()
    assert calls(plot_page) == ["newPlot", "react"]
    assert plot_page.locator(".js-plotly-plot").get_attribute("data-mine") == "yes"
    assert float(ticks(plot_page, "y")[-1]) > 3


def test_a_plot_follows_the_theme(plot_page: Page) -> None:
    assert background(plot_page) == LIGHT
    light = plot_page.locator(".xtick text").first.evaluate("text => text.style.fill")
    plot_page.emulate_media(color_scheme="dark")
    plot_page.wait_for_function(
        "wanted => document.querySelector('.main-svg').style.background === wanted", arg=DARK
    )
    assert plot_page.locator(".xtick text").first.evaluate("text => text.style.fill") != light
    assert calls(plot_page) == ["newPlot", "react"]


def test_plot_is_as_wide_as_its_container(plot_page: Page) -> None:
    click_toggle(plot_page, "Narrow")
    expect(plot_page.locator(".main-svg").first).to_have_attribute("width", "300")
    plot_page.set_viewport_size({"width": 700, "height": 900})
    click_toggle(plot_page, "Narrow")
    plot_page.wait_for_function(
        "plot => plot.clientWidth > 300"
        " && plot.querySelector('.main-svg').width.baseVal.value === plot.clientWidth",
        arg=plot_page.get_by_test_id("plot").element_handle(),
    )


def test_plot_is_drawn_afresh_where_its_layout_becomes_another(plot_page: Page) -> None:
    assert calls(plot_page) == ["newPlot"]
    click_toggle(plot_page, "Narrow")
    expect(plot_page.locator(".main-svg").first).to_have_attribute("width", "300")
    assert calls(plot_page) == ["newPlot", "newPlot"]
    rerun(plot_page, 5)
    assert calls(plot_page) == ["newPlot", "newPlot", "react"]


@pytest.mark.slow
def test_layout_does_not_shift_when_plotly_loads_late(server: Server, page: Page) -> None:
    held: list[Route] = []
    page.route("**/plotly-*.js", lambda route, _request: held.append(route))
    page.goto(server.address)
    end = page.get_by_text("The end")
    expect(page.get_by_role("button", name="Share")).to_be_visible()
    before = end.bounding_box()
    held[0].continue_()
    expect(page.locator(".main-svg").first).to_be_visible()
    assert end.bounding_box() == before


@pytest.mark.slow
def test_axis_labels_follow_the_language(plot_page: Page) -> None:
    assert ticks(plot_page, "x")[0] == "Feb"
    click_toggle(plot_page, "French")
    expect(plot_page.locator(".xaxislayer-above text").first).to_have_text("févr.")
    assert ticks(plot_page, "y")[1] == "1,5"


@pytest.mark.slow
def test_removed_plot_comes_back_as_it_was_drawn(plot_page: Page) -> None:
    click_toggle(plot_page, "Gone")
    expect(plot_page.get_by_test_id("plot")).to_have_count(0)
    click_toggle(plot_page, "Gone")
    expect(plot_page.locator(".main-svg").first).to_be_visible()
    assert calls(plot_page) == ["newPlot"]


@pytest.mark.slow
def test_touch_drag_on_a_plot_scrolls_the_page(server: Server, browser: Browser) -> None:
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


@pytest.mark.slow
def test_second_page_takes_plotly_from_the_cache(plot_page: Page) -> None:
    second = plot_page.context.new_page()
    with second.expect_event("requestfinished", lambda one: "plotly" in one.url) as finished:
        second.goto(plot_page.url)
    expect(second.locator(".main-svg").first).to_be_visible()
    assert finished.value.sizes()["responseBodySize"] <= 0


def save_picture(page: Page, label: str, folder: Path) -> Path:
    """Click the button of a picture and return the downloaded file."""
    page.get_by_text("Download").click()
    with page.expect_download() as started:
        page.get_by_role("button", name=label).click()
    file = folder / started.value.suggested_filename
    started.value.save_as(file)
    return file


@pytest.mark.slow
def test_svg_says_what_it_shows_and_where_it_is_from_as_text(
    plot_page: Page, tmp_path: Path
) -> None:
    file = save_picture(plot_page, "SVG", tmp_path)
    assert file.name == "a-plot.svg"
    root = ET.fromstring(file.read_text())  # noqa: S314 ours
    svg = "{http://www.w3.org/2000/svg}"
    said = [text.text for text in root.findall(f"{svg}text")]
    assert said == [
        "Express Entry · <u>Points</u>",
        TITLE,
        "No round since 11\N{NO-BREAK SPACE}April 2024.",
        "All <i>rounds</i>",
        "Source: IRCC. Data as of 20\N{NO-BREAK SPACE}August 2026.",
        plot_page.url,
    ]
    assert root.findtext(f"{svg}desc") == "Three points, times 1"
    drawn = [text.text for text in root.iter(f"{svg}text")]
    assert "Feb" in drawn


@pytest.mark.slow
def test_narrow_picture_wraps_its_title(plot_page: Page, tmp_path: Path) -> None:
    click_toggle(plot_page, "Narrow")
    expect(plot_page.locator(".main-svg").first).to_have_attribute("width", "300")
    root = ET.fromstring(save_picture(plot_page, "SVG", tmp_path).read_text())  # noqa: S314 ours
    bold = root.findall("{http://www.w3.org/2000/svg}text[@font-weight='700']")
    assert len(bold) > 1
    assert " ".join(str(line.text) for line in bold) == TITLE


@pytest.mark.slow
def test_picture_says_what_an_event_without_a_name_is_and_breaks_an_address_before_a_parameter(
    plot_page: Page, tmp_path: Path
) -> None:
    words = [f"word-{at}" for at in range(20)]
    plot_page.evaluate("a => history.replaceState(null, '', a)", f"/?a={'&a='.join(words)}")
    click_toggle(plot_page, "Event")
    expect(plot_page.locator(".annotation").first).to_be_visible()
    root = ET.fromstring(save_picture(plot_page, "SVG", tmp_path).read_text())  # noqa: S314 ours
    said = [text.text for text in root.findall("{http://www.w3.org/2000/svg}text")]
    assert said[3] == "▾\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}May: A <b>."
    first, second = said[-2:]
    assert f"{first}{second}" == plot_page.url
    assert str(second).startswith("&a=word-")


@pytest.mark.slow
def test_png_has_twice_the_resolution_of_the_plot_on_screen(
    plot_page: Page, tmp_path: Path
) -> None:
    width = int(str(plot_page.locator(".main-svg").first.get_attribute("width")))
    content = save_picture(plot_page, "PNG", tmp_path).read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", content[16:24])
    assert wide == 2 * (width + 2 * PICTURE_MARGIN)
    assert high > 2 * (300 + 2 * PICTURE_MARGIN)


@pytest.mark.slow
def test_png_of_a_narrow_plot_is_large_enough_for_print(plot_page: Page, tmp_path: Path) -> None:
    click_toggle(plot_page, "Narrow")
    expect(plot_page.locator(".main-svg").first).to_have_attribute("width", "300")
    wide, high = struct.unpack(">II", save_picture(plot_page, "PNG", tmp_path).read_bytes()[16:24])
    # 16 cm at 300 dots per inch are 1,890; the picture is 300 + 2 × 16 wide, of which 6 make that.
    assert wide == 1992
    assert high > 6 * 300


@pytest.mark.slow
def test_letters_of_a_picture_are_those_of_the_page(plot_page: Page, tmp_path: Path) -> None:
    length = "text => text.getComputedTextLength()"
    on_page = plot_page.locator(".xaxislayer-above text").first.evaluate(length)
    picture = plot_page.context.new_page()
    picture.set_content(save_picture(plot_page, "SVG", tmp_path).read_text())
    picture.evaluate("document.fonts.ready")
    drawn = picture.locator(".xaxislayer-above text").first
    expect(drawn).to_have_text("Feb")
    assert drawn.evaluate(length) == pytest.approx(on_page, abs=0.01)


@pytest.mark.slow
def test_picture_buttons_work_with_the_keyboard(plot_page: Page) -> None:
    plot_page.locator("summary", has_text="Download").focus()
    plot_page.keyboard.press("Enter")
    plot_page.keyboard.press("Tab")
    plot_page.keyboard.press("Tab")
    expect(plot_page.get_by_role("button", name="PNG")).to_be_focused()
    with plot_page.expect_download() as started:
        plot_page.keyboard.press("Enter")
    assert started.value.suggested_filename == "a-plot.png"
