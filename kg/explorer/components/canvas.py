"""Draws a network in the browser and hands on the node that was picked.

vis-network is third-party code that pyvis brings with it, so it is not kept in this repository. At 0.5 MB it is also
too much to send with every change of the picture. It is copied once into the folder that Streamlit serves, by an
atomic rename: however many sessions start at once, a browser gets the whole file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import config

from kg.drawing import Drawing, read_library
from kg.explorer.components.document import asset
from kg.store import write_atomically

__all__ = ["serve_library", "show_drawing"]

_LIBRARY = "vis-network.min.js"
_HTML = """
<div class="network" role="img" aria-label="The network; the list beside it names the same nodes"></div>
<p class="failed" hidden>The drawing library could not be loaded. Reload the page, or use the list.</p>
"""


def serve_library(static: Path) -> None:
    """Put the drawing library where Streamlit serves it from, unless it is there.

    Args:
        static: the folder named ``static`` beside the entry point.
    """
    served, text = static / _LIBRARY, read_library(_LIBRARY)
    if not served.is_file() or served.stat().st_size != len(text.encode()):
        static.mkdir(exist_ok=True)
        write_atomically(served, text)


@cache
def _component() -> Any:
    css = read_library("vis-network.css") + asset("canvas.css")
    return st.components.v2.component("evidence_network", html=_HTML, css=css, js=asset("canvas.js"))


def show_drawing(drawing: Drawing, *, chosen: str | None) -> str | None:
    """Show a picture; the IRI of the node that was picked in this run, else ``None``.

    Args:
        drawing: the picture.
        chosen: the IRI of the node to mark.
    """
    names = {iri: name for name, iri in drawing.nodes.items()}
    data = {
        "drawing": drawing.to_json(),
        "library": f"{config.get_option('server.baseUrlPath')}/app/static/{_LIBRARY}",
        "chosen": names.get(chosen or ""),
    }
    picked = _component()(data=data, key="network", on_picked_change=lambda: None).picked
    return drawing.nodes.get(picked or "")
