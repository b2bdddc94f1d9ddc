"""A figure with its title, text alternative, table and column meanings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import plotly.graph_objects as go

from pages.plot import EncodedFigure, encode


@dataclass(frozen=True)
class Chart:
    """A figure with its texts and its data.

    `title` states the answer that the chart gives, and is also the figure's text alternative unless
    `alt` is given. `measure` says what is measured, for a picture that has left the page. `table`
    is exactly what is drawn, and `columns` gives the meaning of each of its columns as "Header:
    meaning". `categories` are those that the figure shows, each by itself or the chosen ones
    together: the note says which of them have had no round for long.
    """

    figure: go.Figure
    key: str
    title: str
    measure: str
    table: pd.DataFrame
    columns: Mapping[str, str]
    note: str = ""
    alt: str = ""
    categories: Collection[str] = ()

    @cached_property
    def encoded(self) -> EncodedFigure:
        """The figure as it is sent to the browser, encoded once for all visitors."""
        return encode(self.figure)
