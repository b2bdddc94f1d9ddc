"""The forecasts of dates and cut-offs a second time, with lists and loops: nothing of analysis.

A day is a whole number, 1 for 1 January of the year 1, which was a Monday. The chance of a round is
a renewal sum over the weeks that may have one, where analysis moves a state from week to week.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice, pairwise
from math import ceil, exp, log, prod
from operator import mul
from statistics import fmean, median
from typing import Any, NamedTuple

ANY, HALF_YEAR, YEAR, LONGEST = "any", 182, 365, 26
EDGES = (0.1, 0.5, 0.9)
PULLS = [(0.4, 10), *((pull, window) for pull in (0.2, 0.4, 0.6) for window in (5, 10, 20))]
USUAL = (10, 5, 10)  # half-lives of gaps between weeks, of shares and of weekdays
RHYTHMS = (USUAL, (5, 5, 10), (20, 5, 10), (10, 3, 10), (10, 10, 10), (10, 5, 5), (10, 5, 20))


class Round(NamedTuple):
    """A round: its day, category, cut-off and invitations."""

    day: int
    category: str
    cutoff: float
    size: float


class Said(NamedTuple):
    """A forecast of a cut-off: its middle and its scale."""

    middle: float
    scale: float

    def crps(self, actual: float) -> float:
        """Return the continuous ranked probability score."""
        miss = abs(actual - self.middle)
        return miss + self.scale * exp(-miss / self.scale) - 0.75 * self.scale


class Trial(NamedTuple):
    """What was said on a day of a category's next cut-off, and what it was."""

    day: int
    category: str
    actual: float
    candidates: tuple[Said, ...]
    before: Said
    last: Said
    reach: float  # of the range that was tried, in scales


def rounds_of(draws: Any, first: int) -> list[Round]:
    """Return the rounds of a frame from a day on."""
    rows = (
        Round(row.date.date().toordinal(), row.category, float(row.cutoff), float(row.invitations))
        for row in draws.itertuples()
    )
    return [row for row in rows if row.day >= first]


@cache
def weights_of(count: int, half_life: float) -> list[float]:
    """Return the weights of so many values, the oldest first."""
    return [0.5 ** (age / half_life) for age in reversed(range(count))]


def fading(values: Sequence[float], half_life: float) -> tuple[float, float]:
    """Return the sum of values of which older ones count less, and the sum of their weights."""
    weights = weights_of(len(values), half_life)
    return sum(map(mul, weights, values)), sum(weights)


