"""Bytes to a page, by whichever reader their format has; what a decoder could not tell is a remark on the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ingest.article.docx_page import read_docx_page
from ingest.article.encodings import Decoded
from ingest.article.formats import decode, detect_container, detect_format
from ingest.article.html_page import read_html_page
from ingest.article.markdown_page import read_markdown_page
from ingest.article.page import Page, Remark
from ingest.article.pdf_page import read_pdf_page
from ingest.article.text_page import read_text_page
from ingest.article.wikitext_page import read_wikitext_page
from kg.errors import ArticleError, Place
from kg.model.article import DefectKind

__all__ = ["read_page"]


def read_page(data: bytes, *, source: str) -> tuple[Page, int]:
    """The page that a file makes, and how many of its characters could not be read.

    Args:
        data: the file's bytes.
        source: its name or address; the suffix helps to tell the format.

    Raises:
        ArticleError: if the bytes are of no format that is read, or hold no words.
    """
    match detect_container(data):
        case "docx":
            page, replaced = read_docx_page(data, source=source), 0
        case "pdf":
            page, replaced = read_pdf_page(data, source=source), 0
        case _:
            decoded = decode(data, source=source)
            page, replaced = _read_text(decoded.text, source), decoded.replaced
            page = replace(page, remarks=(*page.remarks, *_remarks(decoded)))
    if not page.elements:
        mend = "Save the page as plain text, as it is seen in the browser, and read that."
        raise ArticleError(f"no words were found in the {page.format}", place=Place(source), mend=mend)
    return page, replaced


def _read_text(text: str, source: str) -> Page:
    match detect_format(text, source=source):
        case "html":
            return read_html_page(text, source=source)
        case "markdown":
            return read_markdown_page(text)
        case "wikitext":
            return read_wikitext_page(text)
        case _:
            return read_text_page(text)


def _remarks(decoded: Decoded) -> Iterator[Remark]:
    if decoded.mixed:
        message = (
            f"The file is in more than one encoding: {decoded.mixed} bytes are not in that of the rest and were "
            "read as Windows-1252. Names and signs beyond ASCII may be wrong."
        )
        yield Remark(DefectKind.MIXED_ENCODINGS, message)
