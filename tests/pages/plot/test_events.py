"""Events are drawn at their day, as boundaries or dotted lines, with labels that don't overlap."""

from __future__ import annotations

from datetime import date

import orjson

from pages.plot import encode, style
from pages.plot.events import EventMark

SPAN = (date(2024, 1, 1), date(2026, 1, 1))
BOUNDARY = EventMark(date(2025, 3, 25), "Points end", "25 March 2025: Points end.", True)
OTHER = EventMark(date(2024, 6, 1), "", "A <rule> changed", False)


def layout(figure: object, *marks: EventMark) -> dict:  # type: ignore[type-arg]
    return orjson.loads(encode(figure, marks, SPAN).json)["layout"]  # type: ignore[arg-type]


def test_a_boundary_is_a_labelled_dashed_line_and_another_event_a_dotted_one_with_a_hover() -> None:
    drawn = layout(style.figure([], annotations=[{"text": "a name"}]), OTHER, BOUNDARY)
    lines = [(line["x0"], line["line"]["dash"]) for line in drawn["shapes"]]
    assert lines == [("2024-06-01", "dot"), ("2025-03-25", "dash")]
    texts = [(label["text"], label.get("hovertext")) for label in drawn["annotations"]]
    assert texts == [
        ("a name", None),
        ("▾", "A &lt;rule&gt; changed"),
        ("Points end", "25 March 2025: Points end."),
    ]


def test_areas_do_not_hide_a_boundary() -> None:
    area = {"type": "scatter", "x": ["2024-01-01"], "y": [1], "stackgroup": "pool"}
    line = {"type": "scatter", "x": ["2024-01-01"], "y": [1]}
    layers = [
        layout(style.figure([trace]), BOUNDARY)["shapes"][0]["layer"] for trace in (area, line)
    ]
    assert layers == ["above", "below"]


def test_a_phone_has_a_label_if_it_is_the_only_one_and_keeps_its_own_annotations() -> None:
    figure = style.figure([], narrow={"annotations": [{"text": "short"}]})
    soon = BOUNDARY._replace(day=date(2025, 4, 1))
    one, two = layout(figure, BOUNDARY), layout(figure, BOUNDARY, soon)
    assert [a["text"] for a in one["meta"]["narrow"]["annotations"]] == ["short", "Points end"]
    assert [a["text"] for a in two["meta"]["narrow"]["annotations"]] == ["short", "▾", "▾"]
    assert [a["yshift"] for a in two["annotations"]] == [0, -16]


def test_a_phone_has_a_label_if_it_is_the_only_one_in_its_shorter_span() -> None:
    span = ["2025-02-01", "2026-01-01"]  # without the event of 2024
    figure = style.figure([], narrow={"xaxis": {"range": span}})
    drawn = layout(figure, BOUNDARY, BOUNDARY._replace(day=date(2024, 12, 1)))
    assert "Points end" in [a["text"] for a in drawn["meta"]["narrow"]["annotations"]]


def test_a_label_stands_off_a_line_also_where_a_phone_changes_only_the_ticks() -> None:
    line = {"type": "scatter", "mode": "lines", "x": ["2025-04-01", "2025-06-01"], "y": [98, 98]}
    axis = {"range": [0, 100]}
    figure = style.figure([line], yaxis=axis, narrow={"yaxis": {"dtick": 50}})
    drawn = layout(figure, BOUNDARY)
    for labels in (drawn["annotations"], drawn["meta"]["narrow"]["annotations"]):
        (label,) = labels
        assert label["xanchor"] == "right" or label["yshift"] <= -16


def test_a_label_stands_off_a_steep_line_at_every_height() -> None:
    days = ["2025-04-10", "2025-04-14"]
    line = {"type": "scatter", "mode": "lines", "x": days, "y": [0, 100]}
    (label,) = layout(style.figure([line], yaxis={"range": [0, 100]}), BOUNDARY)["annotations"]
    assert label["xanchor"] == "right"


def test_each_panel_has_the_line_and_none_a_label() -> None:
    axes = {"xaxis": {"anchor": "y"}, "xaxis2": {"anchor": "y2"}, "yaxis": {}, "yaxis2": {}}
    drawn = layout(style.figure([], **axes), BOUNDARY)
    assert [(s["xref"], s["yref"]) for s in drawn["shapes"]] == [
        ("x", "y domain"),
        ("x2", "y2 domain"),
    ]
    assert "annotations" not in drawn


def test_a_panel_beside_the_named_one_has_a_triangle_that_says_the_event() -> None:
    axes = {
        "xaxis": {"range": ["2025-01-01", "2026-01-01"], "domain": [0.3, 1]},
        "xaxis2": {"range": ["2024-01-01", "2025-01-01"], "domain": [0, 0.27]},
    }
    before = BOUNDARY._replace(day=date(2024, 6, 1), hover="1 June 2024: fewer points.")
    figure = style.figure([], **axes, meta={style.EVENTS: "xaxis"})
    drawn = layout(figure, before, BOUNDARY)["annotations"]
    assert [(note["xref"], note["text"], note["hovertext"]) for note in drawn] == [
        ("x", "Points end", "25 March 2025: Points end."),
        ("x2", "▾", "1 June 2024: fewer points."),
    ]


def test_without_a_time_axis_nothing_is_drawn() -> None:
    figure = style.figure([])
    assert b"shapes" not in encode(figure, (BOUNDARY,)).json
    assert encode(figure, (), SPAN).json == encode(figure).json


def test_a_label_without_room_is_on_two_lines_or_else_a_triangle() -> None:
    long = BOUNDARY._replace(label="Fin des points pour une offre d’emploi")
    margin = {"r": 360}
    texts = [
        layout(style.figure([], margin=margin), long._replace(day=day))["annotations"][0]["text"]
        for day in (date(2024, 12, 1), date(2025, 11, 1))
    ]
    assert texts[0] == "Fin des points pour une<br>offre d’emploi"
    assert texts[1] == "Fin des points pour une offre d’emploi"  # to the left of its line
    tight = layout(style.figure([], margin={"r": 570}), long)
    assert tight["annotations"][0]["text"] == "▾"
