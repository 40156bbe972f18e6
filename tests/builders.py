"""Small records for tests; each builder fills in what a test does not care about."""

from __future__ import annotations

from rdflib import Graph

from ingest.article import read_article
from kg.evidence import Evidence
from kg.identifiers import ArticleId, ConceptId, Pmid, StudyId
from kg.model import (
    Article,
    Concept,
    ConceptKind,
    Confidence,
    Intervention,
    Population,
    Record,
    SourcePlace,
    Study,
    Vocabulary,
)
from kg.rdf import study_edges, study_triples, vocabulary_triples

__all__ = ["ABSTRACT", "REFERENCE", "VOCABULARY", "make_article", "make_evidence", "make_study"]

ABSTRACT = SourcePlace("abstract", ("https://example.org/abstract",), Confidence.HIGH)


def _concept(key: str, kind: ConceptKind, *labels: str, broader: str | None = None) -> Concept:
    name = key.replace("-", " ")
    return Concept(ConceptId(key), kind, name, name, labels, broader=ConceptId(broader) if broader else None)


VOCABULARY = Vocabulary.of(
    [
        _concept("calmol", ConceptKind.THERAPY),
        _concept("rest", ConceptKind.THERAPY),
        _concept("itching", ConceptKind.OUTCOME, "itch"),
        _concept("sleep", ConceptKind.OUTCOME),
        _concept("cooling", ConceptKind.MECHANISM),
        _concept("eczema", ConceptKind.CONDITION),
        _concept("hand-eczema", ConceptKind.CONDITION, broader="eczema"),
        _concept("psoriasis", ConceptKind.CONDITION),
        _concept("cohort-study", ConceptKind.DESIGN),
        _concept("systematic-review", ConceptKind.DESIGN),
    ]
)


def make_study(
    key: str = "smith-2020",
    *,
    pmid: str | None = "11111111",
    title: str = "Calmol for itching",
    authors: tuple[str, ...] = ("Smith A", "Jones B"),
    year: int = 2020,
    design: str = "cohort-study",
    analysed: int | None = 10,
    sex: str | None = None,
    age: str | None = None,
    conditions: tuple[str, ...] = (),
    duration: str | None = "24 weeks",
    place: SourcePlace = ABSTRACT,
) -> Study:
    """A study of a made-up drug."""
    return Study(
        StudyId(key),
        Record(key=StudyId(key), pmid=Pmid(pmid) if pmid else None, title=title, authors=authors, year=year),
        design=ConceptId(design),
        population=Population(
            analysed=analysed, sex=sex, age=age, conditions=tuple(map(ConceptId, conditions)), source=place
        ),
        intervention=Intervention((ConceptId("calmol"),), duration=duration, source=place),
    )


def make_evidence(*studies: Study, vocabulary: Vocabulary = VOCABULARY) -> Evidence:
    """The evidence that holds these studies."""
    graph = Graph()
    triples = [*vocabulary_triples(vocabulary)]
    for study in studies:
        triples += [*study_triples(study), *study_edges(study, vocabulary)]
    for triple in triples:
        graph.add(triple)
    return Evidence(graph)


REFERENCE = "1. Smith A, Jones B. Calmol for itching. J Calm. 2020;1(2):3-4. PMID: 11111111."


def make_article(
    body: str, references: str = REFERENCE, *, name: str = "calm.md", vocabulary: Vocabulary = VOCABULARY
) -> Article:
    """A Markdown article of one section with a reference list, read."""
    text = f"# On calm\n\n{body}\n\n## References\n\n{references}\n"
    return read_article(text.encode(), source=name, article_id=ArticleId("calm"), vocabulary=vocabulary)
