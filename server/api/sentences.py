"""Sentences about filters and rounds, for the API and the feeds."""

from __future__ import annotations

from analysis.crs.scale import scale_changes
from analysis.rounds import facts as briefing
from data.rounds.record import Record
from data.vocabulary.filter import Filter
from pages.language import Words
from pages.rounds.facts import sentences
from pages.ui.header import scope
from pages.ui.view import View


def describe(record: Record, subset: Filter, words: Words) -> str:
    """Return a filter in words: as on the pages, with what only the API can filter by."""
    draws = subset.apply(record.draws)
    view = View(record, subset, draws, words, record.complete_through)
    return "; ".join([scope(view), *_api_only(subset, words)])


def _api_only(subset: Filter, words: Words) -> list[str]:
    _, parts = words.gettext, []
    if subset.kinds:
        kinds = words.join(words.kind(kind) for kind in subset.kinds)
        parts.append(_("kinds: {kinds}").format(kinds=kinds))
    if subset.min_cutoff is not None:
        text = _("cut-off of at least {points}")
        parts.append(text.format(points=words.points(subset.min_cutoff)))
    if subset.max_cutoff is not None:
        text = _("cut-off of at most {points}")
        parts.append(text.format(points=words.points(subset.max_cutoff)))
    if subset.round_ids:
        parts.append(_("among rounds {ids}").format(ids=words.ids(subset.round_ids)))
    return parts


def facts(record: Record, round_id: str, words: Words) -> list[str]:
    """Return facts about a round as plain sentences, the most newsworthy first.

    Raises:
        KeyError: if there is no such round in the record.
    """
    names = {c.code: words.short(c) for c in record.categories}
    found = briefing.facts(record.draws, round_id, scale_changes(record.events))
    return sentences(found, words, names.__getitem__)
