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
    """A figure with all that is said and given with it.

    `title` (the answer that it gives), `alt` and `note` are our own words, `table` is exactly what
    is drawn, and `columns` says what each of its columns means, as "Header: meaning".
    """

    figure: go.Figure
    key: str
    title: str
    alt: str
    table: pd.DataFrame
    columns: Mapping[str, str]
    note: str = ""

    @cached_property
    def encoded(self) -> EncodedFigure:
        """The figure as it is sent: made once for all who look at the same."""
        return encode(self.figure)
