"""The claim check as a reader uses it: sentences typed one after the other."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import settle
from tests.support.serving import Server


def test_typed_claims_are_answered_only_as_far_as_they_were_checked(
    server: Server, page: Page
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.address}/rounds")
    settle(page)
    field = page.get_by_role("textbox", name="Check a claim")
    for text, answer, rest in (
        ("5,900 invitations, CRS 481, the third in a week", "Yes, that was #274", None),
        ("5,900 invitations, CRS 481, the second in a week", "it was the third of its week", None),
        ("CRS 481, 5,900 ITAs, a re*cor*d total", "The numbers are right: #274", "re*cor*d total"),
        ("IRCC has invited 119,865 this year", "119,865 invitations in 2026", None),
    ):
        field.press("Control+a")
        field.press_sequentially(text)
        field.press("Enter")
        expect(page.get_by_text(answer)).to_be_visible()
        settle(page)
        unread = page.get_by_text("Not checked: “")
        if rest:
            expect(unread).to_contain_text(rest)
        else:
            expect(unread).to_have_count(0)
    page.get_by_role("link", name="Invitations by year and category").click()
    expect(page).to_have_url(f"{server.address}/invitations")
