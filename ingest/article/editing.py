"""Writes other words into the file of an article: all other bytes stay, or nothing is written.

The place of the words in the file is only a guess until the changed file is read again: it must give the old article
with the new words in that place and nothing else changed. So no map from text to source has to be trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from ingest.article.formats import detect_container
from ingest.article.page import Page, View
from ingest.article.page_readers import read_page
from ingest.article.source_text import SourceText, find_in_html, find_markup
from kg.errors import ArticleError, Place
from kg.model.span import Span

__all__ = ["Edit", "replace_words"]

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_MARKDOWN_SIGNS = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;", **{sign: f"\\{sign}" for sign in "\\`*_[]~|"}})
_WRITABLE = ("markdown", "html", "text")
_AGAIN = "Mend it by hand."
_LONGEST_WORD = 200


@dataclass(frozen=True, slots=True)
class Edit:
    """Words for a stretch of an article's text."""

    span: Span
    words: str


def replace_words(data: bytes, edit: Edit, *, source: str, kept: Sequence[Span] = ()) -> bytes:
    """The file with other words in one place of its article.

    Args:
        data: the file's bytes.
        edit: the words and their place in the article's text.
        source: the file's name.
        kept: stretches of the text that must not be touched: the markers.

    Raises:
        ArticleError: if the file is of no kind that is written to, or if the words cannot be put there for sure:
            markup or a marker stands between them, or the encoding does not hold them.
    """
    page = _read(data, source)
    text = SourceText.of(data, source=source)
    edit = _narrow(page, edit)
    if marker := next((span for span in kept if span.meets(edit.span)), None):
        what = f"the marker {marker.of(page.text)} stands within the words that would be replaced"
        raise ArticleError(what, mend=_AGAIN)
    places = _in_html(page, text, edit) if page.format == "html" else _in_plain(page, text, edit)
    for place, words in places:
        changed = text.with_words(place, words)
        if _is_only_that(page, edit, words if page.format != "html" else edit.words, changed, source):
            return changed
    raise ArticleError("the place of these words in the file's source cannot be told for sure", mend=_AGAIN)


def _read(data: bytes, source: str) -> Page:
    container = detect_container(data)
    page = None if container else read_page(data, source=source)[0]
    form = container or (page.format if page else "")
    if page is None or form not in _WRITABLE:
        names = {"docx": "a Word document", "pdf": "a PDF", "wikitext": "wikitext"}
        what = f"the article is {names.get(form, form)}, and words are written into Markdown, HTML and plain text only"
        raise ArticleError(what, place=Place(source), mend="Mend it where it is written; `kg audit` shows the words.")
    return page


def _narrow(page: Page, edit: Edit) -> Edit:
    """The same change of as few words as can be, with words of the text at both ends."""
    text = page.text
    old, new = _TOKEN.findall(edit.span.of(text)), _TOKEN.findall(edit.words)
    start, end = edit.span.start, edit.span.end
    while old and new and old[0] == new[0]:
        start += len(old.pop(0))
        new.pop(0)
    while old and new and old[-1] == new[-1]:
        end -= len(old.pop())
        new.pop()
    words = "".join(new)
    while not words.strip() or start == end or text[end - 1].isspace():
        token = _TOKEN.match(text, end)
        if token is None or "\n" in token[0]:
            break
        end, words = token.end(), words + token[0]
    while start and (start == end or not words.strip() or text[start].isspace()):
        token = list(_TOKEN.finditer(text, max(0, start - _LONGEST_WORD), start))[-1]
        start, words = token.start(), token[0] + words
    return Edit(Span(start, end), words)


def _in_plain(page: Page, text: SourceText, edit: Edit) -> Iterator[tuple[Span, str]]:
    """The one place in a file whose text is the article's own, with the words as they are, and escaped."""
    crossed = next((gap for gap in page.markup if gap.meets(edit.span)), None)
    if crossed:
        what = f"markup (“{crossed.of(page.text)[:40]}”) stands within the words that would be replaced"
        raise ArticleError(what, mend=_AGAIN)
    place = text.to_raw(edit.span)
    yield place, edit.words
    escaped = edit.words.translate(_MARKDOWN_SIGNS)
    if page.format == "markdown" and escaped != edit.words:
        yield place, escaped


def _in_html(page: Page, text: SourceText, edit: Edit) -> Iterator[tuple[Span, str]]:
    """The places in a page's source where the words may stand."""
    element = next((one.span for one in page.elements if one.span.holds(edit.span)), None)
    if element is None:
        raise ArticleError("the words that would be replaced stand in more than one paragraph", mend=_AGAIN)
    gaps = [gap for gap in page.markup if element.holds(gap)]
    if any(gap.meets(edit.span) for gap in gaps):
        raise ArticleError("the words that would be replaced stand in more than one cell of a table", mend=_AGAIN)
    blanked = _blanked(page.text, element, gaps)
    words = escape(edit.words, quote=False).encode(text.encoding, errors="xmlcharrefreplace").decode(text.encoding)
    crossed = None
    for place in find_in_html(text.text, edit.span.shifted(-element.start), blanked):
        markup = find_markup(place.of(text.text))
        crossed = crossed or markup
        if not markup:
            yield place, words
    if crossed:
        what = f"markup (“{crossed[:40]}”) stands within the words that would be replaced"
        raise ArticleError(what, mend=_AGAIN)


def _blanked(text: str, element: Span, gaps: Sequence[Span]) -> str:
    """The element's text with spaces in place of what its format put between its words."""
    shown = list(element.of(text))
    for gap in gaps:
        for at in range(gap.start, gap.end):
            shown[at - element.start] = " "
    return "".join(shown)


def _is_only_that(page: Page, edit: Edit, written: str, changed: bytes, source: str) -> bool:
    """Whether the changed file reads as the old article with the new words in their place."""
    try:
        new = _read(changed, source)
    except ArticleError:
        return False
    text = page.text[: edit.span.start] + written + page.text[edit.span.end :]
    if new.format != page.format or new.text != text or len(new.elements) != len(page.elements):
        return False
    for before, after in zip(page.elements, new.elements, strict=True):
        if (before.role, before.label) != (after.role, after.label):
            return False
        old = page.view(before.span)
        expected = _with_words(old, edit) if before.span.meets(edit.span) else old.text
        if new.view(after.span).text != expected:
            return False
    return True


def _with_words(view: View, edit: Edit) -> str:
    """The words of an element with others in a stretch of it."""
    start, end = view.position_of(edit.span.start), view.position_of(edit.span.end)
    return " ".join(f"{view.text[:start]}{edit.words}{view.text[end:]}".split())
