from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.sentences import split_sentences

ARTICLE = Path(__file__).resolve().parents[3] / "shared/corpus/article/microneedling-shedding.txt"
SENTENCE_LIKE = st.lists(
    st.sampled_from([*'abAB19 .!?…\n\t"”’()[]ß', "et al.", "Dr. ", ".[1]", ".1,2 ", ". The ", "\n\n", "p = .04"])
).map("".join)


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Hair sheds.", "Then it grows."],
        ["Smith et al. found it.", "Others did not."],
        ["Dr. Jones saw it, vs. none before."],
        ["Mild (i.e., light) and firm (e.g. deep) needling."],
        ["See Fig. 2 and Figs. 3 to 4.", "It is clear."],
        ["It grew by 0.5 mm (p = .04).", "That is little."],
        ["Arm No. 3 was lost."],
        ["The answer is no.", "It never was."],
        ["It stood in J Am Acad Dermatol. 1993 May;28:755-63."],
        ["He said “stop.”", "Then he left."],
        ["(It worked.)", "Next came more."],
        ["See the review (Smith et al.) Microneedling was new."],
        ["Is it safe?", "Yes!", "Really…", "Good."],
        ["“Is it safe?” she asked."],
        ["They saw it in the study.[1]", "However, few did."],
        ["They saw it in the study.[1,2]", "However, few did."],
        ["They had symptoms.1,2", "However, few did."],
        ["They had symptoms.¹", "However, few did."],
        ["1. Take the first.", "2. Leave the rest."],
        ["We need vitamin C.", "The rest we do not."],
        ["J. Smith and K. L. Jones wrote it."],
        ["It begins at 5 p.m. sharp.", "They take pills, oils, etc.", "The rest is known."],
        ["One line\nruns on.", "Another\nfollows."],
        ["A heading", "A paragraph"],
    ],
    ids=lambda parts: parts[0],
)
def test_split_sentences_cuts_where_a_reader_would(parts: list[str]) -> None:
    joint = "\n\n" if parts[0] == "A heading" else " "
    assert sentences(joint.join(parts)) == parts


def test_split_sentences_cuts_behind_a_mark_glued_to_the_next_sentence() -> None:
    assert sentences("It grew.[1]However, it fell.") == ["It grew.[1]", "However, it fell."]


def test_split_sentences_keeps_repeated_sentences_apart() -> None:
    text = "It grew. It grew. It grew."
    assert [(span.start, span.end) for span in split_sentences(text)] == [(0, 8), (9, 17), (18, 26)]


@pytest.mark.parametrize("text", ["", " ", "\n\n \t"])
def test_split_sentences_finds_none_in_blank_text(text: str) -> None:
    assert split_sentences(text) == ()


@given(st.text() | SENTENCE_LIKE)
def test_split_sentences_covers_every_character_but_space_once_and_in_order(text: str) -> None:
    spans = split_sentences(text)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    covered = {at for span in spans for at in range(span.start, span.end)}
    assert {at for at, character in enumerate(text) if not character.isspace()} <= covered
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)


@pytest.mark.parametrize(
    "piece", [".", ". ", ".)", "A. ", "et al. ", "(", "[1", ".[1]", "1,", "\n", "\n ", ".\n\n", "…“", "é"], ids=repr
)
def test_split_sentences_gets_through_hostile_text(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    spans = split_sentences(text)
    assert sum(len("".join(span.of(text).split())) for span in spans) == len("".join(text.split()))


@pytest.mark.corpus
def test_split_sentences_of_an_article_are_of_readable_length() -> None:
    lines = ARTICLE.read_text(encoding="utf-8").splitlines()
    found = [sentence for line in lines for sentence in sentences(line)]
    assert 150 < len(found) < 200
    assert max(map(len, found)) < 500
    assert sum(sentence.endswith((".", "?", "!", "”", ")", "…")) for sentence in found) / len(found) > 0.8
