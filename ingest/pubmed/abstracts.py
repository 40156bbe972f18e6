"""Abstracts: every section with its label, those in other languages or for other readers too."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ingest.pubmed.elements import words
from kg.model.record import AbstractSection, OtherAbstract

__all__ = ["read_abstract", "read_other_abstracts"]


def read_abstract(abstract: Element) -> tuple[AbstractSection, ...]:
    """The sections of an Abstract in order; those without a word are left out."""
    return tuple(
        [
            AbstractSection(text, element.get("Label") or None, element.get("NlmCategory") or None)
            for element in abstract.findall("AbstractText")
            if (text := words(element))
        ]
    )


def read_other_abstracts(citation: Element) -> tuple[OtherAbstract, ...]:
    """Each OtherAbstract that has a word."""
    return tuple(
        [
            OtherAbstract(sections, element.get("Type"), element.get("Language"))
            for element in citation.findall("OtherAbstract")
            if (sections := read_abstract(element))
        ]
    )
