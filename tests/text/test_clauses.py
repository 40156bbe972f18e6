from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.clauses import split_clauses

PIECES = st.lists(
    st.sampled_from(
        """Zinc lowers fever|and|but|which|, which|, who|because|, as|although|if|when|that|said|the pain|it is|was
        may|not|(|)|;|,| – |--|.|?|or|In a trial of 30 men,|eased|improve|studies show|meaning|however,|ß|1.5|“|"|\n|'t
        """.replace("\n        ", "|").split("|")
    )
).map(" ".join)


def parts(text: str) -> list[str]:
    return [clause.span.of(text) for clause in split_clauses(text)]


def taken_over(text: str) -> list[list[str]]:
    return [[span.of(text) for span in clause.shared] for clause in split_clauses(text)]


@pytest.mark.parametrize(
    "cut",
    [
        ["Zinc shortens colds", "and honey soothes the throat."],
        ["Zinc shortens colds", "but it upsets the stomach."],
        ["Statins lower cholesterol", "whereas fibrates lower triglycerides."],
        ["It was stopped", "because two patients developed a rash."],
        ["Although the trial was small", "it was well controlled."],
        ["The drug was approved", "which surprised many doctors."],
        ["The cream reduced itching", "and improved sleep."],
        ["The cream was tested in children", "and approved for adults."],
        ["The cream can calm the skin", "and reduce redness."],
        ["Reviews suggest that it is safe", "and that it helps most people."],
        ["Some like it", "however, others find it useless."],
        ["It is cheap", "as it contains few ingredients."],
        ["In a trial of 40 women", "the oil eased cramps", "and shortened bleeding."],
        ["For example, in a small study of nine boys", "the syrup was useless."],
        ["Melatonin, which is a hormone", "helps sleep."],
    ],
    ids=lambda cut: cut[0],
)
def test_sentence_is_cut_where_both_sides_state_something(cut: list[str]) -> None:
    text = cut[0]
    for part in cut[1:]:
        text += (" " if part.split()[0] in {"and", "because"} else ", ") + part
    assert parts(text) == cut


def test_semicolon_parts_two_statements() -> None:
    assert parts("Zinc shortens colds; it also upsets the stomach.") == [
        "Zinc shortens colds",
        "it also upsets the stomach.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Zinc or copper may lower pain or shorten colds.",
        "If it itches and the skin is red, stop the cream.",
        "Men who smoke and drink are at risk.",
        "Vitamin D and zinc are good for bones and teeth.",
        "Does it lower pain, and is it safe?",
        "You should wash the wound and cover it with gauze.",
        "The effect of zinc on skin and hair is small.",
        "It causes redness, swelling and pain.",
        "The wound was cleaned and dried.",
        "They secrete hormones and toxic substances that disrupt sleep.",
        "Maybe.",
        "One of the reasons is that it dries and cracks.",
    ],
)
def test_sentence_stays_whole_where_a_part_would_say_nothing_by_itself(text: str) -> None:
    assert parts(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cream was tested in children and approved for adults.", [[], ["The cream was"]]),
        ("The cream reduced itching and improved sleep.", [[], ["The cream"]]),
        ("The cream can calm the skin and reduce redness.", [[], ["The cream can"]]),
        ("Reviews suggest that it is safe and that it helps most.", [[], ["Reviews suggest"]]),
        ("If you smoke, zinc lowers pain and eases cramps.", [[], ["If you smoke, zinc"]]),
        ("Zinc shortens colds and honey soothes the throat.", [[], []]),
        ("In a trial of 40 women, the oil eased cramps.", [[], ["In a trial of 40 women"]]),
    ],
)
def test_part_takes_over_subject_auxiliary_condition_and_study(text: str, expected: list[list[str]]) -> None:
    assert taken_over(text) == expected


def test_relative_clause_hangs_on_the_part_before() -> None:
    text = "The drug lowers fever, which surprised many doctors."
    assert [clause.follows and clause.follows.of(text) for clause in split_clauses(text)] == [
        None,
        "The drug lowers fever",
    ]


def test_verb_phrase_behind_what_is_said_stays_for_it_may_go_with_either_verb() -> None:
    text = "The trial found that zinc lowers fever and was stopped early."
    assert [clause.span.of(text) for clause in split_clauses(text)] == [text]


@given(st.one_of(PIECES, st.text(max_size=300)))
def test_every_letter_and_digit_lies_in_exactly_one_part(text: str) -> None:
    clauses = split_clauses(text)
    counted = [0] * len(text)
    for clause in clauses:
        for at in range(clause.span.start, clause.span.end):
            counted[at] += 1
    assert all(count == 1 for character, count in zip(text, counted, strict=True) if character.isalnum())
    assert max(counted, default=0) <= 1


@given(PIECES)
def test_what_a_part_takes_over_stands_before_it(text: str) -> None:
    for clause in split_clauses(text):
        assert all(shared.end <= clause.span.start for shared in clause.shared)
        assert clause.follows is None or clause.follows.end <= clause.span.start
        assert any(character.isalnum() for character in clause.span.of(text))
