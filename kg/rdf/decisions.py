"""What people decided, as triples beside the audit's: who, when, why, on which finding, and whether it still holds.

A decision is a thing of its own, derived from the finding that it is about (W3C PROV-O); the finding stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from rdflib import RDF, RDFS, Literal, URIRef
from rdflib.namespace import XSD

from kg.identifiers import content_hash
from kg.model import Article, Report, SubjectKind
from kg.model.decision import Decision, SettledFinding, Settlement
from kg.prefixes import BASE
from kg.rdf.edges import find_target
from kg.rdf.iris import article_iri, child_iri, claim_iri, report_iri
from kg.rdf.mapping import Triple
from kg.rdf.shapes import to_rdf
from kg.vocabulary import EKG, PROV

__all__ = ["HOLDS", "STALE", "settlement_triples"]

HOLDS, STALE = "holds", "stale"
"""The states of a decision on a finding that is there; of another one the state says why it is about none."""


def settlement_triples(article: Article, report: Report, settlement: Settlement) -> Iterator[Triple]:
    """The newest decision of each person on each finding, and where the findings that were decided on stand."""
    places = {id(finding): position for position, finding in enumerate(report.findings, start=1)}
    for one in settlement.findings:
        node = child_iri(report_iri(article.id), "findings", places[id(one.finding)])
        if one.decisions or one.stale:
            yield node, EKG.findingId, Literal(one.id.value)
            yield node, EKG.findingState, Literal(one.standing.value)
        for decision, state in (*((d, HOLDS) for d in one.decisions), *((d, STALE) for d in one.stale)):
            yield from _decision(article, decision, state)
            subject = _iri(article, decision)
            yield subject, PROV.wasDerivedFrom, node
            yield subject, EKG.about, _about(article, one)
    for lapsed in settlement.lapsed:
        yield from _decision(article, lapsed.decision, lapsed.lapse.value)


def _iri(article: Article, decision: Decision) -> URIRef:
    """The IRI of a decision: from its article, its finding, who made it and when."""
    mark = content_hash(f"{decision.who}\n{decision.when}\n{decision.decision}")[:12]
    return URIRef(f"{article_iri(article.id)}/decision/{decision.finding}/{mark}")


def _decision(article: Article, decision: Decision, state: str) -> Iterator[Triple]:
    subject = _iri(article, decision)
    yield from to_rdf(decision, subject)
    yield subject, EKG.ofArticle, article_iri(article.id)
    yield subject, EKG.rule, Literal(decision.finding.rule)
    yield subject, EKG.decisionState, Literal(state)
    yield subject, PROV.generatedAtTime, Literal(decision.when, datatype=XSD.dateTime, normalize=False)
    agent = URIRef(f"{BASE}id/person/{quote(decision.who, safe='')}")
    yield subject, PROV.wasAttributedTo, agent
    yield agent, RDF.type, PROV.Person
    yield agent, RDFS.label, Literal(decision.who)


def _about(article: Article, one: SettledFinding) -> URIRef:
    subject = article_iri(article.id)
    is_claim = one.finding.subject_kind is SubjectKind.CLAIM
    claims = {claim.key: claim_iri(subject, claim) for claim in article.claims} if is_claim else {}
    return find_target(one.finding, subject, claims)
