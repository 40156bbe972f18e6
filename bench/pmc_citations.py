"""PubMed Central's papers as pages and as plain text: what the reader makes of their markers, against their JATS.

Each paper is rendered as a site would: as HTML with raised and linked markers, and as the plain text that copying
it gives, where a raised number is glued to its word. The truth is what the JATS links, ranges filled in. A sentence
is known by the words before the marker, so that the reader's own splitting is not taken for the truth.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from bench.tally import Tally
from ingest.article import read_article
from ingest.fulltext import parse_jats
from kg.identifiers import ArticleId
from kg.model.article import Article
from kg.model.concept import Vocabulary
from kg.model.fulltext import FullText, ListedReference, Matter, Paragraph, ParagraphKind, TextLink
from kg.model.span import Span

__all__ = ["Paper", "measure_papers"]

PMC = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "pubmed" / "pmc"
_BOUNDARY = re.compile(r"[.?!][\"”)\]]*\s+(?=[A-Z])")
_CONTEXT = 16
_NUMBER = re.compile(r"\W*\d+(?:\W+\d+)*\W*")

_Item = tuple[str, str]
"""The letters before a marker, and the identifier of the entry that it names."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The scores of one paper; ``printed`` tells whether its entries are given as printed, or were rendered here."""

    name: str
    form: str
    printed: bool
    links: Tally
    differences: tuple[str, ...]


def measure_papers() -> list[Paper]:
    """The scores of each paper with a link in its body, as HTML and as plain text."""
    found = []
    for path in sorted(PMC.glob("*.nxml")):
        data = path.read_bytes()
        for paper in parse_jats(data, source=path.name)[:1]:
            pages = _Pages(paper, data)
            if pages.links:
                found += [pages.measure(path.stem, form) for form in ("html", "txt")]
    return found


class _Pages:
    """One paper, rendered."""

    def __init__(self, paper: FullText, data: bytes) -> None:
        kinds = {ParagraphKind.PARAGRAPH, ParagraphKind.LIST_ITEM, ParagraphKind.QUOTATION}
        self._paper = paper
        self._body = [p for p in paper.paragraphs if p.matter is Matter.BODY and p.kind in kinds]
        self.links = {
            paragraph: [link for link in paper.links if link.is_citation and _within(link.span, paragraph.span)]
            for paragraph in self._body
        }
        self.links = {paragraph: links for paragraph, links in self.links.items() if links}
        self._raised = _raised_links(paper, data)
        self._printed = 2 * data.count(b"<mixed-citation") >= len(paper.references) > 0
        words = [link.span.of(paper.text) for links in self.links.values() for link in links]
        self._is_numbered = 2 * sum(bool(_NUMBER.fullmatch(word)) for word in words) >= len(words)

    def measure(self, name: str, form: str) -> Paper:
        """The scores of one rendering."""
        text, lines = self._render(form)
        article = read_article(
            text.encode(), source=f"{name}.{form}", article_id=ArticleId("pmc"), vocabulary=Vocabulary.of([])
        )
        there = [item for paragraph, links in self.links.items() for item in self._items(paragraph, links)]
        tally, differences = _compare(article, lines, there)
        return Paper(name, form, self._printed, tally, tuple(differences))

    def _render(self, form: str) -> tuple[str, dict[int, str]]:
        """The page, and the identifier of the entry on each line that has one."""
        rows = ["<!DOCTYPE html>", "<html><body><article>"] if form == "html" else []
        rows.append(_line(form, "h1", self._paper.title or "Untitled"))
        titles = {section.span.start: section.title for section in self._paper.sections if section.title}
        shown: int | None = None
        for paragraph in self._body:
            start = self._section_start(paragraph)
            if start is not None and start != shown:
                rows.append(_line(form, "h2", titles.get(start, "")))
                shown = start
            rows.append(_line(form, "p", self._words(form, paragraph)))
        rows.append(_line(form, "h2", "References"))
        lines: dict[int, str] = {}
        rows.append("<ul>" if form == "html" else "")
        count = sum(row.count("\n") + 1 for row in rows)
        for number, (identifier, label, words) in enumerate(self._entries(), start=1):
            count += 1
            lines[count] = identifier
            words = f"{label or number}. {words}" if self._is_numbered else words  # noqa: PLW2901 - as listed
            item = f'<li id="{html.escape(identifier)}">{html.escape(words)}</li>'
            rows.append(item if form == "html" else words if self._is_numbered else f"- {words}")
        rows += ["</ul></article></body></html>"] if form == "html" else []
        return "\n".join(rows) + "\n", lines

    def _section_start(self, paragraph: Paragraph) -> int | None:
        return None if paragraph.section is None else self._paper.sections[paragraph.section].span.start

    def _entries(self) -> Iterator[tuple[str, str, str]]:
        """Identifier, number as printed and words of each entry, works under one number joined."""
        joined: dict[str, list[str]] = defaultdict(list)
        labels: dict[str, str] = {}
        for place, reference in enumerate(self._paper.references):
            words = " ".join(reference.text.split()) if self._printed else _rendered(reference)
            identifier = reference.identifier or f"unnamed-{place}"
            joined[identifier].append(words)
            labels.setdefault(identifier, (reference.label or "").strip(" .[]()"))
        for identifier, parts in joined.items():
            yield identifier, labels[identifier], " ".join(parts)

    def _words(self, form: str, paragraph: Paragraph) -> str:
        text, position, parts = self._paper.text, paragraph.span.start, []
        for link in self.links.get(paragraph, ()) if form == "html" else ():
            parts.append(html.escape(text[position : link.span.start]))
            words = f'<a href="#{html.escape(link.targets[0])}">{html.escape(link.span.of(text))}</a>'
            parts.append(f"<sup>{words}</sup>" if id(link) in self._raised else words)
            position = link.span.end
        rest = text[position : paragraph.span.end]
        return " ".join("".join([*parts, html.escape(rest) if form == "html" else rest]).split())

    def _items(self, paragraph: Paragraph, links: Sequence[TextLink]) -> Iterator[_Item]:
        text, parts, position = self._paper.text, "", paragraph.span.start
        for link in links:
            parts += text[position : link.span.start]
            position = link.span.end
            before = re.sub(r"[\s\[(,;–-]+\Z", "", parts)
            sentence = _BOUNDARY.split(before.rstrip(" .?!"))[-1]
            for identifier in (*link.targets, *link.implied):
                yield _letters(sentence)[-_CONTEXT:], identifier


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _line(form: str, tag: str, words: str) -> str:
    if form != "html":
        return f"{words}\n"
    return f"<{tag}>{words if tag == 'p' else html.escape(words)}</{tag}>"


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalpha())


