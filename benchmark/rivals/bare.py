"""The least that Streamlit can show: the floor under every figure of this app."""

import streamlit as st

st.write("Express Entry rounds")
