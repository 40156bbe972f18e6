"""Where the characters of an article stand in the bytes of its file, as far as that can be told for sure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from ingest.article.formats import decode
from kg.errors import ArticleError, Place
from kg.model.span import Span

__all__ = ["SourceText", "find_in_html", "find_markup"]

_PIECE = re.compile(
    r"(?P<unseen><!--.*?(?:-->|\Z)"
    r"|<(?P<tag>script|style|noscript|template|svg|math|iframe|object)\b.*?(?:</(?P=tag)\s*>|\Z))"
    r"|(?P<markup></?[A-Za-z!?](?:\"[^\"]{0,9999}\"|'[^']{0,9999}'|[^\"'<>])*+>)"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?)",
    re.DOTALL | re.IGNORECASE,
)
_CONTEXTS = (60, 20, 0)
"""How many characters on either side are held against the source: all of them first, then fewer."""

_MOST_PLACES = 40


@dataclass(frozen=True, slots=True)
class SourceText:
    """The characters of a text file beside its bytes.

    Attributes:
        data: the bytes.
        text: the characters with the line ends of the file.
        encoding: Python's name of it; ``mark`` the length of the byte order mark.
    """

    data: bytes
    text: str
    encoding: str
    mark: int

    @classmethod
    def of(cls, data: bytes, *, source: str) -> SourceText:
        """A file's characters.

        Raises:
            ArticleError: if it is no text, or in more than one encoding.
        """
        decoded = decode(data, source=source)
        if decoded.encoding is None:
            what = "the file is in more than one encoding, so that nothing can be written into it for sure"
            raise ArticleError(what, place=Place(source), mend="Save it as UTF-8 and run the command again.")
        text = data[decoded.mark :].decode(decoded.encoding, errors="replace")
        return cls(data, text, decoded.encoding, decoded.mark)

    def to_raw(self, span: Span) -> Span:
        """The place in :attr:`text` of a stretch of the text with single line feeds."""
        pairs = [match.start() - number for number, match in enumerate(re.finditer("\r\n", self.text))]
        return Span(span.start + bisect_left(pairs, span.start), span.end + bisect_left(pairs, span.end))

    def with_words(self, span: Span, words: str) -> bytes:
        """The bytes with other words in a stretch of :attr:`text`; all others stay as they are.

        Raises:
            ArticleError: if the bytes of the stretch cannot be told, or the encoding does not hold the words.
        """
        head, old, tail = (part.encode(self.encoding, errors="replace") for part in self._cut(span))
        start, end = self.mark + len(head), len(self.data) - len(tail)
        if self.data[self.mark : start] != head or self.data[start:end] != old or self.data[end:] != tail:
            what = f"some bytes of the file are no {self.encoding}, so that the place of the words in it is not sure"
            raise ArticleError(what, mend="Save it as UTF-8 and run the command again.")
        try:
            new = words.encode(self.encoding)
        except UnicodeEncodeError as error:
            missing = words[error.start : error.end]
            what = f"the file's encoding, {self.encoding}, has no “{missing}”"
            raise ArticleError(what, mend="Save the file as UTF-8 and run the command again.") from None
        return self.data[:start] + new + self.data[end:]

    def _cut(self, span: Span) -> tuple[str, str, str]:
        return self.text[: span.start], span.of(self.text), self.text[span.end :]


@dataclass(frozen=True, slots=True)
class _Letter:
    """A character that a reader sees, white space aside, and what stands for it in the source."""

    text: str
    span: Span


def find_in_html(source: str, words: Span, element: str) -> Iterator[Span]:
    """Where words of an element may stand in the source of its page, the likeliest first.

    White space does not count, entities are what they stand for, and what surrounds the words in the element is
    looked for around them. Which of the places it is only reading the page again can tell.

    Args:
        source: the page's source.
        words: the place of the words in the element; they begin and end with no white space.
        element: the element's text, as a reader sees it.
    """
    letters = list(_letters(source))
    seen = "".join(letter.text for letter in letters)
    before, said, after = (
        _squeezed(part) for part in (element[: words.start], words.of(element), element[words.end :])
    )
    found: dict[Span, None] = {}
    for width in _CONTEXTS:
        head, tail = before[len(before) - width :] if width < len(before) else before, after[:width]
        if not width:
            head = ""
        at = seen.find(head + said + tail)
        while at >= 0 and len(found) < _MOST_PLACES:
            first, last = letters[at + len(head)], letters[at + len(head) + len(said) - 1]
            found[Span(first.span.start, last.span.end)] = None
            at = seen.find(head + said + tail, at + 1)
    yield from found


def _letters(source: str) -> Iterator[_Letter]:
    position = 0
    for piece in [*_PIECE.finditer(source), None]:
        end = piece.start() if piece else len(source)
        for at in range(position, end):
            if not source[at].isspace():
                yield _Letter(source[at], Span(at, at + 1))
        if piece is None:
            return
        if piece["entity"]:
            for char in unescape(piece[0]):
                if not char.isspace():
                    yield _Letter(char, Span(*piece.span()))
        position = piece.end()


def _squeezed(text: str) -> str:
    return "".join(text.split())


def find_markup(source: str) -> str | None:
    """The first tag or comment in a stretch of the source of a page.

    >>> find_markup("10 <em>men</em>"), find_markup("p &lt; 0.05")
    ('<em>', None)
    """
    return next((piece[0] for piece in _PIECE.finditer(source) if not piece["entity"]), None)
