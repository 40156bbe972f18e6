"""Bytes to text: which format a file is in, and its characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from kg.errors import ArticleError, Place

__all__ = ["Decoded", "decode", "detect_format"]

_FOREIGN = (
    (b"%PDF-", "a PDF", "Save the page as HTML or copy its text into a .txt file."),
    (b"PK\x03\x04", "a ZIP archive (such as a DOCX)", "Save the document as HTML or as plain text."),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "Save the document as HTML or as plain text."),
    (b"{\\rtf", "an RTF document", "Save the document as HTML or as plain text."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"\x89PNG", "a picture", "Give the page's text."),
    (b"\xff\xd8\xff", "a picture", "Give the page's text."),
    (b"GIF8", "a picture", "Give the page's text."),
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SUFFIXES = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html"}
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_MARKDOWN_SIGN = re.compile(r"\A---\n|^#{1,6} \S|^\[\^[^\]\n]+\]:|\[[^\]\n]+\]\(https?://", re.MULTILINE)
_ANY_MARKUP = re.compile(
    r"^(?:(?:---+|===+)$|#| {0,3}(?:[-*+>]|\d+[.)]) |\s*<)|\]\(|\[\^|[*`]|(?<!\w)_\w", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text with single line feeds; ``replaced`` counts the bytes that could not be read."""

    text: str
    replaced: int = 0


def decode(data: bytes, *, source: str) -> Decoded:
    r"""The text of a file.

    Tried in this order: a byte order mark, UTF-8, Windows-1252 (whose unused bytes become U+FFFD).

    Raises:
        ArticleError: if the file is empty or blank, holds NUL characters or is of another format.

    >>> decode(b"caf\xc3\xa9\r\n", source="a.txt")
    Decoded(text='café\n', replaced=0)
    """
    place = Place(source)
    for magic, what, mend in _FOREIGN:
        if data.startswith(magic):
            raise ArticleError(f"the file is {what}, not text", place=place, mend=mend)
    text, replaced = _characters(data)
    if "\0" in text:
        raise ArticleError("the file holds NUL characters: it is no text", place=place, mend="Export it as UTF-8 text.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ArticleError("the file holds no text", place=place, mend="Check that the right file was given.")
    return Decoded(text, replaced)


def _characters(data: bytes) -> tuple[str, int]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            return text, text.count("\ufffd")
    try:
        return data.decode("utf-8"), 0
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        return text, text.count("\ufffd")


def detect_format(text: str, *, source: str) -> str:
    """``html``, ``markdown`` or ``text``, by what the file starts with and then by its name.

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
    if suffix != ".txt" and _MARKDOWN_SIGN.search(text[:20000]):
        return "markdown"
    return "text"
