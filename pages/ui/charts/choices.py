"""What a reader can choose on a page: in its address, or only for as long as the page is open.

The choices of a page are a frozen dataclass, made from its widgets or from an address. A field is
declared by `addressed` if the address holds it, by `looks` if it changes a drawing but no number,
and plainly if it stays in the browser tab.
"""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from datetime import date
from typing import Any, Literal

Kind = Literal["flag", "option", "day", "score", "text", "codes"]
_CHOICE, _LOOKS = "choice", "looks"


@dataclass(frozen=True)
class Choice:
    """A choice that the address holds: its parameter, what it means, and which values it has.

    An "option" is one of the `options`, and a "text" matches the `pattern`.
    """

    name: str
    kind: Kind
    meaning: str
    default: Any
    options: tuple[str, ...] = ()
    pattern: str = ""
    example: str = ""


@dataclass(frozen=True)
class NoChoices:
    """Nothing to choose."""


def addressed(name: str, kind: Kind, meaning: str, default: Any = None, **more: Any) -> Any:
    """Return a field that the address holds under a name."""
    return field(default=default, metadata={_CHOICE: Choice(name, kind, meaning, default, **more)})


def looks(default: Any) -> Any:
    """Return a field that changes how a chart looks, but none of its numbers."""
    return field(default=default, metadata={_LOOKS: True})


def in_address(choices: Any) -> dict[str, Choice]:
    """Return the choices that an address can hold, by the name of their field."""
    return {
        item.name: item.metadata[_CHOICE] for item in fields(choices) if _CHOICE in item.metadata
    }


def query(choices: Any) -> list[tuple[str, str]]:
    """Return the choices as parameters of an address, without those left as they are."""
    return [
        (told.name, text)
        for name, told in in_address(choices).items()
        for text in _texts(getattr(choices, name), told.default)
    ]


def is_told_by_address(choices: Any) -> bool:
    """Return whether an address can tell all choices that change a number."""
    return all(
        getattr(choices, item.name) == item.default for item in fields(choices) if _stays(item)
    )


def have_usual_looks(choices: Any) -> bool:
    """Return whether all choices that only change how a chart looks are left as they are."""
    return all(
        getattr(choices, item.name) == item.default
        for item in fields(choices)
        if _LOOKS in item.metadata
    )


def _stays(item: Field[Any]) -> bool:
    return not (_CHOICE in item.metadata or _LOOKS in item.metadata)


def _texts(value: Any, default: Any) -> list[str]:
    if value in (None, default):
        return []
    if isinstance(value, tuple):
        return list(map(str, value))
    if isinstance(value, bool):
        return [str(value).lower()]
    return [value.isoformat() if isinstance(value, date) else str(value)]
