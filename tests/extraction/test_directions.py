"""Words of change, and denials of it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.directions import find_cues, without_brackets
from kg.extraction.polarity import polarity_of


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Pain was lower", ["less"]),
        ("Zinc reduced pain", ["less"]),
        ("a significantly higher rate", ["more"]),
        ("Sleep improved", ["better"]),
        ("Zinc was inferior", ["worse"]),
        ("Groups differed", ["different"]),
        ("no significant difference", ["same"]),
        ("Pain did not change", ["same"]),
        ("Pain did not differ", ["same"]),
        ("Zinc failed to reduce pain", ["same"]),
        ("Pain was similar", ["same"]),
        ("a non-significant fall", ["same", "less"]),
        ("There were no between‐group differences", ["same"]),
        ("not only higher but longer", ["more", "more"]),
        ("in more than 50 women", []),
        ("levels higher than normal", []),
        ("zinc twice daily", []),
        ("at least in part", []),
        ("at most three times", []),
        ("most had least pain", ["more", "less"]),
    ],
)
def test_kind_of_change(text: str, kinds: list[str]) -> None:
    assert [cue.kind.value for cue in find_cues(without_brackets(text))] == kinds


def test_a_cue_tells_whether_it_speaks_of_chance_and_compares() -> None:
    (cue,) = find_cues("it was significantly lower")
    assert (cue.is_significant, cue.is_comparative) == (True, True)
    (cue,) = find_cues("it decreased")
    assert (cue.is_significant, cue.is_comparative) == (None, False)


@given(st.text(max_size=200))
def test_cues_are_in_order_and_never_overlap(text: str) -> None:
    cues = find_cues(text)
    assert all(one.span.end <= other.span.start for one, other in itertools.pairwise(cues))
    assert all(cue.span.of(text) == cue.text for cue in cues)


@given(st.text(max_size=200))
def test_blanking_keeps_every_place(text: str) -> None:
    assert len(without_brackets(text)) == len(text)


@pytest.mark.parametrize(
    ("outcome", "polarity"),
    [
        ("mortality", -1),
        ("length of stay", -1),
        ("survival", 1),
        ("recovery time", -1),
        ("recovery", 1),
        ("zinc", None),
    ],
)
def test_polarity_of_an_outcome(outcome: str, polarity: int | None) -> None:
    assert polarity_of(outcome) == polarity
