"""The IRI of each thing: from an identifier where it has one, else from its place in its owner.

All of ours lie under one base, a host name reserved for examples (RFC 2606), so that none pretends to be an
address that answers. MeSH descriptors keep the IRIs that NLM gives them.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from rdflib import URIRef

from kg.identifiers import ArticleId, ConceptId, DescriptorId, Doi, Pmid, StudyId
from kg.model import Claim, Record, Run, StudyGroup
from kg.model.appraisal import CertaintyAssessment
from kg.model.fulltext import FullText
from kg.model.sign import DiagnosticSign
from kg.prefixes import BASE, MESH, RESTRICTED

__all__ = [
    "article_iri",
    "assessment_iri",
    "child_iri",
    "child_path",
    "claim_iri",
    "concept_iri",
    "descriptor_iri",
    "full_text_graph",
    "full_text_iri",
    "graph_iri",
    "identifier_iri",
    "question_iri",
    "record_iri",
    "report_iri",
    "restricted_iri",
    "run_iri",
    "sign_iri",
    "study_group_iri",
    "study_iri",
]

_ID = f"{BASE}id/"


def concept_iri(key: ConceptId) -> URIRef:
    """The IRI of a concept."""
    return URIRef(f"{_ID}concept/{key}")


@lru_cache(maxsize=1 << 14)  # thousands of records share one
def descriptor_iri(key: DescriptorId | str) -> URIRef:
    """The IRI that NLM gives to a MeSH descriptor; ``key`` is its unique identifier (``D000505``)."""
    return URIRef(f"{MESH}{quote(str(key), safe='')}")


def study_iri(key: StudyId) -> URIRef:
    """The IRI of a study."""
    return URIRef(f"{_ID}study/{key}")


def article_iri(key: ArticleId) -> URIRef:
    """The IRI of an article; each later snapshot of it keeps the same."""
    return URIRef(f"{_ID}article/{key}")


def report_iri(key: ArticleId) -> URIRef:
    """The IRI of an article's newest audit."""
    return URIRef(f"{article_iri(key)}/audit")


def claim_iri(article: URIRef, claim: Claim) -> URIRef:
    """The IRI of a claim, which survives edits elsewhere in its article."""
    return URIRef(f"{article}/claim/{claim.key}")


def record_iri(record: Record) -> URIRef:
    """The IRI of a record: by its PMID, else its DOI, else the key of the study it reports."""
    return identifier_iri(record.pmid, record.doi) or URIRef(f"{_ID}record/key/{record.key}")


def identifier_iri(pmid: Pmid | None, doi: Doi | None) -> URIRef | None:
    """The IRI that a record of these identifiers has, whether or not it is here; ``None`` without either."""
    if pmid is not None:
        return URIRef(f"{_ID}record/pmid/{pmid.value}")
    return None if doi is None else URIRef(f"{_ID}record/doi/{quote(doi.value, safe='')}")


def study_group_iri(group: StudyGroup) -> URIRef:
    """The IRI of a group of reports."""
    return URIRef(f"{_ID}study-group/{group.id}")


def assessment_iri(assessment: CertaintyAssessment) -> URIRef:
    """The IRI of an assessment, from its question; ``any`` stands where studies state no condition."""
    return question_iri(assessment.therapy, assessment.outcome, assessment.condition)


def question_iri(therapy: ConceptId, outcome: ConceptId, condition: ConceptId | None) -> URIRef:
    """The IRI of the assessment of a question."""
    return URIRef(f"{_ID}certainty/{therapy}/{outcome}/{condition or 'any'}")


def sign_iri(sign: DiagnosticSign) -> URIRef:
    """The IRI of what is known of a concept as a diagnostic sign."""
    return URIRef(f"{concept_iri(sign.concept)}/sign")


def run_iri(run: Run) -> URIRef:
    """The IRI of a run, from the name of its file."""
    return URIRef(f"{_ID}run/{quote(run.name, safe='')}")


def full_text_iri(text: FullText) -> URIRef:
    """The IRI of a full text: by its PMCID, else its PMID, else its DOI, else the hash of its words."""
    return URIRef(f"{_ID}fulltext/{_full_text_key(text)}")


def full_text_graph(text: FullText) -> URIRef:
    """The graph of what everybody may know of a full text; of all of it where its licence allows."""
    return graph_iri("fulltext", _full_text_key(text))


def restricted_iri(graph: URIRef) -> URIRef:
    """The graph beside ``graph`` for what must not be passed on; no export has it."""
    return URIRef(f"{RESTRICTED}{graph.removeprefix(f'{BASE}graph/')}")


def _full_text_key(text: FullText) -> str:
    for name, identifier in (("", text.pmcid), ("pmid-", text.pmid), ("doi-", text.doi)):
        if identifier is not None:
            return f"{name}{quote(identifier.value, safe='')}"
    return f"text-{text.text_hash[:32]}"


def graph_iri(*path: str) -> URIRef:
    """The name of the graph that holds one source: ``graph_iri("studies", "bundled")``."""
    return URIRef(f"{BASE}graph/{'/'.join(quote(part, safe='') for part in path)}")


def child_iri(owner: str, role: str, position: int | None = None) -> URIRef:
    """The IRI of a part that has no identifier of its own; ``position`` counts from 1."""
    return URIRef(child_path(owner, role, position))


def child_path(owner: str, role: str, position: int | None = None) -> str:
    """The same as plain text."""
    return f"{owner}/{role}" if position is None else f"{owner}/{role}/{position}"
