"""A server that has only a part of a host: each address that it prints leads back to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx
import pytest

from tests.support.serving import QUIET, ROOT, free_port, served, streamlit, uvicorn

PUBLIC = "https://example.org/ee"


@dataclass(frozen=True)
class Site:
    """A server, the base address that it prints, and the one at which it is reached here."""

    address: str
    printed: str
    reached: str

    def ask(self, path: str) -> httpx.Response:
        """Request an address, also one that the server printed."""
        address = urljoin(self.reached + "/", path.replace(self.printed, self.reached, 1))
        return httpx.get(address, trust_env=False, timeout=60)


@pytest.fixture(
    scope="module", params=["streamlit", "proxy", pytest.param("root-path", marks=pytest.mark.slow)]
)
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The app under Streamlit's base path, or behind a proxy that strips it, in two ways."""
    port, environ = free_port(), dict(QUIET)
    here = f"http://127.0.0.1:{port}"
    if request.param == "streamlit":
        command = [*streamlit(ROOT / "app.py", port), "--server.baseUrlPath", "ee"]
        printed, reached = f"{here}/ee", f"{here}/ee"
    elif request.param == "proxy":
        command = uvicorn("app:app", port)
        environ["EE_PUBLIC_URL"], printed, reached = PUBLIC, PUBLIC, here
    else:
        command = [*uvicorn("app:app", port), "--root-path", "/ee"]
        printed, reached = f"{here}/ee", here
    log = tmp_path_factory.mktemp("site") / "server.log"
    ready = reached.removeprefix(here) + "/readyz"
    with served(command, port, log, environ=environ, path=ready):
        yield Site(here, printed, reached)


def test_health_checks_are_under_the_base_path(site: Site) -> None:
    assert site.ask("healthz").text == "ok\n"
    assert site.ask("readyz").json()["ready"] is True


def test_the_description_of_the_api_names_the_server_that_answers(site: Site) -> None:
    described = site.ask("api/v1/openapi.json").json()
    assert described["servers"] == [{"url": "/ee/api/v1"}]
    assert f"{site.printed}/api/v1/rounds.csv" in described["info"]["description"]


def test_the_api_leads_on_to_its_documentation(site: Site) -> None:
    for path in ("api/v1/", "api/v1"):
        location = site.ask(path).headers["location"]
        assert re.fullmatch(r"(http://127\.0\.0\.1:\d+)?/ee/api/v1/(docs)?", location)
    assert "swagger" in site.ask("api/v1/docs").text


def test_links_of_the_feed_and_the_calendar_are_under_the_base_path(site: Site) -> None:
    feed, calendar = site.ask("feeds/rounds.atom").text, site.ask("feeds/rounds.ics").text
    own = [link for link in re.findall(r'href="([^"]+)"', feed) if "canada.ca" not in link]
    assert own
    assert all(link.startswith(f"{site.printed}/") for link in own)
    assert f"URL:{site.printed}/rounds" in calendar.replace("\r\n ", "")
    assert site.ask(own[0]).status_code == 200


def test_previews_of_a_page_and_its_files_are_under_the_base_path(site: Site) -> None:
    html = site.ask("cut-offs").text
    picture = re.search(r'og:image" content="([^"]+)"', html)
    assert picture
    assert picture[1] == f"{site.printed}/preview.png"
    assert site.ask(picture[1]).headers["content-type"] == "image/png"
    files = re.findall(r'(?:src|href)="(\./[^"]+)"', html)
    assert len(files) > 3
    assert [file for file in files if site.ask(file).status_code != 200] == []


def test_addresses_for_assistants_are_under_the_base_path(site: Site) -> None:
    text = site.ask("llms.txt").text
    found = re.findall(r"\((http[^)]+)\)", text)
    assert all(address.startswith(f"{site.printed}/") for address in found)
    assert f"MCP at {site.printed}/mcp" in text
    assert site.ask("mcp").json()["detail"] == "Send MCP messages with POST."
