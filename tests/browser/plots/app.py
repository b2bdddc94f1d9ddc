"""Serves one small page with a plot, under the same security policy as the app's pages."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from pages.plot.component import ASSETS
from server.http import static_files
from server.http.headers import SecurityHeaders, page_headers

streamlit = Path(st.__file__).parent / "static"
shell = (streamlit / "index.html").read_text("utf-8")
app = st.App(
    Path(__file__).with_name("page.py"),
    middleware=[
        Middleware(SecurityHeaders, pages=page_headers(shell, ["'self'"]), hsts_seconds=0),
        Middleware(static_files.StaticFiles, static_files.folders(streamlit / "static", ASSETS)),
    ],
)
