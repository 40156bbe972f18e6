"""SUP001: does the source speak of what the claim says at all?

The score is how much of the claim's words the best sentence of the source holds. A paraphrase can hold few of them, and
a changed figure leaves them all in place: it tells whether to look further, not whether the claim is borne out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.audit.assertions import stems_of
from kg.audit.case import Case, Check, called
from kg.audit.pairs import SPEAKS, failed, iter_pairs, shown
from kg.extraction.passages import Passage
from kg.model import Finding, Outcome, Reading, Rule, Severity

__all__ = ["CHECKS", "support_score"]

_SILENT = 0.08
"""A source whose best sentence holds less of the claim's words shares its subject with it at most."""

_FEWEST_WORDS, _FEWEST_SENTENCES = 4, 4
_PREFIX, _HEAVIEST, _FIGURE = 5, 9, 3


def support_score(text: str, passages: Sequence[Passage]) -> float:
    """How much of a claim's words the best sentence of a source holds, from 0 to 1; long words weigh more.

    Words are compared by their first five letters. Length stands for rarity: no word counts of other texts are at hand.

    >>> from kg.extraction.passages import passages_of
    >>> from kg.extraction.texts import SourceText
    >>> passages = passages_of([SourceText("abstract", "Calmol reduced itching. Sleep was poor.")])
    >>> support_score("Calmol reduces itching.", passages), support_score("Birds sing.", passages)
    (1.0, 0.0)
    """
    weights = _weights(text)
    whole = sum(weights.values())
    if not whole:
        return 0.0
    held = (sum(weights[word] for word in _prefixes(each.text) if word in weights) for each in passages)
    return max(held, default=0.0) / whole


def _weights(text: str) -> dict[str, float]:
    """The claim's words by their first letters, each with its weight."""
    return {
        word[:_PREFIX]: min(len(word), _HEAVIEST) + _FIGURE * any(letter.isdigit() for letter in word)
        for word in stems_of(text)
    }


@lru_cache(maxsize=1 << 13)
def _prefixes(text: str) -> frozenset[str]:
    return frozenset(word[:_PREFIX] for word in stems_of(text))


def _addressed(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim, source, study, beside in iter_pairs(case):
        score = support_score(claim.text, beside.passages)
        is_short = (
            len(stems_of(claim.text)) < _FEWEST_WORDS or len(beside.passages) < _FEWEST_SENTENCES or not beside.is_read
        )
        if score >= SPEAKS and beside.is_read:
            message = f"{called(study)} has a sentence that speaks of much of it; that it bears it out is not said."
            yield case.on_claim(rule, claim, Outcome.PASSED, message, study=study.id)
        elif score > _SILENT or is_short:
            message = f"Too little of {called(study)} was read, or too few words are shared, to tell."
            yield case.on_claim(rule, claim, Outcome.CANNOT_TELL, message, study=study.id)
        else:
            read = "the full text" if source.reading is Reading.FULL_TEXT else "title and abstract"
            told = f"No sentence in {read} of {called(study)} speaks of it."
            details = shown(case, source, study, beside.passages[0])
            yield failed(case, rule, claim, told, "", details, is_sure=False)


CHECKS = (
    Check(
        Rule(
            code="SUP001",
            name="not-addressed",
            version=1,
            severity=Severity.WARNING,
            fails_when="no sentence of the source that could be read shares more than a word or two with the claim;"
            " always a possible conflict, since other words can say the same",
            rationale="A source on another matter bears nothing out, however sound it is.",
            failing="Eating less salt lowers blood pressure in old age.[1] (the source speaks of calmol and itching)",
            passing="Calmol reduced itching in a week.[1] (the source: “Itching was lower after a week of calmol.”)",
        ),
        _addressed,
        reads_english=True,
    ),
)
