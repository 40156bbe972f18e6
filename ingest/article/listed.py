"""The references of an article: those that it lists, writes into its text, pastes in, links to or keeps in a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.article.addresses import is_scholarly
from ingest.article.body import BlockReading
from ingest.article.citing import Scopes
from ingest.article.layout import Layout
from ingest.article.page import Page, Role
from ingest.article.reference_list import ListedEntry, looks_like_entry
from ingest.article.references import read_reference
from kg.model.article import BlockKind, Reference
from kg.model.record import family_name
from kg.model.span import Span

__all__ = [
    "cited_only",
    "linked_references",
    "listed_references",
    "notes_as_text",
    "pasted_references",
    "with_dated_labels",
    "without_unused_labels",
]

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SAYING = re.compile(
    r"\b(?:i|i'm|you|we|they|he|she|it|this|that|there|is|are|was|were|has|have|had|would|should|could|can|may|might"
    r"|do|does|did|don't|if|though|but|because)\b"
)
"""Words by which a sentence says something; a title has one of them at most."""

_LEAST_SAYING = 2
_LEAST_WORDS = 5
_SHORT_WORD = 3
_TITLE_SHARE = 0.7


def listed_references(page: Page, layout: Layout, scopes: Scopes) -> tuple[Reference, ...]:
    """The entries of the lists and the references written into the text, in order of place; remarks are left out."""
    found = []
    for number, listed in enumerate(layout.lists):
        for entry in listed.entries:
            reference = _read_entry(page, entry, tuple(scopes.qualify(number, label) for label in entry.labels))
            if not _is_remark(page, entry, reference):
                found.append(reference)
    known = {label for reference in found for label in reference.labels}
    for note in page.notes:
        if note.key not in known:
            known.add(note.key)
            line = page.text.count("\n", 0, note.span.start) + 1
            found.append(read_reference(note.text, labels=(note.key,), span=note.span, line=line))
    return tuple(found)


def _read_entry(page: Page, entry: ListedEntry, labels: tuple[str, ...]) -> Reference:
    first, last = page.elements[entry.elements.start], page.elements[entry.elements.stop - 1]
    span = Span(first.span.start, last.span.end)
    link = next((link for link in page.links_in(span) if link.address == entry.address), None)
    words = page.view(link.span).text if link else None
    return read_reference(
        entry.text, labels=labels, span=span, line=first.line, address=entry.address, linked_words=words
    )


def with_dated_labels(references: Sequence[Reference]) -> tuple[Reference, ...]:
    """The references, each without a number under its author and year, as an author-date marker would name it."""
    taken = {label for reference in references for label in reference.labels}
    named = []
    for reference in references:
        name = _dated_name(reference)
        if name and not reference.labels:
            label = next(one for one in (name, *(f"{name} ({n})" for n in range(2, 10_000))) if one not in taken)
            taken.add(label)
            reference = replace(reference, labels=(label,))  # noqa: PLW2901 - the same reference, named
        named.append(reference)
    return tuple(named)


def _dated_name(reference: Reference) -> str | None:
    """First author and year; where the authors could not be read, the entry's first word for them."""
    year = reference.year or next((int(year) for year in _YEAR.findall(reference.raw)), None)
    first = family_name(reference.authors[0]) if reference.authors else reference.raw.split(" ")[0].strip(".,;:")
    return f"{first} {year}" if year and first[:1].isupper() else None


def without_unused_labels(
    references: Sequence[Reference], dated: Sequence[Reference], readings: Sequence[BlockReading]
) -> tuple[Reference, ...]:
    """The references under their author and year if any marker names one so, else as they are printed."""
    own = {label for one, named in zip(references, dated, strict=True) if not one.labels for label in named.labels}
    used = any(own & set(marker.labels) for reading in readings for marker in reading.markers)
    return tuple(dated if used else references)


