from __future__ import annotations

import pytest

from kg.audit.case import Case
from kg.audit.positions import positions_of
from kg.conflicts import find_conflicts
from kg.export import conflicts_text
from kg.model.position import Conflict, PlacedPosition
from tests.builders import make_article, make_evidence


def conflicts(**bodies: str) -> tuple[Conflict, ...]:
    cases = {name: Case(make_article(body), make_evidence()) for name, body in bodies.items()}
    return find_conflicts(
        PlacedPosition(name, position) for name, case in cases.items() for position in positions_of(case)
    )


def test_two_articles_that_say_opposite_things_contradict_each_other() -> None:
    (found,) = conflicts(one="Calmol improves sleep in adults.", two="Calmol does not change sleep in adults.")
    assert [(each.source, each.position.answer) for each in found.positions] == [
        ("one", "benefit"),
        ("two", "no effect"),
    ]
    assert not found.possible


def test_a_hedged_side_makes_it_possible_only() -> None:
    (found,) = conflicts(one="Calmol may improve sleep.", two="Calmol does not change sleep.")
    assert found.possible
    assert "possible contradiction on calmol, sleep" in conflicts_text.to_text([found])
    assert "(hedged)" in conflicts_text.to_text([found])


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Calmol improves sleep.", "Calmol improves sleep."),
        ("Calmol improves sleep.", "Rest does not change sleep."),
        ("Calmol improves sleep.", "Calmol does not change itching."),
        ("Calmol improves sleep in women.", "Calmol does not change sleep in men."),
        ("Calmol improves sleep.\n\nCalmol does not change sleep.", "Nothing is said."),
    ],
)
def test_other_therapies_outcomes_or_people_and_one_article_alone_are_no_contradiction(one: str, two: str) -> None:
    assert conflicts(one=one, two=two) == ()


def test_many_sentences_on_one_side_are_counted() -> None:
    many = {f"a{number}": "Calmol improves sleep." for number in range(7)}
    text = conflicts_text.to_text(conflicts(**many, last="Calmol does not change sleep."))
    assert "7 tell of a benefit" in text
    assert "and 2 sentences more" in text
