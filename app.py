"""The server: one ASGI app that is warm before its first visitor.

`streamlit run app.py` starts it, and so does `uvicorn app:app`.
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

from pages import frame, warm


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Read the record and draw the first figures, then freeze what the start left behind.

    Streamlit collects garbage after every run of the script. Over the heap of pandas, pyarrow and
    plotly that alone takes several hundred milliseconds; what is frozen is not looked at again.
    """
    warm.up()
    gc.collect()
    gc.freeze()
    yield


app = st.App(Path(frame.__file__), lifespan=lifespan)
