"""The overview: articles, what the graph holds, and a place to drop an article in."""

from __future__ import annotations

import streamlit as st

from kg.explorer.access import current_generation, kept
from kg.explorer.components.document import show_document
from kg.explorer.components.drop_in import drop_in
from kg.explorer.components.frame import page, show_legend, show_queries
from kg.explorer.components.undoing import tell_undone
from kg.explorer.overview_markup import render_articles, render_graph, render_lead
from kg.explorer.overview_view import QUERIES, read_overview
from kg.store import Generation

__all__ = ["overview"]

_read_overview = kept(read_overview)


@page
def overview(generation: Generation) -> None:
    """The first page."""
    st.title("Evidence explorer", anchor=False)
    articles = st.container()
    show_legend()
    tell_undone()
    st.subheader("Drop an article in", anchor=False)
    if drop_in():
        generation = current_generation()
    view = _read_overview(generation)
    with articles:
        show_document("overview", [render_lead(), render_articles(view)])
    show_document("graph", [render_graph(view.graph)])
    show_queries(QUERIES)
