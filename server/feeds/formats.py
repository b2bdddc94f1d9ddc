"""The rounds as an Atom feed and as an iCalendar calendar.

The feed has the newest rounds. The calendar has all rounds but facts only about the newest, because
computing those of hundreds takes seconds. The same record gives the same bytes.
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
from data.vocabulary import languages
from data.vocabulary.filter import Filter
from data.vocabulary.languages import N_, SOURCE
from pages.language import Words
from server.feeds.entries import Entry, Facts, entries, labels

NEWEST = 30  # rounds in the feed, and with facts in the calendar: about half a year
MAX_EVENTS = 2_000
REFRESH_INTERVAL = timedelta(hours=1)
# The properties for people to read that may have a LANGUAGE (RFC 5545, RFC 7986).
TRANSLATED = ("NAME", "SUMMARY", "DESCRIPTION", "CATEGORIES")

NAME = N_("Express Entry rounds")
DISCLAIMER = N_("Not affiliated with IRCC.")
RIGHTS = N_(
    "This compilation is under the MIT licence. The figures are as IRCC publishes "
    "them, under IRCC’s own terms."
)
# Ids stay the same when the host changes. Nobody can own a name under .invalid, so no one else can
# make the same ids. A round has the same id in every language, so that a program that reads two
# feeds announces it once; the feeds themselves have an id for each language.
AUTHORITY = "express-entry-rounds.invalid"
TAG = f"tag:{AUTHORITY},2026:"


@dataclass(frozen=True)
class FeedQuery:
    """Which feed: of these categories (none: all), in a language, up to a cut-off.

    ``base_url`` is the dashboard's address without a slash at its end.
    """

    categories: tuple[str, ...]
    language: str
    base_url: str
    max_cutoff: int | None = None

    @property
    def path(self) -> str:
        """Identifies the feed, also among languages."""
        language = [] if self.language == SOURCE else [self.language]
        cutoff = [] if self.max_cutoff is None else [f"up-to-{self.max_cutoff}"]
        categories = (quote(code, safe="") for code in self.categories)
        return "/".join([*language, "rounds", *cutoff, *categories])

    @property
    def parameters(self) -> str:
        """The query of the feed's address."""
        return self._parameters(self.max_cutoff)

    @property
    def page_parameters(self) -> str:
        """The query of the page that shows the rounds of these categories."""
        return self._parameters(None)

    def _parameters(self, max_cutoff: int | None) -> str:
        pairs = Filter(self.categories, max_cutoff=max_cutoff).query()
        pairs += languages.query(self.language)
        return f"?{urlencode(pairs)}" if pairs else ""

    def page(self, entry: Entry) -> str:
        """Return the address of the round's page."""
        pairs = [("round", entry.round_id), *languages.query(self.language)]
        return f"{self.base_url}/rounds?{urlencode(pairs)}"


def atom(
    record: Record, draws: pd.DataFrame, facts: Facts, words: Words, query: FeedQuery
) -> bytes:
    """Return the newest `NEWEST` of `draws` as an Atom feed (RFC 4287), the newest first.

    `draws` are those of the categories of the query, and `facts` gives sentences about a round by
    its id.
    """
    _, base_url = words.gettext, query.base_url
    items = list(entries(record, draws.iloc[-NEWEST:], facts, words))
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": words.language})
    _add(feed, "id", TAG + query.path)
    _add(feed, "title", _title(record, query, words))
    newest = _("The latest {n} rounds, with facts about each.").format(n=NEWEST)
    _add(feed, "subtitle", f"{newest} {_complete(record, words)} {_(DISCLAIMER)}")
    _add(feed, "updated", stamp_text(_updated(record, items)))
    author = SubElement(feed, "author")
    _add(author, "name", _(NAME))
    _add(author, "uri", f"{base_url}/")
    _add(feed, "generator", _(NAME), uri=f"{base_url}/")
    _add(feed, "rights", _(RIGHTS))
    own, page = f"{base_url}/feeds/rounds.atom", f"{base_url}/rounds"
    _add(feed, "link", rel="self", type="application/atom+xml", href=own + query.parameters)
    _add(feed, "link", rel="alternate", type="text/html", href=page + query.page_parameters)
    _add(feed, "link", rel="via", type="application/json", href=record.source.url)
    for item in items:
        _add_entry(feed, item, query)
    return bytes(tostring(feed, "utf-8", xml_declaration=True))


