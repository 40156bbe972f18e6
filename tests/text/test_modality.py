import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Span
from kg.text.modality import find_hedges, find_negations, is_negated

PROSE = st.lists(
    st.sampled_from(
        ["not ", "no ", "n't", "can’t ", "may ", "May 3", "can be ", "hair ", ", ", ". ", "but ", "or ", "was "]
    )
).map("".join)


def negates(text: str, words: str) -> bool:
    start = text.index(words)
    return is_negated(text, Span(start, start + len(words)))


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("It may help.", ["may"]),
        ("MIGHT it? It Could.", ["MIGHT", "Could"]),
        ("Perhaps, possibly, probably.", ["Perhaps", "possibly", "probably"]),
        ("Studies suggest that it seems and appears to work.", ["suggest", "seems", "appears"]),
        ("It suggests a likely link.", ["suggests", "likely"]),
        ("It is suspected, believed and thought to help.", ["suspected", "believed", "thought to"]),
        ("It is said to help; it tends to.", ["is said", "tends to"]),
        ("A potential cause, potentially.", ["potential", "potentially"]),
        ("Some users claim more.", ["Some users claim"]),
        ("Some users report more; it was anecdotally reported.", []),
        ("In all likelihood it is not necessarily bad.", ["In all likelihood", "not necessarily"]),
        ("In our opinion it generally works.", ["In our opinion", "generally"]),
        ("It’s our opinion.", ["It’s our opinion"]),
        ("Too much can be a problem.", ["can be"]),
        ("Too much can sometimes have effects.", ["can sometimes have"]),
        ("The bulb can be seen and can often be felt.", []),
        ("You can run. You cannot hide.", []),
        ("Mayonnaise in May 2017, May 3 and since May.", []),
        ("May it help?", ["May"]),
        ("It appears in the scalp.", []),
        ("About nine, approximately ten.", []),
        ("An unlikely, unknown cause.", ["unlikely", "unknown"]),
    ],
)
def test_find_hedges_finds_the_softening_words(text: str, hedges: list[str]) -> None:
    assert [cue.text for cue in find_hedges(text)] == hedges


@pytest.mark.parametrize(
    ("text", "negations"),
    [
        ("It does not help.", ["not"]),
        ("It doesn't, can’t and won’t.", ["doesn't", "can’t", "won’t"]),
        ("No one knew, none saw, nobody spoke.", ["No one", "none", "nobody"]),
        ("Neither this nor that.", ["Neither", "nor"]),
        ("It cannot and never did.", ["cannot", "never"]),
        ("It lacks proof, for lack of trials.", ["lacks", "lack of"]),
        ("It failed to grow, in the absence of light, without pain.", ["failed to", "absence of", "without"]),
        ("It no longer grows.", ["no longer"]),
        ("Not only this, no doubt.", []),
        ("It is not necessarily bad.", []),
        ("Whether or not it grows.", []),
        ("Without a doubt, no matter what.", []),
        ("A notable knot of nocturnal notes.", []),
        ("See No. 3.", []),
    ],
)
def test_find_negations_finds_the_negating_words(text: str, negations: list[str]) -> None:
    assert [cue.text for cue in find_negations(text)] == negations


@pytest.mark.parametrize(
    ("text", "words", "negated"),
    [
        ("It did not reduce pain.", "pain", True),
        ("It reduced pain.", "pain", False),
        ("There was no redness, pain or itching.", "itching", True),
        ("Men who did not respond, women who did.", "women", False),
        ("It did not hurt but reduced pain.", "pain", False),
        ("It did not hurt. Pain came.", "Pain", False),
        ("It did not hurt; pain came.", "pain", False),
        ("Not only pain came.", "pain", False),
        ("Whether or not pain came, it grew.", "pain", False),
        ("Shedding was not seen.", "Shedding", True),
        ("Shedding wasn’t seen.", "Shedding", True),
        ("Shedding of hair has not been seen.", "Shedding", True),
        ("Shedding was not only seen but feared.", "Shedding", False),
        ("Shedding ended. Pain was not seen.", "Shedding", False),
        ("It grew without any new shedding.", "shedding", True),
        ("It should never lead to a loss of density.", "density", True),
        ("Not one two three four five six seven eight nine pain.", "pain", False),
    ],
)
def test_is_negated_reaches_within_the_clause(text: str, words: str, negated: bool) -> None:
    assert negates(text, words) is negated


@given(st.text() | PROSE)
def test_cues_are_where_they_say_and_in_order(text: str) -> None:
    for cues in (find_hedges(text), find_negations(text)):
        assert all(cue.text == cue.span.of(text) != "" for cue in cues)
        assert list(cues) == sorted(cues, key=lambda cue: cue.span)


@given(PROSE, st.integers(0, 80), st.integers(0, 20))
def test_is_negated_is_false_where_no_negation_stands(text: str, start: int, length: int) -> None:
    span = Span(start, start + length)
    if is_negated(text, span):
        assert find_negations(text)


@pytest.mark.parametrize("piece", ["not ", "n't", "a", "may ", "can also ", " ", "no\n", "it is our "], ids=repr)
def test_cues_are_found_in_hostile_text(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    cues = [*find_hedges(text), *find_negations(text)]
    assert all(0 <= cue.span.start < cue.span.end <= len(text) for cue in cues)
    assert is_negated(text, Span(len(text) - 2, len(text) - 1)) <= bool(find_negations(text))
