"""The rounds as an Atom feed and as a calendar, so that anybody's own program does the notifying.

The feed has the newest rounds, all that readers ask for. The calendar has all rounds, and facts
about the newest: to compute those of hundreds would keep the first who asks waiting for seconds.
The same record gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

import pandas as pd
from icalendar import Calendar, Component, Event, Timezone
from icalendar.enums import TRANSP
from icalendar.prop import vDuration

from data.rounds.record import Record, stamp_text
from data.vocabulary.languages import N_, SOURCE, query
from pages.language import Words
from server.feeds.entries import Entry, Facts, entries, labels

NEWEST = 30  # rounds in the feed, and with facts in the calendar: about half a year
MOST_EVENTS = 2_000  # that a calendar program has to bear
ASK_AGAIN = timedelta(hours=1)
# What people read of a calendar, as far as a standard says that it may come with a language.
TOLD = ("NAME", "SUMMARY", "DESCRIPTION", "CATEGORIES")

NAME = N_("Express Entry rounds")
DISCLAIMER = N_("Not affiliated with IRCC.")
RIGHTS = N_(
    "This compilation is under the MIT licence. The figures are as IRCC publishes "
    "them, under IRCC’s own terms."
)
# Ids stay when the host changes. Nobody can own a name under .invalid, nor make the same ids.
# A round has one id whatever the language, so that a program that reads both feeds tells of it
# once; the feeds themselves are two, each with its own id.
AUTHORITY = "express-entry-rounds.invalid"
TAG = f"tag:{AUTHORITY},2026:"


@dataclass(frozen=True)
class Asked:
    """What was asked for: codes of categories (none: all), in a language, below an address.

    The address is where the dashboard is, without a slash at its end.
    """

    category: tuple[str, ...]
    language: str
    base_url: str

    @property
    def path(self) -> str:
        """What tells a feed from others, also from the same in another language."""
        language = [] if self.language == SOURCE else [self.language]
        return "/".join([*language, "rounds", *(quote(code, safe="") for code in self.category)])

    @property
    def query(self) -> str:
        """The parameters of the feed, and of the page that shows the same."""
        given = [*(("category", code) for code in self.category), *query(self.language)]
        return f"?{urlencode(given)}" if given else ""

    def page(self, each: Entry) -> str:
        """Return the address of the round's page."""
        given = [("round", each.round_id), *query(self.language)]
        return f"{self.base_url}/rounds?{urlencode(given)}"


def atom(record: Record, draws: pd.DataFrame, facts: Facts, words: Words, asked: Asked) -> bytes:
    """Return the newest `NEWEST` of `draws` as an Atom feed (RFC 4287), the newest first.

    `draws` are those of the categories that were asked for, `facts` gives sentences about a round
    by its id, and `words` speaks the language that was asked for.
    """
    _, base_url = words.gettext, asked.base_url
    told = list(entries(record, draws.iloc[-NEWEST:], facts, words))
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": words.language})
    _add(feed, "id", TAG + asked.path)
    _add(feed, "title", _title(record, asked, words))
    newest = _("The latest {n} rounds, with facts about each.").format(n=NEWEST)
    _add(feed, "subtitle", f"{newest} {_(DISCLAIMER)}")
    _add(feed, "updated", stamp_text(_updated(record, told)))
    author = SubElement(feed, "author")
    _add(author, "name", _(NAME))
    _add(author, "uri", f"{base_url}/")
    _add(feed, "generator", _(NAME), uri=f"{base_url}/")
    _add(feed, "rights", _(RIGHTS))
    address = f"{base_url}/feeds/rounds.atom{asked.query}"
    _add(feed, "link", rel="self", type="application/atom+xml", href=address)
    _add(feed, "link", rel="alternate", type="text/html", href=f"{base_url}/rounds{asked.query}")
    _add(feed, "link", rel="via", type="application/json", href=record.source.url)
    for each in told:
        _entry(SubElement(feed, "entry"), each, asked)
    return bytes(tostring(feed, "utf-8", xml_declaration=True))


def _entry(entry: Element, each: Entry, asked: Asked) -> None:
    # By hand: feedgen 1.0 drops `rel` from the links of entries, and Atom allows one without.
    _add(entry, "id", f"{TAG}round/{each.round_id}")
    _add(entry, "title", each.title)
    _add(entry, "published", stamp_text(each.published))
    _add(entry, "updated", stamp_text(each.updated))
    _add(entry, "category", term=each.category, label=each.label)
    _add(entry, "link", rel="alternate", type="text/html", href=asked.page(each))
    _add(entry, "link", rel="related", type="text/html", href=each.official)
    _add(entry, "content", each.text, type="text")


def _add(parent: Element, tag: str, text: str = "", **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = text


def calendar(
    record: Record, draws: pd.DataFrame, facts: Facts, words: Words, asked: Asked
) -> bytes:
    """Return `draws` as a calendar (RFC 5545) of all-day events, the newest first.

    Arguments are those of :func:`atom`. Only the newest `NEWEST` come with facts, and at most
    `MOST_EVENTS` come at all.
    """
    recent = set(draws["round_id"].iloc[-NEWEST:])
    shown = draws.iloc[-MOST_EVENTS:]
    told = list(entries(record, shown, lambda each: facts(each) if each in recent else (), words))
    about = words.gettext("Rounds of invitations as IRCC publishes them.")
    made = Calendar.new(
        prodid=f"-//{AUTHORITY}//{NAME}//{words.language.upper()}",
        name=_title(record, asked, words),
        description=f"{about} {words.gettext(DISCLAIMER)}",
        uid=f"{asked.path}@{AUTHORITY}",
        url=f"{asked.base_url}/rounds{asked.query}",
        last_modified=_updated(record, told),
        # A calendar has to have a component, even for a category that had no round yet.
        subcomponents=[_event(each, asked) for each in told] or [Timezone.from_tzid("UTC")],
    )
    _speaks(made, words.language)
    made.add("REFRESH-INTERVAL", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", vDuration(ASK_AGAIN))  # the same for Outlook
    return bytes(made.to_ical())


def _event(each: Entry, asked: Asked) -> Event:
    event = Event.new(
        uid=f"round-{each.round_id}@{AUTHORITY}",
        start=each.day,
        end=each.day + timedelta(days=1),
        stamp=each.updated,
        summary=each.title,
        description=each.text,
        categories=[each.label],
        url=asked.page(each),
        transparency=TRANSP.TRANSPARENT,
    )
    _speaks(event, asked.language)
    return event


def _speaks(component: Component, language: str) -> None:
    """Say the language of all that a component has for people to read."""
    for name in TOLD:
        if name in component:
            component[name].params["LANGUAGE"] = language


def _title(record: Record, asked: Asked, words: Words) -> str:
    name, names = words.gettext(NAME), labels(record.draws, words)
    if not asked.category:
        return name
    chosen = ", ".join(names[code] for code in asked.category)
    return words.gettext("{name}: {said}").format(name=name, said=chosen)


def _updated(record: Record, told: Sequence[Entry]) -> datetime:
    return max((each.updated for each in told), default=record.source.retrieved_at)
