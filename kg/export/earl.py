"""What each rule found, as W3C EARL assertions in Turtle (Evaluation and Report Language 1.0 Schema, 2017)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import DCTERMS, RDF, Graph, Literal, Namespace, URIRef

from kg.holdings import HeldArticle
from kg.model import Finding, Outcome
from kg.prefixes import BASE
from kg.rdf.edges import find_target
from kg.rdf.iris import article_iri, child_iri, claim_iri, report_iri

__all__ = ["to_earl"]

_EARL = Namespace("http://www.w3.org/ns/earl#")
_OUTCOMES = {
    Outcome.PASSED: _EARL.passed,
    Outcome.FAILED: _EARL.failed,
    Outcome.CANNOT_TELL: _EARL.cantTell,
    Outcome.INAPPLICABLE: _EARL.inapplicable,
    Outcome.UNTESTED: _EARL.untested,
}
_PROGRAM = URIRef(f"{BASE}id/program")


def to_earl(articles: Iterable[HeldArticle]) -> str:
    """One graph, an assertion for each finding, whatever its outcome."""
    graph = Graph()
    graph.bind("earl", _EARL)
    graph.bind("dcterms", DCTERMS)
    graph.add((_PROGRAM, RDF.type, _EARL.Software))
    graph.add((_PROGRAM, DCTERMS.title, Literal("evidence-kg")))
    for held in articles:
        for triple in _assertions(held):
            graph.add(triple)
    return graph.serialize(format="turtle")


def _assertions(held: HeldArticle) -> Iterator[tuple[URIRef, URIRef, URIRef | Literal]]:
    article, audit = article_iri(held.article.id), report_iri(held.article.id)
    claims = {claim.key: claim_iri(article, claim) for claim in held.article.claims}
    yield article, RDF.type, _EARL.TestSubject
    yield article, DCTERMS.title, Literal(held.article.title or held.article.id.value)
    for position, finding in enumerate(held.report.findings, start=1):
        node, subject = child_iri(audit, "findings", position), find_target(finding, article, claims)
        yield subject, RDF.type, _EARL.TestSubject
        if subject != article:
            yield subject, DCTERMS.isPartOf, article
        yield from _assertion(finding, node, subject)


def _assertion(finding: Finding, node: URIRef, subject: URIRef) -> Iterator[tuple[URIRef, URIRef, URIRef | Literal]]:
    test, result = URIRef(f"{BASE}id/rule/{finding.rule}"), child_iri(node, "result")
    yield test, RDF.type, _EARL.TestCriterion
    yield test, DCTERMS.title, Literal(finding.rule)
    yield node, RDF.type, _EARL.Assertion
    yield node, _EARL.assertedBy, _PROGRAM
    yield node, _EARL.subject, subject
    yield node, _EARL.test, test
    yield node, _EARL.mode, _EARL.automatic
    yield node, _EARL.result, result
    yield result, RDF.type, _EARL.TestResult
    yield result, _EARL.outcome, _OUTCOMES[finding.outcome]
    yield result, DCTERMS.description, Literal(finding.message)
