"""What lies around a thing of the graph, read for one thing at a time, so that the whole may be of any size.

Two concepts that reports of studies look at together are linked by a *tie*, which tells how many reports do. Studies
and claims are counted, and read only where they are to be drawn one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import chain, islice

from rdflib import RDFS, URIRef

from kg.model.appraisal import NoticeAction
from kg.network import Link, Path, Thing, find_paths
from kg.prefixes import BASE
from kg.query import iter_rows
from kg.store import Generation
from kg.vocabulary import EKG, SKOS

__all__ = [
    "LONGEST_PATH",
    "MOST_REPORTS",
    "NARROWER",
    "Names",
    "Neighbourhoods",
    "Report",
    "Surroundings",
    "Tie",
    "Told",
]

LONGEST_PATH = 3
"""Steps."""
MOST_REPORTS = 40
"""Reports behind a tie that a reader is shown."""
_MEANINGFUL = ("therapy", "mechanism", "outcome", "study", "claim", "article")
"""What a path may lead through."""
_IDS = f"{BASE}id/"
_QUESTIONS = {"study": "studies", "claim": "claims"}
_MOST_MEMBERS = 300
_MOST_WALKED = 60
_KEPT = 256
_RELATIONS: Mapping[URIRef, str] = {
    EKG.studiesTherapy: "studies therapy",
    EKG.examinesMechanism: "examines mechanism",
    EKG.reportsOutcome: "reports outcome",
    EKG.studiesCondition: "studies condition",
    EKG.studiesPopulation: "studies population",
    EKG.excludes: "excludes",
    EKG.leansOn: "leans on",
    EKG.mentions: "mentions",
}
"""What a study or claim says of others; the words are the ontology's where it is in the graph."""


class Tie(StrEnum):
    """How reports of studies link two concepts, read from the first to the second."""

    STUDIED_FOR = "is studied for"
    ACTS_THROUGH = "is said to act through"
    GOES_WITH = "is looked at together with"
    STUDIED_IN = "is studied in"
    STUDIED_AMONG = "is studied among"
    STUDIED_WITHOUT = "has studies that leave out"

    @property
    def ends(self) -> tuple[URIRef, URIRef]:
        """What a report does with the first concept, and with the second."""
        return _ENDS[self]


_ENDS: Mapping[Tie, tuple[URIRef, URIRef]] = {
    Tie.STUDIED_FOR: (EKG.studiesTherapy, EKG.reportsOutcome),
    Tie.ACTS_THROUGH: (EKG.studiesTherapy, EKG.examinesMechanism),
    Tie.GOES_WITH: (EKG.examinesMechanism, EKG.reportsOutcome),
    Tie.STUDIED_IN: (EKG.studiesTherapy, EKG.studiesCondition),
    Tie.STUDIED_AMONG: (EKG.studiesTherapy, EKG.studiesPopulation),
    Tie.STUDIED_WITHOUT: (EKG.studiesTherapy, EKG.excludes),
}
_TIES_OF: Mapping[str, tuple[tuple[Tie, bool], ...]] = {
    "therapy": (
        (Tie.ACTS_THROUGH, True),
        (Tie.STUDIED_FOR, True),
        (Tie.STUDIED_IN, True),
        (Tie.STUDIED_AMONG, True),
        (Tie.STUDIED_WITHOUT, True),
    ),
    "mechanism": ((Tie.ACTS_THROUGH, False), (Tie.GOES_WITH, True)),
    "outcome": ((Tie.STUDIED_FOR, False), (Tie.GOES_WITH, False)),
    "condition": ((Tie.STUDIED_IN, False), (Tie.STUDIED_WITHOUT, False)),
    "population": ((Tie.STUDIED_AMONG, False), (Tie.STUDIED_WITHOUT, False)),
    "criterion": ((Tie.STUDIED_WITHOUT, False),),
}
"""The ties that a concept of each kind can have, and whether they lead from it."""
NARROWER = "is a kind of"


