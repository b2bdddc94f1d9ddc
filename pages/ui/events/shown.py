"""The events that a time chart shows: which are drawn, by a switch, and all of them as a list."""

from __future__ import annotations

from typing import Any

import streamlit as st

from data.vocabulary.columns import REPORTED, SCALE
from pages.language import Words, events
from pages.plot.events import EventMark, Span
from pages.plot.style import rows
from pages.ui.address import CHOICES
from pages.ui.chart import Chart
from pages.ui.markdown import plain
from pages.ui.pills import hidden_widget
from pages.ui.view import View

KEY = "events"  # of the switch, in the session and in the address
MODES = CHOICES[KEY]


def keep_mode() -> None:
    """Keep in the address which events are drawn; call it once for each page."""
    hidden_widget(st.selectbox, KEY, MODES, bind="query-params")


def _mode() -> str:
    """Return which events are drawn."""
    mode = st.session_state.get(KEY, MODES[0])
    return mode if mode in MODES else MODES[0]


def found(view: View, span: Span | None) -> list[Any]:
    """Return the events within a span, oldest first."""
    if span is None:
        return []
    return [event for event in rows(view.record.events) if span[0] <= event.date.date() <= span[1]]


def marks(view: View, span: Span | None) -> tuple[EventMark, ...]:
    """Return what is drawn of the events within a span."""
    mode = _mode()
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


def list_of(view: View, chart: Chart) -> Any | None:
    """Show the folded list of a chart's events, and return it; None if the chart has none."""
    count = len(found(view, chart.span))
    if not count:
        return None
    words = view.words
    text = words.ngettext("{n} event in this period", "{n} events in this period", count)
    return st.expander(
        text.format(n=words.number(count)),
        key=f"events-of-{chart.key}",
        icon=":material/event:",
        type="compact",
        on_change="rerun",
    )


def render_list(view: View, chart: Chart) -> None:
    """Show the switch and the events of a chart as text, newest first."""
    _, visible = view.words.gettext, f"events-in-{chart.key}"
    names = {"scale": _("CRS scale changes"), "all": _("All"), "none": _("None")}
    st.session_state[visible] = _mode()
    st.segmented_control(
        _("Drawn in charts"),
        MODES,
        format_func=names.__getitem__,
        required=True,
        key=visible,
        on_change=_copy,
        args=(visible,),
    )
    newest_first = [events.sentence(event, view.words) for event in found(view, chart.span)[::-1]]
    st.markdown("\n".join(f"- :small[{plain(text)}]" for text in newest_first))


def _copy(visible: str) -> None:
    st.session_state[KEY] = st.session_state[visible]
