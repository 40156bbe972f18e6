"""Trial registration numbers in a full text, printed or behind a link.

A number that is cut or spelt otherwise than its register does is left alone. Whose a number is, the paper's own or
another trial's, is told by where it stands: CONSORT asks for the number in the abstract (item 1b) and among the other
information at the end (item 23); introductions and discussions speak of other people's trials.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model.fulltext import (
    ListedReference,
    Matter,
    RegistrationOwner,
    TextLink,
    TextSection,
    TrialRegistration,
)
from kg.model.record import Accession
from kg.model.span import Span
from kg.text.registrations import iter_registrations

__all__ = ["find_registrations"]

_OWN_HEADING = re.compile(
    r"\b(?:trial|registrat|register|ethic|consent|methods?|materials?|methodology|protocol|design|patients"
    r"|participants|subjects|procedures?)",
    re.IGNORECASE,
)
_OTHERS_HEADING = re.compile(
    r"\b(?:introduction|background|discussion|conclusions?|future|perspectives?|related work|literature)\b",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(
    r"\b(?:this|our|the present|the current) (?:[\w-]+ ){0,3}(?:trial|study|protocol) (?:is|was|has been|had been) "
    r"(?:[\w-]+ ){0,2}registered\b(?:[^.]|\.(?=\S))*$"
    r"|\btrial registration\b(?:[^.]|\.(?=\S)){0,60}$",
    re.IGNORECASE,
)
_REVIEW = re.compile(r"review|editorial|news|letter|comment", re.IGNORECASE)
_LEAD_CHARACTERS = 250


def find_registrations(
    text: str,
    links: Sequence[TextLink],
    references: Sequence[ListedReference],
    sections: Sequence[TextSection],
    kind: str | None = None,
) -> tuple[TrialRegistration, ...]:
    """Each number once, where it stands first; the reference list is left out, for it names other people's trials.

    ``kind`` is the publisher's type of article: a review's numbers are those of the trials that it is about.
    """
    listed = Span(references[0].span.start, references[-1].span.end) if references else Span(0, 0)
    found: dict[Accession, Span] = {}
    for accession, span in sorted([*_iter_printed(text), *_iter_linked(links)], key=lambda pair: pair[1]):
        if not listed.holds(span) or listed.start == listed.end:
            found.setdefault(accession, span)
    return tuple(_judge(text, accession, span, sections, kind or "") for accession, span in found.items())


def _judge(
    text: str, accession: Accession, span: Span, sections: Sequence[TextSection], kind: str
) -> TrialRegistration:
    """Whose it is, by the words before it, else by the part of the paper that it stands in."""
    index = _section_at(span, sections)
    section = None if index is None else sections[index]
    owner, rule = RegistrationOwner.UNTOLD, "its place does not tell"
    if _REVIEW.search(kind):
        rule = f"type {kind!r}: its numbers may be those of the trials that it is about"
    elif _OWN_WORDS.search(text[max(0, span.start - _LEAD_CHARACTERS) : span.start].replace("\n", " ")):
        owner, rule = RegistrationOwner.OWN, "words before it that speak of this study's registration"
    elif section is not None and section.matter in {Matter.ABSTRACT, Matter.FRONT}:
        owner, rule = RegistrationOwner.OWN, f"part {section.matter.value!r}"
    elif section is not None and (word := _OTHERS_HEADING.search(section.path)):
        owner, rule = RegistrationOwner.OTHER, f"heading with {word[0]!r}"
    elif section is not None and (word := _OWN_HEADING.search(section.path)):
        owner, rule = RegistrationOwner.OWN, f"heading with {word[0]!r}"
    return TrialRegistration(accession, span, index, owner, rule)


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
