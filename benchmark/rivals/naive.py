"""The same charts as most people would write them: one file that starts from the JSON each time."""

import gzip
import json
from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st

from data.vocabulary.categories import classify

FEED = Path(__file__).parents[2] / "data" / "ee_rounds_123_en.json.gz"

st.set_page_config(page_title="Express Entry rounds", layout="wide")
page = st.radio("Page", ["Frequency", "Cut-offs"], horizontal=True)

df = pd.DataFrame(json.loads(gzip.decompress(FEED.read_bytes()))["rounds"])
df["date"] = pd.to_datetime(df["drawDate"])
short = {"cec": "CEC", "french": "French"}
df["category"] = df["drawName"].apply(classify)
df["category"] = df["category"].apply(lambda found: short.get(found.code, found.names["en"]))
df["invitations"] = df["drawSize"].str.replace(",", "").astype(int)
df["cutoff"] = df["drawCRS"].str.replace(",", "").astype(int)
df = df.sort_values("date")

selected = st.pills("Category", sorted(df["category"].unique()), selection_mode="multi")
if selected:
    df = df[df["category"].isin(selected)]

if page == "Cut-offs":
    st.plotly_chart(px.line(df, x="date", y="cutoff", color="category", markers=True))
    st.stop()

weekly = df.set_index("date").resample("W-MON").size().reset_index(name="rounds")
st.plotly_chart(px.bar(weekly, x="date", y="rounds", title="Rounds per week"))

grid = df.assign(year=df["date"].dt.year, week=df["date"].dt.isocalendar().week)
counts = grid.groupby(["year", "week"]).size().unstack(fill_value=0)
st.plotly_chart(px.imshow(counts, aspect="auto", title="Weeks of every year"))

df["gap"] = df.groupby("category")["date"].diff().dt.days
st.plotly_chart(px.box(df, x="gap", y="category", points="all", title="Days between rounds"))

days = df["date"].dt.day_name().value_counts().reset_index()
st.plotly_chart(px.bar(days, x="date", y="count", title="Weekdays"))