class Plain:
    """The forecasts from some rounds, as they would have been made on any day."""

    def __init__(self, rounds: Sequence[Round], end: int) -> None:
        self.rounds, self.end = list(rounds), end
        self.days = [each.day for each in rounds]
        self.of: dict[str, list[Round]] = defaultdict(list)
        for each in rounds:
            self.of[each.category].append(each)
        self.own = self._own_forecasts()
        self.misses = sorted(self._misses())

    def known(self, today: int) -> int:
        """Return the number of rounds up to a day."""
        return bisect_right(self.days, today)

    def current(self, today: int) -> list[str]:
        """Return the categories with a round in the year before a day."""
        first, end = bisect_left(self.days, today - YEAR), self.known(today)
        return sorted({each.category for each in self.rounds[first:end]})

    # Dates

    def edges(self, today: int, half_lives: tuple[int, int, int] = USUAL) -> dict[str, list[float]]:
        """Return by category the days until a round is held with the chances of EDGES."""
        rhythm = _Rhythm(self.rounds[: self.known(today)], today, self.current(today), half_lives)
        return {name: _quantiles(rhythm.surviving(name)) for name in self.current(today)}

    def chances(self, today: int, half_lives: tuple[int, int, int]) -> dict[str, list[float]]:
        """Return by category, and for any, the chances of no round by the end of 28 days."""
        rhythm = _Rhythm(self.rounds[: self.known(today)], today, self.current(today), half_lives)
        left = {name: list(islice(rhythm.surviving(name), 28)) for name in self.current(today)}
        left[ANY] = [min(day) for day in zip(rhythm.surviving_any(), *left.values(), strict=False)]
        return left

    def wait(self, category: str, today: int) -> float:
        """Return the days until a round of a current category is held with a chance of one half."""
        if category not in self.current(today):
            return HALF_YEAR
        rhythm = _Rhythm(self.rounds[: self.known(today)], today, self.current(today), USUAL)
        return _quantiles(rhythm.surviving(category))[1]

    # Cut-offs

    def pulled(self, category: str, count: int, pull: float, window: int) -> float:
        """Return the forecast after so many rounds of a category."""
        cutoffs = [each.cutoff for each in self.of[category][:count]]
        if count < 4:
            return cutoffs[-1]
        return cutoffs[-1] + pull * (fmean(cutoffs[-window:]) - cutoffs[-1])

    def own_mean(self, count: int, day: float) -> float:
        """Return CEC's mean of the usual forecast and of as large a round on a day."""
        rounds = self.of["cec"][:count]
        cutoffs = [each.cutoff for each in rounds]
        pairs = list(pairwise(rounds))
        moves = [abs(b.cutoff - a.cutoff) for a, b in pairs]
        paces = [b.size / max(b.day - a.day, 1) for a, b in pairs]
        pace = rounds[-1].size / max(day - rounds[-1].day, 1)
        change = 0.6 * log(pace / paces[-1]) + 0.25 * log(pace / fmean(paces[-8:]))
        what_if = cutoffs[-1] - (sum(moves) + 30) / (len(moves) + 2) * change
        return (self.pulled("cec", count, 0.4, 10) + what_if) / 2

    def _own_forecasts(self) -> list[float]:
        rounds = self.of["cec"]
        eves = [each.day - 1 for each in rounds[1:]] + [self.end]
        return [
            self.pulled("cec", count, 0.4, 10)
            if count < 4
            else self.own_mean(count, eve + self.wait("cec", eve))
            for count, eve in enumerate(eves, start=1)
        ]

    def said(self, known: int, method: Callable[[str, int], float]) -> dict[str, Said]:
        """Return the forecast of every category from the first rounds, by a method."""
        counts: dict[str, int] = defaultdict(int)
        for each in self.rounds[:known]:
            counts[each.category] += 1
        totals = {}
        for name, count in counts.items():
            errors = [
                abs(self.of[name][place].cutoff - method(name, place)) for place in range(1, count)
            ]
            totals[name] = fading(errors, 10)
        usual = [total / weight for total, weight in totals.values() if weight]
        middle = median(usual) if usual else float("nan")
        return {
            name: Said(method(name, count), (total + middle) / (weight + 1))
            for (name, count), (total, weight) in zip(counts.items(), totals.values(), strict=True)
        }

    def _misses(self) -> Iterator[tuple[int, bool, float]]:
        """Yield how far off forecasts were on the eve of each round, in scales."""
        for day in sorted(set(self.days)):
            said = self.said(self.known(day - 1), self._in_use)
            for each in self.rounds[bisect_left(self.days, day) : self.known(day)]:
                count = bisect_left([other.day for other in self.of[each.category]], day)
                if count >= 4:
                    forecast = said[each.category]
                    miss = abs(each.cutoff - forecast.middle) / forecast.scale
                    yield day, each.category == "pnp", miss

    def _in_use(self, category: str, count: int) -> float:
        if category == "cec":
            return self.own[count - 1]
        return self.pulled(category, count, 0.4, 10)

    def reach(self, category: str, today: int) -> float:
        """Return the scales that held 80 % of the misses up to a day, PNP apart."""
        ratios = sorted(
            miss
            for day, is_pnp, miss in self.misses
            if day <= today and is_pnp == (category == "pnp")
        )
        return ratios[ceil(0.8 * (len(ratios) + 1)) - 1] if len(ratios) >= 10 else log(5)

    @cache  # noqa: B019 -- one object, which lives as long as the test
    def candidates(self, known: int) -> dict[str, tuple[Said, ...]]:
        """Return the forecasts of each category for each choice of constants."""
        tried = [
            self.said(known, lambda name, count, each=each: self.pulled(name, count, *each))
            for each in PULLS
        ]
        both = {name: tuple(said[name] for said in tried) for name in tried[0]}
        if "cec" in both:
            both["cec"] = (tried[0]["cec"], self.said(known, self._in_use)["cec"])
        return both

    @cache  # noqa: B019
    def last_values(self, known: int) -> dict[str, Said]:
        """Return the last value of each category as a forecast."""
        return self.said(known, lambda name, count: self.of[name][count - 1].cutoff)

    def eves(self, first: int) -> Iterator[Trial]:
        """Yield what was said of each round from a day on, on its eve."""
        for each in self.rounds:
            if each.day >= first and each.category in self.current(each.day - 1):
                trial = self._trial(each, each.day - 1, each.day)
                if trial:
                    yield trial

    def any_days(self, first: int) -> Iterator[Trial]:
        """Yield what was said on every day of each next round."""
        for today in range(first, self.end):
            for name in self.current(today):
                rounds = self.of[name]
                place = bisect_right([each.day for each in rounds], today)
                trial = self._trial(rounds[place], today, today) if place < len(rounds) else None
                if trial and name == "cec":
                    half = self.own_mean(place, today + self.wait("cec", today))
                    usual, own = trial.candidates
                    trial = trial._replace(candidates=(usual, own._replace(middle=half)))
                if trial:
                    yield trial

    def _trial(self, following: Round, origin: int, day: int) -> Trial | None:
        """Return what was said at the end of a day of a category's following round."""
        name, known = following.category, self.known(origin)
        if bisect_right([each.day for each in self.of[name]], origin) < 4:
            return None
        tried = self.candidates(known)[name]
        last = self.last_values(known)[name]
        return Trial(
            *(day, name, following.cutoff, tried, tried[0], last), self.reach(name, origin)
        )


