"""What indexers and publishers add to a record: headings, substances, keywords, data banks, grants."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from ingest.pubmed.elements import child, child_words, children_words, words
from kg.model.record import Accession, Grant, MeshHeading, MeshQualifier

__all__ = ["read_accessions", "read_grants", "read_keywords", "read_mesh", "read_substances"]


def read_mesh(citation: Element) -> tuple[MeshHeading, ...]:
    """The MeSH headings, then the supplementary concepts (``C...``): diseases, organisms and protocols."""
    headings = [_read_heading(element) for element in child(citation, "MeshHeadingList")]
    headings += [MeshHeading(term.get("UI", ""), words(term) or "") for term in child(citation, "SupplMeshList")]
    return tuple(headings)


def _read_heading(element: Element) -> MeshHeading:
    descriptor = child(element, "DescriptorName")
    qualifiers = [
        MeshQualifier(qualifier.get("UI", ""), words(qualifier) or "", _is_major(qualifier))
        for qualifier in element.findall("QualifierName")
    ]
    return MeshHeading(descriptor.get("UI", ""), words(descriptor) or "", _is_major(descriptor), tuple(qualifiers))


def _is_major(term: Element) -> bool:
    return term.get("MajorTopicYN") == "Y"


def read_substances(chemicals: Iterable[Element]) -> tuple[str, ...]:
    """The names in a ChemicalList."""
    return tuple([name for chemical in chemicals if (name := child_words(chemical, "NameOfSubstance"))])


def read_keywords(block: Element) -> tuple[str, ...]:
    """The keywords of every list, whoever gave them."""
    return tuple([text for found in block.findall("KeywordList") for text in children_words(found, "Keyword")])


def read_accessions(banks: Iterable[Element]) -> tuple[Accession, ...]:
    """Each number in a DataBankList with the name of its bank."""
    return tuple(
        [
            Accession(child_words(bank, "DataBankName") or "", number)
            for bank in banks
            for number in children_words(child(bank, "AccessionNumberList"), "AccessionNumber")
        ]
    )


def read_grants(grants: Iterable[Element]) -> tuple[Grant, ...]:
    """The grants of a GrantList."""
    return tuple([Grant(*(child_words(grant, tag) for tag in ("GrantID", "Agency", "Country"))) for grant in grants])
