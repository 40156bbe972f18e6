"""Sentences to claims: each part that is true or false by itself, what kind it is, how surely put, and what of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from ingest.article.body import BlockReading
from ingest.article.claim_kinds import classify
from kg.identifiers import ConceptId, content_hash
from kg.model.article import Certainty, Claim, ClaimKind, Pointer, Sentence
from kg.model.concept import Concept, ConceptKind, Vocabulary
from kg.model.span import Span
from kg.text.administration import adjunct_spans, excluded_spans, find_routes
from kg.text.antecedents import TakenUp, find_narrower, find_second_subject, find_subject, stands_in
from kg.text.clauses import Clause, split_clauses
from kg.text.comparison import find_comparison
from kg.text.concepts import Mention, matcher_of
from kg.text.head_nouns import find_head_nouns, iter_short_mentions
from kg.text.modality import find_hedges, find_negations, negation_scope
from kg.text.people import find_people
from kg.text.quantities import find_quantities
from kg.text.stance import find_stance

__all__ = ["Around", "Extractor", "extractor_of", "fingerprint", "read_claims"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_OWN = re.compile(r"\b(?:our|my)\s\Z", re.IGNORECASE)
_BECAUSE = re.compile(r"because\b", re.IGNORECASE)
_THIS = re.compile(r"\bthis\s", re.IGNORECASE)
_RESPONSE = ConceptId("treatment-response")
_RESPONSE_TO = re.compile(
    r"\brespon(?:ses?|d|ds|ded|ding|sive|siveness)\s(?:\w+\s)?to\s(?:(?:the|an?|this|these|\w+al)\s)?\Z", re.IGNORECASE
)
_WINDOW = 60
_NEAR = 20
"""So many names in front are asked what "this" means; a sentence has no more."""

_POINTS_ON = 5
"""A part of fewer words in front of "because" ("This is likely") has nothing that a source could bear out."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A clause of a sentence with its place in the article and the pointers that count for it."""

    clause: Clause
    span: Span
    context: tuple[Span, ...]
    pointers: tuple[int, ...]

    def whole(self, sentence: str) -> str:
        """Its words behind those of the sentence that it takes over."""
        return " ".join(words.of(sentence) for words in (*self.clause.shared, self.clause.span))


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the words of a sentence.

    Attributes:
        earlier: the sentences before it in its block.
        span: where it stands in the article.
        ends: how many of its characters stand before each of its pointers, by their indexes.
        own: tells where a stretch of it stands in the article.
        taken: the same for a stretch of the sentence so many places before it.
    """

    earlier: tuple[str, ...]
    span: Span
    ends: Mapping[int, int]
    own: Callable[[Span], Span]
    taken: Callable[[int, Span], Span]


@dataclass(frozen=True, slots=True)
class _Names:
    """What a part speaks of, and the names of earlier sentences among them."""

    concepts: tuple[ConceptId, ...]
    taken: tuple[TakenUp, ...]


def read_claims(
    sentences: Sequence[Sentence], pointers: Sequence[Pointer], readings: Sequence[BlockReading], vocabulary: Vocabulary
) -> tuple[Claim, ...]:
    """The claims in order, one or more for each sentence.

    Short forms that the article itself defines ("platelet-rich plasma (PRP)") count throughout it. A pointer counts
    for the parts of its own sentence only: the last one of a sentence for all parts behind the pointer before it, one
    in the middle for the part that it stands in or closes. What a sentence takes up from those before it in its block
    (:mod:`kg.text.antecedents`) is among its concepts, and its words in the article are context.

    Args:
        sentences: the article's sentences.
        pointers: its pointers.
        readings: the body blocks that the sentences were taken from, in order.
        vocabulary: the concepts to look for.
    """
    extractor = extractor_of(vocabulary, " ".join(sentence.text for sentence in sentences))
    pointed: dict[int, list[int]] = defaultdict(list)
    for index, pointer in enumerate(pointers):
        pointed[pointer.sentence].append(index)
    places = [(reading, place) for reading in readings for place in reading.sentences]
    seen: Counter[str] = Counter()
    claims: list[Claim] = []
    earlier: list[str] = []
    block: BlockReading | None = None
    for index, (sentence, (reading, place)) in enumerate(zip(sentences, places, strict=True)):
        if reading is not block:
            block, earlier = reading, []
        ends = {at: reading.words.position_of(pointers[at].span.start) - place.start for at in pointed[index]}
        around = Around(
            tuple(earlier),
            sentence.span,
            ends,
            own=partial(_on_page, reading, place),
            taken=partial(_before, places, index),
        )
        claims += extractor.claims(index, sentence.text, around, seen)
        earlier.append(sentence.text)
    return tuple(claims)


def _before(places: Sequence[tuple[BlockReading, Span]], index: int, back: int, span: Span) -> Span:
    """Where a stretch of the sentence so many places before this one stands in the page."""
    return _on_page(*places[index - back], span)


def _on_page(reading: BlockReading, place: Span, span: Span) -> Span:
    """Where a stretch of a sentence stands in the page."""
    return reading.words.to_page(span.shifted(place.start))


def fingerprint(text: str) -> str:
    """Sixteen hexadecimal digits that stand for the words, whatever their case and punctuation.

    >>> fingerprint("It helps.") == fingerprint("It  HELPS!")
    True
    """
    return content_hash(" ".join(_WORD.findall(text.casefold())))[:16]


def _parts(sentence: str, around: Around) -> Iterator[_Part]:
    """The parts of one sentence; the first and the last reach to the ends of the sentence, markers included."""
    clauses = split_clauses(sentence) or (Clause(Span(0, len(sentence))),)
    spans = [around.own(clause.span) for clause in clauses]
    spans[0] = Span(min(around.span.start, spans[0].start), spans[0].end)
    spans[-1] = Span(spans[-1].start, max(around.span.end, spans[-1].end))
    owners = _owners(sentence, clauses, around.ends)
    for number, (clause, span) in enumerate(zip(clauses, spans, strict=True)):
        words = (*([clause.follows] if clause.follows else []), *clause.shared)
        context = tuple(sorted({around.own(part) for part in words}))
        yield _Part(clause, span, context, tuple(at for at in around.ends if number in owners[at]))


def _owners(text: str, clauses: Sequence[Clause], ends: Mapping[int, int]) -> dict[int, range]:
    """The parts that each pointer counts for, by the pointer's place among the characters of the sentence."""
    owners: dict[int, range] = {}
    starts = [clause.span.start for clause in clauses]
    free, final = 0, max(ends.values(), default=0)
    for at, end in sorted(ends.items(), key=lambda item: item[1]):
        own = max(0, bisect_left(starts, end) - 1)
        first = min(free, own) if own == len(clauses) - 1 else own
        while first < own and _points_on(text, clauses[first], clauses[first + 1]):
            first += 1
        owners[at] = range(first, own + 1)
        free = free if end == final else own + 1
    return owners