def _raised_links(paper: FullText, data: bytes) -> set[int]:
    """The links that the JATS raises, if it has as many as were read."""
    root = etree.fromstring(
        data, etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False, recover=True)
    )
    nodes = [node for node in root.iter("xref") if node.get("ref-type") == "bibr"]
    links = [link for link in paper.links if link.is_citation]
    if len(nodes) != len(links):
        return set()
    return {
        id(link)
        for link, node in zip(links, nodes, strict=True)
        if node.find(".//sup") is not None or any(above.tag == "sup" for above in node.iterancestors())
    }


def _rendered(reference: ListedReference) -> str:
    """An entry of fields, in the form of the National Library of Medicine."""
    authors = ", ".join(reference.authors[:6]) + (", et al" if len(reference.authors) > 6 else "")
    place = f"{reference.year or ''};{reference.volume or ''}"
    place += f"({reference.issue})" if reference.issue else ""
    place += f":{reference.pages}" if reference.pages else ""
    parts = [
        authors,
        reference.title,
        reference.source,
        place.strip(";"),
        f"doi: {reference.doi}" if reference.doi else "",
    ]
    return ". ".join(str(part).rstrip(".") for part in parts if part) + "." if any(parts) else reference.text


def _compare(article: Article, lines: dict[int, str], there: Sequence[_Item]) -> tuple[Tally, list[str]]:
    """The links that were read against those that are there; one is read if entry and sentence are right."""
    free: dict[str, list[str]] = defaultdict(list)
    for context, entry in there:
        free[entry].append(context)
    both, differences = 0, []
    for pointer in article.pointers:
        reference = article.reference_of(pointer)
        identifier = lines.get(reference.line) if reference else None
        sentence = _letters(article.sentences[pointer.sentence].text)
        contexts = free[identifier] if identifier else []
        match = next((context for context in contexts if context in sentence), None)
        if match is None:
            differences.append(f"+ {pointer.marker} ({identifier}) {sentence[:50]}")
        else:
            contexts.remove(match)
            both += 1
    differences += [f"- {entry} {context}" for entry, contexts in free.items() for context in contexts]
    return Tally(both, len(article.pointers), len(there)), differences
