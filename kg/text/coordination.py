"""Two verb phrases behind one subject: whether they can be parted, and which words the second takes over."""

from __future__ import annotations

from kg.model.span import Span
from kg.text.verbs import MODALS, is_auxiliary, is_base_form, is_finite_form, is_past_form
from kg.text.words import DETERMINERS, PREPOSITIONS, Words

__all__ = ["is_verb_phrase", "shared_words"]

_ADVICE = frozenset({"should", "must", "shall"})
"""Advice in steps ("should wash and dry") is one piece of advice."""

_RAISERS = frozenset(
    """help helps helped shown found known seem seems appear appears tend tends likely proven proved reported thought
    believed used said""".split()
)
"""Words whose infinitive says what happens: "helps to", "is known to"."""

_LONGEST_LOOK = 12


def is_verb_phrase(words: Words, verb: int, at: int, head: int) -> bool:
    """Whether a verb with something behind it begins at ``head``, and the verb before has its own complement.

    Args:
        words: the sentence.
        verb: the first finite verb of the clause before.
        at: the conjunction.
        head: the first word behind it that is no adverb.
    """
    word = words[head]
    if not (is_auxiliary(word) or is_past_form(word) or is_finite_form(word) or is_base_form(word)):
        return False
    if words.is_subject_with_verb(head) or words[head + 1] in {"", ".", ",", ";", "!"}:
        return False
    return any(words.is_content(i) for i in range(max(verb + 1, at - _LONGEST_LOOK), at))


def shared_words(words: Words, begin: int, verb: int, head: int) -> Span | None:
    """Subject and auxiliaries that the verb at ``head`` takes over; ``None`` if it is no partner of the first.

    "Was used for fever and tested in children" shares subject and "was", "lowers fever and eases pain" the subject.

    Args:
        words: the sentence.
        begin: the first word of the part before.
        verb: its first finite verb.
        head: the verb behind the conjunction.
    """
    word, first = words[head], words[verb]
    subject = words.span(begin, verb - 1) if verb > begin else None
    if is_auxiliary(word):
        return subject or (words.span(begin, verb) if is_auxiliary(first) else None)
    if is_past_form(word):
        return _with_participle(words, begin, verb, head) if _has_participle(words, verb) else _if_past(first, subject)
    if is_finite_form(word):
        is_sure = is_finite_form(word, surely=True) or words[head + 1] in DETERMINERS
        is_third = is_auxiliary(first) or (is_finite_form(first) and not is_past_form(first))
        return subject if is_sure and is_third and words[head + 1] != "of" else None
    return _with_plain_form(words, begin, verb, head, subject)


def _has_participle(words: Words, verb: int) -> bool:
    """Whether the verb is an auxiliary with a participle: "was also seen"."""
    first = words[verb]
    return is_auxiliary(first) and first not in MODALS and is_past_form(words[_end_of_auxiliaries(words, verb)])


def _end_of_auxiliaries(words: Words, verb: int) -> int:
    return words.skip_adverbs(verb + 1, {"be", "been"})


def _if_past(first: str, subject: Span | None) -> Span | None:
    return subject if is_past_form(first) and not is_auxiliary(first) else None


def _with_participle(words: Words, begin: int, verb: int, head: int) -> Span | None:
    after = words[head + 1]
    if not (after in PREPOSITIONS or after.endswith("ly") or words[head - 1].endswith("ly")):
        return None
    group = range(verb, _end_of_auxiliaries(words, verb))
    last = max(i for i in group if i == verb or words[i] in {"be", "been", "not"})
    return words.span(begin, last)


def _with_plain_form(words: Words, begin: int, verb: int, head: int, subject: Span | None) -> Span | None:
    first = words[verb]
    if not (is_base_form(words[head], surely=True) or words[head + 1] in DETERMINERS):
        return None
    if first in MODALS or first.endswith(("’ll", "'ll")):
        return words.span(begin, verb) if first not in _ADVICE else None
    near = range(max(verb, head - 2 * _LONGEST_LOOK), head - 1)
    infinitive = next((i for i in near if words[i] == "to" and words[i - 1] in _RAISERS), None)
    if infinitive is not None:
        return words.span(begin, infinitive)
    if first in {"helps", "helped"} and is_base_form(words[verb + 1]):
        return words.span(begin, verb)
    return subject if is_base_form(first) and not is_auxiliary(first) else None
