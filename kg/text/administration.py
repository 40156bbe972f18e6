"""How a therapy is given, with what else, and who was left out: by the words around the names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kg.model.span import Span
from kg.text.cues import CuePattern
from kg.text.device_names import DEVICES, NO_OTHER

__all__ = ["Way", "WayMention", "adjunct_spans", "excluded_spans", "find_routes", "find_ways"]

_ROUTES = {
    "oral": r"oral(?:ly)?|by mouth|tablets?|capsules?|pills?|swallow(?:ed|ing)?",
    "topical": r"topical(?:ly)?|creams?|ointments?|lotions?|gels?|foams?|shampoos?|applied to the (?:skin|scalp|face)",
    "injected": r"inject(?:ed|ion|ions|able)|(?:intramuscular|subcutaneous|intradermal|intralesional)(?:ly)?",
    "intravenous": r"intravenous(?:ly)?|infusions?|by drip",
    "inhaled": r"inhal(?:ed|er|ers|ation)|nebuli[sz](?:ed|er|ers)",
    "nasal": r"nasal(?:ly)?|intranasal(?:ly)?|nose drops",
    "sublingual": r"sublingual(?:ly)?|under the tongue",
    "rectal": r"rectal(?:ly)?|suppositor(?:y|ies)|enemas?",
    "vaginal": r"vaginal(?:ly)? (?:creams?|tablets?|gels?|administration|application|route)",
    "transdermal": r"transdermal(?:ly)?|(?:skin|nicotine|medicated) patch(?:es)?",
    "eye drops": r"eye ?drops?|ophthalmic(?:ally)?",
}
_ANY_ROUTE = CuePattern(rf"\b(?:{'|'.join(_ROUTES.values())})\b")
_ROUTE_WORDS = {route: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for route, words in _ROUTES.items()}
_ADDED = CuePattern(
    r"\b(?:(?:in )?combin(?:ed|ation|ing) with|paired with|pairing (?:\w+ )?with|together with|along(?:side)?(?: with)?"
    r"|added to|in addition to|on top of|plus|adjunct(?:ive)? (?:to|with)"
    r"|as an? (?:add-on|adjunct|adjuvant)(?: (?:to|with))?)\b",
)
_LEFT_OUT = CuePattern(
    r"\b(?:(?:were|was|are|is|been) (?:\w+ly )?(?:excluded|left out|ineligible|not (?:eligible|included|allowed"
    r"|enrolled))|exclu(?:ded|des?|ding)|exclusion criteri(?:a|on)|did not (?:include|enroll?|recruit|admit))\b",
)
_PASSIVE = re.compile(r"(?:were|was|are|is|been)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.;:!?](?=\s|\Z)|,\s(?:and|but|because|which)\s|\Z")
_PHRASE_END = re.compile(r"[.;:!?,)]|\Z")
_IN_BRACKETS = re.compile(r"\([^()]{0,200}\)")
_LAST_CLAUSE = re.compile(r"(?:[.;:!?]\s|,\s)(?=[^,.;:!?]{3,200}\Z)")
_REACH = 200


def find_routes(text: str) -> tuple[str, ...]:
    """The routes by which the text says something is given, each once, in alphabetical order.

    >>> find_routes("Zinc tablets or a topical gel")
    ('oral', 'topical')
    """
    if not _ANY_ROUTE.search(text):  # most texts name none
        return ()
    return tuple(sorted(route for route, words in _ROUTE_WORDS.items() if words.search(text)))


class Way(StrEnum):
    """In which respect two ways of giving one thing differ."""

    ROUTE = "route"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class WayMention:
    """A route or device that a text names, and the words that name it."""

    way: Way
    kind: str
    span: Span
    text: str

    def agrees(self, other: WayMention) -> bool:
        """Whether the two can be one: the same kind, or kinds that hold or go with each other."""
        pair = frozenset((self.kind, other.kind))
        together = self.way is Way.DEVICE and not NO_OTHER.isdisjoint(pair)
        return self.way is other.way and (len(pair) == 1 or pair in _GO_TOGETHER or together)


_GO_TOGETHER = frozenset(
    map(
        frozenset,
        (
            ("injected", "intravenous"),
            ("injected", "intramuscular"),
            ("topical", "transdermal"),
            ("topical", "eye drops"),
            ("topical", "vaginal"),
            ("topical", "nasal"),
            ("inhaled", "nasal"),
            ("inhaler", "nebuliser"),
            ("oral", "sublingual"),
            ("pen", "syringe"),
            ("laser", "light"),
            ("splint", "bandage"),
        ),
    )
)


def _named_groups(words: Mapping[str, str]) -> CuePattern:
    """One pattern with a group for each kind, in order; letters as they are where a name is an abbreviation."""
    return CuePattern(rf"\b(?:{'|'.join(f'({pattern})' for pattern in words.values())})(?![\w-])")


_WAYS = {way: (tuple(words), _named_groups(words)) for way, words in ((Way.ROUTE, _ROUTES), (Way.DEVICE, DEVICES))}


@lru_cache(maxsize=1 << 12)
def find_ways(text: str) -> tuple[WayMention, ...]:
    """The routes and devices that a text names, in order.

    >>> [(each.way.value, each.kind) for each in find_ways("Oral zinc, then a derma roller")]
    [('route', 'oral'), ('device', 'roller')]
    """
    found = [
        WayMention(way, kinds[match.lastindex - 1], Span(*match.span()), match[0])
        for way, (kinds, pattern) in _WAYS.items()
        for match in pattern.finditer(text)
        if match.lastindex
    ]
    return tuple(sorted(found, key=lambda each: (each.span, each.way)))


def adjunct_spans(text: str) -> tuple[Span, ...]:
    """What the text says was added to something else, from the joining words to the end of the clause.

    >>> text = "Zinc, combined with topical silver, helped."
    >>> [span.of(text) for span in adjunct_spans(text)]
    ['topical silver']
    """
    found = []
    for match in _ADDED.finditer(text):
        start = match.end() + (text[match.end() : match.end() + 1] == " ")
        end = _PHRASE_END.search(text, start, start + _REACH)
        stop = end.start() if end else min(len(text), start + _REACH)
        if stop > start:
            found.append(Span(start, stop))
    return tuple(found)


@lru_cache(maxsize=1 << 12)
def excluded_spans(text: str) -> tuple[Span, ...]:
    """The words that name who was left out of a study: before a passive, behind an active verb.

    >>> text = "In all trials, smokers were excluded."
    >>> [span.of(text) for span in excluded_spans(text)]
    ['smokers']
    """
    return tuple(_iter_excluded(text))


def _iter_excluded(text: str) -> Iterator[Span]:
    for match in _LEFT_OUT.finditer(text):
        if _PASSIVE.match(match[0]):
            window = max(0, match.start() - _REACH)
            plain = _IN_BRACKETS.sub(lambda inside: "x" * len(inside[0]), text[window : match.start()])
            before = _LAST_CLAUSE.search(plain)
            start = window + (before.end() if before else 0)
            end = match.start()
        else:
            start = match.end()
            found = _CLAUSE_END.search(text, start, start + _REACH)
            end = found.start() if found else min(len(text), start + _REACH)
        words = text[start:end].strip(" ,:;")
        if words:
            at = text.index(words, start)
            yield Span(at, at + len(words))
