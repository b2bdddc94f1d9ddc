"""Finding occupations by their code or by words, in either language and with a typing slip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from rapidfuzz import fuzz

from analysis.claims.text import fold

_CODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
_OLD_CODE = re.compile(r"(?:noc|cnp|code)?[ :#-]*(\d{4})")  # of the NOC before 2021
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s+(?=\d)")
SLIP = 84  # least similarity of two words, of 100, of which one may be mistyped
SHORTEST = 4  # letters of a word that may be the beginning of another, or mistyped
MOST = 12  # candidates that are worth listing
_IGNORED = frozenset(
    {"an", "and", "the", "of", "in", "at", "or", "to", "for", "am"}
    | {"de", "des", "du", "la", "le", "les", "et", "en", "au", "aux", "un", "une", "je", "suis"}
)
# What a title leaves out: "(except software engineers)", "(sauf décorateurs)".
_EXCEPTED = re.compile(r"\((?:except|sauf)[^)]*\)")


@dataclass(frozen=True)
class Result:
    """What a text finds: a code if it is one, and the codes of listed occupations that fit.

    It is `loose` if they have only some of the words.
    """

    code: str = ""
    found: tuple[str, ...] = ()
    loose: bool = False


def search(occupations: pd.DataFrame, words: Mapping[str, str], text: str) -> Result:
    """Return the listed occupations that a code or words mean, those that fit best first.

    `words` has other names of occupations by code, with semicolons between them. Every word of the
    text has to be in a title or in another name, in either language; case, accents, plurals and
    endings don't matter. If no title has them all, they may be mistyped, and then some are enough.

    >>> occupations = pd.DataFrame({"noc": ["63200", "72300"], "title_en": ["Cooks", "Plumbers"],
    ...     "title_fr": ["Cuisiniers/cuisinières", "Plombiers/plombières"]})
    >>> search(occupations, {}, "cuisiniere").found, search(occupations, {}, "plummer").found
    (('63200',), ('72300',))
    >>> search(occupations, {}, "NOC 63200")
    Result(code='63200', found=('63200',), loose=False)
    """
    code = _code(text)
    if code:
        known = occupations["noc"].eq(code).any()
        return Result(code, (code,) if known else ())
    query = _tokens(text)
    if not query:
        return Result()
    names = list(_names(occupations, words))
    for is_like in (_is_same_word, _is_beginning, _is_mistyped):
        lengths = sorted((len(name), noc) for noc, name in names if _fits(query, name, is_like))
        if lengths:
            return Result("", tuple(dict.fromkeys(noc for _length, noc in lengths)))
    lengths = sorted((len(name), noc) for noc, name in names if set(query) & set(name))
    return Result("", tuple(dict.fromkeys(noc for _length, noc in lengths)), loose=True)


def _code(text: str) -> str:
    """Return the only code in a text, or an empty text."""
    folded = fold(text).strip()
    for digits in (folded, _BETWEEN_DIGITS.sub("", folded)):
        codes = set(_CODE.findall(digits))
        if len(codes) == 1:
            return str(codes.pop())
    old = _OLD_CODE.fullmatch(folded)
    return old[1] if old else ""


def _names(occupations: pd.DataFrame, words: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each name of each occupation as its code and words."""
    for row in occupations.drop_duplicates("noc").itertuples(index=False):
        values: Any = row
        for title in (values.title_en, values.title_fr):
            yield values.noc, _tokens(_EXCEPTED.sub("", fold(title)))
        for name in words.get(values.noc, "").split(";"):
            if name.strip():
                yield values.noc, _tokens(name)


def _tokens(text: str) -> list[str]:
    """Return the words of a text, folded and without the ending of a plural."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    return [_singular(word) for word in words if len(word) > 1 and word not in _IGNORED]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > SHORTEST and word.endswith(("s", "x")) else word


def _fits(query: list[str], name: list[str], is_like: Any) -> bool:
    return all(any(is_like(asked, word) for word in name) for asked in query)


def _is_same_word(asked: str, word: str) -> bool:
    return asked == word


def _is_beginning(asked: str, word: str) -> bool:
    return asked == word or (len(asked) >= SHORTEST and word.startswith(asked))


def _is_mistyped(asked: str, word: str) -> bool:
    is_long = min(len(asked), len(word)) >= SHORTEST
    return _is_beginning(asked, word) or (is_long and fuzz.ratio(asked, word) >= SLIP)