def notes_as_text(page: Page, layout: Layout) -> tuple[Layout, frozenset[str]]:
    """The layout in which notes that are remarks and no references are text of the article; and their labels."""
    labels: set[str] = set()
    blocks = list(layout.blocks)
    for entry in (entry for listed in layout.lists for entry in listed.entries):
        if page.elements[entry.elements.start].role is not Role.ENTRY:
            continue
        if _is_remark(page, entry, _read_entry(page, entry, entry.labels)):
            labels.update(entry.labels)
            for index in entry.elements:
                blocks[index] = replace(blocks[index], kind=BlockKind.PARAGRAPH)
    return replace(layout, blocks=tuple(blocks)), frozenset(labels)


def _is_remark(page: Page, entry: ListedEntry, reference: Reference) -> bool:
    """Whether a footnote says something of its own: prose, with no author, place, identifier or address of a work."""
    if page.elements[entry.elements.start].role is not Role.ENTRY:
        return False
    if reference.doi or reference.pmid or reference.pmcid or reference.address or reference.authors:
        return False
    if reference.journal or (reference.title and reference.year):
        return False
    if not looks_like_entry(entry.text) and len(entry.text.split()) >= _LEAST_WORDS:
        return True
    return len(set(_SAYING.findall(entry.text.lower()))) >= _LEAST_SAYING


def pasted_references(
    layout: Layout, readings: Sequence[BlockReading], listed: Sequence[Reference]
) -> tuple[Reference, ...]:
    """References whose only print is a footnote pasted into the body."""
    known = {label for reference in listed for label in reference.labels}
    found: dict[str, Reference] = {}
    for reading in readings:
        for footnote in reading.pasted:
            if footnote.entry is None and footnote.label not in known and footnote.label not in found:
                found[footnote.label] = read_reference(
                    footnote.text,
                    labels=(footnote.label,),
                    span=reading.view.to_page(footnote.span),
                    line=layout.blocks[reading.block].line,
                    pasted=True,
                )
    return tuple(found.values())


def linked_references(
    page: Page, layout: Layout, readings: Sequence[BlockReading], known: Sequence[Reference]
) -> tuple[Reference, ...]:
    """References whose only print is an address that the text links to, one for each address."""
    labels = {label for reference in known for label in reference.labels}
    found: dict[str, Reference] = {}
    for reading in readings:
        for marker in (*reading.markers, *reading.sources):
            for label in marker.labels:
                if "://" not in label or label in labels or label in found:
                    continue
                span = marker.place or reading.view.to_page(marker.span)
                line = _line_of(page, layout, reading, span)
                linked = replace(
                    read_reference(label, labels=(label,), span=span, line=line, address=label),
                    title=_title_of(marker.text) if is_scholarly(label) else None,
                )
                found[label] = linked
    return tuple(found.values())


def _title_of(words: str) -> str | None:
    """Linked words if they are written as titles are, with capitals throughout."""
    long = [word for word in words.split() if len(word) > _SHORT_WORD and word[0].isalpha()]
    titled = len(long) >= _LEAST_WORDS and sum(word[0].isupper() for word in long) >= _TITLE_SHARE * len(long)
    return words.strip(" .") if titled else None


def _line_of(page: Page, layout: Layout, reading: BlockReading, span: Span) -> int:
    in_file = page.format in {"text", "markdown"}  # the text of other formats has lines of its own
    return page.text.count("\n", 0, span.start) + 1 if in_file else layout.blocks[reading.block].line


def cited_only(
    page: Page,
    layout: Layout,
    readings: Sequence[BlockReading],
    *,
    cited: Sequence[Reference],
    known: Sequence[Reference],
) -> tuple[Reference, ...]:
    """Of the references of a side file those that the text names and the page does not list, where it first does."""
    places: dict[str, tuple[Span, int]] = {}
    for reading in readings:
        for marker in reading.markers:
            span = marker.place or reading.view.to_page(marker.span)
            for label in marker.labels:
                if label not in places:
                    places[label] = (span, _line_of(page, layout, reading, span))
    taken = {label for reference in known for label in reference.labels}
    found = []
    for one in cited:
        first = min((places[label] for label in one.labels if label in places), default=None)
        if first and not taken & set(one.labels):
            found.append(replace(one, span=first[0], line=first[1]))
    return tuple(found)
