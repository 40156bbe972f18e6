"""Patterns that are tried only at some words find what the regular expression finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.text.cues import CuePattern, RankedCues, WordStarts, openings

PATTERN = (
    r"\b(?:in(?:deed)?|un?likely|cures?(?! for)|[oa]dd \w+|too much|\d+\s?%)|(?<![\w-])(?:of (?:the|an?) kind|s)\b"
)
WORDS = st.sampled_from(
    """in indeed Indeed INto unlikely ulikely cure cures cure for odd one add up too much 5 50% 12 % of the kind of a
    kind s it's İn ſ ínto zinc-in a_in - – “ ( ) , .""".split(" ")
)
TEXTS = st.lists(WORDS | st.text(max_size=4), max_size=12).map(" ".join)


@given(TEXTS)
@example("İn ſ Kelvin: add İt")
def test_places_found_are_those_of_the_regular_expression(text: str) -> None:
    expected = [match.span() for match in re.finditer(PATTERN, text, re.IGNORECASE)]
    found = CuePattern(PATTERN)
    assert [match.span() for match in found.finditer(text)] == expected
    first = found.search(text)
    assert (first.span() if first else None) == (expected[0] if expected else None)


@given(TEXTS.map(str.lower))
def test_best_group_is_the_first_that_matches_anywhere(text: str) -> None:
    groups = [[r"cures? for", r"\w+ing\b"], ["in(?:deed)?", "too much|[oa]dd"], [r"\d+%"]]
    matching = [rank for rank, cues in enumerate(groups) if re.search(rf"\b(?:{'|'.join(cues)})", text)]
    assert RankedCues(groups).best_in(text) == min(matching, default=None)


@pytest.mark.parametrize(
    ("cue", "letters"),
    [
        ("colou?r", {"colo"}),
        ("hair|scalp", {"hair", "scal"}),
        ("a(?:n|ny)? idea", {"a ", "an ", "any "}),
        ("(?:re)*do", {"do", "re"}),
        (r"we[’']ll", {"we "}),
        (r"x\d", {"x"}),
        (r"\d+ mg", {"#"}),
        (r"[^x]y", set()),
        (".*", set()),
        ("(?:maybe )?", set()),
        (r"no(?!\b| doubt)", {"no"}),
    ],
)
def test_openings_are_what_the_cue_can_begin_with(cue: str, letters: set[str]) -> None:
    assert openings(cue) == letters


@pytest.mark.parametrize("pattern", ["effect", r"\b\w+ing", r"\beffect|cause"])
def test_pattern_that_may_begin_within_a_word_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="does not begin with words"):
        CuePattern(pattern)


def test_bracket_that_is_never_closed_is_told() -> None:
    with pytest.raises(ValueError, match="never closed"):
        openings("in(deed")


def test_figures_count_as_one_word() -> None:
    assert WordStarts(openings(r"\d")).of("1 of 12, b3 and 4th") == [0, 5, 16]


def test_text_that_was_asked_before_is_read_again_for_a_new_cue() -> None:
    text = "quixotic windmills"
    assert CuePattern(r"\bwindm\w+").search(text) is not None
    assert CuePattern(r"\bquix\w+").search(text) is not None


def test_cues_of_a_long_text_are_found() -> None:
    text = "plain words " * 400 + "windmills"
    assert [match.start() for match in CuePattern(r"\bwindm\w+").finditer(text)] == [4_800]
