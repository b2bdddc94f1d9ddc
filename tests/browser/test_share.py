"""Sharing a chart: its link is the address, and its embed code shows only the chart."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import settle
from tests.support.serving import Server

ARTICLE = "<!doctype html><title>An article</title><body style='margin:0'>{frame}"


def open_share_dialog(page: Page, chart: str) -> Locator:
    """Open a chart's dialog for its link and embed code."""
    page.locator(f".st-key-chart-{chart}").get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Share this chart")
    return dialog


def choose_categories(page: Page) -> None:
    page.get_by_role("button", name="CEC", exact=True).click()
    expect(page).to_have_url(re.compile("category=cec"))
    page.get_by_text("Show PNP with the others").click()
    expect(page).to_have_url(re.compile("with-pnp=true"))


def go_back_a_week(page: Page) -> None:
    title = page.locator(".st-key-chart-week-year h2")
    before = title.inner_text()
    page.locator(".st-key-week-arrow_back").get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"week=20\d\d-W\d\d"))
    expect(title).not_to_have_text(before)


def enter_a_score(page: Page) -> None:
    page.get_by_label("Your CRS score").fill("500")
    page.get_by_label("Your CRS score").press("Tab")
    settle(page)
    eligible = page.get_by_role("combobox", name="I am eligible for").first
    eligible.click()
    eligible.press_sequentially("CEC")
    expect(page.get_by_role("option").filter(has_text="CEC").first).to_be_visible()
    eligible.press("Enter")
    eligible.press("Escape")
    expect(page.locator(".st-key-chart-my-rounds")).to_be_visible()
    settle(page)
    expect(open_share_dialog(page, "my-rounds")).to_contain_text("there is no link to this chart")
    page.keyboard.press("Escape")
    page.get_by_text("Include my answers in the link").click()
    expect(page).to_have_url(re.compile("score=500"))


@pytest.mark.parametrize(
    ("path", "chart", "change"),
    [
        ("cut-offs?from=2024-01-01", "cut-offs", choose_categories),
        pytest.param("week", "week-year", go_back_a_week, marks=pytest.mark.slow),
        pytest.param("my-score", "my-rounds", enter_a_score, marks=pytest.mark.slow),
    ],
)
def test_share_link_equals_the_address_and_opens_the_same_chart(
    server: Server, page: Page, path: str, chart: str, change: Callable[[Page], None]
) -> None:
    page.goto(f"{server.address}/{path}")
    settle(page)
    change(page)
    settle(page)
    title = page.locator(f".st-key-chart-{chart} h2").inner_text()
    told = open_share_dialog(page, chart).locator(".ee-copy pre").first.inner_text()
    shown, link = urlsplit(page.url), urlsplit(told)
    assert link[:3] == shown[:3]
    assert sorted(parse_qsl(link.query)) == sorted(parse_qsl(shown.query))
    page.goto(told)
    expect(page.locator(f".st-key-chart-{chart} h2")).to_have_text(title)


@pytest.mark.slow
def test_embed_code_shows_only_the_chart_on_a_narrow_page(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/cut-offs?category=french")
    settle(page)
    title = page.locator(".st-key-chart-cut-offs h2").inner_text()
    dialog = open_share_dialog(page, "cut-offs")
    code = dialog.locator(".ee-copy pre", has_text="<iframe").inner_text()
    page.route("**/article.html", lambda asked: asked.fulfill(body=ARTICLE.format(frame=code)))
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{server.address}/article.html")
    inner = page.frame_locator("iframe")
    expect(inner.get_by_role("heading")).to_have_text([title])
    expect(inner.locator("[data-testid=plot] .main-svg").first).to_be_visible()
    expect(inner.get_by_text("Source: IRCC. Data complete through")).to_be_visible()
    for part in ("stSidebar", "stHeader", "stTopNavLink", "stButton", "stExpander"):
        expect(inner.get_by_test_id(part).locator("visible=true")).to_have_count(0)
    assert page.frames[1].evaluate("document.documentElement.scrollWidth <= innerWidth")
    link = inner.get_by_role("link", name="Open the full page")
    expect(link).to_have_attribute("target", "_blank")
    with page.expect_popup() as opened:
        link.click()
    expect(opened.value).to_have_url(f"{server.address}/cut-offs?category=french")
    expect(opened.value.get_by_text("Express Entry rounds · Cut-offs")).to_be_visible()


@pytest.mark.slow
def test_printed_page_shows_no_buttons_or_menus(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/cut-offs")
    settle(page)
    page.emulate_media(media="print")
    for part in ("stSidebar", "stHeader", "stButton", "stDownloadButton"):
        expect(page.get_by_test_id(part).locator("visible=true")).to_have_count(0)
    # Paper also says how old the data is.
    folded = page.locator("[data-testid=stExpander]:not([class*=st-key-notice-] *)")
    expect(folded.locator("visible=true")).to_have_count(0)
    expect(page.locator(".ee-tools").locator("visible=true")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".main-svg").first).to_be_visible()
