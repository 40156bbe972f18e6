"""What a claim speaks of: its therapies, outcomes and conditions, with "it" read as what stands before."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from kg.audit.case import Case
from kg.identifiers import ConceptId
from kg.model import Claim, ConceptKind, Vocabulary

__all__ = ["Subject", "labels", "subject_of"]

_PRONOUN = re.compile(
    r"\A(?:[\w’'-]+,?\s+){0,3}?(?:it|its|they|their|this\s(?:therapy|treatment|technique|procedure|drug|approach)"
    r"|these\s(?:therapies|treatments|techniques|procedures|drugs))\b",
    re.IGNORECASE,
)
"""A subject that stands for something named before, at most three words into the claim ("However, it ...")."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The concepts of a claim by kind; a kind's own root ("therapy") says nothing and is left out.

    Attributes:
        therapies: those it names or, by a pronoun, takes over; added therapies are not among them.
        is_carried: whether the therapies are those of an earlier sentence.
    """

    therapies: tuple[ConceptId, ...] = ()
    outcomes: tuple[ConceptId, ...] = ()
    conditions: tuple[ConceptId, ...] = ()
    is_carried: bool = False


def subject_of(case: Case, claim: Claim) -> Subject:
    """What a claim speaks of.

    A pronoun in the place of the subject takes the therapies of the nearest earlier claim of the same paragraph that
    names one; where nothing is named before, the therapies stay open.
    """
    by_kind = _by_kind(claim, case.vocabulary)
    therapies = by_kind[ConceptKind.THERAPY]
    has_pronoun = _PRONOUN.match(claim.text) is not None
    carried = () if therapies or not has_pronoun else _named_before(case, claim)
    is_carried = bool(carried) or (has_pronoun and not _is_named(therapies, claim.text, case.vocabulary))
    return Subject(
        therapies or carried, by_kind[ConceptKind.OUTCOME], by_kind[ConceptKind.CONDITION], is_carried=is_carried
    )


def _is_named(keys: tuple[ConceptId, ...], text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text has a name of each of these: a claim also carries what its pronouns surely take up."""
    said = text.casefold()
    concepts = map(vocabulary.get, keys)
    return all(any(name.casefold() in said for name in (c.label, *c.alternative_labels)) for c in concepts)


def _by_kind(claim: Claim, vocabulary: Vocabulary) -> dict[ConceptKind, tuple[ConceptId, ...]]:
    found: dict[ConceptKind, tuple[ConceptId, ...]] = defaultdict(tuple)
    for key in claim.concepts:
        concept = vocabulary.find(key)
        if concept is not None and key.value != concept.kind.value and key not in claim.adjuncts:
            found[concept.kind] += (key,)
    return found


def _named_before(case: Case, claim: Claim) -> tuple[ConceptId, ...]:
    article = case.article
    block = article.sentences[claim.sentence].block
    for earlier in reversed(article.claims):
        if earlier.span.start < claim.span.start and article.sentences[earlier.sentence].block == block:
            named = _by_kind(earlier, case.vocabulary)[ConceptKind.THERAPY]
            if named:
                return named
    return ()


def labels(keys: tuple[ConceptId, ...], vocabulary: Vocabulary) -> str:
    """Concepts as words, joined by "and"."""
    return " and ".join(_lowered(vocabulary.get(key).label) for key in keys)


def _lowered(label: str) -> str:
    """A label within a sentence; what is written in capitals stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
