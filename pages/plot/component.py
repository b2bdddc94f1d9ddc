"""Our components on Streamlit's page. Scripts are files: no policy has to allow inline code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Literal

import orjson
import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer

ASSETS = Path(__file__).parent / "assets"
PROJECT, PLOT, LANGUAGE = "express-entry-rounds", "plot", "language"  # each has its script
NAME = f"{PROJECT}.{PLOT}"
_lock = Lock()


def mount(
    data: Mapping[str, object],
    *,
    key: str,
    width: Literal["stretch", "content"],
    height: int | Literal["content"],
    component: str = PLOT,
) -> None:
    """Put a component on the page; its script gets the data as bytes of JSON."""
    _announce()
    # As bytes: Streamlit would parse and hash JSON anew to tell one element from another.
    _renderer(component)(data=orjson.dumps(data), key=key, width=width, height=height)


def _announce() -> None:
    """Tell the running server where the files are, once.

    Streamlit finds that out from the manifest of an installed distribution, which this application
    is not. So it is handed the manifest here, by a way that it does not document: if it is gone,
    nothing is drawn and the import or the call says so. A test's server comes and goes, hence the
    question each time.
    """
    manager = get_bidi_component_manager()
    with _lock:
        if manager.get_component_asset_root(NAME) is None:
            parts = [ComponentConfig(name, ASSETS.name) for name in (PLOT, LANGUAGE)]
            manager.register_from_manifest(ComponentManifest(PROJECT, "1", parts), ASSETS.parent)


@cache
def _renderer(component: str) -> ComponentRenderer:
    """Return what mounts a component; made once there is a server that knows its files."""
    # Not in a shadow tree: Plotly's style belongs to the document, and so do the page's own fonts.
    return st.components.v2.component(
        f"{PROJECT}.{component}", js=f"{component}.js", isolate_styles=False
    )
