"""Body blocks to sentences and pointers: markers, pasted footnotes and buttons are taken out first."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from ingest.article.citing import BODY, Citing
from ingest.article.footnotes import Openings, PastedFootnote, find_pasted_footnotes
from ingest.article.layout import BUTTONS, Layout
from ingest.article.markers import Marker, Uncertain
from ingest.article.page import Page, View
from ingest.article.source_blocks import SourceBlocks
from kg.model.article import Block, BlockKind, Pointer, Reference, Section, Sentence
from kg.model.span import Span
from kg.text.sentences import split_sentences

__all__ = ["BlockReading", "read_blocks", "read_pointers", "read_sections", "read_sentences"]

_LOWER_UPPER = re.compile(r"(?<=[^\W\d_])(?<![A-Z])(?=[A-Z])")
_LONGEST_BUTTON = 40
_CLOSING = frozenset(".,;:!?)")
_BACK_LINK = re.compile(r"[↑^]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class BlockReading:
    """A body block with its markers, and its words without them.

    Attributes:
        view: the block as printed; ``markers``, ``pasted`` and ``button`` are places in it.
        words: the view without them, in which ``sentences`` are places.
        sources: the markers of source blocks that follow it, with their places in the page.
        uncertain: what may be a marker.
    """

    block: int
    view: View
    words: View
    sentences: tuple[Span, ...]
    markers: tuple[Marker, ...] = ()
    pasted: tuple[PastedFootnote, ...] = ()
    button: Span | None = None
    sources: tuple[Marker, ...] = ()
    uncertain: tuple[Uncertain, ...] = ()


def read_blocks(
    page: Page, layout: Layout, references: Sequence[Reference], citing: Citing, sources: SourceBlocks
) -> tuple[BlockReading, ...]:
    """The body blocks that hold words, in order."""
    buttons = BUTTONS | {
        text.casefold()
        for block, text in zip(layout.blocks, layout.texts, strict=True)
        if block.kind is BlockKind.BOILERPLATE and len(text) <= _LONGEST_BUTTON
    }
    openings = Openings.of(references)
    readings = []
    for index, block in enumerate(layout.blocks):
        if block.kind in BODY and index not in sources.blocks:
            reading = _read_block(page, index, layout, openings, citing, buttons)
            if reading.sentences:
                own = sources.markers.get(index)
                readings.append(replace(reading, sources=own) if own else reading)
    return tuple(readings)


def _read_block(
    page: Page, index: int, layout: Layout, openings: Openings, citing: Citing, buttons: frozenset[str]
) -> BlockReading:
    view = layout.views[index]
    markers, uncertain = citing.read(page, layout, index)
    pasted = find_pasted_footnotes(view, markers, openings)
    button = _glued_button(view.text, buttons)
    gaps = tuple(_gaps(view.text, markers, pasted, button))
    words = view.without(gaps) if gaps else view
    sentences = tuple(place for place in split_sentences(words.text) if any(map(str.isalnum, place.of(words.text))))
    return BlockReading(index, view, words, sentences, markers, pasted, button, uncertain=uncertain)


def _gaps(
    text: str, markers: Sequence[Marker], pasted: Sequence[PastedFootnote], button: Span | None
) -> Iterator[Span]:
    """What to leave out, in order: a marker takes along the white space before it and its separators."""
    if button:
        yield button
    elif back := _BACK_LINK.match(text):
        yield Span(*back.span())
    taken = sorted([one.span for one in markers if not one.in_words] + [footnote.span for footnote in pasted])
    for span, following in zip_longest(taken, taken[1:]):
        start, end = span.start, span.end
        if following and not text[end : following.start].strip(" ,;"):
            end = following.start
        if start and text[start - 1] == " " and not text[end : end + 1].isalnum():
            start -= 1
            end += text[end : end + 1] == " " and text[end + 1 : end + 2] in _CLOSING
        yield Span(start, end)


def _glued_button(text: str, buttons: frozenset[str]) -> Span | None:
    """The words of a button that run into a paragraph's first word ("Learn MoreHair sheds")."""
    for place in _LOWER_UPPER.finditer(text, 0, _LONGEST_BUTTON):
        if text[: place.start()].casefold() in buttons:
            return Span(0, place.start())
    return None


def read_sections(blocks: Sequence[Block], texts: Sequence[str], length: int) -> tuple[Section, ...]:
    """The sections that the headings make, after one without heading for what stands before them."""
    heads = [(block, text) for block, text in zip(blocks, texts, strict=True) if block.kind is BlockKind.HEADING]
    ends = [*(block.span.start for block, _ in heads), length]
    before = any(block.kind in BODY and block.span.start < ends[0] for block in blocks) or not heads
    return (
        *([Section(None, Span(0, ends[0]))] if before else []),
        *(
            Section(text, Span(block.span.start, end), block.level)
            for (block, text), end in zip(heads, ends[1:], strict=True)
        ),
    )


def read_sentences(
    page: Page, blocks: Sequence[Block], sections: Sequence[Section], readings: Sequence[BlockReading]
) -> tuple[Sentence, ...]:
    """The sentences of the body, in order."""
    starts = [section.span.start for section in sections]
    found: list[Sentence] = []
    for reading in readings:
        block = blocks[reading.block]
        section = max(0, bisect_left(starts, block.span.start + 1) - 1)
        line, counted = block.line, block.span.start
        for place, span in zip(reading.sentences, _sentence_spans(reading), strict=True):
            if page.format != "html":  # the extracted text has lines of its own
                line += page.text.count("\n", counted, span.start)
                counted = span.start
            found.append(Sentence(span, place.of(reading.words.text), line, section, reading.block))
    return tuple(found)


def _sentence_spans(reading: BlockReading) -> list[Span]:
    """Where the sentences stand in the page, each with its markers."""
    spans = [reading.words.to_page(place) for place in reading.sentences]
    for marker in reading.markers:
        number = _sentence_before(reading, marker)
        place, own = marker.place or reading.view.to_page(marker.span), spans[number]
        spans[number] = Span(min(own.start, place.start), max(own.end, place.end))
    return spans


def _sentence_before(reading: BlockReading, marker: Marker) -> int:
    """Which of the block's sentences a marker follows; the first one if it opens the block."""
    position = reading.words.position_of(reading.view.offsets[marker.span.start])
    find = bisect_right if marker.in_words else bisect_left
    return max(0, find(reading.sentences, position, key=lambda place: place.start) - 1)


def read_pointers(readings: Sequence[BlockReading]) -> tuple[Pointer, ...]:
    """The pointers, one for each reference that a marker names, in order.

    A footnote pasted under a number that the list lost, but which opens as a listed entry does,
    points to that entry.
    """
    pointers: list[Pointer] = []
    first_sentence = 0
    for reading in readings:
        known = {footnote.label: footnote.entry for footnote in reading.pasted if footnote.entry}
        for marker in reading.markers:
            sentence = first_sentence + _sentence_before(reading, marker)
            span = marker.place or reading.view.to_page(marker.span)
            for label in marker.labels:
                entry = known.get(label)
                named = entry.labels[0] if entry and entry.labels and label not in entry.labels else label
                pointers.append(Pointer(span, marker.text, named, sentence))
        for marker in reading.sources:
            pointers += [
                Pointer(marker.place, marker.text, label, first_sentence) for label in marker.labels if marker.place
            ]
        first_sentence += len(reading.sentences)
    return tuple(pointers)
