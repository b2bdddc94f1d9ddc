"""The dashboard: what people look at. The only place for streamlit, plotly and words on a screen."""
