"""The events that a time chart shows: which are drawn, by a switch, and all of them as a list."""

from __future__ import annotations

from typing import Any

import streamlit as st

from data.vocabulary.columns import REPORTED, SCALE
from pages.language import Words, events
from pages.plot.axis import Span
from pages.plot.events import EventMark
from pages.plot.style import rows
from pages.ui.address import CHOICES
from pages.ui.chart import Chart
from pages.ui.pills import hidden_widget
from pages.ui.view import View

KEY = "events"  # of the switch, in the session and in the address
MODES = CHOICES[KEY]


def keep_mode() -> None:
    """Keep in the address which events are drawn; call it once for each page."""
    hidden_widget(st.selectbox, KEY, MODES, bind="query-params")


def mode() -> str:
    """Return which events are drawn."""
    chosen: str = st.session_state.get(KEY, MODES[0])
    return chosen if chosen in MODES else MODES[0]


def found(view: View, span: Span | None) -> list[Any]:
    """Return the events within a span, oldest first."""
    if span is None:
        return []
    return [event for event in rows(view.record.events) if span[0] <= event.date.date() <= span[1]]


def marks(view: View, span: Span | None) -> tuple[EventMark, ...]:
    """Return what is drawn of the events within a span, as the reader chose."""
    return drawn(view, span, mode())


def drawn(view: View, span: Span | None, mode: str) -> tuple[EventMark, ...]:
    """Return what is drawn of the events within a span in one of the MODES."""
    return tuple(
        _mark(event, view.words)
        for event in found(view, span)
        if mode == "all" or (mode == SCALE and event.kind == SCALE)
    )


def _mark(event: Any, words: Words) -> EventMark:
    _, label = words.gettext, events.title(event, words) if event.kind == SCALE else ""
    is_reported = event.certainty == REPORTED
    if label and is_reported:
        label = _("{event} (reported)").format(event=label)
    return EventMark(
        event.date.date(),
        label,
        events.sentence(event, words),
        is_boundary=event.kind == SCALE and not is_reported,
    )


def listed(view: View, chart: Chart, mode: str) -> dict[str, Any] | None:
    """Return the events of a chart's time axis as text, newest first; None if there are none."""
    texts = [events.sentence(event, view.words) for event in found(view, chart.span)[::-1]]
    if not texts:
        return None
    label = view.words.ngettext("{n} event in this period", "{n} events in this period", len(texts))
    return {"label": label.format(n=view.words.number(len(texts))), "mode": mode, "texts": texts}


def choose(key: str) -> None:
    """Take over which events are drawn from the component with a key."""
    chosen = st.session_state[key]["events"]
    if chosen in MODES:
        st.session_state[KEY] = chosen
        st.rerun()  # also what is outside the page: the widget that keeps it in the address
