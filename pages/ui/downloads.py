"""Tables as files to download."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from data.export.about import LABELS, About
from data.export.file_names import file_name
from data.export.formats import FORMATS, Format
from pages.language import Words
from pages.language.columns import codes
from pages.ui.chart import Chart
from pages.ui.header import completeness, scope
from pages.ui.markdown import plain
from pages.ui.view import View


def labels(words: Words) -> dict[str, str]:
    """Return the LABELS of a workbook in the language."""
    return {name: words.gettext(label) for name, label in LABELS.items()}


def metadata(view: View, title: str, columns: Mapping[str, str]) -> About:
    """Return the metadata in a downloaded file."""
    _ = view.words.gettext
    return About(
        title=title,
        source=view.record.source.url,
        record_date=view.record.complete_through,
        filter=scope(view),
        generated_on=view.today,
        age=completeness(view.words, view.record.complete_through, view.today),
        columns=columns,
        words=codes(view.words, view.record),
        disclaimer=_("Not affiliated with IRCC. Not legal advice."),
        labels=labels(view.words),
    )


def download(
    view: View,
    table: pd.DataFrame,
    *,
    stem: str,
    title: str,
    columns: Mapping[str, str],
    formats: tuple[str, ...] = tuple(FORMATS),
) -> None:
    """Offer a table as files; each is encoded only on click."""
    # Exactly the numbers of the chart: columns without a meaning are not for readers.
    rows = table[[name for name in columns if name in table]]
    for name in formats:
        kind = FORMATS[name]
        st.download_button(
            kind.label,
            partial(_encode, kind, view, rows, title, columns),
            file_name=file_name(
                f"express-entry-{stem}",
                view.filter.file_parts(),
                view.record.complete_through,
                kind.extension,
            ),
            mime=kind.media_type,
            key=f"download-{stem}-{name}",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            help=view.words.gettext("Download {title} as {format}").format(
                title=plain(title), format=kind.label
            ),
        )


def chart_file(view: View, chart: Chart, kind: Format) -> bytes:
    """Return the numbers of a chart as a file: exactly what is drawn."""
    return _encode(kind, view, chart.numbers, chart.title, chart.columns)


def chart_name(view: View, chart: Chart, extension: str) -> str:
    """Return the name of a file with a chart or its numbers: what it shows, and as of when."""
    stem, day = f"express-entry-{chart.key}", view.record.complete_through
    return file_name(stem, view.filter.file_parts(), day, extension)


def _encode(
    kind: Format, view: View, rows: pd.DataFrame, title: str, columns: Mapping[str, str]
) -> bytes:
    return kind.mark + kind.encode(rows, metadata(view, title, columns))
