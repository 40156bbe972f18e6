"""Ages, blinding, co-interventions and species: closed values where the text tells, and nothing where it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.study_draft import format_draft
from kg.extraction import extract_study
from kg.extraction.study import field_values
from kg.identifiers import StudyId
from kg.model import AbstractSection, IndexedRecord, MeshHeading
from kg.model.study import AgeGroup, Blinding
from tests.builders import VOCABULARY


def make_record(text: str, title: str = "A trial", mesh: tuple[str, ...] = ()) -> IndexedRecord:
    headings = tuple(MeshHeading(f"D{number}", name) for number, name in enumerate(mesh))
    return IndexedRecord(StudyId("a"), title=title, abstract=(AbstractSection(text),), mesh=headings)


def values(record: IndexedRecord, field: str) -> list[str]:
    return [value.extracted.value for value in field_values(extract_study(record)) if value.field == field]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Forty children took part.", ["children"]),
        ("Forty older adults took part.", ["elderly"]),
        ("Forty patients took part.", []),
    ],
)
def test_age_groups_are_those_that_are_counted_by_name(text: str, groups: list[str]) -> None:
    assert values(make_record(text), "population.age_group") == groups


def test_age_groups_of_the_title_are_added() -> None:
    record = make_record("Forty children took part.", title="Calmol in adolescents and adults")
    assert values(record, "population.age_group") == ["children", "adolescents", "adults"]


def test_age_groups_come_from_the_check_tags_only_where_the_text_is_silent() -> None:
    tags = ("Adult", "Middle Aged", "Aged", "Humans")
    assert values(make_record("It helped.", mesh=tags), "population.age_group") == ["adults", "elderly"]
    assert values(make_record("Forty boys took part.", mesh=tags), "population.age_group") == [
        "children",
        "adolescents",
    ]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Their mean age was 41.5 years.", "age_mean", "41.5 years"),
        ("Their mean (SD) age was 41.5 (9.2) years.", "age_mean", "41.5 years"),
        ("The mean age was 41.5 ± 9.2 years.", "age_mean", "41.5 ± 9.2 years"),
        ("The median age was 7 months.", "age_median", "7 months"),
        ("The mean age was 41.", "age_mean", "41"),
        ("Women aged 18-65 years took part.", "age_range", "18 to 65 years"),
        ("Women aged 18 years or older took part.", "age_range", "18 years or older"),
        ("People aged over 70 years took part.", "age_range", "over 70 years"),
        ("Infants aged under 6 months took part.", "age_range", "under 6 months"),
    ],
)
def test_means_and_ranges_have_the_printed_unit(text: str, field: str, value: str) -> None:
    assert values(make_record(text), f"population.{field}") == [value]


@pytest.mark.parametrize("text", ["A woman aged 40 years.", "It took 18 to 65 days.", "The average wage was 41."])
def test_no_range_or_mean_is_made_of_other_numbers(text: str) -> None:
    fields = {value.field for value in field_values(extract_study(make_record(text)))}
    assert not fields & {"population.age_range", "population.age_mean"}


@given(low=st.integers(1, 49), width=st.integers(1, 50), unit=st.sampled_from(["years", "months"]))
def test_any_range_is_read_with_its_ends_and_unit(low: int, width: int, unit: str) -> None:
    record = make_record(f"Patients aged {low} to {low + width} {unit} were enrolled.")
    assert values(record, "population.age_range") == [f"{low} to {low + width} {unit}"]


@pytest.mark.parametrize(
    ("text", "blinding"),
    [
        ("A double-blind trial.", Blinding.DOUBLE),
        ("A triple-masked trial.", Blinding.TRIPLE),
        ("A single blinded trial.", Blinding.SINGLE),
        ("A quadruple-blind trial.", Blinding.QUADRUPLE),
        ("An open-label trial.", Blinding.OPEN),
        ("An assessor-blinded trial.", Blinding.ASSESSOR),
        ("It was rated by blinded observers.", Blinding.ASSESSOR),
        ("Outcome assessors were masked to allocation.", Blinding.ASSESSOR),
    ],
)
def test_blinding_is_a_closed_value_with_the_words_as_its_place(text: str, blinding: Blinding) -> None:
    (found,) = (value for value in field_values(extract_study(make_record(text))) if value.field == "blinding")
    assert found.extracted.value == blinding
    assert found.extracted.place.quote in text


@pytest.mark.parametrize("text", ["The trial was not double-blind.", "A trial.", "Blindness was rare."])
def test_silence_and_denial_give_no_blinding(text: str) -> None:
    assert values(make_record(text), "blinding") == []


def test_words_that_do_not_tell_who_was_blinded_are_no_closed_value() -> None:
    record = make_record("Staff were blinded to the arm.")
    assert values(record, "blinding") == []
    assert values(record, "blinding.words") == ["were blinded to"]


@pytest.mark.parametrize(
    ("text", "given_too"),
    [
        ("Both groups received oral iron for 8 weeks.", "oral iron"),
        ("All patients also received compression stockings.", "compression stockings"),
        ("They had calmol on a background of metformin.", "metformin"),
        ("Calmol in addition to usual care was compared with usual care.", "usual care"),
    ],
)
def test_a_co_intervention_is_what_every_arm_was_given(text: str, given_too: str) -> None:
    assert values(make_record(text), "intervention.co_intervention") == [given_too]


@pytest.mark.parametrize(
    "text", ["All patients received calmol.", "Both groups received either calmol or placebo.", "Both groups improved."]
)
def test_what_is_compared_is_no_co_intervention(text: str) -> None:
    assert values(make_record(text), "intervention.co_intervention") == []


def test_species_comes_from_the_check_tags_where_the_text_names_none() -> None:
    assert values(make_record("It grew.", mesh=("Mice",)), "species") == ["Mus musculus"]


def test_draft_holds_the_closed_values() -> None:
    text = "Forty older adults were randomised, double-blind. Both groups received oral iron for 8 weeks."
    draft = format_draft(make_record(text), VOCABULARY)
    assert "blinding: double-blind" in draft
    assert "age_groups: [elderly]" in draft
    assert "co_intervention: oral iron" in draft


@given(st.text(max_size=200))
def test_any_text_gives_closed_values_or_none(text: str) -> None:
    record = make_record(text)
    assert set(values(record, "blinding")) <= {str(each) for each in Blinding}
    assert set(values(record, "population.age_group")) <= {str(each) for each in AgeGroup}
