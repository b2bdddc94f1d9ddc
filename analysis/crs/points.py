"""CRS scores: their range, the points of a nomination, and how one is read."""

from __future__ import annotations

import re

SCORE_MIN, SCORE_MAX = 0, 1200
NOMINATION_POINTS = 600


class CandidateError(ValueError):
    """Something that a person cannot have said: names the field, the value and what is wrong.

    `field` is "score", "categories" or "profile_at"; `problem` is "not_a_whole_number",
    "out_of_range", "not_an_instant", "no_time_zone" or "not_a_code", for a page to put into words.
    """

    def __init__(self, field: str, value: object, problem: str, advice: str) -> None:
        super().__init__(f"{field} is {value!r}: {advice}")
        self.field = field
        self.value = value
        self.problem = problem


def whole_score(value: object) -> int:
    """Return a CRS score, having made sure that it is one.

    Raises:
        CandidateError: if it is not an int from 0 to 1200.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise CandidateError("score", value, "not_a_whole_number", "give a whole number of points")
    if not SCORE_MIN <= value <= SCORE_MAX:
        advice = f"a CRS score is {SCORE_MIN} to {SCORE_MAX} points"
        raise CandidateError("score", value, "out_of_range", advice)
    return value


def parse_score(text: str) -> int:
    """Return the CRS score that a text from outside (a link, an input) says.

    >>> parse_score(" 519 ")
    519
    >>> parse_score("10^9")
    Traceback (most recent call last):
    analysis.crs.points.CandidateError: score is '10^9': give a whole number of points

    Raises:
        CandidateError: if the text is not a whole number, or not one from 0 to 1200.
    """
    if not re.fullmatch(r"\s*[+-]?[0-9]{1,20}\s*", text):
        raise CandidateError("score", text, "not_a_whole_number", "give a whole number of points")
    return whole_score(int(text))


def nomination_likely_included(score: int) -> bool:
    """Return whether the 600 points of a provincial nomination are likely to be in a score.

    A nomination adds 600 points. Without one, the parts for the person, the partner and how they
    go together give at most 600; only a few further points (French, study or a sibling in Canada)
    could lift a score beyond, which hardly happens. So above 600 the nomination is likely
    included, at or below it is not. This is a hint, not a rule.

    >>> nomination_likely_included(744), nomination_likely_included(519)
    (True, False)
    """
    return whole_score(score) > NOMINATION_POINTS
