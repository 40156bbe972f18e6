"""The mechanism that a claim names against the source's own sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kg.audit.alignment import content_words
from kg.audit.assertions import fold
from kg.audit.side_by_side import SideBySide
from kg.audit.source_reading import ClaimReading
from kg.extraction.passages import Passage
from kg.model import Span
from kg.text.mechanisms import MechanismPhrase, find_mechanisms
from kg.text.modality import find_hedges

__all__ = ["MechanismFound", "MechanismKind", "judge_mechanism"]

_SPEAKS = 0.34
"""Share of the rest of a claim that a sentence must hold to be taken for what it says on it."""

_MUCH = 0.5
"""Share of the words for a mechanism from which two name the same."""


class MechanismKind(StrEnum):
    """How the source stands to the mechanism that the claim names."""

    SAME = "the same"
    OTHER = "another one"
    PROPOSED = "only proposed"
    OPPOSITE = "the other way"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class MechanismFound:
    """What was found, the claim's words for its mechanism, and the source's sentence and words, if any."""

    kind: MechanismKind
    said: MechanismPhrase
    passage: Passage | None = None
    span: Span | None = None
    told: str = ""


def judge_mechanism(text: str, beside: SideBySide, *, is_asserted: bool) -> MechanismFound | None:
    """What a source's sentences say of the mechanism that a claim names; ``None`` where the claim names none.

    Another one is found only where the source names the claim's nowhere, and one of its own where it speaks of the rest
    of the claim. Only proposed is what every sentence that names it hedges.

    Args:
        text: the claim.
        beside: the claim beside the source.
        is_asserted: whether the claim states it as a fact.
    """
    named = find_mechanisms(text)
    if not named:
        return None
    said = named[0]
    words = frozenset(content_words(said.text))
    naming = [each for each in beside.passages if _holds(frozenset(content_words(each.text)), words)]
    opposite = beside.opposition
    if opposite is not None and opposite.aligned.passage in naming and said.span.holds(opposite.said.span):
        return MechanismFound(
            MechanismKind.OPPOSITE, said, opposite.aligned.passage, opposite.found.span, opposite.found.text
        )
    if naming:
        return _as_said(said, naming, is_asserted=is_asserted)
    return next(_others(text, said, beside), MechanismFound(MechanismKind.UNTOLD, said))


def _as_said(said: MechanismPhrase, naming: list[Passage], *, is_asserted: bool) -> MechanismFound:
    hedges = [find_hedges(each.text) for each in naming]
    if is_asserted and all(hedges):
        return MechanismFound(MechanismKind.PROPOSED, said, naming[0], hedges[0][0].span, hedges[0][0].text)
    return MechanismFound(MechanismKind.SAME, said, naming[0])


def _others(text: str, said: MechanismPhrase, beside: SideBySide) -> Iterator[MechanismFound]:
    """The sentences that say most of the rest of the claim, the nearest first, and name a mechanism of their own."""
    rest = ClaimReading.without(text, [said.span])
    shares = [(rest.coverage(frozenset(content_words(each.text))), each) for each in beside.passages]
    for share, passage in sorted(shares, key=lambda pair: -pair[0]):
        found = find_mechanisms(passage.text) if share >= _SPEAKS else ()
        if found and content_words(found[0].text) and "mechanism" not in found[0].text.lower():
            yield MechanismFound(MechanismKind.OTHER, said, passage, found[0].span, found[0].text)


def _holds(words: frozenset[str], wanted: frozenset[str]) -> bool:
    """Whether the words hold much of those wanted, word forms folded further so that verb and noun meet."""
    folded = {fold(word) for word in words}
    return bool(wanted) and sum(fold(word) in folded for word in wanted) >= _MUCH * len(wanted)
