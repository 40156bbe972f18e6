"""Everything known of one study: what a person curated, what rules read in its record, and where the two differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Literal, URIRef

from kg.errors import Place, RecordError
from kg.evidence import Evidence, TwoWaySource
from kg.extraction import beside_curated, extract_study
from kg.extraction.agreement import beside_facts
from kg.identifiers import Doi, Identifier, Pmid, StudyId
from kg.model import IndexedRecord, Study
from kg.model.extraction import DataProblem, FieldValue
from kg.model.fulltext import FullText
from kg.model.study_extraction import EffectBesideFacts, StudyExtraction
from kg.rdf import from_rdf
from kg.rdf.iris import record_iri, study_iri
from kg.text.concepts import ConceptMatcher
from kg.vocabulary import EKG, FABIO

__all__ = ["Dossier", "find_study", "open_dossier"]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One study with all that is known of it.

    Attributes:
        study: as it was curated; its fields beside the record are empty where nobody curated it.
        record: its record with all that the database said.
        extraction: what rules read there, and in ``full_text`` where the graph holds one.
        values: the same, field by field, each with what was curated instead.
        effects: the effects among it, each with the curated fact on its outcome.
        file_problems: what cannot be so in its study file.
    """

    study: Study
    record: IndexedRecord
    extraction: StudyExtraction
    values: tuple[FieldValue, ...]
    effects: tuple[EffectBesideFacts, ...] = ()
    full_text: FullText | None = None
    file_problems: tuple[DataProblem, ...] = ()

    @property
    def is_curated(self) -> bool:
        """Whether a person wrote anything of the study beside its record."""
        return self.study != Study(self.study.id, self.study.record)

    @property
    def disagreements(self) -> tuple[FieldValue, ...]:
        """The extracted values that differ from curated ones."""
        return tuple(value for value in self.values if value.curated is not None)

    @property
    def effect_disagreements(self) -> tuple[EffectBesideFacts, ...]:
        """The extracted effects that differ from the curated facts on their outcomes."""
        return tuple(each for each in self.effects if each.differs)


def find_study(name: str, source: TwoWaySource) -> StudyId:
    """The key of the study with this key, PMID or DOI.

    Raises:
        RecordError: if the graph holds none.
    """
    keys = sorted(_keys_of(name.strip(), source))
    if not keys:
        raise RecordError(
            f"no study here has the key, PMID or DOI {name!r}",
            place=Place("the graph"),
            mend="Pull its record with `kg ingest pubmed PMID`, or look for words of its title with `kg search`.",
        )
    return keys[0]


def _keys_of(name: str, source: TwoWaySource) -> Iterator[StudyId]:
    if StudyId.pattern.fullmatch(name) and any(True for _ in source.objects(study_iri(StudyId(name)), EKG.record)):
        yield StudyId(name)
        return
    for kind, predicate in ((Pmid, FABIO.hasPubMedId), (Doi, EKG.doi)):
        identifier = _parse(name, kind)
        for record in source.subjects(predicate, Literal(identifier.value)) if identifier else ():
            for study in source.subjects(EKG.record, record):
                yield StudyId(str(study).rsplit("/", 1)[-1])


def _parse(name: str, kind: type[Identifier]) -> Identifier | None:
    try:
        return kind.parse(name)
    except ValueError:
        return None


def open_dossier(key: StudyId, source: TwoWaySource) -> Dossier:
    """All that the graph knows of a study.

    Raises:
        RecordError: if the graph holds no such study, or only a part of it.
    """
    study = from_rdf(Study, study_iri(key), source)
    record = from_rdf(IndexedRecord, record_iri(study.record), source)
    evidence = Evidence(source)
    full_text = evidence.find_full_text(study)
    extraction = extract_study(record, full_text)
    effects = beside_facts(extraction.findings.effects, study.facts, ConceptMatcher(evidence.vocabulary))
    values, problems = beside_curated(extraction, study), tuple(_file_problems(study_iri(key), source))
    return Dossier(study, record, extraction, values, effects, full_text, problems)


def _file_problems(study: URIRef, source: TwoWaySource) -> Iterator[DataProblem]:
    for node in sorted(source.objects(study, EKG.dataProblem), key=str):
        for place in source.objects(node, EKG.filePlace):
            yield from (DataProblem(str(what), file_place=str(place)) for what in source.objects(node, EKG.message))
