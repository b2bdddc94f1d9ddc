"""The environment variables that the server reads, each described once, here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, get_type_hints
from urllib.parse import SplitResult, urlsplit

from data.rounds.record import FOLDER, SOURCE_URL

_HOST = re.compile(r"\*|(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
_ANCESTOR = re.compile(r"'self'|'none'|https?://(\*\.)?[a-z0-9.-]+(:\d+|:\*)?", re.IGNORECASE)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_WEEK = 7 * 24 * 60.0


class SettingsError(ValueError):
    """A variable of the environment has a value that cannot be used; says which and what can."""


def minutes(text: str) -> float:
    """Return minutes: 0, or no fewer than 1 and no more than a week."""
    found = float(text)
    if not (found == 0 or 1 <= found <= _WEEK):
        raise ValueError(text)
    return found


def whole(text: str) -> int:
    """Return a whole number from 0 to 2,000,000,000."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= 2_000_000_000):
        raise ValueError(text)
    return int(text)


def source(text: str) -> str:
    """Return an address over HTTPS, or on this machine over HTTP."""
    address = _address(text)
    if address.scheme != "https" and address.hostname not in _LOOPBACK:
        raise ValueError(text)
    return text


def base(text: str) -> str:
    """Return an address without its query and the slash at its end."""
    address = _address(text)
    if address.query or address.fragment:
        raise ValueError(text)
    return text.rstrip("/")


def hosts(text: str) -> tuple[str, ...]:
    """Return the names of hosts in a list with commas."""
    return _listed([each.strip() for each in text.split(",")], _HOST)


def ancestors(text: str) -> tuple[str, ...]:
    """Return the sources in a list with spaces, as Content-Security-Policy writes them."""
    quoted = {"self": "'self'", "none": "'none'"}  # a shell may have taken the quotes
    found = _listed([quoted.get(each, each) for each in text.split()], _ANCESTOR)
    if "'none'" in found and len(found) > 1:
        raise ValueError(text)
    return found


def folder(text: str) -> Path:
    """Return a folder; "~" is that of the user."""
    return Path(text).expanduser().absolute()


def _address(text: str) -> SplitResult:
    address = urlsplit(text)
    usable = address.scheme in ("http", "https") and address.hostname and text.isprintable()
    if not usable or address.username is not None or " " in text or address.port == 0:
        raise ValueError(text)
    return address


def _listed(found: list[str], allowed: re.Pattern[str]) -> tuple[str, ...]:
    if not all(allowed.fullmatch(each) for each in found):
        raise ValueError(found)
    return tuple(found)


@dataclass(frozen=True)
class Variable:
    """One environment variable: how it is read, what it does, and what it may be.

    `default` says in words what holds without it, where the value itself would not tell.
    """

    name: str
    read: Callable[[str], Any]
    meaning: str
    allowed: str = "a whole number from 0 on"
    default: str = ""


@dataclass(frozen=True)
class Settings:
    """How this server is run. Every field is one variable of the environment, or its default."""

    refresh_minutes: Annotated[
        float,
        Variable(
            "EE_REFRESH_MINUTES",
            minutes,
            "minutes between two looks at the source; with 0 it is never asked",
            "0, or a number from 1 to 10080",
        ),
    ] = 30
    feed_url: Annotated[
        str,
        Variable(
            "EE_FEED_URL",
            source,
            "where the official list is fetched from",
            "an https:// address, or an http:// one on this machine",
            "IRCC's address",
        ),
    ] = SOURCE_URL
    data_dir: Annotated[
        Path,
        Variable(
            "EE_DATA_DIR",
            folder,
            "the folder in which the record is kept current",
            "a folder",
            "`data/` beside the code",
        ),
    ] = FOLDER
    public_url: Annotated[
        str | None,
        Variable(
            "EE_PUBLIC_URL",
            base,
            "the server's own address, for links in feeds and in data",
            "an http:// or https:// address without a query",
            "the one that was asked",
        ),
    ] = None
    allowed_hosts: Annotated[
        tuple[str, ...],
        Variable(
            "EE_ALLOWED_HOSTS",
            hosts,
            "the names under which the server answers, so that no stranger's name leads to it",
            "host names with commas between; *.example.org for all below one, * for any",
        ),
    ] = ("*",)
    frame_ancestors: Annotated[
        tuple[str, ...],
        Variable(
            "EE_FRAME_ANCESTORS",
            ancestors,
            "the sites that may show the dashboard in a frame",
            "'none', or 'self' and addresses like https://example.org with spaces between",
        ),
    ] = ("'self'",)
    hsts_seconds: Annotated[
        int,
        Variable(
            "EE_HSTS_SECONDS",
            whole,
            "how long browsers insist on HTTPS once they came over it; 0: they do not",
        ),
    ] = 31_536_000
    rate_data: Annotated[
        int,
        Variable(
            "EE_RATE_DATA",
            whole,
            "requests for open data that an address may make in a minute; 0: any number",
        ),
    ] = 120
    rate_pages: Annotated[
        int,
        Variable(
            "EE_RATE_PAGES",
            whole,
            "other requests that an address may make in a minute, 100 for a first page; 0: any",
        ),
    ] = 6_000
    rate_visits: Annotated[
        int,
        Variable(
            "EE_RATE_VISITS",
            whole,
            "dashboards that an address may open in a minute; 0: any number",
        ),
    ] = 60
    most_bytes: Annotated[
        int,
        Variable(
            "EE_MAX_REQUEST_BYTES",
            whole,
            "bytes that a request may bring along; 0: any number",
        ),
    ] = 65_536

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Settings:
        """Return the settings that an environment gives; an empty value is as none.

        Raises:
            SettingsError: naming the variable, its value and what is allowed.
        """
        given = ((name, v, environ.get(v.name, "").strip()) for name, v in VARIABLES.items())
        return cls(**{name: _read(variable, text) for name, variable, text in given if text})


def _read(variable: Variable, text: str) -> Any:
    try:
        return variable.read(text)
    except ValueError as error:
        said = f"{variable.name} is {text!r}, which cannot be used. Allowed: {variable.allowed}."
        raise SettingsError(said) from error


# Of each field of the settings, the variable that gives it.
VARIABLES: dict[str, Variable] = {
    name: hint.__metadata__[0]
    for name, hint in get_type_hints(Settings, include_extras=True).items()
}


def table() -> str:
    """Return all variables as a table in Markdown, for the README."""
    lines = ["| variable | if not set | what it is |", "|---|---|---|"]
    for field in fields(Settings):
        variable, value = VARIABLES[field.name], field.default
        said = " ".join(value) if isinstance(value, tuple) else str(value)
        lines.append(
            f"| `{variable.name}` | {variable.default or f'`{said}`'} | {variable.meaning} |"
        )
    return "\n".join(lines) + "\n"
