"""Audits what the workspace holds and nobody has audited yet, article by article."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ingest.pipeline import restore_article
from kg.errors import EvidenceError
from kg.explorer.access import open_workspace
from kg.explorer.components.frame import show_error
from kg.explorer.components.steps import Steps
from kg.identifiers import ArticleId

__all__ = ["offer_audits"]

_AT_ONCE = 10
"""Articles that one press audits, so that it ends within a minute."""


def offer_audits(keys: Sequence[str]) -> None:
    """The button, and what came of pressing it."""
    some = keys[:_AT_ONCE]
    label = "Audit it now" if len(keys) == 1 else f"Audit {len(some)} of them now"
    if not st.button(label):
        return
    workspace, failed = open_workspace(), list[EvidenceError]()
    with Steps("Auditing", done="Audited", failed="The audit stopped") as steps:
        for key in some:
            steps.say(f"Auditing {key}")
            try:
                restore_article(workspace, ArticleId(key))
            except EvidenceError as error:
                failed.append(error)
    for each in failed:
        show_error(each)
    if not failed:
        st.rerun()
