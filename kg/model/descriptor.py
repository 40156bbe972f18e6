"""MeSH descriptors, the headings that PubMed indexes with, and what can be said of our matches to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.identifiers import ConceptId, DescriptorId

__all__ = ["Descriptor", "MatchRemark", "RemarkKind"]


@dataclass(frozen=True, slots=True)
class Descriptor:
    """One MeSH descriptor.

    Attributes:
        id: its unique identifier (``D000505``).
        label: the preferred name, which is the heading.
        synonyms: its entry terms.
        tree_numbers: its places in the trees; one place is below another whose number it begins with.
    """

    id: DescriptorId
    label: str
    synonyms: tuple[str, ...] = ()
    tree_numbers: tuple[str, ...] = ()

    @property
    def parent_tree_numbers(self) -> tuple[str, ...]:
        """The places just above its own; a place at the top of a tree has none.

        >>> Descriptor(DescriptorId("D000000"), "Calm", tree_numbers=("F01.470.047", "A01")).parent_tree_numbers
        ('F01.470',)
        """
        return tuple(number.rpartition(".")[0] for number in self.tree_numbers if "." in number)


class RemarkKind(StrEnum):
    """What a table of descriptors says of the vocabulary."""

    SUGGESTED = "suggested"
    """A concept without a MeSH match has a name of this descriptor: for a person to look at, never a match."""
    UNKNOWN = "unknown identifier"
    """A match names a descriptor that the table does not hold."""
    LABEL_DIFFERS = "label differs"
    """A match states a label that is not the descriptor's, or is called exact and shares no name with it."""


@dataclass(frozen=True, slots=True)
class MatchRemark:
    """One remark on a concept of the vocabulary and a descriptor.

    Attributes:
        concept: the concept.
        kind: what sort of remark.
        identifier: the descriptor's.
        name: the name that both have, or the label that the match states; ``None`` where neither is.
        descriptor_label: the descriptor's preferred name; ``None`` where the table does not hold it.
    """

    concept: ConceptId
    kind: RemarkKind
    identifier: DescriptorId
    name: str | None = None
    descriptor_label: str | None = None
