"""Every colour of the figures, in light and in dark.

A figure names its colours (`token`), and each theme has a value for the name: `assets/theme.js`
puts it in when the figure is drawn, and `resolve` does so for a program that draws it elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

Theme = Literal["light", "dark"]


class Pair(NamedTuple):
    """A colour on the light and on the dark background."""

    light: str
    dark: str


# Each has a contrast of at least 4.55 on its background: a label may have its line's colour.
HUES: Mapping[str, Pair] = {
    "cec": Pair("#1b6ab3", "#7ba8e3"),
    "french": Pair("#c43e15", "#f38353"),
    "pnp": Pair("#5942c6", "#8d8bf8"),
    "healthcare": Pair("#1f7e6b", "#2dbe9c"),
    "trades": Pair("#654400", "#d9b742"),
    "transport": Pair("#007c9e", "#44cbde"),
    "education": Pair("#b2225d", "#fe7e9e"),
    "physicians": Pair("#28408f", "#90a7fc"),
    "senior-managers": Pair("#a03783", "#de71bc"),
    "military": Pair("#617625", "#b9ce66"),
    "researchers": Pair("#603a24", "#d55858"),
}
_PAST = Pair("#5f6b7a", "#9aa6b6")  # of categories that IRCC no longer invites by
PAST = ("general", "fsw", "fst", "stem", "agriculture")
# For categories that are not in the table yet.
SPARE = (Pair("#487e44", "#afe8a1"), Pair("#294c40", "#598f14"))
_OTHERS: Mapping[str, Pair] = {
    "bg": Pair("#ffffff", "#12161c"),  # as in .streamlit/config.toml
    "ink": Pair("#10161f", "#e6eaf0"),
    "soft": Pair("#5b6573", "#a3adbb"),  # of notes, ticks and labels
    "grid": Pair("#e4e8ee", "#262e38"),
    "axis": Pair("#8a94a3", "#6d7887"),
    "mid": Pair("#7c8695", "#8a95a5"),
    "ghost": Pair("#c3cad4", "#424c5a"),
    "accent": Pair("#1f5fa8", "#62a0e8"),
    "seq0": Pair("#eef1f5", "#1e252e"),
    "seq1": Pair("#b9d5f0", "#24476b"),
    "seq2": Pair("#6ba6dd", "#2f74b5"),
    "seq3": Pair("#226fb8", "#66aef0"),
    "seq4": Pair("#0b3d75", "#c4e2ff"),
}
PALETTE: Mapping[str, Pair] = {
    **HUES,
    **dict.fromkeys(PAST, _PAST),
    **{f"spare{place}": pair for place, pair in enumerate(SPARE)},
    **_OTHERS,
}
# A CSS variable, which Plotly lets pass in place of a colour.
_TOKEN = re.compile(r"var\(--([a-z0-9-]+)(?:,\s*([\d.]+))?\)")


def token(name: str, opacity: float = 1) -> str:
    """Return the name of a colour as it stands in a figure, with an opacity if that is not 1.

    >>> token("cec"), token("cec", 0.28)
    ('var(--cec)', 'var(--cec,0.28)')

    Raises:
        KeyError: if there is no such colour.
    """
    if name not in PALETTE:
        raise KeyError(name)
    return f"var(--{name})" if opacity == 1 else f"var(--{name},{opacity:g})"


BG, INK, SOFT, GRID, AXIS, MID, GHOST, ACCENT = map(
    token, ("bg", "ink", "soft", "grid", "axis", "mid", "ghost", "accent")
)
RING = "#2f7fd6"  # of focus rings in CSS, with a contrast of 3 on both backgrounds
SEQUENCE = tuple(token(f"seq{step}") for step in range(5))  # from little to much


def hue(code: str, opacity: float = 1) -> str:
    """Return the colour of a category; an unknown one always gets the same spare one."""
    name = code if code in PALETTE and code not in _OTHERS else f"spare{_spare(code)}"
    return token(name, opacity)


def faint(colour: str, opacity: float) -> str:
    """Return a colour of a figure with an opacity, as a fill below an edge in the full colour.

    >>> faint(token("cec"), 0.5)
    'var(--cec,0.5)'
    """
    return token(_TOKEN.sub(r"\1", colour), opacity)


def resolve(text: str, theme: Theme) -> str:
    """Return a figure's JSON, or a part of it, with the colours of a theme.

    >>> resolve('{"color": "var(--cec)", "fillcolor": "var(--cec,0.28)"}', "light")
    '{"color": "#1b6ab3", "fillcolor": "rgba(27,106,179,0.28)"}'
    """
    return _TOKEN.sub(lambda match: _css(match, theme), text)


# Of cells, from little to much, and the colour of a text on each. In between, neither ink nor
# paper has a contrast of 4.5 on a shade, so a cell has one of these.
SHADES = (*SEQUENCE[:2], faint(SEQUENCE[2], 0.8), *SEQUENCE[3:])
ON_SHADES = (INK, INK, INK, BG, BG)


def shades(edges: Sequence[float]) -> list[list[float | str]]:
    """Return the scale of a heat map, each shade up to the edge of its values, the last up to 1.

    >>> shades((0.1, 0.25, 0.5, 0.75))[:3]
    [[0.0, 'var(--seq0)'], [0.1, 'var(--seq0)'], [0.1, 'var(--seq1)']]
    """
    ends = pairwise((0.0, *edges, 1.0))
    return [[edge, shade] for pair, shade in zip(ends, SHADES, strict=True) for edge in pair]


def on_shade(value: float, edges: Sequence[float]) -> str:
    """Return the colour of a text in the cell of a value."""
    return ON_SHADES[bisect_right(edges, value)]


def _css(match: re.Match[str], theme: Theme) -> str:
    if match[1] not in PALETTE:
        return match[0]
    colour: str = getattr(PALETTE[match[1]], theme)
    if match[2] is None:
        return colour
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{match[2]})"


def _spare(code: str) -> int:
    return sum(code.encode()) % len(SPARE)
