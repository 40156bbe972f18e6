"""Bytes to text: which format a file is in, and its characters."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from ingest.article.encodings import Decoded, decode_text
from kg.errors import ArticleError, Place

__all__ = ["decode", "detect_container", "detect_format"]

_PDF_LEAD = 1024
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_HEAD = 20_000
_FEW = 8
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_NO_TEXT = "Give the article as HTML, Markdown, plain text, DOCX or PDF."

_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "an old Office document", "Save the document as DOCX, HTML or plain text."),
    (b"{\\rtf", "an RTF document", "Save the document as DOCX, HTML or plain text."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"\x89PNG", "a picture", "Give the page's text."),
    (b"\xff\xd8\xff", "a picture", "Give the page's text."),
    (b"GIF8", "a picture", "Give the page's text."),
    (b"RIFF", "a picture or sound", "Give the page's text."),
    (b"\x7fELF", "a program", "Give the article."),
    (b"SQLite format 3\0", "a database", "Give the article."),
)
_PROLOGUE = r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?"
_PAPERS = (
    (
        re.compile(
            rf"{_PROLOGUE}(?:<!doctype\s+article\s+public\s+.-//NLM//|<pmc-articleset\b|<article\s[^>]*\barticle-type=)",
            re.IGNORECASE | re.DOTALL,
        ),
        "a paper in JATS XML, not an article about papers",
        "`kg ingest fulltext FILE` takes it as the full text of its study.",
    ),
    (
        re.compile(rf"{_PROLOGUE}(?:<!doctype\s+PubmedArticleSet\b|<PubmedArticleSet\b)", re.IGNORECASE | re.DOTALL),
        "records of PubMed, not an article",
        "`kg ingest medline FILE` takes them.",
    ),
)
_SUFFIXES = {
    ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".wikitext": "wikitext", ".wiki": "wikitext", ".mediawiki": "wikitext",
}  # fmt: skip
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_MARKDOWN_SIGN = re.compile(r"\A---\n|^#{1,6} \S|^\[\^[^\]\n]+\]:|\[[^\]\n]+\]\(https?://", re.MULTILINE)
_WIKI_SIGNS = (
    re.compile(r"^={2,6}[^=\n]{1,200}={2,6}[ \t]*$", re.MULTILINE),
    re.compile(r"\[\[[^\]\[\n]{1,200}\]\]"),
    re.compile(r"\{\{[^{}\n]{1,200}"),
    re.compile(r"'''[^'\n]{1,200}'''"),
    re.compile(r"<ref(?:\s[^<>\n]{0,200})?/?>", re.IGNORECASE),
)
_ENOUGH_WIKI_SIGNS = 3
_HTML_PIECE = re.compile(
    r"\s*<(?:div|article|main|section|p|h1|meta|title|table|link|header)\b[^<>]{0,2000}>", re.IGNORECASE
)
_ANY_MARKUP = re.compile(
    r"^(?:(?:---+|===+)$|#| {0,3}(?:[-*+>]|\d+[.)]) |\s*<)|\]\(|\[\^|[*`]|(?<!\w)_\w", re.MULTILINE
)


def detect_container(data: bytes) -> str | None:
    """``docx`` or ``pdf`` by how the file opens; ``None`` for what may be text.

    >>> detect_container(b"%PDF-1.7 ..."), detect_container(b"Hair.")
    ('pdf', None)
    """
    if b"%PDF-" in data[:_PDF_LEAD]:
        return "pdf"
    return "docx" if data.startswith(_ZIPS) else None


def decode(data: bytes, *, source: str) -> Decoded:
    r"""The text of a file; see :func:`~ingest.article.encodings.decode_text`.

    Raises:
        ArticleError: if the file is empty or blank, holds NUL characters or is no text, or is what a source is.

    >>> decode(b"caf\xc3\xa9\r\n", source="a.txt").text
    'café\n'
    """
    place = Place(source)
    for magic, what, mend in _FOREIGN:
        if data.startswith(magic):
            raise ArticleError(f"the file is {what}, not text", place=place, mend=mend)
    decoded = decode_text(data)
    if "\0" in decoded.text:
        what = "the file holds NUL characters: it is no text"
        raise ArticleError(what, place=place, mend="Export it as UTF-8 text.")
    if not decoded.text.strip():
        raise ArticleError("the file holds no text", place=place, mend="Check that the right file was given.")
    head = decoded.text[:_HEAD]
    for sign, what, mend in _PAPERS:
        if sign.match(head):
            raise ArticleError(f"the file holds {what}", place=place, mend=mend)
    if len(_CONTROLS.findall(head)) + head.count("\ufffd") > _FEW + len(head) / 10:
        raise ArticleError("the file is no text: it is full of unreadable signs", place=place, mend=_NO_TEXT)
    return decoded


def detect_format(text: str, *, source: str) -> str:
    """``html``, ``markdown``, ``wikitext`` or ``text``, by what the file starts with and then by its name.

    >>> detect_format("<!DOCTYPE html><p>Hair.", source="page.txt")
    'html'
    >>> detect_format("# Hair", source="notes.md"), detect_format("# Hair", source="notes.txt")
    ('markdown', 'text')
    """
    if _HTML_START.match(text[:5000]):
        return "html"
    suffix = PurePosixPath(re.split(r"[?#]", source, maxsplit=1)[0]).suffix.lower()
    if suffix in _SUFFIXES:  # a copied page saved as Markdown is text, with a paragraph on each line
        return "text" if _SUFFIXES[suffix] == "markdown" and not _ANY_MARKUP.search(text) else _SUFFIXES[suffix]
    head = text[:_HEAD]
    if sum(bool(sign.search(head)) for sign in _WIKI_SIGNS) >= _ENOUGH_WIKI_SIGNS:
        return "wikitext"
    if suffix != ".txt" and _HTML_PIECE.match(head):
        return "html"
    if suffix != ".txt" and _MARKDOWN_SIGN.search(head):
        return "markdown"
    return "text"
