"""The groups of people and animals that a text names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.groups import GroupAxis, GroupMention, find_groups


def on(axis: GroupAxis, text: str) -> list[GroupMention]:
    return [each for each in find_groups(text) if each.axis is axis]


def years_of(text: str) -> tuple[float, float] | None:
    return next((each.years for each in on(GroupAxis.AGE, text) if not each.is_implied), None)


@given(st.text(max_size=120))
def test_any_text_is_read_and_every_mention_stands_where_it_says(text: str) -> None:
    for mention in find_groups(text):
        assert mention.span.of(text) == mention.text


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("aged 18 to 74 years", (18, 74)),
        ("women (age, 28-84 years)", (28, 84)),
        ("age range 43–61 yrs", (43, 61)),
        ("aged 6 to 24 months", (0.5, 2)),
        ("aged ≥65 years", (65, 120)),
        ("50 years of age or older", (50, 120)),
        ("18-year-old or younger", None),
    ],
)
def test_ages_in_figures_are_spans_of_years(text: str, years: tuple[float, float] | None) -> None:
    assert years_of(text) == years


def test_older_adults_are_not_read_as_all_adults() -> None:
    assert [each.text for each in on(GroupAxis.AGE, "in older adults")] == ["older adults"]


def test_an_individual_can_be_elderly_and_adult_but_not_newborn_and_at_school() -> None:
    (elderly,), (adult,) = on(GroupAxis.AGE, "the elderly"), on(GroupAxis.AGE, "an adult")
    (newborn,), (pupil,) = on(GroupAxis.AGE, "neonates"), on(GroupAxis.AGE, "schoolchildren")
    assert elderly.agrees(adult)
    assert not newborn.agrees(pupil)


def test_a_rodent_can_be_a_rat_and_no_animal_is_human() -> None:
    (rodents,), (rats,) = on(GroupAxis.SPECIES, "rodents"), on(GroupAxis.SPECIES, "rats")
    (animals,), (people,) = on(GroupAxis.SPECIES, "animals"), on(GroupAxis.SPECIES, "people")
    assert rodents.agrees(rats)
    assert animals.agrees(rats)
    assert not animals.agrees(people)


def test_words_that_only_contain_a_group_name_none() -> None:
    assert find_groups("fish oil") == ()
    assert [each.group for each in on(GroupAxis.SPECIES, "guinea pigs and non-human primates")] == [
        "guinea pigs",
        "monkeys",
    ]


def test_tissue_of_humans_and_organs_of_one_sex_are_implied_only() -> None:
    assert all(each.is_implied for each in on(GroupAxis.SPECIES, "human keratinocytes"))
    assert [(each.group, each.is_implied) for each in on(GroupAxis.SEX, "prostate tissue")] == [("males", True)]


def test_a_share_of_one_sex_implies_the_other() -> None:
    assert {each.group for each in on(GroupAxis.SEX, "64% were male")} == {"males", "females"}
    assert {each.group for each in on(GroupAxis.SEX, "all were male")} == {"males"}
