"""How well an article was read: what was found, what was set aside, and what seems lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Article, BlockKind, DefectKind, Pointer

__all__ = ["Legibility", "LineRemark", "counted", "measure_legibility"]

_LOST = frozenset({DefectKind.LOST_LIST, DefectKind.LOST_FIGURE, DefectKind.LOST_LINK})
_SHOWN = 160
"""How much of a line that was set aside is shown."""


@dataclass(frozen=True, slots=True)
class LineRemark:
    """Words about one line of the file (from 1)."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Legibility:
    """How well an article was read.

    Attributes:
        blocks: paragraphs and list items taken for the article's own words.
        lines_left_out: lines taken for page furniture; ``left_out`` shows how each of these parts begins.
        dangling: markers that name no reference.
        uncited: references that no marker names, by their position among the references.
        lost: lists, figures and links that the text announces and that are not there.
        remarks: everything that limits the reading, ``lost`` included.
    """

    blocks: int
    sentences: int
    claims: int
    markers: int
    references: int
    lines_left_out: int
    left_out: tuple[LineRemark, ...]
    dangling: tuple[Pointer, ...]
    uncited: tuple[int, ...]
    lost: tuple[LineRemark, ...]
    remarks: tuple[LineRemark, ...]

    def summary(self) -> str:
        """The counts in one line."""
        blocks = counted(self.blocks, "paragraph or list item", "paragraphs and list items")
        dangling = f" ({len(self.dangling)} without a reference)" if self.dangling else ""
        uncited = f" ({len(self.uncited)} that no marker names)" if self.uncited and self.markers else ""
        what = counted(len(self.lost), "list, figure or link", "lists, figures or links")
        lost = [f"{what} lost, it seems"] if self.lost else []
        parts = [
            f"{blocks} with {counted(self.sentences, 'sentence')} and {counted(self.claims, 'claim')}",
            counted(self.markers, "marker") + dangling,
            counted(self.references, "reference") + uncited,
            f"{counted(self.lines_left_out, 'line')} taken for page furniture",
            *lost,
        ]
        return "; ".join(parts)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "claim"), counted(3, "claim")
    ('1 claim', '3 claims')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def measure_legibility(article: Article) -> Legibility:
    """How well an article was read."""
    known = {label for reference in article.references for label in reference.labels}
    named = {pointer.label for pointer in article.pointers}
    return Legibility(
        blocks=sum(block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) for block in article.blocks),
        sentences=len(article.sentences),
        claims=len(article.claims),
        markers=len(article.pointers),
        references=len(article.references),
        lines_left_out=sum(
            1 + article.text.count("\n", block.span.start, block.span.end)
            for block in article.blocks
            if block.kind is BlockKind.BOILERPLATE
        ),
        left_out=tuple(_left_out(article)),
        dangling=tuple(pointer for pointer in article.pointers if pointer.label not in known),
        uncited=tuple(
            index for index, reference in enumerate(article.references) if named.isdisjoint(reference.labels)
        ),
        lost=tuple(LineRemark(one.line, one.message) for one in article.defects if one.kind in _LOST),
        remarks=tuple(LineRemark(one.line, one.message) for one in article.defects),
    )


def _left_out(article: Article) -> Iterator[LineRemark]:
    for block in article.blocks:
        if block.kind is BlockKind.BOILERPLATE:
            words = " ".join(block.span.of(article.text).split())
            yield LineRemark(block.line, words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…")
