"""Status: whether the record is current, and what the last checks of its source found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import streamlit as st

from data.upkeep.checks import Check
from data.upkeep.service import Snapshot
from pages.about import freshness
from pages.language import Words
from pages.ui.header import render_header
from pages.ui.markdown import plain
from pages.ui.tables import render_table
from pages.ui.view import View

PATH = "status"


@dataclass(frozen=True)
class State:
    """How the record stands at an instant: what is held, and its checks, the newest first.

    `due` is about when the next check is, None if this server makes none.
    """

    held: Snapshot
    checks: list[Check]
    due: datetime | None
    now: datetime

    @property
    def last(self) -> Check | None:
        """The last check, if there was one."""
        return next(iter(self.checks), None)

    @property
    def success(self) -> Check | None:
        """The last check that succeeded, if there was one."""
        return next((check for check in self.checks if not check.failed), None)

    def compared(self, words: Words) -> str:
        """Return when the record was last known to agree with its source, as plain text."""
        return freshness.compared(self.held.record.source, self.success, self.now, words)

    def notices(self, words: Words) -> list[str]:
        """Return what is wrong with the record's files, a sentence for each, as plain text."""
        return [freshness.notice(found, words) for found in self.held.notices]

    def troubles(self, words: Words) -> list[str]:
        """Return a sentence if the last check failed, and the notices, as plain text."""
        failed = [self.last] if self.last and self.last.failed else []
        told = [freshness.failed(check, self.now, words) for check in failed]
        return [*told, *self.notices(words)]


def page(view: View, state: State) -> None:
    """Show how fresh the record is, what is wrong with it, its last checks and its source."""
    _, words = view.words.gettext, view.words
    question = _("Is the data up to date?")
    render_header(view, _("Status"), question, "")
    st.markdown(f"**{plain(state.compared(words))}**")
    for notice in state.notices(words):
        st.info(plain(notice), icon=":material/info:")
    _facts(view, state)
    _checks(view, state)
    _source(view)


def contents(view: View) -> str:
    """Return how many rounds the record has, and up to when, as plain text."""
    words = view.words
    return words.gettext("{rounds} up to {day}.").format(
        rounds=words.rounds(len(view.history)), day=words.day(view.history["date"].iloc[-1])
    )


def link(view: View) -> None:
    """Show a link to this page, which keeps the filters."""
    _ = view.words.gettext
    # Streamlit finds a page by its address, so this stands for the one in the frame's menu.
    target = st.Page(lambda: None, title=_("Status"), url_path=PATH)
    st.page_link(target, label=_("Data status"), icon=":material/update:")


def _facts(view: View, state: State) -> None:
    """Show what the record holds, and when it was and will be compared with its source."""
    _, words = view.words.gettext, view.words
    facts = {
        _("Data"): contents(view),
        _("Last check"): freshness.last_check(state.last, state.now, words),
        _("Next check"): freshness.next_check(state.due, state.now, words),
    }
    table = pd.DataFrame({"fact": facts}).map(plain)
    st.table(table, border="horizontal", hide_header=True)


def _checks(view: View, state: State) -> None:
    """Show the last checks, newest first, or say that there was none."""
    _, words = view.words.gettext, view.words
    st.header(_("What did the latest checks find?"), anchor=False)
    if not state.checks:
        st.markdown(_("No checks yet."))
        return
    table = pd.DataFrame(
        {
            "at": pd.to_datetime([check.at for check in state.checks], utc=True),
            "result": [freshness.begun(freshness.result(check, words)) for check in state.checks],
            "details": [" · ".join(_details(check)) for check in state.checks],
        }
    )
    columns = {
        "at": _("When (UTC)"),
        "result": _("Result"),
        "details": _("Details: from the log, in English"),
    }
    render_table(words, table, columns, alt=_("The latest checks of IRCC’s file, newest first"))


def _details(check: Check) -> tuple[str, ...]:
    """Return what the log has of a check; that a failed one failed is said beside it."""
    return check.details if check.failed else (check.headline, *check.details)


def _source(view: View) -> None:
    """Show which copy of the source the record is made from."""
    _, words, source = view.words.gettext, view.words, view.record.source
    st.header(_("Where does this data come from?"), anchor=False)
    text = _("The tables are built from the copy downloaded on {day}.")
    st.markdown(plain(text.format(day=words.instant(source.retrieved_at))))
    with st.container(gap="xsmall"):
        st.caption(_("Address of the file and SHA-256 hash of this copy"))
        st.code(source.url, language=None, wrap_lines=True)
        st.code(source.sha256, language=None, wrap_lines=True)
