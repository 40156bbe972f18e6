"""The graph's things and links as GraphML, for Gephi, Cytoscape and yEd."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.network import Link, Picture, Thing
from kg.network import to_graphml as write_graphml

__all__ = ["to_graphml"]

_STEPS = 2
"""From an article to its claims, and from these to what they speak of and lean on."""


def to_graphml(things: Iterable[Thing], links: Iterable[Link], *, focus: str | None = None) -> str:
    """The network; with ``focus`` the thing of this IRI, and what it leads to in two steps."""
    known, kept_links = {thing.iri: thing for thing in things}, list(links)
    near = set(known) if focus is None else _near(focus, kept_links)
    kept = tuple(thing for iri, thing in known.items() if iri in near)
    ends = {thing.iri for thing in kept}
    between = tuple(link for link in kept_links if link.source in ends and link.target in ends)
    return write_graphml(Picture(kept, between, ()))


def _near(focus: str, links: Sequence[Link]) -> set[str]:
    near = {focus}
    for _ in range(_STEPS):
        near |= {link.target for link in links if link.source in near}
    return near
