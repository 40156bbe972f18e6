import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction import beside_curated, extract_study
from kg.extraction.study import field_values
from kg.identifiers import ConceptId, Pmid, StudyId
from kg.model import AbstractSection, Grant, IndexedRecord, MeshHeading, Population, Study

METHODS = """Forty-two women aged 18 to 65 years with chronic itching were randomised in Norway, double-blind, to oral
calmol 20 mg twice daily for 12 weeks (n = 21) or placebo (n = 21). Pregnant women were excluded."""
RECORD = IndexedRecord(
    StudyId("pmid-11111111"),
    pmid=Pmid("11111111"),
    title="Calmol for itching: a randomised trial",
    abstract=(AbstractSection("Itching is a nuisance.", "BACKGROUND"), AbstractSection(METHODS, "METHODS")),
    grants=(Grant("G1", "A foundation"),),
    interests_statement="The authors declare none.",
)


def values(record: IndexedRecord = RECORD) -> dict[str, str]:
    return {value.field: value.extracted.value for value in reversed(list(field_values(extract_study(record))))}


def test_who_and_how_are_read_field_by_field() -> None:
    found = values()
    assert found["design"] == "randomised-controlled-trial"
    assert found["population.randomised"] == "42"
    assert (found["population.sex"], found["species"]) == ("female", "Homo sapiens")
    assert found["population.age"] == "aged 18 to 65 years"
    assert (found["population.condition"], found["population.country"]) == ("chronic itching", "Norway")
    assert found["blinding"] == "double-blind"
    assert (found["intervention.dose"], found["intervention.route"]) == ("20 mg", "oral")
    assert (found["intervention.frequency"], found["intervention.duration"]) == ("twice daily", "for 12 weeks")
    assert found["comparator"] == "placebo"
    assert found["criteria.exclusion"] == "Pregnant women were excluded."
    assert (found["funding"], found["interests"]) == ("A foundation", "The authors declare none.")


def test_what_is_not_stated_is_absent() -> None:
    assert values(IndexedRecord(StudyId("pmid-11111111"), title="On itching")) == {}


def one_section(text: str, *, label: str | None = "METHODS", title: str = "On itching") -> dict[str, str]:
    return values(IndexedRecord(StudyId("pmid-11111111"), title=title, abstract=(AbstractSection(text, label),)))


ARMS = "Sleep was better with calmol (n = 81) than with placebo (n = 92) in 173 adults."


def test_arms_of_single_trials_are_none_of_a_review() -> None:
    assert "population.arm" in one_section(ARMS, label="RESULTS")
    review = one_section(ARMS, label="RESULTS", title="Calmol for itching: a systematic review")
    assert "population.arm" not in review
    assert review["population.studied"] == "173"


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Sleep in patients with and without diabetes was compared.", "population.condition", None),
        ("Children (birth through age 17 years) took part.", "population.age", "birth through age 17 years"),
        ("The effectiveness of rest may vary between people.", "intervention.drug", None),
        (
            "The effects of sleep habits may last. The effects of calmol in adults were seen.",
            "intervention.drug",
            "calmol",
        ),
        ("These results are compared with data in the literature.", "comparator", None),
        ("Of 99 infants assessed for eligibility, 40 came.", "criteria.inclusion", None),
    ],
)
def test_words_that_name_something_else_are_no_value(text: str, field: str, value: str | None) -> None:
    assert one_section(text).get(field) == value


def test_results_state_no_criteria() -> None:
    text = "We included two trials of adults."
    assert one_section(text)["criteria.inclusion"] == text
    assert "criteria.inclusion" not in one_section(text, label="MAIN RESULTS")


def test_a_group_is_named_without_the_other_one() -> None:
    text = "Death came to 19 of 101 in the calmol group vs 37 of 111 in the rest group. We randomised 212 infants."
    arms = [value.extracted.value for value in field_values(extract_study(make_record(text))) if "arm" in value.field]
    assert arms == ["101: calmol group", "111: rest group"]


def make_record(text: str) -> IndexedRecord:
    return IndexedRecord(StudyId("pmid-11111111"), abstract=(AbstractSection(text, "RESULTS"),))


