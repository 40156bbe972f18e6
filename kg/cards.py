"""Therapy cards and the evidence map, read from a generation of the graph.

What is assessed was assessed when the graph was built, by the table that was in force then; nothing is rated here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib import RDF, URIRef

from kg.appraise.amount import outcome_card
from kg.appraise.card import Addressed, left_out, safety, studied
from kg.appraise.investigation import Investigation, gather
from kg.errors import VocabularyError
from kg.evidence import Evidence
from kg.identifiers import ConceptId, StudyId
from kg.model import Concept, ConceptKind, StudyGroup, Vocabulary
from kg.model.appraisal import CertaintyAssessment, NoticeAction, Rung
from kg.model.card import CardFigure, TherapyCard
from kg.model.searched import Searched
from kg.model.study_extraction import EstimatedStudy
from kg.query import iter_rows
from kg.rdf import from_rdf
from kg.rdf.iris import concept_iri, graph_iri, study_iri
from kg.store import Generation
from kg.vocabulary import DCTERMS, EKG

__all__ = [
    "Conflict",
    "EvidenceMap",
    "MechanismChain",
    "SignReadingRow",
    "count_chains",
    "find_therapy",
    "read_assessments",
    "read_card",
    "read_chains",
    "read_map",
]


@dataclass(frozen=True, slots=True)
class MechanismChain:
    """A way from a therapy through a mechanism to an outcome; each link with what it rests on and a study.

    Attributes:
        link_basis: in what the mechanism was looked at ("in vitro"); ``None`` where the study does not tell.
        outcome_basis: the rung of the study that looked at mechanism and outcome together.
    """

    therapy: str
    therapy_label: str
    mechanism: str
    outcome: str
    direction: str
    link_study: str
    outcome_study: str
    link_basis: str | None = None
    outcome_basis: str | None = None


@dataclass(frozen=True, slots=True)
class SignReadingRow:
    """What a diagnostic sign can or cannot tell, and the study that says so."""

    sign: str
    label: str
    tells: str
    reading: str
    study: str
    study_label: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two independent studies that go opposite ways, with what each says."""

    therapy: ConceptId
    outcome: ConceptId
    condition: ConceptId | None
    study_up: StudyId
    study_down: StudyId
    said_up: str | None
    said_down: str | None


@dataclass(frozen=True, slots=True)
class EvidenceMap:
    """Everything that is assessed, by therapy, outcome and condition, and what stands around it.

    Attributes:
        labels: names of the concepts.
        searched: when studies were last looked for.
    """

    assessments: tuple[CertaintyAssessment, ...]
    conflicts: tuple[Conflict, ...]
    chains: tuple[MechanismChain, ...]
    signs: tuple[SignReadingRow, ...]
    labels: Mapping[ConceptId, str]
    searched: Searched

    def label(self, key: ConceptId) -> str:
        """The name of a concept; its key where the vocabulary has lost it."""
        return self.labels.get(key, str(key))


@dataclass(frozen=True, slots=True)
class _ConflictRow:
    therapy: str
    outcome: str
    condition: str | None
    study_up: str
    said_up: str | None
    study_down: str
    said_down: str | None


@dataclass(frozen=True, slots=True)
class _AddressedRow:
    concept: str
    claims: int


@dataclass(frozen=True, slots=True)
class _FigureRow:
    study: str
    what: str
    value: str
    part: str | None = None
    address: str | None = None


def find_therapy(name: str, vocabulary: Vocabulary) -> Concept:
    """The therapy of this key or name.

    Raises:
        VocabularyError: if there is none.
    """
    wanted = name.strip().casefold()
    therapies = [concept for concept in vocabulary if concept.kind is ConceptKind.THERAPY]
    for concept in therapies:
        if wanted in {concept.id.value, *(label.casefold() for label in (concept.label, *concept.alternative_labels))}:
            return concept
    known = ", ".join(concept.id.value for concept in therapies)
    raise VocabularyError(f"there is no therapy {name!r}", mend=f"Known are: {known}.")


def read_card(generation: Generation, name: str) -> TherapyCard:
    """The card of a therapy, by key or name.

    Raises:
        VocabularyError: if there is no such therapy.
    """
    evidence = Evidence(generation)
    vocabulary = evidence.vocabulary
    therapy = find_therapy(name, vocabulary)
    gathered = _investigations(generation, evidence, therapy.id)
    found = tuple(each for each in gathered if not _is_excluded(generation, each))
    excluded = [each for each in gathered if each not in found]
    reports = {report.id: report for each in found for report in each.reports}
    rungs = {key: rung for key in reports if (rung := _rung(generation, key)) is not None}
    searched = _searched(generation)
    estimated = _estimated(generation, evidence, therapy.id)
    read = [each.study for each in estimated]
    values = {"therapy": concept_iri(therapy.id)}
    addressed = [
        Addressed(ConceptId(_key(row.concept)), row.claims)
        for row in iter_rows(generation, "therapy_claim_people", _AddressedRow, values=values)
    ]
    return TherapyCard(
        therapy=therapy.id,
        label=therapy.label,
        narrower={c.id.value: c.label for c in vocabulary if c.broader == therapy.id},
        searched=searched,
        blocks=(
            studied(found, excluded, rungs, searched, vocabulary, read),
            safety(found, searched, vocabulary, read),
            left_out(found, addressed, searched, vocabulary),
        ),
        outcomes=tuple(
            outcome_card(
                each,
                [one for one in found if set(one.ids) & set(each.studies)],
                rungs,
                vocabulary,
                estimated=estimated,
            )
            for each in read_assessments(generation, therapy.id)
        ),
        names={
            key: report.record.name or key.value
            for key, report in (*reports.items(), *((study.id, study) for study in read))
        },
        figures=tuple(_figures(generation, therapy.id)),
    )


