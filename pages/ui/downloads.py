"""Numbers as files to download: links to their address, or buttons where none can tell them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Protocol

import orjson
import streamlit as st

from data.export.about import LABELS, About
from data.export.file_names import file_name
from data.export.formats import FORMATS, Format
from pages.language import Words
from pages.language.columns import codes
from pages.plot import formats_of
from pages.plot.component import ROWS, mount
from pages.ui.chart import Numbers, Table
from pages.ui.charts.choices import NoChoices
from pages.ui.charts.page_charts import PageTables
from pages.ui.header import completeness, scope
from pages.ui.markdown import plain
from pages.ui.tables import texts
from pages.ui.view import View

NONE = NoChoices()


class Offer(Protocol):
    """Offers a table of the page by its name, as `render_files` does."""

    def __call__(self, name: str, choices: Any = ...) -> None:
        """Offer the table as files."""


def labels(words: Words) -> dict[str, str]:
    """Return the LABELS of a workbook in the language."""
    return {name: words.gettext(label) for name, label in LABELS.items()}


def metadata(view: View, title: str, columns: Mapping[str, str], counted: str = "") -> About:
    """Return the metadata in a downloaded file; `counted` is that of Numbers."""
    _ = view.words.gettext
    return About(
        title=title,
        source=view.record.source.url,
        record_date=view.record.complete_through,
        filter=counted or scope(view),
        generated_on=view.today,
        age=completeness(view.words, view.record.complete_through, view.today),
        columns=columns,
        words=codes(view.words, view.record),
        disclaimer=_("Not affiliated with IRCC. Not legal advice."),
        labels=labels(view.words),
    )


def content_of(view: View, shown: Numbers, kind: Format) -> bytes:
    """Return the numbers of a chart or table as a file: exactly what is shown."""
    about = metadata(view, shown.title, shown.columns, shown.counted)
    return kind.mark + kind.encode(shown.numbers, about)


def name_of(view: View, shown: Numbers, extension: str) -> str:
    """Return the name of a file with a chart or table: what it shows, and as of when."""
    stem, day = f"express-entry-{shown.key}", view.record.complete_through
    return file_name(stem, view.filter.file_parts(), day, extension)


def files(view: View, shown: Numbers, kinds: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Return what a browser needs for files of these endings and labels."""
    help_ = view.words.gettext("Download {title} as {format}")
    return [
        {
            "format": format_,
            "label": label,
            "name": name_of(view, shown, format_),
            "help": help_.format(title=shown.title, format=label),
        }
        for format_, label in kinds
    ]


def render_files(view: View, tables: PageTables, name: str, choices: Any = NONE) -> None:
    """Offer a table of the page as files, if these choices leave one."""
    found = tables.drawn(view, name, choices)
    if found is None:
        return
    about, table = found
    address = tables.address(about, name, choices)
    if address:
        _mount(table, orjson.dumps(_links(about, table, address)))
    else:
        _render_buttons(about, table)


def render_listing(view: View, tables: PageTables, name: str, choices: Any = NONE) -> None:
    """Show a table of the page in one element: heading, note, rows and files.

    It must be one that an address can tell.
    """
    found = tables.drawn(view, name, choices)
    if found is None:
        return
    about, table = found
    address = tables.address(about, name, choices) or ""
    _mount(table, table.sent((about.key, address), lambda: _listing(about, table, address)))


def _mount(table: Table, data: bytes) -> None:
    key = f"files-{table.key}"
    mount(data, key=key, width="stretch", height="content", component=ROWS)


def _links(view: View, table: Table, address: str) -> dict[str, Any]:
    kinds = [(kind.extension, kind.label) for kind in FORMATS.values()]
    return {"address": address, "files": files(view, table, kinds)}


def _listing(view: View, table: Table, address: str) -> bytes:
    spec = {
        "title": table.title,
        "level": 2,
        "note": table.note,
        "config": formats_of(view.words.locale),
        "table": texts(view.words, table.table, table.columns),
        **_links(view, table, address),
    }
    return orjson.dumps(spec)


def _render_buttons(view: View, table: Table) -> None:
    """Offer a table that only this browser tab knows; each file is made on click."""
    with st.container(horizontal=True):
        for name, kind in FORMATS.items():
            st.download_button(
                kind.label,
                partial(content_of, view, table, kind),
                file_name=name_of(view, table, kind.extension),
                mime=kind.media_type,
                key=f"download-{table.key}-{name}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
                help=view.words.gettext("Download {title} as {format}").format(
                    title=plain(table.title), format=kind.label
                ),
            )
