"""What indexers and publishers add to a record: headings, substances, keywords, data banks, grants."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from ingest.pubmed.elements import child, child_words, children_words, words
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


def read_descriptor(term: Element) -> MeshHeading:
    """A DescriptorName, as the heading that it is without qualifiers."""
    return MeshHeading(term.get("UI", ""), words(term) or "", _is_major(term))


def read_qualifier(term: Element) -> MeshQualifier:
    """A QualifierName."""
    return MeshQualifier(term.get("UI", ""), words(term) or "", _is_major(term))


def join_headings(terms: Iterable[MeshHeading | MeshQualifier]) -> list[MeshHeading]:
    """Each heading with the qualifiers that follow it."""
    headings: list[MeshHeading] = []
    for term in terms:
        if isinstance(term, MeshHeading):
            headings.append(term)
        else:
            last = headings.pop() if headings else MeshHeading("", "")
            headings.append(MeshHeading(last.identifier, last.name, last.is_major, (*last.qualifiers, term)))
    return headings


def _is_major(term: Element) -> bool:
    return term.get("MajorTopicYN") == "Y"


def read_supplement(term: Element) -> MeshHeading:
    """A supplementary concept (``C...``): a disease, an organism or a protocol."""
    return MeshHeading(term.get("UI", ""), words(term) or "")


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
