"""Everything known of a study, for people: what was curated, what rules read and where, and where the two differ."""

from __future__ import annotations

import dataclasses
import textwrap
from collections.abc import Iterator

from kg.dossier import Dossier
from kg.model import Fact, Record, SourcePlace
from kg.model.card import NO_PLACE
from kg.model.effect import EffectSize
from kg.model.extraction import FieldValue
from kg.model.study_extraction import EffectBesideFacts
from kg.precision import read_precisions
from kg.rdf.extracted_effects import place_text

__all__ = ["to_text"]

_WIDTH = 100
_LONGEST_QUOTE = 60


def to_text(dossier: Dossier) -> str:
    """The study on one page; a field that is not there was not seen, which never means that there is none."""
    uncurated = None if dossier.is_curated else "Nobody has curated this study yet."
    parts = [
        *_head(dossier.record, dossier.study.id.value),
        *_section("Curated", list(_curated(dossier)), uncurated),
        *_section("Facts", [_fact(fact) for fact in dossier.study.facts], "none curated"),
        *_section(
            "Read by rule, to be checked",
            [_extracted(value) for value in dossier.values],
            "No rule found anything in title, abstract, indexing or full text.",
        ),
        *_section("Effects read by rule, to be checked", [_effect(each) for each in dossier.effects], "none read"),
        *_section(
            "Where curated and read differ (the curated value stands)",
            [
                *(_differs(value) for value in dossier.disagreements),
                *(_effect_differs(each) for each in dossier.effect_disagreements),
            ],
        ),
        *_section("Cannot be so", list(_problems(dossier))),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _head(record: Record, key: str) -> Iterator[str]:
    yield record.title or key
    names = [("key", key), ("PMID", record.pmid), ("DOI", record.doi), ("PMCID", record.pmcid)]
    yield "  ".join(f"{name} {value}" for name, value in names if value is not None)
    printed = [record.short_citation, record.journal, ", ".join(record.publication_types)]
    yield "; ".join(part for part in printed if part)
    yield from (f"Notice: {notice.kind} ({notice.published_in}, says {notice.stated_by})" for notice in record.notices)
    yield ""


def _section(title: str, lines: list[str], empty: str | None = None) -> Iterator[str]:
    if not lines and empty is None:
        return
    yield title
    yield from (_bullet(line) for line in lines or [empty or ""])
    yield ""


def _bullet(text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _curated(dossier: Dossier) -> Iterator[str]:
    study = dossier.study
    for name in (
        "design",
        "also_designs",
        "design_text",
        "design_note",
        "blinding",
        "species",
        "comparator",
        "adverse_events",
    ):
        yield from _line(name, getattr(study, name))
    for group in (study.population, study.intervention):
        for part in dataclasses.fields(group) if group is not None else ():
            yield from _line(part.name, getattr(group, part.name))
    yield from (f"{criterion.role}: {criterion.text}" for criterion in study.criteria)
    for name in ("funding", "interests", "limitations", "cautions", "not_found", "note"):
        yield from _line(name, getattr(study, name))


def _line(name: str, value: object) -> Iterator[str]:
    if value in (None, ()) or isinstance(value, SourcePlace):
        return
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    yield f"{name.replace('_', ' ')}: {text}"


def _fact(fact: Fact) -> str:
    parts = [f"{fact.outcome}: {fact.direction}", fact.value, fact.unit, fact.time_point, fact.p and f"p {fact.p}"]
    return ", ".join(part for part in parts if part) + f" ({fact.source.part or NO_PLACE}, {fact.source.confidence})"


def _extracted(value: FieldValue) -> str:
    found = value.extracted
    quote = textwrap.shorten(found.place.quote, _LONGEST_QUOTE, placeholder=" ...")
    said = "" if found.place.quote == found.value else f' "{quote}"'
    text = textwrap.shorten(found.value, 2 * _LONGEST_QUOTE, placeholder=" ...")
    return f"{value.field}: {text}  [{place_text(found.place)}{said}; {_rule(found.rule)}]"


def _rule(name: str) -> str:
    """A rule and how often it was right, or that nobody measured it."""
    return f"{name}: {read_precisions().tell(name)}"


def _differs(value: FieldValue) -> str:
    return f"{value.field}: curated {value.curated}, read {value.extracted.value} [{place_text(value.extracted.place)}]"


def _effect(each: EffectBesideFacts) -> str:
    values, place = each.effect.values, each.effect.place
    compared = f"{values.arm or 'arm not stated'} against {values.comparator}" if values.comparator else values.arm
    parts = [
        f"{values.outcome}: {values.direction}",
        compared,
        values.size and _size(values.size),
        values.p and f"p {values.p.sign} {values.p.value or ''}".rstrip(),
        values.significance,
        values.time_point,
    ]
    quote = textwrap.shorten(place.quote, 2 * _LONGEST_QUOTE, placeholder=" ...")
    text = ", ".join(str(part) for part in parts if part)
    return f'{text}  [{place_text(place)} "{quote}"; {_rule(each.effect.direction.rule)}]'


def _size(size: EffectSize) -> str:
    ends = size.interval
    level = f"{ends.level} % " if ends and ends.level else ""
    interval = f" ({level}interval {ends.low} to {ends.high})" if ends else ""
    return f"{size.measure} {size.value}{' ' + size.unit if size.unit else ''}{interval}"


def _effect_differs(each: EffectBesideFacts) -> str:
    values = each.effect.values
    read = {
        "direction": values.direction,
        "size": values.size.value if values.size else None,
        "significance": values.significance,
    }
    told = "; ".join(f"{field}: curated {curated}, read {read[field]}" for field, curated in each.differs)
    outcome = each.fact.outcome if each.fact else values.outcome
    return f"{outcome} (fact {each.number}): {told} [{place_text(each.effect.place)}]"


def _problems(dossier: Dossier) -> Iterator[str]:
    if dossier.extraction.design.disagreement:
        yield f"the design, by type and by text: {dossier.extraction.design.disagreement}"
    for problem in dossier.extraction.problems:
        where = f' [{place_text(problem.place)} "{problem.place.quote}"]' if problem.place else ""
        yield f"{problem.what}{where}"
    for problem in dossier.file_problems:
        yield f"{problem.what} [{problem.file_place}]"
