"""Takes an article in: a file, pasted text or an address; read, audited and kept, and taken back if that is wished."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath

import streamlit as st

from ingest.pipeline import Audited, make_snapshot
from ingest.pulling import pull_article
from ingest.taking_back import ArticleImport, import_article
from ingest.web import fetch_snapshot
from kg.errors import ArticleError, FetchError
from kg.explorer.access import ncbi_host, open_ncbi, open_workspace
from kg.explorer.components.document import show_document
from kg.explorer.components.steps import Steps
from kg.explorer.components.undoing import offer_undo, remember
from kg.explorer.intake import (
    advise,
    describe_article,
    describe_audit,
    describe_references,
    find_room,
    host_of,
    tell_offline,
)
from kg.explorer.markup import element
from kg.model import Article
from kg.workspace import Snapshot

__all__ = ["drop_in"]

_TURN = "drop-turn"
"""Counts what was taken in: the fields are emptied by that, and keep what they hold when something goes wrong."""
_KINDS = ["txt", "md", "markdown", "html", "htm", "wikitext", "docx", "pdf"]


def drop_in() -> bool:
    """The form, and after it what became of the article; whether the workspace has changed in this run."""
    turn = st.session_state.get(_TURN, 0)
    with st.form("drop-in", border=False):
        by_file, by_paste, by_address = st.tabs(["A file", "Pasted text", "An address"])
        with by_file:
            label = "HTML, Markdown, wikitext, plain text, DOCX or PDF, with its references"
            uploaded = st.file_uploader(label, type=_KINDS, key=f"drop-file-{turn}")
        with by_paste:
            usual = f"article {date.today():%Y-%m-%d}"
            name = st.text_input("A short name for it", key=f"drop-name-{turn}", placeholder=usual)
            label = "The article's text, Markdown or HTML, with its references"
            text = st.text_area(label, height=200, key=f"drop-text-{turn}")
        with by_address:
            address = st.text_input("Its address", key=f"drop-address-{turn}", placeholder="https://")
            note = "The button asks this address once, and nobody before. Addresses of private networks are refused."
            show_document("address-note", [element("p", note, style="quiet")])
        label = f"First pull the records that its references identify (asks {ncbi_host()})"
        pull = st.checkbox(label, key="drop-pull")
        is_sent = st.form_submit_button("Read and audit")
    if not is_sent:
        offer_undo("article")
        return False
    with Steps("Reading the article", done="Read, audited and kept", failed="The article was not taken in") as steps:
        if uploaded is not None:
            snapshot = make_snapshot(uploaded.name, uploaded.getvalue())
        elif text.strip():
            snapshot = make_snapshot(f"{PurePath(name).name or usual}.txt", text.encode())
        elif address.strip():
            snapshot = _fetch(address.strip(), steps)
        else:
            raise ArticleError("there is nothing to read", mend="Choose a file, paste the text, or give an address.")
        made = _take_in(snapshot, steps, pull=pull)
        key, title = made.audited.article.id.value, made.audited.article.title or snapshot.source
        st.session_state[_TURN] = turn + 1
        remember("article", title, made, link=f"article?article={key}")
    offer_undo("article")
    return steps.is_done


def _fetch(address: str, steps: Steps) -> Snapshot:
    steps.say(f"Asking {host_of(address) or 'the address'}")
    try:
        return fetch_snapshot(address)
    except FetchError as error:
        raise tell_offline(error) from error


def _take_in(snapshot: Snapshot, steps: Steps, *, pull: bool) -> ArticleImport:
    workspace = open_workspace()
    snapshot = find_room(workspace, snapshot)
    if pull:
        steps.say(f"Asking {ncbi_host()} for the records of the references")
        with open_ncbi(workspace) as services:
            steps.tell(describe_references(pull_article(workspace, services, snapshot, progress=steps.count)))
    steps.say("Reading the article")

    def told(step: Article | Audited) -> None:
        if isinstance(step, Article):
            steps.tell(describe_article(step))
            steps.say("Following the references, and holding the claims against what they lead to")
        else:
            steps.tell([*describe_audit(step), *advise(step, was_asked=pull)])
            steps.say("Keeping the article and its audit")

    made = import_article(workspace, snapshot, told=told)
    key = made.audited.article.id
    steps.tell([f"Kept as {key}{'' if made.is_new else ', a new snapshot of an article that was here'}."])
    return made
