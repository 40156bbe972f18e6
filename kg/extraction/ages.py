"""Ages of the participants: the groups that are named, and means and ranges with the unit that is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from kg.extraction.texts import TITLE, SourceText
from kg.model.extraction import ExtractedValue, FieldValue, ParticipantCount, TextPlace
from kg.model.record import IndexedRecord, Record
from kg.model.span import Span
from kg.model.study import AgeGroup
from kg.text.people import find_people

__all__ = ["find_ages"]

_GROUP_OF = {"child": AgeGroup.CHILDREN, "adolescent": AgeGroup.ADOLESCENTS, "adult": AgeGroup.ADULTS}
_ELDERLY = re.compile(
    r"\b(?:elderly|older\s(?:adults|people|persons|patients|women|men)|seniors|geriatric|octogenarians)\b",
    re.IGNORECASE,
)
_CHECK_TAGS = {
    "Infant": AgeGroup.CHILDREN,
    "Child, Preschool": AgeGroup.CHILDREN,
    "Child": AgeGroup.CHILDREN,
    "Adolescent": AgeGroup.ADOLESCENTS,
    "Adult": AgeGroup.ADULTS,
    "Middle Aged": AgeGroup.ADULTS,
    "Aged": AgeGroup.ELDERLY,
    "Aged, 80 and over": AgeGroup.ELDERLY,
}
"""Check tags of MeSH that index the ages of the people studied (NLM, "Check Tags")."""

_NUMBER = r"\d{1,3}(?:\.\d{1,2})?"
_UNIT = r"(?:\s|-)?(?P<unit>years?|yrs?|months?|weeks?|days?)\b"
_MIDDLE = re.compile(
    rf"\b(?P<kind>mean|median|average)\s(?:\([^)]{{1,20}}\)\s)?age\b(?:\s\([^)]{{1,20}}\))?[^.;:\d(]{{0,30}}[,:]?\s?"
    rf"(?P<value>{_NUMBER})(?:\s?(?:years?|yrs?|months?))?(?:\s?\(?(?:±|\+/-|\[?SD[\s:,=]{{1,3}})\s?(?P<sd>{_NUMBER})\)?)?"
    rf"(?:\s?\({_NUMBER}\))?(?:{_UNIT})?",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"\b(?:aged?|ages|age\srange[ds]?)[:,]?\s(?:(?:between|from|of|was|range[ds]?)\s){{0,2}}(?P<low>{_NUMBER})\s?"
    rf"(?:-|–|to|and)\s?(?P<high>{_NUMBER}){_UNIT}"
    rf"|(?<![\d.-])(?P<low2>{_NUMBER})\s?(?:-|–|to)\s?(?P<high2>{_NUMBER})[\s-](?P<unit2>years?|months?|weeks?|days?)"
    r"(?:\sof\sage|[\s-]old)\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    rf"\b(?:aged?|ages)\s(?:(?P<over>(?:over|above|at\sleast|≥|>=|>)\s?)|(?P<under>(?:under|below|≤|<=|<)\s?))?"
    rf"(?P<value>{_NUMBER}){_UNIT}(?:\s(?:or|and)\s(?P<more>older|over|above)|\s(?:or|and)\s(?P<less>younger|under))?",
    re.IGNORECASE,
)

_OR_OLDER, _OR_YOUNGER = ("at least", "≥", ">="), ("≤", "<=")
_Teller = Callable[[re.Match[str]], tuple[str, str, str] | None]
"""What a match says: the field, its value, and the rule."""


def find_ages(
    record: Record, texts: Sequence[SourceText], participants: Sequence[ExtractedValue[ParticipantCount]]
) -> Iterator[FieldValue]:
    """Age groups, mean or median, and range or limit as first stated; a unit that is not printed is left out.

    >>> from kg.identifiers import StudyId
    >>> text = SourceText("abstract", "Adults aged 18 to 65 years took part (mean age 41.5 ± 9 years).", 0)
    >>> for value in find_ages(Record(StudyId("a")), [text], ()):
    ...     print(value.field, value.extracted.value)
    population.age_mean 41.5 ± 9 years
    population.age_range 18 to 65 years
    """
    yield from _groups(record, texts, participants)
    holding = [text for text in texts if "age" in text.text or "Age" in text.text or "old" in text.text]
    yield from _first(holding, _MIDDLE, _middle)
    yield from _range_or_limit(holding)


def _groups(
    record: Record, texts: Sequence[SourceText], participants: Sequence[ExtractedValue[ParticipantCount]]
) -> Iterator[FieldValue]:
    """By the nouns that are counted and the title; else by the check tags of the indexing."""
    stated = [(each.value.noun or "", each.place, "age-group/counted-noun") for each in participants]
    stated += [
        (text.text, text.place(Span(0, len(text.text))), "age-group/title") for text in texts if text.part == TITLE
    ]
    found: dict[AgeGroup, tuple[TextPlace, str]] = {}
    for words, place, rule in stated:
        for group in _named(words):
            found.setdefault(group, (place, rule))
    if not found and isinstance(record, IndexedRecord):
        for index, heading in enumerate(record.mesh):
            tag = _CHECK_TAGS.get(heading.name)
            if tag is not None:
                place = SourceText("MeSH headings", heading.name, index).place(Span(0, len(heading.name)))
                found.setdefault(tag, (place, "age-group/mesh-check-tag"))
    for group in AgeGroup:
        if group in found:
            yield FieldValue("population.age_group", ExtractedValue(group.value, *found[group]))


def _named(words: str) -> Iterator[AgeGroup]:
    """The groups that words name; "older adults" are elderly and not adults besides."""
    elderly = _ELDERLY.search(words)
    if elderly is not None:
        yield AgeGroup.ELDERLY
        words = f"{words[: elderly.start()]} {words[elderly.end() :]}"
    yield from (_GROUP_OF[name] for name in sorted(find_people(words).ages))


def _first(texts: Sequence[SourceText], pattern: re.Pattern[str], tell: _Teller) -> Iterator[FieldValue]:
    for source in texts:
        match = pattern.search(source.text)
        told = tell(match) if match else None
        if match and told:
            field, value, rule = told
            yield FieldValue(field, ExtractedValue(value, source.place(Span(*match.span())), rule))
            return


def _middle(match: re.Match[str]) -> tuple[str, str, str]:
    kind = "median" if match["kind"].lower() == "median" else "mean"
    spread = f" ± {match['sd']}" if match["sd"] else ""
    unit = re.search(r"years?|yrs?|months?|weeks?|days?", match[0][match.end("value") - match.start() :], re.IGNORECASE)
    return f"population.age_{kind}", f"{match['value']}{spread}{_with_unit(unit[0] if unit else None)}", f"age/{kind}"


def _range_or_limit(texts: Sequence[SourceText]) -> Iterator[FieldValue]:
    found = list(_first(texts, _RANGE, _range))
    yield from found or _first(texts, _LIMIT, _limit)


def _range(match: re.Match[str]) -> tuple[str, str, str] | None:
    low, high = match["low"] or match["low2"], match["high"] or match["high2"]
    if float(low) > float(high):
        return None
    return "population.age_range", f"{low} to {high}{_with_unit(match['unit'] or match['unit2'])}", "age/range"


def _limit(match: re.Match[str]) -> tuple[str, str, str] | None:
    """An age with words that say which way it limits; a bare age ("aged 40 years") limits nothing."""
    age = f"{match['value']}{_with_unit(match['unit'])}"
    over, under = ((match[name] or "").strip().lower() for name in ("over", "under"))
    if match["more"] or over in _OR_OLDER:
        text = f"{age} or older"
    elif match["less"] or under in _OR_YOUNGER:
        text = f"{age} or younger"
    elif over or under:
        text = f"{'over' if over else 'under'} {age}"
    else:
        return None
    return "population.age_range", text, "age/limit"


def _with_unit(unit: str | None) -> str:
    if unit is None:
        return ""
    low = unit.lower()
    return f" {next(name for name in ('years', 'months', 'weeks', 'days') if name.startswith(low[0]))}"
