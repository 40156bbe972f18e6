"""The graph as a network: rows in, NetworkX graphs out; neighbourhoods, positions and GraphML."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import networkx as nx

__all__ = [
    "Layout",
    "Link",
    "Neighbourhood",
    "Point",
    "Thing",
    "build_network",
    "find_neighbourhood",
    "place",
    "short_label",
    "to_graphml",
]

_SEED = 1
_LAYERS = ("therapy", "mechanism", "outcome", "condition", "population", "criterion", "study", "claim", "article")
"""Kinds from left to right in the layered layout; population and criterion share the place of condition."""
_COLUMN = {kind: number for number, kind in enumerate(_LAYERS)} | {"condition": 3, "population": 3, "criterion": 3}
_COLUMN_GAP = 250
_SUBCOLUMN_GAP = 190
_ROW_GAP = 78
_FORCE_GAP = 150
_SHAPE = 1.1
"""Width to height of the canvas on a wide page."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A node: its IRI, what kind of thing it is, and its name."""

    iri: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Link:
    """An edge: from one IRI to another, and the relation in words."""

    source: str
    relation: str
    target: str


@dataclass(frozen=True, slots=True)
class Point:
    """A position in the drawing, in its own units; ``y`` grows downwards."""

    x: float
    y: float


class Layout(StrEnum):
    """How nodes are placed."""

    LAYERED = "layers"
    FORCE = "clusters"


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A part of the network around one node.

    Attributes:
        graph: the part that is kept, its focus included.
        focus: the node that it is around.
        found: how many neighbours lie within the depth and the kinds asked for; the graph may hold fewer.
    """

    graph: nx.MultiDiGraph[str]
    focus: str
    found: int

    @property
    def shown(self) -> int:
        """How many of the neighbours the graph holds."""
        return len(self.graph) - 1


def short_label(label: str) -> str:
    """A study's label without its title, where it names an author.

    >>> short_label("Smith et al. 2020: A trial"), short_label("2020: A trial")
    ('Smith et al. 2020', '2020: A trial')
    """
    head = label.split(":", 1)[0]
    return head if any(character.isalpha() for character in head) else label


def build_network(things: Iterable[Thing], links: Iterable[Link]) -> nx.MultiDiGraph[str]:
    """The network of these things; a link to anything else is left out.

    >>> network = build_network([Thing("a", "study", "A"), Thing("b", "outcome", "B")], [Link("a", "reports", "b")])
    >>> list(network.edges(keys=True))
    [('a', 'b', 'reports')]
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for thing in things:
        network.add_node(thing.iri, kind=thing.kind, label=thing.label)
    for link in links:
        if link.source in network and link.target in network:
            network.add_edge(link.source, link.target, key=link.relation, relation=link.relation)
    return network


def find_neighbourhood(
    network: nx.MultiDiGraph[str], focus: str, *, depth: int, limit: int, kinds: Collection[str]
) -> Neighbourhood:
    """What lies around a node, whichever way its edges point.

    Args:
        network: the whole.
        focus: a node of it.
        depth: how many steps away a neighbour may lie; the way leads only through kinds that are asked for.
        limit: how many neighbours are kept: of each kind in turn the nearest, then the one with most links.
        kinds: the kinds of neighbours; the focus may be of any.
    """
    allowed = [node for node in network if network.nodes[node]["kind"] in kinds or node == focus]
    around = network.subgraph(allowed).to_undirected(as_view=True)
    distance = nx.single_source_shortest_path_length(around, focus, cutoff=depth)
    ties = around.subgraph(distance)
    ranked = sorted(distance, key=lambda node: (distance[node], -ties.degree(node), node))
    kept = _share_out([node for node in ranked if node != focus], ties, focus, limit)
    return Neighbourhood(network.subgraph(kept).copy(), focus, len(distance) - 1)


def _share_out(ranked: list[str], ties: nx.MultiGraph[str], focus: str, limit: int) -> list[str]:
    """The focus and up to ``limit`` nodes, each linked to one before it; the kinds take turns in order of rank."""
    waiting: dict[str, list[str]] = {}
    for node in ranked:
        waiting.setdefault(ties.nodes[node]["kind"], []).append(node)
    kept = {focus: None}
    progress = True
    while progress:
        progress = False
        for nodes in waiting.values():
            found = next((node for node in nodes if any(other in kept for other in ties.adj[node])), None)
            if found is not None and len(kept) <= limit:
                nodes.remove(found)
                kept[found] = None
                progress = True
    return list(kept)


def place(neighbourhood: Neighbourhood, layout: Layout) -> Mapping[str, Point]:
    """A position for every node; the same neighbourhood gives the same positions."""
    if layout is Layout.LAYERED:
        return _in_layers(neighbourhood.graph)
    return _by_force(neighbourhood.graph)


def _in_layers(graph: nx.MultiDiGraph[str]) -> Mapping[str, Point]:
    """Kinds side by side; a kind with many nodes takes several columns, so that names stay readable."""
    layers: dict[int, list[str]] = {}
    for node in sorted(graph):
        layers.setdefault(_COLUMN.get(graph.nodes[node]["kind"], len(_LAYERS)), []).append(node)
    rows = _choose_rows([len(nodes) for nodes in layers.values()])
    points: dict[str, Point] = {}
    left = 0.0
    for number in sorted(layers):
        nodes = sorted(layers[number], key=lambda node: (-graph.degree(node), node))
        columns = math.ceil(len(nodes) / rows)
        height = math.ceil(len(nodes) / columns)
        for index, node in enumerate(nodes):
            column, row = divmod(index, height)
            in_column = min(height, len(nodes) - column * height)
            # neighbouring columns are shifted by half a row, so that long names pass each other
            shift = _ROW_GAP / 2 * (column % 2)
            points[node] = Point(left + column * _SUBCOLUMN_GAP, (row - (in_column - 1) / 2) * _ROW_GAP + shift)
        left += (columns - 1) * _SUBCOLUMN_GAP + _COLUMN_GAP
    return points


def _choose_rows(sizes: list[int]) -> int:
    """The number of rows that gives the picture a shape nearest to the canvas's."""

    def shape(rows: int) -> float:
        columns = [math.ceil(size / rows) for size in sizes]
        width = sum((count - 1) * _SUBCOLUMN_GAP for count in columns) + len(sizes) * _COLUMN_GAP
        return width / (min(rows, max(sizes)) * _ROW_GAP)

    return min(range(4, 80), key=lambda rows: abs(shape(rows) - _SHAPE))


def _by_force(graph: nx.MultiDiGraph[str]) -> Mapping[str, Point]:
    """Linked nodes near each other."""
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(graph))
    simple.add_edges_from(sorted(graph.to_undirected().edges()))
    # "force" needs no SciPy at any size
    positions = nx.spring_layout(simple, seed=_SEED, iterations=120, k=2.2 / math.sqrt(len(simple)), method="force")
    scale = _FORCE_GAP * math.sqrt(len(simple))
    return {node: Point(round(float(x) * scale, 1), round(float(y) * scale, 1)) for node, (x, y) in positions.items()}


def to_graphml(graph: nx.MultiDiGraph[str]) -> str:
    """The network as GraphML, for Gephi, Cytoscape and yEd."""
    return "\n".join(nx.generate_graphml(graph)) + "\n"
