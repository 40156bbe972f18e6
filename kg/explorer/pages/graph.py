"""The graph around one thing, or the ways between two: therapies, mechanisms, outcomes, studies and claims."""

from __future__ import annotations

import streamlit as st

from kg.drawing import KINDS, Drawing, draw
from kg.explorer.access import kept
from kg.explorer.components.canvas import Picked, show_drawing
from kg.explorer.components.choice import choose, choose_many, search
from kg.explorer.components.document import show_document
from kg.explorer.components.frame import page, show_queries, show_title
from kg.explorer.graph_ask import FIRST_KINDS, FIRST_LIMIT, LIMITS, Ask, list_unknown, name_of, read_ask
from kg.explorer.graph_markup import (
    render_card,
    render_group,
    render_hits,
    render_kinds,
    render_link,
    render_list,
    render_remarks,
    render_unknown,
    render_ways,
)
from kg.explorer.graph_view import (
    QUERIES,
    GraphView,
    build_view,
    find_start,
    list_starts,
    read_group_card,
    read_link_card,
)
from kg.explorer.markup import Element, element, page_link
from kg.explorer.thing_card import read_card
from kg.neighbourhood import Neighbourhoods
from kg.network import Layout, to_graphml
from kg.search import search as search_texts
from kg.store import Generation
from kg.vector import to_svg

__all__ = ["graph"]

_MOST_HITS = 8

_open_neighbourhoods = kept(Neighbourhoods)


@kept
def _find_start(generation: Generation) -> str:
    return find_start(_open_neighbourhoods(generation))


@page
def graph(generation: Generation) -> None:
    """What the address asks for."""
    show_title("Graph", "How therapies, mechanisms, outcomes, studies and claims hang together; choose one to go on.")
    source = _open_neighbourhoods(generation)
    start = _find_start(generation)
    if not start:
        hint = element("p", "Nothing is linked yet. ", page_link("./", {}, "Drop an article in"), " to begin.")
        show_document("empty", [hint])
        return
    unknown = list_unknown(st.query_params, source)
    if unknown:
        show_document("unknown", [render_unknown(unknown)])
    ask = _choose(generation, source, start)
    view = build_view(source, ask)
    drawing = draw(view.picture, view.points, bright=view.bright)
    show_document("count", [render_remarks(view)])
    picture, panel = st.columns([5, 3], gap="medium")
    with picture:
        picked = show_drawing(
            drawing,
            title=view.title,
            remarks=view.remarks,
            focus=view.picture.focus,
            chosen=view.chosen.iri,
            link=view.link,
        )
        show_document("kinds", [render_kinds(view.picture)])
    with panel:
        ways = render_ways(view)
        card = _card(generation, source, view) if not ways or view.is_chosen else None
        show_document("card", [element("div", ways, card, style="beside")])
    show_document("list", [render_list(view)])
    _offer_downloads(drawing, view)
    _follow(picked, view)
    show_queries(QUERIES, {"thing": name_of(view.chosen.iri).rpartition("/")[2]})


def _choose(generation: Generation, source: Neighbourhoods, fallback: str) -> Ask:
    """What to show, as the address and the boxes say."""
    ask = read_ask(st.query_params, source, fallback)
    starts, goals = list_starts(source, asked=ask.focus), list_starts(source, asked=ask.goal)
    start, goal, words = st.columns(3)
    with start:
        choose(
            "Start from",
            "focus",
            list(starts),
            show=starts.__getitem__,
            resets=["node", "edge", "open", "path"],
            fallback=ask.focus,
        )
    with goal:
        show_goal = {"": "nowhere: show what lies around it", **goals}
        choose("Find the ways to", "to", list(show_goal), show=show_goal.__getitem__, resets=["node", "edge", "path"])
    with words:
        wanted = search("Find a study, claim or article", "find", hint="words of its title or text")
    if wanted:
        show_document("found", [render_hits(search_texts(generation, wanted, limit=_MOST_HITS), ask)])
    with st.expander("What is drawn, and how"):
        _choose_drawing()
    return read_ask(st.query_params, source, fallback)


def _choose_drawing() -> None:
    choose_many("Kinds", "kinds", list(KINDS), first=FIRST_KINDS, show=lambda kind: f"{KINDS[kind].glyph} {kind}")
    most, arrangement, members = st.columns(3)
    with most:
        choose("Around the start", "limit", LIMITS, fallback=FIRST_LIMIT, show=lambda count: f"at most {count} things")
    with arrangement:
        choose("Arranged in", "layout", [layout.value for layout in Layout])
    with members:
        shown = {"": "as one, with their number", "yes": "one by one, as far as there is room"}
        choose("Studies and claims", "each", list(shown), show=shown.__getitem__)


def _card(generation: Generation, source: Neighbourhoods, view: GraphView) -> Element:
    if view.link is not None:
        return render_link(read_link_card(source, view.link), view.ask)
    if view.chosen.members:
        group = read_group_card(source, view.chosen)
        return render_group(group, view.ask) if group is not None else element("p")
    return render_card(read_card(generation, source, view.chosen), view.ask)


def _follow(picked: Picked, view: GraphView) -> None:
    """Show what was picked in the picture, unless it is shown."""
    if picked.link is not None and picked.link != view.link:
        wanted = view.ask.choosing_edge(name_of(picked.link.source), name_of(picked.link.target))
    elif picked.node is not None and picked.is_open and "#" not in picked.node and not view.ask.goal:
        wanted = view.ask.opening(name_of(picked.node))
    elif picked.node is not None and (picked.node != view.chosen.iri or view.link is not None):
        wanted = view.ask.choosing(name_of(picked.node))
    else:
        return
    st.query_params.from_dict(wanted)
    st.rerun()


def _offer_downloads(drawing: Drawing, view: GraphView) -> None:
    title = view.title
    files = {
        "Web page": ("graph.html", "text/html", lambda: drawing.to_html(title, view.remarks)),
        "SVG picture": (
            "graph.svg",
            "image/svg+xml",
            lambda: to_svg(view.picture, view.points, title=title, bright=view.bright),
        ),
        "GraphML": ("graph.graphml", "application/xml", lambda: to_graphml(view.picture)),
    }
    for (name, (file, kind, text)), column in zip(files.items(), st.columns(len(files)), strict=True):
        column.download_button(f"Download: {name}", text, file, kind, on_click="ignore", width="stretch")
