"""The sizes of text in a figure, and how wide a text is, which only the browser knows exactly."""

from __future__ import annotations

import html
import re

TICK, LABEL, FOCUS, PANEL = 12, 12.5, 14, 17  # pixels
# Ems of a letter, rather more than in the fonts of the page and of pictures. Others are AVERAGE.
_EMS = {
    **dict.fromkeys("iIjl.,;:'’|!()[] \N{NO-BREAK SPACE}", 0.28),
    **dict.fromkeys("ftr/-–−°", 0.38),
    **dict.fromkeys("mwMWO%@#—→", 0.86),
    **dict.fromkeys("ABCDEGHKNPQRSUVXYZ+×±", 0.64),
}
_AVERAGE, _BOLD = 0.55, 1.05


def width_of(text: str, size: float = LABEL, *, bold: bool = False) -> float:
    """Return about how many pixels the longest line of a text needs; its markup counts nothing.

    >>> width_of("<b>CEC</b><br>CEC 523", 10) == width_of("CEC 523", 10)
    True
    """
    lines = re.split(r"<br ?/?>", text)
    plain = [html.unescape(re.sub(r"<[^>]*>", "", line)) for line in lines]
    longest = max(sum(_EMS.get(letter, _AVERAGE) for letter in line) for line in plain)
    return longest * size * (_BOLD if bold else 1)
