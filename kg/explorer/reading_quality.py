"""How well an article was read, as its page opens with it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.legibility import measure_legibility
from kg.model import Article

__all__ = ["Dated", "Quality", "read_quality"]


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, or whom the article is for, as it says itself; ``place`` is where, as far as that was noted."""

    name: str
    value: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the article was read.

    Attributes:
        summary: what was found, set aside and lost, counted.
        dated: dates and audience.
        language: as declared or told by the words; ``None`` where neither tells.
        lines_left_out: lines taken for page furniture; ``left_out`` shows how each of these parts begins.
        dangling: markers that name no reference, as printed, each with its line.
        lost: lists, figures and links that the text announces and that are not there, each with its line.
        remarks: what else limits the reading, each with its line.
    """

    summary: str
    dated: tuple[Dated, ...]
    language: str | None
    lines_left_out: int
    left_out: tuple[tuple[int, str], ...]
    dangling: tuple[tuple[int, str], ...]
    lost: tuple[tuple[int, str], ...]
    remarks: tuple[tuple[int, str], ...]


def read_quality(article: Article) -> Quality:
    """What the article page opens with."""
    read = measure_legibility(article)
    return Quality(
        summary=read.summary(),
        dated=(
            Dated("published", article.published, article.published_place),
            Dated("modified", article.modified, article.modified_place),
            Dated("written for", article.audience, article.audience_place),
        ),
        language=article.language,
        lines_left_out=read.lines_left_out,
        left_out=tuple((part.line, part.message) for part in read.left_out),
        dangling=tuple((article.line_of(one.span.start), one.marker) for one in read.dangling),
        lost=tuple((remark.line, remark.message) for remark in read.lost),
        remarks=tuple((remark.line, remark.message) for remark in read.remarks if remark not in read.lost),
    )
