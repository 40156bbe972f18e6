"""A study file made from what rules read in a record, for a person to correct.

Every value stands under the field it belongs to, with its place and its words in a comment above it; the file says of
itself that it was extracted and is to be checked. It is read like any other study file.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ingest.study_figures import iter_size_problems
from kg.extraction import extract_study
from kg.extraction.facts import to_fact
from kg.extraction.participants import headline
from kg.extraction.study import field_values
from kg.identifiers import StudyId, slugify
from kg.model import (
    AgeGroup,
    Blinding,
    Confidence,
    CriterionRole,
    EligibilityCriterion,
    Fact,
    IndexedRecord,
    Intervention,
    Population,
    Record,
    SourcePlace,
    Study,
    Vocabulary,
)
from kg.model.effect import AdverseReport, ReportedEffect
from kg.model.extraction import CountRole, ExtractedValue, FieldValue, TextPlace
from kg.model.fulltext import FullText
from kg.model.record import family_name
from kg.model.study_extraction import StudyExtraction
from kg.rdf.extracted_effects import place_text
from kg.yaml_records import format_record

__all__ = ["draft_key", "draft_study", "format_draft"]

_TO_BE_CHECKED = "extracted by rule, to be checked"
_RECORD_FIELDS = (
    "kind pmid doi pmcid title authors journal year volume issue pages publication_types registrations".split()
)
_DONE = "device dose frequency sessions duration drug co_intervention".split()
_LONGEST_QUOTE = 90


def draft_key(record: Record) -> StudyId:
    """A key for the study: first author and year, else the record's own.

    >>> from kg.identifiers import Pmid
    >>> draft_key(Record(StudyId("pmid-11111111"), pmid=Pmid("11111111"), authors=("Roe J",), year=2020)).value
    'roe-2020'
    """
    if not record.authors or record.year is None:
        return record.key
    name = f"{slugify(family_name(record.authors[0]))}-{record.year}"
    return StudyId(name) if StudyId.pattern.fullmatch(name) else record.key


def draft_study(record: Record, found: StudyExtraction, vocabulary: Vocabulary) -> Study:
    """The study as far as the rules read it; what they did not find is left out.

    A design that the vocabulary does not have is left out too. A count of ``enrolled`` is that of those randomised
    where no other is stated.
    """
    first = {value.field: value.extracted.value for value in reversed(list(field_values(found)))}
    place = SourcePlace("abstract", _addresses(record), Confidence.UNSTATED)
    designs = [value.value for value in found.design.decided if vocabulary.find(value.value) is not None]
    return Study(
        id=draft_key(record),
        record=Record(**{name: getattr(record, name) for name in _RECORD_FIELDS}, key=draft_key(record)),
        design=designs[0] if designs else None,
        also_designs=tuple(designs[1:]),
        design_note=first.get("blinding.words"),
        blinding=Blinding(first["blinding"]) if "blinding" in first else None,
        species=(first["species"],) if "species" in first else (),
        population=_population(first, found, place),
        intervention=_intervention(first, found, place),
        comparator=first.get("comparator"),
        facts=tuple(_to_facts(found.findings.effects, _addresses(record))),
        adverse_events=_harms(found.findings.adverse),
        criteria=tuple(_criteria(found.details, place)),
        funding=first.get("funding"),
        interests=first.get("interests"),
        limitations=tuple(v.extracted.value for v in found.details if v.field == "limitations"),
        cautions=tuple(_cautions(found)),
        note=_TO_BE_CHECKED,
    )


def _addresses(record: Record) -> tuple[str, ...]:
    return (record.pmid.address,) if record.pmid is not None else ()


def _to_facts(effects: Iterable[ReportedEffect], addresses: tuple[str, ...]) -> Iterator[Fact]:
    """The effects as facts; figures that no study file may hold are left to the note, which has the printed words."""
    for effect in effects:
        place = SourcePlace(place_text(effect.place), addresses, Confidence.UNSTATED)
        fact = dataclasses.replace(to_fact(effect.values, place), note=_TO_BE_CHECKED)
        faulty = {field for _, field in iter_size_problems(fact)}
        if "p_value" in faulty:
            fact = dataclasses.replace(fact, p_sign=None, p_value=None, note=_odd(effect.p))
        if faulty & {"interval_low", "size"}:
            fact = dataclasses.replace(
                fact, interval_low=None, interval_high=None, interval_level=None, note=_odd(effect.size)
            )
        yield fact


def _odd(value: ExtractedValue[Any] | None) -> str:
    printed = f"; figures as printed: {value.place.quote}" if value is not None else ""
    return f"{_TO_BE_CHECKED}{printed}"


def _harms(adverse: AdverseReport) -> str | None:
    """What happened, and the words that say that nothing did; ``None`` where the source says neither."""
    events = ", ".join(dict.fromkeys(event.value for event in adverse.events))
    none = "; ".join(dict.fromkeys(words.value for words in adverse.none_reported))
    return "; ".join(part for part in (events, none) if part) or None


def _number(found: StudyExtraction, *roles: CountRole) -> int | None:
    counts = [each for each in found.participants if each.value.role in roles]
    chosen = headline(counts) or (counts[0] if counts else None)
    return chosen.value.number if chosen is not None else None


def _population(first: dict[str, str], found: StudyExtraction, place: SourcePlace) -> Population | None:
    people = Population(
        enrolled=_number(found, CountRole.ENROLLED) or _number(found, CountRole.RANDOMISED),
        analysed=_number(found, CountRole.ANALYSED),
        invited=_number(found, CountRole.SCREENED),
        planned=_number(found, CountRole.PLANNED),
        sex=first.get("population.sex"),
        age=first.get("population.age"),
        age_groups=tuple(AgeGroup(v.extracted.value) for v in found.details if v.field == "population.age_group"),
        condition=first.get("population.condition"),
        country=first.get("population.country"),
        note=_other_counts(found),
        source=place,
    )
    return people if people != Population(source=place) else None


def _other_counts(found: StudyExtraction) -> str | None:
    """Counts that a study file has no field of their own for."""
    roles = {CountRole.RANDOMISED, CountRole.COMPLETED, CountRole.ARM, CountRole.STUDIED}
    others = [each.value for each in found.participants if each.value.role in roles]
    words = [f"{each.role}: {each.number}" + (f" ({each.group})" if each.group else "") for each in others]
    return "; ".join(words) or None


def _intervention(first: dict[str, str], found: StudyExtraction, place: SourcePlace) -> Intervention | None:
    done = {name: first.get(f"intervention.{name}") for name in _DONE}
    follow_up = first.get("follow_up")
    arms = [str(each.value.number) for each in found.participants if each.value.role is CountRole.ARM]
    route = first.get("intervention.route")
    intervention = Intervention(
        device=done["device"],
        drug=done["drug"],
        dose=done["dose"],
        frequency=done["frequency"],
        sessions=done["sessions"],
        duration=done["duration"],
        co_intervention=done["co_intervention"],
        arms=" / ".join(arms) or None,
        measured_at=f"longest follow-up: {follow_up}" if follow_up else None,
        note=f"route: {route}" if route else None,
        source=place,
    )
    return intervention if intervention != Intervention(source=place) else None


def _criteria(details: Iterable[FieldValue], place: SourcePlace) -> Iterator[EligibilityCriterion]:
    for value in details:
        head, _, role = value.field.partition(".")
        if head == "criteria":
            yield EligibilityCriterion(CriterionRole(role), value.extracted.value, source=place)


def _cautions(found: StudyExtraction) -> Iterator[str]:
    if found.design.disagreement:
        yield f"types and text differ on the design ({found.design.disagreement})"
    for problem in found.problems:
        yield f"{problem.what}: {problem.place.quote}" if problem.place else problem.what


def format_draft(
    record: IndexedRecord, vocabulary: Vocabulary, full_text: FullText | None = None, *, name: str | None = None
) -> str:
    """The draft as the text of a study file, each value's place in a comment above its line.

    ``name`` is that of its file, as far as one is known: a study's key, where it can be one.
    """
    found = extract_study(record, full_text)
    study = draft_study(record, found, vocabulary)
    if name is not None and StudyId.pattern.fullmatch(name):
        study = dataclasses.replace(study, id=StudyId(name))
    notes: dict[str, list[str]] = {}
    for value in field_values(found):
        notes.setdefault(_LINE_OF.get(value.field, value.field), []).append(_comment(value))
    notes["facts"] = [_effect_comment(effect) for effect in found.findings.effects]
    head = [
        f"# {study.id}.yaml: extracted by rule, to be checked by a person. Correct it against the paper, then put it",
        "# into the workspace's studies folder and run `kg build`. A comment above a line says where its value stands.",
        "# Left out means not seen.",
        "",
    ]
    lines = list(_with_comments(format_record(study, leaving_out=frozenset({"record.key"})), notes))
    return "\n".join([*head, *lines]).rstrip() + "\n"


_LINE_OF = {
    "population.age_group": "population.age_groups",
    "population.age_mean": "population.age",
    "population.age_median": "population.age",
    "population.age_range": "population.age",
    "blinding.words": "design_note",
    "population.randomised": "population.note",
    "population.completed": "population.note",
    "population.arm": "population.note",
    "population.studied": "population.note",
    "criteria.inclusion": "criteria",
    "criteria.exclusion": "criteria",
    "intervention.route": "intervention.note",
    "adverse_events.none": "adverse_events",
    "follow_up": "intervention.measured_at",
}


def _comment(value: FieldValue) -> str:
    found = value.extracted
    return f"# {found.value[:_LONGEST_QUOTE]} <- {_shown(found.place)} ({found.rule})"


def _effect_comment(effect: ReportedEffect) -> str:
    outcome = effect.outcome.value[:_LONGEST_QUOTE]
    return f"# {outcome}: {effect.direction.value} <- {_shown(effect.place)} ({effect.direction.rule})"


def _shown(place: TextPlace) -> str:
    quote = " ".join(place.quote.split())
    shown = quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE]} ..."
    return f'{place_text(place)} "{shown}"'


def _with_comments(text: str, notes: dict[str, list[str]]) -> Iterator[str]:
    """The lines, with the notes of a field above its line; two levels deep, as fields are named."""
    group = ""
    for line in text.split("\n"):
        match = re.match(r"(?P<indent> {0,2})(?P<name>[A-Za-z_]+):", line)
        if match is not None:
            indent, name = match["indent"], match["name"]
            group = name if not indent else group
            field = name if not indent else f"{group}.{name}"
            yield from (f"{indent}{' '.join(note.split())}" for note in notes.pop(field, ()))
        yield line
