"""Links to the data of a view: API addresses, code snippets and feeds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from data.export.formats import FORMATS
from data.vocabulary.filter import Filter
from data.vocabulary.languages import query as language_query
from data.vocabulary.places import API, FEEDS
from data.vocabulary.tables import TABLES
from pages.plot.copyable import copyable
from pages.ui.markdown import plain
from pages.ui.view import View

CODES_OF_DIGITS = ("round_id", "noc")  # text that looks like a number


def server_url(browser: str | None, page: str, public: str | None = None) -> str:
    """Return the address of this server without a trailing slash, for links to its data.

    It is the configured `public` address if there is one, else the `browser`'s on a `page`; empty
    if that is missing or not a web address.

    >>> server_url("https://example.org/ee/cut-offs", "cut-offs")
    'https://example.org/ee'
    >>> server_url("http://localhost:8501", "", public="https://rounds.example.org/")
    'https://rounds.example.org'
    >>> server_url("javascript:alert(1)", ""), server_url(None, "")
    ('', '')
    """
    base = (browser or "").removesuffix(f"/{page}") if page else browser or ""
    parts = urlsplit(public or base)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    host = quote(parts.netloc, safe="[]:")
    return f"{parts.scheme}://{host}{quote(parts.path, safe='/%')}".rstrip("/")


def table_url(view: View, table: str, extension: str = "csv") -> str:
    """Return the API address of a table with the view's filter, by its file extension."""
    return _at(view, f"{API}/{table}.{extension}", table_params(view.filter, table))


def feed_url(view: View, name: str) -> str:
    """Return the address of a feed of the chosen categories; feeds have no filter by date."""
    return _at(view, f"{FEEDS}/{name}", Filter(view.filter.categories).query())


def alert_url(view: View, name: str, codes: Sequence[str], max_cutoff: int | None) -> str:
    """Return the address of a feed of some categories, up to a cut-off if one is given."""
    chosen = Filter(tuple(sorted(codes)), max_cutoff=max_cutoff)
    return _at(view, f"{FEEDS}/{name}", chosen.query())


def document_urls(view: View) -> dict[str, str]:
    """Return the addresses of the API documents and feeds by their labels."""
    _ = view.words.gettext
    return {
        _("Interactive API docs"): f"{view.address}{API}/docs",
        _("OpenAPI description"): f"{view.address}{API}/openapi.json",
        _("Data package"): _at(view, f"{API}/datapackage.json", ()),
        _("Atom feed"): feed_url(view, "rounds.atom"),
        _("Calendar"): feed_url(view, "rounds.ics"),
    }


def table_params(chosen: Filter, table: str) -> Sequence[tuple[str, str]]:
    """Return the parameters of the filter that apply to a table.

    >>> chosen = Filter(("cec",), min_cutoff=500)
    >>> table_params(chosen, "rounds"), table_params(chosen, "weekly"), table_params(chosen, "pool")
    ([('category', 'cec'), ('min_cutoff', '500')], [('category', 'cec')], [])
    """
    accepted = TABLES[table].parameters
    return [(name, value) for name, value in chosen.query() if name in accepted]


def curl_command(address: str, table: str) -> str:
    """Return the shell command that saves the rows as a file.

    >>> curl_command("https://example.org/api/v1/pool.csv?from=2026-01-01&to=2026-08-20", "pool")
    'curl -o pool.csv "https://example.org/api/v1/pool.csv?from=2026-01-01&to=2026-08-20"'
    """
    return f'curl -o {table}.csv "{address}"'


def pandas_snippet(address: str, table: str) -> str:
    """Return Python code that reads the rows as a frame, with the types that CSV lacks.

    >>> print(pandas_snippet("https://example.org/api/v1/pool.csv", "pool"))
    import pandas as pd
    pool = pd.read_csv("https://example.org/api/v1/pool.csv", parse_dates=["as_of"])
    """
    columns = TABLES[table].columns
    days = ", ".join(f'"{c.name}"' for c in columns if c.type in ("date", "datetime"))
    codes = ", ".join(f'"{c.name}": str' for c in columns if c.name in CODES_OF_DIGITS)
    types = f"dtype={{{codes}}}, " if codes else ""
    call = f'{table} = pd.read_csv("{address}", {types}parse_dates=[{days}])'
    return f"import pandas as pd\n{call}"


