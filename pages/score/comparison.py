"""Two scores compared over the same rounds."""

from __future__ import annotations

import pandas as pd

from analysis.score.comparison import compare, comparison_counts
from pages.language import Words
from pages.score.answer import up_to
from pages.score.figures.comparison import comparison
from pages.score.inputs import Inputs
from pages.score.rounds import names
from pages.ui.chart import Chart
from pages.ui.events import scale
from pages.ui.view import View


def comparison_chart(view: View, inputs: Inputs) -> Chart | None:
    """Return how many rounds would have invited the candidate and the alternative, if any."""
    _, words = view.words.gettext, view.words
    candidate, alternative = inputs.candidate(), inputs.alternative()
    if candidate is None or alternative is None:
        return None
    rounds = compare(view.history, view.record.ledger, candidate, alternative, inputs.since)
    if rounds.empty:
        return None
    counts = comparison_counts(rounds)
    a, b = int(counts["invited_a"].sum()), int(counts["invited_b"].sum())
    title = _sentence(words, len(rounds), is_same=a == b).format(
        then=words.number(alternative.score),
        now=words.number(candidate.score),
        a=words.number(a),
        b=words.number(b),
        rounds=words.number(len(rounds)),
    )
    return Chart(
        comparison(counts, {code: names(view, code) for code in counts["category"]}, words),
        key="my-comparison",
        measure=_("Rounds that would have invited you"),
        counted=_counted(view, counts),
        title=up_to(view, title),
        note=scale.with_note(
            view,
            _("Rounds that would have invited you, by category. Hatched: we can’t tell."),
            rounds["date"].min(),
            view.today,
        ),
        table=counts.assign(category=counts["category"].map(view.short)),
        columns=_columns(view),
    )


def _counted(view: View, counts: pd.DataFrame) -> str:
    """Return which rounds are compared: also those for which only the alternative is eligible."""
    words = view.words
    return words.gettext("{categories}, {period}: {rounds}").format(
        categories=words.join(map(view.short, counts["category"])),
        period=words.period(view.start, view.end),
        rounds=words.rounds(int(counts["rounds"].sum())),
    )


def _sentence(words: Words, rounds: int, *, is_same: bool) -> str:
    """Return how two scores compare, with the numbers to fill in."""
    if is_same:
        return words.gettext(
            "With a score of {then} instead of {now}, as many rounds would have invited you: "
            "{b} of {rounds}"
        )
    return words.ngettext(
        "With a score of {then} instead of {now}, {b} of {rounds} round would have "
        "invited you instead of {a}",
        "With a score of {then} instead of {now}, {b} of {rounds} rounds would have "
        "invited you instead of {a}",
        rounds,
    )


def _columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        "category": _("Category"),
        "rounds": _("Rounds"),
        "invited_a": _("Invited now: rounds that would have invited you with your current answers"),
        "unknown_a": _(
            "Unknown now: rounds where your score equals the cut-off and we can’t "
            "check the tie-break"
        ),
        "invited_b": _("Invited after: rounds that would have invited you after the change"),
        "unknown_b": _(
            "Unknown after: rounds where your new score equals the cut-off and we "
            "can’t check the tie-break"
        ),
        "gained": _("Gained: rounds that would have invited you after the change but not now"),
        "lost": _("Lost: rounds that would have invited you now but not after the change"),
    }
