"""Status: whether the data is up to date, and what the latest checks of IRCC's list found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import pandas as pd
import streamlit as st

from data.upkeep.checks import Check
from data.upkeep.service import Snapshot
from data.vocabulary.places import STATUS
from pages import served
from pages.about import check_now, freshness
from pages.about.definitions import time_zone
from pages.language import Words
from pages.ui.header import render_header
from pages.ui.markdown import bullets, plain
from pages.ui.tables import render_table
from pages.ui.view import View

ANSWER_LASTS = timedelta(minutes=5)  # on the pages of a visitor who had IRCC asked


@dataclass(frozen=True)
class State:
    """The data that is served and its checks, newest first, at an instant.

    `due` is about when the next check is, or None if this server makes none.
    """

    snapshot: Snapshot
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

    def last_comparison(self, words: Words) -> str:
        """Return when the data was last compared with IRCC's list, as plain text."""
        return freshness.last_comparison(self.snapshot.record.source, self.success, self.now, words)

    def not_understood(self, words: Words) -> list[str]:
        """Return sentences on what is new in IRCC's list and not understood yet, as plain text."""
        return _not_understood(self.snapshot, id(self.snapshot.record), words.language)

    def left_out(self, words: Words) -> list[str]:
        """Return sentences on rounds that can't be read and are missing, as plain text."""
        return freshness.left_out(self.snapshot.record.ledger, words)

    def offer_check(self, words: Words, *, key: str) -> None:
        """Show a button that has IRCC asked at once, if this server asks IRCC at all."""
        if self.due is not None and served.service().ask:
            last = freshness.last_check(self.last, self.now, words)
            check_now.render(last, words, key=key)

    def trouble(self, words: Words) -> str:
        """Return in a few words why the last check failed, as plain text; empty if it did not."""
        return freshness.trouble(self.last, words) if self.last and self.last.failed else ""

    def answer(self, words: Words) -> str:
        """Return what came of the check that this visitor asked for; empty without one."""
        if not check_now.is_answered() or self.last is None:
            return ""
        if self.now - self.last.at > ANSWER_LASTS:
            return ""
        return freshness.last_check(self.last, self.now, words)

    def problems(self, words: Words) -> list[str]:
        """Return sentences on a failed last check and on the data files, as plain text."""
        failures = [self.last] if self.last and self.last.failed else []
        sentences = [freshness.failed_check(check, self.now, words) for check in failures]
        return [*sentences, *self.file_problems(words)]

    def file_problems(self, words: Words) -> list[str]:
        """Return sentences on the data files, as plain text."""
        return [freshness.file_problem(notice, words) for notice in self.snapshot.notices]


@lru_cache(maxsize=4)
def _not_understood(snapshot: Snapshot, _record: int, language: str) -> list[str]:
    return freshness.not_understood(snapshot.record.ledger, Words(language))


def render(view: View, state: State) -> None:
    """Render how fresh the data is, any problems, the latest checks and the source."""
    _, words = view.words.gettext, view.words
    question = _("Is the data up to date?")
    render_header(view, _("Status"), question, "")
    st.markdown(f"**{plain(state.last_comparison(words))}**")
    unclear = " ".join(state.not_understood(words))
    for problem in filter(None, (unclear, *state.problems(words))):
        st.info(plain(problem), icon=":material/info:")
    state.offer_check(words, key="status")
    _render_facts(view, state)
    _render_checks(view, state)
    _render_source(view)


def contents(view: View) -> str:
    """Return the number of rounds and the day of the latest, as plain text."""
    words = view.words
    return words.gettext("{rounds} up to {day}.").format(
        rounds=words.rounds(len(view.history)), day=words.day(view.history["date"].iloc[-1])
    )


def render_link(view: View) -> None:
    """Render a link to this page that keeps the filters."""
    _ = view.words.gettext
    # Streamlit looks up pages by address, so this stand-in leads to the one in the menu.
    target = st.Page(lambda: None, title=_("Status"), url_path=STATUS)
    st.page_link(target, label=_("Data status"), icon=":material/update:")


def _render_facts(view: View, state: State) -> None:
    _, words = view.words.gettext, view.words
    facts = {
        _("Data"): contents(view),
        _("Last check"): freshness.last_check(state.last, state.now, words),
        _("Next check"): freshness.next_check(state.due, state.now, words),
    }
    table = pd.DataFrame({"fact": facts}).map(plain)
    st.table(table, border="horizontal", hide_header=True)
    st.caption(time_zone(words))


def _render_checks(view: View, state: State) -> None:
    _, words = view.words.gettext, view.words
    st.header(_("What did the latest checks find?"), anchor=False)
    if not state.checks:
        st.markdown(_("No checks yet."))
        return
    table = pd.DataFrame(
        {
            "at": pd.to_datetime([check.at for check in state.checks], utc=True),
            "result": [
                freshness.capitalize(freshness.result(check, words)) for check in state.checks
            ],
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
    """Return the lines of the log, without the headline of a failure, which the result states."""
    return check.details if check.failed else (check.headline, *check.details)


def _render_source(view: View) -> None:
    _ = view.words.gettext
    st.header(_("Where does this data come from?"), anchor=False)
    st.markdown(bullets(origin(view)))
    render_source_file(view)


def origin(view: View) -> list[str]:
    """Return when the copy behind the tables was taken, and what is not from IRCC's own file."""
    _, words, source = view.words.gettext, view.words, view.record.source
    if source.is_official:
        text = _("The tables are built from the copy downloaded on {day}.")
        lines = [text.format(day=words.instant(source.retrieved_at))]
    else:
        text = _(
            "This is not IRCC’s own file: it was put together from public copies of it, complete "
            "through {day}. The next copy from IRCC confirms it."
        )
        lines = [text.format(day=words.day(view.record.complete_through))]
    return [*lines, *filter(None, [freshness.second_hand(view.record.ledger, words)])]


def render_source_file(view: View) -> None:
    """Render the address and the hash of IRCC's file."""
    _, source = view.words.gettext, view.record.source
    with st.container(gap="xsmall"):
        st.caption(_("Address of the file and SHA-256 hash of this copy"))
        st.code(source.url, language=None, wrap_lines=True)
        st.code(source.sha256, language=None, wrap_lines=True)
