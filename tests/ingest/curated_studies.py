"""Made-up studies for tests: every field filled or not, every text that a file can hold."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

from hypothesis import strategies as st

from kg.identifiers import ConceptId, Doi, Pmcid, Pmid, StudyId
from kg.model import Concept, ConceptKind, Population, Study, Vocabulary

__all__ = ["VOCABULARY", "studies"]

_KEYS = {
    "trial": ConceptKind.DESIGN,
    "men": ConceptKind.POPULATION,
    "alopecia": ConceptKind.CONDITION,
    "massage": ConceptKind.THERAPY,
    "hair-count": ConceptKind.OUTCOME,
}
_UNITS = {"hair-count": ("hairs", "hairs/cm2")}
VOCABULARY = Vocabulary.of(
    [Concept(ConceptId(key), kind, key, key, units=_UNITS.get(key, ())) for key, kind in _KEYS.items()]
)

_texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=[*map(chr, range(32)), "\x7f"])
    | st.sampled_from("\n\t\r"),
    min_size=1,
    max_size=30,
).filter(lambda text: bool(text.strip()))
_BY_TYPE: Mapping[type, st.SearchStrategy[Any]] = {
    StudyId: st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,4})?", fullmatch=True).map(StudyId),
    Pmid: st.integers(1, 99_999_999).map(lambda number: Pmid(str(number))),
    Pmcid: st.integers(100, 10**8).map(lambda number: Pmcid(f"PMC{number}")),
    Doi: st.from_regex(r"10\.[0-9]{4}/[a-z0-9():;.#-]{1,12}", fullmatch=True).map(Doi),
    ConceptId: st.just(ConceptId("hair-count")),
    str: _texts,
    int: st.integers(0, 10**9),
    bool: st.booleans(),
    Decimal: st.decimals(-(10**6), 10**6, places=3),
    type(None): st.none(),
}


def _concepts(key: str) -> st.SearchStrategy[Any]:
    return st.lists(st.just(ConceptId(key)), max_size=1).map(tuple)


_BY_FIELD: Mapping[str, st.SearchStrategy[Any]] = {
    "design": st.none() | st.just(ConceptId("trial")),
    "also_designs": _concepts("trial"),
    "groups": _concepts("men"),
    "conditions": _concepts("alopecia"),
    "therapies": _concepts("massage"),
    "co_therapies": _concepts("massage"),
    "addresses": st.lists(st.sampled_from(["https://example.org/a?b=%20#c", "http://a.example/[x],{y}"])).map(tuple),
    "address": st.none() | st.just("https://example.org/"),
    "year": st.none() | st.integers(1600, 2100),
    "p_value": st.none() | st.decimals(0, 1, places=3),
    "interval_low": st.none() | st.decimals(-9, -1, places=2),
    "size": st.none() | st.decimals(-1, 1, places=2),
    "interval_high": st.none() | st.decimals(1, 9, places=2),
    "p": st.none() | st.sampled_from(["0.03", "<0.001", ".5", "not significant", "1e-4", "null", "~", "no"]),
}


def _values(hint: Any) -> st.SearchStrategy[Any]:  # a field's type is known at run time only
    if isinstance(hint, types.UnionType):
        return st.one_of(*(_values(option) for option in typing.get_args(hint)))
    if typing.get_origin(hint) is tuple:
        return st.lists(_values(typing.get_args(hint)[0]), max_size=2).map(tuple)
    if hint in _BY_TYPE:
        return _BY_TYPE[hint]
    return st.sampled_from(list(hint)) if issubclass(hint, Enum) else _records(hint)


def _records(kind: type) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(kind)
    return st.builds(
        kind, **{name: _BY_FIELD[name] if name in _BY_FIELD else _values(hint) for name, hint in hints.items()}
    )


def _possible(population: Population | None) -> Population | None:
    """The same with no part greater than its whole."""
    if population is None:
        return None
    people = dataclasses.replace(population, analysed=None, studies_pooled=None)
    return dataclasses.replace(people, invited=None) if people.enrolled is not None else people


def _placed(study: Study) -> Study:
    """The same with one place a field, and none for a field that is left out."""
    by_field = {place.field: place for place in study.places}
    kept = (place for place in by_field.values() if _value_of(study, place.field) not in (None, ()))
    return dataclasses.replace(study, places=tuple(kept))


def _value_of(study: Study, path: str) -> object:
    found: object = study
    for name in path.split("."):
        found = getattr(found, name, None)
    return found


studies: st.SearchStrategy[Study] = _records(Study).map(
    lambda study: _placed(dataclasses.replace(study, population=_possible(study.population)))
)
