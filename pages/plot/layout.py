"""Bars, short names and legends that fit a phone as well as a desktop."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pages.plot import style

MANY = 150  # bars; with more, they touch each other
LONGEST_NAME = 18  # letters
_FEW = 8  # bars; fewer are drawn slimmer, or they would look like blocks
_DAY = 24 * 3600 * 1000  # milliseconds, Plotly's unit of time
_ROW, _ENTRY = 20, 98  # pixels: a phone has room for two names in a row, the smallest for one
_AXIS = 44  # pixels of the labels below a time axis
_ALL = 2000  # pixels, higher than any legend, so that none gets a scroll bar


def shorten(label: str, letters: int = LONGEST_NAME) -> str:
    """Return a label cut to a number of letters where there is no room for more.

    >>> shorten("Military recruits"), shorten("Beekeepers, 2027-Version 1")
    ('Military recruits', 'Beekeepers, 2027-…')
    """
    return label if len(label) <= letters else label[: letters - 1].rstrip() + "…"


def bars(starts: pd.Series, length: pd.DateOffset, periods: int) -> pd.DataFrame:
    """Return x, offset and width of the bars of periods on a true time axis, for Plotly.

    Each begins with its period. By default Plotly uses the smallest distance between bars as their
    width, which is too wide where periods without a round have no bar.
    """
    gap = 0.0 if periods > MANY else max(0.2, 1 - periods / _FEW)  # few bars are slim
    lengths = (starts + length - starts).dt.days * _DAY
    return pd.DataFrame(
        {"x": style.iso_dates(starts), "offset": lengths * gap / 2, "width": lengths * (1 - gap)}
    )


def fill(colour: str, periods: int) -> dict[str, Any]:
    """Return the style of bars; many get an outline, which keeps a single one visible."""
    return {"color": colour, "line": {"color": colour, "width": 0.5 if periods > MANY else 0}}


def legend_height(names: int) -> int:
    """Return the pixels that a figure needs in addition for its legend."""
    return _ROW * (names // 4)


def with_legend(names: int, height: int) -> dict[str, dict[str, Any]]:
    """Return what a narrow and a slim figure change for a legend of two or one names a row.

    There it stands below the chart, whose beginning it would push off the first screen.

    >>> with_legend(5, 300)["narrow"]["height"], with_legend(5, 300)["slim"]["height"]
    (360, 400)
    """
    # Measured in heights of the plot, to which the axis and a margin leave a part of the figure.
    below = {"y": -_AXIS / (height - 2 * _AXIS), "yanchor": "top"}
    return {
        style.NARROW: {"height": height + _ROW * -(-names // 2), "legend": below},
        style.SLIM: {"height": height + _ROW * names, "legend": below},
    }


def legend() -> dict[str, Any]:
    """Return the layout of a legend above the figure.

    Its names are not clickable: filters choose what is shown, for all charts and numbers.
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
