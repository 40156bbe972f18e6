"""The graph around one thing: therapies, mechanisms, outcomes, studies and the claims that lean on them."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import streamlit as st

from kg.drawing import KINDS, Drawing, draw
from kg.explorer.access import kept
from kg.explorer.components.canvas import show_drawing
from kg.explorer.components.choice import choose, choose_many
from kg.explorer.components.document import show_document
from kg.explorer.components.frame import page, show_queries
from kg.explorer.graph_markup import render_card, render_kinds
from kg.explorer.graph_view import (
    QUERIES,
    count_in_words,
    find_busiest,
    find_iri,
    list_nodes,
    list_starts,
    name_of,
    read_card,
    read_network,
)
from kg.explorer.markup import element, page_link
from kg.network import Layout, Neighbourhood, find_neighbourhood, place, to_graphml
from kg.store import Generation

__all__ = ["graph"]

_FIRST_KINDS = ("therapy", "mechanism", "outcome", "study", "claim")
_DEPTHS = ("1", "2", "3")
_LIMITS = ("20", "40", "80", "150", "300")

_read_network = kept(read_network)


@page
def graph(generation: Generation) -> None:
    """The neighbourhood of what the address names."""
    st.title("Graph", anchor=False)
    network = _read_network(generation)
    starts = list_starts(network, asked=find_iri(st.query_params.get("focus"), network))
    if not starts:
        hint = element("p", "Nothing is linked yet. ", page_link("./", {}, "Drop an article in"), " to begin.")
        show_document("empty", [hint])
        return
    neighbourhood, depth, layout = _choose_neighbourhood(network, starts)
    drawing = draw(neighbourhood, place(neighbourhood, layout))
    show_document("count", [element("p", count_in_words(neighbourhood, depth), style="quiet")])
    picture, card = st.columns([5, 3], gap="medium")
    with card:
        chosen = _choose_node(neighbourhood)
        show_document(
            "card", [render_card(read_card(generation, network, chosen), is_focus=chosen == neighbourhood.focus)]
        )
    with picture:
        picked = show_drawing(drawing, chosen=None if chosen == neighbourhood.focus else chosen)
        show_document("kinds", [render_kinds()])
        _offer_downloads(drawing, neighbourhood)
    if picked and picked != chosen:
        st.query_params["node"] = name_of(picked)
        st.rerun()
    show_queries(QUERIES)


def _choose_neighbourhood(
    network: nx.MultiDiGraph[str], starts: Mapping[str, str]
) -> tuple[Neighbourhood, int, Layout]:
    """What to draw, as the address and the boxes say."""
    start, reach, most, arrangement = st.columns([4, 1.4, 1.4, 1.4])
    with start:
        focus = choose(
            "Start from",
            "focus",
            list(starts),
            show=starts.__getitem__,
            resets=["node"],
            fallback=find_busiest(network) or "",
        )
    with reach:
        depth = int(choose("Steps", "depth", _DEPTHS, fallback="2"))
    with most:
        limit = int(choose("At most", "limit", _LIMITS, fallback="40", show=lambda count: f"{count} neighbours"))
    with arrangement:
        layout = Layout(choose("Arranged in", "layout", [layout.value for layout in Layout]))
    kinds = choose_many(
        "Kinds", "kinds", list(KINDS), first=_FIRST_KINDS, show=lambda kind: f"{KINDS[kind].glyph} {kind}"
    )
    iri = find_iri(focus, network) or ""
    return find_neighbourhood(network, iri, depth=depth, limit=limit, kinds=kinds), depth, layout


def _choose_node(neighbourhood: Neighbourhood) -> str:
    """The node whose card is shown; the focus unless another one was chosen."""
    nodes = list_nodes(neighbourhood)
    name = choose("Node", "node", list(nodes), show=nodes.__getitem__, fallback=name_of(neighbourhood.focus))
    return find_iri(name, neighbourhood.graph) or neighbourhood.focus


def _offer_downloads(drawing: Drawing, neighbourhood: Neighbourhood) -> None:
    title = neighbourhood.graph.nodes[neighbourhood.focus]["label"]
    page_button, data_button = st.columns(2)
    page_button.download_button(
        "Download the picture (HTML)",
        drawing.to_html(title),
        "graph.html",
        "text/html",
        on_click="ignore",
        width="stretch",
    )
    data_button.download_button(
        "Download the network (GraphML)",
        to_graphml(neighbourhood.graph),
        "graph.graphml",
        "application/xml",
        on_click="ignore",
        width="stretch",
    )
