"""Hand-made views, and the whole app opened at one of its pages."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from data.rounds.record import Record
from data.vocabulary.filter import Filter
from pages import frame
from pages.language import Words
from pages.ui.view import View
from tests.support.august import load
from tests.support.open_app import API, ask, mounted

DAY = date(2026, 8, 20)


def view(
    chosen: Filter | None = None,
    today: date = DAY,
    record: Record | None = None,
    language: str = "en",
) -> View:
    """Return a view of the bundled data, by default as of 20 August 2026."""
    data = record or load()
    selection = chosen or Filter()
    return View(data, selection, selection.apply(data.draws), Words(language), today)


def opened(path: str = "", /, **query: str | list[str]) -> AppTest:
    """Return the app as opened by a link; `from_` is the parameter `from`, a Python keyword."""
    return unopened(path, **query).run()


def framed(path: str = "", /, **query: str | list[str]) -> AppTest:
    """Return the app as embedded in an iframe."""
    app = unopened(path, **query)
    app.context["is_embedded"] = True
    return app.run()


def unopened(path: str = "", /, **query: str | list[str]) -> AppTest:
    """Return the app at the address of a link, before its first run."""
    app = AppTest.from_file(frame.__file__, default_timeout=30)
    for name, value in query.items():
        app.query_params[name.rstrip("_")] = value
    # AppTest can only switch to pages that are separate files; ours are functions.
    app._page_hash = calc_hash(path) if path else ""
    return app


class Figure(NamedTuple):
    """A figure on a page: its key, its text alternative, and what Plotly gets."""

    key: str
    alt: str
    spec: dict[str, Any]


def charts(app: AppTest) -> dict[str, dict[str, Any]]:
    """Return what the browser gets for each chart of a page, by its key, in their order."""
    sent = [json.loads(element.proto.bytes) for element in app.get("bidi_component")]
    return {got["key"]: got for got in sent if "figure" in got}


def numbers(app: AppTest, key: str) -> pd.DataFrame:
    """Return the numbers of a chart as its table shows them: sent along, or at their address."""
    found = charts(app)[key]["numbers"]
    if "address" in found:
        path = found["address"].removeprefix(API).replace("{format}", "json")
        mark = "&" if "?" in path else "?"
        api = mounted(load(), stamp="the data of August")
        found = ask(api, f"{path}{mark}texts=true").json()["texts"]
    return pd.DataFrame(found["rows"], columns=[column["label"] for column in found["columns"]])


def tables(app: AppTest) -> dict[str, dict[str, Any]]:
    """Return what the browser gets for each table with files that is no chart's, by its name."""
    sent = [json.loads(element.proto.bytes) for element in app.get("bidi_component")]
    found = [got for got in sent if "files" in got and "figure" not in got]
    return {got["address"].split("/")[-1].partition(".")[0]: got for got in found}


def file(app: AppTest, table: str, extension: str) -> tuple[str, bytes]:
    """Return the name of a table's file and its content, as a click on its link saves it."""
    sent = tables(app)[table]
    name = next(file["name"] for file in sent["files"] if file["format"] == extension)
    path = sent["address"].removeprefix(API).replace("{format}", extension)
    answer = ask(mounted(load(), stamp="the data of August"), path)
    assert answer.status_code == 200, answer.text
    return name, answer.content


def figures(app: AppTest) -> list[Figure]:
    """Return the figures that a page shows, in their order."""
    return [Figure(key, got["alt"], got["figure"]) for key, got in charts(app).items()]


def picture(app: AppTest, of: str) -> dict[str, Any]:
    """Return the texts that a page sends for the pictures of a chart."""
    texts: dict[str, Any] = charts(app)[of]["picture"]
    return texts


def folds(app: AppTest) -> dict[str, str]:
    """Return the titles of the folded parts of a page by their names."""
    sent = [json.loads(node.proto.bytes) for node in app.main if node.type == "bidi_component"]
    return {got["name"]: got["title"] for got in sent if {"name", "title"} <= got.keys()}


def headings(app: AppTest, *levels: int) -> list[str]:
    """Return the headings of a page, without its title, and those of its charts, in their order.

    `levels` are 2 and 3, or only one of them.
    """
    kinds = {"header": 2, "subheader": 3}
    found = []
    for node in app.main:
        if node.type in kinds:
            found.append((kinds[node.type], plain(node.value)))
        elif node.type == "bidi_component":
            got = json.loads(node.proto.bytes)
            found += [(got["level"], got["title"])] if "title" in got else []
    return [text for level, text in found if level in (levels or (2, 3))]


def captions(app: AppTest) -> list[str]:
    """Return the small texts on a page, and the notes of its charts and tables, unescaped."""
    shown = [*charts(app).values(), *tables(app).values()]
    notes = [got["note"] for got in shown if got.get("note")]
    return [*(plain(caption.value) for caption in app.caption), *notes]


def notice(app: AppTest, key: str) -> str:
    """Return a notice of one line, and below it the text to which it opens; empty if not shown."""
    try:
        (expander,) = app.get_by_key(f"notice-{key}").expander
    except KeyError:
        return ""
    texts = [expander.label, *(element.value for element in expander.markdown)]
    return "\n".join(map(plain, texts))


def copyables(app: AppTest) -> list[str]:
    """Return the texts on a page that have a button to copy them."""
    sent = [json.loads(element.proto.bytes) for element in app.get("bidi_component")]
    return [got["text"] for got in sent if "copy" in got]


def plain(text: str) -> str:
    """Return our Markdown as a reader sees it: unescaped."""
    return text.replace("\\", "")
