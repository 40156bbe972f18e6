"""Patterns that are tried only where one of the words they can begin with stands.

A text is asked for dozens of cues, and few of them are there. Which letters a cue can begin with is read off the
cue itself; a text without such a word is told from its words alone, and what is found stays exactly the same.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import itemgetter, or_
from threading import Lock
from typing import TypeVar

__all__ = ["CuePattern", "RankedCues", "WordStarts", "openings"]

_LENGTH = 4
"""So many letters of a word are looked at."""

_WORDS_KEPT = 16_384
"""Texts use the same few thousand words again and again."""

_SENTENCES_KEPT, _TEXTS_KEPT, _LONGEST_SENTENCE = 1 << 11, 16, 1_000
"""Rule after rule asks all sentences of an article and its sources; of longer texts, by characters, few are kept."""

_T = TypeVar("_T")
_RankedCue = tuple[int, Callable[[str, int], re.Match[str] | None]]
_WORD = re.compile(r"\w+")
_WORD_STARTS = (r"\b", r"(?<![\w-])", r"(?<!\w)")
_AROUND = re.compile(r"\(\?(?:=|!|<=|<!)")
_INTO = re.compile(r"\((?:\?(?:P<\w+>|-?[a-z]*:))?")
_REPEATS = re.compile(r"(?P<many>[*+]|\{\d*(?:,\d*)?\})[?+]?|\?[?+]?")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\\\]])*\]")
_FEW = re.compile(r"\[(?!\^)[^\\\[\]]+\]")
_ODD_CASES = str.maketrans({"İ": "i", "ı": "i", "ſ": "s", "\u212a": "k"})
"""Letters that an English one stands for where case is ignored, besides its own capital."""

_END = " "
"""Stands for the end of a word that is shorter."""

_DIGIT = "#"
"""Stands for any digit, at the start of a word."""

_LAST_DIGIT = "9\U0010ffff"
"""Sorts behind whatever begins with a digit."""

_Opening = tuple[str, bool]
"""Letters, and whether more that is known can follow them."""


def openings(cue: str) -> frozenset[str]:
    r"""What a word must begin with where the cue does; nothing where that cannot be told.

    At most four signs each; white space stands for the end of the word.

    >>> sorted(openings(r"(?:un)?safe(?:ty|ly)?|cures?(?! for)|[oa]dd\w*|to be"))
    ['add', 'cure', 'odd', 'safe', 'to ', 'unsa']
    >>> openings(r"\w+ing")
    frozenset()
    """
    choices = [choice.removeprefix(r"\b") for choice in _choices(cue)]
    found = {letters[:1] + letters[1:].split(_DIGIT)[0] for choice in choices for letters, _ in _of_sequence(choice)}
    return frozenset() if any(letters in {"", _END} for letters in found) else frozenset(found)


def _of_choices(cue: str) -> set[_Opening]:
    return {opening for choice in _choices(cue) for opening in _of_sequence(choice)}


def _choices(cue: str) -> list[str]:
    """The cue cut at the signs of choice that stand in no bracket."""
    found, depth, start = [], 0, 0
    for at, sign in _signs(cue):
        depth += (sign[0] == "(") - (sign == ")")
        if sign == "|" and not depth:
            found.append(cue[start:at])
            start = at + 1
    return [*found, cue[start:]]


def _signs(cue: str, at: int = 0) -> Iterator[tuple[int, str]]:
    """The characters of a cue from one on, an escaped one and a class each as one."""
    while at < len(cue):
        sign = _sign(cue, at)
        yield at, sign
        at += len(sign)


def _sign(cue: str, at: int) -> str:
    if cue[at] == "\\":
        return cue[at : at + 2]
    found = _CLASS.match(cue, at) if cue[at] == "[" else None
    return found[0] if found else cue[at]


def _of_sequence(cue: str) -> set[_Opening]:
    growing, done = {""}, set()
    at = 0
    while at < len(cue) and growing:
        item = _item(cue, at)
        repeated = _REPEATS.match(cue, at + len(item))
        at += len(item) + (len(repeated[0]) if repeated else 0)
        added = _of_item(item)
        if repeated and repeated["many"]:
            added = {(letters, False) for letters, _ in added}
        if repeated and repeated[0][0] in "?*{":
            added = {*added, ("", True)}
        grown = {((before + letters)[:_LENGTH], more) for before in growing for letters, more in added}
        done |= {letters for letters, more in grown if not more or len(letters) == _LENGTH or letters.endswith(_END)}
        growing = {letters for letters, more in grown if more} - done
    return {(letters, False) for letters in done} | {(letters, True) for letters in growing}


def _item(cue: str, at: int) -> str:
    """The sign, class or bracket that begins here."""
    if cue[at] != "(":
        return _sign(cue, at)
    depth = 0
    for place, sign in _signs(cue, at):
        depth += (sign[0] == "(") - (sign == ")")
        if not depth:
            return cue[at : place + 1]
    raise ValueError(f"a bracket of the cue {cue!r} is never closed")


def _of_item(item: str) -> set[_Opening]:
    if _AROUND.match(item):
        return {("", True)}
    if item[0] == "(":
        found = _INTO.match(item)
        return _of_choices(item[found.end() if found else 1 : -1])
    letters = item.replace(r"\s", " ")
    if _FEW.fullmatch(letters) and not re.search(r"\w-\w", letters):
        return {_of_letter(letter) for letter in letters[1:-1]}
    if item in {r"\b", r"\s", r"\W", r"\Z"}:
        return {(_END, False)}
    if item == r"\d":
        return {(_DIGIT, False)}
    return {_of_letter(item)} if len(item) == 1 and item not in ".^$" else {("", False)}


def _of_letter(letter: str) -> _Opening:
    """A sign that is no letter ends the word."""
    if letter.isdecimal():
        return _DIGIT, False
    return (letter.lower(), True) if _WORD.fullmatch(letter) else (_END, False)


@lru_cache(maxsize=_WORDS_KEPT)
def _beginnings(word: str) -> tuple[str, ...]:
    """What a cue can ask for that begins with this word."""
    ended = word.translate(_ODD_CASES).lower() + _END
    known = tuple(ended[:length] for length in range(min(len(ended), _LENGTH) + 1))
    return (*known, _DIGIT) if word[0].isdecimal() else known


_ASKED: list[frozenset[str]] = []
"""All openings that were ever asked for, each by its place: a word is looked at once for all of them."""

_ASKING = Lock()
"""Modules with cues may be imported by several threads; the list only grows, so that reading it needs no lock."""


def _bit_of(letters: frozenset[str]) -> int:
    """The bit that stands for these openings."""
    with _ASKING:
        if letters not in _ASKED:
            _ASKED.append(letters)
        return 1 << _ASKED.index(letters)


@lru_cache(maxsize=_WORDS_KEPT)
def _begun_by(word: str, asked: int) -> int:
    """The bits of those of the first so many openings that this word begins with."""
    beginnings = _beginnings(word)
    return sum(1 << at for at, letters in enumerate(_ASKED[:asked]) if not letters.isdisjoint(beginnings))


@dataclass(frozen=True, slots=True)
class _Words:
    """A text's words as written, all figures as one, each with its place and bits; and the bits of them all."""

    words: tuple[tuple[str, int, int], ...]
    bits: int