def render(view: View, tables: Iterable[str]) -> None:
    """Show the collapsed section with files, code snippets and feeds of the view."""
    _ = view.words.gettext
    # Not a popover, which the keyboard cannot enter.
    section = st.expander(
        _("This view as data"),
        key="as-data",
        icon=":material/data_object:",
        type="compact",
        on_change="rerun",
    )
    if not section.open:
        return
    names = {table: view.words.gettext(TABLES[table].short_title) for table in tables}
    with section:
        *table_tabs, feed_tab = st.tabs([*names.values(), _("Feeds")])
    for tab, table in zip(table_tabs, names, strict=True):
        with tab:
            _render_table_links(view, table)
    with feed_tab:
        _render_feeds(view)


def _render_table_links(view: View, table: str) -> None:
    _, address = view.words.gettext, table_url(view, table)
    st.caption(_("The data for your filters, at addresses that always give the newest we have:"))
    if table == "weekly" and _cuts_a_week(view.filter):
        st.caption(
            _(
                "Weeks are whole here: the first and the last one also count the rounds of that "
                "week outside your dates."
            )
        )
    with st.container(horizontal=True, gap="small"):
        for kind in FORMATS.values():
            st.link_button(kind.label, table_url(view, table, kind.extension), type="tertiary")
    with st.container(gap="xsmall"):
        st.caption(_("In a terminal, with curl"))
        command = curl_command(address, table)
        copyable(view.words, command, key=f"curl-{table}", copy=_("Copy command"))
        st.caption(_("In Python, with pandas"))
        code = pandas_snippet(address, table)
        copyable(view.words, code, key=f"pandas-{table}", copy=_("Copy code"))


def _cuts_a_week(chosen: Filter) -> bool:
    """Return whether dates begin after a Monday or end before a Sunday.

    >>> from datetime import date
    >>> _cuts_a_week(Filter(start=date(2023, 6, 26), end=date(2023, 7, 2)))
    False
    >>> _cuts_a_week(Filter(start=date(2023, 6, 28)))
    True
    """
    begins = chosen.start is None or chosen.start.isoweekday() == 1
    ends = chosen.end is None or chosen.end.isoweekday() == 7
    return not (begins and ends)


def _render_feeds(view: View) -> None:
    _ = view.words.gettext
    if view.filter.categories:
        st.caption(
            _("Get new rounds in the categories you chose, in your own feed reader or calendar:")
        )
    else:
        st.caption(_("Get new rounds in all categories, in your own feed reader or calendar:"))
    with st.container(gap="xsmall"):
        st.caption(_("Atom feed, for a feed reader"))
        feed = feed_url(view, "rounds.atom")
        copyable(view.words, feed, key="atom", copy=_("Copy link"), share=True)
        st.caption(_("Calendar: subscribe to this address"))
        calendar = feed_url(view, "rounds.ics")
        copyable(view.words, calendar, key="ics", copy=_("Copy link"), share=True)


def render_alert(view: View, codes: Sequence[str], max_cutoff: int | None, *, key: str) -> None:
    """Offer the feed and the calendar of these categories, up to a cut-off if one is given."""
    _, words = view.words.gettext, view.words
    section = st.expander(
        _("Tell me when"),
        key=f"alert-{key}",
        icon=":material/notifications:",
        type="compact",
        on_change="rerun",
    )
    if not section.open:
        return
    names = words.join(
        words.short(view.categories[code]) for code in codes if code in view.categories
    )
    if max_cutoff is None:
        text = _("These addresses have every new round of {categories}.")
    else:
        text = _(
            "These addresses have every new round of {categories} with a cut-off of {cutoff} or "
            "less."
        )
    facts = {"categories": names or _("this category"), "cutoff": words.number(max_cutoff)}
    with section:
        st.markdown(plain(text.format(**facts)))
        for name, label in (
            ("rounds.atom", _("Atom feed, for a feed reader")),
            ("rounds.ics", _("Calendar: subscribe to this address")),
        ):
            st.caption(label)
            address = alert_url(view, name, codes, max_cutoff)
            copyable(words, address, key=f"{key}-{name.replace('.', '-')}", copy=_("Copy address"))
        st.caption(
            _(
                "To get an e-mail instead, give the feed’s address to a service that turns feeds "
                "into e-mail, such as Blogtrottr or IFTTT, or subscribe to it in Thunderbird or "
                "Outlook. You need no account here, and we don’t know who reads a feed. Whoever "
                "runs the reader sees the address, and with it these categories and this score."
            )
        )


def _at(view: View, path: str, query: Sequence[tuple[str, str]]) -> str:
    """Return an address on this server with parameters, in the language of the view."""
    params = [*query, *language_query(view.words.language)]
    return f"{view.address}{path}" + (f"?{urlencode(params)}" if params else "")
