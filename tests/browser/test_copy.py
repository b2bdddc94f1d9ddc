"""Copying by keyboard and sharing on a phone, also where the browser refuses its clipboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import settle, strict
from tests.support.serving import Server

LINK = "my-score?score=519&eligible=cec&link=true"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TOUCH_TARGET = 44  # pixels
REFUSED = "navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'x'));"
MISSING = "Object.defineProperty(navigator, 'clipboard', {value: undefined});"  # without HTTPS
NO_COPY = "document.execCommand = () => false;"
SHARE = "navigator.share = async (what) => { window.shared = what };"
CANCEL = "navigator.share = () => Promise.reject(new DOMException('', 'AbortError'));"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone."""
    permissions = ["clipboard-read", "clipboard-write"]
    with strict(browser, permissions=permissions, locale="fr-CA", **PHONE) as found:
        yield found.new_page()


def open_link(server: Server, page: Page) -> Locator:
    """Open My score with answers in its address, and return what shows the link."""
    page.goto(f"{server.address}/{LINK}")
    settle(page)
    return page.locator(".ee-copy")


def clipboard(server: Server, page: Page) -> str:
    """Return the text on the clipboard, read by another page, whose clipboard works."""
    reader = page.context.new_page()
    reader.goto(f"{server.address}/healthz")
    reader.bring_to_front()
    text: str = reader.evaluate("navigator.clipboard.readText()")
    reader.close()
    return text


def test_link_in_the_share_dialog_is_copied_with_the_keyboard(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/cut-offs?category=cec")
    settle(page)
    page.locator(".st-key-chart-cut-offs").get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog")
    button, status = dialog.get_by_role("button", name="Copy link"), dialog.get_by_role("status")
    button.focus()
    page.keyboard.press("Enter")
    expect(status.first).to_have_text("Copied")
    expect(button).to_be_focused()
    assert clipboard(server, page) == f"{server.address}/cut-offs?category=cec"


@pytest.mark.slow
@pytest.mark.parametrize("script", [REFUSED, MISSING])
def test_link_is_copied_even_where_the_clipboard_is_refused_or_missing(
    server: Server, page: Page, script: str
) -> None:
    page.add_init_script(script)
    link = open_link(server, page)
    link.get_by_role("button", name="Copy link").focus()
    page.keyboard.press("Enter")
    expect(link.get_by_role("status")).to_have_text("Copied")
    assert clipboard(server, page) == link.locator("pre").inner_text()


@pytest.mark.slow
def test_link_stays_selected_where_nothing_may_copy_it(server: Server, page: Page) -> None:
    page.add_init_script(REFUSED + NO_COPY)
    link = open_link(server, page)
    link.get_by_role("button", name="Copy link").click()
    expect(link.get_by_role("status")).to_contain_text("The text is selected")
    assert page.evaluate("getSelection().toString()") == link.locator("pre").inner_text()


def test_phone_offers_its_own_share_sheet_for_the_link(server: Server, phone: Page) -> None:
    phone.add_init_script(SHARE)
    link = open_link(server, phone)
    for name in ("Copier le lien", "Partager le lien"):
        box = link.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert box["height"] >= TOUCH_TARGET
    link.get_by_role("button", name="Partager le lien").tap()
    shown = link.locator("pre").inner_text()
    assert phone.evaluate("window.shared.url") == shown
    assert "score=519" in shown
    link.get_by_role("button", name="Copier le lien").tap()
    expect(link.get_by_role("status")).to_have_text("Copié")


@pytest.mark.slow
def test_share_sheet_that_is_closed_copies_nothing(server: Server, phone: Page) -> None:
    phone.add_init_script(CANCEL)
    link = open_link(server, phone)
    link.get_by_role("button", name="Partager le lien").tap()
    expect(link.get_by_role("status")).to_have_text("")


@pytest.mark.slow
def test_desktop_has_no_button_for_a_share_sheet(server: Server, page: Page) -> None:
    page.add_init_script(SHARE)
    link = open_link(server, page)
    expect(link.get_by_role("button")).to_have_count(1)


@pytest.mark.slow
def test_link_follows_the_answers_and_its_button_stays(server: Server, page: Page) -> None:
    link = open_link(server, page)
    page.get_by_role("button", name="Change answers").click()
    settle(page)
    button = link.get_by_role("button", name="Copy link").element_handle()
    page.get_by_label("Your CRS score").first.fill("530")
    page.keyboard.press("Enter")
    expect(link.locator("pre")).to_contain_text("score=530")
    assert button is not None
    assert button.is_visible()
