"""The graph's things and links as GraphML, for Gephi, Cytoscape and yEd."""

from __future__ import annotations

import re
from collections.abc import Iterable

import networkx as nx

from kg.network import Link, Thing, build_network
from kg.network import to_graphml as write_graphml

__all__ = ["to_graphml"]

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write (section 2.2)."""
_STEPS = 2
"""From an article to its claims, and from these to what they speak of and lean on."""


def to_graphml(things: Iterable[Thing], links: Iterable[Link], *, focus: str | None = None) -> str:
    """The network; with ``focus`` the thing of this IRI, and what it leads to in two steps.

    Raises:
        KeyError: if there is no such thing.
    """
    cleaned = (Thing(thing.iri, thing.kind, _NOT_IN_XML.sub("", thing.label)) for thing in things)
    network = build_network(cleaned, links)
    if focus is not None:
        near = nx.single_source_shortest_path_length(network, focus, cutoff=_STEPS)
        network = build_network(
            (Thing(iri, data["kind"], data["label"]) for iri, data in network.nodes(data=True) if iri in near),
            (Link(source, data["relation"], target) for source, target, data in network.edges(data=True)),
        )
    return write_graphml(network)
