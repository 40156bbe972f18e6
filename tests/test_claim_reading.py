"""The bars of claim reading, and that they can fail."""

from __future__ import annotations

import pytest

from bench.claim_reading import CORPUS, LAST_MARKS, LATER_MARKS, MARKS, marked_sentences, measure, read_file, words_hash
from bench.figures import Figure
from ingest.curated import read_vocabulary


@pytest.mark.corpus
def test_every_figure_meets_its_goal() -> None:
    figures: list[Figure] = [figure for figure in measure() if figure.goal and figure.unit != "s"]
    assert len(figures) == 11
    assert [figure.name for figure in figures if figure.verdict == "short"] == []


def test_marks_are_150_sentences_each_marked_twice_without_its_words() -> None:
    marks = marked_sentences()
    assert len(marks) == 150
    assert len({(marked.article, marked.sha256) for marked in marks}) == 150
    assert any(marked.claims != marked.first_claims for marked in marks)
    assert max(map(len, MARKS.read_text(encoding="utf-8").splitlines())) < 140


def test_last_marks_are_of_sentences_that_no_other_list_holds() -> None:
    last = {marked.sha256 for marked in marked_sentences(LAST_MARKS)}
    assert len(last) == 40
    assert not last & {marked.sha256 for path in (MARKS, LATER_MARKS) for marked in marked_sentences(path)}


@pytest.mark.corpus
def test_marked_words_are_found_again_whatever_their_case_and_spacing() -> None:
    vocabulary = read_vocabulary(MARKS.parents[2] / "data" / "vocabulary.yaml")
    article = read_file(CORPUS / "lay" / "26-riamedinfo-acne.md", vocabulary)
    known = {marked.sha256 for marked in marked_sentences()}
    assert {words_hash(f"  {sentence.text.upper()}\n") for sentence in article.sentences} & known
