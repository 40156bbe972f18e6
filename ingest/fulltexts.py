"""The full texts that a workspace holds, and how they meet the studies.

A text belongs to the publication whose PMCID, PMID or DOI it gives as its own. One that belongs to none of the known
stands behind a study of its own that says nothing yet, so that a reference can lead to it. Of two texts of one
publication the later stands: an answer of a service goes before a file, a newer answer before an older one, and one
with a body before one without.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from rdflib import Literal, URIRef

from ingest.fulltext import parse_jats
from ingest.pubmed.cache import Answer, AnswerCache, CacheEntry
from kg.errors import EvidenceError, Place, RecordError
from kg.identifiers import Doi, Pmcid, Pmid, StudyId, slugify
from kg.model import Record, Study, Vocabulary
from kg.model.fulltext import FullText, RegistrationOwner
from kg.prefixes import BASE
from kg.rdf import Triple, full_text_graphs, study_edges, study_triples
from kg.rdf.iris import full_text_graph, graph_iri, record_iri
from kg.store import Dataset
from kg.vocabulary import EKG, FABIO

__all__ = [
    "KeptFullTexts",
    "LinkedTexts",
    "find_record",
    "identifiers_of",
    "is_full_text_answer",
    "link_full_texts",
    "own_registrations",
    "read_full_text_file",
    "read_kept_full_texts",
    "study_of_text",
]

_LARGEST_MIB = 64

Identity = Pmcid | Pmid | Doi

_PREDICATES: Mapping[type[Identity], URIRef] = {
    Pmcid: FABIO.hasPubMedCentralId,
    Pmid: FABIO.hasPubMedId,
    Doi: EKG.doi,
}
_RECORDS = f"{BASE}id/record/"
_OTHERS = graph_iri("studies", "pulled")


@dataclass(frozen=True, slots=True)
class KeptFullTexts:
    """The texts that can be used, each publication once, and what could not be read.

    Attributes:
        texts: those with a body.
        without_body: those of which a service gave the front matter only, because their licence forbids more.
        rejected: files and answers that could not be used.
    """

    texts: tuple[FullText, ...] = ()
    without_body: tuple[FullText, ...] = ()
    rejected: tuple[EvidenceError, ...] = ()

    @property
    def by_identifier(self) -> Mapping[Identity, FullText]:
        """Each text by each of its own identifiers."""
        return MappingProxyType({name: text for text in self.texts for name in identifiers_of(text)})


@dataclass(frozen=True, slots=True)
class LinkedTexts:
    """The graphs of texts by name, and how many studies had to be made for them."""

    graphs: Mapping[URIRef, list[Triple]]
    new_studies: int


def identifiers_of(thing: FullText | Record) -> tuple[Identity, ...]:
    """Its PMCID, PMID and DOI, as far as they are known."""
    return tuple(each for each in (thing.pmcid, thing.pmid, thing.doi) if each is not None)


def read_full_text_file(path: Path) -> tuple[FullText, ...]:
    """The full texts in a JATS file.

    Raises:
        RecordError: if it cannot be read, is too large, or is no JATS.
    """
    try:
        if path.stat().st_size > _LARGEST_MIB * 2**20:
            what = f"the file is larger than {_LARGEST_MIB} MiB"
            raise RecordError(what, place=Place(str(path)), mend="Give one article a file.")
        data = path.read_bytes()
    except OSError as error:
        what = f"the full text cannot be read ({error.strerror})"
        raise RecordError(what, place=Place(str(path)), mend="Give a PMCID, or the path of a readable file.") from error
    return parse_jats(data, source=path.name)


def is_full_text_answer(entry: CacheEntry) -> bool:
    """Whether a kept answer is one that full texts were asked for in."""
    is_pmc = entry.request.find_field("db") == "pmc" and entry.request.address.endswith("/efetch.fcgi")
    return is_pmc or entry.request.address.endswith("/fullTextXML")


def read_kept_full_texts(cache: AnswerCache, given: Iterable[Path] = ()) -> KeptFullTexts:
    """The full texts of the cache and of files that the user gave."""
    newest: dict[Identity | str, FullText] = {}
    rejected: list[EvidenceError] = []
    for read in (
        *(partial(read_full_text_file, path) for path in given),
        *(partial(_read_answer, answer) for answer in _answers(cache)),
    ):
        try:
            for text in read():
                _take(text, newest)
        except EvidenceError as error:
            rejected.append(error)
    texts = {text.text_hash: text for text in newest.values()}.values()
    ordered = sorted(texts, key=lambda text: (str(text.pmcid or text.pmid or text.doi or ""), text.text_hash))
    return KeptFullTexts(
        tuple(text for text in ordered if text.has_body),
        tuple(text for text in ordered if not text.has_body),
        tuple(rejected),
    )


def _answers(cache: AnswerCache) -> list[Answer]:
    """The kept answers that hold an article, the oldest first."""
    entries = sorted(filter(is_full_text_answer, cache.iter_entries()), key=lambda each: (each.retrieved, each.digest))
    answers = (cache.read(entry) for entry in entries)
    return [
        answer for answer in answers if answer is not None and b"<article" in answer.body.replace(b"-articleset", b"")
    ]


def _read_answer(answer: Answer) -> tuple[FullText, ...]:
    address, number = answer.entry.request.address, answer.entry.request.find_field("id")
    return parse_jats(answer.body, source=f"{address}?db=pmc&id={number}" if number else address)


def _take(text: FullText, newest: dict[Identity | str, FullText]) -> None:
    """Keep it under each of its names, unless that would put front matter in place of a whole text."""
    names: tuple[Identity | str, ...] = identifiers_of(text) or (text.text_hash,)
    known = next((newest[name] for name in names if name in newest), None)
    if known is None or text.has_body or not known.has_body:
        newest.update(dict.fromkeys((*names, *(identifiers_of(known) if known else ())), text))


def link_full_texts(texts: Iterable[FullText], source: Dataset, vocabulary: Vocabulary) -> LinkedTexts:
    """The graphs of the texts, each at the record that it is the text of.

    A record gains the identifiers that it lacks and the trial registrations that are its paper's own.

    Args:
        texts: each publication once.
        source: the graph so far, with the records.
        vocabulary: the concepts.
    """
    graphs: dict[URIRef, list[Triple]] = {}
    new: list[Triple] = []
    count = 0
    for text in texts:
        record, stated = find_record(identifiers_of(text), source), None
        if record is None:
            study = study_of_text(text)
            record, stated = record_iri(study.record), study.record.doi
            new += [*study_triples(study), *study_edges(study, vocabulary)]
            count += 1
        own = full_text_graphs(text, record)
        own[full_text_graph(text)] += _additions(text, record, source, stated)
        graphs |= own
    return LinkedTexts(graphs | ({_OTHERS: new} if new else {}), count)


def find_record(identifiers: Iterable[Identity], source: Dataset) -> URIRef | None:
    """The record of the graph that has one of these identifiers, the first one first."""
    for identifier in identifiers:
        found = source.subjects(_PREDICATES[type(identifier)], Literal(identifier.value))
        records = [iri for iri in found if iri.startswith(_RECORDS)]
        if records:
            return min(records)
    return None


def _additions(text: FullText, record: URIRef, source: Dataset, stated: Doi | None) -> Iterator[Triple]:
    """What the text says of its publication and the record does not; ``stated`` is of a record that is new itself."""
    for identifier in (text.pmcid, text.doi):
        if identifier not in (None, stated) and not any(
            True for _ in source.objects(record, _PREDICATES[type(identifier)])
        ):
            yield record, _PREDICATES[type(identifier)], Literal(identifier.value)
    known = {str(each) for each in source.objects(record, EKG.registration)}
    for number in own_registrations(text):
        if number not in known:
            yield record, EKG.registration, Literal(number)


def own_registrations(text: FullText) -> tuple[str, ...]:
    """The registration numbers that are the paper's own."""
    return tuple(each.accession.number for each in text.registrations if each.owner is RegistrationOwner.OWN)


def study_of_text(text: FullText) -> Study:
    """A study that says nothing but what the text says of itself; what :func:`_additions` gives is left to that."""
    name = f"pmid-{text.pmid}" if text.pmid else text.pmcid or text.doi or f"text-{text.text_hash[:16]}"
    key = StudyId(slugify(str(name)))
    own_doi = None if text.pmid else text.doi
    return Study(key, Record(key=key, pmid=text.pmid, doi=own_doi, title=text.title))
