"""What the score card says in words: how often statements came true, and against what."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.outlook.forecastable import ERA, NO_BETTER, skill
from analysis.rounds.frequency import ANY
from analysis.track_record.score_card import OVERALL
from pages.outlook.track_record import labels
from pages.outlook.track_record import track as record
from pages.plot.style import rows
from pages.ui.markdown import plain
from pages.ui.view import View


def told(view: View, track: record.Track, reliability: pd.DataFrame | None) -> list[str]:
    """Return the score card in sentences, a paragraph for each kind of statement."""
    made = (
        _dates(view, track, reliability),
        _cutoffs(view, track),
        _what_if(view, track),
        _volume(view, track),
        _invited(view, track, reliability),
        _beaten(view, track),
    )
    return [text for text in made if text]


def _dates(view: View, track: record.Track, reliability: pd.DataFrame | None) -> str:
    _ = view.words.gettext
    best = record.example(reliability, "when-14")
    parts = [] if best is None else [record.came_true(view, best)]
    found = track.find(baseline="gaps", target="when-14", group=OVERALL, metric="brier")
    if found is not None:
        parts.append(_against(view, found, _("a guess from past gaps alone")))
    return _titled(_("**A round within 14 days.**"), parts)


def _cutoffs(view: View, track: record.Track) -> str:
    _, words = view.words.gettext, view.words
    own = track.find(baseline="last", target="cut-off", group=OVERALL, metric="mae")
    if own is None:
        return ""
    text = _(
        "Forecasts were off by {own} on average. Repeating the last cut-off would have "
        "been off by {last}."
    )
    parts = [
        text.format(
            own=words.points(round(own.value)), last=words.points(round(own.baseline_value))
        )
    ]
    parts.append(held(view, track, "cut-off", OVERALL))
    score = track.find(baseline="last", target="cut-off", group=OVERALL, metric="crps")
    if score is not None:
        parts.append(_against(view, score, _("a guess that repeats the last cut-off")))
    poor = _not_better(view, track)
    if poor:
        parts.append(
            _("No better than repeating the last cut-off for: {categories}.").format(
                categories=words.join(poor)
            )
        )
    return _titled(_("**Cut-offs.**"), parts)


def _not_better(view: View, track: record.Track) -> list[str]:
    """Return the categories whose next cut-off is forecast no better than by their last one."""
    codes = pd.Series(list(view.categories), dtype="str")
    return [view.short(code) for code in codes[skill(track.card, codes) == NO_BETTER]]


def _what_if(view: View, track: record.Track) -> str:
    _, words = view.words.gettext, view.words
    own = track.find(baseline="last", target="what-if", group=OVERALL, metric="mae")
    if own is None:
        return ""
    text = _(
        "Given each round’s actual size and date, the forecast cut-off was off by "
        "{own} on average. A real forecast cannot use these, because nobody outside "
        "knows them before a round."
    )
    return _titled(_("**What-if cut-offs.**"), [text.format(own=words.points(round(own.value)))])


def _volume(view: View, track: record.Track) -> str:
    _ = view.words.gettext
    return _titled(_("**Invitations in 90 days.**"), [held(view, track, "volume-90", ANY)])


def _invited(view: View, track: record.Track, reliability: pd.DataFrame | None) -> str:
    _ = view.words.gettext
    best = record.example(reliability, "invited")
    parts = [] if best is None else [record.came_true(view, best)]
    found = track.find(baseline="look-back", target="invited", group=OVERALL, metric="brier")
    if found is not None:
        parts.append(_against(view, found, _("a guess that looks back the same number of months")))
    return _titled(_("**An invitation within 3 or 6 months.**"), parts)


def _beaten(view: View, track: record.Track) -> str:
    """Return which statements anybody could have made better, for all categories."""
    _ = view.words.gettext
    card = track.card
    if card is None:
        return ""
    own = card[
        (card["era"] == ERA)
        & card["group"].isin([ANY, OVERALL])
        & card["metric"].isin(["crps", "brier"])
        & (card["skill_high"] < 0)
    ]
    statements, names = labels.statements(view), labels.baselines(view)
    text = _("{statement}, {group}: {baseline}")
    found = [
        text.format(
            statement=statements.get(row.target, row.target),
            group=labels.group(view, row.group).lower(),
            baseline=names.get(row.baseline, row.baseline),
        )
        for row in rows(own)
    ]
    told = f"{'; '.join(found)}." if found else ""
    return _titled(_("**Where a simple guess did better.**"), [told])


def _titled(title: str, parts: list[str]) -> str:
    kept = [part for part in parts if part]
    return f"{title} {plain(' '.join(kept))}" if kept else ""


def held(view: View, track: record.Track, target: str, group: str) -> str:
    """Return how often ranges made to hold 80 % did, and what to think of them if too seldom."""
    _, words = view.words.gettext, view.words
    found = track.find(target=target, group=group, metric="coverage")
    if found is None:
        return ""
    if found.value < 0.75:  # clearly less than the 80 % that are aimed at
        text = _(
            "Ranges meant to be right {aim} of the time were right {held} of the time, "
            "so treat them as too narrow."
        )
    else:
        text = _("Ranges meant to be right {aim} of the time were right {held} of the time.")
    return text.format(aim=words.percent(0.8), held=words.percent(found.value))


def _against(view: View, row: Any, what: str) -> str:
    """Return how much smaller the error was than that of a baseline, or that it was not."""
    _, words = view.words.gettext, view.words
    if not row.skill_low > 0:
        return _("They did no better than {what}.").format(what=what)
    text = _("Their error was {skill} smaller than that of {what} (likely {low} to {high}).")
    return text.format(
        skill=words.percent(row.skill),
        what=what,
        low=words.percent(row.skill_low),
        high=words.percent(row.skill_high),
    )


def live(view: View, log: pd.DataFrame | None, scored: pd.DataFrame | None) -> str:
    """Return since when forecasts are kept as they are made, and how many could be judged."""
    _, words = view.words.gettext, view.words
    if log is None or log.empty:
        return _(
            "From now on, each day’s forecasts are saved as they were made and checked once later "
            "rounds have happened. The log starts the next time this site checks IRCC."
        )
    facts = {
        "day": words.day(log["made_on"].min()),
        "n": words.number(len(log)),
    }
    kept = words.ngettext(
        "The log starts on {day} and has {n} forecast, saved as it was made.",
        "The log starts on {day} and has {n} forecasts, saved as they were made.",
        len(log),
    )
    if scored is None or scored.empty:
        after = _("None can be checked with this data yet.")
    else:
        after = _("Those that can already be checked are below.")
    return " ".join([kept, after]).format(**facts)