def _words_of(text: str, asked: int) -> _Words:
    found = [(match[0], match.start()) for match in _WORD.finditer(text)]
    plain = [(word if word > _LAST_DIGIT else "0", start) for word, start in found]
    words = tuple([(word, start, _begun_by(word, asked)) for word, start in plain])
    return _Words(words, reduce(or_, (bits for _, _, bits in words), 0))


_words_of_sentence = lru_cache(maxsize=_SENTENCES_KEPT)(_words_of)
_words_of_text = lru_cache(maxsize=_TEXTS_KEPT)(_words_of)


def _read(text: str) -> _Words:
    """The words of a text, which is asked for cue after cue."""
    read = _words_of_sentence if len(text) <= _LONGEST_SENTENCE else _words_of_text
    return read(text, len(_ASKED))


class _Known(dict[str, _T]):
    """What was found out about each word so far; a text of endless new words does not fill the memory."""

    def __init__(self, find: Callable[[str], _T]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> _T:
        if len(self) >= _WORDS_KEPT:
            self.clear()
        found = self[word] = self._find(word)
        return found


class WordStarts:
    """The places of a text where a word begins with certain letters (:func:`openings`).

    >>> WordStarts(frozenset({"zinc", "to "})).of("Zinc, zincate, too; to be")
    [0, 6, 20]
    """

    def __init__(self, letters: frozenset[str]) -> None:
        self._bit = _bit_of(letters)

    def of(self, text: str) -> list[int]:
        """Where they begin, in order."""
        bit, read = self._bit, _read(text)
        return [start for _, start, bits in read.words if bits & bit] if read.bits & bit else []


class CuePattern:
    r"""A pattern whose choices each begin with a word; it finds what :mod:`re` does, case ignored.

    Args:
        pattern: each of its choices begins with a sign for the start of a word.

    Raises:
        ValueError: if it cannot be told which words it begins with.

    >>> CuePattern(r"\b(?:in)?effective").search("It was Ineffective.")[0]
    'Ineffective'
    """

    def __init__(self, pattern: str) -> None:
        self._match = re.compile(pattern, re.IGNORECASE).match
        letters = openings(pattern)
        if not letters or not all(choice.startswith(_WORD_STARTS) for choice in _choices(pattern)):
            raise ValueError(f"the pattern {pattern[:40]!r} does not begin with words")
        self._starts = WordStarts(letters)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place, or ``None``."""
        for start in self._starts.of(text):
            found = self._match(text, start)
            if found:
                return found
        return None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All places, in order, none overlapping another."""
        end = 0
        for start in self._starts.of(text):
            found = self._match(text, start) if start >= end else None
            if found:
                end = found.end()
                yield found


class RankedCues:
    """Cues in small letters, each at the start of a word, in groups of which an earlier one outranks the later ones.

    >>> cues = RankedCues([["pain killers?"], ["pain", "(?:head)?ache"]])
    >>> cues.best_in("headache or pain"), cues.best_in("ache: a pain killer"), cues.best_in("spain")
    (1, 0, None)
    """

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self._by_opening: dict[str, list[_RankedCue]] = defaultdict(list)
        for rank, cues in enumerate(groups):
            for cue in cues:
                match = re.compile(rf"\b(?:{cue})").match
                for opening in openings(cue) or {""}:
                    self._by_opening[opening].append((rank, match))
        self._of_word = _Known(self._candidates)

    def best_in(self, lowered: str) -> int | None:
        """The number of the first group that has a cue in the text, or ``None``."""
        best, of_word = sys.maxsize, self._of_word
        for cues, start in [(of_word[word], start) for word, start, _ in _read(lowered).words]:
            for rank, match in cues:
                if rank >= best:
                    break
                if match(lowered, start):
                    best = rank
                    break
        return None if best == sys.maxsize else best

    def _candidates(self, word: str) -> tuple[_RankedCue, ...]:
        """The cues that may begin with this word, by rank."""
        found = {cue for beginning in _beginnings(word) for cue in self._by_opening.get(beginning, ())}
        return tuple(sorted(found, key=itemgetter(0)))
