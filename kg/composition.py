"""Which part of the graph a picture shows: the things around those that a reader opened, as many as can be read.

Studies and claims around a concept are one node each with their number, or drawn one by one as far as there is room.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest

from kg.neighbourhood import Neighbourhoods, Surroundings, Tie
from kg.network import Link, Path, Picture, Thing

__all__ = ["MOST_NODES", "compose", "compose_paths", "count_of"]

MOST_NODES = 300
_MOST_OPENED = 16
_MOST_TIED = 24
"""Mechanisms whose own ties are read, to link them with the outcomes that are drawn."""
_MEMBER_RELATION = {"study": "look at", "claim": "speak of"}
_PLURAL = {
    "therapy": "therapies",
    "study": "studies",
    "criterion": "criteria",
}


def count_of(count: int, kind: str) -> str:
    """So many things of a kind.

    >>> count_of(1, "study"), count_of(2, "study"), count_of(1200, "claim")
    ('1 study', '2 studies', '1,200 claims')
    """
    return f"{count:,} {kind if count == 1 else _PLURAL.get(kind, f'{kind}s')}"


def compose(
    source: Neighbourhoods, hubs: Sequence[str], *, kinds: Collection[str], most: int, is_each: bool
) -> Picture:
    """The picture around a thing and around those that were opened after it.

    Args:
        source: the graph.
        hubs: IRIs of things that exist: what the picture is around, then what was opened.
        kinds: what to draw besides the hubs.
        most: how many things to draw around the first; the kinds take turns in it.
        is_each: whether studies and claims are drawn one by one, as far as there is room.
    """
    things: dict[str, Thing] = {}
    links: dict[Link, None] = {}
    stages: list[tuple[str, ...]] = []
    remarks: list[str] = []
    for number, hub in enumerate(hubs):
        around = source.around(hub)
        if around is None:
            continue
        room = min(most if number == 0 else _MOST_OPENED, MOST_NODES - len(things))
        new, further, left_out = _choose(source, around, kinds, room, things, is_each=is_each)
        before = set(things)
        things |= {hub: around.thing} | {thing.iri: thing for thing in new}
        links |= dict.fromkeys((*around.links, *further))
        stages.append(tuple(iri for iri in things if iri not in before))
        if left_out:
            remarks.append(f"Around {around.thing.label} {_listed(left_out)} not drawn one by one.")
    links |= dict.fromkeys(_between_drawn(source, things))
    drawn = [link for link in links if link.source in things and link.target in things]
    if is_each and any(thing.kind == "study" and not thing.members for thing in things.values()):
        drawn = _without_told(drawn, things)
    return Picture(
        tuple(things.values()), tuple(sorted(drawn, key=_order)), tuple(filter(None, stages)), tuple(remarks)
    )


def _order(link: Link) -> tuple[str, str, str]:
    return link.source, link.target, link.relation


def _listed(left_out: Mapping[str, int]) -> str:
    parts = [count_of(count, kind) for kind, count in left_out.items()]
    is_one = len(parts) == 1 and next(iter(left_out.values())) == 1
    return f"{', '.join(parts)} {'is' if is_one else 'are'}"


def _choose(
    source: Neighbourhoods,
    around: Surroundings,
    kinds: Collection[str],
    room: int,
    drawn: Mapping[str, Thing],
    *,
    is_each: bool,
) -> tuple[list[Thing], list[Link], dict[str, int]]:
    """The things that a hub brings in, links of theirs, and how many of each kind it has beyond."""
    waiting = _ranked(around, kinds, drawn)
    groups = [kind for kind, count in around.counts.items() if kind in kinds and count]
    members = {kind: source.members(around.thing.iri, kind) if is_each else () for kind in groups}
    for kind in groups if is_each else ():
        found = [each for iri in members[kind][:room] if (each := source.find(iri)) is not None]
        waiting[kind] = [thing for thing in found if thing.iri not in drawn]
    room -= len(groups)
    turns = (thing for turn in zip_longest(*waiting.values()) for thing in turn if thing is not None)
    chosen = [thing for thing, _ in zip(turns, range(max(room, 0)), strict=False)]
    links: list[Link] = []
    for thing in chosen:
        if thing.kind in members and (member := source.member(thing.iri)) is not None:
            links += member.links
    left_out: dict[str, int] = {}
    for kind, candidates in waiting.items():
        count = sum(thing.kind == kind for thing in chosen)
        if kind not in groups and count < len(candidates):
            left_out[kind] = len(candidates) - count
    one_by_one = {thing.iri for thing in chosen} | drawn.keys()
    for kind in groups:
        shown = sum(iri in one_by_one for iri in members[kind])
        rest = around.counts[kind] - shown
        if rest:
            words = count_of(rest, kind).replace(" ", " more " if shown else " ", 1)
            chosen.append(Thing(f"{around.thing.iri}#{kind}", kind, words, rest))
            links.append(Link(f"{around.thing.iri}#{kind}", _MEMBER_RELATION[kind], around.thing.iri))
            left_out[kind] = rest
    return chosen, links, left_out


def _ranked(around: Surroundings, kinds: Collection[str], drawn: Mapping[str, Thing]) -> dict[str, list[Thing]]:
    """What is near, by kind: the things with most reports first; what is drawn already is left out."""
    weight: dict[str, int] = {}
    for link in around.links:
        for iri in (link.source, link.target):
            weight[iri] = max(weight.get(iri, 0), link.reports)
    found = [thing for thing in around.near.values() if thing.kind in kinds and thing.iri not in drawn]
    ranked: dict[str, list[Thing]] = {kind: [] for kind in kinds}
    for thing in sorted(found, key=lambda thing: (-weight[thing.iri], thing.label.casefold(), thing.iri)):
        ranked[thing.kind].append(thing)
    return {kind: things for kind, things in ranked.items() if things}


def _between_drawn(source: Neighbourhoods, things: Mapping[str, Thing]) -> Iterator[Link]:
    """What links the mechanisms that are drawn with outcomes and therapies that are drawn."""
    mechanisms = [thing.iri for thing in things.values() if thing.kind == "mechanism"]
    for iri in mechanisms[:_MOST_TIED]:
        yield from source.ties(iri, Tie.GOES_WITH, True)


def _without_told(links: Iterable[Link], things: Mapping[str, Thing]) -> list[Link]:
    """Without the ties that studies which are drawn tell already, where all of a tie's reports are drawn."""
    linked: dict[str, set[str]] = {}
    kept = list(links)
    for link in kept:
        if things[link.source].kind == "study" and not things[link.source].members:
            linked.setdefault(link.target, set()).add(link.source)

    def is_told(link: Link) -> bool:
        shown = linked.get(link.source, set()) & linked.get(link.target, set())
        return link.relation in {*Tie} and len(shown) >= link.reports

    return [link for link in kept if not is_told(link)]


def compose_paths(source: Neighbourhoods, paths: Sequence[Path], start: str) -> Picture:
    """The picture of some paths, with every link that lies on one of them; the start first."""
    iris = dict.fromkeys(chain((start,), *(path.nodes for path in paths)))
    things = tuple(thing for iri in iris if (thing := source.find(iri)) is not None)
    links = dict.fromkeys(link for path in paths for link in path.links)
    return Picture(things, tuple(sorted(links, key=_order)), (tuple(thing.iri for thing in things),))
