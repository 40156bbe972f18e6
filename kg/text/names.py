"""The ways one name is written: case, hyphens, plural, British and American spelling.

Text and names are folded alike, with the place of every folded character kept, so that what is found
in the folded text is known in the original. Only the plural is a variation of the name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.model.span import Span

__all__ = [
    "FoldedText",
    "abbreviates",
    "as_phrases",
    "fold",
    "fold_name",
    "is_abbreviation",
    "same_letters",
    "with_other_number",
]

_HYPHENS = frozenset("-‐‑‒–")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_SUBSCRIPTS = {chr(0x2080 + digit): str(digit) for digit in range(10)}
_BRITISH = re.compile(r"a(?=e[a-z]{2})|o(?=e[a-z]{2})|u(?<=[a-z]{2}ou)(?=r)|s(?<=[a-z]{2}is)(?=e|ing|ation)")
"""Each choice begins with its letter, by which places are found at once where none of the four stands."""

_SPACES = re.compile(r"\s{2,}")
_WORD_START = re.compile(r"(?<![^\W_])[^\W_]")
_IRREGULAR = {"man": "men", "woman": "women", "child": "children", "mouse": "mice", "foot": "feet"}
_SINGULARS = {plural: singular for singular, plural in _IRREGULAR.items()}


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text made comparable; ``origins`` gives for each folded character its place in the original."""

    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The original characters behind these folded ones."""
        return Span(self.origins[start], self.origins[end - 1] + 1)

    def is_whole(self, start: int, end: int) -> bool:
        """Whether these folded characters are whole words and cut no original character in two."""
        return not (
            (start > 0 and _is_word_character(self.text[start - 1]) and _is_word_character(self.text[start]))
            or (end < len(self.text) and _is_word_character(self.text[end]) and _is_word_character(self.text[end - 1]))
            or (end < len(self.text) and self.origins[end] == self.origins[end - 1])
            or (start > 0 and self.origins[start] == self.origins[start - 1])
        )


def fold(text: str) -> FoldedText:
    """Case-folded, American spelling, hyphens as spaces, white space single, invisible characters dropped.

    >>> fold("Follow-Up of Tumours").text
    'follow up of tumors'
    """
    alike = text.translate(_ALIKE)
    evenly = alike.casefold()
    if not len(text) == len(alike) == len(evenly):
        return _americanised(*_fold_unevenly(text))
    if "  " in evenly:
        return _americanised(*_single_spaced(evenly, text))
    return _americanised(evenly, range(len(text)))


def _americanised(folded: str, origins: Sequence[int]) -> FoldedText:
    british = list(_BRITISH.finditer(folded))
    if not british:
        return FoldedText(folded, tuple(origins))
    words: list[str] = []
    kept: list[int] = []
    end = 0
    for found in british:
        words += [folded[end : found.start()], "z" if found[0] == "s" else ""]
        kept += origins[end : found.start() + (found[0] == "s")]
        end = found.start() + 1
    return FoldedText("".join([*words, folded[end:]]), (*kept, *origins[end:]))


def _single_spaced(folded: str, text: str) -> tuple[str, list[int]]:
    """What a text was folded to, runs of white space of the text made single, and where its characters come from."""
    words: list[str] = []
    origins: list[int] = []
    end = 0
    for run in _SPACES.finditer(text):
        words.append(folded[end : run.start() + 1])
        origins += range(end, run.start() + 1)
        end = run.end()
    return "".join([*words, folded[end:]]), [*origins, *range(end, len(text))]


def _fold_unevenly(text: str) -> tuple[str, list[int]]:
    """The folded characters, each with its origin, where some have none or several and white space is made single."""
    folded: list[str] = []
    origins: list[int] = []
    after_space = False
    pieces = {character: (character.isspace(), _fold_character(character)) for character in set(text)}
    for at, (is_space, piece) in enumerate([pieces[character] for character in text]):
        if is_space and after_space:
            continue
        after_space = is_space or (after_space and not piece)
        folded.append(piece)
        origins.extend([at] * len(piece))
    return "".join(folded), origins


def fold_name(name: str) -> str:
    """A name without white space at its ends, folded as a text is."""
    return fold(name.strip()).text


def _fold_character(character: str) -> str:
    return character.translate(_ALIKE).casefold()


class _Alike(dict[int, str | int]):
    """By code, what a character counts as before its case is looked at; filled as characters are met."""

    def __missing__(self, code: int) -> str | int:
        character = chr(code)
        if character in _HYPHENS or character.isspace():
            alike: str | int = " "
        elif character in _INVISIBLE:
            alike = ""
        else:
            alike = "'" if character in "’ʼ" else _SUBSCRIPTS.get(character, code)
        self[code] = alike
        return alike


_ALIKE = _Alike()


@lru_cache(maxsize=1 << 10)
def _is_word_character(character: str) -> bool:
    """A letter, digit or combining mark; superscript digits are citation marks, not parts of words."""
    return character.isalpha() or character.isdecimal() or unicodedata.combining(character) > 0


def is_abbreviation(name: str) -> bool:
    """Whether a name is written mainly in capitals and so only counts as written ("MRI", "mRNA").

    >>> is_abbreviation("BMI"), is_abbreviation("Kaplan-Meier")
    (True, False)
    """
    capitals = sum(character.isupper() for character in name)
    smalls = sum(character.islower() for character in name)
    return capitals >= 2 and capitals > smalls and " " not in name.strip()


def same_letters(abbreviation: str, written: str) -> bool:
    """Whether an abbreviation is written in its own capitals, hyphens and a plural "s" apart."""
    letters = "".join(filter(str.isalnum, abbreviation))
    return "".join(filter(str.isalnum, written)) in {letters, letters + "s"}


def with_other_number(folded: str) -> tuple[str, ...]:
    """A folded name, and the same with its last word in the plural, or in the singular if it was plural.

    >>> with_other_number("hair follicle")
    ('hair follicle', 'hair follicles')
    """
    head, space, last = folded.rpartition(" ")
    if not last.isalpha() or len(last) < 2:
        return (folded,)
    other = _IRREGULAR.get(last) or _SINGULARS.get(last) or _other_number(last)
    return folded, head + space + other


def as_phrases(folded: str) -> tuple[str, ...]:
    """The same as phrases of a folded name of two words: "shedding of hair", "shedding of the hair".

    >>> as_phrases("scalp pain")
    ('pain of scalp', 'pain of the scalp')
    >>> as_phrases("pain")
    ()
    """
    words = folded.split(" ")
    if len(words) != 2 or not all(word.isalpha() and len(word) > 2 for word in words):
        return ()
    what, of = words[1], words[0]
    return (f"{what} of {of}", f"{what} of the {of}")


def _other_number(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("is"):
        return word[:-2] + "es"
    if word.endswith("s") and not word.endswith(("ss", "us")):
        return word[:-1]
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def abbreviates(short: str, long_form: str) -> bool:
    """Whether the letters of a short form stand in the long form in order, the first beginning a word.

    The criterion of Schwartz & Hearst (2003); a short form has at least two capitals.

    >>> abbreviates("BMI", "body-mass index"), abbreviates("FDA", "body-mass index")
    (True, False)
    """
    if sum(character.isupper() for character in short) < 2:
        return False
    letters = [character for character in short.removesuffix("s").lower() if character.isalnum()]
    rest = long_form.lower()
    return any(
        rest[word.start()] == letters[0] and _holds_in_order(letters, rest[word.start() :])
        for word in _WORD_START.finditer(rest)
    )


def _holds_in_order(letters: list[str], text: str) -> bool:
    remaining = iter(text)
    return all(letter in remaining for letter in letters)
