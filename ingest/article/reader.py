"""The steps of reading an article, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.article.audience import find_audience
from ingest.article.body import read_blocks, read_pointers, read_sections, read_sentences
from ingest.article.citing import Citing, Scopes
from ingest.article.claims import read_claims
from ingest.article.defects import find_defects
from ingest.article.language import tell_language
from ingest.article.layout import find_layout
from ingest.article.listed import (
    cited_only,
    linked_references,
    listed_references,
    notes_as_text,
    pasted_references,
    with_dated_labels,
    without_unused_labels,
)
from ingest.article.page import Page
from ingest.article.page_readers import read_page
from ingest.article.source_blocks import find_source_blocks
from ingest.collector import collector_paused
from kg.identifiers import ArticleId, content_hash
from kg.model.article import Article, Reference, Sentence
from kg.model.concept import Vocabulary

__all__ = ["read_article"]


@collector_paused()
def read_article(
    data: bytes, *, source: str, article_id: ArticleId, vocabulary: Vocabulary, cited: Sequence[Reference] = ()
) -> Article:
    """The article that a file holds.

    Args:
        data: the file's bytes.
        source: its name or address; the suffix helps to tell the format.
        article_id: the key it gets.
        vocabulary: the concepts to look for.
        cited: references of a file of their own; those that the text names are the article's.

    Raises:
        ArticleError: if the bytes are of no format that is read, or hold no words.
    """
    page, replaced = read_page(data, source=source)
    layout, notes = notes_as_text(page, find_layout(page))
    scopes = Scopes.of(layout)
    listed = listed_references(page, layout, scopes)
    dated = with_dated_labels(listed)
    known = (*dated, *(one if listed else replace(one, labels=(*one.labels, str(n))) for n, one in enumerate(cited, 1)))
    citing = Citing.of(page, layout, known, notes=notes, scopes=scopes)
    readings = read_blocks(page, layout, known, citing, find_source_blocks(page, layout, citing))
    listed = without_unused_labels(listed, dated, readings)
    references = (*listed, *cited_only(page, layout, readings, cited=known[len(listed) :], known=listed))
    references += pasted_references(layout, readings, references)
    references += linked_references(page, layout, readings, references)
    sections = read_sections(layout.blocks, layout.texts, len(page.text))
    sentences = read_sentences(page, layout.blocks, sections, readings)
    pointers = read_pointers(readings)
    audience, audience_place = _audience(page, sentences)
    return Article(
        id=article_id, source=source, snapshot=content_hash(data), format=page.format, text=page.text,
        title=page.title, language=tell_language(page.language, (sentence.text for sentence in sentences)),
        published=page.published, modified=page.modified,
        audience=audience, published_place=page.places.get("published"), modified_place=page.places.get("modified"),
        audience_place=audience_place,
        blocks=layout.blocks, sections=sections, sentences=sentences, pointers=pointers, references=references,
        claims=read_claims(sentences, pointers, readings, vocabulary),
        defects=find_defects(page, layout, readings, references, replaced=replaced),
    )  # fmt: skip


def _audience(page: Page, sentences: Sequence[Sentence]) -> tuple[str | None, str | None]:
    """Whom the article is for by its metadata, else by a sentence of its own, and where that stands."""
    if page.audience:
        return page.audience, page.places.get("audience")
    found = find_audience(sentence.text for sentence in sentences)
    if found is None:
        return None, None
    said = sentences[found[0]]
    return found[1], f"line {said.line}, characters {said.span.start} to {said.span.end}"
