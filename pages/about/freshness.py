"""Sentences on how fresh the data is, what the checks found, and what is wrong with the files."""

from __future__ import annotations

import math
from datetime import datetime
from urllib.parse import urlsplit

import pandas as pd
from babel.dates import format_datetime

from data.rounds.record import Source
from data.upkeep.checks import REASONS, REFUSED, Check
from data.upkeep.recovery import Notice
from data.vocabulary.reasons import Reason
from pages.language import Words

MINUTE, HOUR, LONG_DAY = 60, 3_600, 86_400
FEW = 3  # rounds that a sentence has room for


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
    _ = words.gettext
    at = max(source.confirmed_at, success.at) if success else source.confirmed_at
    if not source.is_official:
        text = _("Taken from public copies of IRCC’s list {ago} ({time}), not from {site}.")
    elif success and success.at == at:
        text = _("Last compared with {site} {ago} ({time}): {result}.")
    else:
        text = _("Last compared with {site} {ago} ({time}).")
    return text.format(
        site=site(source),
        ago=ago(at, now, words),
        time=clock(at, now, words),
        result=result(success, words) if success else "",
    )


def failed_check(check: Check, now: datetime, words: Words) -> str:
    """Return when and why the last check failed, and that the data has not changed.

    If IRCC's file was refused before, that is counted.
    """
    _, n = words.gettext, check.not_understood
    if check.reason in REFUSED and n > 1:
        return _about(check, now, words, _refused_again(check, words))
    text = {
        "unreachable": _(
            "IRCC could not be reached at the last check, {ago} ({time}): {reason}. The data has "
            "not changed."
        ),
        "not-understood": _(
            "IRCC’s file was not understood at the last check, {ago} ({time}): {reason}. The data "
            "has not changed."
        ),
        "not-used": _(
            "IRCC’s file was not used at the last check, {ago} ({time}): {reason}. The data has "
            "not changed."
        ),
        "ours": _("The last check, {ago} ({time}), failed: {reason}. The data has not changed."),
    }[check.problem]
    sentence = _about(check, now, words, text)
    if check.reason in REFUSED or not n:
        return sentence
    before = words.ngettext(
        "Before that, IRCC’s file was not understood for {n} check.",
        "Before that, IRCC’s file was not understood for {n} checks.",
        n,
    )
    return f"{sentence} {before.format(n=words.number(n))}"


def _refused_again(check: Check, words: Words) -> str:
    """Return for how many checks IRCC's file has been refused, with places for the last one."""
    _ = words.gettext
    if check.problem == "not-understood":
        text = _(
            "IRCC’s file has not been understood for {n} checks, the last {ago} ({time}): "
            "{reason}. The data has not changed."
        )
    else:
        text = _(
            "IRCC’s file has not been used for {n} checks, the last {ago} ({time}): {reason}. "
            "The data has not changed."
        )
    return text


def _about(check: Check, now: datetime, words: Words, text: str) -> str:
    return text.format(
        n=words.number(check.not_understood),
        ago=ago(check.at, now, words),
        time=clock(check.at, now, words),
        reason=reason(check.reason, words),
    )


def trouble(check: Check, words: Words) -> str:
    """Return in a few words why a check failed: IRCC's server, its file, its copy, or ours."""
    _ = words.gettext
    if check.reason == "older":
        return _("IRCC sent an older copy of its file")
    return {
        "unreachable": _("IRCC could not be reached"),
        "not-understood": _("IRCC’s file was not understood"),
        "not-used": _("IRCC’s file was not used"),
        "ours": _("The last check failed on our side"),
    }[check.problem]


def not_understood(ledger: pd.DataFrame, words: Words) -> list[str]:
    """Return sentences on what is new in IRCC's list and not understood yet, if there is any."""
    unclear = ledger[ledger["what"] == "unclear"]
    ids = unclear.loc[unclear["why"] != Reason.NO_NUMBER, "round_id"].unique()
    if not len(ids):
        return left_out(ledger, words)
    text = words.gettext(
        "IRCC’s list has something new that we don’t understand yet ({rounds}). We show what can "
        "be read, and the corrections quote the rest."
    )
    few = words.join(map(words.round_id, ids))
    rounds = few if len(ids) <= FEW else words.rounds(len(ids))
    return [text.format(rounds=rounds), *left_out(ledger, words)]


def left_out(ledger: pd.DataFrame, words: Words) -> list[str]:
    """Return sentences on rounds of IRCC's list that can't be read and are missing here."""
    unclear, n_, sentences = ledger[ledger["what"] == "unclear"], words.ngettext, []
    ids = unclear.loc[unclear["field"] == "round_id", "round_id"]
    if len(ids):
        text = n_(
            "{rounds} is in IRCC’s list, but can’t be read and is missing here.",
            "{rounds} are in IRCC’s list, but can’t be read and are missing here.",
            len(ids),
        )
        sentences.append(text.format(rounds=words.join(map(words.round_id, ids))))
    n = int((unclear["why"] == Reason.NO_NUMBER).sum())
    if n:
        text = n_(
            "A round in IRCC’s list has no number that can be read, and is missing here.",
            "{n} rounds in IRCC’s list have no number that can be read, and are missing here.",
            n,
        )
        sentences.append(text.format(n=words.number(n)))
    return sentences


def second_hand(ledger: pd.DataFrame, words: Words) -> str | None:
    """Return which rounds come from public copies of IRCC's list only, or None if none does."""
    round_ids = ledger.loc[ledger["what"] == "unconfirmed", "round_id"]
    if round_ids.empty:
        return None
    text = words.ngettext(
        "{n} round ({first}) comes from public copies of IRCC’s list, not from IRCC’s own file.",
        "{n} rounds ({first} to {last}) come from public copies of IRCC’s list, not from IRCC’s "
        "own file.",
        len(round_ids),
    )
    first, last = (words.round_id(round_id) for round_id in round_ids.iloc[[0, -1]])
    return text.format(n=words.number(len(round_ids)), first=first, last=last)


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
