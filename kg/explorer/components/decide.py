"""The form at a finding: accept, dismiss or reword it, with a reason and a name."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from kg.errors import EvidenceError
from kg.explorer.access import open_workspace
from kg.explorer.article_view import ArticleView
from kg.explorer.audits import Audit
from kg.explorer.components.frame import show_error
from kg.explorer.deciding import RULINGS, Answer, keep_answer, name_findings
from kg.model.decision import Ruling

__all__ = ["decide"]

_LONGEST_REASON, _LONGEST_NAME = 2000, 120
_NAME = "decided-by"


def decide(audit: Audit, view: ArticleView) -> bool:
    """The form for the findings on what was chosen, if there are any; whether a decision was kept in this run."""
    names = name_findings(view.open_to_decide)
    if not names:
        return False
    with st.form("decide", clear_on_submit=False):
        st.subheader("Decide on a finding", anchor=False)
        finding = st.selectbox("Finding", list(names), format_func=names.__getitem__, key="decide-finding")
        ruling = st.radio("Decision", list(RULINGS), format_func=RULINGS.__getitem__, key="decide-ruling")
        words = st.text_area("The new words, for a rewording", key="decide-words", max_chars=_LONGEST_REASON)
        reason = st.text_area("Reason", key="decide-reason", max_chars=_LONGEST_REASON)
        who = st.text_input("Your name", value=st.session_state.get(_NAME, ""), max_chars=_LONGEST_NAME)
        if not st.form_submit_button("Keep the decision"):
            return False
    st.session_state[_NAME] = who
    try:
        answer = Answer(finding, Ruling(ruling), reason, who, words)
        keep_answer(open_workspace(), audit, answer, when=datetime.now(UTC))
    except EvidenceError as error:
        show_error(error)
        return False
    return True
