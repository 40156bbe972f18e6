"""The direct edges that people ask for, derived from the records, and matches to other vocabularies.

Each of them could be had by a longer path; they are written out so that a question takes few triple
patterns. Nothing reads records back from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from rdflib import RDF, RDFS, Literal, URIRef

from kg.identifiers import StudyId, content_hash
from kg.model import (
    Article,
    ConceptKind,
    CriterionRole,
    Fact,
    Finding,
    IndexedRecord,
    Intervention,
    MatchKind,
    MatchRemark,
    Population,
    Record,
    RecordKind,
    Report,
    Run,
    Study,
    StudyGroup,
    SubjectKind,
    Vocabulary,
)
from kg.model.record import normalise_title
from kg.prefixes import BASE, MESH
from kg.rdf.iris import (
    article_iri,
    child_iri,
    claim_iri,
    concept_iri,
    descriptor_iri,
    identifier_iri,
    record_iri,
    report_iri,
    run_iri,
    study_group_iri,
    study_iri,
)
from kg.rdf.mapping import Triple
from kg.rdf.terms import to_term
from kg.vocabulary import CITO, DCTERMS, EKG, FABIO, PROV, SCHEMA, SKOS

__all__ = [
    "article_edges",
    "find_target",
    "find_title_key",
    "group_edges",
    "iter_record_edges",
    "remark_edges",
    "report_edges",
    "run_edges",
    "study_edges",
    "vocabulary_edges",
]

_TYPE, _LABEL = RDF.type, RDFS.label
_CITES, _DESCRIPTOR, _MAJOR, _TITLE_KEY = CITO.cites, EKG.descriptor, EKG.majorDescriptor, EKG.titleKey
"""Looked up once: a namespace checks each name that is asked of it, and records come by the ten thousand."""

_SCHEME_IRI = URIRef(f"{BASE}id/concepts")
_FOREIGN = {
    "mesh": MESH,
    "eco": "http://purl.obolibrary.org/obo/",
}
_TITLE_KEY_LENGTH = 20
"""Characters of the hash: 80 bits keep a million titles apart, and whoever looks one up compares the title itself."""
_RECORD_CLASSES = {
    RecordKind.JOURNAL_ARTICLE: FABIO.JournalArticle,
    RecordKind.PREPRINT: FABIO.Preprint,
    RecordKind.WEB_PAGE: FABIO.WebPage,
}


def vocabulary_edges(vocabulary: Vocabulary) -> Iterator[Triple]:
    """Scheme membership, top concepts, and SKOS matches to schemes that have resolvable IRIs."""
    yield _SCHEME_IRI, _TYPE, SKOS.ConceptScheme
    yield _SCHEME_IRI, DCTERMS.title, Literal("Concepts of the evidence knowledge graph")
    for concept in vocabulary:
        subject = concept_iri(concept.id)
        yield subject, SKOS.inScheme, _SCHEME_IRI
        if concept.broader is None:
            yield subject, SKOS.topConceptOf, _SCHEME_IRI
        for match in concept.matches:
            if match.scheme in _FOREIGN:
                local = match.identifier.replace(":", "_") if match.scheme == "eco" else match.identifier
                predicate = SKOS.exactMatch if match.kind is MatchKind.EXACT else SKOS.closeMatch
                yield subject, predicate, URIRef(_FOREIGN[match.scheme] + quote(local))


def study_edges(study: Study, vocabulary: Vocabulary) -> Iterator[Triple]:
    """What a study studies, reports and excludes, and the mechanisms it links to its therapies."""
    subject = study_iri(study.id)
    yield from ((owner, predicate, to_term(value)) for owner, predicate, value in iter_record_edges(study.record))
    people, done = study.population or Population(), study.intervention or Intervention()
    excluded = [c.concept for c in study.criteria if c.role is CriterionRole.EXCLUSION]
    for predicate, keys in (
        (EKG.hasDesign, (study.design, *study.also_designs)),
        (EKG.studiesCondition, people.conditions),
        (EKG.studiesPopulation, people.groups),
        (EKG.studiesTherapy, done.therapies),
        (EKG.excludes, excluded),
    ):
        yield from ((subject, predicate, concept_iri(key)) for key in keys if key is not None)
    for position, fact in enumerate(study.facts, start=1):
        node = child_iri(subject, "facts", position)
        yield subject, EKG.hasFact, node
        yield from _fact_edges(study, fact, node, vocabulary)


def find_title_key(title: str) -> str | None:
    """What two printings of one title have in common, short enough to be looked up; ``None`` for one without letters.

    >>> find_title_key("Oil and Sleep.") == find_title_key("Oil and sleep")
    True
    """
    plain = normalise_title(title)
    return content_hash(plain)[:_TITLE_KEY_LENGTH] if plain else None


def iter_record_edges(record: Record) -> Iterator[tuple[URIRef, URIRef, str]]:
    """What is derived from a record: an object is an IRI, or the plain text of a literal."""
    subject = record_iri(record)
    if record.title is not None and (key := find_title_key(record.title)) is not None:
        yield subject, _TITLE_KEY, key
    if record.kind in _RECORD_CLASSES:
        yield subject, _TYPE, _RECORD_CLASSES[record.kind]
    for position in range(1, len(record.notices) + 1):
        yield subject, EKG.hasNotice, child_iri(subject, "notices", position)
    for heading in record.mesh if isinstance(record, IndexedRecord) else ():
        descriptor = descriptor_iri(heading.identifier)
        yield subject, _DESCRIPTOR, descriptor
        yield descriptor, _LABEL, heading.name
        if heading.is_major_topic:
            yield subject, _MAJOR, descriptor
    for work in record.cited_works if isinstance(record, IndexedRecord) else ():
        if (cited := identifier_iri(work.pmid, work.doi)) is not None:
            yield subject, _CITES, cited


def _fact_edges(study: Study, fact: Fact, node: URIRef, vocabulary: Vocabulary) -> Iterator[Triple]:
    subject = study_iri(study.id)
    if fact.is_effect:
        yield node, _TYPE, EKG.EffectEstimate
    concept = vocabulary.find(fact.concept) if fact.concept is not None else None
    if concept is None:
        return
    if concept.kind is ConceptKind.OUTCOME and fact.is_effect:
        yield subject, EKG.reportsOutcome, concept_iri(concept.id)
    if concept.kind is ConceptKind.MECHANISM:
        yield subject, EKG.examinesMechanism, concept_iri(concept.id)
        for therapy in study.intervention.therapies if study.intervention else ():
            link = child_iri(node, f"through/{therapy}")
            yield concept_iri(therapy), EKG.actsThrough, concept_iri(concept.id)
            yield link, _TYPE, EKG.MechanismLink
            yield link, _LABEL, Literal(f"{therapy} through {concept.id}: {fact.tested_in or 'setting not told'}")
            yield link, EKG.ofTherapy, concept_iri(therapy)
            yield link, EKG.throughMechanism, concept_iri(concept.id)
            yield link, EKG.shownBy, subject
            yield link, EKG.fact, node
            if fact.tested_in is not None:
                yield link, EKG.testedIn, Literal(fact.tested_in.value)


def group_edges(group: StudyGroup) -> Iterator[Triple]:
    """Each member's way to its group."""
    return ((study_iri(member), EKG.inGroup, study_group_iri(group)) for member in group.members)


