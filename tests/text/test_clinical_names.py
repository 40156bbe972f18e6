"""The conditions, therapies, outcomes and controls that a text names."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.clinical_names import ClinicalKind, find_clinical_names, is_within
from kg.text.controls import Control, find_controls


def keys(text: str, kind: ClinicalKind) -> list[str]:
    return [name.key for name in find_clinical_names(text) if name.kind is kind and not name.is_class]


@given(st.text(max_size=120))
def test_any_text_is_read_and_names_do_not_overlap(text: str) -> None:
    names = find_clinical_names(text)
    assert all(name.span.of(text) == name.text for name in names)
    assert all(one.span.end <= other.span.start for one, other in pairwise(names))


@given(st.text(max_size=120))
def test_any_text_is_read_for_controls(text: str) -> None:
    assert all(each.span.of(text) == each.text for each in find_controls(text))


@pytest.mark.parametrize("text", ["high blood pressure", "Hypertension", "hypertensive"])
def test_names_of_one_condition_have_one_key(text: str) -> None:
    assert keys(text, ClinicalKind.CONDITION) == ["hypertension"]


def test_short_forms_count_in_capitals_only() -> None:
    assert keys("after MI", ClinicalKind.CONDITION) == ["myocardial infarction"]
    assert keys("mi casa", ClinicalKind.CONDITION) == []


def test_a_brand_is_its_drug_and_an_unlisted_drug_is_told_by_its_ending() -> None:
    assert keys("Herceptin or calmotinib", ClinicalKind.THERAPY) == ["trastuzumab", "calmotinib"]


def test_the_site_sets_a_cancer_apart_and_the_bare_word_does_not() -> None:
    assert keys("salivary cancer", ClinicalKind.CONDITION) == ["salivary cancer"]
    assert keys("severe cancer, cancers", ClinicalKind.CONDITION) == []


def test_words_that_end_like_conditions_are_none() -> None:
    assert keys("diagnosis, prognosis, apoptosis and phagocytosis", ClinicalKind.CONDITION) == []


def test_a_type_lies_within_its_disease_but_types_are_not_one() -> None:
    assert is_within("type 2 diabetes", "diabetes")
    assert not is_within("diabetes", "type 2 diabetes")
    assert not is_within("type 1 diabetes", "type 2 diabetes")


def test_controls_are_told_apart() -> None:
    found = find_controls("Sham, treatment as usual, a waiting list or no additional treatment")
    assert [each.kind for each in found] == [Control.DUMMY, Control.USUAL_CARE, Control.NOTHING, Control.NOTHING]
