"""An article as people read it: blocks of runs, each run plain words, a claim's words, or a marker."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from kg.model import Article, Block, BlockKind, Claim, Span

__all__ = ["ReadingBlock", "Run", "cut_parts", "read_blocks"]

_PART_WORDS = 6000
"""From this many words on, a long article goes on in a new part at its next heading."""
_PART_MOST_WORDS = 8000
"""At this many words it goes on in a new part wherever it is."""

_Thing = TypeVar("_Thing")

_MARKUP = re.compile(r"(?:#{1,6}|[-*+]|\d{1,3}[.)])\s+")
"""What opens a heading or list item in Markdown and in typed text."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that belong together.

    Attributes:
        text: as printed.
        claim: the key of the claim they belong to.
        is_marker: whether they are an in-text marker.
    """

    text: str
    claim: str | None = None
    is_marker: bool = False


@dataclass(frozen=True, slots=True)
class ReadingBlock:
    """A heading, paragraph, list item or piece of page furniture.

    Attributes:
        line: of the file, from 1.
        opening: the number that a list item is printed with.
        level: a heading's depth, from 1; 0 for everything else.
    """

    kind: BlockKind
    line: int
    runs: tuple[Run, ...]
    opening: str = ""
    level: int = 0


def read_blocks(article: Article, *, furniture: bool = False) -> tuple[ReadingBlock, ...]:
    """The blocks that people read, in order: without the reference list and the title printed above.

    Args:
        article: the snapshot.
        furniture: whether to keep what was taken for menus and buttons.
    """
    hidden = {BlockKind.REFERENCE} if furniture else {BlockKind.REFERENCE, BlockKind.BOILERPLATE}
    claims = _by_block(article, [(claim.span, claim) for claim in article.claims])
    markers = _by_block(article, [(pointer.span, pointer.span) for pointer in article.pointers])
    blocks = [
        _block(article, block, claims.get(at, ()), markers.get(at, ()))
        for at, block in enumerate(article.blocks)
        if block.kind not in hidden
    ]
    return tuple(block for block in blocks if not _is_printed_elsewhere(block, article))


def cut_parts(blocks: Sequence[ReadingBlock]) -> tuple[tuple[ReadingBlock, ...], ...]:
    """The blocks in parts that a page can hold, cut before a heading where there is one; at least one part."""
    parts: list[list[ReadingBlock]] = [[]]
    words = 0
    for block in blocks:
        is_due = words >= _PART_WORDS and block.kind is BlockKind.HEADING
        if parts[-1] and (is_due or words >= _PART_MOST_WORDS):
            parts.append([])
            words = 0
        parts[-1].append(block)
        words += sum(len(run.text.split()) for run in block.runs)
    return tuple(map(tuple, parts))


def _is_printed_elsewhere(block: ReadingBlock, article: Article) -> bool:
    """Whether a heading repeats the article's title, or opens the reference list."""
    words = "".join(run.text for run in block.runs).strip()
    after = [reference.line for reference in article.references]
    opens_list = bool(after) and block.line < min(after) <= block.line + 2
    return block.kind is BlockKind.HEADING and (words == article.title or opens_list)


def _by_block(article: Article, spanned: Iterable[tuple[Span, _Thing]]) -> dict[int, list[_Thing]]:
    """What has a span, by the position of each block that the span reaches into."""
    starts = [block.span.start for block in article.blocks]
    found: dict[int, list[_Thing]] = {}
    for span, thing in spanned:
        first, last = (bisect_right(starts, offset) - 1 for offset in (span.start, max(span.start, span.end - 1)))
        for at in range(max(first, 0), last + 1):
            found.setdefault(at, []).append(thing)
    return found


def _block(article: Article, block: Block, claims: Sequence[Claim], markers: Sequence[Span]) -> ReadingBlock:
    opening = ""
    start = block.span.start
    if block.kind in (BlockKind.HEADING, BlockKind.LIST_ITEM):
        found = _MARKUP.match(article.text, start, block.span.end)
        if found:
            opening = found.group().strip() if found.group()[0].isdigit() else ""
            start = found.end()
    runs = tuple(_runs(article, Span(start, block.span.end), claims, markers))
    level = (block.level or 2) if block.kind is BlockKind.HEADING else 0
    return ReadingBlock(block.kind, block.line, runs, opening, level)


def _runs(article: Article, span: Span, near: Sequence[Claim], pointers: Sequence[Span]) -> Iterator[Run]:
    """The span cut wherever a claim or a marker begins or ends."""
    claims = [claim for claim in near if claim.span.meets(span)]
    markers = [pointer for pointer in pointers if pointer.meets(span)]
    cuts = {span.start, span.end}
    for part in (*(claim.span for claim in claims), *markers):
        cuts |= {min(max(part.start, span.start), span.end), min(max(part.end, span.start), span.end)}
    edges = sorted(cuts)
    for start, end in pairwise(edges):
        piece = Span(start, end)
        claim = next((claim.key for claim in claims if claim.span.holds(piece)), None)
        yield Run(piece.of(article.text), claim, any(marker.holds(piece) for marker in markers))
