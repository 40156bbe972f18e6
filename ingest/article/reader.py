"""The steps of reading an article, in order."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.article.audience import find_audience
from ingest.article.body import BlockReading, read_blocks, read_pointers, read_sections, read_sentences
from ingest.article.claims import read_claims
from ingest.article.defects import find_defects
from ingest.article.language import tell_language
from ingest.article.layout import Layout, find_layout
from ingest.article.page import Page
from ingest.article.page_readers import read_page
from ingest.article.references import read_reference
from kg.identifiers import ArticleId, content_hash
from kg.model.article import Article, Reference
from kg.model.concept import Vocabulary
from kg.model.span import Span

__all__ = ["read_article"]


def read_article(data: bytes, *, source: str, article_id: ArticleId, vocabulary: Vocabulary) -> Article:
    """The article that a file holds.

    Args:
        data: the file's bytes.
        source: its name or address; the suffix helps to tell the format.
        article_id: the key it gets.
        vocabulary: the concepts to look for.

    Raises:
        ArticleError: if the bytes are of no format that is read, or hold no words.
    """
    page, replaced = read_page(data, source=source)
    layout = find_layout(page)
    listed = _listed_references(page, layout)
    readings = read_blocks(page, layout, listed)
    references = (*listed, *_pasted_references(layout, readings, listed))
    sections = read_sections(layout.blocks, layout.texts, len(page.text))
    sentences = read_sentences(page, layout.blocks, sections, readings)
    pointers = read_pointers(readings)
    return Article(
        id=article_id, source=source, snapshot=content_hash(data), format=page.format, text=page.text,
        title=page.title, language=tell_language(page.language, (sentence.text for sentence in sentences)),
        published=page.published, modified=page.modified,
        audience=page.audience or find_audience(sentence.text for sentence in sentences),
        blocks=layout.blocks, sections=sections, sentences=sentences, pointers=pointers, references=references,
        claims=read_claims(sentences, pointers, vocabulary),
        defects=find_defects(page, layout, readings, references, replaced=replaced),
    )  # fmt: skip


def _listed_references(page: Page, layout: Layout) -> tuple[Reference, ...]:
    references = []
    for entry in (entry for listed in layout.lists for entry in listed.entries):
        first, last = page.elements[entry.elements.start], page.elements[entry.elements.stop - 1]
        span = Span(first.span.start, last.span.end)
        references.append(
            read_reference(entry.text, labels=entry.labels, span=span, line=first.line, address=entry.address)
        )
    return tuple(references)


def _pasted_references(
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
