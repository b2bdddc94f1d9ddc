"""What makes figures fit a phone as well as a desk: bars, short names, a legend in columns."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pages.plot import style

MANY = 150  # bars from which on they touch each other
LONGEST_NAME = 18  # letters
_FEW = 8  # bars below which full ones would look like blocks
_DAY = 24 * 3600 * 1000  # milliseconds, Plotly's unit of time
_ROW, _ENTRY = 20, 98  # pixels: a phone has room for two names in a row, the smallest for one
_ALL = 2000  # pixels: no legend is as high, so that none hides names behind a scroll bar
_LINES = "rgba(255,255,255,0.6)"  # of a pattern, on any colour of a category


def shorten(label: str, letters: int = LONGEST_NAME) -> str:
    """Return a label cut to a number of letters where there is no room for more.

    >>> shorten("Military recruits"), shorten("Beekeepers, 2027-Version 1")
    ('Military recruits', 'Beekeepers, 2027-…')
    """
    return label if len(label) <= letters else label[: letters - 1].rstrip() + "…"


def bars(starts: pd.Series, length: pd.DateOffset, periods: int) -> pd.DataFrame:
    """Return x, offset and width of the bars of periods on a true time axis, for Plotly.

    Each begins with its period. Left to itself, Plotly takes the smallest distance between bars for
    their width, and where periods without a round have none, that is too wide.
    """
    gap = 0.0 if periods > MANY else max(0.15, 1 - periods / _FEW)  # few bars are slim
    lengths = (starts + length - starts).dt.days * _DAY
    return pd.DataFrame(
        {"x": style.iso_dates(starts), "offset": lengths * gap / 2, "width": lengths * (1 - gap)}
    )


def fill(colour: str, periods: int, pattern: str = "") -> dict[str, Any]:
    """Return the look of bars; where they are many, an outline keeps a single one visible."""
    lines = {"shape": pattern, "fgcolor": _LINES, "fillmode": "overlay", "size": 5, "solidity": 0.2}
    outline = {"color": colour, "width": 0.5 if periods > MANY else 0}
    return {"color": colour, "line": outline, **({"pattern": lines} if pattern else {})}


def legend_height(names: int) -> int:
    """Return the pixels by which a figure grows, so that there is room for its legend too."""
    return _ROW * (names // 4)


def with_legend(names: int, height: int) -> dict[str, dict[str, Any]]:
    """Return for `style.figure` how high it is where a legend takes a row for two names, or one.

    >>> with_legend(5, 300)
    {'narrow': {'height': 360}, 'slim': {'height': 400}}
    """
    return {
        style.NARROW: {"height": height + _ROW * -(-names // 2)},
        style.SLIM: {"height": height + _ROW * names},
    }


def legend() -> dict[str, Any]:
    """Return the layout of a legend above the figure.

    Its names are no switches: what is shown is chosen in the filters, for all charts and numbers.
    """
    return {
        "orientation": "h",
        "x": 0,
        "y": 1.02,
        "yanchor": "bottom",
        "traceorder": "normal",
        "entrywidth": _ENTRY,
        "maxheight": _ALL,
        "itemclick": False,
        "itemdoubleclick": False,
    }
