"""A made-up workspace of 50,000 records and 300 articles; a few therapies and outcomes have most of them.

Each article cites twenty of the records and is audited. Of the studies the first 6,000 are appraised, as in a library
most records of which are there with their abstract alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from rdflib import RDFS, Literal

from ingest.appraisal_rules import find_rules
from ingest.pipeline import audit_snapshot, make_snapshot
from kg.appraise.investigation import gather
from kg.appraise.questions import assess_all
from kg.evidence import Evidence
from kg.identifiers import ConceptId, Pmid, StudyId
from kg.model import (
    Concept,
    ConceptKind,
    Direction,
    Fact,
    Intervention,
    Population,
    Record,
    Setting,
    Study,
    Vocabulary,
)
from kg.model.appraisal import Rung
from kg.rdf import (
    Triple,
    article_edges,
    article_triples,
    report_edges,
    report_triples,
    study_edges,
    study_triples,
    to_rdf,
    vocabulary_edges,
    vocabulary_triples,
)
from kg.rdf.iris import assessment_iri, graph_iri, study_iri
from kg.rdf.nquads import to_nquads
from kg.store import Draft
from kg.vocabulary import EKG
from kg.workspace import Workspace

__all__ = ["ARTICLES", "RECORDS", "make_large_graph"]

RECORDS, ARTICLES = 50_000, 300
_CLAIMS, _REFERENCES = 30, 20
_APPRAISED = 6_000
_BATCH, _ARTICLES_AT_ONCE = 2_000, 50
_SEED = 8
_COUNTS = {
    ConceptKind.THERAPY: 150,
    ConceptKind.MECHANISM: 100,
    ConceptKind.OUTCOME: 150,
    ConceptKind.CONDITION: 60,
    ConceptKind.POPULATION: 20,
}
_Thing = TypeVar("_Thing")
_RUNGS = (Rung.UNCONTROLLED, Rung.CONTROLLED, Rung.SYNTHESISED, Rung.PRECLINICAL)


def make_large_graph(folder: Path, *, records: int = RECORDS, articles: int = ARTICLES) -> Workspace:
    """A workspace with such a graph in an empty or new folder; the same every time."""
    workspace = Workspace.at(folder)
    workspace.store.make(lambda draft: _fill(draft, workspace, records, articles))
    return workspace


def _fill(draft: Draft, workspace: Workspace, records: int, articles: int) -> None:
    chance = random.Random(_SEED)  # noqa: S311 - made-up records, the same every time
    vocabulary = Vocabulary.of(list(_concepts()))
    draft.bulk_load(_text("vocabulary", [*vocabulary_triples(vocabulary), *vocabulary_edges(vocabulary), *_names()]))
    studies = [_study(number, chance) for number in range(records)]
    for batch in _batches(studies):
        draft.bulk_load(_text("studies", (triple for study in batch for triple in _study_triples(study, vocabulary))))
    for assessed in _batches(assess_all(gather(studies[:_APPRAISED], ()), vocabulary, find_rules(workspace))):
        draft.bulk_load(_text("appraisal", (triple for one in assessed for triple in to_rdf(one, assessment_iri(one)))))
    evidence = Evidence(draft)
    for numbers in _batches(range(articles), _ARTICLES_AT_ONCE):
        texts = [text for number in numbers for text in _article_texts(number, chance, studies, evidence, workspace)]
        draft.bulk_load(b"".join(texts))


def _batches(things: Sequence[_Thing], size: int = _BATCH) -> Iterator[Sequence[_Thing]]:
    for start in range(0, len(things), size):
        yield things[start : start + size]


def _text(graph: str, triples: Iterator[Triple] | Sequence[Triple]) -> bytes:
    return to_nquads(graph_iri(graph), triples).encode()


def _names() -> Iterator[Triple]:
    """The relations in words, as the ontology has them."""
    for term, words in (
        (EKG.studiesTherapy, "studies therapy"),
        (EKG.examinesMechanism, "examines mechanism"),
        (EKG.reportsOutcome, "reports outcome"),
        (EKG.studiesCondition, "studies condition"),
        (EKG.studiesPopulation, "studies population"),
        (EKG.actsThrough, "acts through"),
        (EKG.leansOn, "leans on"),
        (EKG.mentions, "mentions"),
        (EKG.hasClaim, "has claim"),
    ):
        yield term, RDFS.label, Literal(words)


def _concepts() -> Iterator[Concept]:
    for kind, count in _COUNTS.items():
        for number in range(count):
            name = f"{kind} {number:03}"
            yield Concept(ConceptId(name.replace(" ", "-")), kind, name.capitalize(), f"The made-up {name}.")


def _pick(kind: ConceptKind, chance: random.Random) -> ConceptId:
    """A concept of a kind; the first one is picked by about every sixth study, the last ones hardly ever."""
    number = min(int(chance.paretovariate(0.6)) - 1, _COUNTS[kind] - 1) if chance.random() < 0.5 else None
    return ConceptId(f"{kind}-{chance.randrange(_COUNTS[kind]) if number is None else number:03}")


def _study(number: int, chance: random.Random) -> Study:
    key = StudyId(f"study-{number:05}")
    outcomes = {_pick(ConceptKind.OUTCOME, chance) for _ in range(chance.randint(1, 3))}
    facts = [Fact(str(one), chance.choice([*Direction][:3]), one, "5 against 9") for one in sorted(outcomes)]
    if chance.random() < 0.3:
        mechanism = _pick(ConceptKind.MECHANISM, chance)
        facts.append(Fact(str(mechanism), Direction.INCREASE, mechanism, tested_in=chance.choice([*Setting])))
    title, authors = f"A made-up trial, number {number}", (f"Author{number % 997} A", "Other B")
    return Study(
        key,
        Record(key=key, pmid=Pmid(str(90_000_000 + number)), title=title, authors=authors, year=1990 + number % 36),
        population=Population(
            analysed=chance.randint(8, 400),
            groups=(_pick(ConceptKind.POPULATION, chance),),
            conditions=(_pick(ConceptKind.CONDITION, chance),),
        ),
        intervention=Intervention((_pick(ConceptKind.THERAPY, chance),)),
        facts=tuple(facts),
    )


def _study_triples(study: Study, vocabulary: Vocabulary) -> Iterator[Triple]:
    yield from study_triples(study)
    yield from study_edges(study, vocabulary)
    yield study_iri(study.id), EKG.rung, Literal(_RUNGS[int(str(study.id)[-2:]) % len(_RUNGS)].value)


def _article_texts(
    number: int, chance: random.Random, studies: Sequence[Study], evidence: Evidence, workspace: Workspace
) -> Iterator[bytes]:
    """An article and its audit; its snapshot is kept."""
    cited = chance.sample(studies, min(_REFERENCES, len(studies)))
    snapshot = make_snapshot(f"article-{number:03}.md", _write(number, cited, chance).encode())
    workspace.keep_snapshot(snapshot)
    audited = audit_snapshot(snapshot, evidence)
    article, report = audited.article, audited.report
    records = {study.id: study.record for study in cited}
    yield _text(f"article/{article.id}", [*article_triples(article), *article_edges(article)])
    yield _text(f"audit/{article.id}", [*report_triples(report), *report_edges(report, article, records)])


def _write(number: int, cited: Sequence[Study], chance: random.Random) -> str:
    """The article's Markdown."""
    claims = [
        f"In article {number}, {_pick(ConceptKind.THERAPY, chance).value.replace('-', ' ')} changed "
        f"{_pick(ConceptKind.OUTCOME, chance).value.replace('-', ' ')} in {chance.randint(8, 400)} people."
        f"[{chance.randint(1, len(cited))}]"
        for _ in range(_CLAIMS)
    ]
    listed = [
        f"{label}. {', '.join(study.record.authors)}. {study.record.title}. J Made. {study.record.year};1:1-7. "
        f"PMID: {study.record.pmid}"
        for label, study in enumerate(cited, 1)
    ]
    return "\n\n".join([f"# Made-up article {number}", *claims, "## References", "\n".join(listed)]) + "\n"