def _figures(generation: Generation, therapy: ConceptId) -> Iterator[CardFigure]:
    for row in iter_rows(generation, "therapy_figures", _FigureRow, values={"therapy": concept_iri(therapy)}):
        yield CardFigure(StudyId(_key(row.study)), row.what, row.value, row.part, row.address)


def _investigations(generation: Generation, evidence: Evidence, therapy: ConceptId) -> tuple[Investigation, ...]:
    subjects = generation.subjects(EKG.studiesTherapy, concept_iri(therapy))
    keys = sorted({StudyId(_key(subject)) for subject in subjects})
    nodes = {URIRef(str(node)) for key in keys for node in generation.objects(study_iri(key), EKG.inGroup)}
    groups = [from_rdf(StudyGroup, node, generation) for node in sorted(nodes)]
    return gather([evidence.get_study(key) for key in keys], groups)


def _estimated(generation: Generation, evidence: Evidence, therapy: ConceptId) -> tuple[EstimatedStudy, ...]:
    """What rules read of the studies that nobody curated; one that a notice excludes is none of them."""
    subjects = generation.subjects(EKG.readAsTherapy, concept_iri(therapy))
    keys = sorted({StudyId(_key(subject)) for subject in subjects})
    found = (evidence.estimate(key) for key in keys if not _excludes(generation, key))
    return tuple(each for each in found if each is not None)


def _excludes(generation: Generation, key: StudyId) -> bool:
    return NoticeAction.EXCLUDE in {str(found) for found in generation.objects(study_iri(key), EKG.standing)}


def _is_excluded(generation: Generation, each: Investigation) -> bool:
    return any(_excludes(generation, key) for key in each.ids)


def _rung(generation: Generation, key: StudyId) -> Rung | None:
    return next((Rung(str(rung)) for rung in generation.objects(study_iri(key), EKG.rung)), None)


def read_assessments(generation: Generation, therapy: ConceptId | None = None) -> tuple[CertaintyAssessment, ...]:
    """The assessments of one therapy, or all, by therapy, outcome and condition."""
    made = {URIRef(str(node)) for node in generation.subjects(RDF.type, EKG.CertaintyAssessment)}
    if therapy is not None:
        made &= {URIRef(str(node)) for node in generation.subjects(EKG.ofTherapy, concept_iri(therapy))}
    return tuple(from_rdf(CertaintyAssessment, node, generation) for node in sorted(made))


def read_chains(generation: Generation, therapy: ConceptId | None = None) -> tuple[MechanismChain, ...]:
    """The mechanism chains of one therapy, or all."""
    values = {"therapy": concept_iri(therapy)} if therapy is not None else {}
    return tuple(iter_rows(generation, "mechanism_chains", MechanismChain, values=values))


def count_chains(generation: Generation, therapy: ConceptId) -> int:
    """How many chains of one therapy there may be, at the most: its links to mechanisms by the studies of each."""
    links = generation.subjects(EKG.ofTherapy, concept_iri(therapy))
    mechanisms = Counter(str(node) for link in links for node in generation.objects(link, EKG.throughMechanism))
    return sum(
        times * sum(1 for _ in generation.subjects(EKG.examinesMechanism, URIRef(mechanism)))
        for mechanism, times in mechanisms.items()
    )


def read_map(generation: Generation, name: str | None = None, *, with_chains: bool = True) -> EvidenceMap:
    """The evidence map, of one therapy by key or name, or of all.

    Args:
        generation: the state of the graph.
        name: a therapy's key or name; ``None`` for all.
        with_chains: whether to read the mechanism chains, which take longer than all the rest in a large graph.

    Raises:
        VocabularyError: if there is no such therapy.
    """
    vocabulary = Evidence(generation).vocabulary
    therapy = find_therapy(name, vocabulary).id if name is not None else None
    return EvidenceMap(
        assessments=read_assessments(generation, therapy),
        conflicts=tuple(each for each in _conflicts(generation) if therapy in (None, each.therapy)),
        chains=read_chains(generation, therapy) if with_chains else (),
        signs=tuple(iter_rows(generation, "sign_readings", SignReadingRow)),
        labels={concept.id: concept.label for concept in vocabulary},
        searched=_searched(generation),
    )


def _conflicts(generation: Generation) -> Iterator[Conflict]:
    for row in iter_rows(generation, "evidence_conflicts", _ConflictRow):
        yield Conflict(
            therapy=ConceptId(_key(row.therapy)),
            outcome=ConceptId(_key(row.outcome)),
            condition=ConceptId(_key(row.condition)) if row.condition else None,
            study_up=StudyId(_key(row.study_up)),
            study_down=StudyId(_key(row.study_down)),
            said_up=row.said_up,
            said_down=row.said_down,
        )


def _searched(generation: Generation) -> Searched:
    pulled, collected = (_date(generation, graph) for graph in (graph_iri("studies", "pulled"), graph_iri("appraisal")))
    return Searched(pulled, collected)


def _date(generation: Generation, graph: URIRef) -> str | None:
    return max((str(date) for date in generation.objects(graph, DCTERMS.date)), default=None)


def _key(iri: object) -> str:
    return str(iri).rsplit("/", 1)[-1]
