from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.explorer.glossary import explain, read_glossary, render_glossary
from kg.explorer.markup import Element

FORMS = [form for term in read_glossary() for form in term.forms]


def words_of(text: str) -> str:
    """What a text says without its explanations."""
    parts = explain(text)
    return "".join(part if isinstance(part, str) else str(part.children[0]) for part in parts)


@given(st.lists(st.one_of(st.sampled_from(FORMS), st.text(max_size=12)), max_size=6).map(" ".join))
def test_explaining_changes_no_word(text: str) -> None:
    assert words_of(text) == text


def test_longest_form_wins_and_each_word_is_explained_once() -> None:
    found = [
        part
        for part in explain("A randomised controlled trial; a controlled one; a placebo, a PLACEBO.")
        if isinstance(part, Element)
    ]
    assert [part.children[0] for part in found] == ["randomised controlled trial", "controlled", "placebo"]


def test_part_of_a_longer_word_is_no_term() -> None:
    assert explain("uncontrolledly biased") == ["uncontrolledly biased"]


def test_words_that_are_explained_nearby_are_left_alone() -> None:
    told: set[str] = set()
    assert len(explain("a placebo", told)) == 2
    assert explain("a placebo", told) == ["a placebo"]


def test_every_form_leads_to_one_meaning_and_every_meaning_is_plain_and_short() -> None:
    assert len({form.casefold() for form in FORMS}) == len(FORMS)
    for term in read_glossary():
        assert term.means.endswith(".")
        assert len(term.means) < 200
        assert term.means in render_glossary().text
