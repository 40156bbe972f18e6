"""Abstracts: every section with its label, those in other languages or for other readers too."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from ingest.pubmed.elements import words
from kg.model.record import AbstractSection, OtherAbstract

__all__ = ["read_abstract", "read_abstract_section", "read_other_abstract"]


def read_abstract_section(text: str | None, attributes: Mapping[str, str]) -> AbstractSection | None:
    """An AbstractText by its words and its attributes; ``None`` if it has no word."""
    if text is None:
        return None
    return AbstractSection(text, attributes.get("Label") or None, attributes.get("NlmCategory") or None)


def read_abstract(abstract: Element) -> tuple[AbstractSection, ...]:
    """The sections of an Abstract in order; those without a word are left out."""
    found = (read_abstract_section(words(part), part.attrib) for part in abstract.findall("AbstractText"))
    return tuple([section for section in found if section is not None])


def read_other_abstract(abstract: Element) -> OtherAbstract | None:
    """An OtherAbstract; ``None`` if it has no word."""
    sections = read_abstract(abstract)
    return OtherAbstract(sections, abstract.get("Type"), abstract.get("Language")) if sections else None
