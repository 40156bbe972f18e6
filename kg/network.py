"""Pictures of a part of the graph: what is drawn, where it stands, which ways lead through it, and its GraphML.

Nothing here reads the store; see :mod:`kg.neighbourhood` for that.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count, pairwise

import networkx as nx

__all__ = [
    "Layout",
    "Link",
    "Path",
    "Picture",
    "Point",
    "Thing",
    "find_paths",
    "name_lines",
    "place",
    "place_paths",
    "short_label",
    "to_graphml",
    "xml_text",
]

_LINE_LENGTH = 20
_SEED = 1
_LAYERS = ("therapy", "mechanism", "outcome", "condition", "study", "claim", "article")
"""Kinds from left to right in the layered layout; population and criterion share the place of condition."""
_COLUMN = {kind: number for number, kind in enumerate(_LAYERS)} | {"population": 3, "criterion": 3}
_COLUMN_GAP = 265
_SUBCOLUMN_GAP = 190
_ROW_GAP = 82
_LINE_GAP = 36
"""What a row needs more below a name of two lines."""
_FORCE_GAP = 150
_SHAPE = 1.1
"""Width to height of the canvas on a wide page."""
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold (XML 1.0, section 2.2)."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A node: its IRI, what kind of thing it is, and its name.

    Attributes:
        members: how many things a group stands for; 0 for a thing by itself.
    """

    iri: str
    kind: str
    label: str
    members: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """An edge: from one IRI to another, and the relation in words.

    Attributes:
        reports: how many reports of studies it rests on; 0 where it is said of the two things directly.
    """

    source: str
    relation: str
    target: str
    reports: int = 0


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
class Picture:
    """What is drawn.

    Attributes:
        things: each once; the first is the one that the picture is around.
        links: between these things.
        stages: the IRIs in the order in which the reader brought them in; a later stage moves nothing of an earlier.
        remarks: what is not drawn as it is, in words.
    """

    things: tuple[Thing, ...]
    links: tuple[Link, ...]
    stages: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...] = ()

    @property
    def focus(self) -> str:
        """The IRI of what it is around."""
        return self.things[0].iri

    def find(self, iri: str) -> Thing | None:
        """The thing of this IRI, if it is drawn."""
        return next((thing for thing in self.things if thing.iri == iri), None)

    def links_of(self, iri: str) -> tuple[Link, ...]:
        """The links that begin or end at a thing."""
        return tuple(link for link in self.links if iri in (link.source, link.target))


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one thing to another along links, whichever way these point.

    Attributes:
        nodes: IRIs in order, both ends included.
        links: one for each step.
    """

    nodes: tuple[str, ...]
    links: tuple[Link, ...]

    @property
    def reports(self) -> int:
        """Reports behind its weakest step; a step that is said directly is as strong as one report."""
        return min(max(link.reports, 1) for link in self.links)


def short_label(label: str) -> str:
    """A study's label without its title, where it names an author.

    >>> short_label("Smith et al. 2020: A trial"), short_label("2020: A trial")
    ('Smith et al. 2020', '2020: A trial')
    """
    head = label.split(":", 1)[0]
    return head if any(character.isalpha() for character in head) else label


def name_lines(thing: Thing) -> list[str]:
    """A name of at most two short lines; a study's is its first author and year.

    >>> name_lines(Thing("", "outcome", "Progress of hair loss"))
    ['Progress of hair', 'loss']
    """
    words = short_label(thing.label) if thing.kind == "study" else thing.label
    return textwrap.wrap(words, _LINE_LENGTH, max_lines=2, placeholder=" …")


def find_paths(links: Iterable[Link], start: str, goal: str, *, longest: int) -> tuple[Path, ...]:
    """Every way of at most so many steps that visits nothing twice; short ones first, then the better borne out.

    Args:
        links: what can be walked; of several between the same two, the one with the most reports is taken.
        start: where to begin.
        goal: where to arrive.
        longest: steps.

    >>> links = [Link("a", "acts through", "m", 2), Link("m", "goes with", "b", 1), Link("a", "is studied for", "b", 5)]
    >>> [path.nodes for path in find_paths(links, "a", "b", longest=3)]
    [('a', 'b'), ('a', 'm', 'b')]
    """
    best: dict[tuple[str, str], Link] = {}
    for link in sorted(links, key=lambda link: (link.reports, link.relation)):
        best[link.source, link.target] = best[link.target, link.source] = link
    walkable: nx.Graph[str] = nx.Graph()
    walkable.add_nodes_from((start, goal))
    walkable.add_edges_from(best)
    if start == goal:
        return ()
    found = [
        Path(tuple(nodes), tuple(best[step] for step in pairwise(nodes)))
        for nodes in nx.all_simple_paths(walkable, start, goal, cutoff=longest)
    ]
    return tuple(sorted(found, key=lambda path: (len(path.nodes), -path.reports, path.nodes)))


def place(picture: Picture, layout: Layout) -> Mapping[str, Point]:
    """A position for every node: the same for the same picture, and for what a further stage was added to."""
    return _in_layers(picture) if layout is Layout.LAYERED else _by_force(picture)


def place_paths(paths: Sequence[Path], start: str) -> Mapping[str, Point]:
    """Positions for the nodes of ways between the same two ends: each way on a line of its own, ends in the middle."""
    points = {start: Point(0.0, 0.0)}
    if not paths:
        return points
    steps = max(len(path.links) for path in paths)
    rows = _rows_around_middle(is_middle_free=all(len(path.links) > 1 for path in paths))
    for path in paths:
        inner = [iri for iri in path.nodes[1:-1] if iri not in points]
        row = next(rows) if inner else 0
        for iri in inner:
            at = path.nodes.index(iri) / len(path.links) * steps
            points[iri] = Point(at * _COLUMN_GAP, row * _ROW_GAP * 1.6)
    points[paths[0].nodes[-1]] = Point(float(steps * _COLUMN_GAP), 0.0)
    return points


def _rows_around_middle(*, is_middle_free: bool) -> Iterator[int]:
    """0 if it is free, then -1, 1, -2, 2 and so on."""
    if is_middle_free:
        yield 0
    for number in count(1):
        yield -number
        yield number


def _in_layers(picture: Picture) -> Mapping[str, Point]:
    """Kinds side by side; a kind with many nodes takes several columns, so that names stay readable."""
    column_of = {thing.iri: _COLUMN.get(thing.kind, len(_LAYERS)) for thing in picture.things}
    wrapped = frozenset(thing.iri for thing in picture.things if len(name_lines(thing)) > 1)
    first = _by_column(picture.stages[0], column_of)
    rows = _choose_rows([len(nodes) for nodes in first.values()])
    points: dict[str, Point] = {}
    bands: dict[int, _Band] = {}
    right = 0.0
    for stage in picture.stages:
        for number, nodes in _by_column(stage, column_of).items():
            if number not in bands:
                bands[number] = _Band.beginning_at(right, nodes, rows, wrapped)
                right = bands[number].right
            points |= bands[number].take(nodes)
    return points


def _by_column(nodes: Sequence[str], column_of: Mapping[str, int]) -> dict[int, list[str]]:
    columns: dict[int, list[str]] = {}
    for node in nodes:
        columns.setdefault(column_of[node], []).append(node)
    return dict(sorted(columns.items()))


@dataclass(slots=True)
class _Band:
    """The place of one kind: columns side by side, filled row by row and then below.

    Attributes:
        y: of the row that is being filled.
        wrapped: the nodes with names of two lines.
        is_deep: whether that row holds one of them.
    """

    left: float
    columns: int
    y: float
    wrapped: frozenset[str]
    taken: int = 0
    is_deep: bool = False

    @classmethod
    def beginning_at(cls, left: float, nodes: Sequence[str], rows: int, wrapped: frozenset[str]) -> _Band:
        """A band with the rows that these nodes take around the middle."""
        columns = math.ceil(len(nodes) / rows)
        filled = [nodes[at : at + columns] for at in range(0, len(nodes), columns)]
        height = sum(_row_height(is_deep=not wrapped.isdisjoint(row)) for row in filled[:-1])
        return cls(left, columns, -height / 2, wrapped)

    @property
    def right(self) -> float:
        """Where the next band may begin."""
        return self.left + (self.columns - 1) * _SUBCOLUMN_GAP + _COLUMN_GAP

    def take(self, nodes: Sequence[str]) -> dict[str, Point]:
        """Places for further nodes."""
        return {node: self._place(node) for node in nodes}

    def _place(self, node: str) -> Point:
        column = self.taken % self.columns
        if self.taken and not column:
            self.y += _row_height(is_deep=self.is_deep)
            self.is_deep = False
        self.taken += 1
        self.is_deep |= node in self.wrapped
        # neighbouring columns are shifted by half a row, so that long names pass each other
        return Point(self.left + column * _SUBCOLUMN_GAP, self.y + _ROW_GAP / 2 * (column % 2))


def _row_height(*, is_deep: bool) -> int:
    return _ROW_GAP + _LINE_GAP if is_deep else _ROW_GAP


def _choose_rows(sizes: list[int]) -> int:
    """The number of rows that gives the picture a shape nearest to the canvas's."""

    def shape(rows: int) -> float:
        columns = [math.ceil(size / rows) for size in sizes]
        width = sum((number - 1) * _SUBCOLUMN_GAP for number in columns) + len(sizes) * _COLUMN_GAP
        return width / (min(rows, max(sizes)) * _ROW_GAP)

    return min(range(4, 80), key=lambda rows: abs(shape(rows) - _SHAPE))


