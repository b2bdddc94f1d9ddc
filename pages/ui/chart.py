"""What pages show with its numbers: a figure with title, text alternative and table, or a table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import uuid4

import pandas as pd
import plotly.graph_objects as go

from data.memory import VIEWS
from pages.plot import EncodedFigure, encode
from pages.plot.axis import Span
from pages.plot.events import EventMark


class Numbers:
    """What readers get as files: a table, its title and the meanings of its columns, and a name.

    `table` is exactly what is shown, and `columns` gives the meaning of each of its columns as
    "Header: meaning". `counted` says what the numbers are of where that is not the rounds that the
    filters leave.
    """

    key: str
    title: str
    table: pd.DataFrame
    columns: Mapping[str, str]
    counted: str = ""

    @property
    def numbers(self) -> pd.DataFrame:
        """The columns of the table that readers get: those with a meaning."""
        return self.table[[name for name in self.columns if name in self.table]]

    @cached_property
    def _identity(self) -> object:
        return object()

    def sent(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return the bytes that a browser gets, made once for all visitors with the same key."""
        return VIEWS.get((self._identity, key), make)


@dataclass(frozen=True)
class Table(Numbers):
    """A table that is no chart's, and the note above it."""

    table: pd.DataFrame
    key: str
    title: str
    columns: Mapping[str, str]
    note: str = ""
    counted: str = ""

    @cached_property
    def token(self) -> str:
        """A key of this very table, under which what is sent of it can be kept."""
        return uuid4().hex


@dataclass(frozen=True)
class Chart(Numbers):
    """A figure with its texts and its data.

    `title` states the answer that the chart gives, and is also the figure's text alternative unless
    `alt` is given. `measure` says what is measured, for a picture that has left the page. `table`
    is exactly what is drawn. `categories` are those that the figure shows, each by itself or the
    chosen ones together: the note says which of them have had no round for long. `span` is the
    first and last day of its time axis, if it has one, on which events are drawn. `picks` are the
    units in which a reader chooses the dates of all pages there, as "day" or "month"; none where
    the axis doesn't follow these. `source` says where the numbers are from if that is not the
    published rounds alone.
    """

    figure: go.Figure
    key: str
    title: str
    measure: str
    table: pd.DataFrame
    columns: Mapping[str, str]
    note: str = ""

    @cached_property
    def token(self) -> str:
        """A key of this very table, under which what is sent of it can be kept."""
        return uuid4().hex

    alt: str = ""
    categories: Collection[str] = ()
    span: Span | None = None
    picks: str = ""
    counted: str = ""
    source: str = ""

    def encoded(self, events: tuple[EventMark, ...] = ()) -> EncodedFigure:
        """Return the figure with these events on its time axis, as JSON."""
        return encode(self.figure, events, self.span)
