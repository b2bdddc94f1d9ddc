"""A visitor has the server ask IRCC, with the keyboard, and is told what came of it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import settle
from tests.support import august
from tests.support.official import Official, text
from tests.support.serving import QUIET, free_port, served, uvicorn

COPY = Path(august.__file__).with_suffix("") / "ee_rounds_123_en.json.gz"
SETTINGS = {**QUIET, "EE_REFRESH_MINUTES": "60"}


def press(found: Locator) -> None:
    """Press something with the keyboard, once it can be pressed."""
    expect(found).to_be_visible()
    found.press("Enter")


@pytest.mark.slow
def test_ircc_is_asked_by_keyboard_and_answers_without_a_reload(page: Page, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "server.log"
    command = uvicorn("tests.support.asking_app:app", port)
    with Official(text(gzip.decompress(COPY.read_bytes()))) as official:
        environ = {**SETTINGS, "EE_FEED_URL": official.url}
        with served(command, port, log, environ=environ) as server:
            page.goto(f"{server.address}/pool")
            settle(page)
            page.evaluate("window.isSamePage = true")
            notice, button = page.locator(".st-key-notice-age"), page.get_by_role("button")
            expect(notice).to_contain_text("Data to 20 August 2026, 10 days ago.")
            expect(notice).to_contain_text("IRCC could not be reached")
            press(notice.locator("summary"))
            press(button.filter(has_text="Check now"))
            answer = page.locator(".st-key-notice-answer")
            expect(answer).to_contain_text("Just now (16:00 UTC), nothing new.")
            expect(notice).to_have_count(0)
            press(page.get_by_role("link", name="Data status"))
            expect(page.get_by_role("heading", level=1)).to_have_text("Is the data up to date?")
            press(button.filter(has_text="Check now"))
            expect(page.get_by_text("IRCC was asked less than a minute ago")).to_be_visible()
            expect(button.filter(has_text="Check now")).to_be_focused()
            assert page.evaluate("window.isSamePage")
            assert len(official.requests) == 1
            page.close()  # before its server stops, which the page would report
