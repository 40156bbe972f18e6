"""Authors, editors and investigators."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from ingest.pubmed.elements import children_words, words
from kg.model.record import Contributor

__all__ = ["find_orcid", "read_contributor", "read_contributors"]

_ORCID = re.compile(r"(?<!\d)(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])(?!\w)")


def read_contributors(people: Iterable[Element], *, role: str) -> list[Contributor]:
    """Each person or group of a list, in order, but for spellings that PubMed marks as not valid."""
    return [contributor for element in people if (contributor := read_contributor(element, role=role)) is not None]


def read_contributor(element: Element, *, role: str) -> Contributor | None:
    """A person or a group; ``None`` without a name, and for a spelling that PubMed marks as not valid."""
    if element.get("ValidYN") == "N":
        return None
    fields = {field.tag: field for field in reversed(element)}  # of several of one name the first
    given, family, initials, suffix = [
        words(fields[tag]) if tag in fields else None for tag in ("ForeName", "LastName", "Initials", "Suffix")
    ]
    if family and initials and not suffix:  # as most have it
        person: str | None = f"{family} {initials}"
    else:
        person = " ".join([part for part in (family, initials, suffix and suffix.lstrip(", ")) if part]) or given
    name = person or words(fields.get("CollectiveName"))
    if name is None:
        return None
    return Contributor(
        name=name,
        role=role,
        given=given,
        orcid=_find_own_orcid(element) if "Identifier" in fields else None,
        affiliations=_read_affiliations(element) if "AffiliationInfo" in fields else (),
        is_group=person is None,
    )


def _find_own_orcid(element: Element) -> str | None:
    """The first valid ORCID iD among the person's own identifiers, not those of an affiliation."""
    texts = [words(identifier) or "" for identifier in element.findall("Identifier") if _is_orcid(identifier)]
    return next((orcid for text in texts if (orcid := find_orcid(text))), None)


def _is_orcid(identifier: Element) -> bool:
    return identifier.get("Source", "").upper() == "ORCID"


def _read_affiliations(element: Element) -> tuple[str, ...]:
    texts = [text for info in element.findall("AffiliationInfo") for text in children_words(info, "Affiliation")]
    return tuple(dict.fromkeys(texts))


def find_orcid(text: str) -> str | None:
    """The ORCID iD in a text, with or without address and hyphens; only one whose check digit is right.

    The check digit is that of ISO 7064 MOD 11-2.

    >>> find_orcid("https://orcid.org/000000021825009X"), find_orcid("0000-0002-1825-0097")
    (None, '0000-0002-1825-0097')
    """
    match = _ORCID.search("".join(text.split()).upper())
    if match is None:
        return None
    total = 0
    for digit in "".join(match.groups())[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "-".join(match.groups()) if match[4][-1] == ("X" if check == 10 else str(check)) else None
