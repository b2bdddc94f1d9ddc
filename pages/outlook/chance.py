"""The chance that a score is enough in the coming months, for My score."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analysis.outlook import invitation_chances
from analysis.rounds.frequency import ANY
from pages.outlook import chance_text as sentences
from pages.outlook import text as outlook
from pages.outlook.next_rounds import is_old
from pages.outlook.track_record.stored import stored
from pages.plot.style import rows
from pages.ui.markdown import plain
from pages.ui.view import View


def shown(view: View, score: int, codes: Sequence[str]) -> None:
    """Show the chance of an invitation within 3 and 6 months, and how such chances have done."""
    _ = view.words.gettext
    table = invitation_chances(view.history, score, codes, view.as_of)
    joint = table[(table["category"] == ANY) & table["probability"].notna()]
    left_out = table.loc[(table["category"] != ANY) & (table["status"] != "ok"), "category"]
    st.header(_("What are your chances of an invitation in the coming months?"), anchor=False)
    if is_old(view):
        st.info(outlook.old(view), icon=":material/history:")
    if joint.empty:
        st.caption(_("No forecast: none of your categories has had enough recent rounds."))
        return
    reliability = stored(view).reliability
    with st.grid(2, min_column_width=240):
        for row in rows(joint):
            with st.container(border=True):
                st.metric(
                    sentences.horizon(view, row.horizon_months),
                    sentences.chance(view, row.probability),
                    help=_("If current practice continues and your score stays the same."),
                )
                _calibration(view, row.horizon_months, row.probability, reliability)
    single = table[(table["category"] != ANY) & table["probability"].notna()]
    if len(single) > len(joint):
        st.markdown(plain(sentences.each(view, single)))
    st.caption(plain(sentences.limits(view, list(dict.fromkeys(left_out)))))


def _calibration(
    view: View, months: int, probability: float, reliability: pd.DataFrame | None
) -> None:
    told = sentences.tried(view, reliability, months, probability)
    st.caption(plain(told))
