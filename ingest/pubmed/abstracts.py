"""Abstracts: every section with its label, those in other languages or for other readers too."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ingest.pubmed.elements import words
from kg.model.record import AbstractSection, OtherAbstract

__all__ = ["read_abstract", "read_abstract_section", "read_other_abstract"]


def read_abstract_section(element: Element) -> AbstractSection | None:
    """An AbstractText; ``None`` if it has no word."""
    text = words(element)
    return AbstractSection(text, element.get("Label") or None, element.get("NlmCategory") or None) if text else None


def read_abstract(abstract: Element) -> tuple[AbstractSection, ...]:
    """The sections of an Abstract in order; those without a word are left out."""
    return tuple([section for part in abstract.findall("AbstractText") if (section := read_abstract_section(part))])


def read_other_abstract(abstract: Element) -> OtherAbstract | None:
    """An OtherAbstract; ``None`` if it has no word."""
    sections = read_abstract(abstract)
    return OtherAbstract(sections, abstract.get("Type"), abstract.get("Language")) if sections else None
