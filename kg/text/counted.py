"""What a count counts: people and animals, or studies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model.quantity import QuantityRole

__all__ = ["CountedNoun", "counted_noun_at"]

_MANY = {
    QuantityRole.PARTICIPANTS: """men women males females people persons patients participants subjects volunteers
        individuals adults children adolescents teenagers boys girls infants cases controls users respondents members
        mice rats rabbits animals pigs dogs macaques""",
    QuantityRole.STUDIES: """studies trials rcts experiments meta-analyses reviews papers publications articles
        reports""",
}
_ONE = {
    QuantityRole.PARTICIPANTS: """man woman male female person patient participant subject volunteer individual adult
        child adolescent boy girl infant case user respondent mouse rat rabbit animal""",
    QuantityRole.STUDIES: "study trial rct experiment meta-analysis review paper publication article report",
}
_ROLE_OF_MANY = {noun: role for role, nouns in _MANY.items() for noun in nouns.split()}
_ROLE_OF_ONE = {noun: role for role, nouns in _ONE.items() for noun in nouns.split()}
_NO_ADJECTIVES = frozenset(
    """a about across after all also among an and are as at because before between both but by can combined
    could did do does during each every for from given had has have he her his if in included including into involved
    is it its less may might more most no nor not of on once only or our out over per plus reported she showed since so
    some such than that the their them then there these they this those though through to together twice under until
    up using versus vs was we were when where which while who whose will with within without would you your""".split()
)
"""Words that end the run of adjectives between a figure and its noun."""

_BOTH_SEXES = r"(?:fe)?male\s(?:and|or)\s(?:fe)?male"
_WORD = re.compile(
    rf"\s{{1,3}}(?P<word>{_BOTH_SEXES}|[^\W\d_]{{1,25}}(?:[-‐‑'’][^\W_]{{1,20}}){{0,3}})(?!\w)", re.IGNORECASE
)
_HYPHENATED = re.compile(r"[-‐‑](?P<word>[^\W\d_]{1,25})(?!\w)")
_LONGEST_RUN = 4


@dataclass(frozen=True, slots=True)
class CountedNoun:
    """The noun as written, the role it gives the figure, and where it ends in the text."""

    noun: str
    role: QuantityRole
    end: int


def counted_noun_at(text: str, at: int, *, singular: bool) -> CountedNoun | None:
    """The noun counted by a figure that ends at this character, with up to three adjectives between.

    ``singular`` says that the figure is one, so that "one patient" counts and "ten patient files"
    does not. A hyphen allows the singular too ("60-man trial").

    >>> counted_noun_at("10 healthy men", 2, singular=False).noun
    'men'
    """
    glued = _HYPHENATED.match(text, at)
    if glued:
        return _counted(glued, _ROLE_OF_ONE | _ROLE_OF_MANY)
    nouns = _ROLE_OF_ONE | _ROLE_OF_MANY if singular else _ROLE_OF_MANY
    for _ in range(_LONGEST_RUN):
        match = _WORD.match(text, at)
        if not match or match["word"].lower() in _NO_ADJECTIVES:
            return None
        found = _counted(match, nouns)
        if found:
            return found
        at = match.end()
    return None


def _counted(match: re.Match[str], roles: dict[str, QuantityRole]) -> CountedNoun | None:
    noun = match["word"].rstrip("'’")
    role = roles.get(noun.lower().replace("‐", "-").replace("‑", "-"))
    return CountedNoun(noun, role, match.end("word")) if role else None