def remark_edges(remark: MatchRemark, subject: URIRef) -> Iterator[Triple]:
    """The descriptor that a remark speaks of."""
    yield subject, EKG.descriptor, descriptor_iri(remark.identifier)


def run_edges(run: Run, previous: Run | None) -> Iterator[Triple]:
    """The article of a run, the run before it, and what makes each of its findings the same in another."""
    subject = run_iri(run)
    yield subject, EKG.ofArticle, article_iri(run.article)
    if previous is not None:
        yield subject, EKG.previousRun, run_iri(previous)
    for position, finding in enumerate(run.findings, start=1):
        yield child_iri(subject, "findings", position), EKG.fingerprint, Literal(finding.fingerprint)


def article_edges(article: Article) -> Iterator[Triple]:
    """Article to claim to pointer to reference, and the snapshot that all of it was read from."""
    subject = article_iri(article.id)
    yield subject, _TYPE, SCHEMA.Article
    snapshot = URIRef(f"{BASE}id/snapshot/{article.snapshot}")
    yield snapshot, _TYPE, PROV.Entity
    yield subject, PROV.wasDerivedFrom, snapshot
    for position, reference in enumerate(article.references, start=1):
        node = child_iri(subject, "references", position)
        yield subject, EKG.hasReference, node
        for notice in range(1, len(reference.notices) + 1):
            yield node, EKG.hasNotice, child_iri(node, "notices", notice)
    for position, pointer in enumerate(article.pointers, start=1):
        found = article.reference_of(pointer)
        if found is not None:
            target = child_iri(subject, "references", article.references.index(found) + 1)
            yield child_iri(subject, "pointers", position), EKG.denotes, target
    for claim in article.claims:
        node = claim_iri(subject, claim)
        yield node, _TYPE, SCHEMA.Claim
        yield subject, EKG.hasClaim, node
        for index in claim.pointers:
            yield node, EKG.hasPointer, child_iri(subject, "pointers", index + 1)


def report_edges(report: Report, article: Article, records: Mapping[StudyId, Record]) -> Iterator[Triple]:
    """Findings and verdicts on what they are about, and the records and studies that claims lean on.

    Args:
        report: the audit.
        article: the snapshot that it audited.
        records: the record of every study that a resolution names.
    """
    subject = article_iri(article.id)
    audit = report_iri(article.id)
    yield audit, EKG.about, subject
    resolved = {resolution.reference: resolution.study for resolution in report.resolutions if resolution.study}
    for index, study in resolved.items():
        record = record_iri(records[study])
        yield child_iri(subject, "references", index + 1), EKG.resolvesTo, record
        yield subject, EKG.citesRecord, record
    for claim in article.claims:
        node = claim_iri(subject, claim)
        for index in claim.pointers:
            found = article.reference_of(article.pointers[index])
            cited = resolved.get(article.references.index(found)) if found else None
            if cited is not None:
                yield node, EKG.citesRecord, record_iri(records[cited])
                yield node, CITO.citesAsEvidence, record_iri(records[cited])
                yield node, EKG.leansOn, study_iri(cited)
    claims = {claim.key: claim_iri(subject, claim) for claim in article.claims}
    for position, finding in enumerate(report.findings, start=1):
        node = child_iri(audit, "findings", position)
        target = find_target(finding, subject, claims)
        yield node, EKG.about, target
        yield target, EKG.hasFinding, node
    for position, entry in enumerate(report.ledger, start=1):
        yield child_iri(audit, "ledger", position), EKG.about, claims[entry.claim]
        yield claims[entry.claim], EKG.verdict, Literal(entry.verdict.value)


def find_target(finding: Finding, article: URIRef, claims: Mapping[str, URIRef]) -> URIRef:
    """The IRI of what a finding is about; ``claims`` holds those of the article's claims, by key."""
    match finding.subject_kind:
        case SubjectKind.CLAIM:
            return claims[finding.subject]
        case SubjectKind.REFERENCE:
            return child_iri(article, "references", int(finding.subject) + 1)
        case SubjectKind.POINTER:
            return child_iri(article, "pointers", int(finding.subject) + 1)
        case SubjectKind.ARTICLE:
            return article
