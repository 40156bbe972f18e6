"""Everything that the rules read of one study, and how it compares with what a person curated."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from kg.extraction.findings import findings_of
from kg.extraction.participants import find_participants
from kg.extraction.passages import full_text_passages, passages_of
from kg.extraction.people import find_population
from kg.extraction.problems import find_problems
from kg.extraction.publication_types import read_design
from kg.extraction.regimen import find_regimen
from kg.extraction.statements import find_statements
from kg.extraction.tables import find_table_values
from kg.extraction.texts import FULL_TEXT, source_texts
from kg.model.effect import StudyFindings
from kg.model.extraction import CountRole, ExtractedValue, FieldValue, ParticipantCount
from kg.model.fulltext import FullText
from kg.model.record import Record
from kg.model.study import Population, Study
from kg.model.study_extraction import StudyExtraction

__all__ = ["beside_curated", "extract_study", "field_values"]

_FIELD_OF_ROLE = {
    CountRole.PLANNED: "population.planned",
    CountRole.SCREENED: "population.invited",
    CountRole.ENROLLED: "population.enrolled",
    CountRole.RANDOMISED: "population.randomised",
    CountRole.ANALYSED: "population.analysed",
    CountRole.COMPLETED: "population.completed",
    CountRole.ARM: "population.arm",
    CountRole.STUDIED: "population.studied",
}

_OF_STUDIES = frozenset({"systematic-review", "meta-analysis", "network-meta-analysis"})
"""Designs that look at studies: the arms in their abstracts are those of single trials, and none of their own."""


def extract_study(record: Record, full_text: FullText | None = None) -> StudyExtraction:
    """What the record's title, abstract and indexing, and its full text if given, state of the study.

    Participants and design are read in title and abstract, which sum up the paper; the full text adds criteria,
    funding, interests, limitations, what its results and conclusions report, and what its tables give by group.
    Of what puts studies together no arms are read: they are those of single studies.
    """
    texts = source_texts(record, full_text)
    short = source_texts(record)
    design = read_design(record, short)
    participants = find_participants(short)
    if any(each.value.value in _OF_STUDIES for each in design.decided):
        participants = tuple(each for each in participants if each.value.role is not CountRole.ARM)
    details = (
        *find_population(record, short, participants),
        *find_regimen(short),
        *find_statements(record, texts, full_text),
        *(find_table_values(full_text) if full_text is not None else ()),
    )
    passages = passages_of(short) + (tuple(full_text_passages(full_text)) if full_text is not None else ())
    return StudyExtraction(
        design=design,
        participants=participants,
        details=details,
        findings=_sifted(findings_of(passages)),
        problems=find_problems(passages, participants),
    )


def _sifted(found: StudyFindings) -> StudyFindings:
    """Without the full text's effects that print no figure: its prose says over and over what the abstract sums up."""
    effects = tuple(each for each in found.effects if each.place.part != FULL_TEXT or each.size or each.p)
    return dataclasses.replace(found, effects=effects)


def field_values(found: StudyExtraction) -> Iterator[FieldValue]:
    """Every value of the extraction under the field that it belongs to, in one form."""
    for place, design in enumerate(found.design.decided):
        yield FieldValue("also_designs" if place else "design", _as_text(design, design.value.value))
    for count in found.participants:
        yield FieldValue(_FIELD_OF_ROLE[count.value.role], _as_text(count, _count_text(count.value)))
    yield from found.details
    yield from _harms_and_follow_up(found.findings)


def _harms_and_follow_up(found: StudyFindings) -> Iterator[FieldValue]:
    yield from (FieldValue("adverse_events", event) for event in found.adverse.events)
    yield from (FieldValue("adverse_events.none", words) for words in found.adverse.none_reported)
    if found.follow_up is not None:
        yield FieldValue("follow_up", _as_text(found.follow_up, found.follow_up.value.text))


def _as_text(value: ExtractedValue[object], text: str) -> ExtractedValue[str]:
    return ExtractedValue(text, value.place, value.rule)


def _count_text(count: ParticipantCount) -> str:
    unit = "" if count.unit.value == "people" else f" {count.unit}"
    return f"{count.number}{unit}" + (f": {count.group}" if count.group else "")


def beside_curated(found: StudyExtraction, study: Study) -> tuple[FieldValue, ...]:
    """The values, each with what the curated study has in its field where that is something else.

    Curated values stand. Only fields whose values compare as such are held together: design, counts, sex, species and
    country, blinding. A count agrees if any count of its field does.
    """
    values = tuple(field_values(found))
    curated = dict(_comparable(study))
    agreed = {value.field for value in values if _agrees(value, curated.get(value.field, ()))}
    marked: list[FieldValue] = []
    for value in values:
        known = curated.get(value.field, ())
        differs = (
            bool(known) and value.field not in agreed and value.field not in {m.field for m in marked if m.curated}
        )
        marked.append(dataclasses.replace(value, curated=", ".join(known)) if differs else value)
    return tuple(marked)


def _agrees(value: FieldValue, known: tuple[str, ...]) -> bool:
    return value.extracted.value.casefold() in {each.casefold() for each in known}


def _comparable(study: Study) -> Iterator[tuple[str, tuple[str, ...]]]:
    people = study.population or Population()
    if study.design is not None:
        yield "design", (study.design.value, *(each.value for each in study.also_designs))
    if study.species:
        yield "species", study.species
    for field, value in (
        ("population.enrolled", people.enrolled),
        ("population.randomised", people.enrolled),
        ("population.analysed", people.analysed),
        ("population.planned", people.planned),
        ("population.sex", people.sex),
        ("population.country", people.country),
        ("blinding", study.blinding),
    ):
        if value is not None:
            yield field, (str(value),)
