"""The import that was made last in this session, and the button that takes it back."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from ingest.pulling import RecordsPull
from ingest.taking_back import ArticleImport, remove_answers, undo_import
from kg.errors import EvidenceError
from kg.explorer.access import open_workspace
from kg.explorer.components.document import show_document
from kg.explorer.components.frame import show_error
from kg.explorer.markup import Element, element

__all__ = ["offer_undo", "remember", "tell_undone"]


@dataclass(frozen=True, slots=True)
class _Made:
    """An import as it can be taken back: what it is called, and where its result can be seen."""

    title: str
    what: ArticleImport | RecordsPull
    link: str


def remember(kind: str, title: str, made: ArticleImport | RecordsPull, *, link: str = "") -> None:
    """Keep an import for the undo of its kind: ``article`` or ``records``."""
    st.session_state[f"made-{kind}"] = _Made(title, made, link)


def offer_undo(kind: str) -> None:
    """The last import of a kind with its undo, if there is one; the page is shown anew once it is taken back."""
    state = f"made-{kind}"
    made = st.session_state.get(state)
    if not isinstance(made, _Made):
        return
    box = st.container(border=True, key=f"undo-{kind}")
    with box:
        words, again = ("You took in ", "Open the article") if kind == "article" else ("You pulled ", "See the studies")
        link = [element("p", Element("a", (again,), href=made.link))] if made.link else []
        show_document(f"made-{kind}", [element("p", words, element("strong", made.title), "."), *link])
        is_asked = st.button("Undo this import", key=f"undo-{kind}-button", help=_explain(made.what))
    if not is_asked:
        return
    try:
        with st.spinner("Taking it back"):
            _undo(made.what)
    except EvidenceError as error:
        show_error(error)
        return
    st.session_state[state] = None
    st.session_state["undone"] = made.title
    st.rerun()


def tell_undone() -> None:
    """Say once that an import was taken back."""
    title = st.session_state.pop("undone", None)
    if title:
        words = element("p", "Taken back: ", element("strong", title), ". The workspace is as it was before.")
        with st.container(border=True):
            show_document("undone", [words])


def _explain(made: ArticleImport | RecordsPull) -> str:
    """What the undo takes away, and what it leaves."""
    if isinstance(made, RecordsPull):
        return "The records that this pull fetched are removed, and the graph is made without them."
    if made.is_new:
        return "The article, its audit and its part of the graph are removed; records pulled for it stay."
    return "The snapshot and the audit before it come back; records pulled for it stay."


def _undo(made: ArticleImport | RecordsPull) -> None:
    workspace = open_workspace()
    if isinstance(made, ArticleImport):
        undo_import(workspace, made)
    else:
        remove_answers(workspace, made.added)
