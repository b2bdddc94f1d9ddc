"""The rounds that count for somebody, beside their score or, without one, by their cut-offs."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.crs.scale import changes_between
from analysis.rounds.cutoffs import series
from analysis.score.standing import INVITED, UNKNOWN, standing
from analysis.score.tie_age import tie_age
from data.vocabulary.columns import LAUNCH
from pages.language import Words, columns
from pages.plot import hover, layout, style
from pages.score.answer import known, up_to
from pages.score.figures.panels import Time
from pages.score.figures.rounds import Needed, Row, rounds
from pages.score.inputs import Inputs
from pages.score.score_needed import needed_scores, window_start
from pages.score.text import outcomes, parts_of_days
from pages.ui.chart import Chart
from pages.ui.events import scale
from pages.ui.events.inactive import silence
from pages.ui.view import CATEGORY_BASED_SINCE, View

BRIEF = 14  # letters of a name on a phone
FEW = 4  # rounds in 12 months, from which on a share of them says something
NAMED = 4  # categories that a title has room for
SHARES = ("half", "nine_in_ten")


def rounds_chart(view: View, inputs: Inputs, height: int | None = None) -> Chart | None:
    """Return the chart of the rounds in these categories, or None if there is none.

    `height` is that of each plot in pixels, if it is not the usual one.
    """
    found = _relevant_rounds(view, inputs)
    if found.empty:
        return None
    _, words, time = view.words.gettext, view.words, time_of(view)
    measure = _("CRS cut-off") if inputs.score is None else _("CRS cut-off minus your score")
    return Chart(
        rounds(_rows(view, inputs, found), inputs.score, time, height),
        key="my-rounds",
        span=time.span,
        categories=[code for code in view.categories if code in inputs.codes],
        measure=measure,
        title=_title(view, inputs, found),
        note=_note(view, inputs, found),
        table=_table(view, inputs, found),
        columns=_columns(words, has_score=inputs.score is not None),
    )


def _relevant_rounds(view: View, inputs: Inputs) -> pd.DataFrame:
    """Return the rounds in the categories of a view that was made for the inputs, oldest first.

    The columns are those of ``analysis.score.standing`` with change and scale, and days (the age of
    the tie-break); without a score, there is no margin, and no outcome.
    """
    candidate, ledger = inputs.candidate(), view.record.ledger
    found = view.draws.reset_index(drop=True).assign(outcome=None)
    if candidate is not None:
        found = standing(view.draws, ledger, candidate)
    compared = series(view.history, view.scale_changes).set_index("round_id")
    found = found.assign(days=tie_age(view.draws, ledger)["days"])
    found = found.join(compared[["change", "scale"]], on="round_id")
    return found[found["category"].isin(inputs.codes)]


def _rows(view: View, inputs: Inputs, found: pd.DataFrame) -> list[Row]:
    """Return the rows of the figure, a category each."""
    since = pd.Timestamp(CATEGORY_BASED_SINCE)
    texts = [_hover(view, inputs, row) for row in style.rows(found)]
    shown = found.assign(hover=texts, is_main=found["date"] >= since)
    codes = [code for code in view.categories if (found["category"] == code).any()]
    return [_row(view, inputs, code, shown[shown["category"] == code]) for code in codes]


def _row(view: View, inputs: Inputs, code: str, own: pd.DataFrame) -> Row:
    words, last = view.words, own.iloc[-1]
    return Row(
        code,
        names(view, code),
        _said(words, own, inputs.score),
        own,
        _last(view, last, inputs.score),
        _needed(view, code),
        silence_of(view, code),
    )


def silence_of(view: View, code: str) -> str:
    """Return how long a category had no round if it is inactive, in Plotly's HTML."""
    return style.escape(silence(view, view.inactive[code])) if code in view.inactive else ""


def time_of(view: View) -> Time:
    """Return the days that a view shows, on which changes of the CRS scale are named."""
    events = len(changes_between(view.scale_changes, view.start, view.end))
    return Time((view.start, view.end), events, view.words)


def names(view: View, code: str) -> tuple[str, str]:
    """Return the name of a category, and that for a phone, in Plotly's HTML."""
    return (
        style.escape(layout.shorten(view.short(code))),
        style.escape(layout.shorten(view.brief(code), BRIEF)),
    )


def _said(words: Words, own: pd.DataFrame, score: int | None) -> tuple[str, str]:
    """Return what stands beside the name of a category, and what does on a phone."""
    if score is None:
        return (words.rounds(len(own)),) * 2
    text = words.ngettext(
        "enough in {reached} of {rounds} round", "enough in {reached} of {rounds} rounds", len(own)
    )
    counts = _counts(own, words)
    return text.format(**counts), words.gettext("{reached} of {rounds}").format(**counts)


