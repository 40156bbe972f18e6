"""A graph of 50,000 records and 300 articles, made up for measuring; a few therapies and outcomes have most of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from rdflib import RDFS, Literal

from ingest.article import read_article
from kg.identifiers import ArticleId, ConceptId, Pmid, StudyId
from kg.model import (
    Article,
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
from kg.rdf import article_edges, article_triples, study_edges, study_triples, vocabulary_edges, vocabulary_triples
from kg.rdf.iris import article_iri, claim_iri, graph_iri, study_iri
from kg.rdf.mapping import Triple
from kg.rdf.nquads import to_nquads
from kg.store import Draft, Generation
from kg.vocabulary import EKG

__all__ = ["ARTICLES", "RECORDS", "make_large_graph"]

RECORDS, ARTICLES = 50_000, 300
_CLAIMS = 30
_BATCH = 2_000
_SEED = 8
_COUNTS = {
    ConceptKind.THERAPY: 150,
    ConceptKind.MECHANISM: 100,
    ConceptKind.OUTCOME: 150,
    ConceptKind.CONDITION: 60,
    ConceptKind.POPULATION: 20,
}
_RUNGS = (Rung.UNCONTROLLED, Rung.CONTROLLED, Rung.SYNTHESISED, Rung.PRECLINICAL)


def make_large_graph(folder: Path, *, records: int = RECORDS, articles: int = ARTICLES) -> Generation:
    """Such a graph in an empty folder; the same every time."""
    chance = random.Random(_SEED)  # noqa: S311 - made-up records, the same every time
    vocabulary = Vocabulary.of(list(_concepts()))
    draft = Draft.at(folder)
    draft.bulk_load(_text("vocabulary", [*vocabulary_triples(vocabulary), *vocabulary_edges(vocabulary), *_names()]))
    for start in range(0, records, _BATCH):
        batch = [_study(number, chance) for number in range(start, min(start + _BATCH, records))]
        draft.bulk_load(_text("studies", (triple for study in batch for triple in _study_triples(study, vocabulary))))
    for number in range(articles):
        article = _article(number, chance, vocabulary)
        draft.bulk_load(_text(f"article/{article.id}", _article_triples(article, records, chance)))
    draft.finish(optimize=True)
    del draft  # what is open for writing cannot be opened for reading
    return Generation(folder)


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


def _article(number: int, chance: random.Random, vocabulary: Vocabulary) -> Article:
    claims = [
        f"In article {number}, {_pick(ConceptKind.THERAPY, chance).value.replace('-', ' ')} changed "
        f"{_pick(ConceptKind.OUTCOME, chance).value.replace('-', ' ')} in {chance.randint(8, 400)} people."
        for _ in range(_CLAIMS)
    ]
    text = f"# Made-up article {number}\n\n" + "\n\n".join(claims) + "\n"
    name = f"article-{number:03}"
    return read_article(text.encode(), source=f"{name}.md", article_id=ArticleId(name), vocabulary=vocabulary)


def _article_triples(article: Article, records: int, chance: random.Random) -> Iterator[Triple]:
    yield from article_triples(article)
    yield from article_edges(article)
    for claim in article.claims:
        target = study_iri(StudyId(f"study-{chance.randrange(records):05}"))
        yield claim_iri(article_iri(article.id), claim), EKG.leansOn, target
