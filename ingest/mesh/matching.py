"""What a table of descriptors says of the vocabulary: matches that it does not bear out, and matches it suggests.

A suggestion is for a person to look at. It is made where a concept without an exact MeSH match has a name that is,
but for case and spaces, a name of exactly one descriptor; it is never taken for a match.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.errors import IdentifierError
from kg.identifiers import DescriptorId
from kg.model import Concept, ConceptMatch, Descriptor, MatchKind, MatchRemark, RemarkKind, Vocabulary

__all__ = ["compare_vocabulary"]

_SCHEME = "mesh"


def compare_vocabulary(vocabulary: Vocabulary, descriptors: Iterable[Descriptor]) -> tuple[MatchRemark, ...]:
    """The remarks on the vocabulary's concepts, in their order.

    Identifiers of MeSH's supplementary concepts are not in a table of descriptors and are left alone.
    """
    wanted = {identifier for concept in vocabulary for _, identifier in _matches(concept)}
    sought = {_fold(name) for concept in vocabulary for name in _names(concept)}
    known: dict[DescriptorId, Descriptor] = {}
    named: dict[str, list[Descriptor]] = defaultdict(list)
    for descriptor in descriptors:
        if descriptor.id in wanted:
            known[descriptor.id] = descriptor
        for name in {_fold(name) for name in (descriptor.label, *descriptor.synonyms)} & sought:
            named[name].append(descriptor)
    remarks = (remark for concept in vocabulary for remark in _compare(concept, known, named))
    return tuple(remarks)


def _compare(
    concept: Concept, known: Mapping[DescriptorId, Descriptor], named: Mapping[str, list[Descriptor]]
) -> Iterator[MatchRemark]:
    has_exact = False
    for match, identifier in _matches(concept):
        has_exact = has_exact or match.kind is MatchKind.EXACT
        descriptor = known.get(identifier)
        if descriptor is None:
            yield MatchRemark(concept.id, RemarkKind.UNKNOWN, identifier, match.label)
        elif not _is_borne_out(concept, match, descriptor):
            yield MatchRemark(concept.id, RemarkKind.LABEL_DIFFERS, identifier, match.label, descriptor.label)
    if not has_exact:
        yield from _suggest(concept, named)


def _is_borne_out(concept: Concept, match: ConceptMatch, descriptor: Descriptor) -> bool:
    """Whether the stated label is the descriptor's; without one, whether an exact match shares a name with it."""
    if match.label is not None:
        return match.label == descriptor.label
    theirs = {_fold(name) for name in (descriptor.label, *descriptor.synonyms)}
    ours = {_fold(name) for name in (concept.label, *concept.alternative_labels)}
    return match.kind is not MatchKind.EXACT or not theirs.isdisjoint(ours)


def _suggest(concept: Concept, named: Mapping[str, list[Descriptor]]) -> Iterator[MatchRemark]:
    """The descriptors that an unambiguous name leads to, each once, without those that the concept is matched to."""
    seen = {identifier for _, identifier in _matches(concept)}
    for name in _names(concept):
        found = named.get(_fold(name), [])
        if len(found) == 1 and found[0].id not in seen:
            seen.add(found[0].id)
            yield MatchRemark(concept.id, RemarkKind.SUGGESTED, found[0].id, name, found[0].label)


def _matches(concept: Concept) -> Iterator[tuple[ConceptMatch, DescriptorId]]:
    """The concept's matches to descriptors."""
    for match in concept.matches:
        if match.scheme == _SCHEME:
            try:
                yield match, DescriptorId(match.identifier)
            except IdentifierError:
                continue


def _names(concept: Concept) -> Iterator[str]:
    """The names that stand for this concept alone."""
    for name in (concept.label, *concept.alternative_labels):
        if name not in concept.ambiguous_labels:
            yield name


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
