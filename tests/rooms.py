"""The rooms of the house, and which of them may import which.

``python -m tests.rooms`` writes the ``ruff.toml`` of every room from this, and a test holds that
they are up to date. Ruff does not merge a folder's bans with those of the folder above it, so each
file has all that hold in its folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]

CLOCK = {
    "datetime.date.today": "take the day as an argument",
    "datetime.datetime.now": "take the instant as an argument",
    "datetime.datetime.today": "take the instant as an argument",
    "datetime.datetime.utcnow": "take the instant as an argument",
    "pandas.Timestamp.now": "take the instant as an argument",
    "pandas.Timestamp.today": "take the day as an argument",
    "pandas.Timestamp.utcnow": "take the instant as an argument",
    "time.time": "take the instant as an argument",
}
ASGI = dict.fromkeys(("fastapi", "starlette"), "only server/ and app.py")
SCREEN = dict.fromkeys(("plotly", "streamlit"), "only pages/ and app.py")
NETWORK = {
    "httpx": "only data/io/",
    "obstore": "only data/io/",
    "requests": "use httpx, in data/io/",
}

# What the whole room may not use. The arrows: app -> server -> pages -> analysis -> data.
BANS: Mapping[str, Mapping[str, str]] = {
    "data": {
        **dict.fromkeys(("analysis", "app", "pages", "server"), "data/ imports nothing of ours"),
        **ASGI,
        **SCREEN,
        **NETWORK,
        "babel": "only pages/language/",
        "icalendar": "only server/feeds/",
    },
    "analysis": {
        **dict.fromkeys(("app", "pages", "server"), "the numbers know no screen and no server"),
        **dict.fromkeys(
            (
                "data.export",
                "data.io",
                "data.rounds.copies",
                "data.rounds.merge",
                "data.rounds.parse",
                "data.rounds.record",
                "data.upkeep",
            ),
            "take the frame as an argument",
        ),
        **ASGI,
        **SCREEN,
        **NETWORK,
    },
    "pages": {
        **dict.fromkeys(("app", "server"), "the server knows the pages, not they it"),
        **dict.fromkeys(("data.io", "data.upkeep.refresh"), "pages show what is already here"),
        **NETWORK,
    },
    "server": {
        "app": "the server is put together there",
        **SCREEN,
        **NETWORK,
    },
}


def folders(room: str) -> list[str]:
    """Return the folders of a room that hold modules."""
    return sorted(path.parent.name for path in (ROOT / room).glob("*/__init__.py"))


SHARED = ("language", "plot", "served", "ui")  # what every page may use
# What a folder may import of its own room; all else is banned there.
ARROWS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "data": {
        "export": ("vocabulary",),
        "io": (),
        "levels": ("io", "rounds", "vocabulary"),
        "occupations": ("io", "rounds", "vocabulary"),
        "rounds": ("io", "vocabulary"),
        "upkeep": ("io", "rounds", "vocabulary"),
        "vocabulary": (),
    },
    "analysis": {
        "claims": ("crs", "periods"),
        "crs": (),
        "occupations": ("claims", "periods"),
        "outlook": ("crs", "periods", "rounds"),
        "plans": ("periods",),
        "pool": ("crs", "periods"),
        "rounds": ("claims", "crs", "periods"),
        "score": ("claims", "crs", "periods", "pool", "rounds"),
        "track_record": ("crs", "outlook", "periods", "rounds"),
    },
    "pages": {
        **dict.fromkeys(folders("pages"), SHARED),
        "categories": ("about", "cutoffs", "frequency", "outlook", *SHARED),
        "invitations": ("about", *SHARED),
        "language": (),
        "overview": ("rounds", *SHARED),
        "plot": ("language",),
        "rounds": ("about", "pool", *SHARED),
        "score": ("outlook", *SHARED),
        "shell": ("about", "cutoffs", "menu", *SHARED),
        "ui": ("language", "plot", "served"),
        "week": ("rounds", *SHARED),
    },
    "server": {
        "api": ("http",),
        "assistants": ("api", "http"),
        "connections": ("http",),
        "feeds": ("api", "http"),
        "http": ("counters", "logs", "settings"),
        "monitoring": ("http", "logs"),
        "site": ("http",),
    },
}
# Exceptions, by the folder of the configuration: a pattern of files, rules, and the reason.
EXCEPTIONS: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "data": (("__main__.py", '"TID251", "T20"', "the command line: its clock and its output"),),
    "data/io": (("{connection,fetch,object_store}.py", '"TID251"', "the network enters here"),),
    "data/upkeep": (("refresh.py", '"TID251"', "names the client that it is given"),),
    "analysis": (("__main__.py", '"TID251", "T20"', "the command line: its files and output"),),
    "pages": (("served.py", '"TID251"', "reads the clock"),),
}


def siblings(room: str) -> list[str]:
    """Return the folders and modules of a room by the names they are imported under."""
    modules = [path.stem for path in (ROOT / room).glob("*.py")]
    return sorted([*folders(room), *(name for name in modules if not name.startswith("__"))])


def banned(room: str, folder: str = "") -> dict[str, str]:
    """Return what a room, or a folder in it, may not import, each with the reason."""
    bans = dict(BANS[room])
    if folder:
        allowed = (folder, *ARROWS[room][folder])
        reason = f"{room}/{folder} imports {', '.join(ARROWS[room][folder]) or 'nothing'} of {room}"
        bans |= {f"{room}.{name}": reason for name in siblings(room) if name not in allowed}
    return bans | CLOCK


def configuration(room: str, folder: str = "") -> str:
    """Return the text of the ruff.toml of a room or of a folder in it."""
    place = f"{room}/{folder}" if folder else room
    lines = [
        "# Written by `python -m tests.rooms`, which has the arrows and the reasons.",
        f'extend = "{"../" * (place.count("/") + 1)}pyproject.toml"',
        "",
        "[lint.flake8-tidy-imports.banned-api]",
        *(f'"{name}".msg = "{reason}"' for name, reason in sorted(banned(room, folder).items())),
    ]
    if place in EXCEPTIONS:
        lines += ["", "[lint.extend-per-file-ignores]"]
        lines += [f'"{files}" = [{rules}] # {reason}' for files, rules, reason in EXCEPTIONS[place]]
    return "\n".join(lines) + "\n"


def configurations() -> dict[Path, str]:
    """Return the text of every ruff.toml by its path."""
    folders = [(room, folder) for room in BANS for folder in ("", *ARROWS[room])]
    return {
        ROOT / room / folder / "ruff.toml": configuration(room, folder) for room, folder in folders
    }


if __name__ == "__main__":
    for path, text in configurations().items():
        path.write_text(text, encoding="utf-8")
