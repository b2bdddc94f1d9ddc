"""What of a sentence about a round was not read, quoted as it was written."""

from __future__ import annotations

import re

from analysis.claims.text import CATEGORY_MARK, MARK

# Words that say nothing by themselves, or only what the number beside them is.
_FILLER_WORDS = """
a an and apply as at been by canada candidate candidates category category-based class crs cut
cut-off cut-offs cutoff cutoffs draw draws entry express for from had has have held in invitation
invitations invite invited invites inviting ircc is issued it ita itas its min minimum no number
occupation occupations of off on only people point points profile profiles program pts round rounds
score scores selection sent size that the there they to was we were which who with
au aux avec c candidat candidats categorie ce d dans de des du elle emis en entree envoye est et
etait ete il invites l la lance le les minimal minimale n note numero n° ont par personnes pointage
pour professions programme qu que qui ronde rondes s scg seuil seuils sont sur taille tirage
tirages un une
"""
_FILLER = frozenset(_FILLER_WORDS.split())
_BREAKS = rf"\s,;:()\[\]\"“”«»!?/|{CATEGORY_MARK}{MARK}"
_PHRASE = re.compile(rf"[^{_BREAKS}](?:[^{_BREAKS}]| |(?<=\d),(?=\d))*")
_WORD = re.compile(r"[^\s']+")
_EDGES = "'.-*_~#`$<>=+&"


def unread_phrases(text: str, rest: str, places: list[int]) -> tuple[str, ...]:
    """Return the phrases of a text that were not read, without filler words around them.

    `rest` is the folded text with marks where it was read, and `places` gives the place in the
    text of each of its characters.

    >>> from analysis.claims.text import fold_with_places, without
    >>> folded, places = fold_with_places("5,900 invitations, for a Record total")
    >>> unread_phrases("5,900 invitations, for a Record total", without(folded, (0, 5)), places)
    ('Record total',)
    """
    phrases = []
    for phrase in _PHRASE.finditer(rest):
        words = [
            (phrase.start() + word.start() + _leading(word[0]), word[0].strip(_EDGES))
            for word in _WORD.finditer(phrase[0])
        ]
        telling = [(start, word) for start, word in words if word and word not in _FILLER]
        if telling:
            start, (last, word) = telling[0][0], telling[-1]
            phrases.append(text[places[start] : places[last + len(word) - 1] + 1])
    return tuple(phrases)


def _leading(word: str) -> int:
    return len(word) - len(word.lstrip(_EDGES))
