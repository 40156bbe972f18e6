"""Therapy cards and the evidence map, read from a generation of the graph.

What is assessed was assessed when the graph was built, by the table that was in force then; nothing is rated here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

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
    "FaceReading",
    "MechanismChain",
    "SignReadingRow",
    "count_chains",
    "find_therapy",
    "gather_reports",
    "read_addressed",
    "read_assessments",
    "read_card",
    "read_chains",
    "read_conflicts",
    "read_face",
    "read_map",
    "read_rung",
    "read_searched",
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
    therapy = find_therapy(name, evidence.vocabulary)
    read = read_face(generation, evidence, therapy)
    return replace(
        read.card,
        outcomes=tuple(
            outcome_card(
                each,
                _resting_on(each.studies, read.found),
                read.rungs,
                evidence.vocabulary,
                estimated=read.estimated,
            )
            for each in read_assessments(generation, therapy.id)
        ),
        figures=tuple(_figures(generation, therapy.id)),
    )


@dataclass(frozen=True, slots=True)
class FaceReading:
    """A card without its outcomes and figures, and what was read for it.

    Attributes:
        found: the investigations, by each of their reports.
        rungs: of the reports.
        estimated: what rules read of studies that nobody curated.
    """

    card: TherapyCard
    found: Mapping[StudyId, Investigation]
    rungs: dict[StudyId, Rung]
    estimated: tuple[EstimatedStudy, ...]


def read_face(generation: Generation, evidence: Evidence, therapy: Concept) -> FaceReading:
    """All that a card tells but outcomes and figures; every report of the therapy is read for it."""
    vocabulary = evidence.vocabulary
    subjects = generation.subjects(EKG.studiesTherapy, concept_iri(therapy.id))
    gathered = gather_reports(generation, evidence, (StudyId(_key(subject)) for subject in subjects))
    found = tuple(each for each in gathered if not _is_excluded(generation, each))
    kept = {each.key for each in found}
    excluded = [each for each in gathered if each.key not in kept]
    reports = {report.id: report for each in found for report in each.reports}
    rungs = {key: rung for key in reports if (rung := read_rung(generation, key)) is not None}
    searched = read_searched(generation)
    estimated = _estimated(generation, evidence, therapy.id)
    read = [each.study for each in estimated]
    card = TherapyCard(
        therapy=therapy.id,
        label=therapy.label,
        narrower={c.id.value: c.label for c in vocabulary if c.broader == therapy.id},
        searched=searched,
        blocks=(
            studied(found, excluded, rungs, searched, vocabulary, read),
            safety(found, searched, vocabulary, read),
            left_out(found, read_addressed(generation, therapy.id), searched, vocabulary, read),
        ),
        outcomes=(),
        names={
            key: report.record.name or key.value
            for key, report in (*reports.items(), *((study.id, study) for study in read))
        },
    )
    return FaceReading(card, {key: each for each in found for key in each.ids}, rungs, estimated)


def read_addressed(generation: Generation, therapy: ConceptId) -> tuple[Addressed, ...]:
    """Whom claims speak of together with a therapy."""
    rows = iter_rows(generation, "therapy_claim_people", _AddressedRow, values={"therapy": concept_iri(therapy)})
    return tuple(Addressed(ConceptId(_key(row.concept)), row.claims) for row in rows)


def _resting_on(studies: Iterable[StudyId], found: Mapping[StudyId, Investigation]) -> list[Investigation]:
    """The investigations of these reports, each once, by key."""
    return sorted({found[key].key: found[key] for key in studies if key in found}.values(), key=lambda each: each.key)


def _figures(generation: Generation, therapy: ConceptId) -> Iterator[CardFigure]:
    for row in iter_rows(generation, "therapy_figures", _FigureRow, values={"therapy": concept_iri(therapy)}):
        yield CardFigure(StudyId(_key(row.study)), row.what, row.value, row.part, row.address)


def gather_reports(generation: Generation, evidence: Evidence, keys: Iterable[StudyId]) -> tuple[Investigation, ...]:
    """The reports of these keys as investigations, by key."""
    wanted = sorted(set(keys))
    nodes = {URIRef(str(node)) for key in wanted for node in generation.objects(study_iri(key), EKG.inGroup)}
    groups = [from_rdf(StudyGroup, node, generation) for node in sorted(nodes)]
    return gather([evidence.get_study(key) for key in wanted], groups)


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


def read_rung(generation: Generation, key: StudyId) -> Rung | None:
    """Where a study stands on the ladder; ``None`` where it was not appraised."""
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


def count_chains(generation: Generation, therapy: ConceptId, *, most: int) -> int:
    """How many chains of one therapy there may be: its links to mechanisms by the studies of each.

    Args:
        generation: the state of the graph.
        therapy: whose chains.
        most: no more are counted than a few beyond this.
    """
    links = generation.subjects(EKG.ofTherapy, concept_iri(therapy))
    mechanisms = Counter(str(node) for link in links for node in generation.objects(link, EKG.throughMechanism))
    count = 0
    for mechanism, times in mechanisms.items():
        studies = islice(generation.subjects(EKG.examinesMechanism, URIRef(mechanism)), (most - count) // times + 1)
        count += times * sum(1 for _ in studies)
        if count > most:
            break
    return count


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
        conflicts=tuple(read_conflicts(generation, therapy)),
        chains=read_chains(generation, therapy) if with_chains else (),
        signs=tuple(iter_rows(generation, "sign_readings", SignReadingRow)),
        labels={concept.id: concept.label for concept in vocabulary},
        searched=read_searched(generation),
    )


def read_conflicts(generation: Generation, therapy: ConceptId | None = None) -> Iterator[Conflict]:
    """Pairs of independent studies that go opposite ways, of one therapy or of all."""
    values = {"therapy": concept_iri(therapy)} if therapy is not None else {}
    for row in iter_rows(generation, "evidence_conflicts", _ConflictRow, values=values):
        yield Conflict(
            therapy=ConceptId(_key(row.therapy)),
            outcome=ConceptId(_key(row.outcome)),
            condition=ConceptId(_key(row.condition)) if row.condition else None,
            study_up=StudyId(_key(row.study_up)),
            study_down=StudyId(_key(row.study_down)),
            said_up=row.said_up,
            said_down=row.said_down,
        )


def read_searched(generation: Generation) -> Searched:
    """When studies were last looked for."""
    pulled, collected = (_date(generation, graph) for graph in (graph_iri("studies", "pulled"), graph_iri("appraisal")))
    return Searched(pulled, collected)


def _date(generation: Generation, graph: URIRef) -> str | None:
    return max((str(date) for date in generation.objects(graph, DCTERMS.date)), default=None)


def _key(iri: object) -> str:
    return str(iri).rsplit("/", 1)[-1]
