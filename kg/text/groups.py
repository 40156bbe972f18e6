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
from functools import cache, lru_cache
from itertools import pairwise

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
_ADULT = 18.0
_SEXES = {
    "males": "man men male males boy boys gentleman gentlemen father fathers husband husbands sons",
    "females": """woman women female females girl girls lady ladies mother mothers wife wives daughter daughters
    schoolgirls housewives nuns""",
}
_IMPLIED_SEXES = {
    "males": """prostate prostatic prostatectomy prostatitis testicular testes testis erectile sperm semen
    vasectomy""",
    "females": """pregnant pregnancy pregnancies postmenopausal premenopausal perimenopausal menopausal menopause
    maternal
    ovary ovaries ovarian uterus uterine endometrial endometrium endometriosis cervical_cancer cervical_screening
    cervical_smear vagina vaginal mammography mammographic mammogram mammograms menstrual menstruation breastfeeding
    gestational hysterectomy antenatal prenatal postpartum obstetric lactating""",
}
_AGES = (
    ("newborns", 0.0, 0.25, "newborn newborns neonate neonates neonatal preterm_infant preterm_infants"),
    ("infants", 0.0, 2.0, "infant infants baby babies toddler toddlers infancy"),
    ("preschool children", 1.0, 6.0, "preschool preschoolers preschool_children pre-school_children pre-schoolers"),
    (
        "schoolchildren",
        5.0,
        18.0,
        """schoolchildren schoolchild school_children school-age_children school-aged_children pupils schoolboys
        schoolgirls""",
    ),
    (
        "children",
        0.0,
        18.0,
        """child children childhood pediatric pediatrics paediatric paediatrics boy boys girl girls kid kids
        youngsters""",
    ),
    (
        "adolescents",
        10.0,
        20.0,
        """adolescent adolescents adolescence teen teens teenager teenagers teenage youth youths""",
    ),
    (
        "young people",
        10.0,
        40.0,
        """young_people young_persons young_individuals the_young young_patients young_participants""",
    ),
    (
        "young adults",
        18.0,
        40.0,
        """young_adult young_adults younger_adults young_women young_men younger_women younger_men""",
    ),
    ("middle-aged people", 40.0, 65.0, "middle-aged middle-age midlife"),
    (
        "older people",
        60.0,
        _OLDEST,
        """older_adult older_adults older_people older_persons older_person older_individuals older_patients
        older_women older_men older_participants older_age elderly elders seniors geriatric geriatrics
        the_aged old_age oldest_old octogenarians nonagenarians centenarians aged_people""",
    ),
    ("adults", _ADULT, _OLDEST, "adult adults adulthood grown-ups grown-up grownups"),
)
_IMPLIED_AGES = (
    ("women", _ADULT, _OLDEST, "woman women"),
    ("men", _ADULT, _OLDEST, "man men"),
    ("postmenopausal women", 45.0, _OLDEST, "postmenopausal post-menopausal"),
)
_SPECIES = {
    "mice": "mouse mice murine mus_musculus",
    "rats": "rat rats rattus",
    "hamsters": "hamster hamsters",
    "guinea pigs": "guinea_pig guinea_pigs",
    "rodents": "rodent rodents",
    "rabbits": "rabbit rabbits",
    "dogs": "dog dogs canine canines beagle beagles",
    "cats": "cat cats feline felines",
    "ferrets": "ferret ferrets",
    "pigs": "pig pigs swine piglet piglets porcine minipig minipigs",
    "cattle": "cattle cow cows bovine calves",
    "horses": "horse horses equine",
    "sheep": "sheep ovine lamb lambs ewes",
    "chickens": "chicken chickens chick chicks poultry",
    "monkeys": """monkey monkeys macaque macaques primate primates nonhuman_primate nonhuman_primates non-
    human_primate non-human_primates baboon baboons marmoset marmosets chimpanzee chimpanzees rhesus""",
    "zebrafish": "zebrafish danio_rerio",
    "fish": "fish teleost teleosts medaka",
    "frogs": "xenopus frog frogs",
    "fruit flies": "drosophila fruit_fly fruit_flies flies",
    "worms": "caenorhabditis c_elegans nematode nematodes roundworm roundworms worm worms",
    "yeast": "yeast yeasts saccharomyces s_cerevisiae schizosaccharomyces",
    "plants": "arabidopsis seedlings",
    "animals": "animal animals",
    "cells": "in_vitro cell_line cell_lines cultured_cells cell_culture cell_cultures",
    "humans": """human humans people person persons patient patients participant participants volunteer volunteers
    individual individuals man men woman women boy boys girl girls child children adult adults
    adolescent adolescents infant infants newborn newborns neonate neonates residents outpatient
    outpatients inpatient inpatients mother mothers elderly homo_sapiens""",
}
_IMPLIED_SPECIES = {
    "humans": """american americans citizens workers clinical_trial clinical_trials cohort cohorts survivors
    respondents randomized_trial randomised_trial"""
}
_STAGES = {
    "premenopausal women": "premenopausal pre-menopausal before_menopause before_the_menopause",
    "postmenopausal women": "postmenopausal post-menopausal after_menopause after_the_menopause",
    "non-smokers": "nonsmoker nonsmokers non-smoker non-smokers never-smokers never_smokers",
    "smokers": "smoker smokers",
}
_NO_GROUP = "fish_oil fish_oils yeast_infection yeast_infections cat_scan cats_claw nonhuman non-human individual_level"
"""Longer names that a group's word is only a part of."""

