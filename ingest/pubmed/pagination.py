"""Pages."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ingest.pubmed.elements import child_words

__all__ = ["read_pages"]


def read_pages(pagination: Element) -> str | None:
    """The pages as MEDLINE prints them, else the first and the last.

    >>> from xml.etree.ElementTree import fromstring
    >>> read_pages(fromstring("<Pagination><StartPage>12</StartPage><EndPage>19</EndPage></Pagination>"))
    '12-19'
    """
    if printed := child_words(pagination, "MedlinePgn"):
        return printed
    first, last = child_words(pagination, "StartPage"), child_words(pagination, "EndPage")
    return f"{first}-{last}" if first and last else first
