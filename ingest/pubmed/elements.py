"""Small readings of XML elements: what is absent reads as ``None`` or as nothing, never as an error."""

from __future__ import annotations

from xml.etree.ElementTree import Element

__all__ = ["child", "child_words", "children_words", "to_words", "words"]

_ABSENT = Element("absent")


def words(element: Element | None) -> str | None:
    r"""All text of an element, that of inline markup too, with single spaces; ``None`` if there is none.

    >>> from xml.etree.ElementTree import fromstring
    >>> words(fromstring("<ArticleTitle> A <i>priori</i> dose\n of 10<sup>6</sup></ArticleTitle>"))
    'A priori dose of 106'
    """
    if element is None:
        return None
    text = "".join(element.itertext()) if len(element) else element.text
    return to_words(text) if text else None


def to_words(text: str) -> str | None:
    r"""The text with single spaces; ``None`` if there is nothing else in it.

    >>> to_words(" of\n oil"), to_words(" ")
    ('of oil', None)
    """
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:  # as most texts are
        return text or None
    return " ".join(text.split()) or None


def child(parent: Element, tag: str) -> Element:
    """The first child of that name; an element without content if there is none."""
    found = parent.find(tag)
    return _ABSENT if found is None else found


def child_words(parent: Element, tag: str) -> str | None:
    """The words of the first child of that name."""
    return words(parent.find(tag))


def children_words(parent: Element, tag: str) -> tuple[str, ...]:
    """The words of each child of that name that has any, in order."""
    return tuple([text for element in parent.findall(tag) if (text := words(element))])
