"""Small pieces of XML that need no parser of their own: plain text, plain attributes, and markup that was seen before.

What is doubtful in any way (a character by its number, a control character, an odd quote) is left to expat.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import XML, Element, ParseError

__all__ = ["Templates", "parse_attributes", "read_plain_text", "read_plain_words"]

_DOUBTFUL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_REFERENCE = re.compile("&(?:(?:amp|lt|gt|quot|apos);)?")
_MEANT = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_ATTRIBUTE = r"([A-Za-z][A-Za-z0-9]*+)=\"([^\"<>&]*+)\""
_ATTRIBUTES = re.compile(rf"{_ATTRIBUTE}(?: {_ATTRIBUTE})?")
_TEXT = r"([^\s<][^<]*+)"
_SPLIT_AT_TEXTS = re.compile(rf"(?<=>){_TEXT}(?=</)").split
_DEFAULT_NAMESPACE = re.compile(r"xmlns\s*=")
_MOST_TRIED = 64
"""Markups of one sort of element: there are few, and each is compared with a new piece."""
_LONGEST = 1 << 12
"""Characters of the longest one: an expression costs far more to make than a piece to parse."""


def read_plain_text(text: str) -> str | None:
    """What is meant by a text that stands between two tags; ``None`` if it is not plain.

    Args:
        text: of a document in Unicode, without ``<``.

    >>> read_plain_text("Oil &amp; Sleep"), read_plain_text("Oil &#38; Sleep"), read_plain_text("a]]>")
    ('Oil & Sleep', None, None)
    """
    # A text that can be printed has no control character: that test is in C, and most texts pass it.
    if "]]>" in text or not (text.isprintable() or _DOUBTFUL.search(text) is None):
        return None
    if "&" not in text:
        return text
    try:
        return _REFERENCE.sub(lambda match: _MEANT[match[0]], text)
    except KeyError:
        return None


def read_plain_words(text: str) -> str | None:
    """The same with single spaces, and none at its ends.

    >>> read_plain_words(" Oil  &amp; Sleep"), read_plain_words(" ")
    ('Oil & Sleep', '')
    """
    if not text.isprintable() or "&" in text or "]]>" in text:
        plain = read_plain_text(text)
        return None if plain is None else " ".join(plain.split())
    # The only white space that can be printed is the space.
    return text if "  " not in text and text[:1] != " " != text[-1:] else " ".join(text.split())


def parse_attributes(written: str) -> dict[str, str] | None:
    """The attributes of a start tag, of what follows its name; ``None`` if they are not plain, or more than two.

    >>> parse_attributes('UI="D000001" MajorTopicYN="N"')
    {'UI': 'D000001', 'MajorTopicYN': 'N'}
    >>> parse_attributes("UI='D000001'") is None
    True
    """
    if not written:
        return {}
    match = _ATTRIBUTES.fullmatch(written)
    if match is None or not written.isprintable():
        return None
    name, value, other_name, other_value = match.groups()
    if other_name is None:
        return {name: value}
    return {name: value, other_name: other_value} if name != other_name else None


class Templates:
    """Reads elements of one sort: one that differs from an earlier one in nothing but its texts is that one, refilled.

    The markup of a new one is parsed once, by expat, with numbers in the place of its texts. From then on a regular
    expression knows it.
    """

    def __init__(self) -> None:
        self._templates: list[_Template] = []
        self._tried = 0

    def read(self, piece: str, end_tag: str) -> tuple[Element, int] | None:
        """The element that a text without its first ``<`` begins with, and where it ends; ``None`` if it is not plain.

        The next one that is read may be the same object, so that this one must not be kept.

        >>> text = 'Author ValidYN="Y"> <LastName>Oak</LastName> </Author> </AuthorList>'
        >>> author, end = Templates().read(text, "</Author>")
        >>> author.get("ValidYN"), author.findtext("LastName"), text[end:]
        ('Y', 'Oak', ' </AuthorList>')
        >>> Templates().read("ArticleTitle>of <i>one</i></ArticleTitle>", "</ArticleTitle>") is None
        True
        """
        templates = self._templates
        for place, template in enumerate(templates):
            if (match := template.match(piece)) is not None:
                if place:  # those that are frequent are soon the first
                    templates[place - 1], templates[place] = template, templates[place - 1]
                break
        else:
            return self._read_new(piece, end_tag)
        element = template.fill(match.groups())
        return None if element is None else (element, match.end())

    def _read_new(self, piece: str, end_tag: str) -> tuple[Element, int] | None:
        end = piece.find(end_tag) + len(end_tag)
        if end < len(end_tag) or self._tried >= _MOST_TRIED:
            return None
        pieces = _SPLIT_AT_TEXTS(piece[:end])
        markup = pieces[::2]
        if sum(map(len, markup)) > _LONGEST:
            return None
        self._tried += 1
        template = _find_template(markup)
        if template is None:
            return None
        self._templates.append(template)
        element = template.fill(pieces[1::2])
        return None if element is None else (element, end)


class _Template:
    """An element with places for texts, and the expression that knows its markup."""

    __slots__ = ("_element", "_leaves", "match")

    def __init__(self, markup: Sequence[str], element: Element, leaves: Sequence[Element]) -> None:
        self.match = re.compile(_TEXT.join(map(re.escape, markup))).match
        self._element = element
        self._leaves = leaves

    def fill(self, texts: Sequence[str]) -> Element | None:
        """The element with these texts, as many as it has places; ``None`` if they are not plain."""
        together = "".join(texts)
        if read_plain_text(together) is None:
            return None
        plain = map(read_plain_text, texts) if "&" in together else texts
        for leaf, text in zip(self._leaves, plain):  # noqa: B905 - there are as many, and strictness has a price
            leaf.text = text
        return self._element


def _find_template(markup: Sequence[str]) -> _Template | None:
    """The template of an element but for its first ``<`` whose texts were taken out; ``None`` if it has none.

    Args:
        markup: what was between the texts; each text stood after a ``>`` and before ``</``, which are not taken out.
    """
    first, *others = markup
    text = f"<{first}" + "".join([f"{place}{rest}" for place, rest in enumerate(others)])
    if "<!" in text or "<?" in text or _DEFAULT_NAMESPACE.search(text):
        return None
    try:
        element = XML(text)
    except ParseError:
        return None
    leaves = [leaf for leaf in element.iter() if leaf.text and not leaf.text.isspace()]
    stated = [text for text in element.itertext() if not text.isspace()]
    places = [str(place) for place in range(len(others))]
    is_whole = [leaf.text for leaf in leaves] == stated == places and not any(map(len, leaves))
    return _Template(markup, element, leaves) if is_whole else None
