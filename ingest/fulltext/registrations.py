"""Trial registration numbers in a full text, printed or behind a link.

A number that is cut or spelt otherwise than its register does is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.model.fulltext import ListedReference, TextLink, TextSection, TrialRegistration
from kg.model.record import Accession
from kg.model.span import Span
from kg.text.registrations import iter_registrations

__all__ = ["find_registrations"]


def find_registrations(
    text: str, links: Sequence[TextLink], references: Sequence[ListedReference], sections: Sequence[TextSection]
) -> tuple[TrialRegistration, ...]:
    """Each number once, where it stands first; the reference list is left out, for it names other people's trials."""
    listed = Span(references[0].span.start, references[-1].span.end) if references else Span(0, 0)
    found: dict[Accession, Span] = {}
    for accession, span in sorted([*_iter_printed(text), *_iter_linked(links)], key=lambda pair: pair[1]):
        if not listed.holds(span) or listed.start == listed.end:
            found.setdefault(accession, span)
    return tuple(TrialRegistration(accession, span, _section_at(span, sections)) for accession, span in found.items())


def _iter_printed(text: str) -> Iterator[tuple[Accession, Span]]:
    for found in iter_registrations(text):
        yield Accession(found.register, found.number), found.span


def _iter_linked(links: Sequence[TextLink]) -> Iterator[tuple[Accession, Span]]:
    for link in links:
        if link.kind == "address":
            for address in (spelling for target in link.targets for spelling in (target, target.upper())):
                for found in iter_registrations(address, within_words=True):
                    yield Accession(found.register, found.number), link.span


def _section_at(span: Span, sections: Sequence[TextSection]) -> int | None:
    """The innermost section: of those that hold the place the last to begin."""
    return max((index for index, section in enumerate(sections) if section.span.holds(span)), default=None)
