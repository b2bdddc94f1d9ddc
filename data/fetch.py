"""The official file over HTTPS: patient with a busy server, strict about where it leads."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_exponential

USER_AGENT = "express-entry-rounds/0.1.0"
MOST_BYTES = 20_000_000
MOST_SECONDS = 120.0
MOST_ATTEMPTS = 4
MOST_REDIRECTS = 5
LONGEST_WAIT = 60.0

_HOME = "canada.ca"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_WAIT = wait_exponential(multiplier=1, max=LONGEST_WAIT)


class FetchError(ValueError):
    """The source could not be read; says what happened."""


class _BusyError(FetchError):
    """Worth another attempt, after so many seconds if the server said how many."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


@dataclass(frozen=True)
class Fetched:
    """What the source answered; ``content`` is None if it has not changed since the last time."""

    content: bytes | None
    etag: str | None
    last_modified: str | None


def new_client() -> httpx.Client:
    """Return a client that gives up on silence and says honestly who asks."""
    timeout = httpx.Timeout(30.0, connect=10.0)
    return httpx.Client(timeout=timeout, headers={"User-Agent": USER_AGENT})


def fetch(
    url: str,
    client: httpx.Client,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Fetched:
    """Return the file at the address, or that it is unchanged since the given ETag or date.

    A busy or broken server is asked again a few times, waiting longer each time or as long as it
    says.

    Raises:
        FetchError: if the file cannot be had, is too large, or lies somewhere it should not.
    """
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in conditions.items() if value}
    retrying = Retrying(
        retry=retry_if_exception_type(_BusyError),
        stop=stop_after_attempt(MOST_ATTEMPTS),
        wait=_pause,
        sleep=sleep,
        reraise=True,
    )
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise FetchError(f"{url} is not an address: {error}") from error
    return retrying(_once, address, client, headers)


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.after if isinstance(error, _BusyError) else None
    return _WAIT(state) if asked is None else asked


def _once(url: httpx.URL, client: httpx.Client, headers: dict[str, str]) -> Fetched:
    address = url
    for _ in range(MOST_REDIRECTS + 1):
        _check_address(address, url)
        try:
            with client.stream("GET", address, headers=headers, follow_redirects=False) as answer:
                if answer.next_request is None:
                    return _read(answer, address)
                address = answer.next_request.url
        except httpx.TransportError as error:
            raise _BusyError(f"{address.host} did not answer properly: {error!r}") from error
        except (httpx.InvalidURL, httpx.RequestError) as error:
            raise FetchError(f"{address} gave an answer that cannot be used: {error}") from error
    raise FetchError(f"{url} redirects more than {MOST_REDIRECTS} times")


def _check_address(address: httpx.URL, start: httpx.URL) -> None:
    if address.scheme != "https" and not (address.scheme == "http" and address.host in _LOOPBACK):
        raise FetchError(f"{address} is not an address over HTTPS")
    at_home = address.host == _HOME or address.host.endswith(f".{_HOME}")
    if address.host != start.host and not at_home:
        raise FetchError(f"{start} redirects to another site, {address.host}; not followed")


def _read(answer: httpx.Response, address: httpx.URL) -> Fetched:
    status = answer.status_code
    if status == httpx.codes.TOO_MANY_REQUESTS or status >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise _BusyError(f"{address} answers {status}", _retry_after(answer))
    kept = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
    if status == httpx.codes.NOT_MODIFIED:
        return Fetched(None, *kept)
    if status != httpx.codes.OK:
        raise FetchError(f"{address} answers {status}")
    return Fetched(_body(answer, address), *kept)


def _body(answer: httpx.Response, address: httpx.URL) -> bytes:
    """Read no more than a limit of bytes and seconds, however the server behaves."""
    until = time.monotonic() + MOST_SECONDS
    content = bytearray()
    for chunk in answer.iter_bytes():
        content += chunk
        if len(content) > MOST_BYTES:
            raise FetchError(f"{address} sends more than {MOST_BYTES:,} bytes")
        if time.monotonic() > until:
            raise FetchError(f"{address} takes longer than {MOST_SECONDS:.0f} seconds")
    return bytes(content)


def _retry_after(answer: httpx.Response) -> float | None:
    """Return the seconds that the server asks for; a date or nonsense counts as not said."""
    said = answer.headers.get("Retry-After", "")
    if not (said.isascii() and said.isdigit()):
        return None
    if len(said) > 6 or int(said) > LONGEST_WAIT:
        raise FetchError(f"the server is busy and asks to come back in {said[:12]} seconds")
    return float(said)
