import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.counts import find_counts
from kg.extraction.participants import find_participants, headline
from kg.extraction.texts import SourceText
from kg.model import Span
from kg.model.extraction import CountRole, CountUnit, ExtractedValue, ParticipantCount

PIECES = """12 twenty 1,000 patients women eyes were randomised enrolled analysed n = ( ) [ ] % of group A placebo and
    to received 13 339 vs . , ; controls each 4/9 two arms completed died Group B sixty-two""".split()


def read(text: str) -> tuple[ExtractedValue[ParticipantCount], ...]:
    return find_participants([SourceText("abstract", text, 0)])


def given_roles(text: str) -> set[tuple[CountRole, int]]:
    return {(each.value.role, each.value.number) for each in read(text)}


@pytest.mark.parametrize(
    ("text", "role", "number"),
    [
        ("Sixty-two patients were randomised to calmol or rest.", CountRole.RANDOMISED, 62),
        ("We randomly assigned 45 consecutive patients with eczema.", CountRole.RANDOMISED, 45),
        ("A total of 1,024 women were enrolled between 2003 and 2005.", CountRole.ENROLLED, 1024),
        ("In all, 13 339 high-risk women were randomised.", CountRole.RANDOMISED, 13339),
        ("Women with eczema (n = 31) were randomised.", CountRole.RANDOMISED, 31),
        ("Of 580 enrolled patients, 551 were evaluable.", CountRole.ENROLLED, 580),
        ("Of 580 enrolled patients, 551 were evaluable.", CountRole.ANALYSED, 551),
        ("Data were available for 119 patients.", CountRole.ANALYSED, 119),
        ("We assessed 300 people for eligibility.", CountRole.SCREENED, 300),
        ("68 (62%) of 109 patients with eczema were recruited.", CountRole.ENROLLED, 68),
        ("A total of 20 men completed the study.", CountRole.COMPLETED, 20),
        ("The trial will randomise 88 adults.", CountRole.PLANNED, 88),
    ],
)
def test_count_has_the_role_that_the_words_around_it_give(text: str, role: CountRole, number: int) -> None:
    assert (role, number) in given_roles(text)


def test_whole_of_a_part_takes_no_role_of_the_part() -> None:
    assert (CountRole.ENROLLED, 109) not in given_roles("68 (62%) of 109 patients with eczema were recruited.")


@pytest.mark.parametrize(
    "text",
    [
        "Nausea occurred in 12 patients.",
        "Fifty-six patients assigned to calmol died during follow-up.",
        "The study ran from 2003 to 2005 at 12 centres.",
        "The control group comprised 20 patients.",
        "Doses of 40 mg were given for 12 weeks.",
    ],
)
def test_what_counts_no_study_is_not_given(text: str) -> None:
    assert headline(read(text)) is None


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("80 adults were randomised to calmol (n = 41) or rest (n = 39).", [41, 39]),
        ("In all, 64 people were analysed (33 calmol, 31 rest) in the trial.", [33, 31]),
        ("Of 397 patients randomised, 198 received calmol and 199 rest.", [198, 199]),
        ("There were 30 patients per group.", [30]),
        ("22 and 21 patients were given calmol and rest, respectively.", [22, 21]),
        ("Eczema healed in 9/94 on calmol vs. 2/86 on placebo.", [94, 86]),
    ],
)
def test_sizes_of_arms(text: str, sizes: list[int]) -> None:
    assert [each.value.number for each in read(text) if each.value.role is CountRole.ARM] == sizes


def test_women_and_men_are_no_arms() -> None:
    found = read("We studied 42 adults, 30 women and 12 men, in two groups.")
    assert [each.value.number for each in found if each.value.role is CountRole.ARM] == []


def test_parts_of_bodies_are_kept_apart_from_people() -> None:
    counts = find_counts("62 eyes of 31 patients", Span(0, 22))
    assert [(count.number, count.unit) for count in counts] == [(62, CountUnit.BODY_PARTS), (31, CountUnit.PEOPLE)]


def test_short_form_that_the_text_defines_counts_people() -> None:
    text = "Breast cancer survivors (BCS) are tired. Two hundred BCS were randomised."
    assert (CountRole.RANDOMISED, 200) in given_roles(text)


@given(st.lists(st.sampled_from(PIECES)).map(" ".join) | st.text())
def test_every_place_is_proven_by_its_characters(text: str) -> None:
    for each in read(text):
        assert each.place.span.of(text) == each.place.quote
        assert each.value.number >= 0


def test_time_grows_with_the_text_and_no_faster() -> None:
    text = "12 of 40 patients (n = 31) were randomised to group A and 9 to group B, " * 400
    assert read(text)  # a pattern that goes back and forth would not end here
