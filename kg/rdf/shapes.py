"""How each record type is written: its class, its label, and the predicates that differ from the default.

The default predicate of a field is the ``ekg:`` term of its own name; fields that hold many things take
the singular, as is the custom in RDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TypeVar

from rdflib import RDFS, URIRef

from kg.model import (
    AbstractSection,
    Accession,
    Article,
    Block,
    CitedWork,
    Claim,
    Concept,
    ConceptMatch,
    Contributor,
    Defect,
    EditorialNotice,
    EligibilityCriterion,
    Fact,
    FieldPlace,
    Finding,
    Grant,
    IndexedRecord,
    Intervention,
    LedgerEntry,
    MatchRemark,
    MeshHeading,
    OtherAbstract,
    Passage,
    Patch,
    Pointer,
    Population,
    Quantity,
    Record,
    RecordDate,
    RecordLink,
    Reference,
    Report,
    Resolution,
    Run,
    RunFinding,
    Section,
    Sentence,
    SourcePlace,
    Study,
    StudyGroup,
    StudyJoin,
    Vocabulary,
)
from kg.model.appraisal import CertaintyAssessment, CertaintyStep
from kg.model.decision import Decision
from kg.model.fulltext import (
    Figure,
    Footnote,
    FullText,
    Licence,
    ListedReference,
    Paragraph,
    Statement,
    Table,
    TextSection,
    TrialRegistration,
)
from kg.model.quote import QuoteProof
from kg.model.sign import DiagnosticSign, SignReading
from kg.rdf.iris import article_iri, claim_iri, concept_iri, record_iri, report_iri, study_iri
from kg.rdf.mapping import Mapper, Shape, Triple, TripleSource
from kg.rdf.text_forms import CITED_TEXT, DATE_TEXT, MESH_TEXT
from kg.vocabulary import DCTERMS, EKG, FABIO, SKOS

__all__ = [
    "SHAPES",
    "article_triples",
    "from_rdf",
    "report_triples",
    "study_triples",
    "to_lines",
    "to_rdf",
    "vocabulary_triples",
]

_LONGEST_LABEL = 120


def _short(text: str) -> str:
    """The text cut for a label, at a word."""
    if len(text) <= _LONGEST_LABEL:
        return text
    return text[:_LONGEST_LABEL].rsplit(" ", 1)[0] + " …"


def _record_label(record: Record) -> str:
    """First author, year and title, as far as they were seen."""
    parts = (record.name if record.authors else str(record.year or ""), record.title or "")
    return _short(": ".join(part for part in parts if part) or record.key.value)


_IDENTIFIERS = {"pmid": FABIO.hasPubMedId, "pmcid": FABIO.hasPubMedCentralId}
_RECORD = {
    **_IDENTIFIERS,
    "title": DCTERMS.title,
    "authors": EKG.author,
    "publication_types": EKG.publicationType,
    "mesh_headings": EKG.meshHeading,
    "keywords": EKG.keyword,
    "registrations": EKG.registration,
    "notices": EKG.notice,
}

SHAPES: tuple[Shape, ...] = (
    Shape(
        Concept,
        (EKG.Concept, SKOS.Concept),
        {
            "id": EKG.key,
            "label": SKOS.prefLabel,
            "alternative_labels": SKOS.altLabel,
            "ambiguous_labels": EKG.ambiguousLabel,
            "definition": SKOS.definition,
            "broader": SKOS.broader,
            "matches": EKG.match,
            "units": EKG.unit,
            "note": SKOS.note,
        },
        label=lambda concept: concept.label,
    ),
    Shape(ConceptMatch, (EKG.ConceptMatch,), label=lambda match: f"{match.scheme} {match.identifier}"),
    Shape(
        SourcePlace,
        (EKG.SourcePlace,),
        {"part": EKG.readPart, "addresses": EKG.addressRead},
        label=lambda place: f"{place.part or 'place not recorded'} ({place.confidence})",
    ),
    Shape(
        EditorialNotice,
        (EKG.EditorialNotice,),
        {"pmid": FABIO.hasPubMedId},
        label=lambda notice: f"{notice.kind}: {notice.published_in}",
    ),
    Shape(Record, (EKG.Record,), _RECORD, iri=lambda _, record: record_iri(record), label=_record_label),
    Shape(
        IndexedRecord,
        (EKG.Record,),
        {
            **_RECORD,
            "abstract": EKG.abstractSection,
            "other_abstracts": EKG.otherAbstract,
            "languages": DCTERMS.language,
            "contributors": EKG.contributor,
            "mesh": EKG.meshIndexing,
            "substances": EKG.substance,
            "dates": EKG.recordDate,
            "other_identifiers": EKG.otherIdentifier,
            "grants": EKG.grant,
            "accessions": EKG.accession,
            "cited_works": EKG.citedWork,
            "links": EKG.link,
        },
        iri=lambda _, record: record_iri(record),
        label=_record_label,
    ),
    Shape(AbstractSection, (EKG.AbstractSection,), label=lambda section: section.label or "abstract"),
    Shape(
        OtherAbstract,
        (EKG.OtherAbstract,),
        {"sections": EKG.abstractSection},
        label=lambda other: other.kind or other.language or "other abstract",
    ),
    Shape(Contributor, (EKG.Contributor,), {"name": RDFS.label, "affiliations": EKG.affiliation}),
    Shape(MeshHeading, text=MESH_TEXT),
    Shape(RecordDate, text=DATE_TEXT),
    Shape(CitedWork, text=CITED_TEXT),
    Shape(RecordLink, (EKG.RecordLink,), {"pmid": FABIO.hasPubMedId}, label=lambda link: f"{link.kind} {link.text}"),
    Shape(Grant, (EKG.Grant,), label=lambda grant: grant.identifier or grant.agency or "grant"),
    Shape(Accession, (EKG.Accession,), label=lambda accession: f"{accession.bank} {accession.number}"),
    Shape(
        Population,
        (EKG.Population,),
        {
            "studies": EKG.studyCount,
            "age_groups": EKG.ageGroup,
            "groups": EKG.group,
            "conditions": EKG.ofCondition,
            "source": EKG.readIn,
        },
        label=lambda people: _short(people.condition or people.sex or "population"),
    ),
    Shape(
        Intervention,
        (EKG.Intervention,),
        {"therapies": EKG.therapy, "co_therapies": EKG.coTherapy, "source": EKG.readIn},
        label=lambda done: " and ".join(map(str, done.therapies)) or "intervention",
    ),
    Shape(
        Fact,
        (EKG.Fact,),
        {"outcome": EKG.outcomeName, "source": EKG.readIn},
        label=lambda fact: _short(f"{fact.outcome}: {fact.direction}" + (f" ({fact.value})" if fact.value else "")),
    ),
    Shape(
        EligibilityCriterion,
        (EKG.EligibilityCriterion,),
        {"source": EKG.readIn},
        label=lambda criterion: _short(f"{criterion.role}: {criterion.text}"),
    ),
    Shape(
        FieldPlace,
        (EKG.FieldPlace,),
        {"source": EKG.readIn},
        label=lambda place: f"{place.field}: {place.source.part or 'place not recorded'}",
    ),
    Shape(
        Study,
        (EKG.Study,),
        {
            "id": EKG.key,
            "also_designs": EKG.alsoDesign,
            "facts": EKG.fact,
            "criteria": EKG.criterion,
            "limitations": EKG.limitation,
            "cautions": EKG.caution,
            "places": EKG.fieldPlace,
        },
        label=lambda study: _record_label(study.record),
    ),
    Shape(
        StudyGroup,
        (EKG.StudyGroup,),
        {"id": EKG.key, "members": EKG.member, "joins": EKG.join},
        label=lambda group: f"{len(group.members)} reports of one study: {group.id}",
    ),
    Shape(
        CertaintyAssessment,
        (EKG.CertaintyAssessment,),
        {
            "therapy": EKG.ofTherapy,
            "outcome": EKG.ofOutcome,
            "condition": EKG.ofCondition,
            "level": EKG.certaintyLevel,
            "directions": EKG.directionCount,
            "studies": EKG.restsOn,
            "steps": EKG.step,
        },
        label=lambda made: f"{made.therapy} and {made.outcome}: {made.level or 'not rated'}",
    ),
    Shape(
        CertaintyStep,
        (EKG.CertaintyStep,),
        {"level": EKG.certaintyLevel, "studies": EKG.restsOn},
        label=lambda step: f"{step.kind}: {step.change:+d}" if step.change else f"{step.kind}: no change",
    ),
    Shape(DiagnosticSign, (EKG.DiagnosticSign,), {"readings": EKG.reading}, label=lambda sign: f"sign: {sign.concept}"),
    Shape(
        SignReading,
        (EKG.SignReading,),
        {"studies": EKG.restsOn},
        label=lambda read: f"{read.tells} tell: {read.text}"[:80],
    ),
    Shape(StudyJoin, (EKG.StudyJoin,), label=lambda join: f"{join.rule}: {join.study} and {join.other}"),
    Shape(
        MatchRemark,
        (EKG.MatchRemark,),
        label=lambda remark: f"{remark.kind}: {remark.concept} and {remark.identifier}",
    ),
    Shape(QuoteProof, (EKG.QuoteProof,), label=lambda proof: f"quote, {proof.status}"),
    Shape(
        FullText,
        (EKG.FullText,),
        {
            **_IDENTIFIERS,
            "source": EKG.sourceName,
            "title": DCTERMS.title,
            "language": DCTERMS.language,
            "other_identifiers": EKG.otherIdentifier,
            "sections": EKG.section,
            "paragraphs": EKG.paragraph,
            "tables": EKG.table,
            "figures": EKG.figure,
            "lists": EKG.textList,
            "footnotes": EKG.footnote,
            "references": EKG.listedReference,
            "links": EKG.textLink,
            "superscripts": EKG.superscript,
            "statements": EKG.statement,
            "grants": EKG.grant,
            "registrations": EKG.trialRegistration,
            "responses": EKG.response,
        },
        label=lambda text: _short(f"full text: {text.title or text.pmcid or text.source}"),
        packed=frozenset({"lists", "links", "superscripts"}),
    ),
    Shape(Licence, (EKG.Licence,), label=lambda licence: licence.name or "licence not told"),
    Shape(
        TextSection,
        (EKG.TextSection,),
        {"title": EKG.heading},
        label=lambda section: _short(section.path) or "untitled section",
    ),
    Shape(
        Paragraph, (EKG.Paragraph,), {"section": EKG.inSection}, label=lambda part: f"{part.kind} of the {part.matter}"
    ),
    Shape(
        Table,
        (EKG.Table,),
        {"cells": EKG.cell, "notes": EKG.tableNote},
        label=lambda table: table.label or "table",
        packed=frozenset({"cells", "notes"}),
    ),
    Shape(Figure, (EKG.Figure,), label=lambda figure: figure.label or "figure"),
    Shape(Footnote, (EKG.Footnote,), label=lambda note: note.label or note.kind or "footnote"),
    Shape(
        ListedReference,
        (EKG.ListedReference,),
        {
            **_IDENTIFIERS,
            "title": DCTERMS.title,
            "authors": EKG.authorList,
            "source": EKG.journal,
            "other_identifiers": EKG.otherIdentifier,
        },
        label=lambda work: _short(work.text) or "empty entry",
        packed=frozenset({"authors"}),
    ),
    Shape(Statement, (EKG.Statement,), label=lambda statement: f"statement on {statement.kind}"),
    Shape(
        TrialRegistration,
        (EKG.TrialRegistration,),
        {"section": EKG.inSection},
        label=lambda found: f"{found.accession.number} ({found.owner})",
    ),
    Shape(Quantity, (EKG.Quantity,), label=lambda quantity: quantity.text),
    Shape(Block, (EKG.Block,), label=lambda block: f"{block.kind} on line {block.line}"),
    Shape(Section, (EKG.Section,), label=lambda section: section.heading or "untitled section"),
    Shape(
        Sentence,
        (EKG.Sentence,),
        {"section": EKG.inSection, "block": EKG.inBlock},
        label=lambda sentence: _short(sentence.text),
    ),
    Shape(
        Pointer,
        (EKG.Pointer,),
        {"sentence": EKG.onSentence},
        label=lambda pointer: pointer.marker,
    ),
    Shape(
        Reference,
        (EKG.Reference,),
        {
            **_IDENTIFIERS,
            "labels": EKG.label,
            "title": DCTERMS.title,
            "authors": EKG.author,
            "notices": EKG.notice,
        },
        label=lambda reference: _short(reference.raw),
    ),
    Shape(
        Claim,
        (EKG.Claim,),
        {
            "sentence": EKG.onSentence,
            "hedges": EKG.hedge,
            "negations": EKG.negation,
            "concepts": EKG.mentions,
            "quantities": EKG.quantity,
            "pointers": EKG.pointerIndex,
            "adjuncts": EKG.adjunct,
            "routes": EKG.route,
            "excluded": EKG.excludedWords,
        },
        iri=claim_iri,
        label=lambda claim: _short(claim.text),
    ),
    Shape(Defect, (EKG.Defect,), label=lambda defect: _short(defect.message)),
    Shape(
        Article,
        (EKG.Article,),
        {
            "id": EKG.key,
            "source": EKG.sourceName,
            "title": DCTERMS.title,
            "blocks": EKG.block,
            "sections": EKG.section,
            "sentences": EKG.sentence,
            "pointers": EKG.pointer,
            "references": EKG.reference,
            "claims": EKG.claim,
            "defects": EKG.defect,
        },
        label=lambda article: article.title or article.id.value,
    ),
    Shape(Passage, (EKG.Passage,), label=lambda passage: _short(passage.text)),
    Shape(Patch, (EKG.Patch,), label=lambda patch: _short(patch.replacement)),
    Shape(
        Finding,
        (EKG.Finding,),
        {"source": EKG.sourcePassage},
        label=lambda finding: _short(f"{finding.rule}: {finding.message}"),
    ),
    Shape(
        Resolution,
        (EKG.Resolution,),
        {
            "reference": EKG.ofReference,
            "by": EKG.resolvedBy,
            "state": EKG.sourceState,
            "suggestion": EKG.suggestedStudy,
        },
        label=lambda resolution: _short(f"resolved by {resolution.by}" if resolution.by else str(resolution.reason)),
    ),
    Shape(
        LedgerEntry,
        (EKG.LedgerEntry,),
        {"claim": EKG.ofClaim, "studies": EKG.study, "reasons": EKG.reason, "verdict": EKG.ledgerVerdict},
        label=lambda entry: f"{entry.verdict} (line {entry.line})",
    ),
    Shape(
        Report,
        (EKG.Report,),
        {"findings": EKG.finding, "resolutions": EKG.resolution, "ledger": EKG.ledgerEntry},
        label=lambda report: f"audit of {report.article}",
    ),
    Shape(
        Decision,
        (EKG.Decision,),
        {
            "finding": EKG.findingId,
            "decision": EKG.ruling,
            "who": EKG.decidedBy,
            "when": EKG.time,
            "about": EKG.subjectKind,
            "words": EKG.said,
            "source": EKG.sourceState,
        },
        label=lambda made: _short(f"{made.finding}: {made.decision} by {made.who}"),
    ),
    Shape(Run, (EKG.Run,), {"findings": EKG.runFinding}, label=lambda run: f"audit of {run.article}, {run.time}"),
    Shape(RunFinding, (EKG.RunFinding,), label=lambda finding: _short(f"{finding.rule}: {finding.message}")),
)

_Record = TypeVar("_Record")


@cache
def _mapper() -> Mapper:
    return Mapper(SHAPES)


def to_rdf(record: object, subject: URIRef) -> Iterator[Triple]:
    """The triples of any record of the model under the given IRI, its parts included."""
    return _mapper().to_triples(record, subject)


def to_lines(record: object, subject: str, graph: str) -> list[str]:
    """The same triples as lines of N-Quads in a named graph, in no order: for records by the ten thousand."""
    return _mapper().to_lines(record, subject, graph)


def from_rdf(kind: type[_Record], subject: URIRef, source: TripleSource) -> _Record:
    """The record of this kind that the source holds under the IRI; undoes :func:`to_rdf`.

    Raises:
        RecordError: if a value that it must have is missing, doubled or malformed.
    """
    return _mapper().from_triples(kind, subject, source)


def vocabulary_triples(vocabulary: Vocabulary) -> Iterator[Triple]:
    """The triples of every concept."""
    for concept in vocabulary:
        yield from to_rdf(concept, concept_iri(concept.id))


def study_triples(study: Study) -> Iterator[Triple]:
    """The triples of a study, its record and its facts."""
    return to_rdf(study, study_iri(study.id))


def article_triples(article: Article) -> Iterator[Triple]:
    """The triples of an article's newest snapshot."""
    return to_rdf(article, article_iri(article.id))


def report_triples(report: Report) -> Iterator[Triple]:
    """The triples of an article's newest audit."""
    return to_rdf(report, report_iri(report.article))
