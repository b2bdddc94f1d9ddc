"""A page with one plot, its PNG and SVG buttons, and controls for everything that may change."""

import orjson
import plotly.graph_objects as go
import streamlit as st
from babel import Locale

from pages.language import Words
from pages.plot import drawing, encode, mount_drawing, style
from pages.ui.charts.labels import labels

TITLE = "A <b>title</b> & more that is so long that it will not fit into a single line of a picture"
EVENT = "1 May: A &lt;b&gt;. It was so."  # escaped, as a figure has it
NUMBERS = {
    "columns": [{"label": "Name", "meaning": "", "number": False}],
    "rows": [["<b>A</b>"]],
    "csv": "name\r\n<b>A</b>\r\n",
}
TOOLS = {
    "numbers": NUMBERS,
    "events": None,
    "files": [
        {"format": name, "label": name.upper(), "name": f"a-plot.{name}", "help": name.upper()}
        for name in ("csv", "png", "svg")
    ],
    "picture": {
        "measure": "Express Entry · <u>Points</u>",
        "title": TITLE,
        "note": "No round since 11 April 2024.",
        "caption": ["All <i>rounds</i>", "Source: IRCC. Data as of 20 August 2026."],
        "parameters": ["a"],
    },
    "share": {"help": "Share it"},
}


def run() -> None:
    """Show the page."""
    st.set_page_config(layout="wide")
    words = Words()
    locale = Locale.parse("fr_CA") if st.toggle("French") else words.locale
    times = st.number_input("Times", value=1)
    narrow = st.toggle("Narrow")
    gone = st.toggle("Gone")
    event = st.toggle("Event")
    st.button("Again")
    days = ["2026-01-15", "2026-02-15", "2026-08-15"]
    figure = style.figure(
        [go.Scatter(x=days, y=[times * y for y in (1, 2, 3)], mode="lines+markers", name="A")],
        height=300,
        xaxis={"tickformat": "%b", "dtick": "M1"},
        showlegend=True,
    )
    if event:
        figure.add_annotation(x=days[1], y=1, yref="paper", text="▾", hovertext=EVENT)
    with st.container(width=300 if narrow else "stretch"):
        if not gone:
            parts = drawing(encode(figure), "a", f"Three points, times {times}", locale)
            data = {**parts, **TOOLS, "labels": labels(words.language, ())}
            mount_drawing(orjson.dumps(data), key="a", height=300)
    st.caption(f"The end {times}")


if __name__ == "__main__":  # as Streamlit runs it
    run()