def test_every_value_stands_where_it_says() -> None:
    for value in field_values(extract_study(RECORD)):
        place = value.extracted.place
        if place.part == "abstract":
            assert place.index is not None
            assert place.span.of(RECORD.abstract[place.index].text) == place.quote


def test_sex_is_taken_from_the_check_tags_where_the_text_is_silent() -> None:
    record = IndexedRecord(
        StudyId("pmid-1"), title="Itching", mesh=(MeshHeading("D1", "Male"), MeshHeading("D2", "Female"))
    )
    assert values(record)["population.sex"] == "both"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("It helped (p = 1.2).", "a p value of 1.2"),
        ("No one was in this group (n = 0).", "a group of nobody"),
        ("The ratio was 0.5 (95% CI 0.7 to 0.9).", "the interval 0.7 to 0.9 does not hold its estimate 0.5"),
        ("The ratio was 0.8 (95% CI 0.9 to 0.7).", "an interval from 0.9 down to 0.7"),
        ("Forty men were enrolled and 42 were analysed.", "42 analysed of 40 enrolled"),
        ("Forty men were randomised to A (n = 22) or B (n = 21).", "arms of 22 + 21 are more than the 40 enrolled"),
        (
            "Sixty men were divided into three groups: A (n = 40), B (n = 30) and C (n = 30).",
            "groups of 40 + 30 + 30 are not the 60 who were divided",
        ),
        (
            "Sixty men were randomised into two groups: A (n = 28) or B (n = 30).",
            "groups of 28 + 30 are not the 60 who were divided",
        ),
        ("The odds ratio was 0.5 (95% CI 0.7 to 0.9).", "the interval 0.7 to 0.9 does not hold its estimate 0.5"),
    ],
)
def test_figures_that_cannot_be_so_are_told_with_their_place(text: str, problem: str) -> None:
    (found,) = extract_study(dataclasses.replace(RECORD, title=None, abstract=(AbstractSection(text),))).problems
    assert found.what == problem
    assert found.place is not None
    assert found.place.quote in text


@pytest.mark.parametrize(
    "text",
    [
        "It helped (P < 5 × 10-8).",
        "Of 90 men, 60 were randomised into two groups, calmol (n=30) and rest (n=30).",
        "Sixty men were randomised into three groups: A (n = 30) and B (n = 30).",
        "It helped (p = 2.36E-04).",
        "It fell by 2.8% (95% CI -5.4 to -0.1).",
        "It was 14.1 per 100 000 (95% CI 13.3 to 15.0).",
        "The rate was 64.2 ± 3.1 (95% CI 58 to 70).",
        "The risk fell by 17% (95% CI 0.73-0.93).",
    ],
)
def test_figures_in_other_notations_are_no_problems(text: str) -> None:
    assert extract_study(dataclasses.replace(RECORD, title=None, abstract=(AbstractSection(text),))).problems == ()


def test_curated_value_stands_beside_the_extracted_one_that_differs() -> None:
    people = Population(enrolled=40, sex="female")
    study = Study(StudyId("roe-2020"), RECORD, design=ConceptId("randomised-controlled-trial"), population=people)
    differing = [value for value in beside_curated(extract_study(RECORD), study) if value.curated is not None]
    assert [(value.field, value.extracted.value, value.curated) for value in differing] == [
        ("population.randomised", "42", "40")
    ]


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_is_read_without_an_error(title: str, abstract: str) -> None:
    record = IndexedRecord(StudyId("pmid-1"), title=title, abstract=(AbstractSection(abstract),))
    for value in field_values(extract_study(record)):
        assert value.extracted.place.quote == value.extracted.place.span.of(
            {"title": title, "abstract": abstract}[value.extracted.place.part]
        )


@pytest.mark.parametrize("country", ["Bangladesh", "Benin", "Chad", "Korea", "Zimbabwe"])
def test_every_country_is_found_by_its_name(country: str) -> None:
    record = dataclasses.replace(RECORD, abstract=(AbstractSection(f"It was done in {country}.", "METHODS"),))
    assert values(record)["population.country"] == country
