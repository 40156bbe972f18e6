"""Blocks of links that stand below a paragraph and name its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.article.citing import BODY, Citing
from ingest.article.layout import Layout
from ingest.article.markers import Marker
from ingest.article.page import Page
from kg.model.span import Span

__all__ = ["SourceBlocks", "find_source_blocks"]

_LEAST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class SourceBlocks:
    """For a paragraph's block the markers below it, with their places; and the blocks that they stand in."""

    markers: Mapping[int, tuple[Marker, ...]]
    blocks: frozenset[int]


def find_source_blocks(page: Page, layout: Layout, citing: Citing) -> SourceBlocks:
    """The quoted blocks made of links to sources that follow a paragraph of the body."""
    markers: dict[int, tuple[Marker, ...]] = {}
    blocks: set[int] = set()
    paragraph: int | None = None
    for index, block in enumerate(layout.blocks):
        if not page.elements[index].quoted:
            paragraph = index if block.kind in BODY else None
            continue
        found = _sources_of(page, layout, index, citing) if paragraph is not None else ()
        if found and paragraph is not None:
            markers[paragraph] = (*markers.get(paragraph, ()), *found)
            blocks.add(index)
    return SourceBlocks(markers, frozenset(blocks))


def _sources_of(page: Page, layout: Layout, index: int, citing: Citing) -> tuple[Marker, ...]:
    """The markers that a block's links are, if it is made of links: one opens it, ends it, or most of it is linked."""
    view, links = layout.views[index], page.links_in(layout.blocks[index].span)
    places = [Span(view.position_of(link.span.start), view.position_of(link.span.end)) for link in links]
    if not links or not view.text:
        return ()
    edges = places[0].start <= 1 or places[-1].end >= len(view.text) - 1
    if not edges and sum(place.end - place.start for place in places) < _LEAST_SHARE * len(view.text):
        return ()
    if view.text[: places[0].start].rstrip().endswith(("—", "–", "--")):  # who is quoted, not a source
        return ()
    return tuple(
        Marker(place, place.of(view.text), (label,), in_words=True, place=link.span)
        for place, link in zip(places, links, strict=True)
        if (label := citing.sources.label_of(link.address)) and place.start < place.end
    )
