"""Seven tasks as people do them, each within so many taps, entries and screens of scrolling.

The limits are what each took when it was last walked through; a page that grows or hides its
answer makes one of them fail.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Browser, Download, Locator, Page, expect

from tests.browser.conftest import settle, strict
from tests.support.serving import Server

PHONE = {"width": 390, "height": 844}
MOST_SCREENS = 12
# Whether the top of an element is on the screen and nothing lies over it.
IS_IN_SIGHT = """element => {
  const {left, top, width, height} = element.getBoundingClientRect();
  const at = document.elementFromPoint(left + width / 2, top + Math.min(height, 40) / 2);
  return !!at && (element.contains(at) || at.contains(element)) && at !== document.documentElement;
}"""


class Hand:
    """A person at a page: taps, typed entries, keys and screens of scrolling are counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = self.entries = self.screens = self.keys = 0

    def tap(self, target: Locator) -> None:
        """Tap or click what is in sight, after scrolling to it if needed."""
        self.see(target)
        self.taps += 1
        target.click()
        settle(self.page)

    def enter(self, field: Locator, text: str, key: str = "Enter") -> None:
        """Type into a field, and press a key."""
        self.see(field)
        self.entries += 1
        field.click()
        self.page.keyboard.press("Control+a")
        field.press_sequentially(text)
        field.press(key)
        settle(self.page)

    def see(self, target: Locator) -> None:
        """Scroll towards something, nearly a screen at a time, until it is in sight."""
        expect(target).to_be_visible()
        size = self.page.viewport_size
        assert size is not None
        for _screen in range(MOST_SCREENS):
            if self.comes_into_sight(target):
                return
            self.screens += 1
            box = target.bounding_box()
            direction = -1 if box and box["y"] < 0 else 1
            self.page.mouse.move(size["width"] * 0.7, size["height"] / 2)
            self.page.mouse.wheel(0, direction * size["height"] * 0.85)
            # The browser scrolls smoothly, and a busy one begins late.
            self.page.wait_for_timeout(300)
            settle(self.page)
        pytest.fail(f"{target} is more than {MOST_SCREENS} screens away")

    def comes_into_sight(self, target: Locator) -> bool:
        """Whether something is in sight, once what slides or closes over it is gone."""
        for _moment in range(10):
            target.element_handle().wait_for_element_state("stable")
            if target.evaluate(IS_IN_SIGHT):
                return True
            self.page.wait_for_timeout(100)
        return False

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += 1
            self.page.keyboard.press(key)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Hand]:
    with strict(
        browser, viewport=PHONE, has_touch=True, is_mobile=False, locale="en-CA"
    ) as context:
        yield Hand(context.new_page())


@pytest.fixture
def desk(page: Page) -> Hand:
    return Hand(page)


def download_of(hand: Hand, target: Locator) -> Download:
    """Tap a button that saves a file."""
    with hand.page.expect_download() as caught:
        hand.tap(target)
    return caught.value


def choose_eligible(hand: Hand, text: str) -> None:
    field = hand.page.get_by_role("combobox", name="I am eligible for")
    hand.enter(field, text)
    field.press("Escape")
    settle(hand.page)


def test_1_nurse_abroad_asks_whether_480_is_enough_and_when_the_next_round_is(
    server: Server, phone: Hand
) -> None:
    page = phone.page
    page.goto(server.address)
    settle(page)
    phone.tap(page.locator(".ee-bar").get_by_role("link", name="My score"))
    expect(page).to_have_url(re.compile("/my-score"))
    settle(page)
    phone.enter(page.get_by_test_id("stMain").get_by_label("Your CRS score"), "480", "Tab")
    choose_eligible(phone, "Health")
    answer = page.locator(".st-key-answer")
    # Counted in the record: of 15 healthcare rounds since 28 June 2023, 13 had less than 480.
    phone.see(
        answer.get_by_text("13 of 15 Healthcare and social services rounds would have invited you")
    )
    phone.tap(answer.get_by_role("link", name="Outlook for these categories"))
    expect(page).to_have_url(re.compile(r"/outlook\?category=healthcare"))
    settle(page)
    phone.see(page.get_by_text("2 September 2026 or later").first)
    assert (phone.taps, phone.entries) == (2, 2)
    assert phone.screens <= 1


def test_2_student_asks_what_the_rounds_since_her_profile_would_have_meant(
    server: Server, phone: Hand
) -> None:
    page = phone.page
    page.goto(f"{server.address}/my-score")
    settle(page)
    phone.enter(page.get_by_test_id("stMain").get_by_label("Your CRS score"), "519", "Tab")
    phone.enter(page.get_by_role("textbox", name="Profile submitted"), "3 May 2026")
    choose_eligible(phone, "CEC")
    phone.see(page.locator(".st-key-answer").get_by_text("5 of 6").first)
    phone.see(page.get_by_text("4 points below the latest cut-off").first)
    assert "519" not in page.url
    assert (phone.taps, phone.entries, phone.screens) == (0, 3, 0)


