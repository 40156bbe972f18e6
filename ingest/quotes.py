"""Quotes in study files, held against the abstract or full text that the workspace has.

A quote that stands there word for word is proven, by its characters and the hash of the text. One that does not is a
mistake of the file. One whose source is not here is kept, and said not to be proven.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import Literal, URIRef

from kg.errors import RecordError
from kg.identifiers import StudyId, content_hash
from kg.model import IndexedRecord, SourcePlace, Study
from kg.model.fulltext import FullText
from kg.model.quote import QuoteProof, QuoteSource, QuoteStatus
from kg.model.span import find_words
from kg.rdf import Triple, to_rdf
from kg.rdf.iris import child_iri, full_text_iri, record_iri, study_iri
from kg.vocabulary import EKG
from kg.yaml_records import Sourced

__all__ = ["CheckedQuotes", "ProvenQuote", "abstract_text", "check_quotes", "iter_places", "quote_triples"]

_ABSTRACT = "abstract"


@dataclass(frozen=True, slots=True)
class ProvenQuote:
    """A quote of a study, where it stands in the graph, and whether it is one.

    Attributes:
        place: IRI of the place that carries the quote.
        source: IRI of the text that holds it; ``None`` where that is not known.
        may_be_passed_on: whether the words may leave the workspace.
    """

    study: StudyId
    place: URIRef
    quote: str
    proof: QuoteProof
    source: URIRef | None = None
    may_be_passed_on: bool = False

    def words(self) -> Iterator[Triple]:
        """The quote itself at its place."""
        yield self.place, EKG.quote, Literal(self.quote)


@dataclass(frozen=True, slots=True)
class CheckedQuotes:
    """What became of the quotes, and the studies that must be left out because of one, with the reason."""

    quotes: tuple[ProvenQuote, ...]
    rejected: Mapping[StudyId, RecordError]


def abstract_text(study: Study) -> str | None:
    """The abstract of the study's record, its sections parted by blank lines; ``None`` if it is not here."""
    record = study.record
    sections = record.abstract if isinstance(record, IndexedRecord) else ()
    return "\n\n".join(section.text for section in sections) or None


def check_quotes(
    studies: Iterable[Study], texts: Mapping[StudyId, FullText], files: Mapping[StudyId, Sourced[Study]]
) -> CheckedQuotes:
    """Hold every quote of the studies against what there is of their sources.

    Args:
        studies: with their records filled.
        texts: the full texts that are here.
        files: the files that the studies were read from, for the lines of their fields.
    """
    quotes: list[ProvenQuote] = []
    rejected: dict[StudyId, RecordError] = {}
    for study in studies:
        text, abstract = texts.get(study.id), abstract_text(study)
        for field, iri, place in iter_places(study):
            if place.quote is None or study.id in rejected:
                continue
            proof = _prove(place.quote, place.part or "", text, abstract)
            if proof is None:
                rejected[study.id] = _not_there(f"{field}.quote", study, files, text)
            else:
                quotes.append(_to_quote(study, iri, place.quote, proof, text))
    return CheckedQuotes(tuple(each for each in quotes if each.study not in rejected), rejected)


def iter_places(study: Study) -> Iterator[tuple[str, URIRef, SourcePlace]]:
    """Each place of a study: the field that holds it in a file, its IRI, and the place."""
    subject = study_iri(study.id)
    if study.population is not None:
        yield "population.source", child_iri(child_iri(subject, "population"), "source"), study.population.source
    if study.intervention is not None:
        yield "intervention.source", child_iri(child_iri(subject, "intervention"), "source"), study.intervention.source
    yield from (_place_of(subject, "facts", index, fact.source) for index, fact in enumerate(study.facts))
    yield from (_place_of(subject, "criteria", index, each.source) for index, each in enumerate(study.criteria))


def _place_of(subject: URIRef, role: str, index: int, place: SourcePlace) -> tuple[str, URIRef, SourcePlace]:
    return f"{role}[{index}].source", child_iri(child_iri(subject, role, index + 1), "source"), place


def _prove(quote: str, part: str, text: FullText | None, abstract: str | None) -> QuoteProof | None:
    """Where it stands, or why that cannot be told; ``None`` if it stands nowhere where it should."""
    if abstract is not None and (span := find_words(abstract, quote)):
        return QuoteProof(QuoteStatus.PROVEN, QuoteSource.ABSTRACT, span, content_hash(abstract))
    if text is not None:
        span = text.find_quote(quote)
        return QuoteProof(QuoteStatus.PROVEN, QuoteSource.FULL_TEXT, span, text.text_hash) if span else None
    if abstract is not None and part.strip().lower() == _ABSTRACT:
        return None
    held = "only the abstract is here, and it is not in that" if abstract is not None else "its source is not here"
    return QuoteProof(QuoteStatus.NOT_PROVEN, reason=held)


def _not_there(field: str, study: Study, files: Mapping[StudyId, Sourced[Study]], text: FullText | None) -> RecordError:
    source = "the full text" if text is not None else "the abstract"
    where = f" ({text.source}, SHA-256 {text.text_hash[:12]}…)" if text is not None else ""
    return RecordError(
        f"these words do not stand in {source} that the workspace holds{where}",
        place=files[study.id].place(field) if study.id in files else None,
        mend="Copy them from the source letter by letter, or put what they say into a field of our own words.",
    )


def _to_quote(study: Study, place: URIRef, quote: str, proof: QuoteProof, text: FullText | None) -> ProvenQuote:
    if proof.found_in is QuoteSource.ABSTRACT:
        return ProvenQuote(study.id, place, quote, proof, record_iri(study.record), may_be_passed_on=True)
    if proof.found_in is QuoteSource.FULL_TEXT and text is not None:
        return ProvenQuote(study.id, place, quote, proof, full_text_iri(text), text.licence.is_redistributable)
    return ProvenQuote(study.id, place, quote, proof)


def quote_triples(quotes: Iterable[ProvenQuote]) -> Iterator[Triple]:
    """The proofs, and the edges to them and from them."""
    for each in quotes:
        node = child_iri(each.place, "proof")
        yield each.place, EKG.proof, node
        yield from to_rdf(each.proof, node)
        if each.source is not None:
            yield node, EKG.provenIn, each.source