def _counts(own: pd.DataFrame, words: Words) -> dict[str, str]:
    """Return how many rounds there are, how many would have invited, and how many may have."""
    outcomes_ = own["outcome"]
    return {
        "reached": words.number(outcomes_.isin(INVITED).sum()),
        "rounds": words.number(len(own)),
        "unknown": words.number(outcomes_.isin(UNKNOWN).sum()),
    }


def _last(view: View, last: Any, score: int | None) -> tuple[str, str]:
    """Return the last cut-off, and how far it is from the score if that is on its scale."""
    _, words = view.words.gettext, view.words
    text = _("last known {cutoff}") if known(view).is_old else _("last {cutoff}")
    cutoff = words.number(last["cutoff"])
    texts = f"<b>{text.format(cutoff=cutoff)}</b>", f"<b>{cutoff}</b>"
    if score is None or _is_on_another_scale(view, last["date"]):
        return texts
    wide, brief = (f"{text}, {words.signed(last['cutoff'] - score)}" for text in texts)
    return wide, brief


def _is_on_another_scale(view: View, day: pd.Timestamp) -> bool:
    return day < pd.Timestamp(view.scale_from or LAUNCH)


def _needed(view: View, code: str) -> list[Needed]:
    """Return the scores that were enough for half and for nine in ten of the rounds of a year."""
    _, words = view.words.gettext, view.words
    texts = {
        "half": (_("half of 12 months: {cutoff}"), _("half: {cutoff}")),
        "nine_in_ten": (_("nine in ten: {cutoff}"), _("9 in 10: {cutoff}")),
    }
    since = window_start(view).isoformat()
    return [
        Needed(row.score, since, (wide.format(cutoff=cutoff), brief.format(cutoff=cutoff)))
        for row in style.rows(_shares(view, code))
        for (wide, brief), cutoff in [(texts[row.target], words.number(row.score))]
    ]


def _shares(view: View, code: str) -> pd.DataFrame:
    """Return the rows of ``analysis.score.score_needed`` that are drawn for a category."""
    table = needed_scores(view)
    is_drawn = table["target"].isin(SHARES) & (table["rounds"] >= FEW)
    return table[is_drawn & (table["category"] == code)]


def _hover(view: View, inputs: Inputs, row: Any) -> str:
    """Return what a round says under a pointer: its margin, and how its tie-break was."""
    _, words = view.words.gettext, view.words
    more = []
    if inputs.score is not None:
        texts = (
            _("equal to your score: {outcome}"),
            _("{points} above your score: {outcome}"),
            _("{points} below your score: {outcome}"),
        )
        above = int(row.cutoff - inputs.score)
        text = texts[(above > 0) - (above < 0)]
        outcome = outcomes(words)[row.outcome]
        more.append(text.format(points=words.points(abs(above)), outcome=outcome))
    if not pd.isna(row.tie_break_at):
        more.append(_("tie-break {instant}").format(instant=words.instant(row.tie_break_at)))
    if not pd.isna(row.days):
        text = _("at the cut-off: profiles over {days} old were invited")
        more.append(text.format(days=parts_of_days(row.days, words)))
    candidate = inputs.candidate()
    if candidate is not None and candidate.profile_instant is not None:
        instant = words.instant(candidate.profile_instant)
        more.append(_("your profile {instant}").format(instant=instant))
    return hover.of_round(row, view.short(row.category), words, *more)


def _title(view: View, inputs: Inputs, found: pd.DataFrame) -> str:
    """Return in how many of the rounds the score was enough, and how far it is from the last."""
    _, words = view.words.gettext, view.words
    if inputs.score is None:
        return _title_without_score(view, found.iloc[-1])
    codes = [code for code in view.categories if (found["category"] == code).any()]
    if len(codes) == 1:
        sentence = _enough(view, inputs, found, view.short(codes[0]))
        return _with_last(view, inputs, found, sentence)
    text = _enough(view, inputs, found, "")
    if len(codes) > NAMED:
        return text
    part = _("{category} {reached} of {rounds}")
    parts = [
        part.format(category=view.short(code), **_counts(found[found["category"] == code], words))
        for code in codes
    ]
    return _("{sentence}: {parts}").format(sentence=text, parts=", ".join(parts))


