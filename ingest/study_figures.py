"""Figures of a study file that cannot be so: told with file, line and field, kept as they stand, never mended.

A paper can print such a figure, and a person can mistype one. Which of the two it is, the program cannot know; so the
study is taken in with it, and everybody is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Fact, Population, Study, Vocabulary
from kg.text.dimensions import measure_of_words

__all__ = ["FigureProblem", "iter_figure_problems", "iter_size_problems"]

_PLAIN_P = re.compile(r"[<>=≤≥]?\s*([0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_ARMS = re.compile(r"\d{1,9}(?:\s*(?:vs\.?|versus|/|\+|,|and)\s*\d{1,9})+")

FigureProblem = tuple[str, str]
"""What cannot be so, and in which field."""


def iter_figure_problems(study: Study, vocabulary: Vocabulary) -> Iterator[FigureProblem]:
    """Each figure that cannot be so, in the order of the study's fields.

    Nobody in a group; a part that is more than its whole; arms that hold more people than were enrolled; a p value
    outside 0 to 1; an interval whose ends are crossed or that misses its estimate; a unit that measures something else
    than the fact's concept is measured in.
    """
    if study.population is not None:
        yield from _of_people(study.population)
    for number, fact in enumerate(study.facts):
        where = f"facts[{number}]"
        plain = _PLAIN_P.fullmatch(fact.p) if fact.p else None
        if plain and float(plain.group(1)) > 1:
            yield f"{fact.p} is not a probability", f"{where}.p"
        yield from ((what, f"{where}.{field}") for what, field in iter_size_problems(fact))
        yield from ((what, f"{where}.n") for what in _of_arms(fact, study.population))
        yield from ((what, f"{where}.unit") for what in _of_unit(fact, vocabulary))


def _of_people(people: Population) -> Iterator[FigureProblem]:
    for name in ("enrolled", "analysed", "studies"):
        if getattr(people, name) == 0:
            yield f"0 {name}", f"population.{name}"
    for part, whole in (("analysed", "enrolled"), ("enrolled", "invited"), ("studies_pooled", "studies")):
        fewer, more = getattr(people, part), getattr(people, whole)
        if fewer is not None and more and fewer > more:
            yield f"{fewer} {part} is more than {more} {whole}", f"population.{part}"


def iter_size_problems(fact: Fact) -> Iterator[FigureProblem]:
    """What cannot be so among the size, interval and p value of one fact, each with its field."""
    low, high = fact.interval_low, fact.interval_high
    if fact.p_value is not None and not 0 <= fact.p_value <= 1:
        yield f"{fact.p_value} is not a probability", "p_value"
    if low is not None and high is not None and low > high:
        yield f"the interval's lower end {low} is above its upper end {high}", "interval_low"
    elif fact.size is not None and ((low is not None and fact.size < low) or (high is not None and fact.size > high)):
        yield f"the size {fact.size} lies outside its interval", "size"


def _of_arms(fact: Fact, people: Population | None) -> Iterator[str]:
    """Sizes of arms, written side by side ("40 vs 38"), against the people who took part."""
    arms = _ARMS.fullmatch(fact.n.strip()) if fact.n else None
    if arms is None:
        return
    sizes = [int(size) for size in re.findall(r"\d+", arms.group())]
    if 0 in sizes:
        yield f"an arm of nobody ({fact.n})"
    if people is not None and people.enrolled is not None and sum(sizes) > people.enrolled:
        yield f"arms of {' + '.join(map(str, sizes))} are more than the {people.enrolled} enrolled"


def _of_unit(fact: Fact, vocabulary: Vocabulary) -> Iterator[str]:
    """A unit that no unit of the concept converts to; a share in per cent goes with every concept."""
    concept = vocabulary.find(fact.concept) if fact.concept is not None else None
    found = measure_of_words(fact.unit) if fact.unit is not None else None
    known = [each for unit in concept.units if (each := measure_of_words(unit)) is not None] if concept else []
    if concept is None or found is None or not known:
        return
    if (found.dimension, found.per) not in {(each.dimension, each.per) for each in known}:
        yield f"the unit {fact.unit} does not match {concept.id}, told in {', '.join(concept.units)}"
