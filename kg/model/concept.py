"""Concepts and the vocabulary that holds them (a SKOS concept scheme)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kg.errors import RecordError, VocabularyError
from kg.identifiers import ConceptId

__all__ = ["Concept", "ConceptKind", "ConceptMatch", "MatchKind", "Vocabulary"]


class ConceptKind(StrEnum):
    """The part of the vocabulary that a concept belongs to."""

    THERAPY = "therapy"
    MECHANISM = "mechanism"
    OUTCOME = "outcome"
    CONDITION = "condition"
    POPULATION = "population"
    CRITERION = "criterion"
    DESIGN = "design"


class MatchKind(StrEnum):
    """How well a concept of another scheme fits (SKOS mapping properties)."""

    EXACT = "exact"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class ConceptMatch:
    """The same or a near concept in another scheme: ``mesh``, ``atc``, ``eco`` or ``unii``."""

    scheme: str
    identifier: str
    kind: MatchKind
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that claims and studies speak of.

    Attributes:
        id: stable key.
        kind: therapy, mechanism, outcome, condition, population, criterion or design.
        label: preferred name.
        alternative_labels: synonyms and abbreviations as found in texts.
        ambiguous_labels: those of the names above that have other readings too; a text matcher
            leaves them open unless the text itself defines them.
        definition: in our own words.
        broader: the next wider concept of the same kind.
        not_same_as: concepts that are often confused with this one and must never be merged.
        matches: concepts of other schemes.
        units: units in which an outcome is reported.
        lower_is_better: for outcomes and scores; ``None`` where it is not known or means nothing.
        rank: for designs, 1 is the strongest; ``None`` where a rank means nothing.
        note: remark for editors of the vocabulary.
    """

    id: ConceptId
    kind: ConceptKind
    label: str
    definition: str
    alternative_labels: tuple[str, ...] = ()
    ambiguous_labels: tuple[str, ...] = ()
    broader: ConceptId | None = None
    not_same_as: tuple[ConceptId, ...] = ()
    matches: tuple[ConceptMatch, ...] = ()
    units: tuple[str, ...] = ()
    lower_is_better: bool | None = None
    rank: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All concepts, by key.

    Raises:
        RecordError: on construction, if a ``broader`` or ``not_same_as`` names no concept, or the
            hierarchy has a loop.
    """

    concepts: Mapping[ConceptId, Concept] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for concept in self.concepts.values():
            for other in (concept.broader, *concept.not_same_as):
                if other is not None and other not in self.concepts:
                    raise RecordError(f"concept {concept.id} points to {other}, which is not in the vocabulary")
            seen = {concept.id}
            parent = concept.broader
            while parent is not None:
                if parent in seen:
                    raise RecordError(f"concept {concept.id} is broader than itself through {parent}")
                seen.add(parent)
                parent = self.concepts[parent].broader

    @classmethod
    def of(cls, concepts: Iterator[Concept] | list[Concept] | tuple[Concept, ...]) -> Vocabulary:
        """A vocabulary of these concepts, in order of kind and key."""
        ordered = sorted(concepts, key=lambda concept: (concept.kind.value, concept.id))
        return cls({concept.id: concept for concept in ordered})

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts.values())

    def __len__(self) -> int:
        return len(self.concepts)

    def find(self, key: ConceptId) -> Concept | None:
        """The concept, or ``None``."""
        return self.concepts.get(key)

    def get(self, key: ConceptId) -> Concept:
        """The concept.

        Raises:
            VocabularyError: if there is none of this key.
        """
        try:
            return self.concepts[key]
        except KeyError:
            raise VocabularyError(
                f"the vocabulary has no concept {key}", mend="`kg stats` lists what it holds."
            ) from None

    def broader_chain(self, key: ConceptId) -> tuple[ConceptId, ...]:
        """The concept and every wider one, nearest first."""
        chain: list[ConceptId] = []
        current: ConceptId | None = key
        while current is not None:
            chain.append(current)
            current = self.get(current).broader
        return tuple(chain)

    def is_within(self, key: ConceptId, wider: ConceptId) -> bool:
        """Whether ``key`` is ``wider`` or narrower than it."""
        return wider in self.broader_chain(key)
