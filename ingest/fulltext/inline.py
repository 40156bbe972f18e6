"""Words within a line: inline markup joined, links and raised characters kept with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.fulltext.elements import BLOCKS, FLOATS, FORMATTING, UNPRINTED
from ingest.fulltext.tree import attribute_of, find_child, is_text_element, name_of, words_of
from ingest.fulltext.writer import Gap, Mark, TextWriter
from kg.model.fulltext import TextLink
from kg.model.span import Span

__all__ = ["InlineReader", "to_linear_math"]

_TEX_BODY = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
_ADDRESSES = frozenset({"ext-link", "uri", "related-object", "self-uri"})


@dataclass(slots=True)
class InlineReader:
    """Writes the words of elements, and keeps what they link to.

    ``floats``, where it is a list, takes the floating elements that are met, unread.
    """

    writer: TextWriter = field(default_factory=TextWriter)
    links: list[TextLink] = field(default_factory=list)
    superscripts: list[Span] = field(default_factory=list)
    floats: list[etree._Element] | None = None

    def read(self, element: etree._Element, *, has_fields: bool = False) -> None:
        """Write an element's words; with ``has_fields`` fields that touch are kept apart, as in a citation."""
        name = name_of(element)
        if self.floats is not None and name in FLOATS:
            self.floats.append(element)
        elif name in {"math", "tex-math"}:
            self.writer.say(_read_formula(element))
        elif name and name not in UNPRINTED:
            is_apart = name in BLOCKS or name in {"break", "disp-formula"}
            self.writer.part(Gap.SPACE if is_apart else Gap.NONE)
            mark = self.writer.mark()
            self.read_content(element, has_fields=has_fields)
            self._keep_place(element, name, mark)
            self.writer.part(Gap.SPACE if is_apart else Gap.NONE)

    def read_content(self, element: etree._Element, *, has_fields: bool = False) -> None:
        """Write the words within an element."""
        self.writer.say(element.text)
        for child in element:
            if has_fields and is_text_element(child) and _touches_field(child):
                self.writer.part(Gap.SPACE)
            self.read(child, has_fields=has_fields)
            self.writer.say(child.tail)

    def _keep_place(self, element: etree._Element, name: str, mark: Mark) -> None:
        span = self.writer.span_since(mark)
        if name == "xref":
            targets = (attribute_of(element, "rid") or "").split()
            self.links.append(TextLink(span, attribute_of(element, "ref-type") or "unknown", tuple(targets)))
        elif name in _ADDRESSES:
            address = attribute_of(element, "href") or attribute_of(element, "document-id")
            self.links.append(TextLink(span, "address", (address,) if address else ()))
        elif name == "sup" and span.start < span.end:
            self.superscripts.append(span)


def _touches_field(child: etree._Element) -> bool:
    """Whether nothing, not even white space, parts an element from the one before, and one of the two is a field."""
    before = child.getprevious()
    if before is None or before.tail:
        return False
    return not {name_of(child), name_of(before)} <= FORMATTING


def _read_formula(formula: etree._Element) -> str:
    """A formula in one line; its TeX form only where no other is given."""
    if name_of(formula) == "math":
        return to_linear_math(formula)
    if find_child(formula.getparent(), "math") is not None:
        return ""
    source = words_of(formula) or ""
    match = _TEX_BODY.search(source)
    return (match[1] if match else source).strip().strip("$")


def to_linear_math(element: etree._Element) -> str:
    """MathML in one line: a fraction gets its stroke, brackets are written, all else is joined.

    >>> to_linear_math(etree.XML("<mfrac><mi> p </mi><mn>2</mn></mfrac>"))
    'p/2'
    """
    name = name_of(element)
    parts = [to_linear_math(child) for child in element if is_text_element(child)]
    if name in {"annotation", "annotation-xml"}:
        return ""
    if name == "mspace":
        return " "
    if name == "mfenced":
        return f"{element.get('open', '(')}{','.join(parts)}{element.get('close', ')')}"
    if name == "mfrac":
        return "/".join(parts)
    return "".join(parts) if parts else (element.text or "").strip()
