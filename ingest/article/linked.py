"""Links and bare addresses in running text that stand for a source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.article.addresses import is_no_source, is_scholarly, same_address
from ingest.article.markers import Marker
from ingest.article.page import Link, View
from kg.identifiers import Doi, Pmcid, Pmid
from kg.model.article import Reference
from kg.model.span import Span

__all__ = ["Sources", "iter_linked"]

_BARE = re.compile(r"[(\[<]?\s?(?P<address>https?://[^\s<>\"|\[\]]{4,1000}|www\.[^\s<>\"|\[\]]{4,1000})")
_CLOSING = ".,;:!?'\"”’*_"
_NUMBER = re.compile(r"[\[(]?\s?\^?\d{1,3}\s?[\])]?")


@dataclass(frozen=True, slots=True)
class Sources:
    """What an article's links stand for.

    Attributes:
        by_address: label of the listed reference that prints an address or identifier.
        home: the address of the page itself.
        takes_web_pages: whether a link to any page outside counts, as it does where the page has no list; else
            only links to publications do.
    """

    by_address: Mapping[str, str]
    home: str | None
    takes_web_pages: bool

    @classmethod
    def of(cls, references: Sequence[Reference], home: str | None, *, takes_web_pages: bool) -> Sources:
        """The sources of an article with these listed references."""
        known: dict[str, str] = {}
        for reference in references:
            for name in _names(reference.address or "", reference.doi, reference.pmid, reference.pmcid):
                if reference.labels:
                    known.setdefault(name, reference.labels[0])
        return cls(known, home, takes_web_pages)

    def label_of(self, address: str) -> str | None:
        """What a link is a marker for: a listed reference's label, the address itself, or nothing."""
        scholarly = is_scholarly(address)
        if not scholarly and (not self.takes_web_pages or is_no_source(address, self.home)):
            return None
        return self.listed_label(address) or address

    def listed_label(self, address: str) -> str | None:
        """The label of the listed reference that an address leads to."""
        names = _names(address, Doi.find(address), Pmid.find(address), Pmcid.find(address))
        return next((self.by_address[name] for name in names if name in self.by_address), None)


def _names(address: str, doi: Doi | None, pmid: Pmid | None, pmcid: Pmcid | None) -> Iterator[str]:
    if address:
        yield same_address(address)
    yield from (str(identifier) for identifier in (doi, pmid, pmcid) if identifier)


def iter_linked(view: View, links: Sequence[Link], sources: Sources) -> Iterator[Marker]:
    """The links of a paragraph that stand for a source, in no order.

    Linked words stay in the sentence; a bare address, or a number that is linked to a page outside, does not.
    """
    for link in links:
        span = Span(view.position_of(link.span.start), view.position_of(link.span.end))
        printed = span.of(view.text)
        is_number = bool(_NUMBER.fullmatch(printed))
        label = sources.label_of(link.address)
        if is_number and label is None:  # by its form a marker, wherever it leads
            label = sources.listed_label(link.address) or link.address
        if label and printed:
            yield Marker(span, printed, (label,), in_words=not is_number and not _BARE.match(printed))
    for match in _BARE.finditer(view.text):
        address, end = _unclosed(match["address"], match.end())
        label = sources.label_of(address if "://" in address else f"https://{address}")
        if label:
            start = match.start("address")
            opened = view.text[match.start()] in "([<" and view.text[end : end + 1] in ")]>"
            span = Span(match.start(), end + 1) if opened else Span(start, end)
            yield Marker(span, span.of(view.text), (label,))


def _unclosed(address: str, end: int) -> tuple[str, int]:
    """An address without the punctuation that closes the sentence or the parentheses around it."""
    kept = address.rstrip(_CLOSING)
    while kept.endswith(")") and kept.count(")") > kept.count("("):
        kept = kept[:-1].rstrip(_CLOSING)
    return kept, end - (len(address) - len(kept))
