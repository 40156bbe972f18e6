"""The conditions, therapies and outcomes that a text names, in any field of medicine.

Three ways to a name, the first that fits: a listed one (:mod:`kg.text.condition_names`, :mod:`~kg.text.therapy_names`,
:mod:`~kg.text.outcome_names`); a head such as "cancer" or "therapy" with the word that sets it apart ("bladder
cancer"); a word with the ending of a drug's or a condition's name. Wide classes ("infection") set nothing apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise

from kg.model.span import Span
from kg.text import condition_names, outcome_names, therapy_names
from kg.text.words import ADVERBS, DETERMINERS, PREPOSITIONS

__all__ = [
    "ClinicalKind",
    "ClinicalName",
    "are_related",
    "find_clinical_names",
    "folded_words",
    "is_within",
    "names_of",
    "qualified_words",
]

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_GAP = re.compile(r"[\s\-–/,.]{0,2}\Z")
_SHORTEST_ENDING_WORD = 7
_NO_MODIFIER = ADVERBS | DETERMINERS | PREPOSITIONS | frozenset(
    """and or but not nor is are was were be been being has have had than such which who new old other same different
    severe mild moderate acute chronic early late advanced primary secondary further previous prior specific common rare
    major minor serious symptomatic combined combination active standard usual current effective novel oral daily human
    patient patients women men children people adults underlying related associated cause causes receiving received
    high low higher lower more less first second third long short term without good poor additional any medical drug
    single two three several various experimental possible""".split()
)  # fmt: skip
_BRITISH = (("ae", "e"), ("oe", "e"), ("our", "or"), ("isation", "ization"))


class ClinicalKind(StrEnum):
    """What a name is the name of."""

    CONDITION = "condition"
    THERAPY = "therapy"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class ClinicalName:
    """A name in a text.

    Attributes:
        kind: condition or therapy.
        key: the same for all names of one thing.
        span: its characters.
        text: the same characters.
        distinct: the words, folded, that set it apart from others of its kind; none for a class.
    """

    kind: ClinicalKind
    key: str
    span: Span
    text: str
    distinct: frozenset[str]

    @property
    def is_class(self) -> bool:
        """Whether it is a wide class that sets nothing apart."""
        return not self.distinct


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: ClinicalKind
    key: str
    distinct: frozenset[str]
    as_written: str | None = None


_Token = tuple[str, int, int]


@lru_cache(maxsize=1 << 13)
def find_clinical_names(text: str) -> tuple[ClinicalName, ...]:
    """The names in a text, in order; none overlaps another.

    >>> [(name.kind.value, name.key) for name in find_clinical_names("Adriamycin in bladder cancer")]
    [('therapy', 'doxorubicin'), ('condition', 'bladder cancer')]
    """
    tokens = [(_fold(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    found: list[ClinicalName] = []
    free = 0
    for at in [at for at, token in enumerate(tokens) if _can_name(token[0])]:
        if at < free:
            continue
        name, used = _name_at(text, tokens, at)
        if name and not (found and found[-1].span.meets(name.span)):
            found.append(name)
        free = at + used
    return tuple(found)


def names_of(key: str) -> tuple[tuple[str, ...], ...]:
    """All listed names of the thing that a key stands for, as folded words; empty for one that is not listed."""
    return _names_by_key().get(key, ())


def qualified_words(text: str, name: ClinicalName) -> tuple[str, ...] | None:
    """A name with the noun before it that makes another thing of it, folded; ``None`` where none stands there.

    >>> text = "Stent thrombosis was rare."
    >>> qualified_words(text, find_clinical_names(text)[0])
    ('stent', 'thrombosis')
    """
    tokens = [(_fold(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(text, 0, name.span.end)]
    at = next((at for at, token in enumerate(tokens) if token[1] >= name.span.start), 0)
    before = _modifier(text, tokens, at)
    return (before[0], *folded_words(name.text)) if before else None


def are_related(one: str, other: str) -> bool:
    """Whether the things of two keys are one, or one of them holds the other.

    >>> are_related("diabetes", "type 2 diabetes"), are_related("type 1 diabetes", "type 2 diabetes")
    (True, False)
    """
    return is_within(one, other) or is_within(other, one)


def is_within(one: str, other: str) -> bool:
    """Whether the thing of the first key is the thing of the second, or one that this holds.

    >>> is_within("migraine", "tension-type headache"), is_within("asthma", "migraine")
    (True, False)
    """
    return one == other or one in _narrower().get(other, ())


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text as names are compared, in order."""
    return tuple(_fold(match[0]) for match in _TOKEN.finditer(text))


@lru_cache(maxsize=1 << 15)
def _fold(word: str) -> str:
    """A word in small letters and American spelling, the possessive taken off.

    >>> folded_words("Crohn's oedema")
    ('crohn', 'edema')
    """
    folded = re.sub(r"['’]s?\Z", "", word.lower()).replace("'", "").replace("’", "")
    for british, american in _BRITISH:
        folded = folded.replace(british, american)
    return folded


@lru_cache(maxsize=1 << 15)
def _can_name(word: str) -> bool:
    """Whether a name can start at this word, or have it as its head; most words are no part of any."""
    starts = _longest_by_first()
    return word in starts or _singular(word) in starts or word in _HEADS or _kind_by_ending(word) is not None


