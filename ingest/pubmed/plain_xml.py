"""Small plain elements as trees, without the cost of a parser for each.

An element is plain if it holds text, or only elements that hold text, and if no character in it needs thought: no
entity, no inline markup, no control character, no quote but the usual one. Everything else is for expat.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

__all__ = ["has_noncharacters", "parse_plain"]

_TEXT = r"[^<>&\x00-\x08\x0b-\x1f]*+"  # of Latin-1 characters only: such a set is one look-up a character
_SPACE = r"[ \t\n]*+"
_NAME = r"[A-Za-z][A-Za-z0-9]*+"
_ATTRIBUTES = rf"(?: {_NAME}=\"[^\"<>&\x00-\x1f]*+\")*+"
_CHILD = rf"<({_NAME})({_ATTRIBUTES})>({_TEXT})</\{{}}>({_SPACE})"
_PLAIN = re.compile(rf"({_NAME})({_ATTRIBUTES})>(?:({_TEXT})|({_SPACE})((?:{_CHILD.format(6)})++))</\1>")
_FIND_CHILDREN = re.compile(_CHILD.format(1)).findall
_FIND_ATTRIBUTES = re.compile(rf"({_NAME})=\"([^\"]*+)\"").findall


def has_noncharacters(text: str) -> bool:
    """Whether it has one of the two characters above U+001F that XML 1.0 forbids."""
    return not text.isascii() and ("\ufffe" in text or "\uffff" in text)


def parse_plain(piece: str) -> tuple[Element, int] | None:
    """The element that a text without its first ``<`` begins with, and where it ends; ``None`` if it is not plain.

    Args:
        piece: the text, for which :func:`has_noncharacters` is false.

    >>> author, end = parse_plain('Author ValidYN="Y"> <LastName>Oak</LastName> </Author> </AuthorList>')
    >>> author.get("ValidYN"), author.findtext("LastName"), end
    ('Y', 'Oak', 54)
    >>> parse_plain("ArticleTitle>of <i>one</i></ArticleTitle>") is None
    True
    """
    found = _PLAIN.match(piece)
    if found is None:
        return None
    name, attributes, text, space = found.group(1, 2, 3, 4)
    element = Element(name)
    if attributes and not _add_attributes(element, attributes):
        return None
    if text is not None:
        element.text = text
        return element, found.end()
    element.text = space
    for child_name, child_attributes, child_text, tail in _FIND_CHILDREN(piece, *found.span(5)):
        child = SubElement(element, child_name)
        child.text, child.tail = child_text, tail
        if child_attributes and not _add_attributes(child, child_attributes):
            return None
    return element, found.end()


def _add_attributes(element: Element, attributes: str) -> bool:
    """Whether each of them is there once only, as it must."""
    pairs = _FIND_ATTRIBUTES(attributes)
    element.attrib = dict(pairs)
    return len(element.attrib) == len(pairs)
