"""What was read of an article, in the reader's order: as text for people, as a document for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from kg.legibility import Legibility, LineRemark, measure_legibility
from kg.model import Article, Block, BlockKind, Claim, Pointer, Reference

__all__ = ["to_document", "to_json", "to_text"]

_WIDEST = 100


def to_text(article: Article) -> str:
    """What was read, for people: how well, then every block with its sentences, claims and markers, then the rest."""
    return "\n".join(_Reading(article).lines()) + "\n"


def to_json(article: Article) -> str:
    """What was read, for programs."""
    return json.dumps(to_document(article), indent=2, ensure_ascii=False) + "\n"


def to_document(article: Article) -> dict[str, Any]:
    """What was read, as values of JSON; places are lines of the file, from 1, and characters of ``text``'s length."""
    return _Reading(article).document()


def _dated(article: Article) -> tuple[tuple[str, str | None, str | None], ...]:
    """What the article says of itself, and where."""
    return (
        ("published", article.published, article.published_place),
        ("modified", article.modified, article.modified_place),
        ("for", article.audience, article.audience_place),
    )


def _at(place: str | None) -> str:
    return f" ({place})" if place else ""


class _Reading:
    """An article with its parts by the place where they stand."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.legibility = measure_legibility(article)
        by_label = {label: at for at, one in reversed(list(enumerate(article.references))) for label in one.labels}
        self.leads_to = {pointer.label: by_label.get(pointer.label) for pointer in article.pointers}
        self.sentences: dict[int, list[int]] = {}
        for number, sentence in enumerate(article.sentences):
            self.sentences.setdefault(sentence.block, []).append(number)
        self.claims: dict[int, list[Claim]] = {}
        for claim in article.claims:
            self.claims.setdefault(claim.sentence, []).append(claim)
        self.pointers: dict[int, list[Pointer]] = {}
        for pointer in article.pointers:
            self.pointers.setdefault(pointer.sentence, []).append(pointer)

    def lines(self) -> Iterator[str]:
        article = self.article
        said = [article.format, article.language or "language unknown"]
        said += [f"{name} {value}{_at(place)}" for name, value, place in _dated(article) if value]
        yield f"{article.source}: {', '.join(said)}"
        yield f"title: {article.title or 'none found'}"
        yield from _legibility_lines(self.legibility)
        for number, block in enumerate(article.blocks):
            yield from self._block_lines(number, block)
        yield from self._reference_lines()
        yield from _left_out_lines(self.legibility)

    def _block_lines(self, number: int, block: Block) -> Iterator[str]:
        if block.kind is BlockKind.HEADING:
            yield f"\n{'#' * (block.level or 2)} {' '.join(block.span.of(self.article.text).split()).lstrip('# ')}"
        elif number in self.sentences:
            yield f"\n{block.kind} (line {block.line})"
            for sentence in self.sentences[number]:
                yield from self._sentence_lines(sentence)

    def _sentence_lines(self, number: int) -> Iterator[str]:
        sentence = self.article.sentences[number]
        yield f"  {number + 1}. {sentence.text}"
        for claim in self.claims.get(number, []):
            words = "" if claim.text == sentence.text else f": {claim.text}"
            yield f"       claim {claim.key}, {claim.kind}, {claim.certainty}{words}"
        for marker, pointers in groupby(self.pointers.get(number, []), key=lambda one: (one.span, one.marker)):
            targets = "; ".join(self._target(pointer) for pointer in pointers)
            yield f"       marker {marker[1]} -> {targets}"

    def _target(self, pointer: Pointer) -> str:
        at = self.leads_to[pointer.label]
        if at is None:
            return f"NO REFERENCE {pointer.label}"
        return f"reference {pointer.label}: {_short(self.article.references[at])}"

    def _reference_lines(self) -> Iterator[str]:
        if self.article.references:
            yield "\nReferences"
        for at, reference in enumerate(self.article.references):
            label = ", ".join(reference.labels) or f"({at + 1}, without a number)"
            unused = "; no marker names it" if at in self.legibility.uncited else ""
            yield f"  {label} (line {reference.line}; {reference.kind}{unused}) {reference.raw}"

    def document(self) -> dict[str, Any]:
        article, read = self.article, self.legibility
        return {
            "source": article.source,
            "snapshot": article.snapshot,
            "format": article.format,
            "language": article.language,
            "title": article.title,
            "published": article.published,
            "published_place": article.published_place,
            "modified": article.modified,
            "modified_place": article.modified_place,
            "audience": article.audience,
            "audience_place": article.audience_place,
            "reading": {
                "blocks": read.blocks,
                "sentences": read.sentences,
                "claims": read.claims,
                "markers": read.markers,
                "references": read.references,
                "lines_left_out": read.lines_left_out,
                "lost": _remarks(read.lost),
                "remarks": _remarks(read.remarks),
                "markers_without_reference": [
                    {"marker": one.marker, "label": one.label, "line": article.line_of(one.span.start)}
                    for one in read.dangling
                ],
                "references_without_marker": [at + 1 for at in read.uncited],
                "left_out": _remarks(read.left_out),
            },
            "blocks": [self._block(number, block) for number, block in enumerate(article.blocks)],
            "references": [
                {
                    "number": at + 1,
                    "labels": list(one.labels),
                    "line": one.line,
                    "kind": one.kind.value,
                    "printed": one.raw,
                    "pmid": str(one.pmid) if one.pmid else None,
                    "doi": str(one.doi) if one.doi else None,
                    "pmcid": str(one.pmcid) if one.pmcid else None,
                }
                for at, one in enumerate(article.references)
            ],
        }

    def _block(self, number: int, block: Block) -> dict[str, Any]:
        made: dict[str, Any] = {"kind": block.kind.value, "line": block.line}
        if block.kind is BlockKind.HEADING:
            made |= {"level": block.level, "text": " ".join(block.span.of(self.article.text).split())}
        if number in self.sentences:
            made["sentences"] = [self._sentence(sentence) for sentence in self.sentences[number]]
        return made

    def _sentence(self, number: int) -> dict[str, Any]:
        sentence = self.article.sentences[number]
        return {
            "number": number + 1,
            "line": sentence.line,
            "text": sentence.text,
            "claims": [
                {"key": one.key, "kind": one.kind.value, "certainty": one.certainty.value, "text": one.text}
                for one in self.claims.get(number, [])
            ],
            "markers": [
                {
                    "marker": one.marker,
                    "label": one.label,
                    "reference": None if self.leads_to[one.label] is None else (self.leads_to[one.label] or 0) + 1,
                }
                for one in self.pointers.get(number, [])
            ],
        }


def _legibility_lines(read: Legibility) -> Iterator[str]:
    yield f"how well it was read: {read.summary()}"
    for remark in read.remarks:
        yield f"  line {remark.line}: {remark.message}"


def _left_out_lines(read: Legibility) -> Iterator[str]:
    if read.left_out:
        yield "\nTaken for menus, buttons and other page furniture"
    for part in read.left_out:
        yield f"  line {part.line}: {part.message}"


def _remarks(remarks: tuple[LineRemark, ...]) -> list[dict[str, Any]]:
    return [{"line": one.line, "text": one.message} for one in remarks]


def _short(reference: Reference) -> str:
    return reference.raw if len(reference.raw) <= _WIDEST else f"{reference.raw[:_WIDEST]}…"
