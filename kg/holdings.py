"""What a state of the graph holds, read back as records: its articles with their audits, and its publications."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, URIRef

from kg.errors import Place, RecordError
from kg.identifiers import ArticleId, StudyId
from kg.model import Article, IndexedRecord, Report
from kg.rdf import from_rdf
from kg.rdf.iris import article_iri, report_iri, study_iri
from kg.store import Dataset
from kg.vocabulary import EKG

__all__ = ["HeldArticle", "iter_articles", "iter_records"]


@dataclass(frozen=True, slots=True)
class HeldArticle:
    """The newest snapshot of an article with its audit, and the record of each study that a reference leads to."""

    article: Article
    report: Report
    records: dict[StudyId, IndexedRecord]


def iter_articles(generation: Dataset, key: ArticleId | None = None) -> Iterator[HeldArticle]:
    """Each article, or the one of this key, by key.

    Raises:
        RecordError: if there is no article of this key.
    """
    found = sorted(generation.subjects(RDF.type, EKG.Article))
    if key is not None and article_iri(key) not in found:
        mend = "`kg query article_list` lists the keys of those that are here."
        raise RecordError(f"no article here has the key {key}", place=Place("the graph"), mend=mend)
    for iri in found if key is None else (article_iri(key),):
        article = from_rdf(Article, iri, generation)
        report = from_rdf(Report, report_iri(article.id), generation)
        cited = {each.study for each in report.resolutions if each.study is not None}
        yield HeldArticle(article, report, {study: _record_of(study_iri(study), generation) for study in cited})


def iter_records(generation: Dataset, key: ArticleId | None = None) -> Iterator[IndexedRecord]:
    """The publications that are held, or those that the article of this key cites, by key.

    Raises:
        RecordError: if there is no article of this key.
    """
    if key is not None:
        (held,) = iter_articles(generation, key)
        yield from (held.records[study] for study in sorted(held.records, key=str))
        return
    for iri in sorted(generation.subjects(RDF.type, EKG.Study)):
        if any(True for _ in generation.objects(iri, EKG.record)):
            yield _record_of(iri, generation)


def _record_of(study: URIRef, generation: Dataset) -> IndexedRecord:
    node = next(iter(generation.objects(study, EKG.record)))
    return from_rdf(IndexedRecord, URIRef(str(node)), generation)