def _add_entry(feed: Element, item: Entry, query: FeedQuery) -> None:
    # Not with feedgen 1.0, which drops `rel` from the links of entries; Atom allows one without.
    entry = SubElement(feed, "entry")
    _add(entry, "id", f"{TAG}round/{item.round_id}")
    _add(entry, "title", item.title)
    _add(entry, "published", stamp_text(item.published))
    _add(entry, "updated", stamp_text(item.updated))
    _add(entry, "category", term=item.category, label=item.label)
    _add(entry, "link", rel="alternate", type="text/html", href=query.page(item))
    _add(entry, "link", rel="related", type="text/html", href=item.official_url)
    _add(entry, "content", item.text, type="text")


def _complete(record: Record, words: Words) -> str:
    text = words.gettext("Data complete through {day}.")
    return text.format(day=words.day(record.complete_through))


def _add(parent: Element, tag: str, text: str = "", **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = text


def calendar(
    record: Record, draws: pd.DataFrame, facts: Facts, words: Words, query: FeedQuery
) -> bytes:
    """Return `draws` as a calendar (RFC 5545) of all-day events, the newest first.

    Arguments are those of :func:`atom`. Only the newest `NEWEST` come with facts, and at most
    `MAX_EVENTS` come at all.
    """
    recent = set(draws["round_id"].iloc[-NEWEST:])
    subset = draws.iloc[-MAX_EVENTS:]
    items = list(entries(record, subset, lambda id_: facts(id_) if id_ in recent else (), words))
    about = words.gettext("Rounds of invitations as IRCC publishes them.")
    calendar = Calendar.new(
        prodid=f"-//{AUTHORITY}//{NAME}//{words.language.upper()}",
        name=_title(record, query, words),
        description=f"{about} {_complete(record, words)} {words.gettext(DISCLAIMER)}",
        uid=f"{query.path}@{AUTHORITY}",
        url=f"{query.base_url}/rounds{query.page_parameters}",
        last_modified=_updated(record, items),
        # A calendar must have a component, even for a category that has had no round.
        subcomponents=[_event(item, query) for item in items] or [Timezone.from_tzid("UTC")],
    )
    _set_language(calendar, words.language)
    calendar.add("REFRESH-INTERVAL", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH_INTERVAL))  # for Outlook
    return bytes(calendar.to_ical())


def _event(item: Entry, query: FeedQuery) -> Event:
    event = Event.new(
        uid=f"round-{item.round_id}@{AUTHORITY}",
        start=item.day,
        end=item.day + timedelta(days=1),
        stamp=item.updated,
        summary=item.title,
        description=item.text,
        categories=[item.label],
        url=query.page(item),
        transparency=TRANSP.TRANSPARENT,
    )
    _set_language(event, query.language)
    return event


def _set_language(component: Component, language: str) -> None:
    for name in TRANSLATED:
        if name in component:
            component[name].params["LANGUAGE"] = language


def _title(record: Record, query: FeedQuery, words: Words) -> str:
    name, names = words.gettext(NAME), labels(record.draws, words)
    parts = [names[code] for code in query.categories]
    if query.max_cutoff is not None:
        text = words.gettext("cut-off of at most {points}")
        parts.append(text.format(points=words.points(query.max_cutoff)))
    if not parts:
        return name
    return words.gettext("{name}: {said}").format(name=name, said=", ".join(parts))


def _updated(record: Record, items: Sequence[Entry]) -> datetime:
    return max((item.updated for item in items), default=record.source.retrieved_at)
