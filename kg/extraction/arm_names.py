"""Which of two arms the words of a text speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kg.extraction.terms import content_stems, find_abbreviations, iter_words, with_abbreviations
from kg.model.span import Span
from kg.text.controls import find_controls

__all__ = ["Arm", "ArmMention", "ArmNames", "name_arms"]

_LABEL = re.compile(
    r"\b(?:[Gg]roup|[Aa]rm|GROUP)s?[\s-](?P<after>[A-Z]{1,4}\d{0,2}|\d{1,2}|I{1,3}V?)\b"
    r"|\b(?P<before>[A-Z]{1,5}\d{0,2})[\s-](?:group|arm)s?\b"
)
_PLAIN_CARE = re.compile(
    r"\b(?:control\w*|placebo\w*|sham|usual|standard|conventional|untreated|no[\s-](?:treatment|intervention|exercise)"
    r"|vehicle|routine|comparison|comparator|baseline|saline|waiting|wait-?list\w*|normal|non-?intervention|alone"
    r"|reference|dummy|inactive|observation|nothing|(?:sterile|distilled|plain)[\s-]water)\b",
    re.IGNORECASE,
)
_PEOPLE = (
    r"(?:groups?|arms?|conditions?|subjects?|patients?|participants?|children|women|men|schools?|sites?|clusters?"
    r"|villages?)"
)
_CONTROL_ARM = re.compile(
    rf"\bcontrols?(?=[\s-]{_PEOPLE}\b)"
    r"|(?:(?<=\bthe )|(?<=\bin )|(?<=\bthan )|(?<=\bwith )|(?<=\bto )|(?<=\bvs )|(?<=\bversus )|(?<=\band ))controls?\b"
    r"|\b(?:placebo|sham|comparison|comparator|untreated|usual[\s-]care|standard[\s-](?:care|treatment|therapy)|conventional"
    r"|waiting[\s-]list|vehicle|reference)\b",
    re.IGNORECASE,
)
_TREATED_ARM = re.compile(
    r"\b(?:intervention|treatment|treated|experimental|active|study|test|exercise|training|therapy|supplemented"
    rf"|supplementation|case|trained|interventional|vaccin\w+)(?=[\s-]{_PEOPLE}\b)|\b(?:the\s)?intervention\b",
    re.IGNORECASE,
)
_ADDS = re.compile(r"\b(?:plus|and|with|added|combined)\b|\+", re.IGNORECASE)
_DEFINES_BEFORE, _DEFINES_AFTER = 80, 90
_LAST_ITEM = re.compile(r"[;.,)]|\sand\s|\sor\s")


class Arm(StrEnum):
    """The two sides of a comparison."""

    INTERVENTION = "intervention"
    COMPARATOR = "comparator"

    @property
    def other(self) -> Arm:
        """The side against it."""
        return Arm.COMPARATOR if self is Arm.INTERVENTION else Arm.INTERVENTION


@dataclass(frozen=True, slots=True)
class ArmMention:
    """Words that name one arm; a label ("group A") is the surer name."""

    arm: Arm
    span: Span
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class ArmNames:
    """What tells two arms apart in a text.

    Attributes:
        intervention, comparator: stems that only this arm's name has.
        labels: the letters or numbers that the text gives the arms ("group A").
        control: which arm "the control group" means.
    """

    intervention: frozenset[str]
    comparator: frozenset[str]
    labels: tuple[tuple[str, Arm], ...] = ()
    control: Arm = Arm.COMPARATOR

    def without(self, stems: frozenset[str]) -> ArmNames:
        """The same without some stems, such as those of an outcome that is measured in both arms."""
        return ArmNames(self.intervention - stems, self.comparator - stems, self.labels, self.control)

    def find_mentions(self, text: str) -> tuple[ArmMention, ...]:
        """Where the text names either arm, in order; a word that both names hold is no mention."""
        found = [*self._by_words(text), *self._by_label(text), *self._by_role(text)]
        return tuple(sorted(found, key=lambda mention: mention.span))

    def _by_words(self, text: str) -> Iterator[ArmMention]:
        for word in iter_words(text):
            if word.stem in self.intervention:
                yield ArmMention(Arm.INTERVENTION, word.span)
            elif word.stem in self.comparator:
                yield ArmMention(Arm.COMPARATOR, word.span)

    def _by_label(self, text: str) -> Iterator[ArmMention]:
        arms = dict(self.labels)
        for match in _LABEL.finditer(text) if arms else ():
            label = match["after"] or match["before"]
            if label in arms:
                yield ArmMention(arms[label], Span(*match.span()), is_label=True)

    def _by_role(self, text: str) -> Iterator[ArmMention]:
        for arm, words in ((self.control, _CONTROL_ARM), (self.control.other, _TREATED_ARM)):
            yield from (ArmMention(arm, Span(*match.span())) for match in words.finditer(text))


def name_arms(intervention: str, comparator: str, texts: tuple[str, ...] = ()) -> ArmNames:
    """What tells the two arms apart, by their names and by what the texts call them.

    >>> names = name_arms("oral zinc", "placebo")
    >>> [mention.arm.value for mention in names.find_mentions("higher with zinc than in controls")]
    ['intervention', 'comparator']
    """
    abbreviations = find_abbreviations((intervention, comparator, *texts))
    first = with_abbreviations(content_stems(intervention), abbreviations)
    second = with_abbreviations(content_stems(comparator), abbreviations)
    same = _shared_control(intervention, comparator)
    first, second = first - same, second - same
    control = _control(intervention, comparator, is_part=_is_part(first, second, comparator))
    names = ArmNames(first - second, second - first, control=control)
    labels = _labels_in_names(intervention, comparator) or _labels_explained(names, texts)
    return ArmNames(names.intervention, names.comparator, labels, names.control)


def _shared_control(intervention: str, comparator: str) -> frozenset[str]:
    """The words of one kind of control that both arms get, so that they tell nothing apart."""
    named = [find_controls(intervention), find_controls(comparator)]
    kinds = [{each.kind for each in found} for found in named]
    shared = (each.text for found in named for each in found if each.kind in kinds[0] & kinds[1])
    return frozenset(stem for text in shared for stem in content_stems(text))


def _is_part(first: frozenset[str], second: frozenset[str], comparator: str) -> bool:
    """Whether the comparator's arm gets what the intervention's gets, and something more."""
    return first < second and _ADDS.search(comparator) is not None


def _control(intervention: str, comparator: str, *, is_part: bool) -> Arm:
    """The arm of plain care where one is; an arm is the control of one that gets the same and something more."""
    is_first = _PLAIN_CARE.search(intervention) and not _PLAIN_CARE.search(comparator)
    return Arm.INTERVENTION if is_first or is_part else Arm.COMPARATOR


def _label(match: re.Match[str]) -> str:
    return str(match["after"] or match["before"])


def _labels_in_names(intervention: str, comparator: str) -> tuple[tuple[str, Arm], ...]:
    named = ((Arm.INTERVENTION, intervention), (Arm.COMPARATOR, comparator))
    return tuple((_label(match), arm) for arm, name in named for match in _LABEL.finditer(name))


def _labels_explained(names: ArmNames, texts: tuple[str, ...]) -> tuple[tuple[str, Arm], ...]:
    """The labels of a text by the arms whose words stand where it explains them."""
    scores: dict[str, int] = {}
    for text in texts:
        for match in _LABEL.finditer(text):
            around = _explanation(text, match)
            score = len(around & names.intervention) - len(around & names.comparator)
            scores[_label(match)] = scores.get(_label(match), 0) + score
    return tuple((label, Arm.INTERVENTION if score > 0 else Arm.COMPARATOR) for label, score in scores.items() if score)


def _explanation(text: str, match: re.Match[str]) -> frozenset[str]:
    """The words before a label in brackets, else those after it, up to the next label."""
    if match.start() and text[match.start() - 1] in "([":
        before = text[max(0, match.start() - _DEFINES_BEFORE) : match.start() - 1]
        return content_stems(_LAST_ITEM.split(before)[-1])
    following = text[match.end() : match.end() + _DEFINES_AFTER]
    cut = _LABEL.search(following)
    return content_stems(following[: cut.start()] if cut else following)
