"""Draws a network in the browser and hands on what was picked in it.

vis-network is third-party code that pyvis brings with it, so it is not kept in this repository. At 0.5 MB it is also
too much to send with every change of the picture. It is copied once into the folder that Streamlit serves, by an
atomic rename: however many sessions start at once, a browser gets the whole file.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import config

from kg.drawing import Drawing, opaque_name, read_library
from kg.explorer.components.document import asset
from kg.network import Link
from kg.store import write_atomically

__all__ = ["Picked", "show_drawing"]

_LIBRARY = "vis-network.min.js"
_STATIC = Path(__file__).resolve().parents[3] / "static"
"""Beside the entry point, where Streamlit looks for it."""
_HTML = """
<div class="frame">
<div class="network" role="group" aria-label="The picture of the network; the list beside it does the same"></div>
<div class="zoom">
<button type="button" class="nearer" aria-label="Zoom in">+</button>
<button type="button" class="farther" aria-label="Zoom out">−</button>
<button type="button" class="whole">Whole picture</button>
<button type="button" class="save">Download PNG</button>
</div>
</div>
<p class="failed" hidden>The drawing library could not be loaded. Reload the page, or use the list.</p>
"""


@dataclass(frozen=True, slots=True)
class Picked:
    """What was picked in this run.

    Attributes:
        node: the IRI of a node; ``None`` for none.
        link: a link; ``None`` for none.
        is_open: whether the node was to be opened.
    """

    node: str | None = None
    link: Link | None = None
    is_open: bool = False


def _serve_library() -> None:
    """Put the drawing library where Streamlit serves it from, unless it is there."""
    served = _STATIC / _LIBRARY
    if not served.is_file() or served.stat().st_size != _library_size():
        _STATIC.mkdir(exist_ok=True)
        write_atomically(served, read_library(_LIBRARY))


@cache
def _library_size() -> int:
    return len(read_library(_LIBRARY).encode())


@cache
def _component() -> Any:
    css = read_library("vis-network.css") + asset("canvas.css")
    js = asset("canvas_png.js") + asset("canvas.js")
    return st.components.v2.component("evidence_network", html=_HTML, css=css, js=js)


def show_drawing(
    drawing: Drawing,
    *,
    title: str,
    remarks: Collection[str] = (),
    focus: str,
    chosen: str | None = None,
    link: Link | None = None,
) -> Picked:
    """Show a picture, and tell what was picked.

    Args:
        drawing: the picture.
        title: above it, and the remarks below it, once it is taken along.
        remarks: what is to be known of it.
        focus: the IRI of what it is around.
        chosen: the IRI of the node to mark.
        link: the link to mark; it goes before a node.
    """
    _serve_library()
    edges = {link: name for name, link in drawing.edges.items()}
    data = {
        "drawing": drawing.to_json(),
        "library": f"{config.get_option('server.baseUrlPath')}/app/static/{_LIBRARY}",
        "title": title,
        "remarks": list(remarks),
        "legend": [[style.glyph, kind, style.colour] for kind, style in drawing.legend],
        "focus": opaque_name(focus),
        "chosen": opaque_name(chosen) if chosen else "",
        "edge": edges.get(link, "") if link else "",
    }
    told = _component()(data=data, key="network", on_picked_change=lambda: None, on_opened_change=lambda: None)
    if told.opened in drawing.nodes:
        return Picked(node=drawing.nodes[told.opened], is_open=True)
    return Picked(node=drawing.nodes.get(told.picked or ""), link=drawing.edges.get(told.picked or ""))