@dataclass(frozen=True)
class Names:
    """The concepts and articles of the graph by IRI: the part of it that is small however many studies there are."""

    things: Mapping[str, Thing]

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[Thing, ...]]:
        """The things of each kind, by label."""
        kinds: dict[str, list[Thing]] = {}
        for thing in sorted(self.things.values(), key=lambda thing: (thing.label.casefold(), thing.iri)):
            kinds.setdefault(thing.kind, []).append(thing)
        return {kind: tuple(things) for kind, things in kinds.items()}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """One thing and what it is linked to.

    Attributes:
        thing: itself.
        near: what it is linked to; the studies and claims of a concept are not among them.
        links: to what is near, and of a study or claim to whatever else it is linked to.
        counts: of a concept, how many studies look at it and how many claims speak of it, by kind.
    """

    thing: Thing
    near: Mapping[str, Thing]
    links: tuple[Link, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a report says of a concept, in our words, and where it was read."""

    outcome: str
    direction: str
    value: str | None
    tested_in: str | None
    part: str | None
    confidence: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """What one report says of a concept.

    Attributes:
        study: itself.
        rung: on the ladder of evidence; ``None`` where it stands on none.
        is_excluded: whether an editorial notice makes it count for nothing.
        group: what other reports of the same study share; ``None`` where it has no other.
        told: what it says; nothing where it only names the concept.
    """

    study: Thing
    rung: str | None
    is_excluded: bool
    group: str | None
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class _TieRow:
    other: str
    reports: int


@dataclass(frozen=True, slots=True)
class _NeighbourRow:
    relation: str
    is_out: str
    other: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class _CountRow:
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class _BusyRow:
    thing: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class _IriRow:
    iri: str


@dataclass(frozen=True, slots=True)
class _ReportRow:
    report: str


@dataclass(frozen=True, slots=True)
class _NamedRow:
    iri: str
    kind: str
    label: str


class Neighbourhoods:
    """The neighbourhoods of one generation, each read when it is first asked for and kept for a while.

    Args:
        generation: the state of the graph.
    """

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self.names = Names(
            {row.iri: Thing(row.iri, row.kind, row.label) for row in iter_rows(generation, "network_names", _NamedRow)}
        )
        self.around = lru_cache(maxsize=_KEPT)(self._around)
        self.members = lru_cache(maxsize=_KEPT)(self._members)
        self.ties = lru_cache(maxsize=_KEPT)(self._ties)
        self.reports = lru_cache(maxsize=_KEPT)(self._reports)
        self._words = {relation: self._label(str(relation)) or name for relation, name in _RELATIONS.items()}

    def find(self, iri: str) -> Thing | None:
        """The node of this IRI; ``None`` if the graph has no such concept, study, article or claim."""
        if iri in self.names.things:
            return self.names.things[iri]
        kind = _kind_of(iri)
        label = self._label(iri) if kind else None
        return Thing(iri, kind, label) if kind and label is not None else None

    def busiest(self, iris: Iterable[str]) -> str | None:
        """The concept that most studies look at, the first by IRI among equals; ``None`` where there is no concept."""
        rows = iter_rows(self._generation, "network_counts", _BusyRow)
        counts = {row.thing: row.count for row in rows if row.kind == "study"}
        return min(iris, key=lambda iri: (-counts.get(iri, 0), iri), default=None)

    def member(self, iri: str) -> Surroundings | None:
        """A study or claim with its links to concepts, and of a claim to studies; ``None`` if there is none."""
        thing = self.find(iri)
        if thing is None:
            return None
        links = tuple(
            Link(iri, words, str(target))
            for relation, words in self._words.items()
            for target in sorted(map(str, self._generation.objects(iri, relation)))
        )
        near = {link.target: self.names.things[link.target] for link in links if link.target in self.names.things}
        return Surroundings(thing, near, links)

    def _label(self, iri: str) -> str | None:
        return self._value(iri, RDFS.label)

    def _around(self, iri: str) -> Surroundings | None:
        """What lies around a thing; ``None`` if there is no such thing."""
        thing = self.find(iri)
        if thing is None:
            return None
        return self._around_concept(thing) if thing.kind in _TIES_OF else self._around_other(thing)

    def _around_concept(self, thing: Thing) -> Surroundings:
        ties = (self.ties(thing.iri, tie, is_out) for tie, is_out in _TIES_OF[thing.kind])
        links = [*chain.from_iterable(ties), *self._iter_kinds_of(thing)]
        others = {link.target if link.source == thing.iri else link.source for link in links}
        near = {iri: self.names.things[iri] for iri in sorted(others) if iri in self.names.things}
        kept = tuple(link for link in links if {link.source, link.target} <= {thing.iri, *near})
        rows = iter_rows(self._generation, "network_counts", _CountRow, values={"thing": URIRef(thing.iri)})
        counts = {row.kind: row.count for row in rows}
        return Surroundings(thing, near, kept, counts)

    def _members(self, iri: str, kind: str) -> tuple[str, ...]:
        """The IRIs of the newest studies that look at a concept, or of claims that speak of it; at most 300."""
        rows = iter_rows(self._generation, f"network_{_QUESTIONS[kind]}", _IriRow, values={"thing": URIRef(iri)})
        return tuple(row.iri for row in islice(rows, _MOST_MEMBERS))

    def _ties(self, iri: str, tie: Tie, is_out: bool) -> tuple[Link, ...]:
        """The ties of one sort that lead from a concept, or to it; most reports first."""
        first, second = tie.ends
        own, its = (first, second) if is_out else (second, first)
        rows = iter_rows(
            self._generation, "network_ties", _TieRow, values={"thing": URIRef(iri), "own": own, "its": its}
        )
        return tuple(
            Link(iri, tie.value, row.other, row.reports) if is_out else Link(row.other, tie.value, iri, row.reports)
            for row in rows
            if row.other != iri
        )

    def _iter_kinds_of(self, thing: Thing) -> Iterator[Link]:
        for wider in self._generation.objects(thing.iri, SKOS.broader):
            yield Link(thing.iri, NARROWER, str(wider))
        for narrower in self._generation.subjects(SKOS.broader, URIRef(thing.iri)):
            yield Link(str(narrower), NARROWER, thing.iri)

    def _around_other(self, thing: Thing) -> Surroundings:
        values = {"thing": URIRef(thing.iri)}
        rows = list(iter_rows(self._generation, "network_neighbours", _NeighbourRow, values=values))
        links = tuple(
            Link(thing.iri, row.relation, row.other)
            if row.is_out == "yes"
            else Link(row.other, row.relation, thing.iri)
            for row in rows
        )
        return Surroundings(thing, {row.other: Thing(row.other, row.kind, row.label) for row in rows}, links)

    def _reports(self, link: Link, most: int) -> tuple[Report, ...]:
        """What the newest reports behind a tie say of its second concept; a link that is no tie has none.

        At most so many are read; ``link.reports`` tells how many there are.
        """
        if link.relation not in {*Tie}:
            return ()
        own, its = Tie(link.relation).ends
        source, target = URIRef(link.source), URIRef(link.target)
        values = {"source": source, "target": target, "own": own, "its": its}
        rows = islice(iter_rows(self._generation, "network_reports", _ReportRow, values=values), most)
        return tuple(self._report(row.report, target) for row in rows)

    def _report(self, iri: str, target: URIRef) -> Report:
        values = {"report": URIRef(iri), "target": target}
        return Report(
            study=self.find(iri) or Thing(iri, "study", iri.rpartition("/")[2]),
            rung=self._value(iri, EKG.rung),
            is_excluded=self._value(iri, EKG.standing) == NoticeAction.EXCLUDE,
            group=self._value(iri, EKG.inGroup),
            told=tuple(iter_rows(self._generation, "network_evidence", Told, values=values)),
        )

    def _value(self, iri: str, predicate: URIRef) -> str | None:
        return next((str(value) for value in self._generation.objects(iri, predicate)), None)

    def paths(self, start: str, goal: str) -> tuple[Path, ...]:
        """The ways between two things of at most three steps: the shortest, those one longer, those by a mechanism.

        A way does not lead through people, conditions or criteria, nor through a concept that only names its kind: that
        two therapies were both tried in adults would link everything with everything. Roundabout ways by a mechanism
        are looked for only where no way of two steps leads by one.
        """
        ends = [found for iri in (start, goal) if (found := self.around(iri)) is not None]
        if start == goal or len(ends) < 2:
            return ()
        known = {each.thing.iri: each for each in ends}
        paths = _walk(known.values(), start, goal, longest=2)
        if not any(map(self._is_by_mechanism, paths)):
            near = [thing for each in ends for thing in each.near.values()]
            known |= self._around_each(thing for thing in near if thing.kind == "mechanism")
            if not paths:
                known |= self._around_each(near)
            paths = _walk(known.values(), start, goal, longest=LONGEST_PATH)
        shortest = len(paths[0].links) if paths else 0
        return tuple(path for path in paths if len(path.links) <= shortest + 1 or self._is_by_mechanism(path))

    def _around_each(self, things: Iterable[Thing]) -> dict[str, Surroundings]:
        wanted = [thing for thing in things if _is_meaningful(thing)]
        cheap_first = sorted(wanted, key=lambda thing: (thing.kind in _TIES_OF, thing.iri))
        found = (self.around(thing.iri) for thing in cheap_first[:_MOST_WALKED])
        return {each.thing.iri: each for each in found if each is not None}

    def _is_by_mechanism(self, path: Path) -> bool:
        inner = [self.names.things.get(iri) for iri in path.nodes[1:-1]]
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


def _kind_of(iri: str) -> str:
    """What kind of thing has such an IRI; empty for a concept and for what is no node."""
    match iri.removeprefix(_IDS).split("/") if iri.startswith(_IDS) else ():
        case ["study", _]:
            return "study"
        case ["article", _, "claim", _]:
            return "claim"
    return ""
