"""Who the participants were: sex, age, species, country, and what they had."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.ages import find_ages
from kg.extraction.countries import COUNTRY
from kg.extraction.texts import ABSTRACT, TITLE, SourceText
from kg.model.extraction import ExtractedValue, FieldValue, ParticipantCount
from kg.model.record import IndexedRecord, Record
from kg.model.span import Span
from kg.text.people import find_people

__all__ = ["find_population"]

_AGE = re.compile(
    r"(?:\b(?:birth|newborns?)\s(?:to|through|until)\s(?=(?:age\s)?\d))?\b(?:(?:mean|median|average)\s(?:\([^)]{1,12}\)\s)?age\b[^.;\d]{0,30}|aged?\s(?:(?:between|from|of|range[ds]?|over|at\sleast|[<>≥≤])\s){0,2}|ages\s"
    r"(?:of\s)?|age\srange[:,]?\s(?:of\s)?)[<>≥≤]?\s?\d{1,3}(?:\.\d+)?(?:\s?(?:[-–±]|to|and|\(|\+/-)\s?(?:SD\s?)?[±]?\s?\d{1,3}(?:\.\d+)?\)?)?"
    r"(?:\s?(?:years?|yrs?|y|months?|mo|weeks?|days?)\b)?(?:\s(?:or|and)\s(?:older|over|younger|above))?"
    r"|(?:\b(?:birth|newborns?)\s(?:to|through|until)\s)?\b\d{1,3}(?:\.\d+)?(?:\s?(?:[-–]|to)\s?\d{1,3})?[\s-](?:years?|months?)(?:\sof\sage|[\s-]old)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:patients|women|men|participants|adults|children|subjects|people|individuals|adolescents|infants|persons|survivors|cases)"
    r"\s(?:\([^)]{1,20}\)\s)?(?:aged?\s[^.,;]{2,30}?\s)?(?:with|suffering\sfrom|diagnosed\swith|who\shad|undergoing|affected\sby)\s"
    r"(?P<what>(?!no\b|and\b|an?\shistory|\d|the\s(?:same|highest|lowest)|high|low|or\b)[^.,;:()\[\]]{3,70}?)(?=\s(?:were|was|who|are|is|in|and\swere|treated|receiv\w+|underg\w+|at|from|by|on|to|for|had|have|aged?|enrol\w+|randomi\w+"
    r"|assigned|included|after|during|using|compared|versus|vs)\b|[.,;:()\[\]]|\Z)",
    re.IGNORECASE,
)
_LATIN = {"mouse": "Mus musculus", "rat": "Rattus norvegicus", "rabbit": "Oryctolagus cuniculus"}
_CHECK_TAGS = {"Humans": "Homo sapiens", "Mice": _LATIN["mouse"], "Rats": _LATIN["rat"], "Rabbits": _LATIN["rabbit"]}
_METHODS = re.compile(r"conclusion|background|introduction|interpretation|importance|discussion", re.IGNORECASE)


def find_population(
    record: Record, texts: Sequence[SourceText], participants: Sequence[ExtractedValue[ParticipantCount]]
) -> Iterator[FieldValue]:
    """Sex, age with its groups, species, condition and country as far as the texts state them of the participants."""
    own = [text for text in texts if text.part in (TITLE, ABSTRACT) and not _METHODS.search(text.label or "")]
    yield from _sex(record, own, participants)
    yield from _first(own, _AGE, "population.age", "age/phrase", needs=("age", "old"))
    yield from find_ages(record, own, participants)
    yield from _species(record, own, participants)
    yield from _first(own, _CONDITION, "population.condition", "condition/people-with", group="what")
    yield from _first(own, COUNTRY, "population.country", "country/named")


def _first(
    texts: Sequence[SourceText],
    pattern: re.Pattern[str],
    field: str,
    rule: str,
    group: str | int = 0,
    needs: tuple[str, ...] = (),
) -> Iterator[FieldValue]:
    for source in texts:
        match = pattern.search(source.text) if _may_hold(source.text, needs) else None
        if match:
            yield FieldValue(field, ExtractedValue(match[group].strip(), source.place(Span(*match.span(group))), rule))
            return


def _may_hold(text: str, needs: tuple[str, ...]) -> bool:
    """Whether any of these letters stand in the text, where some are needed: a look that costs little goes first."""
    low = text.lower() if needs else ""
    return not needs or any(part in low for part in needs)


def _sex(
    record: Record, texts: Sequence[SourceText], participants: Sequence[ExtractedValue[ParticipantCount]]
) -> Iterator[FieldValue]:
    """By the nouns that are counted and by the title; else by the check tags of the indexing."""
    title = next((text for text in texts if text.part == TITLE), None)
    said = [(find_people(each.value.noun or "").sexes, each.place) for each in participants]
    if title is not None:
        said.append((find_people(title.text).sexes, title.place(Span(0, len(title.text)))))
    sexes: set[str] = set().union(*(found for found, _ in said)) if said else set()
    if sexes:
        place = next(place for found, place in said if found)
        yield FieldValue("population.sex", ExtractedValue(_both(sexes), place, "sex/counted-noun"))
        return
    if isinstance(record, IndexedRecord):
        tags = [
            (index, heading.name) for index, heading in enumerate(record.mesh) if heading.name in ("Male", "Female")
        ]
        if tags:
            place = SourceText("MeSH headings", tags[0][1], tags[0][0]).place(Span(0, len(tags[0][1])))
            value = _both({name.lower() for _, name in tags})
            yield FieldValue("population.sex", ExtractedValue(value, place, "sex/mesh-check-tag"))


def _both(sexes: set[str]) -> str:
    return "both" if len(sexes) > 1 else next(iter(sexes))


def _species(
    record: Record, texts: Sequence[SourceText], participants: Sequence[ExtractedValue[ParticipantCount]]
) -> Iterator[FieldValue]:
    """By the nouns that are counted, else by animals that the text names, else by the check tags of the indexing."""
    for each in participants:
        for name in find_people(each.value.noun or "").species:
            yield FieldValue("species", ExtractedValue(_LATIN.get(name, name), each.place, "species/counted-noun"))
            return
    people = next((each for each in participants if each.value.unit.value == "people" and each.value.noun), None)
    if people is not None:
        yield FieldValue("species", ExtractedValue("Homo sapiens", people.place, "species/counted-noun"))
        return
    for source in texts:
        match = re.search(
            r"\b(?:(?P<mouse>mice|murine)|(?P<rat>rats)|(?P<rabbit>rabbits))\b", source.text, re.IGNORECASE
        )
        if match and match.lastgroup:
            value = _LATIN[match.lastgroup]
            yield FieldValue("species", ExtractedValue(value, source.place(Span(*match.span())), "species/named"))
            return
    for index, heading in enumerate(record.mesh if isinstance(record, IndexedRecord) else ()):
        if heading.name in _CHECK_TAGS:
            place = SourceText("MeSH headings", heading.name, index).place(Span(0, len(heading.name)))
            yield FieldValue("species", ExtractedValue(_CHECK_TAGS[heading.name], place, "species/mesh-check-tag"))
            return
