"""The printed lines of a PDF with a text layer, page by page, from where each piece of text is put.

A PDF has no paragraphs: it puts pieces of text at places. Pieces are taken in the order of the file, which is the
order of reading in what typesetters and word processors write.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from kg.errors import ArticleError, Place
from kg.model.span import Span

if TYPE_CHECKING:
    from pypdf import PdfReader

__all__ = ["PdfText", "PrintedLine", "read_pdf_lines"]

_Result = TypeVar("_Result")
_Other = TypeVar("_Other")
_MOST_PAGES = 3000
_SECONDS = 120.0
_SAME_LINE = 0.6
"""How far, in font sizes, a piece may stand above or below its line."""

_RAISED_SIZE = 0.82
_RAISED_BY = 0.12
_LABEL = re.compile(r"\s?(?:\d{1,4}(?:\s?[,–-]\s?\d{1,4})*[,–-]?|[a-z]|[ivxlc]{1,6}|[*†‡§¶]{1,3})\s*")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\0": " "})
_SAVE_AS_TEXT = "Open it in a PDF reader, copy its text into a .txt file and give that."


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line as printed.

    Attributes:
        page: its page, from 1.
        x, y: where it begins: points from the left and from the bottom of the page.
        size: the size of most of its letters, in points.
        bold: whether all of it is set in a bold font.
        height: the height of the page in points.
        raised: the numbers and labels of notes in it that are small and set high, as places in ``text``.
    """

    page: int
    text: str
    x: float
    y: float
    size: float
    bold: bool
    height: float
    raised: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF holds: its lines, the pages that hold none and those that are broken, whether it holds scripts."""

    lines: tuple[PrintedLine, ...]
    pages: int
    empty: tuple[int, ...]
    broken: tuple[int, ...]
    title: str | None
    language: str | None
    has_pictures: bool
    has_scripts: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    x: float
    y: float
    size: float
    bold: bool


def read_pdf_lines(data: bytes, *, source: str, seconds: float = _SECONDS) -> PdfText:
    """Every line of a PDF; nothing in the file is run.

    Args:
        data: the file's bytes.
        source: its name.
        seconds: how long reading may take.

    Raises:
        ArticleError: if it is broken, wants a password, is too long, takes too long, or is a scan without text.
    """
    place = Place(source)
    reader = _open(data, place)
    until = time.monotonic() + seconds
    lines: list[PrintedLine] = []
    empty, broken = [], []
    pages = _attempt(lambda: len(reader.pages), place)
    if pages > _MOST_PAGES:
        raise ArticleError(f"the PDF has {pages} pages", place=place, mend="Give the article alone.")
    for number in range(1, pages + 1):
        found = _unless_broken(partial(_lines_of, reader, number, until, place), None)
        if found is None:
            broken.append(number)
        elif not found:
            empty.append(number)
        lines += found or []
    if not lines:
        what = "no page of the PDF can be read" if broken else "the PDF holds no text: it is a scan or a picture"
        mend = "Run text recognition (OCR) over it first." if not broken else _SAVE_AS_TEXT
        raise ArticleError(what, place=place, mend=mend)
    return PdfText(
        tuple(lines), pages, tuple(empty), tuple(broken), _told(reader, "/Title"), _language(reader),
        has_pictures=b"/Image" in data, has_scripts=_has_scripts(reader, data),
    )  # fmt: skip


def _open(data: bytes, place: Place) -> PdfReader:
    import io  # noqa: PLC0415 - beside the library it serves

    from pypdf import PdfReader  # noqa: PLC0415 - read only when a PDF is

    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what is wrong is told as remarks, not on stderr
    reader = _attempt(lambda: PdfReader(io.BytesIO(data)), place)
    if reader.is_encrypted and not _unless_broken(lambda: bool(reader.decrypt("")), False):
        mend = "Open it with its password and save it without one."
        raise ArticleError("the PDF is locked with a password", place=place, mend=mend)
    return reader


def _attempt(action: Callable[[], _Result], place: Place) -> _Result:
    try:
        return action()
    except Exception as error:  # pypdf lets through whatever a broken file causes
        what = f"the PDF is broken ({str(error)[:120] or type(error).__name__})"
        raise ArticleError(what, place=place, mend=_SAVE_AS_TEXT) from error


def _unless_broken(action: Callable[[], _Result], otherwise: _Other) -> _Result | _Other:
    """What an action gives on a part of the file, or ``otherwise`` where that part is broken."""
    try:
        return action()
    except ArticleError:
        raise
    except Exception:  # pypdf lets through whatever a broken part causes
        return otherwise


def _lines_of(reader: PdfReader, number: int, until: float, place: Place) -> list[PrintedLine]:
    page = reader.pages[number - 1]
    pieces: list[_Piece] = []

    def visit(text: str, outer: Sequence[float], inner: Sequence[float], font: Any, size: float) -> None:
        if time.monotonic() > until:
            raise ArticleError("reading the PDF took too long and was stopped", place=place, mend=_SAVE_AS_TEXT)
        words = text.replace("\n", " ")
        if words.strip():
            bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
            x, y = _placed(inner, outer)
            pieces.append(_Piece(words, x, y, abs(size * (inner[3] or inner[1]) * (outer[3] or outer[1])), bold))

    page.extract_text(visitor_text=visit)
    height = float(page.mediabox.height)
    lines: list[list[_Piece]] = []
    for piece in pieces:
        if lines and _is_on_line(lines[-1], piece):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [_printed(line, number, height) for line in lines]


def _placed(inner: Sequence[float], outer: Sequence[float]) -> tuple[float, float]:
    """Where a text matrix puts the origin, within the matrix around it."""
    x, y = inner[4], inner[5]
    return x * outer[0] + y * outer[2] + outer[4], x * outer[1] + y * outer[3] + outer[5]


def _is_on_line(line: Sequence[_Piece], piece: _Piece) -> bool:
    main = max(line, key=lambda one: one.size)
    near = abs(piece.y - main.y) <= _SAME_LINE * max(piece.size, main.size)
    return near and piece.x >= line[-1].x - 1


def _printed(pieces: Sequence[_Piece], page: int, height: float) -> PrintedLine:
    main = max(pieces, key=lambda one: (round(one.size, 1), len(one.text)))
    text, raised = "", []
    for piece in pieces:
        words = piece.text.translate(_LIGATURES)
        if not text:
            words = words.lstrip()
        high = piece.y - main.y > _RAISED_BY * main.size or (piece.y == main.y and text[-1:].strip() != "")
        if piece.size < _RAISED_SIZE * main.size and high and _LABEL.fullmatch(words):
            lead = len(words) - len(words.lstrip())
            raised.append(Span(len(text) + lead, len(text) + len(words.rstrip())))
        text += words
    bold = all(piece.bold for piece in pieces)
    return PrintedLine(page, text.rstrip(), pieces[0].x, main.y, main.size, bold, height, tuple(raised))


def _told(reader: PdfReader, key: str) -> str | None:
    """A value of the file's own description of itself."""
    return _unless_broken(partial(_told_of, reader, key), None)


def _told_of(reader: PdfReader, key: str) -> str | None:
    found: Any = reader.metadata or {}
    return " ".join(str(found.get(key) or "").split()) or None


def _language(reader: PdfReader) -> str | None:
    return _unless_broken(lambda: str(reader.root_object.get("/Lang") or "") or None, None)


def _has_scripts(reader: PdfReader, data: bytes) -> bool:
    """Whether scripts are in it: named in the catalogue, run when it opens, or anywhere in the open."""
    if b"/JavaScript" in data or b"/JS" in data:
        return True
    return _unless_broken(partial(_names_scripts, reader), False)


def _names_scripts(reader: PdfReader) -> bool:
    names: Any = reader.root_object.get("/Names") or {}
    action: Any = reader.root_object.get("/OpenAction") or {}
    return "/JavaScript" in names.get_object() or "/JS" in action.get_object()
