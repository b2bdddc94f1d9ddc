"""Sentences on how fresh the data is, what the checks found, and what is wrong with the files."""

from __future__ import annotations

import math
from datetime import datetime
from urllib.parse import urlsplit

from babel.dates import format_datetime

from data.rounds.record import Source
from data.upkeep.checks import REASONS, Check
from data.upkeep.recovery import Notice
from pages.language import Words

MINUTE, HOUR, LONG_DAY = 60, 3_600, 86_400


def site(source: Source) -> str:
    """Return the site the data comes from: "canada.ca"."""
    return (urlsplit(source.url).hostname or source.url).removeprefix("www.")


def ago(at: datetime, now: datetime, words: Words) -> str:
    """Return how long ago an instant was, in the largest unit: "12 minutes ago"."""
    n_, seconds = words.ngettext, max(0, int((now - at).total_seconds()))
    if seconds < MINUTE:
        return words.gettext("just now")
    if seconds < HOUR:
        n, text = seconds // MINUTE, n_("{n} minute ago", "{n} minutes ago", seconds // MINUTE)
    elif seconds < LONG_DAY:
        n, text = seconds // HOUR, n_("{n} hour ago", "{n} hours ago", seconds // HOUR)
    else:
        n, text = seconds // LONG_DAY, n_("{n} day ago", "{n} days ago", seconds // LONG_DAY)
    return text.format(n=words.number(n))


def clock(at: datetime, now: datetime, words: Words) -> str:
    """Return an instant in UTC to the minute, with its date unless that is today."""
    time = f"{format_datetime(at, 'HH:mm', locale=words.locale)} UTC"
    return time if at.date() == now.date() else f"{words.day(at)}, {time}"


def last_comparison(source: Source, success: Check | None, now: datetime, words: Words) -> str:
    """Return when the data was last compared with IRCC's list, and how long ago.

    `success` is the last check that succeeded; a later confirmation counts instead.
    """
    at = max(source.confirmed_at, success.at) if success else source.confirmed_at
    text = words.gettext("Last compared with {site} {ago} ({time}).")
    return text.format(site=site(source), ago=ago(at, now, words), time=clock(at, now, words))


def failed_check(check: Check, now: datetime, words: Words) -> str:
    """Return when and why the last check failed, and that the data has not changed."""
    text = words.gettext(
        "The last check, {ago} ({time}), failed: {reason}. The data has not changed."
    )
    return text.format(
        ago=ago(check.at, now, words),
        time=clock(check.at, now, words),
        reason=reason(check.reason, words),
    )


def reason(code: str, words: Words) -> str:
    """Return why a check failed, to follow a colon."""
    return words.gettext(REASONS.get(code, REASONS["error"]))


def result(check: Check, words: Words) -> str:
    """Return what a check found, in a few words."""
    _ = words.gettext
    if check.failed:
        return _("failed: {reason}").format(reason=reason(check.reason, words))
    return _("updated with a new copy") if check.result == "changed" else _("nothing new")


def last_check(check: Check | None, now: datetime, words: Words) -> str:
    """Return when the last check was and what it found."""
    _ = words.gettext
    if check is None:
        return _("No checks yet.")
    text = _("{ago} ({time}), {result}.").format(
        ago=ago(check.at, now, words), time=clock(check.at, now, words), result=result(check, words)
    )
    return capitalize(text)


def capitalize(text: str) -> str:
    """Return text with a capital first letter, and the rest as it is."""
    return text[:1].upper() + text[1:]


def next_check(due: datetime | None, now: datetime, words: Words) -> str:
    """Return in about how long the next check is; without `due` there is none."""
    n_ = words.ngettext
    if due is None:
        return words.gettext(
            "Not planned: checking IRCC’s list is turned off, or this server can’t save the data."
        )
    minutes = math.ceil((due - now).total_seconds() / MINUTE)
    if minutes <= 0:
        return words.gettext("Any moment now.")
    n, text = minutes, n_("In about {n} minute.", "In about {n} minutes.", minutes)
    if minutes >= 2 * HOUR // MINUTE:
        n = round(minutes * MINUTE / HOUR)
        text = n_("In about {n} hour.", "In about {n} hours.", n)
    return text.format(n=words.number(n))


def file_problem(notice: Notice, words: Words) -> str:
    """Return what is wrong with the data files, and what was done about it."""
    _ = words.gettext
    return {
        "rebuilt": _(
            "The data tables were damaged, so we rebuilt them from our saved copies of "
            "IRCC’s list. Nothing is lost."
        ),
        "bundled": _(
            "The data files were damaged. You are seeing the data that came with the "
            "app, so newer rounds may be missing until the next check."
        ),
        "memory": _(
            "The data files were damaged while the server was running. You are seeing "
            "the data it had read before that."
        ),
        "read-only": _(
            "This server can’t write to its folder, so it can’t keep its data up to date."
        ),
    }[notice.kind]
