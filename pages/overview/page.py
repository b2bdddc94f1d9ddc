"""Overview: the latest round in context, and where every category stands."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.periods import last_days, mondays
from analysis.pool.snapshots import latest_snapshot as latest_pool
from analysis.rounds.facts import category_status, facts, latest_week
from analysis.rounds.frequency import waits
from analysis.rounds.invitations import YearToDate, sizes, year_to_date
from data.vocabulary.languages import query as spoken
from pages.overview.figures import timeline
from pages.rounds.facts import sentences
from pages.ui import data_links
from pages.ui.chart import Chart
from pages.ui.header import render_header, warn_if_empty
from pages.ui.markdown import plain
from pages.ui.show import render_chart
from pages.ui.tables import render_table
from pages.ui.view import View, per_view

RECENT_DAYS = 183


def page(view: View) -> None:
    """Show the latest round, the key figures, every category and the latest active week."""
    _ = view.words.gettext
    render_header(
        view,
        _("Overview"),
        _("What was the latest Express Entry round, and where does each category stand?"),
    )
    if warn_if_empty(view):
        return
    _headline(view)
    _figures(view)
    render_chart(view, _recent(view))
    _categories(view)
    _week(view)
    data_links.render(view, ["rounds"])


@per_view
def _status(view: View) -> pd.DataFrame:
    return category_status(view.in_categories, view.end)


@per_view
def _sentences(view: View) -> list[str]:
    return sentences(facts(view.history, view.draws["round_id"].iloc[-1]), view.words, view.short)


@per_view
def _sums(view: View) -> tuple[YearToDate, pd.DataFrame, int]:
    """Return this year against the last, the latest pool, and the days since the last round."""
    # The row of any category comes first among the waits.
    since = int(waits(view.draws, view.end)["wait"].iloc[0])
    year = year_to_date(view.in_categories, view.end)
    return year, latest_pool(view.record.pool, view.end), since


def _headline(view: View) -> None:
    """Show the latest of the chosen rounds with what is worth saying about it."""
    _, words = view.words.gettext, view.words
    last = view.draws.iloc[-1]
    with st.container(border=True, key="latest"):
        st.caption(_("Latest round"))
        st.header(
            plain(
                _("{category}: cut-off {cutoff}, {invitations}").format(
                    category=view.label(last["category"]),
                    cutoff=words.number(last["cutoff"]),
                    invitations=words.invitations(last["invitations"]),
                )
            ),
            anchor=False,
        )
        lead = _("Round #{id} on {day}.").format(id=last["round_id"], day=words.day(last["date"]))
        st.markdown(plain(" ".join([lead, *_sentences(view)])))


def _figures(view: View) -> None:
    """Show the four key figures, each with the day or the year that it speaks of."""
    _, words = view.words.gettext, view.words
    year, pool, since = _sums(view)
    on = words.day(view.end, "d MMM y")
    before = _("vs. {year}").format(year=year.previous_year)
    same_day = _("Compared with the same period of {year}, starting 1 January.").format(
        year=year.previous_year
    )
    with st.grid(4, min_column_width=150):
        _figure(
            _("Since the last round"),
            words.days(since),
            _("as of {day}").format(day=on),
            _(
                "Counted up to the day this data was last updated, or to the end of your "
                "dates if earlier."
            ),
        )
        _figure(
            _("Rounds in {year}").format(year=year.year),
            words.number(year.rounds),
            words.signed(year.more_rounds),
            same_day,
            before,
        )
        _figure(
            _("Invitations in {year}").format(year=year.year),
            words.number(year.invitations),
            words.signed(year.more_invitations),
            same_day,
            before,
        )
        _figure(
            _("Candidates in the pool"),
            words.number(pool["candidates"].sum() if len(pool) else None),
            _("as of {day}").format(day=words.day(pool["as_of"].iloc[0], "d MMM y"))
            if len(pool)
            else _("not yet published"),
            _("Everyone with a profile, in all categories, as last published by IRCC."),
        )


def _figure(name: str, value: str, beside: str, meaning: str, against: str | None = None) -> None:
    """Show a figure with what stands `beside` it, neither good nor bad."""
    st.metric(
        name,
        value,
        beside,
        delta_color="off",
        delta_arrow="off",
        delta_description=against,
        border=True,
        height="stretch",
        help=meaning,
    )


def _categories(view: View) -> None:
    """Show a row for each category, those long without a round in a table of their own."""
    _, status = view.words.gettext, _status(view)
    st.header(_("Where does each category stand?"), anchor=False)
    active = status[~status["dormant"]]
    dormant = status[status["dormant"]]
    if len(active):
        _status_grid(view, active, _("Categories with a round in the last year"))
    if len(dormant):
        st.subheader(_("Inactive: no round in over a year"), anchor=False)
        st.caption(_("These cut-offs are old and say little about the next round."))
        _status_grid(view, dormant, _("Categories with no round in over a year"))


def _status_grid(view: View, status: pd.DataFrame, alt: str) -> None:
    _ = view.words.gettext
    columns = {
        "category": _("Category"),
        "cutoff": _("Cut-off: in the category’s latest round, in CRS points"),
        "change": _("Change: points since the previous round of the category"),
        "last_date": _("Last round"),
        "days_since": _(
            "Days since: from the last round to the day this data was last updated, or to "
            "the end of your dates if earlier"
        ),
        "usual_gap": _("Usual gap: median days between rounds of the category"),
        "invitations_12m": _("Invited in 12 months: invitations to apply in the last 12 months"),
        "recent_cutoffs": _("Recent cut-offs"),
    }
    spark = st.column_config.LineChartColumn(
        _("Recent cut-offs"),
        help=_("Up to the last 24 rounds, oldest first. Each row has its own scale."),
    )
    named = status.assign(category=status["category"].map(view.short))
    render_table(
        view.words,
        named[list(columns)],
        columns,
        alt=alt,
        config={"recent_cutoffs": spark},
        height="content",
    )


@per_view
def _recent(view: View) -> Chart | None:
    """Return the chart of the half year before the end of the range: None without a round."""
    _, words = view.words.gettext, view.words
    recent = last_days(view.in_categories, view.end, RECENT_DAYS)
    if recent.empty:
        return None
    codes = [code for code in _status(view)["category"] if code in set(recent["category"])]
    labels = {code: view.short(code) for code in codes}
    taken = sizes(recent)
    most = taken.iloc[taken["invitations"].argmax()]
    title = _("{category} had the most invitations in the last six months: {n} of {all}").format(
        category=labels[most["category"]],
        n=words.number(most["invitations"]),
        all=words.number(taken["invitations"].sum()),
    )
    return Chart(
        figure=timeline(recent, labels, codes, words),
        key="recent-rounds",
        title=title,
        note=_(
            "Each dot is a round; bigger means more invitations. The latest cut-off is on "
            "the right."
        ),
        alt=title,
        table=recent.iloc[::-1].assign(category=recent["category"].map(view.short)),
        columns={
            "round_id": _("Round"),
            "date": _("Date"),
            "category": _("Category"),
            "invitations": _("Invitations: invitations to apply issued"),
            "cutoff": _("Cut-off: CRS score of the lowest-ranked candidate invited"),
        },
    )


def _week(view: View) -> None:
    """Show the rounds of the latest week that had one."""
    _, words = view.words.gettext, view.words
    rounds = latest_week(view.draws)
    monday = pd.Timestamp(mondays(rounds["date"])[0])
    st.header(
        _("Latest week with a round: {rounds}, {invitations}").format(
            rounds=words.rounds(len(rounds)),
            invitations=words.invitations(int(rounds["invitations"].sum())),
        ),
        anchor=False,
    )
    st.caption(_("Week of Monday, {day}").format(day=words.day(monday)))
    language = "".join(f"&{name}={value}" for name, value in spoken(words.language))
    links = "/rounds?round=" + rounds["round_id"] + language
    render_table(
        words,
        rounds.assign(category=rounds["category"].map(view.short), more=links),
        {
            "round_id": _("Round"),
            "date": _("Date"),
            "category": _("Category"),
            "invitations": _("Invitations"),
            "cutoff": _("Cut-off"),
            "tie_break_at": _("Tie-break (UTC)"),
            "more": _("Details"),
        },
        alt=_("Rounds in the latest week with a round"),
        config={"more": st.column_config.LinkColumn(_("Details"), display_text=_("Open"))},
    )
