"""Markers that name author and year: "(Doe et al., 2016; Roe and Poe 2017a)", "Doe et al. (2016)".

The form is that of the APA's Publication Manual (7th edition, chapter 8) and of the author-date system of the
Chicago Manual of Style.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.article.markers import Marker, Uncertain
from kg.model.article import Reference
from kg.model.record import family_name, normalise_title
from kg.model.span import Span

__all__ = ["Works", "iter_author_year"]

_YEAR = r"(?:(?:1[89]|20)\d\d[a-z]?|n\.?d\.|in press)"
_YEAR_DIGITS = re.compile(r"(?:1[89]|20)\d\d")
_UNDATED = ("n.d.", "nd.", "in press")
"""A text with neither holds no date that a marker could give."""

_YEARS = rf"(?P<years>{_YEAR}(?:\s?(?:,|;|&|and|[–-])\s?(?:{_YEAR}|[a-z]\b)){{0,8}})"
_PARTICLES = "[dD]el?|[dD]er|[vV]an|[vV]on|[dD]a|[dD]i|[dD]u|[lL]a|[lL]e|[tT]en|[tT]er|[aA]l|[eE]l|[bB]in|St"
_PARTICLE = rf"(?:(?:{_PARTICLES})\.?[\s-]){{0,3}}"
_NAME = rf"{_PARTICLE}[^\W\d_a-zà-ÿ][\w'’‐-]{{1,40}}(?:[ ][^\W\d_a-zà-ÿ][\w'’‐-]{{1,40}}){{0,2}}"
_ONE = rf"(?:[^\W\d_a-zà-ÿ]\.\s?){{0,3}}{_NAME}"
_MORE = rf"(?:\s?,\s(?!&|and\b){_ONE}){{0,5}}(?:\s?,?\s(?:&|and|et|und|y|e)\s{_ONE})?"
_ET_AL = r"(?:,?\s(?:et\.?\sal\b\.?|and (?:colleagues|co-?workers|others)|& al\.|u\.\s?a\.))?"
_AUTHORS = rf"(?P<first>{_ONE})(?P<others>{_MORE}{_ET_AL})"
_GROUP = re.compile(r"[(\[](?P<inside>[^()\[\]]{2,600}?\b(?:(?:1[89]|20)\d\d[a-z]?|n\.d\.)[^()\[\]]{0,60})[)\]]")
_PART = re.compile(rf"(?:.{{0,60}}?[\s,])??{_AUTHORS}(?:'s|’s)?\s?(?:,|[–-])?\s?{_YEARS}(?:\s?[,:]\s?[^;]{{0,60}})?\s*")
_NARRATIVE = re.compile(rf"\b{_AUTHORS}(?:'s|’s)?(?:,?\s\w+){{0,2}}?\s[(\[]{_YEARS}(?:[,:]\s?[^()\[\]]{{0,40}})?[)\]]")
_RUNNING = re.compile(rf"\b(?P<first>{_ONE})(?P<others>{_MORE},?\set\sal\.?),?\s{_YEARS}(?![\w)])")
_NEXT_NAME = re.compile(rf"\s?,\s(?P<first>{_ONE})(?P<others>{_MORE}{_ET_AL})")
_ONE_YEAR = re.compile(r"(?P<year>(?:1[89]|20)\d\d)?(?P<suffix>[a-z])?(?![a-z])")
_SUFFIX = re.compile(r"\b((?:1[89]|20)\d\d)([a-z])\b")
_PLAIN_YEAR = re.compile(r"\b((?:1[89]|20)\d\d)()\b")
_HEAD = 400
_LONGEST_INITIALS = 3
_MOST_WORDS = 6
_NO_NAMES = frozenset(
    """since until during before after from between circa about around copyright january february march april may june
    july august september october november december spring summer autumn fall winter version table figure the in
    by""".split()
)


@dataclass(frozen=True, slots=True)
class Works:
    """References by the words that an author-date marker uses: family name of the first author and year."""

    by_author_year: Mapping[tuple[str, str], tuple[Reference, ...]]

    @classmethod
    def of(cls, references: Sequence[Reference]) -> Works:
        """These references; one without author or year cannot be named so."""
        found: dict[tuple[str, str], list[Reference]] = defaultdict(list)
        for reference in references:
            if not reference.labels:
                continue
            head = reference.raw[:_HEAD]
            years = {str(reference.year)} if reference.year else {year for year, _ in _PLAIN_YEAR.findall(head)}
            suffixed = {year + suffix for year, suffix in _SUFFIX.findall(reference.raw[:600]) if year in years}
            for name in _names_of(reference):
                for year in years | suffixed:
                    found[name, year].append(reference)
        return cls({key: tuple(entries) for key, entries in found.items()})

    def find(self, first: str, others: str, year: str) -> tuple[Reference, ...]:
        """The references that a marker may mean: one, none, or several that it does not tell apart."""
        candidates = self.by_author_year.get((normalise_title(_family(first)), year), ())
        if len(candidates) > 1 and others.strip():
            is_many = bool(re.search(r"\bal\b|colleagues|workers|others|,", others))
            second = normalise_title(re.split(r"(?:&|and|et|und)\s", others)[-1]) if not is_many else None
            told = [
                one
                for one in candidates
                if (is_many and len(one.authors) != 2)
                or (second and len(one.authors) > 1 and second.endswith(normalise_title(family_name(one.authors[1]))))
            ]
            candidates = tuple(told) or candidates
        return candidates


def _names_of(reference: Reference) -> set[str]:
    if reference.authors:
        family = normalise_title(_family(family_name(reference.authors[0])))
        whole = normalise_title(reference.authors[0])
        return {name for name in (family, whole) if name}
    words = re.findall(r"[^\W\d_][\w'’-]*", reference.raw[:_HEAD].split(",")[0])[:_MOST_WORDS]
    return {normalise_title("".join(words[:count])) for count in range(1, len(words) + 1)}


def _family(name: str) -> str:
    """A family name without initials before or behind it, in letters of any script that has capitals."""
    words = re.sub(r"\A(?:[^\W\d_]\.\s?)+", "", name).split()
    while len(words) > 1 and words[-1].isupper() and len(words[-1]) <= _LONGEST_INITIALS:
        words.pop()
    return " ".join(words)


def iter_author_year(text: str, works: Works, *, is_only_system: bool) -> Iterator[Marker | Uncertain]:
    """The author-date markers of a paragraph, in no order.

    Args:
        text: the paragraph.
        works: the references that may be meant.
        is_only_system: whether nothing else on the page points to references: then a full marker whose work is not
            listed dangles, else it is part of the prose.
    """
    if not (_YEAR_DIGITS.search(text) or any(word in text for word in _UNDATED)):
        return
    for match in _GROUP.finditer(text):
        parts = [_PART.fullmatch(part) for part in _split_group(match["inside"])]
        named = [part for part in parts if part and part["first"].lower() not in _NO_NAMES]
        if not named:
            continue
        is_whole = len(named) == len(parts)
        yield from _marker(
            text, Span(*match.span()), named, works, dangles=is_only_system and is_whole, in_words=not is_whole
        )
    for pattern in (_NARRATIVE, _RUNNING):
        for match in pattern.finditer(text):
            if match["first"].lower() not in _NO_NAMES:
                dangles = is_only_system and bool(match["others"].strip())
                yield from _marker(text, Span(*match.span()), [match], works, dangles=dangles, in_words=True)


def _split_group(inside: str) -> list[str]:
    """The works of a parenthesis, set off by semicolons, or by commas behind their years."""
    parts = re.split(r";\s?", inside)
    return [piece for part in parts for piece in re.split(r"(?:(?<=\d)|(?<=\d[a-z])),\s(?=[^\W\d_a-zà-ÿ])", part)]


def _marker(
    text: str, span: Span, named: Sequence[re.Match[str]], works: Works, *, dangles: bool, in_words: bool
) -> Iterator[Marker | Uncertain]:
    labels: list[str] = []
    for part in named:
        for year in _years(part["years"]):
            found = works.find(part["first"], part["others"], year)
            found = found or _without_lead(part, year, works)
            if len(found) > 1:
                names = " and ".join(one.labels[0] for one in found)
                yield Uncertain(span, span.of(text), f"it fits more than one entry of the list ({names})")
            elif found:
                labels.append(found[0].labels[0])
            elif dangles and len(named) * len(part["first"]) > 0 and _is_full(part, in_words=in_words):
                labels.append(f"{part['first']} {year}")
    if labels:
        yield Marker(span, span.of(text), tuple(dict.fromkeys(labels)), in_words=in_words)


def _is_full(part: re.Match[str], *, in_words: bool) -> bool:
    """Whether the names alone tell that authors are meant, and no place, month or body."""
    return bool(part["others"].strip()) or (not in_words and " " not in part["first"].strip())


def _without_lead(part: re.Match[str], year: str, works: Works) -> tuple[Reference, ...]:
    """What is found if the first word is no name ("In Doe (2019)", "Interestingly, Doe et al. (2019)")."""
    _, space, rest = part["first"].partition(" ")
    if not space:
        match = _NEXT_NAME.match(part["others"])
        return works.find(match["first"], match["others"], year) if match else ()
    return works.find(rest, part["others"], year)


def _years(printed: str) -> Iterator[str]:
    """``2016a, b, 2018`` as 2016a, 2016b, 2018."""
    last = ""
    for match in _ONE_YEAR.finditer(printed):
        if match["year"]:
            last = match["year"]
            yield last + (match["suffix"] or "")
        elif match["suffix"] and last:
            yield last + match["suffix"]
