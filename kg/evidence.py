"""What the graph knows that an audit needs: the vocabulary, and the study behind a printed reference.

Works on any source of triples: a store's generation, an RDFLib graph.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice
from typing import Any, Protocol

from rdflib import RDF, SKOS, Literal, URIRef
from rdflib.term import Node

from kg.errors import RecordError
from kg.extraction.estimated import estimate_study
from kg.identifiers import ConceptId, StudyId, content_hash
from kg.model import Concept, IndexedRecord, MatchKind, Reference, Resolution, ResolvedBy, Study, Vocabulary
from kg.model.fulltext import FullText
from kg.model.record import family_name, normalise_title
from kg.model.study_extraction import EstimatedStudy
from kg.rdf import TripleSource, from_rdf
from kg.rdf.edges import find_title_key
from kg.rdf.iris import concept_iri, descriptor_iri, record_iri, study_iri
from kg.text.clinical_names import folded_words
from kg.text.concepts import matcher_of
from kg.vocabulary import DCTERMS, EKG, FABIO

__all__ = ["Evidence", "TwoWaySource"]


_PIECE = 8
_LEAST_COMPARED = 16
"""Letters of a title from which on a likeness says something."""

_MOST_COMPARED = 20
_MOST_STUDIES = 5_000
"""In a larger graph near matches are not looked for: reading its titles would take longer than the audit."""

_LEAST_RATIO = 0.85


class TwoWaySource(TripleSource, Protocol):
    """A source of triples that can also be asked who has a value."""

    def subjects(self, predicate: Any, value: Any, /) -> Iterable[Node]:
        """The subjects, in no order."""


class Evidence:
    """The studies and concepts of a graph, read when asked for.

    Args:
        source: the graph.
    """

    def __init__(self, source: TwoWaySource) -> None:
        self._source = source
        self._studies: dict[StudyId, Study] = {}
        self._records: dict[StudyId, IndexedRecord] = {}
        self._states: dict[StudyId, str] = {}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """All concepts."""
        found = self._source.subjects(RDF.type, EKG.Concept)
        return Vocabulary.of([from_rdf(Concept, URIRef(str(node)), self._source) for node in found])

    def within(self, concepts: Collection[ConceptId]) -> tuple[ConceptId, ...]:
        """These concepts and all narrower ones, in the order of the vocabulary."""
        held = {place for concept in concepts for place in self._held.get(concept, ())}
        return tuple(self._concepts[place] for place in sorted(held))

    @cached_property
    def _concepts(self) -> tuple[ConceptId, ...]:
        return tuple(concept.id for concept in self.vocabulary)

    @cached_property
    def _held(self) -> Mapping[ConceptId, tuple[int, ...]]:
        """For each concept the places of itself and all narrower ones among the keys."""
        held: dict[ConceptId, list[int]] = defaultdict(list)
        for place, key in enumerate(self._concepts):
            for wider in self.vocabulary.broader_chain(key):
                held[wider].append(place)
        return {key: tuple(places) for key, places in held.items()}

    @cached_property
    def names_by_concept(self) -> Mapping[ConceptId, tuple[str, ...]]:
        """Every name of each concept: the vocabulary's own, and the entry terms of the descriptors that it matches.

        Entry terms are there where the graph holds the table of MeSH descriptors. Only exact matches count; an entry
        term can be narrower than its descriptor, so that these names tell what a text may mean, not what it must.
        """
        return {concept.id: tuple(dict.fromkeys(self._iter_names(concept))) for concept in self.vocabulary}

    @cached_property
    def synonyms(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """For each name of one concept only, as folded words, the concept's other names as such."""
        folded = {key: [folded_words(name) for name in names] for key, names in self.names_by_concept.items()}
        concepts = Counter(words for names in folded.values() for words in dict.fromkeys(names))
        return {
            " ".join(words): tuple(other for other in dict.fromkeys(names) if other != words)
            for names in folded.values()
            for words in names
            if concepts[words] == 1
        }

    def _iter_names(self, concept: Concept) -> Iterator[str]:
        yield from (concept.label, *concept.alternative_labels)
        for match in concept.matches:
            if match.scheme == "mesh" and match.kind is MatchKind.EXACT:
                node = descriptor_iri(match.identifier)
                terms = {
                    str(term) for kind in (SKOS.prefLabel, SKOS.altLabel) for term in self._source.objects(node, kind)
                }
                yield from sorted(terms)

    def get_study(self, key: StudyId) -> Study:
        """The study of this key.

        Raises:
            RecordError: if the graph holds none, or only a part of it.
        """
        if key not in self._studies:
            self._studies[key] = from_rdf(Study, study_iri(key), self._source)
        return self._studies[key]

    def get_record(self, study: Study) -> IndexedRecord:
        """The study's record with all that a database gave of it, the abstract too; what was not given is empty."""
        if study.id not in self._records:
            self._records[study.id] = from_rdf(IndexedRecord, record_iri(study.record), self._source)
        return self._records[study.id]

    def find_studies(self, therapies: Iterable[ConceptId]) -> tuple[Study, ...]:
        """The studies of any of these therapies, by key; one that the graph holds only in part is left out."""
        return self._whole(node for key in therapies for node in self._studies_of_therapy(key))

    def find_indexed(self, *themes: Collection[str]) -> tuple[Study, ...]:
        """The studies whose record is indexed with a MeSH descriptor of each theme, by key; none that is held in part.

        Args:
            themes: descriptor identifiers, any of which makes a record one of the theme.
        """
        return self._whole(self._studies_indexed(*themes))

    def _studies_of_therapy(self, key: ConceptId) -> Iterable[Node]:
        return self._source.subjects(EKG.studiesTherapy, concept_iri(key))

    def _studies_indexed(self, *themes: Collection[str]) -> set[Node]:
        records = [
            {node for identifier in theme for node in self._source.subjects(EKG.descriptor, descriptor_iri(identifier))}
            for theme in themes
        ]
        both = set.intersection(*records) if records else set()
        return {node for record in both for node in self._source.subjects(EKG.record, record)}

    def _whole(self, nodes: Iterable[Node]) -> tuple[Study, ...]:
        """The studies of these nodes, by key, without those of which the graph holds only a part."""
        found = []
        for key in sorted({StudyId(str(node).rsplit("/", 1)[-1]) for node in nodes}):
            with suppress(RecordError):
                found.append(self.get_study(key))
        return tuple(found)

    def find_group(self, study: Study) -> str | None:
        """The name of the group of reports that the study counts as one with, where the graph has one."""
        return min((str(each) for each in self._source.objects(study_iri(study.id), EKG.inGroup)), default=None)

    def estimate(self, key: StudyId) -> EstimatedStudy | None:
        """A study that nobody curated, as rules read it; ``None`` where its therapy cannot be told."""
        record = self.get_record(self.get_study(key))
        return estimate_study(record, self.vocabulary, matcher_of(self.vocabulary))

    def has_abstract(self, study: Study) -> bool:
        """Whether the graph holds the abstract of the study's record."""
        return any(True for _ in self._source.objects(record_iri(study.record), EKG.abstractSection))

    def has_full_text(self, study: Study) -> bool:
        """Whether the graph holds the full text of the study's record, its body included."""
        return any(True for _ in self._source.objects(record_iri(study.record), EKG.hasFullText))

    def _hash_of_text(self, study: Study) -> str:
        """The hash of the full text of the study's record; empty if it is not here."""
        texts = self._source.objects(record_iri(study.record), EKG.hasFullText)
        return "".join(sorted(str(each) for text in texts for each in self._source.objects(text, EKG.textHash)))

    def find_full_text(self, study: Study) -> FullText | None:
        """The full text of the study's record, if the graph holds it."""
        found = sorted(self._source.objects(record_iri(study.record), EKG.hasFullText), key=str)
        return from_rdf(FullText, URIRef(str(found[0])), self._source) if found else None

    def resolve(self, position: int, reference: Reference) -> Resolution:
        """Where a printed reference leads: by its identifiers, else by an exact match of title, year and author.

        A near match is none. An identifier that leads to a record settles it, whatever else is printed:
        a difference is for the audit to report.
        """
        for by, predicate, identifier in (
            (ResolvedBy.PMID, FABIO.hasPubMedId, reference.pmid),
            (ResolvedBy.DOI, EKG.doi, reference.doi),
            (ResolvedBy.PMCID, FABIO.hasPubMedCentralId, reference.pmcid),
        ):
            if identifier is not None:
                studies = self._studies_of(predicate, Literal(identifier.value))
                if studies:
                    return Resolution(position, studies[0], by)
        study = self._by_title(reference)
        if study is not None:
            return Resolution(position, study, ResolvedBy.TITLE)
        near = self._nearest(reference.title or "")
        reason = self._why_not(reference) + (f"; {self._told(near)}" if near else "")
        return Resolution(position, reason=reason, suggestion=near)

    def _studies_of(self, predicate: URIRef, value: Node) -> list[StudyId]:
        """The studies whose record has this value, by key."""
        return sorted(
            StudyId(str(study).rsplit("/", 1)[-1])
            for record in self._source.subjects(predicate, value)
            for study in self._source.subjects(EKG.record, record)
        )

    def _by_title(self, reference: Reference) -> StudyId | None:
        if reference.title is None or reference.year is None or not reference.authors:
            return None
        title, family = normalise_title(reference.title), _family(reference.authors[0])
        if not title or not family:
            return None
        for key in self._titled(reference.title):
            record = self.get_study(key).record
            same_title = record.title is not None and normalise_title(record.title) == title
            same_author = bool(record.authors) and _family(record.authors[0]) == family
            if same_title and same_author and record.year == reference.year:
                return key
        return None

    def _titled(self, title: str) -> list[StudyId]:
        """The studies whose record has this title."""
        key = find_title_key(title)
        return [] if key is None else self._studies_of(EKG.titleKey, Literal(key))

    def _nearest(self, title: str) -> StudyId | None:
        """The study whose title is nearest, for a person to look at; it resolves nothing."""
        printed = normalise_title(title)
        if len(printed) < _LEAST_COMPARED:
            return None
        counts = Counter(key for part in _pieces(printed) for key in self._titles_by_piece.get(part, ()))
        nearest = max(
            (key for key, _ in counts.most_common(_MOST_COMPARED)),
            key=lambda known: SequenceMatcher(None, printed, known, autojunk=False).ratio(),
            default=None,
        )
        if nearest is None or SequenceMatcher(None, printed, nearest, autojunk=False).ratio() < _LEAST_RATIO:
            return None
        return self._titles[nearest]

    def _told(self, near: StudyId) -> str:
        """A near match by its title, first author, year and identifiers, as the graph has them."""
        record = self.get_study(near).record
        first = record.authors[0] if record.authors else "no author"
        named = [(name, getattr(record, name.lower())) for name in ("PMID", "DOI", "PMCID")]
        known = "".join(f", {name} {identifier}" for name, identifier in named if identifier)
        return (
            f"a near match for a person to judge is {near} "
            f"(“{record.title}”, {first}, {record.year or 'no year'}{known}), which was not taken for it"
        )

    @cached_property
    def _titles_by_piece(self) -> dict[str, list[str]]:
        """Normalised titles by the pieces of equal length that they are made of."""
        found: dict[str, list[str]] = defaultdict(list)
        for title in self._titles:
            for part in _pieces(title):
                found[part].append(title)
        return dict(found)

    @cached_property
    def _titles(self) -> dict[str, StudyId]:
        """Study by the normalised title of its record; none where there are more studies than can be gone through."""
        found: dict[str, StudyId] = {}
        studies = list(islice(self._source.subjects(RDF.type, EKG.Study), _MOST_STUDIES + 1))
        if len(studies) > _MOST_STUDIES:
            return found
        for study in sorted(studies, key=str):
            for record in self._source.objects(study, EKG.record):
                for title in self._source.objects(record, DCTERMS.title):
                    found.setdefault(normalise_title(str(title)), StudyId(str(study).rsplit("/", 1)[-1]))
        return found

    @staticmethod
    def _why_not(reference: Reference) -> str:
        printed = [f"{name} {value}" for name, value in _printed_identifiers(reference)]
        if printed:
            return f"no record in this workspace has {' or '.join(printed)}"
        if reference.title is None or reference.year is None or not reference.authors:
            return "no identifier is printed, and title, year and first author could not all be read"
        return "no identifier is printed, and no record here has exactly this title, year and first author"

    def fingerprint(self, studies: Iterable[StudyId]) -> str:
        """Hash of what the graph says of these studies and of the vocabulary: changes when any of it does."""
        states = [self.state_of(key) for key in sorted(set(studies))]
        return content_hash("\n".join([self._told_vocabulary, *states]))

    @cached_property
    def _told_vocabulary(self) -> str:
        """All that the vocabulary says, as text."""
        return repr(tuple(self.vocabulary))

    def state_of(self, key: StudyId) -> str:
        """Hash of what the graph says of one study, its record and its full text."""
        if key not in self._states:
            study = self.get_study(key)
            self._states[key] = content_hash(f"{study!r}{self.get_record(study)!r}{self._hash_of_text(study)}")
        return self._states[key]


def _pieces(title: str) -> set[str]:
    """The runs of letters of one length in a normalised title."""
    return {title[at : at + _PIECE] for at in range(len(title) - _PIECE + 1)}


def _printed_identifiers(reference: Reference) -> list[tuple[str, str]]:
    pairs = (("PMID", reference.pmid), ("DOI", reference.doi), ("PMCID", reference.pmcid))
    return [(name, value.value) for name, value in pairs if value is not None]


def _family(author: str) -> str:
    """An author's family name as compared."""
    return normalise_title(family_name(author))
