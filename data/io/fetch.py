"""The official file over HTTPS: patient with a busy server, strict about where it leads."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_exponential

from data.io.connection import Download, Limits

USER_AGENT = "express-entry-rounds/0.1.0"

_HOME = "canada.ca"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class FetchError(ValueError):
    """The source could not be read; says what happened.

    ``reason`` is one of :data:`data.upkeep.checks.REASONS`; ``after`` are the seconds for which the
    server asks to be left alone, if it does.
    """

    def __init__(
        self, message: str, reason: str = "unreachable", after: float | None = None
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.after = after


class StoppedError(FetchError):
    """The download was stopped from this side, which says nothing about the source."""


class _BusyError(FetchError):
    """Worth another attempt, after so many seconds if the server said how many."""


@dataclass(frozen=True)
class Fetched:
    """What the source answered; ``content`` is None if it has not changed since the last time."""

    content: bytes | None
    etag: str | None
    last_modified: str | None


def new_client() -> httpx.Client:
    """Return a client that gives up on silence and says honestly who asks."""
    timeout = httpx.Timeout(30.0, connect=10.0)
    # Other codings could not be unpacked within a limit.
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"}
    return httpx.Client(timeout=timeout, headers=headers)


def fetch(
    url: str,
    client: httpx.Client,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    download: Download | None = None,
    sleep: Callable[[float], None] | None = None,
) -> Fetched:
    """Return the file at the address, or that it is unchanged since the given ETag or date.

    A busy or broken server is asked again a few times, waiting longer each time or as long as it
    says. ``download`` sets the limits, and ends the download from another thread.

    Raises:
        FetchError: if the file cannot be had, costs too much, or lies somewhere it should not.
        StoppedError: if the download was stopped.
    """
    download = download or Download()
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in conditions.items() if value}
    retrying = Retrying(
        retry=retry_if_exception_type(_BusyError),
        stop=stop_after_attempt(download.limits.attempts),
        wait=_pause(download.limits),
        sleep=sleep or download.wait,
        reraise=True,
    )
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise FetchError(f"{url} is not an address: {error}", "elsewhere") from error
    return retrying(_once, address, client, headers, download)


def _pause(limits: Limits) -> Callable[[RetryCallState], float]:
    usual = wait_exponential(multiplier=1, max=limits.longest_wait)

    def pause(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.after if isinstance(error, _BusyError) else None
        return usual(state) if asked is None else asked

    return pause


def _once(
    url: httpx.URL, client: httpx.Client, headers: dict[str, str], download: Download
) -> Fetched:
    if download.is_cancelled:
        raise _ended(url, download)
    try:
        with download.limited():
            got = _follow(url, client, headers, download)
    except FetchError as error:
        if download.is_cancelled:
            raise _ended(url, download) from error
        raise
    # A body without a length seems complete when its connection is cut.
    if download.is_cancelled:
        raise _ended(url, download)
    return got


def _ended(url: httpx.URL, download: Download) -> FetchError:
    return (
        StoppedError("The download was stopped")
        if download.stopped
        else _too_slow(url, download.limits)
    )


def _follow(
    url: httpx.URL, client: httpx.Client, headers: dict[str, str], download: Download
) -> Fetched:
    address = url
    watched = {"trace": download.on_trace_event}
    for _ in range(download.limits.redirects + 1):
        _check_address(address, url)
        try:
            with client.stream(
                "GET", address, headers=headers, follow_redirects=False, extensions=watched
            ) as answer:
                if answer.next_request is None:
                    return _read(answer, address, download)
                address = answer.next_request.url
        except httpx.TransportError as error:
            raise _BusyError(f"{address.host} did not answer properly: {error!r}") from error
        except (httpx.InvalidURL, httpx.RequestError, zlib.error) as error:
            unusable = f"{address} gave an answer that cannot be used: {error}"
            raise FetchError(unusable, "not-the-feed") from error
    raise FetchError(f"{url} redirects more than {download.limits.redirects} times", "elsewhere")


def _check_address(address: httpx.URL, start: httpx.URL) -> None:
    if address.scheme != "https" and not (address.scheme == "http" and address.host in _LOOPBACK):
        raise FetchError(f"{address} is not an address over HTTPS", "elsewhere")
    at_home = address.host == _HOME or address.host.endswith(f".{_HOME}")
    if address.host != start.host and not at_home:
        told = f"{start} redirects to another site, {address.host}; not followed"
        raise FetchError(told, "elsewhere")


def _read(answer: httpx.Response, address: httpx.URL, download: Download) -> Fetched:
    status = answer.status_code
    if status == httpx.codes.TOO_MANY_REQUESTS or status >= httpx.codes.INTERNAL_SERVER_ERROR:
        after = _retry_after(answer)
        if after is not None and after > download.limits.longest_wait:
            told = f"{address} answers {status}: busy, asks to come back in {after:.0f} seconds"
            raise FetchError(told, "busy", after)
        raise _BusyError(f"{address} answers {status}", "busy", after)
    kept = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
    if status == httpx.codes.NOT_MODIFIED:
        return Fetched(None, *kept)
    if status != httpx.codes.OK:
        raise FetchError(f"{address} answers {status}", "not-found")
    return Fetched(_body(answer, address, download.limits), *kept)


def _body(answer: httpx.Response, address: httpx.URL, limits: Limits) -> bytes:
    """Read no more than a limit of bytes and seconds, however the server behaves."""
    coding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip"):
        told = f"{address} answers in the coding {coding!r}, which was not asked for"
        raise FetchError(told, "not-the-feed")
    unpack = zlib.decompressobj(wbits=31) if coding == "gzip" else None
    until = time.monotonic() + limits.seconds
    content, received = bytearray(), 0
    for chunk in answer.iter_raw():
        received += len(chunk)
        # One byte more than allowed is unpacked at most, of whatever the chunk would become.
        content += unpack.decompress(chunk, limits.size + 1 - len(content)) if unpack else chunk
        if max(len(content), received) > limits.size:
            raise FetchError(f"{address} sends more than {limits.size:,} bytes", "too-large")
        if time.monotonic() > until:
            raise _too_slow(address, limits)
    if unpack and not unpack.eof:
        raise _BusyError(f"{address} breaks off in the middle of a packed answer")
    return bytes(content)


def _too_slow(address: httpx.URL, limits: Limits) -> FetchError:
    return FetchError(f"{address} takes longer than {limits.seconds:.0f} seconds", "too-slow")


def _retry_after(answer: httpx.Response) -> float | None:
    """Return for how many seconds the server wants to be left alone, if it says so.

    A date is compared with the server's own clock; nonsense counts as not said.
    """
    said = answer.headers.get("Retry-After", "")
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        span = parsedate_to_datetime(said) - parsedate_to_datetime(answer.headers.get("Date", ""))
    except (TypeError, ValueError):  # not dates, or only one of them with a time zone
        return None
    return max(span.total_seconds(), 0.0)
