"""The bars of claim reading, and that they can fail."""

from __future__ import annotations

import pytest

from bench.claim_reading import CORPUS, MARKS, marked_sentences, measure, read_file, words_hash
from bench.figures import Figure
from ingest.curated import read_vocabulary

SHORT = {"example: claims, precision", "example: concepts, micro-F1"}
"""Figures known to be short of their goal."""


@pytest.mark.corpus
def test_every_figure_but_those_known_to_be_short_meets_its_goal() -> None:
    figures: list[Figure] = [figure for figure in measure() if figure.goal and figure.unit != "s"]
    assert len(figures) == 11
    assert {figure.name for figure in figures if figure.verdict == "short"} <= SHORT


def test_marks_are_150_sentences_each_marked_twice_without_its_words() -> None:
    marks = marked_sentences()
    assert len(marks) == 150
    assert len({(marked.article, marked.sha256) for marked in marks}) == 150
    assert any(marked.claims != marked.first_claims for marked in marks)
    assert max(map(len, MARKS.read_text(encoding="utf-8").splitlines())) < 140


@pytest.mark.corpus
def test_marked_words_are_found_again_whatever_their_case_and_spacing() -> None:
    vocabulary = read_vocabulary(MARKS.parents[2] / "data" / "vocabulary.yaml")
    article = read_file(CORPUS / "lay" / "26-riamedinfo-acne.md", vocabulary)
    known = {marked.sha256 for marked in marked_sentences()}
    assert {words_hash(f"  {sentence.text.upper()}\n") for sentence in article.sentences} & known