def test_3_journalist_checks_a_claim_and_takes_the_total_a_chart_and_its_citation(
    server: Server, desk: Hand
) -> None:
    page = desk.page
    page.goto(f"{server.address}/rounds")
    settle(page)
    claim = page.get_by_role("textbox", name="Check a claim")
    desk.enter(claim, "STEM draw, 5,900 invitations, CRS 481, the third in a week, a sensation")
    desk.see(page.get_by_text("The numbers are right: #274"))
    desk.see(page.get_by_text("Not checked: “"))
    desk.enter(claim, "IRCC has invited 119,865 this year")
    desk.see(page.get_by_text("119,865 invitations in 2026"))
    page.goto(f"{server.address}/cut-offs?category=stem")
    settle(page)
    chart = page.locator(".st-key-chart-cut-offs")
    desk.tap(chart.locator("summary", has_text="Download"))
    svg = download_of(desk, chart.get_by_role("button", name="SVG"))
    picture = svg.path().read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    for text in ("Express Entry · CRS cut-off", "No STEM round since 11 April 2024"):
        assert text in picture
    desk.tap(chart.get_by_role("button", name="Share"))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Copy citation")).to_be_visible()
    assert (desk.taps, desk.entries) == (3, 2)
    assert desk.screens <= 1


def test_4_consultant_writes_her_french_note_on_week_34(server: Server, desk: Hand) -> None:
    page = desk.page
    page.goto(f"{server.address}/week?lang=fr")
    settle(page)
    desk.enter(page.locator(".st-key-week input"), "semaine 34")
    main = page.get_by_test_id("stMain")
    assert "Rien ne ressort" not in main.inner_text()
    expect(main.get_by_role("heading", name=re.compile(r"^N°\s437 ")).last).to_be_attached()
    page.goto(f"{server.address}/cut-offs?category=french&from=2025-08-21&lang=fr")
    settle(page)
    desk.see(page.get_by_role("heading", name=re.compile("382, au plus bas depuis mars 2025")))
    page.goto(f"{server.address}/rounds?category=french&lang=fr")
    settle(page)
    book = download_of(desk, page.get_by_role("link", name=re.compile("Excel")))
    sheets = openpyxl.load_workbook(io.BytesIO(book.path().read_bytes()))
    assert sheets.sheetnames == ["Données", "À propos", "Codes"]
    page.goto(f"{server.address}/cut-offs?category=french&lang=fr")
    settle(page)
    desk.tap(page.locator(".st-key-chart-cut-offs").get_by_role("button", name="Partager"))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("ne peuvent pas encore afficher")).to_be_visible()
    assert (desk.taps, desk.entries) == (2, 1)
    assert desk.screens <= 2


def test_5_analyst_reads_the_data_with_the_line_that_the_api_page_gives(
    server: Server, desk: Hand
) -> None:
    page = desk.page
    page.goto(f"{server.address}/api/v1/docs")
    line = page.locator("code", has_text="read_parquet").first
    desk.see(line)
    address = re.search(r'read_parquet\("([^"]+)"\)', line.inner_text())
    assert address is not None
    assert pd.read_parquet(address[1])["invitations"].sum() == 1_037_113
    assert (desk.taps, desk.entries, desk.screens) == (0, 0, 0)


def test_6_keyboard_alone_filters_downloads_and_opens_round_421(server: Server, desk: Hand) -> None:
    page = desk.page
    page.goto(f"{server.address}/rounds")
    settle(page)
    page.get_by_role("textbox", name="Open a round by number").focus()
    desk.press(*"421", "Enter")
    settle(page)
    expect(page.get_by_role("heading", name=re.compile("^#421 "))).to_be_visible()
    settle(page)
    csv = page.locator(".st-key-files-rounds").get_by_text("CSV")
    csv.focus()
    with page.expect_download():
        desk.press("Enter")
    settle(page)
    expect(csv).to_be_focused()
    assert desk.keys == 5


def test_7_browsing_two_categories_on_a_phone_and_back(server: Server, phone: Hand) -> None:
    page = phone.page
    page.goto(f"{server.address}/cut-offs")
    settle(page)
    sidebar = page.get_by_test_id("stSidebar")
    phone.tap(page.locator(".ee-bar").get_by_role("button", name="Filters"))
    for name, query in (
        ("French", "category=french"),
        ("Healthcare", "category=french&category=healthcare"),
    ):
        phone.tap(sidebar.get_by_role("button", name=name, exact=True))
        # Taps that follow each other before the script has run are one step back together.
        expect(page).to_have_url(f"{server.address}/cut-offs?{query}")
    phone.tap(sidebar.get_by_role("button", name=re.compile("^Show .* rounds")))
    expect(sidebar).to_be_hidden()
    title = re.compile("French fell to 382.*Healthcare rose to 475")
    phone.see(page.get_by_role("heading", name=title))
    phone.see(page.locator(".st-key-chart-cut-offs [data-testid=plot]"))
    page.go_back()
    expect(page).to_have_url(re.compile("category=french$"))
    settle(page)
    expect(page.locator(".ee-bar").get_by_role("button", name="Filters: 1 active")).to_be_visible()
    assert (phone.taps, phone.entries) == (4, 0)
    assert phone.screens <= 1
