"""How fresh the record is, what its checks found and what is wrong with it, as sentences."""

from __future__ import annotations

import math
from datetime import datetime
from urllib.parse import urlsplit

from babel.dates import format_datetime

from data.rounds.record import Source
from data.upkeep.checks import Check
from data.upkeep.service import Notice
from pages.language import Words

MINUTE, HOUR, LONG_DAY = 60, 3_600, 86_400


def site(source: Source) -> str:
    """Return the name of the site that the record comes from, as people say it: "canada.ca"."""
    return (urlsplit(source.url).hostname or source.url).removeprefix("www.")


def ago(at: datetime, now: datetime, words: Words) -> str:
    """Return how long ago an instant was, in its largest unit: "12 minutes ago"."""
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
    """Return an instant in UTC to the minute, with its day unless that is today's."""
    time = f"{format_datetime(at, 'HH:mm', locale=words.locale)} UTC"
    return time if at.date() == now.date() else f"{words.day(at)}, {time}"


def compared(source: Source, success: Check | None, now: datetime, words: Words) -> str:
    """Return when the record was last known to agree with its source, and how long ago.

    `success` is the last check that succeeded; a day confirmed after it is the later news.
    """
    _ = words.gettext
    if success and success.at.date() >= source.confirmed_on:
        return _("Last compared with {site} {ago} ({time}).").format(
            site=site(source),
            ago=ago(success.at, now, words),
            time=clock(success.at, now, words),
        )
    days = (now.date() - source.confirmed_on).days
    if days <= 0:
        text = _("Last compared with {site} today, {day}.")
    else:
        text = words.ngettext(
            "Last compared with {site} on {day}, {n} day ago.",
            "Last compared with {site} on {day}, {n} days ago.",
            days,
        )
    day = words.day(source.confirmed_on)
    return text.format(site=site(source), day=day, n=words.number(days))


def failed(check: Check, now: datetime, words: Words) -> str:
    """Return that the last check failed and why, and that nothing was lost by it."""
    text = words.gettext(
        "The last check, {ago} ({time}), failed: {reason}. The record is as it was before."
    )
    return text.format(
        ago=ago(check.at, now, words),
        time=clock(check.at, now, words),
        reason=reason(check.reason, words),
    )


def reason(code: str, words: Words) -> str:
    """Return why a check failed, to stand after a colon; of an unknown reason only that it did."""
    _ = words.gettext
    reasons = {
        "unreachable": _("the source could not be reached"),
        "busy": _("the source was out of order or too busy to answer"),
        "not-found": _("the source had no list of rounds at its address"),
        "elsewhere": _("the source led to another address, which was not followed"),
        "too-large": _("the source sent more than a list of rounds can be"),
        "too-slow": _("the source sent its list too slowly"),
        "not-the-feed": _("what the source sent was not its list of rounds"),
        "unreadable": _("the source’s list has a value that cannot be read or believed"),
        "older": _("the source sent an older list than the one that is held here"),
        "lost-rounds": _("the source’s list lacked several rounds that it had before"),
        "damaged": _("the copies held here are damaged, so there was nothing to compare with"),
        "disk": _("what the source sent could not be written to disk here"),
    }
    return reasons.get(code, _("the new list could not be taken over"))


def result(check: Check, words: Words) -> str:
    """Return what a check found, in a few words."""
    _ = words.gettext
    if check.failed:
        return _("failed: {reason}").format(reason=reason(check.reason, words))
    return _("new copy taken over") if check.result == "changed" else _("nothing new")


def last_check(check: Check | None, now: datetime, words: Words) -> str:
    """Return when the last check was and what it found, in a sentence."""
    _ = words.gettext
    if check is None:
        return _("There was none yet.")
    text = _("{ago} ({time}), {result}.").format(
        ago=ago(check.at, now, words), time=clock(check.at, now, words), result=result(check, words)
    )
    return begun(text)


def begun(text: str) -> str:
    """Return words as they begin a sentence."""
    return text[:1].upper() + text[1:]


def next_check(due: datetime | None, now: datetime, words: Words) -> str:
    """Return about how long it is to the next check, None being never, in a sentence."""
    n_ = words.ngettext
    if due is None:
        return words.gettext(
            "Not planned: asking the source is turned off, or the record cannot be written here."
        )
    minutes = math.ceil((due - now).total_seconds() / MINUTE)
    if minutes <= 0:
        return words.gettext("Any moment.")
    n, text = minutes, n_("In about {n} minute.", "In about {n} minutes.", minutes)
    if minutes >= 2 * HOUR // MINUTE:
        n = round(minutes * MINUTE / HOUR)
        text = n_("In about {n} hour.", "In about {n} hours.", n)
    return text.format(n=words.number(n))


def notice(found: Notice, words: Words) -> str:
    """Return what is wrong with the files of the record, and what is done about it."""
    _ = words.gettext
    return {
        "rebuilt": _(
            "The tables of the record were damaged, so they were made anew from the copies of the "
            "official list beside them. Nothing is lost."
        ),
        "bundled": _(
            "The files of the record were damaged. This is the record that came with the program: "
            "later rounds may be missing until the next check."
        ),
        "memory": _(
            "The files of the record were damaged while the server ran. This is the record as it "
            "was read before."
        ),
        "read-only": _(
            "This server cannot write to its folder, so it cannot keep its record up to date."
        ),
    }[found.kind]
