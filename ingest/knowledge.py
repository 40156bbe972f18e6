"""What is known before any article: the vocabulary, the studies of files and databases, their texts and notices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from rdflib import RDFS, Graph, URIRef

from ingest.curated import CuratedSet, bundled_folder, read_studies, read_vocabulary
from ingest.holding import HeldTexts, hold_texts
from ingest.record_loading import load_records
from ingest.records import FilledStudies, fill_studies
from ingest.retraction_watch import read_notices, with_notices
from kg.errors import EvidenceError
from kg.identifiers import StudyId
from kg.model import Study, Vocabulary
from kg.model.extraction import DataProblem
from kg.prefixes import MESH
from kg.rdf import (
    Triple,
    extraction_triples,
    file_problem_triples,
    study_edges,
    study_triples,
    vocabulary_edges,
    vocabulary_triples,
)
from kg.rdf.iris import graph_iri
from kg.rdf.nquads import to_texts
from kg.store import Draft
from kg.text.concepts import ConceptMatcher
from kg.workspace import Workspace
from kg.yaml_records import Sourced

__all__ = ["Knowledge", "load_knowledge"]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known before any article.

    Attributes:
        vocabulary: the concepts.
        studies: how many studies and records there are.
        rejected: files and records that could not be used, with their reasons.
        full_texts: how many full texts there are.
        problems: what cannot be so in study files; it is kept.
    """

    vocabulary: Vocabulary
    studies: int
    rejected: tuple[EvidenceError, ...]
    full_texts: int = 0
    problems: tuple[DataProblem, ...] = ()


def load_knowledge(workspace: Workspace, draft: Draft) -> Knowledge:
    """Load the bundled vocabulary and studies, the workspace's own, and the records that it holds.

    An own study replaces a bundled one of its key; a pulled record fills the record of a curated study.

    Raises:
        RecordError: if the bundled vocabulary is at fault.
        StoreError: if the records cannot be loaded.
    """
    data = bundled_folder()
    vocabulary = read_vocabulary(data / "vocabulary.yaml")
    bundled = read_studies(data / "studies", vocabulary)
    own = read_studies(workspace.studies, vocabulary) if workspace.studies.is_dir() else CuratedSet((), ())
    replaced = {study.id for study in own.studies}
    curated = [*(study for study in bundled.studies if study.id not in replaced), *own.studies]
    keys = (key for study in curated for key in (study.record.pmid, study.record.doi) if key is not None)
    pulled = load_records(workspace, draft, keys)
    notices = read_notices(workspace.iter_given("notices"))
    met = fill_studies(curated, pulled.claimed)
    filled = [with_notices(study, notices) for study in met.studies]
    files = {**bundled.files, **own.files}
    held = hold_texts(workspace, filled, files)
    problems = _file_problems(held.studies, {**bundled.problems, **own.problems}, met, files)
    graphs = {
        graph_iri("ontology"): _ontology(),
        graph_iri("vocabulary"): [*vocabulary_triples(vocabulary), *vocabulary_edges(vocabulary)],
        graph_iri("studies", "bundled"): _study_graph(held, vocabulary, problems, lambda s: s.id not in replaced),
        graph_iri("studies", "own"): _study_graph(held, vocabulary, problems, lambda s: s.id in replaced),
    }
    draft.bulk_load("".join(to_texts(_name_once(graphs, draft)).values()).encode())
    linked = held.link(draft, vocabulary)
    draft.bulk_load("".join(to_texts(linked.graphs).values()).encode())
    rejected = (*bundled.rejected, *own.rejected, *pulled.rejected, *notices.rejected, *held.rejected)
    studies = len(held.studies) + pulled.count + linked.new_studies
    told = tuple(each for key in sorted(problems) for each in problems[key])
    return Knowledge(vocabulary, studies, rejected, len(held.texts), told)


def _file_problems(
    studies: Iterable[Study],
    figures: Mapping[StudyId, tuple[DataProblem, ...]],
    met: FilledStudies,
    files: Mapping[StudyId, Sourced[Study]],
) -> dict[StudyId, tuple[DataProblem, ...]]:
    """What cannot be so in the file of each study: its own figures, and what it says otherwise than the database."""
    found = {
        study.id: (
            *figures.get(study.id, ()),
            *(
                DataProblem(words, file_place=str(files[study.id].place(field)))
                for field, words in met.contradictions.get(study.id, ())
            ),
        )
        for study in studies
    }
    return {key: problems for key, problems in found.items() if problems}


def _study_graph(
    held: HeldTexts,
    vocabulary: Vocabulary,
    problems: Mapping[StudyId, tuple[DataProblem, ...]],
    is_in: Callable[[Study], bool],
) -> list[Triple]:
    studies, matcher = filter(is_in, held.studies), ConceptMatcher(vocabulary)
    triples = (
        triple
        for study in studies
        for triple in (
            *study_triples(study),
            *study_edges(study, vocabulary),
            *extraction_triples(study, matcher),
            *file_problem_triples(study.id, problems.get(study.id, ())),
        )
    )
    return list(held.without_restricted(triples))


def _name_once(graphs: Mapping[URIRef, Iterable[Triple]], draft: Draft) -> dict[URIRef, list[Triple]]:
    """The graphs without names of MeSH headings that the draft, or a graph before, has: each heading has one name.

    The graphs are asked as one, where the same name in two of them would count twice.
    """
    named: set[URIRef] = set()

    def is_new(triple: Triple) -> bool:
        subject, predicate, _ = triple
        if predicate != RDFS.label or not subject.startswith(MESH):
            return True
        is_named = subject in named or any(True for _ in draft.objects(subject, RDFS.label))
        named.add(subject)
        return not is_named

    return {name: list(filter(is_new, triples)) for name, triples in graphs.items()}


def _ontology() -> list[Triple]:
    graph = Graph().parse(bundled_folder() / "ontology.ttl", format="turtle")
    return [(URIRef(str(s)), URIRef(str(p)), o) for s, p, o in graph]
