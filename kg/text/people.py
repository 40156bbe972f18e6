"""Who a text speaks of: sexes, age groups and species, by its own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.text.cues import CuePattern

__all__ = ["PEOPLE_WORDS", "People", "find_people"]

_SEXES = {
    "male": r"men|man|males?|boys?|gentlem[ae]n",
    "female": r"women|woman|females?|girls?|lad(?:y|ies)",
}
_AGES = {
    "child": r"child(?:ren|hood)?|infants?|toddlers?|newborns?|neonates?|p(?:a)?ediatrics?|boys?|girls?|kids?",
    "adolescent": r"adolescen(?:ts?|ce)|teen(?:ager)?s?|youths?|boys?|girls?",
    "adult": r"adults?|men|man|women|woman|elderly|seniors?|gentlem[ae]n|lad(?:y|ies)",
}
_SPECIES = {
    "mouse": r"mice|mouse|murine",
    "rat": r"rats?",
    "rabbit": r"rabbits?",
    "other animal": r"animals?|pigs?|dogs?|monkeys?|zebrafish",
}
_WORDS = {
    axis: {group: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for group, words in groups.items()}
    for axis, groups in (("sexes", _SEXES), ("ages", _AGES), ("species", _SPECIES))
}

_ANY = rf"\b(?:{'|'.join(words for groups in (_SEXES, _AGES, _SPECIES) for words in groups.values())})\b"
_ANY_GROUP = CuePattern(_ANY)
PEOPLE_WORDS = re.compile(_ANY, re.IGNORECASE)
"""Any word that names a group."""


@dataclass(frozen=True, slots=True)
class People:
    """The groups that a text names; an empty set says nothing about that axis.

    Attributes:
        sexes: of ``male``, ``female``.
        ages: of ``child``, ``adolescent``, ``adult``; "men" and "women" are adults, "boys" and "girls" are not.
        species: animals named; humans are not listed.
    """

    sexes: frozenset[str] = frozenset()
    ages: frozenset[str] = frozenset()
    species: frozenset[str] = frozenset()

    def __or__(self, other: People) -> People:
        """The groups of both."""
        return People(self.sexes | other.sexes, self.ages | other.ages, self.species | other.species)

    def __bool__(self) -> bool:
        return bool(self.sexes or self.ages or self.species)


@lru_cache(maxsize=1 << 10)
def find_people(text: str) -> People:
    """The groups of people (and animals) that the text names.

    >>> find_people("Nine healthy men").sexes
    frozenset({'male'})
    >>> sorted(find_people("asthma in children and adolescents").ages)
    ['adolescent', 'child']
    """
    if not _ANY_GROUP.search(text):  # most texts name none
        return People()
    found = {
        axis: frozenset(group for group, pattern in groups.items() if pattern.search(text))
        for axis, groups in _WORDS.items()
    }
    return People(found["sexes"], found["ages"], found["species"])
