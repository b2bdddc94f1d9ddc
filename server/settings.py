"""The environment variables that the server reads, each described once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, get_type_hints
from urllib.parse import SplitResult, urlsplit

from data.io.open_store import parse_place
from data.vocabulary.places import FOLDER, SOURCE_URL

_HOST = re.compile(r"\*|(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
_ANCESTOR = re.compile(r"'self'|'none'|https?://(\*\.)?[a-z0-9.-]+(:\d+|:\*)?", re.IGNORECASE)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_WEEK = 7 * 24 * 60.0


class SettingsError(ValueError):
    """An environment variable has an invalid value; names it and what is allowed."""


def _parse_minutes(text: str) -> float:
    minutes = float(text)
    if not (minutes == 0 or 1 <= minutes <= _WEEK):
        raise ValueError(text)
    return minutes


def _parse_integer(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= 2_000_000_000):
        raise ValueError(text)
    return int(text)


def _parse_feed_url(text: str) -> str:
    address = _address(text)
    if address.scheme != "https" and address.hostname not in _LOOPBACK:
        raise ValueError(text)
    return text


def _parse_limits_url(text: str) -> str:
    address = urlsplit(text)
    is_known = address.scheme in ("valkey", "valkeys", "redis", "rediss")
    if not is_known or not address.hostname or address.port == 0 or not _is_one_word(text):
        raise ValueError
    return text


def _parse_base_url(text: str) -> str:
    address = _address(text)
    if address.query or address.fragment:
        raise ValueError(text)
    return text.rstrip("/")


def _parse_contact(text: str) -> str:
    address = urlsplit(text)
    is_mail = address.scheme == "mailto" and "@" in address.path
    if not text.isprintable() or " " in text or not (is_mail or address.scheme == "https"):
        raise ValueError(text)
    return text


def _parse_hosts(text: str) -> tuple[str, ...]:
    return _check_all([host.strip() for host in text.split(",")], _HOST)


def _parse_ancestors(text: str) -> tuple[str, ...]:
    quoted = {"self": "'self'", "none": "'none'"}  # a shell may have taken the quotes
    sites = _check_all([quoted.get(site, site) for site in text.split()], _ANCESTOR)
    if "'none'" in sites and len(sites) > 1:
        raise ValueError(text)
    return sites


def _parse_listen(text: str) -> tuple[str, int]:
    address = urlsplit(f"//{text}")
    if address.netloc != text or not address.hostname or not address.port or "@" in text:
        raise ValueError(text)
    return address.hostname, address.port


def _parse_token(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._~+/=-]{16,200}", text):
        raise ValueError
    return text


def _address(text: str) -> SplitResult:
    address = urlsplit(text)
    usable = address.scheme in ("http", "https") and address.hostname and _is_one_word(text)
    if not usable or address.username is not None or address.port == 0:
        raise ValueError(text)
    return address


def _is_one_word(text: str) -> bool:
    return text.isprintable() and " " not in text


def _check_all(items: list[str], allowed: re.Pattern[str]) -> tuple[str, ...]:
    if not all(allowed.fullmatch(item) for item in items):
        raise ValueError(items)
    return tuple(items)


@dataclass(frozen=True)
class Variable:
    """An environment variable: what it does, how it is parsed, and which values are allowed.

    `default` describes the default where the value itself would not be understood. A secret value
    is not repeated in an error.
    """

    meaning: str
    parse: Callable[[str], Any] = _parse_integer
    allowed: str = "a whole number, 0 or more"
    default: str = ""
    is_secret: bool = False


@dataclass(frozen=True)
class Settings:
    """The settings of this server; each field is an environment variable or its default."""

    refresh_minutes: Annotated[
        float,
        Variable(
            "minutes between checks of IRCC's file; 0 for no checks",
            _parse_minutes,
            "0, or a number from 1 to 10080",
        ),
    ] = 30
    feed_url: Annotated[
        str,
        Variable(
            "address of IRCC's file",
            _parse_feed_url,
            "an https:// address, or an http:// one on this machine",
            "IRCC's address",
        ),
    ] = SOURCE_URL
    data_dir: Annotated[
        Path | str,
        Variable(
            "folder for the data, which must be writable for updates, or `s3://bucket/prefix`,"
            " `gs://…` or `az://…` for several machines",
            parse_place,
            "a folder, or an s3://, gs:// or az:// address without a query",
            "`data/` beside the code",
        ),
    ] = FOLDER
    public_url: Annotated[
        str | None,
        Variable(
            "public address of the server, for links in feeds and data",
            _parse_base_url,
            "an http:// or https:// address without a query",
            "the requested host",
        ),
    ] = None
    security_contact: Annotated[
        str | None,
        Variable(
            "whom to tell about a security flaw, for `/.well-known/security.txt`",
            _parse_contact,
            "a mailto: or https:// address",
            "no such file",
        ),
    ] = None
    allowed_hosts: Annotated[
        tuple[str, ...],
        Variable(
            "allowed Host headers (protects against DNS rebinding)",
            _parse_hosts,
            "host names separated by commas; *.example.org for all subdomains, * for any host",
        ),
    ] = ("*",)
    frame_ancestors: Annotated[
        tuple[str, ...],
        Variable(
            "sites that may show the dashboard in a frame",
            _parse_ancestors,
            "'none', or 'self' and addresses such as https://example.org, separated by spaces",
        ),
    ] = ("'self'",)
    hsts_seconds: Annotated[int, Variable("HSTS max-age in seconds; 0 to send no HSTS header")] = (
        31_536_000
    )
    rate_data: Annotated[
        int, Variable("API and feed requests per minute from one address; 0 for no limit")
    ] = 120
    rate_pages: Annotated[
        int,
        Variable(
            "other requests per minute from one address (a first page takes 100); 0 for no limit"
        ),
    ] = 6_000
    rate_visits: Annotated[
        int, Variable("dashboards opened per minute from one address; 0 for no limit")
    ] = 60
    limits_url: Annotated[
        str | None,
        Variable(
            "address of a Valkey or Redis server in which several processes count these together",
            _parse_limits_url,
            "a valkey://, valkeys://, redis:// or rediss:// address",
            "the memory of each process",
            is_secret=True,
        ),
    ] = None
    metrics_listen: Annotated[
        tuple[str, int] | None,
        Variable(
            "address and port at which Prometheus gets metrics, such as `127.0.0.1:9464`",
            _parse_listen,
            "an address and a port, such as 127.0.0.1:9464, [::]:9464 or 0.0.0.0:9464",
            "no such port",
        ),
    ] = None
    metrics_token: Annotated[
        str | None,
        Variable(
            "bearer token with which Prometheus gets metrics at `/metrics`",
            _parse_token,
            "16 to 200 letters, digits, and signs of -._~+/=",
            "no `/metrics`",
            is_secret=True,
        ),
    ] = None
    rate_messages: Annotated[
        int,
        Variable(
            "clicks per minute in one dashboard, and ten times as many from one address; further "
            "ones wait, and so do their charts; 0 for no limit"
        ),
    ] = 120
    page_runs: Annotated[
        int, Variable("pages computed at the same time; others wait; 0 for no limit")
    ] = 1
    request_seconds: Annotated[
        int, Variable("seconds within which a request has to arrive; 0 for no limit")
    ] = 20
    max_request_bytes: Annotated[int, Variable("maximum request body in bytes; 0 for no limit")] = (
        65_536
    )

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Return the settings of an environment; an empty value counts as unset.

        Raises:
            SettingsError: naming the variable, its value and what is allowed.
        """
        texts = {field: environ.get(variable_name(field), "").strip() for field in VARIABLES}
        return cls(**{field: _parse(field, text) for field, text in texts.items() if text})


def variable_name(field: str) -> str:
    """Return the name of the environment variable of a field of Settings."""
    return f"EE_{field.upper()}"


def _parse(field: str, text: str) -> Any:
    variable = VARIABLES[field]
    try:
        return variable.parse(text)
    except ValueError as error:
        value = "set to a value" if variable.is_secret else f"{text!r},"
        message = f"{variable_name(field)} is {value} which is not allowed."
        raise SettingsError(f"{message} Allowed: {variable.allowed}.") from error


VARIABLES: dict[str, Variable] = {
    field: hint.__metadata__[0]
    for field, hint in get_type_hints(Settings, include_extras=True).items()
}
