"""What goes in and out: articles and records taken in, the history, the check against the shapes, and dumps."""

from __future__ import annotations

from functools import partial

import streamlit as st

from kg.explorer.access import current_generation, kept, open_workspace
from kg.explorer.components.document import show_document
from kg.explorer.components.drop_in import drop_in
from kg.explorer.components.frame import page, show_queries, show_title
from kg.explorer.components.pull_in import pull_in
from kg.explorer.components.undoing import tell_undone
from kg.explorer.data_markup import (
    render_audits,
    render_dumps,
    render_pulls,
    render_state,
    render_validation,
    render_validation_note,
)
from kg.explorer.data_view import DUMPS, QUERIES, make_dump, read_data, read_validation
from kg.store import Generation

__all__ = ["data"]

_read_validation = kept(read_validation)


@page
def data(generation: Generation) -> None:
    """The whole page; what is taken in shows in the history below at once."""
    show_title("Data", "What goes in and comes out: articles to check, records of studies, and the graph as files.")
    state = st.container()
    tell_undone()
    st.subheader("Take an article in", anchor=False)
    has_changed = drop_in()
    st.subheader("Pull records from PubMed", anchor=False)
    if pull_in() or has_changed:
        generation = current_generation()
    view = read_data(generation, open_workspace())
    with state:
        show_document("state", [render_state(view)])
    st.subheader("What was pulled", anchor=False)
    show_document("pulls", [render_pulls(view)])
    st.subheader("What was audited", anchor=False)
    show_document("audits", [render_audits(view)])
    st.subheader("Does the graph keep its own rules?", anchor=False)
    _offer_validation(generation)
    st.subheader("Take the graph along", anchor=False)
    show_document("dumps", [render_dumps(view)])
    with st.container(horizontal=True):
        for dump in DUMPS:
            get = partial(make_dump, generation, dump.form)
            st.download_button(f"Download {dump.name}", get, dump.file, dump.mime, on_click="ignore")
    show_queries(QUERIES)


def _offer_validation(generation: Generation) -> None:
    show_document("validation-note", [render_validation_note()])
    if st.button("Check the graph"):
        st.session_state["validated"] = generation.name
    if st.session_state.get("validated") == generation.name:
        with st.spinner("Holding the graph against its rules"):
            report = _read_validation(generation)
        show_document("validation", [render_validation(report)])
