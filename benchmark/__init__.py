"""This app beside a bare Streamlit app, a naive one and one in Dash, measured in one run."""

CATEGORIES = ("CEC", "French")  # which are clicked on and off
