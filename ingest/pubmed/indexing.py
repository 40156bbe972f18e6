"""What indexers and publishers add to a record: headings, substances, keywords, data banks, grants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from ingest.pubmed.elements import child, child_words, children_words
from kg.model.record import Accession, Grant, MeshHeading, MeshQualifier

__all__ = [
    "join_headings",
    "read_accessions",
    "read_descriptor",
    "read_grant",
    "read_grants",
    "read_keywords",
    "read_qualifier",
    "read_supplement",
]


def read_descriptor(text: str | None, attributes: Mapping[str, str]) -> MeshHeading:
    """A DescriptorName by its words and its attributes, as the heading that it is without qualifiers."""
    return MeshHeading(attributes.get("UI", ""), text or "", attributes.get("MajorTopicYN") == "Y")


def read_qualifier(text: str | None, attributes: Mapping[str, str]) -> MeshQualifier:
    """A QualifierName by its words and its attributes."""
    return MeshQualifier(attributes.get("UI", ""), text or "", attributes.get("MajorTopicYN") == "Y")


def join_headings(terms: Iterable[MeshHeading | MeshQualifier]) -> list[MeshHeading]:
    """Each heading with the qualifiers that follow it."""
    headings: list[MeshHeading] = []
    qualifiers: list[MeshQualifier] = []
    for term in terms:
        if isinstance(term, MeshQualifier):
            qualifiers.append(term)
            continue
        if qualifiers:
            _qualify_last(headings, qualifiers)
            qualifiers = []
        headings.append(term)
    if qualifiers:
        _qualify_last(headings, qualifiers)
    return headings


def _qualify_last(headings: list[MeshHeading], qualifiers: list[MeshQualifier]) -> None:
    last = headings.pop() if headings else MeshHeading("", "")
    headings.append(MeshHeading(last.identifier, last.name, last.is_major, tuple(qualifiers)))


def read_supplement(text: str | None, attributes: Mapping[str, str]) -> MeshHeading:
    """A supplementary concept (``C...``) by its words and its attributes: a disease, an organism or a protocol."""
    return MeshHeading(attributes.get("UI", ""), text or "")


def read_keywords(block: Element) -> tuple[str, ...]:
    """The keywords of every list, whoever gave them."""
    return tuple([text for found in block.findall("KeywordList") for text in children_words(found, "Keyword")])


def read_accessions(bank: Element) -> list[Accession]:
    """Each number in a DataBank with its name."""
    name = child_words(bank, "DataBankName") or ""
    return [Accession(name, number) for number in children_words(child(bank, "AccessionNumberList"), "AccessionNumber")]


def read_grants(grants: Iterable[Element]) -> tuple[Grant, ...]:
    """The grants of a GrantList."""
    return tuple([read_grant(grant) for grant in grants])


def read_grant(grant: Element) -> Grant:
    """A Grant."""
    return Grant(*(child_words(grant, tag) for tag in ("GrantID", "Agency", "Country")))
