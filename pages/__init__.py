"""The dashboard: what people look at; the only place for streamlit, plotly and words."""
