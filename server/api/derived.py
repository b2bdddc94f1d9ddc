"""What the open data say in numbers and words that are made elsewhere: by analysis, and by words.

The data over HTTP speak the language that is asked for, whatever a visitor of the pages reads.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.rounds import facts as briefing
from analysis.rounds import frequency, invitations
from data.rounds.record import Record
from data.vocabulary.filter import Filter, categories
from pages.language import Words
from pages.rounds.facts import sentences
from pages.ui.header import scope
from pages.ui.view import View


def weekly(draws: pd.DataFrame, until: date) -> pd.DataFrame:
    """Return rounds and invitations of every category in every ISO week, zeros kept.

    Columns: week (its Monday), category, rounds, invitations; from the first round's week to that
    of `until`, or of the last round if that is later.
    """
    last = draws["date"].max()
    end = until if pd.isna(last) else max(until, last.date())
    totals = invitations.totals(draws, "week", end=end)
    return totals.rename(columns={"period_start": "week"})


def dormant(draws: pd.DataFrame, until: date) -> frozenset[str]:
    """Return the codes of the categories that had no round for long, as of a day."""
    waits = frequency.waits(draws, until)
    return frozenset(waits["category"][waits["dormant"]]) - {frequency.ANY}


def describe(record: Record, chosen: Filter, words: Words) -> str:
    """Return in words which rounds are chosen, as the pages do, with what only the API can ask."""
    draws = chosen.apply(record.draws)
    view = View(record, chosen, draws, words, record.source.confirmed_on)
    return "; ".join([scope(view), *_more(chosen, words)])


def _more(chosen: Filter, words: Words) -> list[str]:
    _, said = words.gettext, []
    if chosen.kinds:
        kinds = words.join(words.kind(kind) for kind in chosen.kinds)
        said.append(_("kinds: {kinds}").format(kinds=kinds))
    if chosen.min_cutoff is not None:
        text = _("cut-off of at least {points}")
        said.append(text.format(points=words.points(chosen.min_cutoff)))
    if chosen.max_cutoff is not None:
        text = _("cut-off of at most {points}")
        said.append(text.format(points=words.points(chosen.max_cutoff)))
    if chosen.round_ids:
        said.append(_("among rounds {ids}").format(ids=words.ids(chosen.round_ids)))
    return said


def facts(draws: pd.DataFrame, round_id: str, words: Words) -> list[str]:
    """Return what is worth knowing of a round as plain sentences, the most newsworthy first.

    Raises:
        KeyError: if there is no such round in `draws`.
    """
    names = {c.code: words.short(c) for c in categories(draws)}
    return sentences(briefing.facts(draws, round_id), words, names.__getitem__)
