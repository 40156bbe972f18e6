"""The smallest rewording of a claim that would pass: softer verbs, the people who were studied, numbers as they stand.

Pure functions on the claim's words. Each gives back the words to take out and those to put in their place, or ``None``
where no small change makes good English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Span
from kg.text.numerals import spell_out
from kg.text.people import People, find_people
from kg.text.verbs import is_finite_form, plain_form

__all__ = [
    "Rewording",
    "as_affirmed",
    "as_counted",
    "as_denied",
    "as_exchanged",
    "as_hedged",
    "as_said_of",
    "as_together",
    "one_group_for_another",
]


@dataclass(frozen=True, slots=True)
class Rewording:
    """Characters of a claim and what to put in their place."""

    span: Span
    replacement: str

    def apply(self, text: str) -> str:
        """The claim with the change made."""
        return text[: self.span.start] + self.replacement + text[self.span.end :]


_CERTAIN = (
    r"(?:certainly|definitely|undoubtedly|undeniably|unquestionably|indisputabl[ey]|surely|always|inevitably|invariably"
    r"|conclusively?|clearly|obviously|without\s(?:a\s)?doubt|of\scourse|in\sfact)"
)
_WILL = re.compile(rf"\b(?:will|must)\s(?:{_CERTAIN}\s)?", re.IGNORECASE)
_BE = re.compile(rf"\b(?:is|are|was|were)\s(?:{_CERTAIN}\s)?(?=(?!not\b)\w)", re.IGNORECASE)
_PROVEN_TO = re.compile(
    rf"\b(?:(?:is|are|was|were|has\sbeen|have\sbeen)\s(?:{_CERTAIN}\s)?(?:proven|proved|known|certain|established"
    rf"|guaranteed|shown)|guarantees?|proves?|proved)\sto\s",
    re.IGNORECASE,
)
_PROVES_THAT = re.compile(r"\b(?P<verb>proves|prove|proved)\sthat\b", re.IGNORECASE)
_CLEAR_THAT = re.compile(rf"\b(?:certain|clear|{_CERTAIN}|beyond\sdoubt|proven|established)\sthat\b", re.IGNORECASE)
_ADVERB = re.compile(rf"\b{_CERTAIN}\s", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+")
_QUALIFIES = re.compile(r"[A-Za-z]+ed\s(?:with|to|by|on)\s", re.IGNORECASE)
_SUGGESTS = {"proves": "suggests that", "prove": "suggest that", "proved": "suggested that"}
_HAS = re.compile(r"\b(?:has|have)\s(?=\w+(?:ed|en)\b)", re.IGNORECASE)


def as_exchanged(text: str, first: str, second: str) -> Rewording | None:
    """A claim in which two things that it names have changed places.

    >>> text = "In one trial, sugar pills worked better than zinc did."
    >>> as_exchanged(text, "sugar pills", "zinc").apply(text)
    'In one trial, zinc worked better than sugar pills did.'
    >>> as_exchanged("Placebo worked better than zinc.", "Placebo", "zinc").apply("Placebo worked better than zinc.")
    'Zinc worked better than placebo.'
    """
    at, other = text.find(first), text.rfind(second)
    if at < 0 or other < 0:
        return None
    (start, one), (later, two) = sorted(((at, first), (other, second)))
    if start + len(one) > later:
        return None
    words = two, text[start + len(one) : later], one
    if start == 0 and one[1:].islower():
        words = two[:1].upper() + two[1:], words[1], one[:1].lower() + one[1:]
    return Rewording(Span(start, later + len(two)), "".join(words))


def as_hedged(text: str, *, sure: Span | None = None, hedge: str = "") -> Rewording | None:
    """A claim with "may" in the place of its certainty.

    Args:
        text: the claim.
        sure: the words that make it certain, where some do: they, or the verb beside them, are softened.
        hedge: the source's own hedge, which can take their place where it is an adverb.

    >>> said = ("It will certainly improve sleep.", "It clearly eases pain.", "It is proven to help.", "It helped.")
    >>> for text in said:
    ...     print(as_hedged(text).apply(text))
    It may improve sleep.
    It may ease pain.
    It may help.
    It may have helped.
    >>> text = "Calmol decreases events compared with placebo."
    >>> as_hedged(text).apply(text)
    'Calmol may decrease events compared with placebo.'
    >>> text = "Pain was high, and certainly tied to age."
    >>> as_hedged(text, sure=Span(19, 28), hedge="probably").apply(text)
    'Pain was high, and probably tied to age.'
    """
    for pattern, words in ((_PROVEN_TO, "may "), (_WILL, "may "), (_PROVES_THAT, None), (_CLEAR_THAT, "possible that")):
        for found in pattern.finditer(text):
            span = Span(*found.span())
            if sure is None or span.meets(sure):
                return Rewording(span, _SUGGESTS[found["verb"].lower()] if words is None else words)
    adverb = _ADVERB.match(text, sure.start) if sure else None
    return _softened(text, adverb, hedge) if adverb else _hedged_verb(text)


def _softened(text: str, adverb: re.Match[str], hedge: str) -> Rewording:
    """The verb beside a word that calls it certain behind "may"; where none is, a softer word for that one."""
    verb = _BE.match(text, adverb.end())
    if verb:
        return Rewording(Span(adverb.start(), verb.end()), _may_be(verb[0]))
    word = _WORD.match(text, adverb.end())
    behind = _behind_may(text, word) if word and is_finite_form(word[0], surely=True) else None
    before = next((found for found in _BE.finditer(text) if found.end() == adverb.end()), None)
    if before:
        return Rewording(Span(*before.span()), _may_be(before[0]))
    softer = hedge if hedge.endswith("ly") else "possibly"
    return behind or Rewording(Span(*adverb.span()), f"{softer} ")


def _may_be(verb: str) -> str:
    return "may be " if verb.split(maxsplit=1)[0].lower() in ("is", "are") else "may have been "


def _hedged_verb(text: str) -> Rewording | None:
    """The first finite verb behind "may", a word that calls it certain before it taken out."""
    for word in _WORD.finditer(text):
        if word[0].lower() in ("is", "are", "was", "were", "has", "have"):
            if found := _BE.match(text, word.start()):
                return Rewording(Span(*found.span()), _may_be(word[0]))
            found = _HAS.match(text, word.start())
            return Rewording(Span(*found.span()), "may have ") if found else None
        if is_finite_form(word[0], surely=True) and word.start() > 0:
            return _behind_may(text, _noun_or_verb(text, word) or word)
    return None


def _noun_or_verb(text: str, word: re.Match[str]) -> re.Match[str] | None:
    """The verb before a participle that only qualifies a noun: "Calmol decreases events compared with placebo"."""
    if not word[0].endswith("ed") or _QUALIFIES.match(text, word.start()) is None:
        return None
    before = (each for each in _WORD.finditer(text, 0, word.start()) if each.start() > 0)
    return next((each for each in before if each[0].endswith("s") and is_finite_form(each[0])), None)


def _behind_may(text: str, word: re.Match[str]) -> Rewording | None:
    certain = next((found for found in _ADVERB.finditer(text) if found.end() == word.start()), None)
    start = certain.start() if certain else word.start()
    if word[0].endswith("s"):
        plain = plain_form(word[0])
        return Rewording(Span(start, word.end()), f"may {plain}") if plain else None
    return Rewording(Span(start, word.end()), f"may have {word[0]}") if word[0].endswith("ed") else None


_BE_NOT = re.compile(r"\b(?P<be>is|are|was|were|has|have|can|could|may|might|will|would)\s+not\s", re.IGNORECASE)
_IS = re.compile(r"\b(?:is|are|was|were)\s(?=(?!not\b)\w)", re.IGNORECASE)


def as_denied(text: str) -> Rewording | None:
    """A claim of one plain verb with that verb denied; ``None`` where several could be meant.

    >>> for text in ("Calmol improved sleep.", "Calmol improves sleep.", "Sleep was better."):
    ...     print(as_denied(text).apply(text))
    Calmol did not improve sleep.
    Calmol does not improve sleep.
    Sleep was not better.
    """
    words = [word for word in _WORD.finditer(text) if word.start() > 0]
    if found := _IS.search(text):
        return Rewording(Span(*found.span()), f"{found[0]}not ")
    verbs = [word for word in words if is_finite_form(word[0], surely=True)]
    plain = plain_form(verbs[0][0]) if len(verbs) == 1 else None
    if plain is None:
        return None
    does = "does" if verbs[0][0].lower().endswith("s") else "did"
    return Rewording(Span(*verbs[0].span()), f"{does} not {plain}")


def as_affirmed(text: str) -> Rewording | None:
    """A claim with its one "not" behind an auxiliary taken out.

    >>> text = "Calmol is not absorbed."
    >>> as_affirmed(text).apply(text)
    'Calmol is absorbed.'
    """
    found = list(_BE_NOT.finditer(text))
    return Rewording(Span(*found[0].span()), f"{found[0]['be']} ") if len(found) == 1 else None


_RISK = {"increas": "higher", "rais": "higher", "reduc": "lower", "lower": "lower", "decreas": "lower"}
_CAUSES = re.compile(
    r"\b(?:(?P<risk>(?P<stem>increas|rais|reduc|lower|decreas)(?P<risk_end>es|e|ed|s|ing)?\s(?:the|your|one[’']s)\srisk)"
    r"|(?P<verb>caus(?:es|ed|e|ing)|induc(?:es|ed|e|ing)|trigger(?:s|ed|ing)?|provok(?:es|ed|e|ing)|produc(?:es|ed|e|ing)"
    r"|(?:leads?|led|leading)\sto|result(?:s|ed|ing)?\sin|(?:gives?|gave|giving)\srise\sto|(?:brings?|brought|bringing)\sabout"
    r"|contribut(?:es|ed|e|ing)\sto|driv(?:es|e|ing))"
    r"|(?P<adjective>responsible\sfor|to\sblame\sfor|attributable\sto|due\sto))(?=\W)",
    re.IGNORECASE,
)
_NO_FINITE = re.compile(
    r"\b(?:to|can|cannot|could|will|would|may|might|must|should|do|does|did|not|be|been|is|are|was|were)\s\Z",
    re.IGNORECASE,
)


def as_together(text: str, said: Span) -> Rewording | None:
    """A claim of a cause, at some words of it, as one of things that go together.

    >>> text = "Smoking increases the risk of wrinkles."
    >>> as_together(text, Span(8, 26)).apply(text)
    'Smoking is associated with a higher risk of wrinkles.'
    """
    found = next((each for each in _CAUSES.finditer(text) if Span(*each.span()).meets(said)), None)
    if found is None:
        return None
    span = Span(*found.span())
    if found["adjective"]:
        return Rewording(span, "associated with")
    if _NO_FINITE.search(text[: found.start()]):
        return None
    verb = (found["verb"] or found["risk"]).split()[0].lower()
    what = f" a {_RISK[found['stem'].lower()]} risk" if found["risk"] else ""
    return Rewording(span, f"{_with_verb(verb)}associated with{what}")


def _with_verb(verb: str) -> str:
    """The form of "to be" for a verb in this form, with its space; nothing for a participle."""
    if verb.endswith("ing"):
        return ""
    if verb.endswith("ed") or verb in ("led", "gave", "brought"):
        return "was "
    return "is " if verb.endswith("s") else "are "


_NOUNS = {
    "male": "men",
    "female": "women",
    "child": "children",
    "adolescent": "adolescents",
    "adult": "adults",
    "mouse": "mice",
    "rat": "rats",
    "rabbit": "rabbits",
}
_PLURAL_GROUP = re.compile(
    r"\b(?:men|women|males|females|boys|girls|children|kids|infants|adolescents|teenagers|adults|mice|rats|rabbits)\b",
    re.IGNORECASE,
)
_SEVERAL_CLAUSES = re.compile(
    r"[,;:(](?!\d)|\b(?:which|that|who|when|while|where|if|because|although|but)\b", re.IGNORECASE
)
_LAST = re.compile(r"(?P<word>\S+?)(?P<stop>[.!?…;,:]*)\Z")


def one_group_for_another(text: str, studied: People) -> Rewording | None:
    """The group that was studied for the one plural that a claim names.

    >>> text = "Women can expect the same."
    >>> one_group_for_another(text, People(sexes=frozenset({"male"}))).apply(text)
    'Men can expect the same.'
    """
    named = list(_PLURAL_GROUP.finditer(text))
    told = _in_words(studied)
    if len(named) != 1 or told is None or find_people(text) != find_people(named[0][0]):
        return None
    words = told[0].upper() + told[1:] if named[0][0][0].isupper() else told
    return Rewording(Span(*named[0].span()), words)


def as_said_of(text: str, studied: People) -> Rewording | None:
    """A claim of one clause that names nobody, with the people who were studied behind it.

    Behind several clauses they would seem to belong to the last one only.

    >>> text = "The bulb can be felt."
    >>> as_said_of(text, People(ages=frozenset({"child"}))).apply(text)
    'The bulb can be felt in children.'
    >>> as_said_of("A bulb is there, which you feel.", People(ages=frozenset({"child"})))
    """
    told, last = _in_words(studied), _LAST.search(text.rstrip())
    if told is None or last is None or find_people(text) or _SEVERAL_CLAUSES.search(text):
        return None
    return Rewording(Span(last.start("word"), last.end("word")), f"{last['word']} in {told}")


def _in_words(people: People) -> str | None:
    """The groups as nouns: their sex where that is one, else their ages, else the animals."""
    groups = people.species or (people.sexes if len(people.sexes) == 1 else frozenset()) or people.ages
    words = [noun for group, noun in _NOUNS.items() if group in groups]
    return " and ".join(words) if words and len(words) == len(groups) else None


def as_counted(said: str, number: int) -> str:
    """A number for another one in the way in which that is written, digits or words.

    >>> as_counted("ten men", 9), as_counted("10 men", 9), as_counted("Ten men", 9), as_counted("ten men", 250)
    ('nine men', '9 men', 'Nine men', '250 men')
    >>> as_counted("2,431 men", 2341), as_counted("2431 men", 2341)
    ('2,341 men', '2341 men')
    """
    first, _, rest = said.partition(" ")
    digits = f"{number:,}" if number >= 10_000 or "," in first else str(number)
    spelled = spell_out(number) if first[:1].isalpha() else None
    counted = spelled or digits
    counted = counted.capitalize() if first[:1].isupper() else counted
    return f"{counted} {rest}" if rest else counted
