"""The ways between two things of the graph, through what lies around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.neighbourhood import TIES_OF, Neighbourhoods, Surroundings, Tie
from kg.network import Link, Path, Thing, find_paths

__all__ = ["LONGEST_PATH", "find_ways"]

LONGEST_PATH = 3
"""Steps."""
_MEANINGFUL = ("therapy", "mechanism", "outcome", "study", "claim", "article")
"""What a path may lead through."""
_MOST_WALKED = 60


def find_ways(source: Neighbourhoods, start: str, goal: str) -> tuple[Path, ...]:
    """The ways between two things of at most three steps: the shortest, those one longer, those by a mechanism.

    A way does not lead through people, conditions or criteria, nor through a concept that only names its kind: that
    two therapies were both tried in adults would link everything with everything. Roundabout ways by a mechanism
    are looked for only where no way of two steps leads by one.
    """
    ends = [found for iri in (start, goal) if (found := source.around(iri)) is not None]
    if start == goal or len(ends) < 2:
        return ()
    known = {each.thing.iri: each for each in ends}
    paths = _walk(known.values(), start, goal, longest=2)
    if not any(_is_by_mechanism(source, path) for path in paths):
        near = [thing for each in ends for thing in each.near.values()]
        known |= _around_each(source, (thing for thing in near if thing.kind == "mechanism"))
        if not paths:
            known |= _around_each(source, near)
        paths = _walk(known.values(), start, goal, longest=LONGEST_PATH)
    shortest = len(paths[0].links) if paths else 0
    return tuple(path for path in paths if len(path.links) <= shortest + 1 or _is_by_mechanism(source, path))


def _around_each(source: Neighbourhoods, things: Iterable[Thing]) -> dict[str, Surroundings]:
    wanted = [thing for thing in things if _is_meaningful(thing)]
    cheap_first = sorted(wanted, key=lambda thing: (thing.kind in TIES_OF, thing.iri))
    found = (source.around(thing.iri) for thing in cheap_first[:_MOST_WALKED])
    return {each.thing.iri: each for each in found if each is not None}


def _is_by_mechanism(source: Neighbourhoods, path: Path) -> bool:
    inner = [source.names.things.get(iri) for iri in path.nodes[1:-1]]
    return any(thing is not None and thing.kind == "mechanism" for thing in inner)


def _is_meaningful(thing: Thing) -> bool:
    """Whether a path may lead through it."""
    return thing.kind in _MEANINGFUL and thing.iri.rpartition("/")[2] != thing.kind


def _walk(around: Iterable[Surroundings], start: str, goal: str, *, longest: int) -> tuple[Path, ...]:
    things: dict[str, Thing] = {}
    links: list[Link] = []
    for each in around:
        things |= {each.thing.iri: each.thing, **each.near}
        links += each.links
    allowed = {iri for iri, thing in things.items() if _is_meaningful(thing)} | {start, goal}
    walkable = [link for link in links if {link.source, link.target} <= allowed]
    found = find_paths(walkable, start, goal, longest=longest)
    return tuple(path for path in found if not any(_is_leap(things[iri], *pair) for iri, *pair in _turns(path)))


def _turns(path: Path) -> Iterator[tuple[str, Link, Link]]:
    """Each inner node with the links before and behind it."""
    yield from zip(path.nodes[1:-1], path.links, path.links[1:], strict=False)


def _is_leap(inner: Thing, before: Link, behind: Link) -> bool:
    """Whether a way changes its subject at an outcome: a therapy is studied for it, and a mechanism elsewhere."""
    return inner.kind == "outcome" and {before.relation, behind.relation} == {Tie.STUDIED_FOR, Tie.GOES_WITH}
