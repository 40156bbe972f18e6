"""What a database's publication types and headings say of the design, and how that meets what the text says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.extraction.design import designs_of_text
from kg.extraction.texts import SourceText
from kg.identifiers import ConceptId
from kg.model.extraction import DesignReading, ExtractedValue, TextPlace
from kg.model.record import IndexedRecord, Record
from kg.model.span import Span

__all__ = ["designs_of_types", "read_design"]

_OF_TYPE = {
    "Case Reports": "case-report",
    "Clinical Trial Protocol": "study-protocol",
    "Consensus Development Conference": "clinical-guideline",
    "Controlled Clinical Trial": "non-randomised-trial",
    "Editorial": "expert-opinion",
    "Equivalence Trial": "randomised-controlled-trial",
    "Guideline": "clinical-guideline",
    "Meta-Analysis": "meta-analysis",
    "Network Meta-Analysis": "network-meta-analysis",
    "Practice Guideline": "clinical-guideline",
    "Randomized Controlled Trial": "randomised-controlled-trial",
    "Randomized Controlled Trial, Veterinary": "animal-experiment",
    "Review": "narrative-review",
    "Scoping Review": "scoping-review",
    "Systematic Review": "systematic-review",
}
"""PubMed's types (NLM, "Publication Characteristics") that name a design; the others ("Clinical Trial") leave
        it open."""

_OF_HEADING = {
    "Case-Control Studies": "case-control-study",
    "Cohort Studies": "cohort-study",
    "Cross-Over Studies": "crossover-trial",
    "Cross-Sectional Studies": "cross-sectional-study",
    "In Vitro Techniques": "in-vitro-experiment",
}
_STRENGTH = (
    "network-meta-analysis",
    "meta-analysis",
    "systematic-review",
    "scoping-review",
    "study-protocol",
    "clinical-guideline",
    "randomised-controlled-trial",
    "non-randomised-trial",
    "animal-experiment",
    "case-control-study",
    "cohort-study",
    "cross-sectional-study",
    "in-vitro-experiment",
    "case-report",
    "narrative-review",
    "expert-opinion",
)
_REVIEWS = frozenset({"network-meta-analysis", "meta-analysis", "systematic-review", "scoping-review"})
_GOES_WITH = {
    "network-meta-analysis": _REVIEWS,
    "meta-analysis": _REVIEWS,
    "systematic-review": _REVIEWS | {"clinical-guideline"},
    "scoping-review": _REVIEWS,
    "narrative-review": _REVIEWS | {"clinical-guideline", "narrative-review", "case-report"},
    "clinical-guideline": _REVIEWS | {"clinical-guideline", "narrative-review"},
    "case-report": frozenset({"case-report", "case-series", "narrative-review"}),
    "study-protocol": frozenset({"study-protocol", "randomised-controlled-trial", "systematic-review"}),
    "randomised-controlled-trial": frozenset(
        "randomised-controlled-trial crossover-trial split-body-trial study-protocol".split()
    ),
    "non-randomised-trial": frozenset(
        "non-randomised-trial quasi-randomised-trial before-after-study crossover-trial split-body-trial".split()
    ),
    "crossover-trial": frozenset({"crossover-trial", "randomised-controlled-trial", "non-randomised-trial"}),
    "expert-opinion": frozenset({"expert-opinion", "narrative-review"}),
}
"""Designs of a text that do not gainsay a type, because they say it more narrowly or are a part of it."""

_LOOSE = frozenset({"case-report", "narrative-review", "expert-opinion"})
"""Types that PubMed also gives to papers of another design; a text that names its design goes before them."""


def designs_of_types(record: Record) -> tuple[ExtractedValue[ConceptId], ...]:
    """The designs that publication types and MeSH headings name, the strongest first."""
    found = [
        *_named(record.publication_types, _OF_TYPE, "publication types", "design/publication-type"),
        *_of_headings(record),
    ]
    unique = {value.value: value for value in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda value: _place_of(value.value.value)))


def _place_of(design: str) -> int:
    return _STRENGTH.index(design) if design in _STRENGTH else len(_STRENGTH)


def _of_headings(record: Record) -> Iterator[ExtractedValue[ConceptId]]:
    if not isinstance(record, IndexedRecord):
        return
    names = [heading.name for heading in record.mesh]
    yield from _named(names, _OF_HEADING, "MeSH headings", "design/mesh-heading")
    if "Animals" in names and "Humans" not in names and "Review" not in record.publication_types:
        yield _named_at("Animals", names.index("Animals"), "animal-experiment", "MeSH headings", "design/mesh-heading")


def _named(names: Iterable[str], designs: dict[str, str], part: str, rule: str) -> Iterator[ExtractedValue[ConceptId]]:
    for index, name in enumerate(names):
        if name in designs:
            yield _named_at(name, index, designs[name], part, rule)


def _named_at(name: str, index: int, design: str, part: str, rule: str) -> ExtractedValue[ConceptId]:
    return ExtractedValue(ConceptId(design), TextPlace(part, index, Span(0, len(name)), name), rule)


def read_design(record: Record, texts: Sequence[SourceText]) -> DesignReading:
    """The design by types and by text, which of them stands, and whether they disagree.

    A type stands, and the text may say it more narrowly. Where they cannot both be so the type stands too, but for the
    types that PubMed gives to papers of other designs as well ("Case Reports", "Review", "Editorial").
    """
    typed, told = designs_of_types(record), designs_of_text(texts)
    if not typed or not told:
        return DesignReading(typed or told, typed, told)
    first, said = typed[0].value.value, {value.value.value for value in told}
    fits = _GOES_WITH.get(first, frozenset()) | {first}
    if said & fits:
        return DesignReading(_merged(typed, told, fits), typed, told)
    words = f"{typed[0].place.part}: {typed[0].place.quote}; text: {told[0].place.quote}"
    decided = _merged(told, typed, said) if first in _LOOSE else typed
    return DesignReading(decided, typed, told, words)


def _merged(
    first: Sequence[ExtractedValue[ConceptId]], then: Sequence[ExtractedValue[ConceptId]], fits: Iterable[str]
) -> tuple[ExtractedValue[ConceptId], ...]:
    """Both, each design once, without what does not fit; the narrower of two goes first."""
    merged = {value.value: value for value in (*first, *(v for v in then if v.value.value in fits))}
    broad = {"narrative-review": 1, "expert-opinion": 2}
    return tuple(sorted(merged.values(), key=lambda value: broad.get(value.value.value, 0)))
