"""Where a sentence can be cut, found in one pass over its words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.model.span import Span
from kg.text.coordination import is_verb_phrase, shared_words
from kg.text.verbs import can_be_finite, is_auxiliary, is_base_form, is_finite_form, is_past_form
from kg.text.words import CONDITIONS, COORDINATORS, DASHES, PREPOSITIONS, REASONS, RELATIVES, Words

__all__ = ["Cut", "find_cuts"]


@dataclass(frozen=True, slots=True)
class Cut:
    """A place to cut, and how the part behind it hangs together with the one before; all in characters.

    Attributes:
        at: where the part behind begins.
        shared: words of the part before that the part behind takes over.
        is_relative: whether the part behind is a relative clause of the one before.
        frames: conditions and studies named at the front, which hold for the part behind too.
    """

    at: int
    shared: Span | None = None
    is_relative: bool = False
    frames: tuple[Span, ...] = ()


_FRONTED = frozenset({"although", "though", "while", "whereas", "because"})
_REASONS_BEHIND_COMMA = frozenset({"as", "since", "while", "so"}) | REASONS
_LINKS = frozenset("however therefore thus moreover otherwise hence consequently nevertheless nonetheless".split())
_GISTS = frozenset({"meaning", "suggesting", "indicating", "implying"})
_SAYS = re.compile(
    r"(?:argue|believ|claim|conclud|confirm|demonstrat|estimat|explain|find|found|imply|impli|indicat|know|mean|note"
    r"|propos|prov|report|reveal|said|say|show|stat|suggest|suspect|think|thought|told|warn)"
    r"(?:e?[sd]|es|ies|ied|ing|n|t)?\Z"
)
_SMALL_NUMBERS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty"
    r"|(?:a|one|two)\shundred"
)
_SIZED_STUDY = (
    r"in\s(?:an?|one|the|this|another)\s[^,;:]{0,60}?\b(?:study|trial|experiment|survey|cohort|series)\s"
    rf"(?:of|in|with|on|among|involving)\s(?:[a-z]{{1,12}}\s){{0,3}}?(?:\d|(?:{_SMALL_NUMBERS})\b)"
)
_STUDY_IN_FRONT = re.compile(rf"(?:[^,;:.]{{1,25}},\s)?{_SIZED_STUDY}", re.IGNORECASE)
_LONGEST_RELATIVE = 12
_MOST_FRAMES = 2


_OPENERS = RELATIVES | _REASONS_BEHIND_COMMA | _GISTS | {"that"}
_LEADING = COORDINATORS | {","}
_SIGNS = frozenset({",", ";"}) | DASHES | COORDINATORS | REASONS | CONDITIONS | {"that", "who", "which"}


def _counts(word: str) -> bool:
    """Whether a sentence can be cut at such a word, or be read otherwise behind it."""
    return word in _SIGNS or can_be_finite(word)


def find_cuts(text: str) -> tuple[Cut, ...]:
    """The cuts of one sentence, in order.

    >>> [cut.at for cut in find_cuts("Zinc lowers fever, and aspirin eased the pain.")]
    [19]
    """
    return tuple(_Pass(text).cuts())


class _Pass:
    """The state of one pass: the part being read, and what its last clause has shown so far."""

    def __init__(self, text: str) -> None:
        self._words = Words(text)
        self._begin = 0  # the first word of the part
        self._opener = 0  # the first word behind its conjunction
        self._verb: int | None = None  # the first finite verb of its last clause
        self._in_condition = False
        self._in_relative = False
        self._in_content = False
        self._is_fronted = False
        self._frames: list[Span] = []
        study = _STUDY_IN_FRONT.match(text)
        self._end_of_study = study.end() if study else None

    def cuts(self) -> list[Cut]:
        """Reads the sentence to its end."""
        found: list[Cut] = []
        self._open(0)
        for at, word in enumerate(self._words):
            if not _counts(word) or self._words.is_bracketed(at) or at < self._opener:
                continue
            cut = self._cut(at) if at > self._begin else None
            if cut is None:
                self._read(at)
            elif cut.at < len(self._words):
                place = self._words.start(cut.at)
                found.append(replace(cut, at=place, frames=tuple(self._frames[-_MOST_FRAMES:])))
                self._open(cut.at)
        return found

    def _open(self, at: int) -> None:
        """Starts a part at this word."""
        words = self._words
        self._begin, self._verb = at, None
        self._in_condition = self._in_relative = self._in_content = False
        first = words.skip_adverbs(at, _LEADING)
        self._is_fronted = words[first] in _FRONTED and at == first
        is_opener = words[first] in _OPENERS
        self._opener = first + 1 if is_opener else first

    def _front(self, at: int) -> Span:
        """The part so far, up to the word before this one."""
        return self._words.span(self._begin, max(self._begin, at - 1))

    # --- reading on

    def _read(self, at: int) -> None:
        word, before = self._words[at], self._words[at - 1]
        if self._words.is_dash(at):
            self._in_condition = False
        elif word == ",":
            if self._in_condition and self._verb is None:
                self._frames.append(self._front(at))
            self._in_condition = False
        elif word in CONDITIONS and not (word == "where" and before == ","):
            self._in_condition = True
        elif self._in_condition:
            return
        elif word in {"that", "who", "which"} and at > self._begin and before not in {",", "and", "but"}:
            self._read_link(at)
        elif self._words.is_finite(at):
            self._read_verb(at)

    def _read_link(self, at: int) -> None:
        """Behind a verb "that" opens what is said; all other links here open a restrictive relative clause."""
        before = self._words[at - 1]
        is_said = is_base_form(before) or is_past_form(before) or is_finite_form(before) or is_auxiliary(before)
        self._in_relative = self._words[at] != "that" or not is_said
        if not self._in_relative and self._words.begins_clause(at + 1):
            self._verb = None
            self._in_content = True

    def _read_verb(self, at: int) -> None:
        if self._in_relative and self._is_of_relative(at):
            return
        self._in_relative = False
        self._verb = at if self._verb is None else self._verb

    def _is_of_relative(self, at: int) -> bool:
        """Whether no other finite verb stands between this one and the link before it."""
        for back in range(at - 1, max(self._begin, at - _LONGEST_RELATIVE) - 1, -1):
            if self._words[back] in {"that", "who", "which"}:
                return True
            if not self._words.is_bracketed(back) and self._words.is_finite(back):
                return False
        return False

    # --- cutting

    def _cut(self, at: int) -> Cut | None:
        """The cut that this word asks for, if both sides can stand it; ``at`` still counts words."""
        words, word = self._words, self._words[at]
        if word == ",":
            return self._at_comma(at)
        if self._verb is None or (self._in_condition and word != ";"):
            return None
        if word == ";" and words.find_finite_in_clause(at + 1, surely=False) is not None:
            return Cut(at + 1)
        if words.is_dash(at):
            opens = words[words.skip_adverbs(at + 1)] not in PREPOSITIONS and words.begins_clause(at + 1)
            return Cut(at + 1) if opens else None
        if word in COORDINATORS:
            return self._at_coordinator(at, self._verb)
        return self._at_reason(at, self._verb) if word in REASONS else None

    def _at_comma(self, at: int) -> Cut | None:
        words = self._words
        if self._end_of_study is not None and self._end_of_study <= words.start(at) and words.begins_clause(at + 1):
            self._end_of_study = None
            self._frames.append(self._front(at))
            return Cut(at + 1)
        if self._is_fronted and words.begins_clause(at + 1):
            self._is_fronted = False
            return Cut(at + 1) if self._verb is not None else None
        if self._in_condition:
            return None
        relative = self._relative_at(at + 1)
        if relative:
            return self._at_relative(at, relative)
        return Cut(at + 1) if self._verb is not None and self._adds_clause(at + 1) else None

    def _adds_clause(self, at: int) -> bool:
        """Whether a clause of reason, contrast or conclusion begins here, behind a comma."""
        words, word = self._words, self._words[at]
        if word in _REASONS_BEHIND_COMMA:
            return words.begins_clause(at + 1, long=True)
        if word == "just" and words[at + 1] == "as":
            return words.begins_clause(at + 2)
        if word in _LINKS:
            return words.begins_clause(words.skip_adverbs(at + 1, {","}))
        return word in _GISTS and words.find_finite(at + 1, surely=False) is not None

    def _relative_at(self, at: int) -> int:
        """The relative word that stands here, alone or behind a preposition; 0 where there is none."""
        if self._words[at] in RELATIVES:
            return at
        is_behind = self._words[at] in PREPOSITIONS and self._words[at + 1] in {"which", "whom"}
        return at + 1 if is_behind else 0

    def _at_relative(self, at: int, relative: int) -> Cut | None:
        words = self._words
        verb = words.find_finite(relative + 1, past_commas=True, surely=False)
        if verb is None:
            return None
        if self._verb is not None:
            return Cut(at + 1, is_relative=True)
        near = range(verb, min(len(words), verb + 3 * _LONGEST_RELATIVE))
        closing = next((i for i in near if words[i] == "," and not words.is_bracketed(i)), None)
        if closing is None or not words.is_finite(words.skip_adverbs(closing + 1)):
            return None
        return Cut(closing + 1, self._front(at))

    def _at_reason(self, at: int, verb: int) -> Cut | None:
        words = self._words
        if not words.has_complement(verb, at):
            return None
        if words[at + 1] == ",":
            opens = words.find_finite_in_clause(at + 2) is not None
        else:
            opens = words.begins_clause(at + 1, long=True)
        return Cut(at) if opens else None

    def _at_coordinator(self, at: int, verb: int) -> Cut | None:
        words = self._words
        head = words.skip_adverbs(at + 1)
        if words[head] in REASONS | RELATIVES | CONDITIONS:
            return None
        if self._in_relative:  # only a clause with a subject of its own leaves it, behind a comma
            return Cut(at) if words[at - 1] == "," and words.begins_clause(head) else None
        if words[head] == "that" and not is_auxiliary(words[head + 1]):
            return self._at_second_content(at, head)
        if is_verb_phrase(words, verb, at, head):
            if self._in_content:  # "found that it helps and was stopped early" leaves open which verb it goes with
                return None
            shared = shared_words(words, self._begin, verb, head)
            return Cut(at, shared) if shared else None
        return Cut(at) if words.begins_clause(words.skip_adverbs(head, {","})) else None

    def _at_second_content(self, at: int, head: int) -> Cut | None:
        """The second of two things said ("suggest that A, and that B") goes with the verb of saying."""
        words = self._words
        said = next((i for i in range(self._begin, at) if _SAYS.match(words[i])), None)
        if said is None or words.find_finite(head + 1, surely=False) is None:
            return None
        return Cut(at, words.span(self._begin, said))
