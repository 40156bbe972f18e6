"""What a rule may ask: the article, the studies behind its references, what of them is here, the graph beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self, TypeVar, cast

from kg.audit.printed import tell_surety
from kg.audit.ranking import Ranker, find_ranker
from kg.audit.rarity import Rarity
from kg.audit.side_by_side import SideBySide
from kg.audit.source_reading import SourceReading
from kg.errors import RecordError
from kg.evidence import Evidence
from kg.extraction.passages import PaperPart, full_text_passages, passages_of, table_passages
from kg.extraction.passages import Passage as SourcePassage
from kg.extraction.publication_types import read_design
from kg.extraction.texts import source_texts
from kg.identifiers import ConceptId, StudyId
from kg.model import (
    Article,
    Claim,
    IndexedRecord,
    MatchKind,
    Reading,
    Reference,
    Resolution,
    Study,
    Vocabulary,
)
from kg.model.fulltext import FullText
from kg.text.clinical_names import ClinicalName, folded_words

__all__ = ["Inquiry", "Source", "is_synthesis"]

Read = TypeVar("Read")
"""What a reader makes of a source."""

T = TypeVar("T")

_SYNTHESES = frozenset({ConceptId("systematic-review"), ConceptId("narrative-review")})
"""The designs of the vocabulary under which all reviews stand."""

_WHOLE = Reading.FULL_TEXT


@dataclass(frozen=True, slots=True)
class Source:
    """One reference that a claim points to, the study it leads to, if any, and what of that is at hand."""

    index: int
    reference: Reference
    resolution: Resolution
    study: Study | None
    reading: Reading = Reading.NOTHING

    @property
    def name(self) -> str:
        """What to call the reference: by its number where it has one."""
        labels = " and ".join(self.reference.labels)
        return f"reference {labels}" if labels else f"the reference on line {self.reference.line}"


class Inquiry:
    """One article beside the evidence: what was read for it, each thing once.

    Args:
        article: the snapshot to audit.
        evidence: the graph to hold it against.
        ranker: puts the sentences of a source in order; the best that is installed by default.

    Attributes:
        claims: those that are judged: the article's, or some of them where a rewording is tried.
        ranked_by: by what sentences of sources were put in order; empty as long as none were.
    """

    def __init__(self, article: Article, evidence: Evidence, *, ranker: Ranker | None = None) -> None:
        self.article = article
        self.ranked_by = ""
        self._ranker = ranker
        self.claims = article.claims
        self._evidence = evidence
        self._passages: dict[StudyId, tuple[SourcePassage, ...]] = {}
        self._consulted: set[StudyId] = set()
        self._remembered: dict[Hashable, object] = {}
        self._pointed: dict[tuple[int, ...], tuple[Source, ...]] = {}
        self._lines: dict[int, int] = {}

    def in_other_words(self, article: Article, sentences: Collection[int]) -> Self:
        """The same inquiry into other words of the article.

        Args:
            article: one of the same references, markers and sentences.
            sentences: the indexes of those whose claims are judged; the others only stand beside them.
        """
        other = copy(self)
        other.article = article
        other.claims = tuple(claim for claim in article.claims if claim.sentence in sentences)
        return other

    @property
    def vocabulary(self) -> Vocabulary:
        """The concepts that claims and studies share."""
        return self._evidence.vocabulary

    @property
    def other_language(self) -> str | None:
        """The article's language where it is known and not English, as a BCP 47 tag."""
        language = self.article.language
        return language if language and not _is_english(language) else None

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Every reference of the article, resolved as far as it can be."""
        found = []
        for index, reference in enumerate(self.article.references):
            resolution = self._evidence.resolve(index, reference)
            try:
                study = self._find_study(resolution)
            except RecordError as error:
                why = f"the graph names {resolution.study} for it, but no longer holds it whole ({error})"
                resolution, study = Resolution(index, reason=why), None
            if study is not None and resolution.by is not None:
                resolution = replace(resolution, surety=tell_surety(reference, study.record, resolution.by))
            found.append(Source(index, reference, resolution, study, self._reading(study)))
        return tuple(found)

    def _find_study(self, resolution: Resolution) -> Study | None:
        """The study that a reference leads to, its record read too.

        Raises:
            RecordError: if the graph holds only a part of either.
        """
        if resolution.study is None:
            return None
        study = self._evidence.get_study(resolution.study)
        self._evidence.get_record(study)
        return study

    def _reading(self, study: Study | None) -> Reading:
        """What of a study this workspace holds."""
        if study is None:
            return Reading.NOTHING
        if self._evidence.has_full_text(study):
            return Reading.FULL_TEXT
        if study.facts:
            return Reading.CURATED_FACTS
        return Reading.ABSTRACT if self._evidence.has_abstract(study) else Reading.NOTHING

    @cached_property
    def _by_label(self) -> dict[str, Source]:
        """The first source that is listed under each label."""
        return {label: source for source in reversed(self.sources) for label in source.reference.labels}

    def sources_of(self, claim: Claim) -> tuple[Source, ...]:
        """The references that a claim points to, each once; dangling pointers lead nowhere."""
        found = self._pointed.get(claim.pointers)
        if found is None:  # every rule asks for them
            found = self._pointed[claim.pointers] = self._sources_at(claim.pointers)
        return found

    def _sources_at(self, pointers: Sequence[int]) -> tuple[Source, ...]:
        labels = [self.article.pointers[index].label for index in pointers]
        found = {self._by_label[label].index: self._by_label[label] for label in labels if label in self._by_label}
        return tuple(found.values())

    def claims_citing(self, source: Source) -> tuple[Claim, ...]:
        """The article's claims that point to a reference, in order."""
        return self._citing.get(source.index, ())

    @cached_property
    def _citing(self) -> dict[int, tuple[Claim, ...]]:
        citing: dict[int, list[Claim]] = {}
        for claim in self.article.claims:
            for source in self.sources_of(claim):
                citing.setdefault(source.index, []).append(claim)
        return {index: tuple(claims) for index, claims in citing.items()}

    def only_study_of(self, claim: Claim) -> Study | None:
        """The study behind a claim that points to one reference; ``None`` where a figure could be another's."""
        sources = self.sources_of(claim)
        return sources[0].study if len(sources) == 1 else None

    def passages_of(self, source: Source) -> tuple[SourcePassage, ...]:
        """The sentences of a source's title, abstract and full text, as far as they are here, in this order."""
        if source.study is None:
            return ()
        key = source.study.id
        if key not in self._passages:
            text = self.full_text_of(source)
            found = passages_of(source_texts(self._evidence.get_record(source.study)))
            is_read = text is not None and (text.language is None or _is_english(text.language))
            self._passages[key] = (*found, *full_text_passages(text)) if text and is_read else found
        return self._passages[key]

    def tables_of(self, source: Source) -> tuple[SourcePassage, ...]:
        """The rows of the tables of a source's full text, where that is here."""
        text = self.full_text_of(source)
        if text is None or source.study is None:
            return ()
        return self.remembered(("tables", source.study.id), lambda: tuple(table_passages(text)))

    def record_of(self, study: Study) -> IndexedRecord:
        """The study's record with all that a database gave of it."""
        return self._evidence.get_record(study)

    def full_text_of(self, source: Source) -> FullText | None:
        """The full text of a source, if it is here."""
        return self._evidence.find_full_text(source.study) if source.study and source.reading is _WHOLE else None

    def language_of(self, source: Source) -> str | None:
        """The languages in which a source is written, where its record names them and English is not among them."""
        languages = self.record_of(source.study).languages if source.study else ()
        return " and ".join(languages) if languages and not any(map(_is_english, languages)) else None

    def group_of(self, study: Study) -> str | None:
        """The group of reports of one study that the graph puts a study in."""
        return self._evidence.find_group(study)

    def line_of(self, offset: int) -> int:
        """The line of the article's file (from 1) that holds a character of its text."""
        line = self._lines.get(offset)
        if line is None:
            line = self._lines[offset] = self.article.line_of(offset)
        return line

    def remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives for this key, made once for all claims of the article."""
        if key not in self._remembered:
            self._remembered[key] = make()
        return cast("T", self._remembered[key])

    def studies_on(self, therapies: Collection[ConceptId]) -> tuple[Study, ...]:
        """All studies of the graph on these therapies or narrower ones; the report then depends on them too."""
        return self.remembered(("studies on", frozenset(therapies)), lambda: self._find_studies(therapies))

    def _find_studies(self, therapies: Collection[ConceptId]) -> tuple[Study, ...]:
        found = self._evidence.find_studies(self.within(therapies))
        self._consulted.update(study.id for study in found)
        return found

    def indexed_on(self, therapies: Collection[ConceptId], conditions: Collection[ConceptId]) -> tuple[Study, ...]:
        """The studies whose records PubMed indexed with both: what was pulled and nobody curated is among them."""
        themes = [self._descriptors(concepts) for concepts in (therapies, conditions)]
        found = self._evidence.find_indexed(*themes) if all(themes) else ()
        self._consulted.update(study.id for study in found)
        return found

    def _descriptors(self, concepts: Collection[ConceptId]) -> tuple[str, ...]:
        """The MeSH descriptors that match these concepts, or narrower ones, exactly."""
        return tuple(
            match.identifier
            for key in self.within(concepts)
            for match in self.vocabulary.get(key).matches
            if match.scheme == "mesh" and match.kind is MatchKind.EXACT
        )

    def within(self, concepts: Collection[ConceptId]) -> tuple[ConceptId, ...]:
        """These concepts and all narrower ones, in the order of the vocabulary."""
        wanted = frozenset(concepts)
        return self.remembered(("within", wanted), lambda: self._evidence.within(wanted))

    @cached_property
    def cited_studies(self) -> frozenset[StudyId]:
        """The studies that the article's references lead to."""
        return frozenset(source.study.id for source in self.sources if source.study)

    def read_once(self, source: Source, reader: Callable[[tuple[SourcePassage, ...]], Read]) -> Read | None:
        """What a reader makes of a source's sentences, made once for all claims; ``None`` where none are here."""
        passages = self.passages_of(source)
        if source.study is None or not passages:
            return None
        return self.remembered((source.study.id, reader), lambda: reader(passages))

    def source_reading_of(self, source: Source) -> SourceReading | None:
        """What a source's own sentences name, read once; ``None`` where none of them is here."""
        passages = self.passages_of(source)
        if source.study is None or not passages:
            return None
        return self.remembered(("reading", source.study.id), lambda: SourceReading(passages, self.synonyms_of))

    @cached_property
    def rarity(self) -> Rarity:
        """How rare words are among the sources of the article."""
        studied = {source.study.id: source for source in self.sources if source.study is not None}
        return Rarity.among([self.passages_of(each) for each in studied.values()])

    def ranked(self, claim: Claim, source: Source) -> tuple[SourcePassage, ...]:
        """The sentences of a source behind its title, those nearest to a claim first; a title states nothing."""
        sentences = [each for each in self.passages_of(source) if each.reports is not PaperPart.TITLE]
        if not sentences:
            return ()
        ranker = self._ranker = self._ranker or find_ranker()
        self.ranked_by = ranker.name
        return ranker.rank(claim.text, sentences, self.rarity)

    def synonyms_of(self, name: ClinicalName) -> tuple[tuple[str, ...], ...]:
        """The other names, as folded words, of the one concept of the vocabulary that a name names."""
        return self._evidence.synonyms.get(" ".join(folded_words(name.text)), ())

    def beside(self, claim: Claim, source: Source) -> SideBySide:
        """A claim beside the words of one of its sources; without a sentence where none is here."""
        return self.remembered(
            ("beside", claim.text, source.index), lambda: SideBySide(claim.text, self.passages_of(source))
        )

    def designs_of(self, source: Source) -> tuple[ConceptId, ...]:
        """The designs of a source's study: those that a person wrote down, else those that its record states."""
        study = source.study
        if study is None:
            return ()
        if study.design is not None:
            return (study.design, *study.also_designs)
        return self.remembered(("designs", study.id), lambda: self._stated_designs(study))

    def _stated_designs(self, study: Study) -> tuple[ConceptId, ...]:
        record = self._evidence.get_record(study)
        return tuple(each.value for each in read_design(record, source_texts(record)).decided)

    def reviews(self, source: Source) -> bool:
        """Whether a source is a review of any kind, as a person wrote down or its record states."""
        known = [design for design in self.designs_of(source) if self.vocabulary.find(design)]
        return any(wider in _SYNTHESES for design in known for wider in self.vocabulary.broader_chain(design))

    def studies_of(self, claim: Claim) -> tuple[Study, ...]:
        """The studies behind a claim, each once."""
        return tuple({s.study.id: s.study for s in self.sources_of(claim) if s.study}.values())

    @property
    def resolutions(self) -> tuple[Resolution, ...]:
        """Where every reference led, each with the state of what it led to."""
        return tuple(
            replace(source.resolution, state=self._evidence.state_of(source.study.id))
            if source.study
            else source.resolution
            for source in self.sources
        )

    def evidence_fingerprint(self) -> str:
        """Hash of all that the audit of this article depended on."""
        return self._evidence.fingerprint(self.cited_studies | self._consulted)


def _is_english(language: str) -> bool:
    """Whether a tag ("en-GB") or MEDLINE's code ("eng") is of English."""
    return language.lower().partition("-")[0] in ("en", "eng")


def is_synthesis(study: Study, vocabulary: Vocabulary) -> bool:
    """Whether the study is a review of any kind, so that a figure in it may be of any of many studies."""
    designs = [design for design in (study.design, *study.also_designs) if design and vocabulary.find(design)]
    wider = {key for design in designs for key in vocabulary.broader_chain(design)}
    return not wider.isdisjoint(_SYNTHESES)
