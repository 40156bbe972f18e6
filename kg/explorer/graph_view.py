"""What the graph page shows: a neighbourhood, and the card of the node that was chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import networkx as nx
from rdflib import URIRef

from kg.model import Claim, Concept, Fact, Study
from kg.network import Link, Neighbourhood, Thing, build_network, short_label
from kg.prefixes import BASE
from kg.query import iter_rows
from kg.rdf import from_rdf
from kg.store import Generation
from kg.vocabulary import EKG

__all__ = [
    "QUERIES",
    "Card",
    "CardFact",
    "Neighbour",
    "count_in_words",
    "find_busiest",
    "find_iri",
    "list_nodes",
    "list_starts",
    "name_of",
    "read_card",
    "read_network",
]

QUERIES = ("network_things", "network_links", "concept_facts")
"""The questions behind the page."""

_IDS = f"{BASE}id/"
_STARTS = ("therapy", "mechanism", "outcome", "condition", "population", "criterion", "study", "article")
_LONGEST_CARD = 8


@dataclass(frozen=True, slots=True)
class CardFact:
    """One fact in our words, where it was read, and how sure that makes it."""

    text: str
    place: str
    study: str | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A node that the card's node is linked to, by a relation that leads there (→) or comes from there (←)."""

    relation: str
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one node.

    Attributes:
        name: as in links.
        text: a definition, a title, a claim's words.
        remarks: short further lines.
        facts: at most as many as a reader takes in; ``further`` says how many there are beyond.
        address: where a study can be read.
        article: for a claim or an article, the article's key; ``claim`` the claim's.
    """

    name: str
    kind: str
    label: str
    text: str = ""
    remarks: tuple[str, ...] = ()
    facts: tuple[CardFact, ...] = ()
    further: int = 0
    neighbours: tuple[Neighbour, ...] = ()
    address: str | None = None
    article: str | None = None
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class _FactRow:
    study: str
    name: str
    outcome: str
    direction: str
    value: str | None
    part: str | None
    confidence: str | None


def read_network(generation: Generation) -> nx.MultiDiGraph[str]:
    """All things of the graph and the direct edges between them; not to be changed."""
    things = iter_rows(generation, "network_things", Thing)
    return build_network(things, iter_rows(generation, "network_links", Link))


def name_of(iri: str) -> str:
    """An IRI as links name it.

    >>> name_of("https://evidence-kg.example/id/study/smith-2020")
    'study/smith-2020'
    """
    return iri.removeprefix(_IDS)


def find_iri(name: str | None, network: nx.MultiDiGraph[str]) -> str | None:
    """The node that a link names, or ``None``."""
    return f"{_IDS}{name}" if name and f"{_IDS}{name}" in network else None


def list_starts(network: nx.MultiDiGraph[str], *, asked: str | None = None) -> Mapping[str, str]:
    """Where a walk can start: kind and label by name, therapies first; nodes without any link are left out.

    Args:
        network: all things and edges.
        asked: a node to offer whatever it is.
    """
    nodes = [iri for iri in network if iri == asked or (network.degree(iri) and _kind(network, iri) in _STARTS)]
    return _by_name(network, nodes)


def find_busiest(network: nx.MultiDiGraph[str]) -> str | None:
    """The therapy with the most links, by name; where there is no therapy, the busiest of what comes next."""
    starts = [iri for iri in network if _kind(network, iri) in _STARTS and network.degree(iri)]
    best = min(starts, key=lambda iri: (_STARTS.index(_kind(network, iri)), -network.degree(iri), iri), default=None)
    return name_of(best) if best else None


def list_nodes(neighbourhood: Neighbourhood) -> Mapping[str, str]:
    """The nodes that are drawn: kind and label by name, the focus first."""
    graph, focus = neighbourhood.graph, neighbourhood.focus
    return _by_name(graph, [focus]) | _by_name(graph, [iri for iri in graph if iri != focus])


def _kind(network: nx.MultiDiGraph[str], iri: str) -> str:
    return str(network.nodes[iri]["kind"])


def _by_name(network: nx.MultiDiGraph[str], iris: list[str]) -> dict[str, str]:
    """Kind and label of nodes by name, in order of kind and label."""

    def order(iri: str) -> tuple[int, str, str]:
        kind = _kind(network, iri)
        return _STARTS.index(kind) if kind in _STARTS else len(_STARTS), network.nodes[iri]["label"].casefold(), iri

    return {name_of(iri): f"{_kind(network, iri)} · {network.nodes[iri]['label']}" for iri in sorted(iris, key=order)}


def count_in_words(neighbourhood: Neighbourhood, depth: int) -> str:
    """How much of the neighbourhood is shown, and how to see less or more."""
    steps = "1 step" if depth == 1 else f"{depth} steps"
    if not neighbourhood.found:
        return f"Nothing of the kinds chosen lies within {steps}."
    if neighbourhood.shown == neighbourhood.found:
        return f"Showing all {neighbourhood.found} neighbours within {steps}."
    return (
        f"Showing {neighbourhood.shown} of {neighbourhood.found} neighbours within {steps}: of each kind the "
        "nearest and most linked. Raise the limit, or leave kinds out, to see the others."
    )


def read_card(generation: Generation, network: nx.MultiDiGraph[str], iri: str) -> Card:
    """The card of a node.

    Args:
        generation: the state of the graph that the network was read from.
        network: all things and edges.
        iri: a node of it.
    """
    data = network.nodes[iri]
    name, kind, label = name_of(iri), data["kind"], data["label"]
    neighbours = tuple(_neighbours(network, iri))
    match name.split("/"):
        case ["study", _]:
            return _study_card(from_rdf(Study, URIRef(iri), generation), name, label, neighbours)
        case ["article", key]:
            return Card(name, kind, label, neighbours=neighbours, article=key)
        case ["article", key, "claim", claim_key]:
            claim = from_rdf(Claim, URIRef(iri), generation)
            verdicts = [str(verdict) for verdict in generation.objects(iri, EKG.verdict)]
            remarks = (f"{claim.kind.value} claim, {claim.certainty.value}", *verdicts)
            return Card(name, kind, label, claim.text, remarks, neighbours=neighbours, article=key, claim=claim_key)
    concept = from_rdf(Concept, URIRef(iri), generation)
    facts = [
        _row_fact(row) for row in iter_rows(generation, "concept_facts", _FactRow, values={"concept": URIRef(iri)})
    ]
    also = (f"also: {', '.join(concept.alternative_labels[:6])}",) if concept.alternative_labels else ()
    return _with_facts(Card(name, kind, label, concept.definition, also, neighbours=neighbours), facts)


def _neighbours(network: nx.MultiDiGraph[str], iri: str) -> Iterator[Neighbour]:
    out = [(f"→ {relation}", target) for _, target, relation in network.out_edges(iri, keys=True)]
    into = [(f"← {relation}", source) for source, _, relation in network.in_edges(iri, keys=True)]
    for relation, other in sorted({*out, *into}):
        yield Neighbour(relation, name_of(other), network.nodes[other]["label"])


def _study_card(study: Study, name: str, label: str, neighbours: tuple[Neighbour, ...]) -> Card:
    record, people = study.record, study.population
    identifier = record.pmid or record.pmcid or record.doi
    remarks = [
        ", ".join(str(part) for part in (record.journal, record.year) if part),
        study.design_text or "",
        f"{people.enrolled} enrolled" if people and people.enrolled is not None else "",
    ]
    card = Card(
        name,
        "study",
        short_label(label),
        record.title or label,
        tuple(remark for remark in remarks if remark),
        neighbours=neighbours,
        address=identifier.address if identifier else record.address,
    )
    return _with_facts(card, [_study_fact(fact) for fact in study.facts])


def _with_facts(card: Card, facts: list[CardFact]) -> Card:
    kept = tuple(facts[:_LONGEST_CARD])
    return replace(card, facts=kept, further=len(facts) - len(kept))


def _spaced(outcome: str) -> str:
    """An outcome's name as people write it; study files join its words with hyphens."""
    return outcome.replace("-", " ")


def _study_fact(fact: Fact) -> CardFact:
    said = ", ".join(part for part in (fact.direction.value, fact.value) if part)
    place = f"{fact.source.part or 'place not noted'} · confidence {fact.source.confidence.value}"
    return CardFact(f"{_spaced(fact.outcome)}: {said}", place)


def _row_fact(row: _FactRow) -> CardFact:
    said = ", ".join(part for part in (row.direction, row.value) if part)
    place = f"{short_label(row.name)} · {row.part or 'place not noted'} · confidence {row.confidence or 'unstated'}"
    return CardFact(f"{_spaced(row.outcome)}: {said}", place, f"study/{row.study}")
