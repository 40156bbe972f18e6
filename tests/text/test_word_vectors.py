"""Word vectors are read from an installed package, or there are none; nothing else happens."""

from __future__ import annotations

import importlib.util
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.word_vectors import WordVectors, find_word_vectors

INSTALLED = find_word_vectors()
needs_vectors = pytest.mark.skipif(INSTALLED is None, reason="no package that carries vectors is installed")


def likeness(one: str, other: str) -> float:
    assert INSTALLED is not None
    first, second = INSTALLED.of([one, other])
    return float(first @ second)


@needs_vectors
@pytest.mark.parametrize(
    ("word", "near", "far"),
    [("decreased", "reduced", "pilot"), ("women", "females", "liver"), ("infants", "babies", "cohort")],
)
def test_words_for_the_same_are_nearer_than_others(word: str, near: str, far: str) -> None:
    assert likeness(word, near) > likeness(word, far) + 0.2
    assert likeness(word, word) == pytest.approx(1, abs=1e-5)


@needs_vectors
@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_word_has_a_vector_of_length_one_or_none_at_all(words: list[str]) -> None:
    assert INSTALLED is not None
    vectors = INSTALLED.of(words)
    assert len(vectors) == len(words)
    assert all(length == pytest.approx(1, abs=1e-4) or length == 0 for length in np.linalg.norm(vectors, axis=1))


@needs_vectors
def test_package_is_read_and_not_run() -> None:
    assert "wordllama" not in sys.modules


def test_there_are_none_where_the_package_or_its_files_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.text.word_vectors.find_spec", lambda _: None)
    assert find_word_vectors.__wrapped__() is None
    spec = importlib.util.spec_from_loader("wordllama", loader=None, origin="/nowhere/wordllama/__init__.py")
    monkeypatch.setattr("kg.text.word_vectors.find_spec", lambda _: spec)
    assert find_word_vectors.__wrapped__() is None


def test_vector_is_the_mean_of_a_words_pieces_less_the_mean_of_all() -> None:
    pieces = {"ab": [0, 1], "": []}
    cutter = SimpleNamespace(encode=lambda word, **_: SimpleNamespace(ids=pieces[word]))
    weights = np.array([[4, 0], [0, 4], [2, -4]], dtype=np.float16)
    vectors = WordVectors("made up", cutter, weights, weights.mean(axis=0, dtype=np.float32))
    assert vectors.of(["ab", ""]).tolist() == [[0, 1], [0, 0]]
