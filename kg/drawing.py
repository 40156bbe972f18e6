"""Networks as pictures: pyvis builds them, the browser's vis-network draws them, nothing is loaded from outside.

pyvis writes what it is given into its page. So nodes have opaque names, tooltips are plain words, and the links to
other hosts that its template holds are taken out.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyvis
from pyvis.network import Network

from kg.network import Neighbourhood, Point, short_label

__all__ = ["KINDS", "Drawing", "KindStyle", "draw", "read_library"]

_HEIGHT = "100vh"
_INK, _PAPER, _LINE = "#22282b", "#ffffff", "#9aa3a6"
_OUTSIDE = re.compile(
    r"<link\b[^>]*\bhref=[\"']https?://[^>]*>|<script\b[^>]*\bsrc=[\"'](?:https?://|\.\.)[^>]*>\s*</script>"
    r"|<!--\s*<link.*?-->",
    re.DOTALL,
)
_EMPTY_HEADING = re.compile(r"<center>\s*<h1>\s*</h1>\s*</center>")


@dataclass(frozen=True, slots=True)
class KindStyle:
    """How nodes of one kind look; ``glyph`` is the shape as a character, for legends.

    Every colour stands out at 3:1 or more from both the light and the dark page (WCAG 1.4.11).
    """

    shape: str
    glyph: str
    colour: str


KINDS: Mapping[str, KindStyle] = {
    "therapy": KindStyle("dot", "●", "#1f8a70"),
    "mechanism": KindStyle("diamond", "◆", "#8f6cc0"),
    "outcome": KindStyle("triangle", "▲", "#c8691a"),
    "study": KindStyle("square", "■", "#3f7fc4"),
    "claim": KindStyle("box", "▭", "#b5587a"),
    "article": KindStyle("star", "★", "#8c7a2b"),
    "condition": KindStyle("hexagon", "⬢", "#5c8f38"),
    "population": KindStyle("triangleDown", "▼", "#2f93a3"),
    "criterion": KindStyle("ellipse", "○", "#7d868a"),
}
"""Every kind that can be drawn, in the order of legends and filters."""

_HOLDS_ITS_NAME = frozenset({"box", "ellipse"})


class Drawing:
    """A picture of a neighbourhood.

    Attributes:
        nodes: the IRI behind each node's opaque name.
    """

    def __init__(self, network: Network, nodes: Mapping[str, str]) -> None:
        self._network = network
        self.nodes = nodes

    def to_json(self) -> str:
        """Nodes, edges and options as vis-network takes them."""
        nodes, edges, _, _, _, options = self._network.get_network_data()
        return json.dumps({"nodes": nodes, "edges": edges, "options": json.loads(options)})

    def to_html(self, title: str) -> str:
        """A page of its own that needs no other file and no network."""
        page = _EMPTY_HEADING.sub("", _OUTSIDE.sub("", self._network.generate_html()))
        escaped = title.replace("&", "&amp;").replace("<", "&lt;")
        return page.replace("<head>", f"<head><title>{escaped}</title>", 1)


def draw(neighbourhood: Neighbourhood, points: Mapping[str, Point]) -> Drawing:
    """The picture of a neighbourhood with its nodes at these points; the browser moves none of them.

    Args:
        neighbourhood: what to draw.
        points: a position for every node.
    """
    network = Network(height=_HEIGHT, width="100%", directed=True, font_color=_INK, cdn_resources="in_line")
    network.toggle_physics(False)
    network.options.interaction.hover = True
    network.options.edges.smooth.enabled = False
    graph = neighbourhood.graph
    names = {iri: f"n{number}" for number, iri in enumerate(sorted(graph))}
    for iri, name in names.items():
        network.add_node(name, **_node(graph.nodes[iri], points[iri], is_focus=iri == neighbourhood.focus))
    for source, target, relation in sorted(graph.edges(keys=True)):
        network.add_edge(names[source], names[target], title=relation, color=_LINE, width=1)
    return Drawing(network, {name: iri for iri, name in names.items()})


def _node(data: Mapping[str, str], point: Point, *, is_focus: bool) -> dict[str, Any]:
    kind, label = data["kind"], data["label"]
    style = KINDS.get(kind, KINDS["criterion"])
    fill = _PAPER if style.shape in _HOLDS_ITS_NAME else style.colour
    return {
        "label": _name(kind, label),
        # pyvis switches to a page that runs tooltips as markup as soon as one holds this word
        "title": f"{kind}: {label}".replace("href", "h\u200bref"),
        "shape": style.shape,
        "color": {"background": fill, "border": style.colour},
        "borderWidth": 4 if is_focus else 1.5,
        "size": 20 if is_focus else 12,
        "x": point.x,
        "y": point.y,
    }


def _name(kind: str, label: str) -> str:
    """A name of two short lines; a study's is its first author and year."""
    words = short_label(label) if kind == "study" else label
    return "\n".join(textwrap.wrap(words, 20, max_lines=2, placeholder=" …"))


@cache
def read_library(name: str) -> str:
    """A file of the vis-network that pyvis brings: ``vis-network.min.js`` or ``vis-network.css``."""
    return next(_find_library(name)).read_text(encoding="utf-8")


def _find_library(name: str) -> Iterator[Path]:
    """The newest first."""
    yield from sorted(Path(pyvis.__file__).parent.glob(f"templates/lib/vis-*/{name}"), reverse=True)
