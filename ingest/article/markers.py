"""A marker in running text, and how the finders of the several systems share one paragraph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.model.span import Span

__all__ = ["Marker", "Uncertain", "without_overlaps"]


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker as printed, its place in the view, and the references it names.

    Attributes:
        span: its place in the view.
        text: as printed.
        labels: the numbers, keys or addresses that it names.
        in_words: whether it is part of what the sentence says ("Doe et al. (2019) saw ...", a linked phrase) and
            stays in it.
        place: its place in the page, where the view holds only a part of it.
    """

    span: Span
    text: str
    labels: tuple[str, ...]
    in_words: bool = False
    place: Span | None = None


@dataclass(frozen=True, slots=True)
class Uncertain:
    """What may be a marker and is not taken for one, and why not; ``span`` is its place in the view."""

    span: Span
    text: str
    reason: str


def without_overlaps(markers: Iterable[Marker]) -> tuple[Marker, ...]:
    """The markers in order of place; of two that overlap the one that starts first, else the longer."""
    kept: list[Marker] = []
    for marker in sorted(markers, key=lambda marker: (marker.span.start, -marker.span.end)):
        if not kept or marker.span.start >= kept[-1].span.end:
            kept.append(marker)
    return tuple(kept)