def _by_force(picture: Picture) -> Mapping[str, Point]:
    """Linked nodes near each other; a later stage is placed with the earlier ones held where they are."""
    graph: nx.Graph[str] = nx.Graph()
    held: dict[str, tuple[float, float]] = {}
    for stage in picture.stages:
        graph.add_nodes_from(sorted(stage))
        graph.add_edges_from(
            sorted((link.source, link.target) for link in picture.links if {link.source, link.target} <= {*graph})
        )
        gap = 2.2 / math.sqrt(len(graph))
        # "force" needs no SciPy at any size
        positions = nx.spring_layout(
            graph,
            seed=_SEED,
            iterations=_rounds(len(graph)),
            k=gap,
            method="force",
            pos=held or None,
            fixed=[*held] or None,
        )
        held = {node: (float(x), float(y)) for node, (x, y) in positions.items()}
    scale = _FORCE_GAP * math.sqrt(len(picture.stages[0]))
    return {node: Point(round(x * scale, 1), round(y * scale, 1)) for node, (x, y) in held.items()}


def _rounds(size: int) -> int:
    """How often nodes are moved; each round of a picture of 300 costs nine times that of one of 100.

    >>> _rounds(20), _rounds(300)
    (120, 50)
    """
    return max(50, min(120, 15_000 // size))


def xml_text(words: str) -> str:
    r"""Words as an XML document may hold them.

    >>> xml_text("a\x00b")
    'a�b'
    """
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words)


def to_graphml(picture: Picture) -> str:
    """The picture's network as GraphML, for Gephi, Cytoscape and yEd."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for thing in picture.things:
        graph.add_node(thing.iri, kind=thing.kind, label=xml_text(thing.label), members=thing.members)
    for link in picture.links:
        graph.add_edge(link.source, link.target, key=link.relation, relation=link.relation, reports=link.reports)
    return "\n".join(nx.generate_graphml(graph)) + "\n"
