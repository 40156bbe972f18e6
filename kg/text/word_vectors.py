"""Vectors of words, near each other where the words mean alike, read from an installed package that carries them.

WordLlama (https://github.com/dleemiller/WordLlama, MIT) brings 256 numbers for each of 32,000 pieces of words, and the
list that cuts words into these pieces. Only its two files are read. The package itself is never imported: that sets up
the root logger, and its own loader looks for the list in a folder of another name and then asks a hub for it. Nothing
here opens a connection.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Vectors", "WordVectors", "find_word_vectors"]

_PACKAGE = "wordllama"
_WEIGHTS, _TENSOR = "weights/l2_supercat_256.safetensors", "embedding.weight"
_PIECES = "tokenizers/l2_supercat_tokenizer_config.json"
_MOST_WORDS = 1 << 16
"""Words whose vectors are remembered; behind that many, all are forgotten."""

Vectors = NDArray[np.float32]


class Cutter(Protocol):
    """What cuts a word into its pieces, by their numbers."""

    def encode(self, sequence: str, *, add_special_tokens: bool) -> Any:
        """The pieces; ``ids`` of what comes back are their numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class WordVectors:
    """A vector of length 1 for any word: the mean of its pieces' vectors, less the mean of all.

    What all vectors share tells no word from another ("all but the top", Mu and Viswanath 2018, arXiv 1702.01417).

    Attributes:
        name: the package and its version.
    """

    name: str
    _cutter: Cutter
    _of_pieces: NDArray[Any]
    _mean: Vectors
    _known: dict[str, Vectors] = field(default_factory=dict)

    def of(self, words: Sequence[str]) -> Vectors:
        """A row for each word; all noughts for one without pieces."""
        known = self._known
        rows = [known[word] if word in known else self._read(word) for word in words]
        return np.array(rows, dtype=np.float32).reshape(len(words), self._mean.size)

    def _read(self, word: str) -> Vectors:
        pieces = self._cutter.encode(word, add_special_tokens=False).ids
        vector = np.zeros_like(self._mean)
        if pieces:
            vector = self._of_pieces[pieces].mean(axis=0, dtype=np.float32) - self._mean
            vector /= max(float(np.linalg.norm(vector)), 1e-9)
        if len(self._known) >= _MOST_WORDS:
            self._known.clear()
        self._known[word] = vector
        return vector


@cache
def find_word_vectors() -> WordVectors | None:
    """The vectors of the installed package, read once; ``None`` where it, or a part of it, is not there."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    if not (folder / _WEIGHTS).is_file() or not (folder / _PIECES).is_file():
        return None
    try:
        cutter = import_module("tokenizers").Tokenizer.from_file(str(folder / _PIECES))
        weights = import_module("safetensors.numpy").load_file(folder / _WEIGHTS)[_TENSOR]
    except (ImportError, KeyError):
        return None
    return WordVectors(f"{_PACKAGE} {version(_PACKAGE)}", cutter, weights, weights.mean(axis=0, dtype=np.float32))
