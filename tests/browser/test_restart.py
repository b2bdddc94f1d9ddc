"""An upgrade replaces one process after the other, and visitors keep what they have chosen."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocket, expect

from tests.browser.conftest import settle
from tests.deploy.cluster import SECONDS, Cluster
from tests.support.serving import Server

pytestmark = pytest.mark.slow
CHOSEN = re.compile(r"/cut-offs\?category=cec&from=2024-03-01")
ANSWERED = re.compile(r"/my-score\?(?=.*score=497)(?=.*link=true)")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield Cluster(tmp_path_factory.mktemp("cluster"), stack, rate_data=0)


def choose(page: Page, address: str) -> None:
    """Choose a category and a first day on Cut-offs."""
    page.goto(f"{address}/cut-offs")
    settle(page)
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_role("button", name="CEC", exact=True).click()
    expect(page).to_have_url(re.compile("category=cec"))
    settle(page)
    page.get_by_role("spinbutton", name="year, From").click()
    page.keyboard.type("20240301")
    for _ in range(3):  # from the day over two buttons: a date counts once its field is left
        page.keyboard.press("Tab")
    expect(page).to_have_url(CHOSEN)
    settle(page)


def answer(page: Page, address: str, score: str, *, is_in_link: bool) -> None:
    """Give a score on My score, and have it in the address or in this tab only."""
    page.goto(f"{address}/my-score")
    settle(page)
    field = score_field(page)
    field.fill(score)
    field.press("Enter")
    settle(page)
    if is_in_link:
        page.get_by_text("Include my answers in the link").click()
        expect(page).to_have_url(ANSWERED)
        settle(page)


def score_field(page: Page) -> Locator:
    return page.get_by_test_id("stMain").get_by_label("Your CRS score")


def is_at(server: Server, path: str) -> bool:
    """Return whether a process has served this path."""
    lines = (line for line in server.log.read_text("utf-8").splitlines() if line.startswith("{"))
    return any(json.loads(line).get("path") == path for line in lines)


def stop(cluster: Cluster, number: int, pages: list[Page]) -> None:
    """Stop a process, and wait until each of its visitors has the page again from the other."""
    opened = {page: list[WebSocket]() for page in pages}
    for page, sockets in opened.items():
        page.on("websocket", lambda socket, into=sockets: into.append(socket))
    cluster.stop(number)
    for page, sockets in opened.items():
        page.bring_to_front()
        deadline = time.monotonic() + SECONDS
        while not sockets:
            assert time.monotonic() < deadline, page.url
            page.wait_for_timeout(100)
        app = page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
        settle(page)
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_rolling_restart_loses_no_visitors_filters(browser: Browser, cluster: Cluster) -> None:
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900})
    filtered, linked, kept = pages = [context.new_page() for _ in range(3)]
    choose(filtered, cluster.proxy)
    answer(linked, cluster.proxy, "497", is_in_link=True)
    answer(kept, cluster.proxy, "481", is_in_link=False)
    # The first page brought the cookie by which all that followed went to one process.
    first = 0 if is_at(cluster.replicas[0], "/my-score") else 1
    stop(cluster, first, pages)
    cluster.start(cluster.ports[first])
    stop(cluster, 1 - first, pages)

    expect(filtered).to_have_url(CHOSEN)
    sidebar = filtered.get_by_test_id("stSidebar")
    cec = sidebar.get_by_role("button", name="CEC", exact=True)
    expect(cec).to_have_attribute("aria-pressed", "true")
    for part, value in (("year", "2024"), ("month", "03"), ("day", "01")):
        spin = filtered.get_by_role("spinbutton", name=f"{part}, From")
        expect(spin).to_have_text(value)
    expect(linked).to_have_url(ANSWERED)
    expect(score_field(linked)).to_have_value("497")
    expect(score_field(kept)).to_have_value("481")
    expect(kept).not_to_have_url(re.compile("481"))
    # The new process answers their clicks.
    filtered.bring_to_front()
    sidebar.get_by_role("button", name="French", exact=True).click()
    expect(filtered).to_have_url(re.compile("category=cec&category=french&from=2024-03-01"))
    context.close()
