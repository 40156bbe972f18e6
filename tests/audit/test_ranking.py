"""Which sentence of a source is nearest to a claim, with and without vectors, and what the audit does with it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.audit import audit
from kg.audit.ranking import ByWords, Ranker, find_ranker
from kg.audit.rarity import Rarity
from kg.audit.vector_ranking import ByWordsAndVectors
from kg.extraction.passages import Passage, passages_of
from kg.extraction.texts import SourceText
from kg.model import Finding, Outcome, Report
from kg.text.word_vectors import WordVectors
from tests.audit.findings import only, paper
from tests.builders import make_article, make_evidence

ALIKE = ({"fell", "decreased"}, {"itching", "pruritus"}, {"adult", "adults", "people"})
"""Words that the made-up vectors hold for the same; all others are as far from each other as can be."""


class _Cutter:
    """Gives each word a piece of its own, and words that are alike the same one."""

    def __init__(self) -> None:
        self._pieces: dict[str, int] = {}

    def encode(self, word: str, *, add_special_tokens: bool) -> SimpleNamespace:
        assert not add_special_tokens
        name = next((min(group) for group in ALIKE if word in group), word)
        return SimpleNamespace(ids=[self._pieces.setdefault(name, len(self._pieces)) % 256])


def made_up() -> ByWordsAndVectors:
    return ByWordsAndVectors(
        WordVectors("made up", _Cutter(), np.eye(256, dtype=np.float16), np.zeros(256, dtype=np.float32))
    )


def passages(text: str) -> tuple[Passage, ...]:
    return passages_of([SourceText("abstract", text)])


def report_by(ranker: Ranker | None, claim: str, abstract: str) -> Report:
    return audit(make_article(f"{claim}[1]"), make_evidence(paper(abstract)), ranker=ranker)


def addressed(report: Report) -> Finding:
    return only([finding for finding in report.findings if finding.rule == "SUP001"])


TEXT = (
    "We gave calmol to ten adults. Pruritus decreased in most people. Sleep did not change. No adults stopped early. "
    "Calmol is worth testing in larger groups."
)
CLAIM = "Itching fell in most adults."


def test_other_words_for_the_same_are_seen_by_vectors() -> None:
    by_words, by_both = (ranker.rank(CLAIM, passages(TEXT), Rarity())[0].text for ranker in (ByWords(), made_up()))
    assert by_words == "We gave calmol to ten adults."
    assert by_both == "Pruritus decreased in most people."


def test_rare_word_weighs_more_than_one_that_all_sources_hold() -> None:
    text = passages("Calmol is sold widely. Pruritus is common.")
    rarity = Rarity({"calmo": 30}, 30)
    for ranker in (ByWords(), made_up()):
        assert ranker.rank("Calmol pruritus.", text, rarity)[0].text == "Pruritus is common."


@pytest.mark.parametrize("ranker", [ByWords(), made_up(), find_ranker()])
@given(claim=st.text(max_size=80), text=st.text(max_size=300))
def test_every_sentence_is_ranked_once_and_always_alike(ranker: Ranker, claim: str, text: str) -> None:
    given_in = passages(text)
    ranked = ranker.rank(claim, given_in, Rarity())
    assert sorted(ranked, key=given_in.index) == list(given_in)
    assert ranked == ranker.rank(claim, given_in, Rarity())


@pytest.mark.parametrize("ranker", [ByWords(), made_up()])
@pytest.mark.parametrize("claim", ["", "of the", "Zebras yawn."])
def test_sentences_that_are_equally_far_stay_in_the_order_of_the_source(ranker: Ranker, claim: str) -> None:
    assert ranker.rank(claim, passages(TEXT), Rarity()) == passages(TEXT)


@pytest.mark.parametrize(
    ("claim", "outcome", "nearest"),
    [
        (CLAIM, Outcome.PASSED, "Pruritus decreased in most people."),
        ("Itching fell among elderly adult pilots.", Outcome.CANNOT_TELL, "Pruritus decreased in most people."),
    ],
)
def test_nearest_sentence_is_shown_word_for_word_whatever_the_outcome(
    claim: str, outcome: Outcome, nearest: str
) -> None:
    finding = addressed(report_by(made_up(), claim, TEXT))
    assert finding.outcome is outcome
    assert [(passage.text, passage.paraphrase) for passage in finding.source] == [(nearest, False)]


def test_title_is_never_the_nearest_sentence() -> None:
    finding = addressed(report_by(ByWords(), "Calmol for itching is best.", "Sleep was measured. Nobody stopped."))
    assert finding.source[0].text == "Sleep was measured."


def test_way_of_ranking_changes_what_is_shown_and_no_outcome() -> None:
    one, other = (report_by(ranker, CLAIM, TEXT) for ranker in (ByWords(), made_up()))
    assert (one.ranked_by, other.ranked_by) == ("shared words", "shared words and word vectors (made up)")
    assert addressed(one).source != addressed(other).source
    bare = [[replace(finding, source=()) for finding in report.findings] for report in (one, other)]
    assert bare[0] == bare[1]
    assert one.ledger == other.ledger


def test_report_without_a_source_to_rank_names_no_ranking() -> None:
    assert audit(make_article("Itching fell."), make_evidence()).ranked_by == ""


def test_words_alone_are_the_way_where_no_vectors_are_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.text.word_vectors.find_word_vectors", lambda: None)
    assert find_ranker() == ByWords()
    monkeypatch.setattr("kg.audit.ranking.find_spec", lambda _: None)
    assert find_ranker() == ByWords()
    assert report_by(None, "Itching fell in adults.", TEXT).ranked_by == "shared words"
