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
from kg.network import Link, Thing
from kg.prefixes import BASE
from kg.query import iter_rows
from kg.store import Generation
from kg.vocabulary import EKG, SKOS

__all__ = [
    "MOST_REPORTS",
    "NARROWER",
    "TIES_OF",
    "Names",
    "Neighbourhoods",
    "Report",
    "Surroundings",
    "Tie",
    "Told",
]

MOST_REPORTS = 40
"""Reports behind a tie that a reader is shown."""
_IDS = f"{BASE}id/"
_QUESTIONS = {"study": "studies", "claim": "claims"}
_MOST_MEMBERS = 300
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
TIES_OF: Mapping[str, tuple[tuple[Tie, bool], ...]] = {
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
        return self._around_concept(thing) if thing.kind in TIES_OF else self._around_other(thing)

    def _around_concept(self, thing: Thing) -> Surroundings:
        ties = (self.ties(thing.iri, tie, is_out) for tie, is_out in TIES_OF[thing.kind])
        links = [*chain.from_iterable(ties), *self._iter_kinds_of(thing)]
        others = {link.target if link.source == thing.iri else link.source for link in links}
        near = {iri: self.names.things[iri] for iri in sorted(others) if iri in self.names.things}
        kept = tuple(link for link in links if {link.source, link.target} <= {thing.iri, *near})
        rows = iter_rows(self._generation, "network_counts", _CountRow, values={"thing": URIRef(thing.iri)})
        counts = {row.kind: row.count for row in rows}
        return Surroundings(thing, near, kept, counts)

    def _members(self, iri: str, kind: str) -> tuple[str, ...]:
        """The IRIs of the newest studies that look at a concept, or of claims that speak of it; at most 300."""
        values = {"thing": URIRef(iri)}
        rows = iter_rows(self._generation, f"network_{_QUESTIONS[kind]}", _IriRow, values=values, most=_MOST_MEMBERS)
        return tuple(row.iri for row in rows)

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


def _kind_of(iri: str) -> str:
    """What kind of thing has such an IRI; empty for a concept and for what is no node."""
    match iri.removeprefix(_IDS).split("/") if iri.startswith(_IDS) else ():
        case ["study", _]:
            return "study"
        case ["article", _, "claim", _]:
            return "claim"
    return ""
