"""The track record in words: how often forecasts came true, and how they compare with guesses."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.outlook.forecastable import ERA, NO_BETTER, category_statuses, skill
from analysis.rounds.frequency import ANY
from analysis.track_record.conformal import TRIED
from analysis.track_record.nested import FIXED_ON
from analysis.track_record.new_scale import AS_IF_SAME, TARGET
from analysis.track_record.score_card import OVERALL
from analysis.track_record.sheet import BEFORE, OUTLOOK
from pages.outlook.track_record import labels
from pages.outlook.track_record.accuracy import came_true, example
from pages.outlook.track_record.scores import Scores
from pages.plot.style import rows
from pages.ui.markdown import plain
from pages.ui.view import View

# Decimals of an error by its measure.
DECIMALS = {"crps": 1, "brier": 3}


def summary(view: View, scores: Scores) -> list[str]:
    """Return the score card in sentences, a paragraph for each kind of forecast."""
    _ = view.words.gettext
    gaps = _("a guess from past gaps alone")
    look_back = _("a guess that looks back the same number of months")
    paragraphs = {
        _("**A round within 14 days.**"): _chances(view, scores, "when-14", "gaps", gaps),
        _("**Cut-offs.**"): _cutoffs(view, scores),
        _("**First cut-offs after a change of the CRS scale.**"): _new_scale(view, scores),
        _("**What-if cut-offs.**"): [_what_if(view, scores)],
        _("**Invitations in 90 days.**"): [coverage(view, scores, "volume-90", ANY)],
        _("**An invitation within 3 or 6 months.**"): _chances(
            view, scores, "invited", "look-back", look_back
        ),
        _("**Where a simple guess did better.**"): [_better_guesses(view, scores)],
        _("**On rounds that nobody knew when the methods were made.**"): _unseen(view, scores),
    }
    texts = {title: plain(" ".join(filter(None, parts))) for title, parts in paragraphs.items()}
    return [f"{title} {text}" for title, text in texts.items() if text]


def _chances(view: View, scores: Scores, target: str, baseline: str, guess: str) -> list[str]:
    row = example(scores.reliability, target)
    parts = [] if row is None else [came_true(view, row)]
    row = scores.find(baseline=baseline, target=target, group=OVERALL, metric="brier")
    return parts if row is None else [*parts, _comparison(view, row, guess)]


def _cutoffs(view: View, scores: Scores) -> list[str]:
    _, words = view.words.gettext, view.words
    row = scores.find(baseline="last", target="cut-off", group=OVERALL, metric="mae")
    if row is None:
        return []
    text = _(
        "Forecasts were off by {own} on average. Repeating the last cut-off would have "
        "been off by {last}."
    )
    parts = [
        text.format(
            own=words.points(round(row.value)), last=words.points(round(row.baseline_value))
        ),
        coverage(view, scores, "cut-off", OVERALL),
    ]
    row = scores.find(baseline="last", target="cut-off", group=OVERALL, metric="crps")
    if row is not None:
        parts.append(_comparison(view, row, _("a guess that repeats the last cut-off")))
    codes = pd.Series(list(view.categories), dtype="str")
    poor = [view.short(code) for code in codes[skill(scores.card, codes) == NO_BETTER]]
    if poor:
        parts.append(
            _("No better than repeating the last cut-off for: {categories}.").format(
                categories=words.join(poor)
            )
        )
    return parts


def _new_scale(view: View, scores: Scores) -> list[str]:
    """Say what it brought to allow for changes of the scale, since each of those replayed."""
    _, words, card = view.words.gettext, view.words, scores.card
    if card is None:
        return []
    parts = []
    guess = _("the same forecast without allowing for the change")
    for era in sorted(card.loc[card["target"] == TARGET, "era"].unique()):
        row = scores.find(TARGET, OVERALL, "crps", AS_IF_SAME, era=era)
        if row is not None:
            text = words.ngettext(
                "After {day} ({n} forecast):", "After {day} ({n} forecasts):", row.n
            )
            day = words.day(pd.Timestamp(era))
            parts.append(text.format(day=day, n=words.number(row.n)))
            parts += [_comparison(view, row, guess), coverage(view, scores, TARGET, OVERALL, era)]
    return parts


def _what_if(view: View, scores: Scores) -> str:
    _, words = view.words.gettext, view.words
    row = scores.find(baseline="last", target="what-if", group=OVERALL, metric="mae")
    if row is None:
        return ""
    text = _(
        "Given each round’s actual size and date, the forecast cut-off was off by "
        "{own} on average. A real forecast cannot use these, because nobody outside "
        "knows them before a round."
    )
    return text.format(own=words.points(round(row.value)))


def _better_guesses(view: View, scores: Scores) -> str:
    _, card = view.words.gettext, scores.card
    if card is None:
        return ""
    worse = card[
        (card["era"] == ERA)
        & card["group"].isin([ANY, OVERALL])
        & card["metric"].isin(["crps", "brier"])
        & ~card["baseline"].isin([BEFORE, TRIED])
        & (card["skill_high"] < 0)
    ]
    targets, baselines = labels.card_targets(view), labels.baselines(view)
    text = _("{statement}, {group}: {baseline}")
    phrases = [
        text.format(
            statement=targets.get(row.target, row.target),
            group=labels.group(view, row.group).lower(),
            baseline=baselines.get(row.baseline, row.baseline),
        )
        for row in rows(worse)
    ]
    return f"{'; '.join(phrases)}." if phrases else ""


def _unseen(view: View, scores: Scores) -> list[str]:
    """Say where a simple guess had the smaller error on rounds since the methods were fixed."""
    _, words, card = view.words.gettext, view.words, scores.card
    if card is None:
        return []
    recent = card[
        (card["era"] == FIXED_ON.isoformat())
        & (card["model"] == OUTLOOK)
        & card["group"].isin([ANY, OVERALL])
        & card["metric"].isin(["crps", "brier"])
        & ~card["baseline"].isin(["", BEFORE, TRIED])
    ]
    if recent.empty:
        return []
    worse = recent[recent["baseline_value"] < recent["value"]]
    worse = worse.sort_values("baseline_value").drop_duplicates(["target", "group"])
    targets, baselines = labels.card_targets(view), labels.baselines(view)
    text = _("{statement}, {group}: {baseline} (error {guess} against {own})")
    phrases = [
        text.format(
            statement=targets[row.target],
            group=labels.group(view, row.group).lower(),
            baseline=baselines[row.baseline],
            guess=words.number(row.baseline_value, DECIMALS[row.metric]),
            own=words.number(row.value, DECIMALS[row.metric]),
        )
        for row in rows(worse.sort_index())
    ]
    text = _("After {day}, up to {end}, a simple guess had the smaller error for: {listed}.")
    if not phrases:
        text = _("After {day}, up to {end}, no simple guess had a smaller error.")
    day, end = words.day(FIXED_ON), words.day(scores.as_of or view.as_of)
    told = text.format(day=day, end=end, listed="; ".join(phrases))
    parts = [told, _without_round(view)]
    return [*filter(None, parts), _("So few days prove little yet.")]


def _without_round(view: View) -> str:
    """Say which categories that were expected then have had no round since."""
    words = view.words
    then = category_statuses(view.history, FIXED_ON)
    seen = view.history.loc[view.history["date"] > pd.Timestamp(FIXED_ON), "category"]
    codes = then.loc[(then["status"] == "ok") & ~then["category"].isin(seen), "category"]
    if codes.empty:
        return ""
    text = words.gettext("No round in these days: {categories}.")
    return text.format(categories=words.join(view.short(code) for code in codes))


def coverage(view: View, scores: Scores, target: str, group: str, era: str = ERA) -> str:
    """Say how often the 80 % ranges were right, and whether they are too narrow."""
    _, words = view.words.gettext, view.words
    row = scores.find(target=target, group=group, metric="coverage", era=era)
    if row is None:
        return ""
    if row.value < 0.75:  # clearly less than the 80 % aimed at
        text = _(
            "Ranges meant to be right {aim} of the time were right {held} of the time, "
            "so treat them as too narrow."
        )
    else:
        text = _("Ranges meant to be right {aim} of the time were right {held} of the time.")
    return text.format(aim=words.percent(0.8), held=words.percent(row.value))


def _comparison(view: View, row: Any, what: str) -> str:
    _, words = view.words.gettext, view.words
    if not row.skill_low > 0:
        return _("Overall, the forecasts did no better than {what}.").format(what=what)
    text = _(
        "Overall, the forecast error was {skill} smaller than that of {what} (likely {low} "
        "to {high})."
    )
    return text.format(
        skill=words.percent(row.skill),
        what=what,
        low=words.percent(row.skill_low),
        high=words.percent(row.skill_high),
    )
