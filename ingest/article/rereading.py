"""An article with other words for some of its sentences: only what these, and those that lean on them, claim is read.

Nothing is laid out anew, so that places are those of the article as it was; a stretch of a changed sentence stands at
the sentence. It serves to hold a rewording against the audit before it is offered. What is written into a file is read
as a whole (:mod:`ingest.article.editing`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.article.claims import Around, Extractor, extractor_of
from kg.model.article import Article, Claim, Sentence
from kg.model.concept import Vocabulary
from kg.model.span import Span

__all__ = ["reread"]


def reread(article: Article, texts: Mapping[int, str], vocabulary: Vocabulary) -> Article:
    """The article with these words for the sentences of these indexes; each must stay one sentence.

    A later sentence of the same paragraph can take up a name that changed ("it"): where it then speaks of something
    else, its claims are new ones too. All other claims are the article's own.
    """
    sentences = tuple(
        replace(sentence, text=texts[index]) if index in texts else sentence
        for index, sentence in enumerate(article.sentences)
    )
    extractor = extractor_of(vocabulary, " ".join(sentence.text for sentence in article.sentences))
    claims: dict[int, list[Claim]] = defaultdict(list)
    for claim in article.claims:
        claims[claim.sentence].append(claim)
    seen = Counter({claim.fingerprint: claim.ordinal for claim in article.claims})
    for index in _leaning(sentences, texts):
        read = _read(article, sentences, index, extractor, seen)
        if index in texts or [claim.concepts for claim in read] != [claim.concepts for claim in claims[index]]:
            claims[index] = read
    return replace(article, sentences=sentences, claims=tuple(one for index in sorted(claims) for one in claims[index]))


def _leaning(sentences: Sequence[Sentence], changed: Mapping[int, str]) -> list[int]:
    """The changed sentences and those behind them in their blocks, in order."""
    first: dict[int, int] = {}
    for index in sorted(changed):
        first.setdefault(sentences[index].block, index)
    return [index for index, one in enumerate(sentences) if index >= first.get(one.block, len(sentences))]


def _read(
    article: Article, sentences: Sequence[Sentence], index: int, extractor: Extractor, seen: Counter[str]
) -> list[Claim]:
    sentence = sentences[index]
    before = (one for one in sentences[:index] if one.block == sentence.block)
    around = Around(
        tuple(one.text for one in before),
        sentence.span,
        _ends(article, index, sentence.text),
        own=lambda span: _within(sentence.span, span),
        taken=lambda back, span: _within(sentences[index - back].span, span),
    )
    return list(extractor.claims(index, sentence.text, around, seen))


def _within(whole: Span, span: Span) -> Span:
    """About where a stretch of a sentence stands, never outside it."""
    start, end = (min(whole.start + edge, whole.end) for edge in (span.start, span.end))
    return Span(start, end)


def _ends(article: Article, index: int, text: str) -> dict[int, int]:
    """How many characters of the new words stand before each pointer of a sentence."""
    old = article.sentences[index].text
    places = article.places_of(index)
    kept = next((at for at, (one, other) in enumerate(zip(old, text, strict=False)) if one != other), len(old))
    ends = {}
    for at, pointer in enumerate(article.pointers):
        if pointer.sentence == index:
            before = sum(place < pointer.span.start for place in places)
            ends[at] = before if before <= kept else max(kept, before + len(text) - len(old))
    return ends
