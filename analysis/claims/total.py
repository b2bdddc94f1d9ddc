"""What a sentence says about all invitations of a year, rather than about one round."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.claims.claim import Claim
from analysis.claims.text import YEAR, fold, fold_with_places, without
from analysis.claims.unread import unread_phrases

_LAST_YEAR = r"last year|(?:l'an|l'annee) (?:dernier|derniere|passee?)"
_SO_FAR = re.compile(
    rf"\b(?:{_LAST_YEAR}|this (?:calendar )?year|year[- ]to[- ]date|ytd|cette annee|so far|to date"
    rf"|(?:until|up to|till) now|(?:in )?total|altogether|overall|(?:a|de) ce jour|en tout|au total"
    rf"|jusqu'(?:ici|a maintenant|a present|a ce jour)|all (?:of )?(?={YEAR})"
    rf"|(?:since|depuis)(?: le debut de l'annee| the (?:start|beginning) of the year"
    rf"|(?: le)?(?: 1er| 1)? (?:january|jan|janvier)(?: 1(?:st)?,?)?(?: (?P<year>{YEAR}))?))(?!\w)"
)
_THIS_YEAR = re.compile(r"year|ytd|annee|\b(?:since|depuis)\b")
_ROUND = re.compile(r"\b(?:draw|round|ronde|tirage)\b")


@dataclass(frozen=True)
class TotalClaim:
    """How many invitations a year had so far, of all categories if `category` is None."""

    year: int
    invitations: int
    category: str | None = None
    unread: tuple[str, ...] = ()


def read_total(claim: Claim, text: str, largest: int, as_of: date) -> TotalClaim | None:
    """Return what a parsed sentence claims about a year, or None if it is about a round.

    It is about a year if it says so ("this year", "so far in 2026"), or if it names a year and more
    invitations than the `largest` round had. "This year" is that of `as_of`.

    >>> from analysis.claims.claim import parse
    >>> text = "IRCC has invited 119,865 this year"
    >>> total = read_total(parse(text, {}), text, 27332, date(2026, 8, 20))
    >>> total.year, total.invitations
    (2026, 119865)
    """
    when, size = claim.when, claim.invitations
    if size is None or claim.cutoff or claim.round_id or (when and when.month):
        return None
    matches = [match for phrase in claim.unread for match in _SO_FAR.finditer(fold(phrase))]
    is_large = size > largest
    if not is_large and (not matches or _ROUND.search(fold(text))):
        return None
    years = [int(match["year"]) for match in matches if match["year"]]
    if any(re.fullmatch(_LAST_YEAR, match[0]) for match in matches):
        years.append(as_of.year - 1)
    elif any(_THIS_YEAR.search(match[0]) for match in matches):
        years.append(as_of.year)
    if when and when.year:
        years = [when.year]
    if not years:
        return None
    unread = [rest for phrase in claim.unread for rest in _without_time(phrase)]
    statements = [statement.text for statement in claim.statements]
    return TotalClaim(years[0], size, claim.category, (*unread, *statements))


def _without_time(phrase: str) -> tuple[str, ...]:
    folded, places = fold_with_places(phrase)
    rest = folded
    for match in _SO_FAR.finditer(folded):
        rest = without(rest, match.span())
    return unread_phrases(phrase, rest, places)


def total_of(draws: pd.DataFrame, claim: TotalClaim) -> int:
    """Return how many invitations the rounds of the claimed year and category had.

    >>> draws = pd.DataFrame({"date": pd.to_datetime(["2025-12-30", "2026-01-05", "2026-01-07"]),
    ...     "category": ["cec", "cec", "pnp"], "invitations": [1000, 8000, 500]})
    >>> total_of(draws, TotalClaim(2026, 9000)), total_of(draws, TotalClaim(2026, 8000, "cec"))
    (8500, 8000)
    """
    chosen = draws["date"].dt.year == claim.year
    if claim.category is not None:
        chosen &= draws["category"] == claim.category
    return int(draws.loc[chosen, "invitations"].sum())