class _Rhythm:
    """The weeks, categories and weekdays of rounds, as of the end of a day."""

    def __init__(
        self,
        rounds: Sequence[Round],
        today: int,
        current: Sequence[str],
        half_lives: tuple[int, int, int],
    ) -> None:
        gap_life, share_life, day_life = half_lives
        week, self.today = (today - 1) // 7, (today - 1) % 7
        active = sorted({(each.day - 1) // 7 for each in rounds})[-60:]
        full = [each for each in active if each < week]
        gaps = [b - a for a, b in pairwise(active)]
        self.hazard = _hazard(gaps, gap_life)
        held: dict[str, set[int]] = defaultdict(set)
        for each in rounds:
            held[each.category].add((each.day - 1) // 7)
        sums = {
            name: fading([float(w in held[name]) for w in full], share_life) for name in current
        }
        usual = fmean(total for total, _ in sums.values()) / next(iter(sums.values()))[1]
        self.share = {name: (t + 0.5 * usual) / (w + 0.5) for name, (t, w) in sums.items()}
        past = [each for each in rounds if (each.day - 1) // 7 <= full[-1]]
        prior = [weight / 5.04 for weight in (1, 1, 1, 1, 1, 0.02, 0.02)]
        first_of: dict[int, int] = {}
        for each in past:
            first_of.setdefault((each.day - 1) // 7, (each.day - 1) % 7)
        firsts = [first_of[each] for each in full]
        all_days = _mix([(each.day - 1) % 7 for each in past], 3 * day_life, prior)
        self.first_by = _added_up(_mix(firsts, day_life, prior))
        self.by_day = {
            name: _added_up(
                _mix([(e.day - 1) % 7 for e in past if e.category == name], day_life, all_days)
            )
            for name in current
        }
        self.idle = week - active[-1]
        self.after_active = self._gaps(1)
        self.after_idle = self._gaps(min(self.idle + 1, LONGEST))
        self.is_held = {name: week in held[name] for name in current}

    def _gaps(self, start: int) -> list[float]:
        """Return the chance that the next active week is 1, 2 and more weeks on.

        The week after now is the `start`th since the last active one.
        """
        still_idle, chances = 1.0, []
        for wait in range(start, start + LONGEST + 1):
            chance = self.hazard[min(wait, LONGEST)]
            chances.append(still_idle * chance)
            still_idle *= 1 - chance
        return chances

    def surviving(self, name: str) -> Iterator[float]:
        """Yield the chance that a category has no round by the end of each coming day."""
        active, remaining = self._this_week(name)
        by_now = [remaining * share for share in self._rest_of_week(self.by_day[name])]
        return self._surviving(self.share[name], self.by_day[name], by_now, active)

    def surviving_any(self) -> Iterator[float]:
        """Yield the chance that there is no round at all by the end of each coming day."""
        active = next(self._this_week(name)[0] for name in self.share)
        by_now = [active * share for share in self._rest_of_week(self.first_by)]
        if not self.idle:  # a round has been held, but others may follow
            parts = [
                [
                    self._this_week(name)[1] * share
                    for share in self._rest_of_week(self.by_day[name])
                ]
                for name in self.share
            ]
            by_now = [1 - prod(1 - part for part in day) for day in zip(*parts, strict=True)]
        return self._surviving(1.0, self.first_by, by_now, active)

    def _rest_of_week(self, by_day: Sequence[float]) -> list[float]:
        elapsed = by_day[self.today]
        return [(by_day[day] - elapsed) / (1 - elapsed) for day in range(self.today + 1, 7)]

    def _surviving(
        self, share: float, by_day: Sequence[float], by_now: Sequence[float], active: float
    ) -> Iterator[float]:
        """Yield the chances of no round: in the rest of this week, then week by week."""
        yield from (1 - chance for chance in by_now)
        remaining = by_now[-1] if by_now else 0.0
        left, missed = 1 - remaining, [active - remaining]  # missed: by active week so far
        for week in range(1, LONGEST + 2):
            coming = (1 - active) * self.after_idle[week - 1]
            coming += sum(map(mul, missed, self.after_active[week - 1 :: -1]))
            for day in range(7):
                yield left - coming * share * by_day[day]
            left -= coming * share
            missed.append(coming * (1 - share))

    def _this_week(self, name: str) -> tuple[float, float]:
        """Return the chances that this week is active, and that it still has the round to come."""
        share, elapsed = self.share[name], self.by_day[name][self.today]
        if self.today == 6:
            return (0.0 if self.idle else 1.0), 0.0
        if not self.idle:
            left = share * (1 - elapsed) / (1 - share * elapsed)
            return 1.0, 0.0 if self.is_held[name] else left
        chance, passed = self.hazard[min(self.idle, LONGEST)], self.first_by[self.today]
        active = chance * (1 - passed) / (1 - chance * passed)
        return active, active * share


def _hazard(gaps: Sequence[int], half_life: float) -> list[float]:
    """Return the chance of an active week by weeks since the last one; the first is not used."""
    ended = [0.0] * (max(*gaps, LONGEST) + 1)
    for gap, weight in zip(gaps, weights_of(len(gaps), half_life), strict=True):
        ended[gap] += weight
    total, weights = fading(gaps, half_life)
    usual = weights / total
    return [
        min((ended[wait] + usual) / (sum(ended[wait:]) + 1), 0.98) for wait in range(LONGEST + 1)
    ]


def _mix(days: Sequence[int], half_life: float, prior: Sequence[float]) -> list[float]:
    sums, weights = [0.0] * 7, weights_of(len(days), half_life)
    for day, weight in zip(days, weights, strict=True):
        sums[day] += weight
    total = sum(weights)
    return [(own + chance) / (total + 1) for own, chance in zip(sums, prior, strict=True)]


def _added_up(shares: Sequence[float]) -> list[float]:
    return [sum(shares[: day + 1]) for day in range(7)]


def _quantiles(surviving: Iterator[float]) -> list[float]:
    """Return the days until a round is held with the chances of EDGES, half a year at most."""
    days = [float(HALF_YEAR)] * len(EDGES)
    place = 0
    for day, chance in enumerate(surviving, start=1):
        while place < len(EDGES) and chance <= 1 - EDGES[place] + 1e-12:
            days[place], place = min(float(day), HALF_YEAR), place + 1
        if place == len(EDGES):
            break
    return days
