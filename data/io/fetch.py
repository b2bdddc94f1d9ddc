"""Download IRCC's file over HTTPS, with retries, limits and a check of every redirect."""

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
    """The file could not be downloaded.

    ``reason`` is one of :data:`data.upkeep.checks.REASONS`; ``retry_after`` is the number of
    seconds that the server asked us to wait, if it did.
    """

    def __init__(
        self, message: str, reason: str = "unreachable", retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.retry_after = retry_after


class StoppedError(FetchError):
    """The download was stopped by us, which says nothing about IRCC's server."""


class _BusyError(FetchError):
    """A failure that may pass; the download is tried again."""


@dataclass(frozen=True)
class FetchResult:
    """A response to keep; ``content`` is None if the file has not changed (HTTP 304).

    ``etag``, ``last_modified`` and ``served`` (Date) are its headers.
    """

    content: bytes | None
    etag: str | None = None
    last_modified: str | None = None
    served: str | None = None


def new_client() -> httpx.Client:
    """Return an HTTP client with timeouts and an honest User-Agent."""
    timeout = httpx.Timeout(30.0, connect=10.0)
    # We can only limit the size of the unpacked content for gzip.
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
) -> FetchResult:
    """Download the file at ``url``, unless it is unchanged since the given ETag or date.

    A busy or broken server is retried with growing pauses, or after the time that it asks for.
    ``download`` sets the limits and can be stopped from another thread.

    Raises:
        FetchError: if the file is unavailable, exceeds a limit, or redirects to another site.
        StoppedError: if the download was stopped.
    """
    download = download or Download()
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in conditions.items() if value}
    retrying = Retrying(
        retry=retry_if_exception_type(_BusyError),
        stop=stop_after_attempt(download.limits.attempts),
        wait=_backoff(download.limits),
        sleep=sleep or download.wait,
        reraise=True,
    )
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise FetchError(f"{url} is not an address: {error}", "elsewhere") from error
    return retrying(_attempt, address, client, headers, download)


def _backoff(limits: Limits) -> Callable[[RetryCallState], float]:
    exponential = wait_exponential(multiplier=1, max=limits.longest_wait)

    def wait(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        retry_after = error.retry_after if isinstance(error, _BusyError) else None
        return exponential(state) if retry_after is None else retry_after

    return wait


def _attempt(
    url: httpx.URL, client: httpx.Client, headers: dict[str, str], download: Download
) -> FetchResult:
    if download.is_cancelled:
        raise _cancelled(url, download)
    try:
        with download.time_limit():
            result = _follow(url, client, headers, download)
    except FetchError as error:
        if download.is_cancelled:
            raise _cancelled(url, download) from error
        raise
    # A body without Content-Length looks complete when its connection is shut down.
    if download.is_cancelled:
        raise _cancelled(url, download)
    return result


def _cancelled(url: httpx.URL, download: Download) -> FetchError:
    return (
        StoppedError("The download was stopped")
        if download.is_stopped
        else _too_slow(url, download.limits)
    )


def _follow(
    url: httpx.URL, client: httpx.Client, headers: dict[str, str], download: Download
) -> FetchResult:
    address = url
    extensions = {"trace": download.on_trace_event}
    for _ in range(download.limits.redirects + 1):
        _check_address(address, url)
        try:
            with client.stream(
                "GET", address, headers=headers, follow_redirects=False, extensions=extensions
            ) as response:
                if response.next_request is None:
                    return _read(response, address, download)
                address = response.next_request.url
        except httpx.TransportError as error:
            raise _BusyError(f"{address.host} did not answer properly: {error!r}") from error
        except (httpx.InvalidURL, httpx.RequestError, zlib.error) as error:
            message = f"{address} sent a response that cannot be used: {error}"
            raise FetchError(message, "not-the-feed") from error
    raise FetchError(f"{url} redirects more than {download.limits.redirects} times", "elsewhere")


def _check_address(address: httpx.URL, start: httpx.URL) -> None:
    if address.scheme != "https" and not (address.scheme == "http" and address.host in _LOOPBACK):
        raise FetchError(f"{address} is not an HTTPS address", "elsewhere")
    at_home = address.host == _HOME or address.host.endswith(f".{_HOME}")
    if address.host != start.host and not at_home:
        message = f"{start} redirects to another site, {address.host}; not followed"
        raise FetchError(message, "elsewhere")


def _read(response: httpx.Response, address: httpx.URL, download: Download) -> FetchResult:
    status = response.status_code
    if status == httpx.codes.TOO_MANY_REQUESTS or status >= httpx.codes.INTERNAL_SERVER_ERROR:
        seconds = _retry_after(response)
        if seconds is not None and seconds > download.limits.longest_wait:
            message = f"{address} answered {status}: busy, try again in {seconds:.0f} seconds"
            raise FetchError(message, "busy", seconds)
        raise _BusyError(f"{address} answered {status}", "busy", seconds)
    validators = map(response.headers.get, ("ETag", "Last-Modified", "Date"))
    if status == httpx.codes.NOT_MODIFIED:
        return FetchResult(None, *validators)
    if status != httpx.codes.OK:
        raise FetchError(f"{address} answered {status}", "not-found")
    return FetchResult(_body(response, address, download.limits), *validators)


def _body(response: httpx.Response, address: httpx.URL, limits: Limits) -> bytes:
    """Return the unpacked body; read no more bytes and seconds than the limits allow."""
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip"):
        message = f"{address} answered with Content-Encoding {coding!r}, which we did not accept"
        raise FetchError(message, "not-the-feed")
    unpack = zlib.decompressobj(wbits=31) if coding == "gzip" else None
    deadline = time.monotonic() + limits.seconds
    content, received = bytearray(), 0
    for chunk in response.iter_raw():
        received += len(chunk)
        # However well a chunk compresses, unpack at most one byte more than allowed.
        content += unpack.decompress(chunk, limits.size + 1 - len(content)) if unpack else chunk
        if max(len(content), received) > limits.size:
            raise FetchError(f"{address} sent more than {limits.size:,} bytes", "too-large")
        if time.monotonic() > deadline:
            raise _too_slow(address, limits)
    if unpack and not unpack.eof:
        raise _BusyError(f"{address} broke off in the middle of a gzip stream")
    return bytes(content)


def _too_slow(address: httpx.URL, limits: Limits) -> FetchError:
    return FetchError(f"{address} took longer than {limits.seconds:.0f} seconds", "too-slow")


def _retry_after(response: httpx.Response) -> float | None:
    """Return the seconds in the Retry-After header, or None if it is absent or malformed.

    A date is compared with the server's own clock.
    """
    value = response.headers.get("Retry-After", "")
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        date = parsedate_to_datetime(response.headers.get("Date", ""))
        span = parsedate_to_datetime(value) - date
    except (TypeError, ValueError):  # not dates, or only one has a time zone
        return None
    return max(span.total_seconds(), 0.0)
