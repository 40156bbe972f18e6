"""Lay articles with hand-marked citations: what the reader makes of each, against the marks.

A sentence is known by its first words, a reference by its line and what it prints there, so that the
reader's own numbers and keys do not matter.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.tally import Tally
from ingest.article import read_article
from ingest.article.side_files import read_side_file
from kg.identifiers import ArticleId
from kg.model.article import Article, Reference
from kg.model.concept import Vocabulary

__all__ = ["Layout", "measure_layouts"]

LAY = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "lay"
_FIELDS = ("first_author", "year", "title", "pmid", "pmcid", "doi", "url")
_Truth = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """The scores of one article, which stands for its layout.

    Attributes:
        name: the file's.
        links: marker, sentence and reference together.
        fields: reference fields that agree with what is printed, "not printed" included.
        decoys: markers that the reader took and that are none.
        differences: the triples and fields that were missed or are too much, to look at.
    """

    name: str
    links: Tally
    fields: Tally
    decoys: int
    differences: tuple[str, ...]


def measure_layouts() -> list[Layout]:
    """The scores of each article of the corpus, in the order of their names."""
    return [_measure(json.loads(path.read_text(encoding="utf-8")), path.stem) for path in sorted(LAY.glob("truth/*"))]


def _measure(truth: _Truth, stem: str) -> Layout:
    source = LAY / truth["file"]
    sides = sorted(LAY.glob(f"{stem}.references.*"))
    cited = [reference for side in sides for reference in read_side_file(side.read_bytes(), source=side.name)]
    article = read_article(
        source.read_bytes(),
        source=source.name,
        article_id=ArticleId("lay"),
        vocabulary=Vocabulary.of([]),
        cited=cited,
    )
    matched = _match(article.references, truth["references"])
    read, there = list(_read_links(article, truth, matched)), list(_true_links(truth))
    fields, wrong = _compare_fields(article, truth, matched)
    differences = [f"- {one}" for one in _minus(there, read)] + [f"+ {one}" for one in _minus(read, there)] + wrong
    return Layout(stem, Tally.of(read, there), fields, _decoys(article, truth), tuple(differences))


def _minus(one: Sequence[object], other: Sequence[object]) -> list[object]:
    rest = list(other)
    return [each for each in one if each not in rest or rest.remove(each)]  # type: ignore[func-returns-value]


def _letters(text: str | None) -> str:
    plain = unicodedata.normalize("NFKD", text or "").casefold()
    return "".join(character for character in plain if character.isalnum())


def _true_links(truth: _Truth) -> Iterator[tuple[str, str]]:
    for pointer in truth["pointers"]:
        for key in pointer["refs"]:
            yield _letters(pointer["sentence_first6"]), key


def _read_links(article: Article, truth: _Truth, matched: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    starts = sorted({start for start, _ in _true_links(truth)}, key=len, reverse=True)
    listed = {entry["key"] for entry in truth["references"]}
    lost = {start: key for start, key in _true_links(truth) if listed and key not in listed}
    places = {id(reference): index for index, reference in enumerate(article.references)}
    for pointer in article.pointers:
        if not _is_marked(article.line_of(pointer.span.start), truth):
            continue
        sentence = _letters(article.sentences[pointer.sentence].text)
        start = next((start for start in starts if sentence.startswith(start)), sentence[:40])
        reference = article.reference_of(pointer)
        if reference is None:
            yield start, lost.get(start, pointer.label)
        else:
            yield start, matched.get(places[id(reference)], f"? {reference.raw[:40]}")


def _is_marked(line: int, truth: _Truth) -> bool:
    return line <= int(truth.get("complete_up_to_line", line))


def _match(references: Sequence[Reference], listed: Sequence[_Truth]) -> dict[int, str]:
    """For each reference read, by its place, the key of the one that it is."""
    found: dict[int, str] = {}
    free = list(range(len(references)))
    for entry in listed:
        ranked = sorted(free, key=lambda at: _likeness(references[at], entry), reverse=True)
        if ranked and _likeness(references[ranked[0]], entry) > 0:
            found[ranked[0]] = entry["key"]
            if entry["url"] is None or entry["key"] != entry["url"]:  # one address may be linked many times
                free.remove(ranked[0])
    for at, reference in enumerate(references):
        same = [entry["key"] for entry in listed if entry["key"] == reference.address]
        if same:
            found[at] = same[0]
    return found


def _likeness(reference: Reference, entry: _Truth) -> int:
    on_line = reference.line == entry["line"]
    same = [
        _letters(reference.title) == _letters(entry["title"]) != "",
        _address(reference.address) == _address(entry["url"]) != "",
        str(reference.doi) == entry["doi"],
        bool(entry.get("text")) and _letters(reference.raw).startswith(_letters(entry["text"])),
    ]
    numbered = str(entry["number"] or entry["key"]) in reference.labels or entry["key"] in reference.labels
    return 10 * on_line + 4 * sum(same) + 2 * numbered if on_line or any(same) else 0


def _address(address: str | None) -> str:
    return re.sub(r"\Ahttps?://(?:www\.)?|[/.:#]+\Z", "", address or "")


def _compare_fields(article: Article, truth: _Truth, matched: Mapping[int, str]) -> tuple[Tally, list[str]]:
    by_key = {key: article.references[at] for at, key in reversed(list(matched.items()))}
    agree, wrong = 0, []
    for entry in truth["references"]:
        reference = by_key.get(entry["key"])
        for field in _FIELDS:
            given = _field(reference, field) if reference else "(not read)"
            if reference and _agrees(field, given, entry[field]):
                agree += 1
            else:
                wrong.append(f"  {entry['key'][:30]} {field}: {given!r} for {entry[field]!r}")
    count = len(_FIELDS) * len(truth["references"])
    return Tally(agree, count, count), wrong


def _field(reference: Reference, field: str) -> str | None:
    match field:
        case "first_author":
            return reference.authors[0] if reference.authors else None
        case "year":
            return str(reference.year) if reference.year else None
        case "url":
            return reference.address
        case _:
            value = getattr(reference, field)
            return None if value is None else str(value)


def _agrees(field: str, given: str | None, printed: str | None) -> bool:
    if given is None or printed is None:
        return given is printed
    match field:
        case "first_author":
            return _letters(given).startswith(_letters(printed))
        case "title":
            return _letters(given) == _letters(printed)
        case "url":
            return _address(given) == _address(printed)
        case _:
            return bool(given.casefold() == printed.casefold())


def _decoys(article: Article, truth: _Truth) -> int:
    taken = 0
    true_markers = {(pointer["line"], pointer["marker"]) for pointer in truth["pointers"]}
    for decoy in truth["decoys"]:
        pieces = [piece.strip() for piece in re.split(r" / |,\s|→|…", decoy["text"]) if piece.strip()]
        markers = {
            (pointer.span, pointer.marker)
            for pointer in article.pointers
            if article.line_of(pointer.span.start) == decoy["line"]
            and (decoy["line"], pointer.marker) not in true_markers
        }
        taken += sum(any(marker in piece or piece in marker for piece in pieces) for _, marker in markers)
    return taken
