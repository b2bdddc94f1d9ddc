"""Two scores over the same rounds."""

from __future__ import annotations

from analysis.score.comparison import compare, comparison_counts
from pages.score import figures as charts
from pages.score.inputs import Inputs
from pages.ui.show import render_figure
from pages.ui.view import View


def render_comparison(mine: View, inputs: Inputs) -> None:
    """Show the same rounds for the score of now and that of then, if there is one."""
    _, words, now, then = mine.words.gettext, mine.words, inputs.now(), inputs.then()
    if now is None or then is None:
        return
    both = compare(mine.history, mine.record.ledger, now, then, inputs.since)
    if both.empty:
        return
    counts = comparison_counts(both)
    title = words.ngettext(
        "With a score of {then} instead of {now}, {b} of {rounds} round would have "
        "invited you instead of {a}",
        "With a score of {then} instead of {now}, {b} of {rounds} rounds would have "
        "invited you instead of {a}",
        len(both),
    ).format(
        then=words.number(then.score),
        now=words.number(now.score),
        a=words.number(counts["invited_a"].sum()),
        b=words.number(counts["invited_b"].sum()),
        rounds=words.number(len(both)),
    )
    render_figure(
        mine,
        charts.compared(counts, {code: mine.short(code) for code in counts["category"]}, words),
        key="my-comparison",
        title=title,
        note=_("Rounds that would have invited you, by category. Hatched: we can’t tell."),
        alt=title,
        table=counts.assign(category=counts["category"].map(mine.short)),
        columns={
            "category": _("Category"),
            "rounds": _("Rounds"),
            "invited_a": _(
                "Invited now: rounds that would have invited you with your current answers"
            ),
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
        },
    )
