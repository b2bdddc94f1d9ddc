"""A figure with its title, text alternative, table and column meanings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import plotly.graph_objects as go

from pages.plot import EncodedFigure, encode


@dataclass(frozen=True)
class Chart:
    """A figure with its texts and its data.

    `title` states the answer that the chart gives, and is also the figure's text alternative unless
    `alt` is given. `table` is exactly what is drawn, and `columns` gives the meaning of each of its
    columns as "Header: meaning".
    """

    figure: go.Figure
    key: str
    title: str
    table: pd.DataFrame
    columns: Mapping[str, str]
    note: str = ""
    alt: str = ""

    @cached_property
    def encoded(self) -> EncodedFigure:
        """The figure as it is sent to the browser, encoded once for all visitors."""
        return encode(self.figure)
