"""From what was found on the words of a claim to a finding: the words of both sides, and the rewording."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from kg.audit.case import Case, called, mark
from kg.audit.inquiry import is_synthesis
from kg.audit.quoting import quote
from kg.audit.same_words import Judgement
from kg.audit.source_reading import SourceReading
from kg.model import (
    Claim,
    ClaimKind,
    Finding,
    Outcome,
    Patch,
    Rule,
    Stance,
    Study,
)

__all__ = ["Judge", "by_words", "finding_of", "is_statement"]

_SEX_ADJECTIVES = frozenset({"male", "female"})
_PLURAL = re.compile(r"(?:men|women|children|people|mice|\w*[^su]s)\Z", re.IGNORECASE)


def is_statement(claim: Claim) -> bool:
    """Whether a claim says of the world what its source is taken to say: no question, and not against the source."""
    return claim.kind not in (ClaimKind.QUESTION, ClaimKind.META) and claim.stance is Stance.NEUTRAL


Judge = Callable[[str, SourceReading, bool], Iterable[Judgement]]
"""What a claim's words are held against: the source, and whether what is at hand would name all that it is about."""


def by_words(case: Case, rule: Rule, claim: Claim, judge: Judge, none_named: str) -> Finding:
    """The finding on a claim by the sentences of its one source.

    Args:
        case: what is audited.
        rule: the rule that asks.
        claim: one that points to a source.
        judge: what compares the words.
        none_named: what to say where the claim names nothing that the rule compares.
    """
    study = case.only_study_of(claim)
    if study is None:
        why = "Several sources are cited" if case.studies_of(claim) else "No source could be read"
        return case.on_claim(rule, claim, Outcome.CANNOT_TELL, f"{why}; the words were not held against one.")
    reading = case.source_reading_of(case.sources_of(claim)[0])
    if reading is None or not is_statement(claim):
        why = (
            f"No sentence of {called(study)} is here" if reading is None else "The sentence does not tell what it found"
        )
        return case.on_claim(rule, claim, Outcome.CANNOT_TELL, f"{why}; nothing was compared.", study=study.id)
    judged = tuple(judge(claim.text, reading, not is_synthesis(study, case.vocabulary)))
    untold = case.on_claim(rule, claim, Outcome.INAPPLICABLE, none_named, study=study.id)
    return finding_of(case, rule, claim, study, reading, judged) or untold


def finding_of(
    case: Case, rule: Rule, claim: Claim, study: Study, source: SourceReading, judgements: Sequence[Judgement]
) -> Finding | None:
    """The gravest of some judgements as a finding; ``None`` where there is none, or none that tells anything."""
    for outcome in (Outcome.FAILED, Outcome.PASSED, Outcome.CANNOT_TELL):
        found = [each for each in judgements if each.outcome is outcome]
        if found:
            return _finding(case, rule, claim, study, source, found)
    return None


def _finding(
    case: Case, rule: Rule, claim: Claim, study: Study, source: SourceReading, found: Sequence[Judgement]
) -> Finding:
    first = found[0]
    said = " and ".join(dict.fromkeys(f"“{each.said}”" for each in found))
    if first.outcome is Outcome.CANNOT_TELL:
        message = f"What could be read of {called(study)} does not settle {said}."
        return case.on_claim(rule, claim, first.outcome, message, first.said, study=study.id)
    if first.sentence is None:
        message = f"On {said} the claim does not differ from what could be read of {called(study)}."
        return case.on_claim(rule, claim, first.outcome, message, first.said, study=study.id)
    return case.on_claim(
        rule,
        claim,
        Outcome.FAILED,
        _told(study, first),
        first.said,
        source=(quote(study, source.passages, first.sentence.passage, *mark(first.sentence.text, first.told)),),
        patch=_reworded(case, claim, first),
        study=study.id,
    )


def _told(study: Study, judgement: Judgement) -> str:
    """What to say of a mismatch."""
    if judgement.is_left_out:
        why = f"{called(study)} left out “{judgement.told}”"
    elif judgement.with_it:
        why = f"{called(study)} names it with “{judgement.with_it}” only"
    elif judgement.is_absent:
        why = f"what could be read of {called(study)} never names that, and has “{judgement.told}”"
    else:
        why = f"{called(study)} has “{judgement.told}” where it says the same"
    return f"The article says “{judgement.said}”; {why}."


def _reworded(case: Case, claim: Claim, judgement: Judgement) -> Patch | None:
    """The source's words in the place of the claim's, where both are of one form."""
    if judgement.is_left_out:
        return None
    if judgement.with_it:
        return case.patch(claim, judgement.said, f"{judgement.said} with {judgement.with_it}", at=judgement.at.start)
    are_adjectives = {judgement.said.lower(), judgement.told.lower()} <= _SEX_ADJECTIVES
    if not (judgement.is_noun or are_adjectives) and not (
        _PLURAL.match(judgement.said) and _PLURAL.match(judgement.told)
    ):
        return None
    told = judgement.told
    if told[1:].islower():
        told = told[0].upper() + told[1:] if judgement.said[0].isupper() else told[0].lower() + told[1:]
    return case.patch(claim, judgement.said, told, at=judgement.at.start)
