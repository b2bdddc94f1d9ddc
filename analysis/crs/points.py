"""CRS scores: their range, the points of a nomination, and parsing."""

from __future__ import annotations

import re

SCORE_MIN, SCORE_MAX = 0, 1200
NOMINATION_POINTS = 600


class CandidateError(ValueError):
    """An invalid value of a candidate, with the field, the value and what is wrong.

    `field` is "score", "categories" or "profile_at"; `problem` is "not_a_whole_number",
    "out_of_range", "not_an_instant", "no_time_zone" or "not_a_code", for pages to translate.
    """

    def __init__(self, field: str, value: object, problem: str, advice: str) -> None:
        super().__init__(f"{field} is {value!r}: {advice}")
        self.field, self.value, self.problem = field, value, problem


def whole_score(value: object) -> int:
    """Return a checked CRS score.

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
    """Return the CRS score in a text from outside (a link, an input).

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
    """Return whether a score is likely to include the 600 points of a provincial nomination.

    Without a nomination, the core, spouse and skill transferability factors give at most 600
    points; only the few other additional points (French, study or a sibling in Canada) could bring
    a score above that, which rarely happens. This is a hint, not a rule.

    >>> nomination_likely_included(744), nomination_likely_included(519)
    (True, False)
    """
    return whole_score(score) > NOMINATION_POINTS
