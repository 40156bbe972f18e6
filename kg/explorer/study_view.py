"""What one study's page shows: its record, who was studied, what was done and found, and who cites it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from rdflib import RDFS, URIRef

from kg.identifiers import ConceptId, StudyId
from kg.model import Fact, Study
from kg.model.fulltext import FullText
from kg.model.quote import QuoteProof
from kg.query import iter_rows
from kg.rdf import from_rdf
from kg.rdf.iris import concept_iri, study_iri
from kg.store import Generation

__all__ = [
    "QUERIES",
    "AbstractPart",
    "CitingClaim",
    "OutcomeFacts",
    "ReadValue",
    "StudyView",
    "ToldProblem",
    "read_study",
]

QUERIES = (
    "study_facts",
    "study_claims",
    "study_abstract",
    "study_full_text",
    "study_quotes",
    "study_extracted",
    "study_problems",
)
"""The questions behind the page; the page itself reads the whole study, of which the first shows the core."""


@dataclass(frozen=True, slots=True)
class CitingClaim:
    """A claim that leans on the study; ``article`` and ``key`` name it in links."""

    article: str
    title: str
    key: str
    text: str
    verdict: str


@dataclass(frozen=True, slots=True)
class AbstractPart:
    """A part of the abstract as its database gives it; a plain one has no label."""

    label: str | None
    text: str


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """The facts on one outcome, by its name as people write it."""

    outcome: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A value that a rule read, where it stands, and what a person wrote instead."""

    field: str
    value: str
    place: str
    rule: str
    curated: str | None = None


@dataclass(frozen=True, slots=True)
class ToldProblem:
    """Something that cannot be so, and where it stands."""

    message: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class StudyView:
    """The page of one study.

    Attributes:
        labels: the name of every concept that the study speaks of.
        full_text: the text of its publication, where the workspace holds it.
        proofs: what is known of each quote, by its words.
        read: what rules read, to be checked.
        problems: what cannot be so, kept as it stands.
    """

    study: Study
    title: str
    outcomes: tuple[OutcomeFacts, ...]
    claims: tuple[CitingClaim, ...]
    abstract: tuple[AbstractPart, ...]
    labels: Mapping[ConceptId, str]
    full_text: FullText | None = None
    proofs: Mapping[str, QuoteProof] = field(default_factory=dict)
    read: tuple[ReadValue, ...] = ()
    problems: tuple[ToldProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class _TextRow:
    text: str


@dataclass(frozen=True, slots=True)
class _QuoteRow:
    quote: str
    proof: str


@dataclass(frozen=True, slots=True)
class _ClaimRow:
    article: str
    title: str
    claim: str
    text: str
    verdict: str


def read_study(generation: Generation, key: str) -> StudyView:
    """The page of the study of this key.

    Raises:
        IdentifierError: if this cannot be a study's key.
        RecordError: if the graph holds no such study, or only a part of it.
    """
    iri = study_iri(StudyId(key))
    study = from_rdf(Study, iri, generation)
    claims = iter_rows(generation, "study_claims", _ClaimRow, values={"study": iri})
    return StudyView(
        study=study,
        title=study.record.title or study.record.name or key,
        outcomes=_outcomes(study),
        claims=tuple(
            CitingClaim(row.article, row.title, row.claim.rsplit("/", 1)[-1], row.text, row.verdict) for row in claims
        ),
        abstract=tuple(iter_rows(generation, "study_abstract", AbstractPart, values={"study": iri})),
        labels={concept: _label(generation, concept_iri(concept)) for concept in _concepts(study)},
        full_text=_find_full_text(generation, iri),
        proofs={
            row.quote: from_rdf(QuoteProof, URIRef(row.proof), generation)
            for row in iter_rows(generation, "study_quotes", _QuoteRow, values={"study": iri})
        },
        read=tuple(iter_rows(generation, "study_extracted", ReadValue, values={"study": iri})),
        problems=tuple(iter_rows(generation, "study_problems", ToldProblem, values={"study": iri})),
    )


def _find_full_text(generation: Generation, study: URIRef) -> FullText | None:
    row = next(iter_rows(generation, "study_full_text", _TextRow, values={"study": study}), None)
    return None if row is None else from_rdf(FullText, URIRef(row.text), generation)


def _outcomes(study: Study) -> tuple[OutcomeFacts, ...]:
    """Facts by outcome, outcomes in the order in which the study file first names them."""
    first = {name: at for at, name in reversed(list(enumerate(fact.outcome for fact in study.facts)))}
    ordered = sorted(study.facts, key=lambda fact: first[fact.outcome])
    # study files join the words of an outcome with hyphens
    return tuple(
        OutcomeFacts(name.replace("-", " "), tuple(group))
        for name, group in groupby(ordered, key=lambda fact: fact.outcome)
    )


def _concepts(study: Study) -> set[ConceptId]:
    people, done = study.population, study.intervention
    return {
        *((study.design,) if study.design else ()),
        *study.also_designs,
        *((*people.groups, *people.conditions) if people else ()),
        *((*done.therapies, *done.co_therapies) if done else ()),
    }


def _label(generation: Generation, iri: URIRef) -> str:
    """The name of a concept; its key if the vocabulary has lost it."""
    return min((str(label) for label in generation.objects(iri, RDFS.label)), default=iri.rsplit("/", 1)[-1])
