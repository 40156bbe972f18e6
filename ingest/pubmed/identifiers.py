"""Which identifiers a record has of its own: typed by PubMed, checked here, never those of works it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingest.pubmed.elements import words
from kg.errors import IdentifierError
from kg.identifiers import Doi, Pmcid, Pmid

__all__ = ["OwnIdentifiers", "choose_identifiers", "find_identifier", "read_typed", "read_typed_words"]

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
    """What :func:`read_typed_words` reads of each element, in order."""
    found = (read_typed_words(words(element), element.attrib, attribute=attribute) for element in elements)
    return [typed for typed in found if typed is not None]


def read_typed_words(text: str | None, attributes: Mapping[str, str], *, attribute: str) -> tuple[str, str] | None:
    """The type, which that attribute gives, and the text; ``None`` without text, or if PubMed marks it as not valid."""
    if text is None or attributes.get("ValidYN") == "N":
        return None
    return attributes.get(attribute, "other"), text


def choose_identifiers(pmid: Pmid, typed: Iterable[tuple[str, str]]) -> OwnIdentifiers:
    """The first valid DOI and PMCID; every other identifier, valid or not, is kept as text."""
    doi = pmcid = None
    others: list[str] = []
    for kind, text in typed:
        if kind == "pubmed" and text == pmid.value:
            continue
        if kind not in _TYPES:
            others.append(f"{kind}:{text}")
            continue
        found = find_identifier(kind, text)
        if doi is None and isinstance(found, Doi):
            doi = found
        elif pmcid is None and isinstance(found, Pmcid):
            pmcid = found
        elif found is None or found != (doi if isinstance(found, Doi) else pmcid):
            others.append(f"{kind}:{text}")
    return OwnIdentifiers(doi, pmcid, tuple(dict.fromkeys(others)) if others else ())
