"""Pictures in the browser: pyvis builds them, its own vis-network draws them, nothing is loaded from outside.

pyvis writes what it is given into its page. So nodes have opaque names, tooltips are plain words, and the links to
other hosts that its template holds are taken out.
"""

from __future__ import annotations

import json
import math
import pathlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

import pyvis
from pyvis.network import Network

from kg.identifiers import content_hash
from kg.network import Link, Path, Picture, Point, Thing, name_lines

__all__ = ["KINDS", "Drawing", "KindStyle", "draw", "link_words", "opaque_name", "read_library"]

_HEIGHT = "100vh"
_INK, _PAPER, _LINE = "#22282b", "#ffffff", "#8b9497"
_OUTSIDE = re.compile(
    r"<link\b[^>]*\bhref=[\"']https?://[^>]*>|<script\b[^>]*\bsrc=[\"'](?:https?://|\.\.)[^>]*>\s*</script>"
    r"|<!--\s*<link.*?-->",
    re.DOTALL,
)
_EMPTY_HEADING = re.compile(r"<center>\s*<h1>\s*</h1>\s*</center>")
_NAME_LENGTH = 16
_FAINT = 0.18
_PAGE = """<style>
body { margin: 0; font-family: system-ui, sans-serif; color: #22282b; background: #fff; }
main { max-width: none; } .card { border: 0; }
header { padding: 0.75rem 1.25rem; } h1 { font-size: 1.25rem; margin: 0 0 0.25rem; }
header p, header ul { margin: 0; font-size: 0.9rem; }
header ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; padding: 0.4rem 0 0; }
#mynetwork { height: calc(100vh - 7rem) !important; border: 0 !important; float: none !important; }
</style>"""


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
    """A picture, as pyvis built it.

    Attributes:
        nodes: the IRI behind each node's opaque name.
        edges: the link behind each edge's.
    """

    def __init__(self, network: Network, nodes: Mapping[str, str], edges: Mapping[str, Link]) -> None:
        self._network = network
        self.nodes = nodes
        self.edges = edges

    @property
    def legend(self) -> list[tuple[str, KindStyle]]:
        """The kinds that are drawn, in order, with how each looks."""
        kinds = {node["kind"] for node in self._network.nodes}
        return [(kind, style) for kind, style in KINDS.items() if kind in kinds]

    def to_json(self) -> str:
        """Nodes, edges and options as vis-network takes them."""
        nodes, edges, _, _, _, options = self._network.get_network_data()
        return json.dumps({"nodes": nodes, "edges": edges, "options": json.loads(options)})

    def to_html(self, title: str, remarks: Collection[str] = ()) -> str:
        """A page of its own with a legend, which needs no other file and no network.

        Args:
            title: its heading.
            remarks: what is to be known of it, below the heading.
        """
        page = _EMPTY_HEADING.sub("", _OUTSIDE.sub("", self._network.generate_html()))
        legend = "".join(
            f'<li><span style="color: {style.colour}" aria-hidden="true">{style.glyph}</span> {kind}</li>'
            for kind, style in self.legend
        )
        told = "".join(f"<p>{escape(remark)}</p>" for remark in remarks)
        head = f"<header><h1>{escape(title)}</h1>{told}<ul>{legend}</ul></header>"
        page = page.replace("<head>", f'<head><meta charset="utf-8"><title>{escape(title)}</title>', 1)
        page = page.replace("</head>", f"{_PAGE}</head>", 1).replace("<html>", '<html lang="en">', 1)
        return page.replace("<body>", f"<body>{head}", 1)


def draw(picture: Picture, points: Mapping[str, Point], *, bright: Path | None = None) -> Drawing:
    """The drawing of a picture with its nodes at these points; the browser moves none of them.

    Args:
        picture: what to draw.
        points: a position for every node.
        bright: the way that stands out, the rest being faint; by default nothing is faint.
    """
    network = Network(height=_HEIGHT, width="100%", directed=True, font_color=_INK, cdn_resources="in_line")
    network.toggle_physics(False)
    network.options.interaction.hover = True
    network.options.edges.smooth.enabled = False
    names = {thing.iri: opaque_name(thing.iri) for thing in picture.things}
    for thing in picture.things:
        is_faint = bright is not None and thing.iri not in bright.nodes
        node = _node(thing, points[thing.iri], is_focus=thing.iri == picture.focus, is_faint=is_faint)
        network.add_node(names[thing.iri], **node)
    edges: dict[str, Link] = {}
    for link in picture.links:
        name = opaque_name(f"{link.source} {link.relation} {link.target}")
        edges[name] = link
        ends = {"source": names[link.source], "to": names[link.target]}
        is_faint = bright is not None and link not in bright.links
        network.add_edge(*ends.values(), **_edge(name, link, is_faint=is_faint, is_bright=bright is not None))
    return Drawing(network, {name: iri for iri, name in names.items()}, edges)


def opaque_name(iri: str) -> str:
    """The name of a node or edge in the drawing, the same in every picture.

    >>> opaque_name("https://evidence-kg.example/id/concept/itching")[:1]
    'n'
    """
    return f"n{content_hash(iri)[:_NAME_LENGTH]}"


def link_words(link: Link) -> str:
    """A link's relation, and how much it rests on.

    >>> link_words(Link("a", "acts through", "b", 2)), link_words(Link("a", "is a kind of", "b"))
    ('acts through: 2 reports', 'is a kind of')
    """
    if not link.reports:
        return link.relation
    return f"{link.relation}: {link.reports:,} report{'' if link.reports == 1 else 's'}"


def _edge(name: str, link: Link, *, is_faint: bool, is_bright: bool) -> dict[str, Any]:
    width = 1 + min(math.log2(link.reports), 6) / 2 if link.reports else 1
    return {
        "id": name,
        "title": link_words(link),
        "color": {"color": _LINE, "opacity": _FAINT if is_faint else 1},
        "width": width + 2 if is_bright and not is_faint else width,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.6}},
    }


def _node(thing: Thing, point: Point, *, is_focus: bool, is_faint: bool) -> dict[str, Any]:
    style = KINDS.get(thing.kind, KINDS["criterion"])
    is_group = thing.members > 0
    holds_its_name = style.shape in _HOLDS_ITS_NAME
    return {
        "label": "\n".join(name_lines(thing)),
        "kind": thing.kind,
        # pyvis switches to a page that runs tooltips as markup as soon as one holds this word
        "title": f"{thing.kind}: {thing.label}".replace("href", "h\u200bref"),
        "shape": style.shape,
        "color": {"background": _PAPER if holds_its_name or is_group else style.colour, "border": style.colour},
        "shapeProperties": {"borderDashes": [4, 3] if is_group else False},
        "borderWidth": 4 if is_focus else 2 if is_group else 1.5,
        "size": 20 if is_focus else 17 if is_group else 12,
        "opacity": _FAINT if is_faint else 1,
        "x": point.x,
        "y": point.y,
    }


@cache
def read_library(name: str) -> str:
    """A file of the vis-network that pyvis brings: ``vis-network.min.js`` or ``vis-network.css``."""
    return next(_find_library(name)).read_text(encoding="utf-8")


def _find_library(name: str) -> Iterator[pathlib.Path]:
    """The newest first."""
    yield from sorted(pathlib.Path(pyvis.__file__).parent.glob(f"templates/lib/vis-*/{name}"), reverse=True)
