"""Which identifiers a record has of its own: typed by PubMed, checked here, never those of works it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingest.pubmed.elements import words
from kg.errors import IdentifierError
from kg.identifiers import Doi, Pmcid, Pmid

__all__ = ["OwnIdentifiers", "choose_identifiers", "find_identifier", "read_typed", "read_typed_one"]

_TYPES: dict[str, type[Pmid | Pmcid | Doi]] = {"pubmed": Pmid, "pmcid": Pmcid, "pmc": Pmcid, "doi": Doi}
_PMC_VERSION = re.compile(r"\.\d+$")


@dataclass(frozen=True, slots=True)
class OwnIdentifiers:
    """The DOI and the PMCID of a record, and ``others`` as ``type:value``."""

    doi: Doi | None
    pmcid: Pmcid | None
    others: tuple[str, ...]


def find_identifier(kind: str, text: str) -> Pmid | Pmcid | Doi | None:
    """The identifier that PubMed types so; ``None`` for another type, or a text that is no such identifier.

    >>> find_identifier("pmc", "PMC1234567.1")
    Pmcid(value='PMC1234567')
    """
    identifier = _TYPES.get(kind)
    if identifier is None:
        return None
    try:
        return identifier.parse(_PMC_VERSION.sub("", text) if identifier is Pmcid else text)
    except IdentifierError:
        return None


def read_typed(elements: Iterable[Element], attribute: str) -> list[tuple[str, str]]:
    """What :func:`read_typed_one` reads of each element, in order."""
    return [typed for element in elements if (typed := read_typed_one(element, attribute)) is not None]


def read_typed_one(element: Element, attribute: str) -> tuple[str, str] | None:
    """The type, which that attribute gives, and the text; ``None`` without text, or if PubMed marks it as not valid."""
    text = None if element.get("ValidYN") == "N" else words(element)
    return (element.get(attribute, "other"), text) if text else None


def choose_identifiers(pmid: Pmid, typed: Iterable[tuple[str, str]]) -> OwnIdentifiers:
    """The first valid DOI and PMCID; every other identifier, valid or not, is kept as text."""
    doi = pmcid = None
    others = []
    for kind, text in typed:
        if kind == "pubmed" and text == pmid.value:
            continue
        found = find_identifier(kind, text)
        if doi is None and isinstance(found, Doi):
            doi = found
        elif pmcid is None and isinstance(found, Pmcid):
            pmcid = found
        elif found is None or found != (doi if isinstance(found, Doi) else pmcid):
            others.append(f"{kind}:{text}")
    return OwnIdentifiers(doi, pmcid, tuple(dict.fromkeys(others)))
