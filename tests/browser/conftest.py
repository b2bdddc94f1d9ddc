"""Fixtures that serve the app and open it in a real browser.

Without Chromium these tests are skipped; with EE_BROWSER_REQUIRED=1 they fail instead.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from tests.support.serving import (
    CHROMIUM_ARGUMENTS,
    ROOT,
    Server,
    chromium,
    free_port,
    served,
    streamlit,
    uvicorn,
)

Start = Callable[[], Server]
expect.set_options(timeout=20_000)  # for a machine that is busy with other tests
# At /a-page, Streamlit's client first looks for its server below that path and gets a 404.
EXPECTED_ERRORS = re.compile(r"//[^/]+/[^/]+/_stcore/(health|host-config)$")
# All test servers run on this machine; data: and blob: addresses reach no server.
LOCAL_ADDRESS = re.compile(r"(http|ws)://127\.0\.0\.1:|data:|blob:")
# Reports every violation of a page's security policy, even those missing from the console.
VIOLATIONS = """addEventListener("securitypolicyviolation", ({effectiveDirective, blockedURI}) =>
  window.noteViolation(`${effectiveDirective}: ${blockedURI}`))"""

IS_SETTLED = """() => document.querySelector('h1')
  && document.body.innerText.match(/Not affiliated with IRCC|Non affilié à IRCC/)
  && document.querySelector('[data-test-script-state=notRunning]') // also not about to run
  && !document.querySelector('[data-testid=stSkeleton]')
  && [...document.querySelectorAll('[class*=st-key-chart-]')].every((chart) =>
    chart.querySelector('[data-testid=plot]'))
  && [...document.querySelectorAll('[data-testid=plot]')].every((plot) => !plot.checkVisibility()
    || plot.querySelector('.main-svg')?.getAttribute('width') == plot.clientWidth)
"""


def settle(page: Page) -> None:
    """Wait until the page's script has finished and every plot in sight is as wide as its place."""
    page.wait_for_function(IS_SETTLED, timeout=60_000)  # a first page on a busy machine


@pytest.fixture(scope="session", autouse=True)
def chromium_path() -> str:
    """The path of the browser; without one, the tests are skipped or fail."""
    path = chromium()
    if path is None:
        reason = "no Chromium or Chrome is installed (Debian: apt-get install chromium)"
        if os.environ.get("EE_BROWSER_REQUIRED") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these tests last: Playwright's event loop would disturb the others in its process."""
    items.sort(key=lambda item: item.path.is_relative_to(Path(__file__).parent))


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """A headless Chromium, one for each process that runs tests."""
    with sync_playwright() as playwright:
        arguments = list(CHROMIUM_ARGUMENTS)
        found = playwright.chromium.launch(executable_path=chromium_path, args=arguments)
        yield found
        found.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """A function that starts a new server of the app on each call."""
    with ExitStack() as stack:

        def fresh() -> Server:
            port = free_port()
            log = tmp_path / f"server-{port}.log"
            return stack.enter_context(
                served(streamlit(ROOT / "app.py", port), port, log, path="/readyz")
            )

        yield fresh


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the app with the data of August 2026, one for each process that runs tests."""
    port = free_port()
    log = tmp_path_factory.mktemp("server") / "server.log"
    app = uvicorn("tests.support.august_app:app", port)
    with served(app, port, log, path="/readyz") as running:
        yield running


@pytest.fixture
def locale() -> str:
    """The locale of the visitor's browser."""
    return "en-US"


@contextmanager
def strict(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """Yield a new browser context; console errors, policy violations and outside requests fail.

    Raises:
        AssertionError: at the end, with every problem found.
    """
    found = browser.new_context(**options)
    found.set_default_timeout(20_000)
    wrong: list[str] = []

    def note(message: ConsoleMessage) -> None:
        bad = message.type == "error" or "Content Security Policy" in message.text
        if bad and not EXPECTED_ERRORS.search(message.location["url"]):
            wrong.append(f"{message.text} ({message.location})")

    def check_is_local(url: str) -> None:
        if not LOCAL_ADDRESS.match(url):
            wrong.append(f"a request to {url}")

    found.expose_function("noteViolation", lambda text: wrong.append(f"a violation of {text}"))
    found.add_init_script(VIOLATIONS)
    found.on("console", note)
    found.on("weberror", lambda error: wrong.append(error.error.stack or str(error.error)))
    found.on("request", lambda request: check_is_local(request.url))
    found.on("page", lambda page: page.on("websocket", lambda socket: check_is_local(socket.url)))
    yield found
    found.close()
    assert wrong == []


@pytest.fixture
def context(browser: Browser, locale: str) -> Iterator[BrowserContext]:
    """A strict browser context with a desktop screen."""
    options = {"locale": locale, "viewport": {"width": 1280, "height": 900}}
    permissions = ["clipboard-read", "clipboard-write"]
    with strict(browser, accept_downloads=True, permissions=permissions, **options) as found:
        yield found


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page in that browser context."""
    return context.new_page()
