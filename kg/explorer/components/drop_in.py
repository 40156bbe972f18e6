"""Takes an article in: a file or pasted text, read, audited and kept."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath

import streamlit as st

from ingest.pipeline import ingest_article, make_snapshot
from kg.errors import ArticleError, EvidenceError
from kg.explorer.access import open_workspace
from kg.explorer.components.document import show_document
from kg.explorer.components.frame import show_error
from kg.explorer.intake import describe
from kg.explorer.markup import element, page_link

__all__ = ["drop_in"]

_KINDS = ["txt", "md", "markdown", "html", "htm", "wikitext", "docx", "pdf"]


def drop_in() -> bool:
    """The form, and after it what became of the article; whether one was kept in this run."""
    with st.form("drop-in", border=False, clear_on_submit=True):
        by_file, by_paste = st.tabs(["A file", "Pasted text"])
        with by_file:
            uploaded = st.file_uploader(
                "HTML, Markdown, wikitext, plain text, DOCX or PDF, with its references", type=_KINDS, key="drop-file"
            )
        with by_paste:
            name = st.text_input("A short name for it", key="drop-name", placeholder=f"article {date.today():%Y-%m-%d}")
            text = st.text_area("The article's text, with its references", height=200, key="drop-text")
        if not st.form_submit_button("Read and audit"):
            return False
    if uploaded is not None:
        return _take_in(uploaded.name, uploaded.getvalue())
    if text.strip():
        return _take_in(f"{PurePath(name).name or 'pasted article'}.txt", text.encode())
    show_error(ArticleError("there is nothing to read", mend="Choose a file, or paste the article's text."))
    return False


def _take_in(name: str, data: bytes) -> bool:
    with st.status("Reading the article and holding it against the graph", expanded=True) as status:
        try:
            audited = ingest_article(open_workspace(), make_snapshot(name, data))
        except EvidenceError as error:
            status.update(label="The article was not taken in", state="error", expanded=True)
            show_error(error)
            return False
        show_document("taken-in", [element("ul", *(element("li", step) for step in describe(audited)), style="steps")])
        status.update(label="Read, audited and kept", state="complete", expanded=True)
    link = page_link("article", {"article": audited.article.id.value}, "Open the article")
    show_document("open-it", [element("p", link)])
    return True