def _points_on(text: str, clause: Clause, following: Clause) -> bool:
    return len(_WORD.findall(clause.span.of(text))) < _POINTS_ON and bool(_BECAUSE.match(following.span.of(text)))


def extractor_of(vocabulary: Vocabulary, text: str) -> Extractor:
    """The extractor of an article, kept for when some of its sentences are read again with other words.

    Args:
        vocabulary: the concepts to look for.
        text: the words of all its sentences.
    """
    return _extractor_of(tuple(vocabulary), text)


@lru_cache(maxsize=2)
def _extractor_of(concepts: tuple[Concept, ...], text: str) -> Extractor:
    return Extractor(Vocabulary({concept.id: concept for concept in concepts}), text)


class Extractor:
    """Reads what the sentences of an article say; ``text`` is all of it, for its definitions."""

    def __init__(self, vocabulary: Vocabulary, text: str) -> None:
        self._vocabulary = vocabulary
        self._matcher = matcher_of(vocabulary)
        mentions = self._matcher.find(text)
        self._definitions = self._matcher.find_definitions(text, mentions)
        self._heads = find_head_nouns(mentions)
        self._read = lru_cache(maxsize=8)(self._mentions)

    def claims(self, index: int, sentence: str, around: Around, seen: Counter[str]) -> Iterator[Claim]:
        """The claims of one sentence.

        Args:
            index: the sentence's own.
            sentence: its words.
            around: what stands around it.
            seen: the greatest ordinal of each fingerprint so far; it is counted on.
        """
        subject = self._subject(sentence, around.earlier)
        for part in _parts(sentence, around):
            names = self._names(sentence, part, subject, around.earlier)
            own = [words.of(sentence) for words in (*part.clause.shared, part.clause.span)]
            mark = fingerprint(" ".join([*(one.mention.text for one in names.taken), *own]))
            seen[mark] += 1
            context = tuple(around.taken(one.back, one.mention.span) for one in names.taken)
            whole = replace(part, context=(*context, *part.context)) if context else part
            yield self._claim(mark, seen[mark], index, sentence, whole, names.concepts)

    def _subject(self, sentence: str, earlier: Sequence[str]) -> TakenUp | None:
        """The name of an earlier sentence of the paragraph that the "it" of this one stands for."""
        return find_subject(sentence, earlier, self._read)

    def _names(self, sentence: str, part: _Part, subject: TakenUp | None, earlier: Sequence[str]) -> _Names:
        """What a part speaks of, by its own names and by those that it takes up."""
        text, words = part.whole(sentence), part.clause.span
        found: list[Mention] = []
        taken: list[TakenUp] = []
        own = self._read(text)
        for number, mention in enumerate(own):
            meant = self._narrower(text, mention, own[max(0, number - _NEAR) : number], earlier)
            found.append(meant[0] if meant else mention)
            taken += [TakenUp(1, meant[0])] if meant and meant[1] else []
        second = find_second_subject(words.of(sentence), sentence[: words.start], self._read)
        found += [second] if second else []
        if subject and stands_in(text, own):
            taken.append(subject)
            found.insert(0, subject.mention)
        return _Names(self._concepts(text, found), tuple(taken))

    def _narrower(
        self, text: str, mention: Mention, named: Sequence[Mention], earlier: Sequence[str]
    ) -> tuple[Mention, bool] | None:
        """What "this" and a wide name mean, and whether the sentence before names it."""
        if not _THIS.search(text, max(0, mention.span.start - _WINDOW), mention.span.start):
            return None
        return find_narrower(text, mention, named, self._read(earlier[-1]) if earlier else (), self._vocabulary)

    def _claim(
        self, mark: str, ordinal: int, index: int, sentence: str, part: _Part, concepts: tuple[ConceptId, ...]
    ) -> Claim:
        """The claim that a part makes."""
        words = part.clause.span.of(sentence)
        whole = part.whole(sentence)
        hedges = tuple(cue.text for cue in find_hedges(whole))
        kind = classify(whole if part.clause.shared else words, concepts, self._vocabulary)
        comparison = find_comparison(words)
        stance, stance_cue = find_stance(words)
        people = find_people(whole)
        negations = find_negations(words)
        return Claim(
            mark, ordinal, words, part.span, index,
            kind=kind,
            certainty=Certainty.HEDGED if hedges else Certainty.ASSERTED,
            hedges=hedges,
            negations=tuple(cue.text for cue in (find_negations(whole) if part.clause.shared else negations)),
            concepts=() if kind is ClaimKind.META else concepts,
            quantities=find_quantities(words),
            pointers=part.pointers,
            context=part.context,
            negated=tuple(negation_scope(words, cue) for cue in negations),
            adjuncts=self._adjuncts(words, concepts),
            routes=find_routes(words),
            people=tuple(sorted(people.sexes | people.ages | people.species)),
            excluded=tuple(span.of(words) for span in excluded_spans(words)),
            comparison=comparison.cue.text.strip() if comparison else None,
            compared_with=comparison.against.of(words) if comparison else None,
            stance=stance,
            stance_words=stance_cue.text if stance_cue else None,
        )  # fmt: skip

    def _mentions(self, text: str) -> tuple[Mention, ...]:
        matched = self._matcher.find(text, definitions=self._definitions)
        named = tuple(mention for mention in matched if not self._is_own_view(text, mention))
        found = [*named, *iter_short_mentions(text, self._heads, named)]
        return tuple(sorted(found, key=lambda mention: mention.span))

    def _is_own_view(self, text: str, mention: Mention) -> bool:
        """Whether a study design is named as the writer's own: "in our opinion" is no design."""
        kind = self._vocabulary.get(mention.concept).kind if mention.concept else None
        return kind is ConceptKind.DESIGN and bool(
            _OWN.search(text, max(0, mention.span.start - 8), mention.span.start)
        )

    def _concepts(self, text: str, mentions: Sequence[Mention]) -> tuple[ConceptId, ...]:
        """What the text speaks of, each once; what only says the kind of something narrower is left out."""
        found = tuple(dict.fromkeys(mention.concept for mention in mentions if mention.concept))
        found += self._response(text, mentions)
        within = self._vocabulary.is_within
        return tuple(key for key in found if not any(other != key and within(other, key) for other in found))

    def _response(self, text: str, mentions: Sequence[Mention]) -> tuple[ConceptId, ...]:
        """The response to a treatment, where the treatment that something responds to is named."""
        therapies = [one for one in mentions if one.concept and self._kind(one.concept) is ConceptKind.THERAPY]
        responds = any(
            _RESPONSE_TO.search(text, max(0, therapy.span.start - _WINDOW), therapy.span.start) for therapy in therapies
        )
        return (_RESPONSE,) if responds and self._vocabulary.find(_RESPONSE) else ()

    def _kind(self, concept: ConceptId) -> ConceptKind:
        return self._vocabulary.get(concept).kind

    def _adjuncts(self, words: str, concepts: Sequence[ConceptId]) -> tuple[ConceptId, ...]:
        """The therapies that the words add to another one that the claim speaks of."""
        spans = adjunct_spans(words)
        if not spans:  # as in most sentences
            return ()
        therapies = {key for key in concepts if self._vocabulary.get(key).kind is ConceptKind.THERAPY}
        found = [
            mention.concept
            for span in spans
            for mention in self._matcher.find(span.of(words), definitions=self._definitions)
            if mention.concept in therapies
        ]
        added = tuple(dict.fromkeys(key for key in found if key is not None))
        return added if therapies - set(added) else ()
