"""Our Streamlit components; their scripts are files, so that no policy must allow inline code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
PROJECT = "express-entry-rounds"
# Each has its script.
COMPONENTS = ("chart", "language", "scroll", "bar", "copy", "fold", "rows")
CHART, LANGUAGE, SCROLL, BAR, COPY, FOLD, ROWS = COMPONENTS
NAME = f"{PROJECT}.{CHART}"
_lock = Lock()


def mount(
    data: Mapping[str, object] | bytes,
    *,
    key: str,
    width: Literal["stretch", "content"],
    height: int | Literal["content"],
    component: str,
    **callbacks: Callable[[], None],
) -> None:
    """Put a component on the page; its script gets the data as bytes of JSON.

    A callback is called `on_…_change` and runs when the script triggers what it is named after.
    """
    _register()
    # As bytes: Streamlit would parse and hash JSON again to compare elements.
    content = data if isinstance(data, bytes) else orjson.dumps(data)
    _renderer(component)(data=content, key=key, width=width, height=height, **callbacks)  # type: ignore[arg-type]


def _register() -> None:
    """Register the components with the running server, once.

    Streamlit reads a manifest from installed distributions, which this application is not. So the
    manifest is registered here, through an undocumented function: if it disappears, the import or
    the call fails. In tests servers come and go, so the manager is asked each time.
    """
    manager = get_bidi_component_manager()
    with _lock:
        if manager.get_component_asset_root(NAME) is None:
            parts = [ComponentConfig(name, ASSETS.name) for name in COMPONENTS]
            manager.register_from_manifest(ComponentManifest(PROJECT, "1", parts), ASSETS.parent)


@cache
def _renderer(component: str) -> ComponentRenderer:
    # Not in a shadow tree, because Plotly's style and the page's fonts belong to the document.
    return st.components.v2.component(
        f"{PROJECT}.{component}", js=f"{component}.js", isolate_styles=False
    )
