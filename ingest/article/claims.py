"""Sentences to claims: what kind each is, how surely it is put, and what it speaks of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from ingest.article.claim_kinds import classify
from kg.identifiers import ConceptId, content_hash
from kg.model.article import Certainty, Claim, ClaimKind, Pointer, Sentence
from kg.model.concept import Vocabulary
from kg.text.concepts import ConceptMatcher
from kg.text.modality import find_hedges, find_negations
from kg.text.quantities import find_quantities

__all__ = ["fingerprint", "read_claims"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def read_claims(
    sentences: Sequence[Sentence], pointers: Sequence[Pointer], vocabulary: Vocabulary
) -> tuple[Claim, ...]:
    """The claims, one for each sentence, in order.

    Short forms that the article itself defines ("platelet-rich plasma (PRP)") count throughout it.
    """
    matcher = ConceptMatcher(vocabulary)
    definitions = matcher.find_definitions(" ".join(sentence.text for sentence in sentences))
    pointed: dict[int, list[int]] = defaultdict(list)
    for index, pointer in enumerate(pointers):
        pointed[pointer.sentence].append(index)
    seen: Counter[str] = Counter()
    claims = []
    for index, sentence in enumerate(sentences):
        mark = fingerprint(sentence.text)
        seen[mark] += 1
        concepts = matcher.concepts_in(sentence.text, definitions=definitions)
        kind = classify(sentence.text, concepts, vocabulary)
        claims.append(_claim(mark, seen[mark], index, sentence, kind, concepts, tuple(pointed[index])))
    return tuple(claims)


def _claim(
    mark: str,
    ordinal: int,
    index: int,
    sentence: Sentence,
    kind: ClaimKind,
    concepts: tuple[ConceptId, ...],
    pointers: tuple[int, ...],
) -> Claim:
    hedges = tuple(cue.text for cue in find_hedges(sentence.text))
    return Claim(
        mark,
        ordinal,
        sentence.text,
        sentence.span,
        index,
        kind,
        Certainty.HEDGED if hedges else Certainty.ASSERTED,
        hedges=hedges,
        negations=tuple(cue.text for cue in find_negations(sentence.text)),
        concepts=concepts,
        quantities=find_quantities(sentence.text),
        pointers=pointers,
    )


def fingerprint(text: str) -> str:
    """Sixteen hexadecimal digits that stand for the words, whatever their case and punctuation.

    >>> fingerprint("It helps.") == fingerprint("It  HELPS!")
    True
    """
    return content_hash(" ".join(_WORD.findall(text.casefold())))[:16]