def _name_at(text: str, tokens: list[_Token], at: int) -> tuple[ClinicalName | None, int]:
    """The name that starts with this word (or has it as its head), and how many words it used."""
    listed, used = _listed_at(text, tokens, at)
    if listed and not (listed.is_class and used == 1):
        return listed, used
    word, start, end = tokens[at]
    modifier = _modifier(text, tokens, at) if word in _HEADS else None
    if modifier:
        key, start = f"{modifier[0]} {_singular(word)}", modifier[1]
        return ClinicalName(_HEADS[word], key, Span(start, end), text[start:end], frozenset({modifier[0]})), 1
    kind = _kind_by_ending(word)
    if listed or not kind:
        return listed, max(1, used)
    return ClinicalName(kind, _singular(word), Span(start, end), text[start:end], frozenset({word})), 1


def _listed_at(text: str, tokens: list[_Token], at: int) -> tuple[ClinicalName | None, int]:
    """The longest listed name that starts with this word."""
    entries = _listed()
    longest = _longest_by_first().get(tokens[at][0]) or _longest_by_first().get(_singular(tokens[at][0]), 0)
    for count in range(min(longest, len(tokens) - at), 0, -1):
        run = tokens[at : at + count]
        words = tuple(word for word, _, _ in run)
        entry = entries.get(words) or entries.get((*words[:-1], _singular(words[-1])))
        start, end = run[0][1], run[-1][2]
        if entry is None or not all(_GAP.match(text[a[2] : b[1]]) for a, b in pairwise(run)):
            continue
        if entry.as_written and text[start:end] != entry.as_written:
            continue
        return ClinicalName(entry.kind, entry.key, Span(start, end), text[start:end], entry.distinct), count
    return None, 1


def _modifier(text: str, tokens: list[_Token], at: int) -> _Token | None:
    """The word before a head that sets it apart, if one does."""
    if at == 0:
        return None
    token = tokens[at - 1]
    is_beside = not text[token[2] : tokens[at][1]].strip(" -–") and text[token[1] - 1 : token[1]] != "-"
    sets_apart = token[0].isalpha() and len(token[0]) > 3 and token[0] not in _NO_MODIFIER
    return token if is_beside and sets_apart and not token[0].endswith(("ly", "ed", "ing")) else None


def _kind_by_ending(word: str) -> ClinicalKind | None:
    if len(word) < _SHORTEST_ENDING_WORD or not word.isalpha():
        return None
    single = _singular(word)
    if single.endswith(therapy_names.DRUG_STEMS):
        return ClinicalKind.THERAPY
    is_condition = single.endswith(condition_names.NAME_ENDINGS) and not single.endswith(condition_names.NO_CONDITIONS)
    return ClinicalKind.CONDITION if is_condition else None


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _spellings(name: str) -> Iterator[str]:
    """A listed name with and without a letter marked as optional."""
    if "?" in name:
        at = name.index("?")
        yield from _spellings(name[: at - 1] + name[at + 1 :])
        yield from _spellings(name[:at] + name[at + 1 :])
    else:
        yield name


def _lines() -> Iterator[tuple[ClinicalKind, bool, list[str]]]:
    """Every line of the lists as kind, whether it is of classes, and names."""
    lists = (
        (ClinicalKind.CONDITION, False, condition_names.CONDITIONS),
        (ClinicalKind.CONDITION, True, condition_names.CLASSES),
        (ClinicalKind.THERAPY, False, therapy_names.THERAPIES),
        (ClinicalKind.THERAPY, True, therapy_names.CLASSES),
        (ClinicalKind.OUTCOME, False, outcome_names.OUTCOMES),
        (ClinicalKind.OUTCOME, True, outcome_names.CLASSES),
    )
    for kind, is_class, lines in lists:
        for line in lines.strip().splitlines():
            yield kind, is_class, [spelt for name in line.split("|") for spelt in _spellings(name)]


@cache
def _listed() -> dict[tuple[str, ...], _Entry]:
    entries: dict[tuple[str, ...], _Entry] = {}
    for kind, is_class, names in _lines():
        for name in names:
            words = folded_words(name)
            distinct = frozenset() if is_class else frozenset(words) - _HEADS.keys() or frozenset(words)
            entries.setdefault(words, _Entry(kind, names[0].lower(), distinct, _as_written(name)))
    return entries


@cache
def _longest_by_first() -> dict[str, int]:
    """How many words the longest listed name has that starts with a word."""
    found: dict[str, int] = {}
    for words in _listed():
        found[words[0]] = max(len(words), found.get(words[0], 0))
    return found


@cache
def _narrower() -> dict[str, frozenset[str]]:
    """What each condition holds, by their keys."""
    lines = (line.split(": ") for line in condition_names.WIDER.strip().splitlines())
    return {wider: frozenset(narrower.split(", ")) for wider, narrower in lines}


@cache
def _names_by_key() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for words, entry in _listed().items():
        found.setdefault(entry.key, []).append(words)
    return {key: tuple(names) for key, names in found.items()}


def _as_written(name: str) -> str | None:
    """A short form in capitals counts only so."""
    return name if name.isupper() and len(name) <= _LONGEST_SHORT_FORM and name.isalpha() else None


def _by_head(heads: Iterable[str], kind: ClinicalKind) -> dict[str, ClinicalKind]:
    return dict.fromkeys(heads, kind)


_LONGEST_SHORT_FORM = 4
_HEADS = _by_head(condition_names.HEADS, ClinicalKind.CONDITION) | _by_head(therapy_names.HEADS, ClinicalKind.THERAPY)
