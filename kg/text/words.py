"""The words of one sentence, and what each is where it stands: finite verb, start of a clause, content.

Closed word classes of English, and the verb forms of :mod:`kg.text.verbs` told from nouns by their neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from kg.model.span import Span
from kg.text.verbs import MODALS, can_be_finite, is_auxiliary, is_base_form, is_finite_form, is_past_form

__all__ = [
    "ADVERBS",
    "CONDITIONS",
    "COORDINATORS",
    "DASHES",
    "DETERMINERS",
    "PREPOSITIONS",
    "REASONS",
    "RELATIVES",
    "Words",
]

ADVERBS = frozenset(
    """also then thus therefore hence thereby so often sometimes usually even still just not never only again further
    now later soon perhaps maybe always rather indeed instead too far very well more less almost quite consequently
    subsequently eventually likewise""".split()
)
CONDITIONS = frozenset("if when whenever unless until once before after where whether how why what".split())
COORDINATORS = frozenset({"and", "but", "yet", "&"})
"""Those that join two statements; "or" states neither side."""

DASHES = frozenset({"–", "—", "--", "-"})
DETERMINERS = frozenset(
    """a an the this that these those its their his her our your my some any no each every most many several all both
    such another other few little one two""".split()
)
PREPOSITIONS = frozenset(
    """of in on at by with from to into for about over under between among through during before after against without
    within as than like via per towards toward upon across around despite including""".split()
)
REASONS = frozenset({"because", "whereas", "although", "though"})
RELATIVES = frozenset({"which", "who", "whose", "where", "whom"})

_PRONOUNS = frozenset(
    """i you he she it we they there this that these those one some many most others both who which people nobody
    everyone anyone someone patients men women children adults users researchers studies trials""".split()
)
_SURE_SUBJECTS = frozenset("it he she they we which who".split())
_INFLECTED = re.compile(r"[a-z]{2}(?:s|ed)\Z")
_CLOSED = ADVERBS | CONDITIONS | DETERMINERS | PREPOSITIONS | _PRONOUNS
_NO_SUBJECTS = DETERMINERS - _PRONOUNS
_BEFORE_NOUNS = _NO_SUBJECTS | COORDINATORS
_AFTER_NOUNS = PREPOSITIONS | COORDINATORS | {"or", "that", "who", "which"}
_SUBJECTS = _PRONOUNS | RELATIVES
_CLAUSE_OPENERS = CONDITIONS | REASONS | {"but"}
_TAKE_PLAIN_FORMS = MODALS | frozenset("let lets make makes do does did help helps helped".split())
_ADJECTIVE = re.compile(r"(?:al|ous|ic|ive|ful|ent|ant|ary|ed|ing|common|main|major|minor|new|old|few)\Z")
_SHORTENED = re.compile(r"n[’']t\Z|[’'](?:ll|d)\Z")
_SUBJECT_AND_VERB = re.compile(r"(?:i|you|we|they|he|she|it|there|that)[’']")
_AFTER_REDUCED = frozenset("by with for from in to as using".split())
"""What follows a participle that only qualifies a noun: "patients treated with"."""

_TOKEN = re.compile(r"[^\W_]+(?:[’'.,/-][^\W_]+)*|--|[^\w\s]")
_OPENING, _CLOSING = "([{", ")]}"
_BRACKET = re.compile(r"[(\[{]")
_LONGEST_SUBJECT = 12
_LONGEST_CLAUSE = 30


class Words:
    """The words and signs of a sentence by their number from 0; a number outside the sentence is an empty word."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: list[str] = []
        self._spans: list[tuple[int, int]] = []
        self._finite: dict[tuple[int, bool], bool] = {}
        for match in _TOKEN.finditer(text):
            self._words.append(match[0].lower())
            self._spans.append(match.span())
        self._length = len(self._words)
        self._depths = self._read_depths() if _BRACKET.search(text) else [0] * self._length

    def _read_depths(self) -> list[int]:
        """In how many brackets each word stands, the brackets themselves included."""
        depths, depth = [], 0
        for word in self._words:
            depth += word in _OPENING
            depths.append(depth)
            depth = max(0, depth - (word in _CLOSING))
        return depths

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, at: int) -> str:
        return self._words[at] if 0 <= at < self._length else ""

    def start(self, at: int) -> int:
        """Where a word begins, in characters."""
        return self._spans[at][0]

    def span(self, first: int, last: int) -> Span:
        """The characters from one word to another, both included."""
        return Span(self._spans[first][0], self._spans[last][1])

    def is_bracketed(self, at: int) -> bool:
        """Whether a word stands in brackets."""
        return self._depths[at] > 0

    def is_dash(self, at: int) -> bool:
        """Whether a sign separates as a dash does; a hyphen only behind white space."""
        return self[at] in DASHES and (self[at] != "-" or self._text[: self.start(at)][-1:] == " ")

    def skip_adverbs(self, at: int, also: AbstractSet[str] = frozenset()) -> int:
        """The first word from here on that is no adverb and none of the others."""
        while self[at] in ADVERBS or self[at] in also or self[at].endswith("ly"):
            at += 1
        return at

    def is_content(self, at: int) -> bool:
        """Whether a word says something: no sign, adverb, auxiliary or participle."""
        word = self[at]
        is_adverb = word in ADVERBS or (word.endswith("ly") and word not in {"likely", "unlikely"})
        is_verb = is_auxiliary(word) or is_past_form(word) or word in {"be", "been", "being"}
        return word[:1].isalnum() and not is_adverb and not is_verb

    def has_complement(self, verb: int, end: int) -> bool:
        """Whether anything but adverbs and forms of "be" stands between a verb and another word."""
        near = range(max(verb + 1, end - _LONGEST_SUBJECT), end)
        return any(self.is_content(i) or is_past_form(self[i]) for i in near)

    def is_finite(self, at: int, *, surely: bool = False) -> bool:
        """Whether a word is a finite verb where it stands; ``surely`` leaves out what may be a participle."""
        if not can_be_finite(self[at]):
            return False
        known = self._finite.get((at, surely))
        if known is None:
            known = self._finite[at, surely] = self._is_finite(at, surely=surely)
        return known

    def _is_finite(self, at: int, *, surely: bool) -> bool:
        word, before, after = self[at], self[at - 1], self[at + 1]
        if before in _NO_SUBJECTS:
            return False
        if is_auxiliary(word):
            return before != "to" and before not in MODALS
        if before in PREPOSITIONS or before in MODALS or after == "of":
            return False
        return self._is_full_verb(at, surely=surely)

    def _before_adverbs(self, at: int) -> str:
        """The nearest word before this one that is no adverb."""
        back = at - 1
        while self[back] in ADVERBS or self[back].endswith("ly"):
            back -= 1
        return self[back]

    def _is_full_verb(self, at: int, *, surely: bool) -> bool:
        """Whether a word that is no auxiliary is a finite verb, by its ending and its neighbours."""
        word, before, after = self[at], self[at - 1], self[at + 1]
        if self._before_adverbs(at) in _SURE_SUBJECTS and _INFLECTED.search(word) and word not in _CLOSED:
            return True
        close = before in _PRONOUNS or before.endswith("ly") or after in DETERMINERS
        if is_past_form(word) and is_finite_form(word):
            return not (surely and after in _AFTER_REDUCED and before not in _SUBJECTS)
        if is_finite_form(word):
            return self._is_singular_verb(at, close=close, surely=surely)
        return is_base_form(word) and self._is_plural_verb(at, close=close)

    def _is_singular_verb(self, at: int, *, close: bool, surely: bool) -> bool:
        """Whether the form in -s here is a verb and no plural: "zinc causes nausea", not "other causes"."""
        word, before, after = self[at], self[at - 1], self[at + 1]
        if close or is_finite_form(word, surely=True) or (word == "results" and after in {"in", "from"}):
            return True
        is_noun = (
            _ADJECTIVE.search(before) or before.endswith("s") or not (before[:1].isalnum() and after[:1].isalnum())
        )
        is_noun = is_noun or after in _AFTER_NOUNS
        return not (surely or is_noun or is_auxiliary(after) or is_finite_form(after) or is_base_form(after))

    def _is_plural_verb(self, at: int, *, close: bool) -> bool:
        """Whether the plain form here is a present tense: "people report", not "to report"."""
        before, is_no_noun = self._before_adverbs(at), is_base_form(self[at], surely=True)
        if before == ",":
            return is_no_noun
        takes_plain = before in _TAKE_PLAIN_FORMS or _SHORTENED.search(before)
        if not before[:1].isalnum() or takes_plain or before in _BEFORE_NOUNS:
            return False
        is_plural = before in _PRONOUNS or (before.endswith("s") and not before.endswith(("ss", "us", "is")))
        return is_no_noun or (is_plural and (close or is_finite_form(self[at] + "s", surely=True)))

    def find_finite(
        self, start: int, *, limit: int = _LONGEST_SUBJECT, past_commas: bool = False, surely: bool = True
    ) -> int | None:
        """The first finite verb at most ``limit`` words on, before the clause can have ended.

        That of a relative clause on the way ("men who smoke") is passed by.
        """
        passing = False
        for at in range(start, min(start + limit, self._length)):
            if self._depths[at]:
                continue
            if self[at] in {";", ":"} or (self[at] == "," and not past_commas):
                return None
            if at > start and self[at] in _CLAUSE_OPENERS:
                return None
            if at > start and self[at] in {"that", "who", "which"}:
                passing = True
            elif self.is_finite(at, surely=surely):
                if not passing:
                    return at
                passing = False
        return None

    def find_finite_in_clause(self, start: int, *, past_commas: bool = True, surely: bool = True) -> int | None:
        """The same for as many words as a whole clause has."""
        return self.find_finite(start, limit=_LONGEST_CLAUSE, past_commas=past_commas, surely=surely)

    def begins_clause(self, at: int, *, long: bool = False, past_commas: bool = False) -> bool:
        """Whether a subject and its finite verb begin here; ``long`` allows a long subject."""
        at = self.skip_adverbs(at)
        if not self[at][:1].isalnum():
            return False
        if _SUBJECT_AND_VERB.match(self[at]):
            return True
        is_fronted = self[at] in PREPOSITIONS
        limit = _LONGEST_CLAUSE if is_fronted or long else _LONGEST_SUBJECT
        verb = self.find_finite(at, limit=limit, past_commas=past_commas or is_fronted)
        return verb is not None and verb > at

    def is_subject_with_verb(self, at: int) -> bool:
        """Whether a word is a pronoun and its verb in one: "it's", "they've"."""
        return _SUBJECT_AND_VERB.match(self[at]) is not None
