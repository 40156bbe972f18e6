"""The overview: articles, what the graph holds, and a place to drop an article in."""

from __future__ import annotations

import streamlit as st

from kg.explorer.access import current_generation, kept, open_workspace
from kg.explorer.components.audit_now import offer_audits
from kg.explorer.components.choice import search
from kg.explorer.components.document import show_document
from kg.explorer.components.drop_in import drop_in
from kg.explorer.components.frame import page, show_legend, show_queries
from kg.explorer.components.undoing import tell_undone
from kg.explorer.overview_markup import render_articles, render_graph, render_lead, render_unaudited
from kg.explorer.overview_view import QUERIES, Overview, find_unaudited, page_articles, read_overview
from kg.explorer.paging import read_number
from kg.store import Generation

__all__ = ["overview"]

_FEW = 5
"""Articles up to which no search is offered."""

_read_overview = kept(read_overview)


@page
def overview(generation: Generation) -> None:
    """The first page."""
    st.title("Evidence explorer", anchor=False)
    show_document("lead", [render_lead()])
    articles = st.container()
    show_legend()
    tell_undone()
    st.subheader("Drop an article in", anchor=False)
    if drop_in():
        generation = current_generation()
    view = _read_overview(generation)
    with articles:
        _show_articles(view)
    show_document("graph", [render_graph(view.graph)])
    show_queries(QUERIES)


def _show_articles(view: Overview) -> None:
    words = ""
    if len(view.articles) > _FEW:
        words = search("Find an article", "words", hint="words of its title or source", resets=["page"])
    shown = page_articles(view, words, read_number(st.query_params.get("page")))
    show_document("overview", [render_articles(shown)])
    unaudited = find_unaudited(open_workspace(), view)
    if unaudited:
        show_document("unaudited", [render_unaudited(unaudited)])
        offer_audits(unaudited)
