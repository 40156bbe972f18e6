"""The groups of people and animals that a text names, word by word: sex, age, species, stage of life.

Closed lists of common English. Ages are years: a word for an age group is a span of years, so that groups and figures
("aged 18 to 74") compare as one kind of thing. The bounds are those of MeSH's check tags where it has one (infant,
child, adolescent, adult, aged), made wider where everyday words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from kg.model.span import Span

__all__ = ["GroupAxis", "GroupMention", "find_groups"]


class GroupAxis(StrEnum):
    """In what respect a word sets a group apart."""

    SEX = "sex"
    AGE = "age group"
    SPECIES = "species"
    STAGE = "stage of life"


@dataclass(frozen=True, slots=True)
class GroupMention:
    """A word or phrase that names a group in one respect.

    Attributes:
        axis: in which respect.
        group: the group: a sex, a species, a stage; for an age group, how to say it ("children").
        span: the words in the text.
        text: the same words.
        years: youngest and oldest age, for an age group.
        is_implied: whether the words name something else and only imply this ("prostate" for males).
    """

    axis: GroupAxis
    group: str
    span: Span
    text: str
    years: tuple[float, float] | None = None
    is_implied: bool = False

    def agrees(self, other: GroupMention) -> bool:
        """Whether one individual can be of both groups; of another axis always.

        >>> (women,), (men,) = find_groups("females"), find_groups("a male")
        >>> women.agrees(men)
        False
        """
        if self.axis is not other.axis:
            return True
        if self.years and other.years:
            return min(self.years[1], other.years[1]) > max(self.years[0], other.years[0])
        if self.axis is GroupAxis.SPECIES:
            if "cells" in (self.group, other.group):
                return "humans" not in (self.group, other.group) or self.is_implied or other.is_implied
            return self.group == other.group or _within(self.group, other.group) or _within(other.group, self.group)
        return self.group == other.group


_KINDS = {"animals": None, "rodents": frozenset({"mice", "rats", "hamsters", "guinea pigs"})}
"""Groups of species; ``None`` holds every animal."""


def _within(one: str, other: str) -> bool:
    """Whether a species is of a wider group."""
    members = _KINDS.get(other, frozenset())
    return one != "humans" if members is None else one in members


_OLDEST = 120.0
_MONTHS = 12
_SEXES = {
    "males": r"men|man|males?|boys?|gentlem[ae]n|fathers?|husbands?|sons",
    "females": r"women|woman|females?|girls?|lad(?:y|ies)|mothers?|wives|daughters?",
}
_IMPLIED_SEXES = {
    "males": r"prostat(?:e|ic|ectom\w+|itis)|testicular|testes|erectile|sperm|semen",
    "females": r"pregnan(?:t|cy|cies)|post-?menopaus\w+|pre-?menopaus\w+|menopaus\w+|maternal|ovar(?:y|ian|ies)|uter(?:us|ine)"
    r"|endometri\w+|cervical (?:cancer|screening|smears?)|vagin\w+|mammogra\w+|menstrua\w+|breast-?feeding|gestational"
    r"|hysterectom\w+",
}
_AGES = (
    ("newborns", 0.0, 0.25, r"new-?borns?|neonat(?:es?|al)|pre-?term infants?"),
    ("infants", 0.0, 2.0, r"infants?|bab(?:y|ies)|toddlers?|infancy"),
    ("preschool children", 1.0, 6.0, r"pre-?school(?:ers|[\s-](?:aged? )?children)?"),
    ("schoolchildren", 5.0, 18.0, r"school-?children|school-?age[ds]? (?:children|pupils)|pupils|school children"),
    ("children", 0.0, 18.0, r"child(?:ren|hood)?|p(?:a)?ediatrics?|boys?|girls?|kids?|youngsters"),
    ("adolescents", 10.0, 20.0, r"adolescen(?:ts?|ce)|teen(?:ager)?s?|youths?"),
    ("young people", 10.0, 40.0, r"young (?:people|persons?|individuals)|the young|young(?= (?:patients|participants))"),
    ("young adults", 18.0, 40.0, r"young(?:er)? adults?|young(?:er)? (?:women|men)"),
    ("middle-aged people", 40.0, 65.0, r"middle-?aged?"),
    ("older people", 60.0, _OLDEST, r"older (?:adults?|people|persons?|individuals?|patients|women|men|participants|age)"
     r"|elder(?:ly|s)|seniors|geriatrics?|the aged|old age|oldest old|octogenarians|nonagenarians|centenarians"),
    ("adults", 18.0, _OLDEST, r"adult(?:s|hood)?|grown-?ups?"),
    ("women", 18.0, _OLDEST, r"wom[ae]n"),
    ("men", 18.0, _OLDEST, r"m[ae]n"),
    ("postmenopausal women", 45.0, _OLDEST, r"post-?menopausal"),
)  # fmt: skip
_SPECIES = {
    "mice": r"mice|mouse|murine|mus musculus",
    "rats": r"rats?|rattus",
    "hamsters": r"hamsters?",
    "guinea pigs": r"guinea pigs?",
    "rodents": r"rodents?",
    "rabbits": r"rabbits?",
    "dogs": r"dogs?|canines?|beagles?",
    "cats": r"cats?|felines?",
    "ferrets": r"ferrets?",
    "pigs": r"(?<!guinea )pigs?|swine|piglets?|porcine|minipigs?",
    "cattle": r"cattle|cows?|bovine|calves",
    "horses": r"horses?|equine",
    "sheep": r"sheep|ovine|lambs?|ewes",
    "chickens": r"chickens?|chicks?|poultry",
    "monkeys": r"monkeys?|macaques?|(?:non-?human )?primates?|baboons?|marmosets?|chimpanzees?|rhesus",
    "zebrafish": r"zebra-?fish|danio rerio",
    "fish": r"fish(?! oil)|teleosts?|medaka|salmon",
    "frogs": r"xenopus|frogs?",
    "fruit flies": r"drosophila(?: melanogaster)?|fruit fl(?:y|ies)|flies",
    "worms": r"caenorhabditis(?: elegans)?|c\. elegans|nematodes?|roundworms?|worms?",
    "yeast": r"yeasts?|saccharomyces(?: cerevisiae)?|s\. cerevisiae|schizosaccharomyces(?: pombe)?",
    "plants": r"arabidopsis(?: thaliana)?|seedlings?",
    "animals": r"animals?",
    "cells": r"in vitro|cell lines?|cultured cells|cell cultures?",
    "humans": r"humans?|people|persons?|patients?|participants?|volunteers?|individuals?|men|women|man|woman|boys?|girls?"
    r"|child(?:ren)?|adults?|adolescents?|infants?|newborns?|neonates?|residents|americans|citizens|workers|clinical trials?"
    r"|cohorts?|outpatients?|inpatients?|mothers?|survivors|respondents|homo sapiens|elderly",
}
_STAGES = {
    "premenopausal women": r"pre-?menopausal|before (?:the )?menopause",
    "postmenopausal women": r"post-?menopausal|after (?:the )?menopause",
    "non-smokers": r"(?:non|never)-?\s?smokers?",
    "smokers": r"(?<!non)(?<!non-)(?<!never )(?<!never-)smokers?",
}


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{words})(?!\w)", re.IGNORECASE)


_PATTERNS = (
    *((GroupAxis.SEX, group, None, False, _compiled(words)) for group, words in _SEXES.items()),
    *((GroupAxis.SEX, group, None, True, _compiled(words)) for group, words in _IMPLIED_SEXES.items()),
    *(
        (GroupAxis.AGE, group, (low, high), group.endswith("men"), _compiled(words))
        for group, low, high, words in _AGES
    ),
    *((GroupAxis.SPECIES, group, None, False, _compiled(words)) for group, words in _SPECIES.items()),
    *((GroupAxis.STAGE, group, None, False, _compiled(words)) for group, words in _STAGES.items()),
)
_HUMAN_TISSUE = re.compile(
    r"(?<![\w-])human(?=\s[a-z])(?!\s(?:beings?|subjects?|patients?|participants?|volunteers?))", re.IGNORECASE
)
_NUMBER = r"\d{1,3}(?:\.\d+)?"
_AGE_RANGE = re.compile(
    rf"\bag(?:ed?|es|ing)\b[^.;\d]{{0,30}}?(?P<low>{_NUMBER})(?:\s?(?:years?|yrs?|y|months?|mo)\b)?"
    rf"\s?(?:-|–|—|to|and|through)\s?(?P<high>{_NUMBER})(?:[\s-]?(?P<unit>years?|yrs?|y|months?|mo)\b)?"
    rf"|\b(?P<low2>{_NUMBER})(?:\s(?P<unit3>years?|months?))?\s?(?:-|–|—|to|and)\s?(?P<high2>{_NUMBER})"
    r"[\s-]?(?P<unit2>years?|yrs?|y|months?)[\s-](?:of age|old)\b",
    re.IGNORECASE,
)
_AGE_BOUND = re.compile(
    rf"\b(?:ag(?:ed?|es)\s|ag(?:ed?|es)\b(?=\s?[≥>≤<]))\s?(?:(?P<least>≥|>|at least|over|older than|above)"
    rf"|(?P<most>≤|<|under|younger than|below|up to))\s?(?P<bound>{_NUMBER})(?:\s?(?:years?|yrs?|y)\b)?"
    rf"|\b(?P<bare>{_NUMBER})[\s-]?(?:years?|yrs?|y)(?:\sof\sage|\sold)?\s(?:and|or)\s(?:(?P<more>older)|(?P<less>younger))\b",
    re.IGNORECASE,
)
_MEAN_AGE = re.compile(
    r"\b(?:mean|median|average)\s(?:\([^)]{1,12}\)\s)?age\b[^.;\d]{0,40}(?P<mean>\d{1,3}(?:\.\d+)?)(?!\s?%)",
    re.IGNORECASE,
)
_SHARE_BEFORE = re.compile(r"(?<!\d)\d{1,2}(?:\.\d+)?\s?(?:%|percent|per cent)\)?\s(?:were\s|was\s|are\s)?\Z")
_OF_MEAN = 0.4
"""A mean age stands for the span of this share of it on either side."""


def find_groups(text: str) -> tuple[GroupMention, ...]:
    """The groups that a text names, in order; one word can name several ("boys").

    >>> [(each.axis.value, each.group) for each in find_groups("postmenopausal mice aged 3")]
    [('sex', 'females'), ('age group', 'postmenopausal women'), ('stage of life', 'postmenopausal women'), ('species', 'mice')]
    """
    found = [
        GroupMention(axis, group, Span(*match.span()), match[0], years, implied)
        for axis, group, years, implied, pattern in _PATTERNS
        for match in pattern.finditer(text)
    ]
    tissue = {match.start() for match in _HUMAN_TISSUE.finditer(text)}
    found = [replace(each, is_implied=True) if each.span.start in tissue else each for each in found]
    found += [*_ages_in_figures(text), *_rest_of_share(text, found)]
    return tuple(sorted(_longest(found), key=lambda each: each.span.start))


def _rest_of_share(text: str, found: Iterable[GroupMention]) -> Iterator[GroupMention]:
    """The other sex, where a text tells what share one sex was."""
    for each in found:
        if each.axis is GroupAxis.SEX and not each.is_implied and _SHARE_BEFORE.search(text, 0, each.span.start):
            yield replace(each, group="males" if each.group == "females" else "females", is_implied=True)


def _longest(found: Iterable[GroupMention]) -> Iterator[GroupMention]:
    """Without a word for an age that lies in a longer one ("adults" in "older adults")."""
    mentions = list(found)
    ages = [each.span for each in mentions if each.axis is GroupAxis.AGE and not each.is_implied]
    for each in mentions:
        if each.axis is not GroupAxis.AGE or not any(span != each.span and span.holds(each.span) for span in ages):
            yield each


def _ages_in_figures(text: str) -> Iterator[GroupMention]:
    for match in _AGE_RANGE.finditer(text):
        low, high = float(match["low"] or match["low2"]), float(match["high"] or match["high2"])
        unit = match["unit"] or match["unit2"] or "years"
        years = (_in_years(low, match["unit3"] or unit), _in_years(high, unit))
        if years[0] < years[1] <= _OLDEST:
            yield _aged(match, years)
    for match in _AGE_BOUND.finditer(text):
        bound = float(match["bound"] or match["bare"])
        years = (0.0, bound) if match["most"] or match["less"] else (bound, _OLDEST)
        if years[0] < years[1] <= _OLDEST:
            yield _aged(match, years)
    for match in _MEAN_AGE.finditer(text):
        mean = float(match["mean"])
        if 0 < mean < _OLDEST:
            yield replace(_aged(match, (mean * (1 - _OF_MEAN), mean * (1 + _OF_MEAN))), is_implied=True)


def _aged(match: re.Match[str], years: tuple[float, float]) -> GroupMention:
    return GroupMention(GroupAxis.AGE, match[0], Span(*match.span()), match[0], years)


def _in_years(figure: float, unit: str) -> float:
    return figure / _MONTHS if unit.lower().startswith("mo") else figure
