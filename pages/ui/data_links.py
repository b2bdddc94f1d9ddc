"""This view as data: the same rounds at an address that other programs can read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from data.export.formats import FORMATS
from data.vocabulary.filter import Filter
from data.vocabulary.languages import query as spoken
from data.vocabulary.tables import TABLES
from pages.ui.view import View

API, FEEDS = "/api/v1", "/feeds"


def server(browser: str | None, page: str, public: str | None = None) -> str:
    """Return the address of this server without a slash at its end, for links to its data.

    `public` is the address that was set for it; without one counts what the browser shows, which
    stands on a `page`. What is no web address, or none at all, gives an empty text.

    >>> server("https://example.org/ee/cut-offs", "cut-offs")
    'https://example.org/ee'
    >>> server("http://localhost:8501", "", public="https://rounds.example.org/")
    'https://rounds.example.org'
    >>> server("javascript:alert(1)", ""), server(None, "")
    ('', '')
    """
    shown = (browser or "").removesuffix(f"/{page}") if page else browser or ""
    parts = urlsplit(public or shown)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    host = quote(parts.netloc, safe="[]:")
    return f"{parts.scheme}://{host}{quote(parts.path, safe='/%')}".rstrip("/")


def url(view: View, table: str, extension: str = "csv") -> str:
    """Return the address of the rows of this view, in the format of a file name's extension."""
    return _at(view, f"{API}/{table}.{extension}", table_params(view.filter, table))


def feed(view: View, name: str) -> str:
    """Return the address of a feed of the chosen categories; it knows no days, it is of news."""
    return _at(view, f"{FEEDS}/{name}", Filter(view.filter.categories).query())


def documents(view: View) -> dict[str, str]:
    """Return the addresses of what describes the open data, by what they are called."""
    _ = view.words.gettext
    return {
        _("Interactive API docs"): f"{view.address}{API}/docs",
        _("OpenAPI description"): f"{view.address}{API}/openapi.json",
        _("Data package"): _at(view, f"{API}/datapackage.json", ()),
        _("Atom feed"): feed(view, "rounds.atom"),
        _("Calendar"): feed(view, "rounds.ics"),
    }


def table_params(chosen: Filter, table: str) -> Sequence[tuple[str, str]]:
    """Return the parameters of the filter that apply to a table.

    >>> chosen = Filter(("cec",), min_cutoff=500)
    >>> table_params(chosen, "rounds"), table_params(chosen, "weekly"), table_params(chosen, "pool")
    ([('category', 'cec'), ('min_cutoff', '500')], [('category', 'cec')], [])
    """
    accepted = TABLES[table].parameters
    return [(name, value) for name, value in chosen.query() if name in accepted]


def curl(address: str, table: str) -> str:
    """Return a line for a shell that saves the rows as a file.

    >>> curl("https://example.org/api/v1/pool.csv?from=2026-01-01&to=2026-08-20", "pool")
    'curl -o pool.csv "https://example.org/api/v1/pool.csv?from=2026-01-01&to=2026-08-20"'
    """
    return f'curl -o {table}.csv "{address}"'


def pandas(address: str, table: str) -> str:
    """Return lines of Python that read the rows as a frame, with the types that CSV cannot tell.

    >>> print(pandas("https://example.org/api/v1/pool.csv", "pool"))
    import pandas as pd
    pool = pd.read_csv("https://example.org/api/v1/pool.csv", parse_dates=["as_of"])
    """
    columns = TABLES[table].columns
    days = ", ".join(f'"{c.name}"' for c in columns if c.type in ("date", "datetime"))
    ids = any(column.name == "round_id" for column in columns)
    types = 'dtype={"round_id": str}, ' if ids else ""
    call = f'{table} = pd.read_csv("{address}", {types}parse_dates=[{days}])'
    return f"import pandas as pd\n{call}"


def render(view: View, tables: Iterable[str]) -> None:
    """Offer the view to other programs, folded away: as files, lines of code and feeds."""
    _ = view.words.gettext
    # Not a popover: the keyboard does not get into those.
    shown = st.expander(
        _("This view as data"),
        key="as-data",
        icon=":material/data_object:",
        type="compact",
        on_change="rerun",
    )
    if not shown.open:
        return
    names = {table: view.words.gettext(TABLES[table].short_title) for table in tables}
    with shown:
        *rows, news = st.tabs([*names.values(), _("Feeds")])
    for tab, table in zip(rows, names, strict=True):
        with tab:
            _rows(view, table)
    with news:
        _feeds(view)


def _rows(view: View, table: str) -> None:
    """Show the addresses of one table in every format, and how to read it."""
    _, address = view.words.gettext, url(view, table)
    st.caption(_("The data for your filters, at addresses that stay up to date:"))
    with st.container(horizontal=True, gap="small"):
        for kind in FORMATS.values():
            st.link_button(kind.label, url(view, table, kind.extension), type="tertiary")
    with st.container(gap="xsmall"):
        st.caption(_("In a terminal, with curl"))
        st.code(curl(address, table), language="bash", wrap_lines=True)
        st.caption(_("In Python, with pandas"))
        st.code(pandas(address, table), language="python", wrap_lines=True)


def _feeds(view: View) -> None:
    """Show the addresses of the feeds: a reader or a calendar then tells of new rounds."""
    _ = view.words.gettext
    if view.filter.categories:
        st.caption(
            _("Get new rounds in the categories you chose, in your own feed reader or calendar:")
        )
    else:
        st.caption(_("Get new rounds in all categories, in your own feed reader or calendar:"))
    with st.container(gap="xsmall"):
        st.caption(_("Atom feed, for a feed reader"))
        st.code(feed(view, "rounds.atom"), language=None, wrap_lines=True)
        st.caption(_("Calendar: subscribe to this address"))
        st.code(feed(view, "rounds.ics"), language=None, wrap_lines=True)


def _at(view: View, path: str, query: Sequence[tuple[str, str]]) -> str:
    """Return an address at which one gets what is asked for, in the language of the view."""
    given = [*query, *spoken(view.words.language)]
    return f"{view.address}{path}" + (f"?{urlencode(given)}" if given else "")
