"""Which things a sentence says that some people got and others got instead."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.alternatives import find_alternatives


def told(text: str) -> list[str]:
    return [span.of(text) for span in find_alternatives(text)]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Ninety adults were randomly assigned to receive either zinc (20 mg) or vitamin C.", ["zinc", "vitamin C"]),
        ("Children were randomised to oral honey versus cough syrup for a week.", ["oral honey", "cough syrup"]),
        ("Women were allocated to yoga, swimming or usual care.", ["yoga", "swimming", "usual care"]),
        ("They were divided into two groups: zinc tablets and copper tablets.", ["zinc tablets", "copper tablets"]),
        ("We compared the effects of yoga with stretching in older women.", ["yoga", "stretching"]),
        ("This trial compares a soft brush and a hard brush.", ["soft brush", "hard brush"]),
    ],
)
def test_things_given_to_one_group_or_another_are_found(text: str, things: list[str]) -> None:
    assert told(text) == things


@pytest.mark.parametrize(
    "text",
    [
        "Pain fell by a half compared with placebo.",
        "Ninety adults were randomly assigned to zinc.",
        "Zinc or copper may help.",
        "We compared.",
    ],
)
def test_no_alternatives_where_none_are_told_apart(text: str) -> None:
    assert told(text) == []


@given(st.text(max_size=200), st.sampled_from(["were randomised to ", "we compared ", "divided into two groups: "]))
def test_any_text_is_read_and_what_is_found_stands_in_it_in_order(text: str, lead: str) -> None:
    sentence = lead + text
    spans = find_alternatives(sentence)
    assert all(span.of(sentence).strip() == span.of(sentence) != "" for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
