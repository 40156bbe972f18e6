"""SUP001: does the source speak of what the claim says at all?

The score is how much of the claim's words the best sentences of the source hold. A paraphrase can hold few of them, and
a changed figure leaves them all in place: it tells whether to look further, not whether the claim is borne out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.audit.assertions import stems_of
from kg.audit.case import Case, Check, Details, called
from kg.audit.inquiry import Source
from kg.audit.pairs import failed, iter_pairs, shown
from kg.audit.rarity import Rarity, word_shares
from kg.extraction.passages import Passage
from kg.model import Claim, Finding, Outcome, Reading, Rule, Severity, Study

__all__ = ["CHECKS", "support_score"]

_SILENT, _SPEAKS_OF_IT = 0.03, 0.17
"""A source that scores less than the first shares its subject with the claim at most; from the second on, it speaks of
much of the claim."""

_FEWEST_WORDS, _FEWEST_SENTENCES = 4, 4
_MOST_SENTENCES = 8


def support_score(text: str, passages: Sequence[Passage], rarity: Rarity | None = None) -> float:
    """How much of a claim's words the best sentences of a source hold, from 0 to 1; rare and long words weigh more.

    Words are compared by their first five letters; two that stand side by side in both weigh more. Each sentence
    counts half of the better one before it.

    >>> from kg.extraction.passages import passages_of
    >>> from kg.extraction.texts import SourceText
    >>> passages = passages_of([SourceText("abstract", "Calmol reduced itching.")])
    >>> support_score("Calmol reduces itching.", passages), support_score("Birds sing.", passages)
    (1.0, 0.0)
    """
    best = sorted(word_shares(text, passages, rarity or Rarity()), reverse=True)[:_MOST_SENTENCES]
    if not best:
        return 0.0
    shares = [0.5**place for place in range(len(best))]
    score = sum(share * each for share, each in zip(shares, best, strict=True)) / sum(shares)
    return min(score, 1.0)  # sums of parts can end a rounding above the whole


def _nearest(case: Case, claim: Claim, source: Source, study: Study) -> Details:
    """The sentence of a source that is nearest to a claim, to be shown."""
    ranked = case.ranked(claim, source)
    return shown(case, source, study, ranked[0]) if ranked else Details(study=study.id)


def _addressed(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim, source, study, beside in iter_pairs(case):
        score = support_score(claim.text, beside.passages, case.rarity)
        is_short = (
            len(stems_of(claim.text)) < _FEWEST_WORDS or len(beside.passages) < _FEWEST_SENTENCES or not beside.is_read
        )
        if score >= _SPEAKS_OF_IT and beside.is_read:
            message = f"{called(study)} has a sentence that speaks of much of it; that it bears it out is not said."
            details = _nearest(case, claim, source, study)
            yield case.on_claim(rule, claim, Outcome.PASSED, message, **details)
        elif score > _SILENT or is_short:
            message = f"Too little of {called(study)} was read, or too few words are shared, to tell."
            details = _nearest(case, claim, source, study)
            yield case.on_claim(rule, claim, Outcome.CANNOT_TELL, message, **details)
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
