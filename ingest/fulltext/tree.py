"""XML from outside to a tree that can do no harm, and small views of its elements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from kg.errors import Place, RecordError

__all__ = [
    "attribute_of",
    "children_of",
    "find_child",
    "is_text_element",
    "iter_named",
    "line_of",
    "name_of",
    "parse_tree",
    "words_of",
]

_XLINK = "{http://www.w3.org/1999/xlink}"
_HTML_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)


def parse_tree(data: bytes, *, source: str) -> etree._Element:
    """The root of an XML file; no DTD is loaded, no address opened, no entity put in place.

    Raises:
        RecordError: if it is no well-formed XML, declares or uses entities, or is larger or deeper than
            libxml2 allows by default; with the line.
    """
    if _HTML_PAGE.match(data[:4096]):
        what = "this is an HTML page, not JATS XML"
        raise RecordError(what, place=Place(source), mend="Save the article's XML, not the page that shows it.")
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        what = f"the XML cannot be read ({error.msg})"
        raise RecordError(what, place=Place(source, error.lineno), mend="Get the file again; it may be cut.") from error
    _refuse_entities(root, source)
    return root


def _refuse_entities(root: etree._Element, source: str) -> None:
    """A file that brings entities along can read other files or grow without end (CWE-611, CWE-776)."""
    declared = root.getroottree().docinfo.internalDTD
    entities = () if declared is None else declared.iterentities()  # type: ignore[attr-defined] # not in the stubs
    if names := [entity.name for entity in entities]:
        what = f"the file declares the entity {names[0]!r}, which is not read"
        raise RecordError(what, place=Place(source), mend="Remove its declarations, or get the file from PMC.")
    for entity in root.iter(etree.Entity):
        what = f"{entity.text} stands for something that only a DTD says"
        mend = "Get the file from PMC, where such characters are written out."
        raise RecordError(what, place=Place(source, line_of(entity)), mend=mend)


def is_text_element(node: etree._Element) -> bool:
    """Whether it is an element and no comment or processing instruction."""
    return isinstance(node.tag, str)


def name_of(element: etree._Element) -> str:
    """Its name without namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def line_of(element: etree._Element) -> int | None:
    """The line of its file on which it starts, from 1."""
    line: object = element.sourceline
    return line if isinstance(line, int) else None


def attribute_of(element: etree._Element, name: str) -> str | None:
    """An attribute, with or without the XLink namespace; ``None`` if absent or blank."""
    return (element.get(name) or element.get(_XLINK + name) or "").strip() or None


def children_of(element: etree._Element, *names: str) -> list[etree._Element]:
    """The children with one of these names, in order."""
    return [child for child in element if name_of(child) in names]


def find_child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of a name, the first child of that, and so on."""
    for name in path:
        element = None if element is None else next(iter(children_of(element, name)), None)
    return element


def iter_named(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """All elements below with one of these names, in order."""
    return iter(()) if element is None else (each for each in element.iter() if name_of(each) in names)


def words_of(element: etree._Element | None, *, without: frozenset[str] = frozenset()) -> str | None:
    """All its words with single white space, inline markup joined; ``None`` if there are none.

    ``without`` names elements that are left out.
    """
    if element is None:
        return None
    return " ".join("".join(_iter_words(element, without)).split()) or None


def _iter_words(element: etree._Element, without: frozenset[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if is_text_element(child) and (name := name_of(child)) not in without:
            yield from (" ",) if name == "break" else _iter_words(child, without)
        yield child.tail or ""
