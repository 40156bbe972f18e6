"""The card of one thing in the graph: what it is, what studies report of it, and what it is linked to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from rdflib import URIRef

from kg.explorer.graph_ask import name_of
from kg.model import Claim, Concept, ConceptKind, Fact, Study
from kg.model.card import NO_PLACE
from kg.neighbourhood import Neighbourhoods, Tie
from kg.network import Thing, short_label
from kg.rdf import from_rdf
from kg.store import Generation
from kg.vocabulary import EKG

__all__ = ["Card", "CardFact", "Neighbour", "read_card"]

_LONGEST_CARD = 8
_MOST_STUDIES = 12
_MOST_OF_ONE = 3


@dataclass(frozen=True, slots=True)
class CardFact:
    """One fact in our words, where it was read, and how sure that makes it."""

    text: str
    place: str
    study: str | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What the card's thing is linked to, by a relation that leads there (→) or comes from there (←)."""

    relation: str
    name: str
    label: str
    reports: int
    is_out: bool


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one thing.

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


def read_card(generation: Generation, source: Neighbourhoods, thing: Thing) -> Card:
    """The card of a thing.

    Args:
        generation: the state of the graph.
        source: its neighbourhoods.
        thing: one of its nodes.
    """
    name, iri, label = name_of(thing.iri), URIRef(thing.iri), thing.label
    neighbours = tuple(_neighbours(source, thing))
    match name.split("/"):
        case ["study", _]:
            return _study_card(from_rdf(Study, iri, generation), name, label, neighbours)
        case ["article", key]:
            return Card(name, thing.kind, label, neighbours=neighbours, article=key)
        case ["article", key, "claim", claim_key]:
            claim = from_rdf(Claim, iri, generation)
            verdicts = [str(verdict) for verdict in generation.objects(thing.iri, EKG.verdict)]
            remarks = (f"{claim.kind.value} claim, {claim.certainty.value}", *verdicts)
            return Card(
                name, thing.kind, label, claim.text, remarks, neighbours=neighbours, article=key, claim=claim_key
            )
    concept = from_rdf(Concept, iri, generation)
    also = (f"also: {', '.join(concept.alternative_labels[:6])}",) if concept.alternative_labels else ()
    card = Card(name, thing.kind, label, concept.definition, also, neighbours=neighbours)
    studies = source.members(thing.iri, "study")[:_MOST_STUDIES]
    found = [from_rdf(Study, URIRef(study), generation) for study in studies]
    return _with_facts(card, [fact for study in found for fact in _facts_on(study, concept)])


def _facts_on(study: Study, concept: Concept) -> Iterator[CardFact]:
    """What a study says of a concept; of a therapy, the effects that it saw."""
    is_therapy = concept.kind is ConceptKind.THERAPY
    facts = [fact for fact in study.facts if (fact.is_effect if is_therapy else fact.concept == concept.id)]
    citation = study.record.name or study.id.value
    for fact in facts[:_MOST_OF_ONE]:
        said = _study_fact(fact)
        yield replace(said, place=f"{citation} · {said.place}", study=f"study/{study.id}")


def _neighbours(source: Neighbourhoods, thing: Thing) -> Iterator[Neighbour]:
    around = source.around(thing.iri)
    if around is None:
        return
    found = []
    for link in around.links:
        is_out = link.source == thing.iri
        other = around.near[link.target if is_out else link.source]
        words = f"→ {link.relation}" if is_out else f"← {link.relation}"
        found.append(Neighbour(words, name_of(other.iri), other.label, link.reports, is_out))
    order = [*Tie]
    rank = {f"{arrow} {tie}": number for number, tie in enumerate(order) for arrow in "→←"}
    yield from sorted(
        found, key=lambda each: (rank.get(each.relation, len(order)), each.relation, -each.reports, each.label)
    )


def _study_card(study: Study, name: str, label: str, neighbours: tuple[Neighbour, ...]) -> Card:
    record, people = study.record, study.population
    identifier = record.pmid or record.pmcid or record.doi
    remarks = [
        ", ".join(str(part) for part in (record.journal, record.year) if part),
        study.design_text or "",
        f"{people.enrolled} enrolled" if people and people.enrolled is not None else "",
        *(f"Notice: {notice.kind.value}" for notice in record.notices),
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
    kept = tuple(islice(facts, _LONGEST_CARD))
    return replace(card, facts=kept, further=len(facts) - len(kept))


def _spaced(outcome: str) -> str:
    """An outcome's name as people write it; study files join its words with hyphens."""
    return outcome.replace("-", " ")


def _study_fact(fact: Fact) -> CardFact:
    said = ", ".join(part for part in (fact.direction.value, fact.value) if part)
    place = f"{fact.source.part or NO_PLACE} · confidence {fact.source.confidence.value}"
    return CardFact(f"{_spaced(fact.outcome)}: {said}", place)