def _enough(view: View, inputs: Inputs, found: pd.DataFrame, category: str) -> str:
    """Return in how many rounds the score was enough, with the last known day if need be."""
    n_, counts = view.words.ngettext, _counts(found, view.words)
    if category:
        text = n_(
            "{score} was enough in {reached} of {rounds} {category} round",
            "{score} was enough in {reached} of {rounds} {category} rounds",
            len(found),
        )
    else:
        text = n_(
            "{score} was enough in {reached} of {rounds} round",
            "{score} was enough in {reached} of {rounds} rounds",
            len(found),
        )
    text = text.format(score=view.words.number(inputs.score), category=category, **counts)
    unknown = int(found["outcome"].isin(UNKNOWN).sum())
    if unknown:
        more = n_("{sentence}, {unknown} unknown", "{sentence}, {unknown} unknown", unknown)
        text = more.format(sentence=text, unknown=counts["unknown"])
    return up_to(view, text)


def _with_last(view: View, inputs: Inputs, found: pd.DataFrame, sentence: str) -> str:
    """Return a sentence, and how much the last round asked for, or when that was if long ago."""
    _, words, last = view.words.gettext, view.words, found.iloc[-1]
    is_old, above = known(view).is_old, int(last["cutoff"] - (inputs.score or 0))
    if last["category"] in view.inactive:
        text = _("{sentence}; the last was on {day}")
        text = _("{sentence}; the last known one was on {day}") if is_old else text
    elif _is_on_another_scale(view, last["date"]):
        return sentence
    elif above > 0:
        text = _("{sentence}; the last asked for {points} more")
        text = _("{sentence}; the last known one asked for {points} more") if is_old else text
    elif above < 0:
        text = _("{sentence}; the last asked for {points} less")
        text = _("{sentence}; the last known one asked for {points} less") if is_old else text
    else:
        text = _("{sentence}; the last asked for just as much")
        text = _("{sentence}; the last known one asked for just as much") if is_old else text
    return text.format(
        sentence=sentence, day=words.day(last["date"]), points=words.points(abs(above))
    )


def _title_without_score(view: View, last: pd.Series[Any]) -> str:
    words = view.words
    text = words.gettext(
        "{score} was enough in the latest round in your categories, {category} on {day}"
    )
    if known(view).is_old:
        text = words.gettext(
            "{score} was enough in the last known round in your categories, {category} on {day}"
        )
    return text.format(
        score=words.number(last["cutoff"]),
        category=view.short(last["category"]),
        day=words.day(last["date"]),
    )


def _note(view: View, inputs: Inputs, found: pd.DataFrame) -> str:
    """Return what the marks are, as far as they are drawn."""
    _, outcomes_ = view.words.gettext, set(found["outcome"].dropna())
    texts = [_("Each dot is a round.")]
    if inputs.score is not None:
        texts = [
            _(
                "Full dots would have invited you with today’s score, hollow ones not. Your "
                "profile date only matters when your score equals the cut-off."
            )
        ]
    if outcomes_ & set(UNKNOWN):
        texts.append(_("A ring with a dot: we can’t tell."))
    if any(len(_shares(view, code)) for code in found["category"].unique()):
        texts.append(
            _("Right: the score enough for half and for 9 in 10 of the rounds of 12 months.")
        )
    if len(found["category"].unique()) > 1:
        texts.append(_("Each category has its own scale."))
    return scale.with_note(view, " ".join(texts), found["date"].min(), view.today)


def _table(view: View, inputs: Inputs, found: pd.DataFrame) -> pd.DataFrame:
    """Return the rounds with what is drawn of them, newest first."""
    table = found.iloc[::-1]
    for share in SHARES:
        scores = {
            row.category: row.score
            for code in found["category"].unique()
            for row in style.rows(_shares(view, code))
            if row.target == share
        }
        table = table.assign(**{share: table["category"].map(scores).astype("Int64")})
    candidate = inputs.candidate()
    if candidate is not None:
        table = table.assign(
            difference=table["cutoff"] - candidate.score,
            outcome=table["outcome"].map(outcomes(view.words)),
            profile_at=candidate.profile_instant,
        )
    return table.assign(category=table["category"].map(view.short))


def _columns(words: Words, *, has_score: bool) -> dict[str, str]:
    _ = words.gettext
    of_score = {
        "difference": _("Difference: the cut-off minus your score, in points"),
        "outcome": _("Outcome: what the round would have meant for you"),
    }
    profile = {"profile_at": _("Profile submitted (UTC)")}
    return {
        **columns.meanings(words, "rounds", "round_id", "date", "category", "cutoff"),
        **(of_score if has_score else {}),
        **columns.meanings(words, "rounds", "tie_break_at"),
        **(profile if has_score else {}),
        **columns.meanings(words, "rounds", "invitations"),
        "half": _(
            "Half: the score that was enough for half the rounds of the category in 12 months"
        ),
        "nine_in_ten": _(
            "Nine in ten: the score that was enough for 9 in 10 rounds of the category in 12 months"
        ),
    }
