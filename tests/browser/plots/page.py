"""A page with one plot, its PNG and SVG buttons, and controls for everything that may change."""

import plotly.graph_objects as go
import streamlit as st
from babel import Locale

from pages.language import Words
from pages.plot import pictures, plot, style

TITLE = "A <b>title</b> & more that is so long that it will not fit into a single line of a picture"


def run() -> None:
    """Show the page."""
    st.set_page_config(layout="wide")
    words = Words()
    locale = Locale.parse("fr_CA") if st.toggle("French") else words.locale
    times = st.number_input("Times", value=1)
    narrow = st.toggle("Narrow")
    gone = st.toggle("Gone")
    st.button("Again")
    days = ["2026-01-15", "2026-02-15", "2026-08-15"]
    figure = style.figure(
        [go.Scatter(x=days, y=[times * y for y in (1, 2, 3)], mode="lines+markers", name="A")],
        height=300,
        xaxis={"tickformat": "%b", "dtick": "M1"},
        showlegend=True,
    )
    with st.container(width=300 if narrow else "stretch"):
        if not gone:
            plot(figure, key="a", alt=f"Three points, times {times}", locale=locale)
            pictures(
                words,
                key="pictures",
                of="a",
                measure="Express Entry · <u>Points</u>",
                title=TITLE,
                note="No round since 11 April 2024.",
                caption=["All <i>rounds</i>", "Source: IRCC. Data as of 20 August 2026."],
                names={"png": "a-plot.png", "svg": "a-plot.svg"},
                parameters=["a"],
            )
    st.caption(f"The end {times}")


if __name__ == "__main__":  # as Streamlit runs it
    run()
