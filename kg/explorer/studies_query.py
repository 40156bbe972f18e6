"""The query of the table of studies: which of them pass the filters, and in which order, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rdflib import Literal

from kg.errors import IdentifierError
from kg.identifiers import ConceptId, StudyId
from kg.rdf.iris import concept_iri, study_iri

__all__ = ["ON_A_PAGE", "TOPICS", "Column", "Order", "StudyFilters", "count_text", "page_text"]

ON_A_PAGE = 50
TOPICS: Mapping[str, str] = {
    "therapy": "ekg:studiesTherapy",
    "condition": "ekg:studiesCondition",
    "design": "ekg:hasDesign",
}
"""What studies can be filtered by, and how they are linked to it."""


class Column(StrEnum):
    """The columns of the table."""

    NAME = "study"
    YEAR = "year"
    DESIGN = "design"
    PEOPLE = "people"
    THERAPIES = "therapies"
    CONDITIONS = "conditions"
    FACTS = "facts"
    NOTICES = "notices"
    CLAIMS = "claims"

    @property
    def is_count(self) -> bool:
        """Whether it holds numbers, of which the greatest are looked for first."""
        return self in (Column.YEAR, Column.PEOPLE, Column.FACTS, Column.NOTICES, Column.CLAIMS)

    @property
    def sorts(self) -> bool:
        """Whether the table can be sorted by it; what can hold several values has filters instead."""
        return self in _VALUES


_VALUES: Mapping[Column, str] = {
    Column.NAME: "?study rdfs:label ?value",
    Column.YEAR: "?record ekg:year ?value . ?study ekg:record ?record",
    Column.DESIGN: "?design rdfs:label ?value . ?study ekg:design ?design",
    Column.PEOPLE: (
        "{ ?people ekg:analysed ?value } UNION { ?people ekg:enrolled ?value "
        "FILTER NOT EXISTS { ?people ekg:analysed ?any } } ?study ekg:population ?people"
    ),
    Column.FACTS: "{ SELECT ?study (COUNT(DISTINCT ?fact) AS ?value) { ?study ekg:hasFact ?fact } GROUP BY ?study }",
    Column.NOTICES: (
        "{ SELECT ?study (COUNT(DISTINCT ?notice) AS ?value) { ?record ekg:hasNotice ?notice . "
        "?study ekg:record ?record } GROUP BY ?study } UNION { ?record ekg:noticesChecked true . "
        "?study ekg:record ?record FILTER NOT EXISTS { ?record ekg:hasNotice ?any } BIND(0 AS ?value) }"
    ),
    Column.CLAIMS: "{ SELECT ?study (COUNT(DISTINCT ?claim) AS ?value) { ?claim ekg:leansOn ?study } GROUP BY ?study }",
}
"""What gives a study its value in a column. Each starts from the values: that is ten times as fast in a large graph."""

_NEVER_UNKNOWN = (Column.FACTS, Column.CLAIMS)
_TEXTS = (Column.NAME, Column.DESIGN)


@dataclass(frozen=True, slots=True)
class Order:
    """A column and whether its greatest come first; in a link ``-year`` is the newest first.

    >>> Order.parse("-year").column.value, str(Order.parse("-year")), Order.parse("<b>") == Order()
    ('year', '-year', True)
    """

    column: Column = Column.CLAIMS
    descending: bool = True

    @classmethod
    def parse(cls, text: str) -> Order:
        """What a link asks for; the most cited first if there is no such column."""
        name = text.removeprefix("-")
        return cls(Column(name), text.startswith("-")) if name in {each for each in Column if each.sorts} else cls()

    def __str__(self) -> str:
        return f"{'-' if self.descending else ''}{self.column}"


@dataclass(frozen=True, slots=True)
class StudyFilters:
    """What a study must have to be listed: keys of concepts, and words that it names all; empty asks for nothing."""

    therapy: str = ""
    condition: str = ""
    design: str = ""
    words: str = ""

    def key_of(self, topic: str) -> str:
        """The key of the concept of this topic that is asked for."""
        return {"therapy": self.therapy, "condition": self.condition, "design": self.design}[topic]


def page_text(filters: StudyFilters, order: Order, number: int, *, found: tuple[str, ...] | None, by_name: bool) -> str:
    """The query for one page of studies.

    Args:
        filters: what they must have.
        order: by what; what is not known comes last either way.
        number: of the page, from 1.
        found: keys of the studies that hold the words, where an index was asked; else names are looked through.
        by_name: whether equals stand by name, which takes a second in a large graph.
    """
    value = f"  OPTIONAL {{ {{ SELECT ?study ?value {{ {_VALUES[order.column]} }} }} }}"
    name = ["  ?study rdfs:label ?name ."] if by_name else []
    lines = ["SELECT ?study WHERE {", *name, *_conditions(filters, found), value, "}"]
    by = "DESC" if order.descending else "ASC"
    unknown = "COALESCE(?value, 0)" if order.column in _NEVER_UNKNOWN else "?value"
    term = "LCASE(?value)" if order.column in _TEXTS else unknown
    last = " LCASE(?name)" if by_name else ""
    first = "" if order.column in _NEVER_UNKNOWN else "(!BOUND(?value)) "
    lines.append(f"ORDER BY {first}{by}({term}){last}")
    lines.append(f"LIMIT {ON_A_PAGE} OFFSET {(number - 1) * ON_A_PAGE}")
    return "\n".join(lines)


def count_text(filters: StudyFilters, found: tuple[str, ...] | None) -> str:
    """The query for how many studies pass the filters."""
    return "\n".join(["SELECT (COUNT(DISTINCT ?study) AS ?count) WHERE {", *_conditions(filters, found), "}"])


def _conditions(filters: StudyFilters, found: tuple[str, ...] | None) -> Iterator[str]:
    yield "  ?study a ekg:Study ."
    for topic, predicate in TOPICS.items():
        if key := filters.key_of(topic):
            wider = f"?{topic} skos:broader* <{_concept(key)}> . ?study {predicate} ?{topic}"
            yield f"  {{ SELECT DISTINCT ?study {{ {wider} }} }}"
    if found is not None:
        nodes = " ".join(f"<{study_iri(StudyId(key))}>" for key in found)
        yield f"  {{ SELECT DISTINCT ?study {{ VALUES ?study {{ {nodes} }} }} }}"
    elif words := filters.words.casefold().split():
        held = " && ".join(f"CONTAINS(?lower, {Literal(word).n3()})" for word in words)
        named = f"?study rdfs:label ?label BIND(LCASE(?label) AS ?lower) FILTER({held})"
        yield f"  {{ SELECT DISTINCT ?study {{ {named} }} }}"


def _concept(key: str) -> str:
    """The IRI of a concept; of none that exists where an address holds something else."""
    try:
        return str(concept_iri(ConceptId(key)))
    except IdentifierError:
        return "urn:none"