_Meaning = tuple[GroupAxis, str, tuple[float, float] | None, bool]
_WORD = re.compile(r"[^\W\d_]+")
_JOINTS = frozenset({" ", "-", "- ", ". ", "\n", "\u2011", "\u00a0"})


def _named() -> Iterator[tuple[str, _Meaning]]:
    """Every word or phrase of the lists with what it names."""
    for implied, sexes in ((False, _SEXES), (True, _IMPLIED_SEXES)):
        yield from (
            (word, (GroupAxis.SEX, group, None, implied)) for group, words in sexes.items() for word in words.split()
        )
    for implied, ages in ((False, _AGES), (True, _IMPLIED_AGES)):
        for group, low, high, words in ages:
            yield from ((word, (GroupAxis.AGE, group, (low, high), implied)) for word in words.split())
    for implied, species in ((False, _SPECIES), (True, _IMPLIED_SPECIES)):
        yield from (
            (word, (GroupAxis.SPECIES, group, None, implied))
            for group, words in species.items()
            for word in words.split()
        )
    yield from (
        (word, (GroupAxis.STAGE, group, None, False)) for group, words in _STAGES.items() for word in words.split()
    )


@cache
def _phrases() -> dict[tuple[str, ...], tuple[_Meaning, ...]]:
    """What each phrase names, phrases as their words; a hyphen parts words."""
    found: dict[tuple[str, ...], tuple[_Meaning, ...]] = {_key(phrase): () for phrase in _NO_GROUP.split()}
    for phrase, meaning in _named():
        found[_key(phrase)] = (*found.get(_key(phrase), ()), meaning)
    return found


@cache
def _longest_by_first() -> dict[str, int]:
    """How many words the longest phrase has that starts with a word."""
    found: dict[str, int] = {}
    for phrase in _phrases():
        found[phrase[0]] = max(len(phrase), found.get(phrase[0], 0))
    return found


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(phrase.replace("-", "_").split("_"))


def _is_phrase(text: str, run: list[re.Match[str]]) -> bool:
    """Whether words stand side by side and are a phrase of the lists."""
    if tuple(word[0].lower() for word in run) not in _phrases():
        return False
    return all(text[one.end() : other.start()] in _JOINTS for one, other in pairwise(run))


def _meant(text: str, span: Span, run: list[re.Match[str]]) -> Iterator[GroupMention]:
    """What a phrase names, and what its words name besides ("older women" are women)."""
    meanings = _phrases()[tuple(word[0].lower() for word in run)]
    named = {axis for axis, _, _, _ in meanings}
    yield from (
        GroupMention(axis, group, span, span.of(text), years, implied) for axis, group, years, implied in meanings
    )
    for word in run if named and len(run) > 1 else ():
        place = Span(*word.span())
        for axis, group, years, implied in _phrases().get((word[0].lower(),), ()):
            if axis not in named:
                yield GroupMention(axis, group, place, word[0], years, implied)


def _in_words(text: str) -> Iterator[GroupMention]:
    """The groups that words name; of two phrases that start at one word the longer counts."""
    words = list(_WORD.finditer(text))
    lower = [word[0].lower() for word in words]
    longest = _longest_by_first()
    at = 0
    while at < len(words):
        count = min(longest.get(lower[at], 0), len(words) - at)
        while count and not _is_phrase(text, words[at : at + count]):
            count -= 1
        if count:
            span = Span(words[at].start(), words[at + count - 1].end())
            yield from _meant(text, span, words[at : at + count])
        at += max(1, count)


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


@lru_cache(maxsize=1 << 13)
def find_groups(text: str) -> tuple[GroupMention, ...]:
    """The groups that a text names, in order; one word can name several ("boys").

    >>> [(each.axis.value, each.group) for each in find_groups("girls")]
    [('sex', 'females'), ('age group', 'children'), ('species', 'humans')]
    """
    found = list(_in_words(text))
    tissue = {match.start() for match in _HUMAN_TISSUE.finditer(text)}
    found = [replace(each, is_implied=True) if each.span.start in tissue else each for each in found]
    if any(character.isdigit() for character in text):
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
