"""POP002: did the source leave out the people that the claim is about?"""

from __future__ import annotations

from collections.abc import Iterator

from kg.audit.case import Case, Check
from kg.audit.judgements import by_words
from kg.audit.same_words import Judgement, is_denied
from kg.audit.source_reading import SentenceReading, SourceReading
from kg.model import Finding, Outcome, Rule, Severity, Span
from kg.text.administration import excluded_spans
from kg.text.clinical_names import ClinicalKind, ClinicalName, are_related, find_clinical_names, is_within
from kg.text.groups import GroupAxis, GroupMention, find_groups

__all__ = ["CHECKS"]


def _exclusion(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim in case.claims:
        if claim.pointers:
            yield by_words(case, rule, claim, _judge, "The claim names no group that a source could leave out.")


def _judge(text: str, source: SourceReading, _whole: bool) -> Iterator[Judgement]:
    """A judgement for each group and condition of a claim, where the source tells whom it left out."""
    left_out = [(sentence, span) for sentence in source.sentences for span in excluded_spans(sentence.text)]
    for subject in _subjects(text):
        excluding = next((pair for pair in left_out if _covers(pair[1].of(pair[0].text), subject)), None)
        if excluding is None:
            yield Judgement(Outcome.PASSED if left_out else Outcome.CANNOT_TELL, subject.text, subject.span)
        elif any(_names_elsewhere(sentence, subject) for sentence in source.sentences):
            yield Judgement(Outcome.CANNOT_TELL, subject.text, subject.span)
        else:
            sentence, span = excluding
            told = span.of(sentence.text)
            yield Judgement(Outcome.FAILED, subject.text, subject.span, sentence, told, is_left_out=True, is_noun=False)


def _subjects(text: str) -> Iterator[GroupMention | ClinicalName]:
    for mention in find_groups(text):
        if mention.axis is not GroupAxis.SPECIES and not mention.is_implied and not is_denied(text, mention.span):
            yield mention
    for name in find_clinical_names(text):
        if name.kind is ClinicalKind.CONDITION and not name.is_class and not is_denied(text, name.span):
            yield name


def _covers(excluded: str, subject: GroupMention | ClinicalName) -> bool:
    """Whether those left out are all of the claim's group: the same or a wider one."""
    if isinstance(subject, ClinicalName):
        return any(is_within(subject.key, name.key) for name in find_clinical_names(excluded))
    groups = [each for each in find_groups(excluded) if each.axis is subject.axis and not each.is_implied]
    return any(_holds(each, subject) for each in groups) and not find_clinical_names(excluded)


def _holds(wider: GroupMention, group: GroupMention) -> bool:
    if wider.years and group.years:
        return wider.years[0] <= group.years[0] and group.years[1] <= wider.years[1]
    return wider.group == group.group


def _names_elsewhere(sentence: SentenceReading, subject: GroupMention | ClinicalName) -> bool:
    """Whether a sentence names a claim's group outside the words that tell who was left out."""
    excluded = excluded_spans(sentence.text)

    def is_outside(span: Span) -> bool:
        return not any(each.holds(span) for each in excluded)

    if isinstance(subject, ClinicalName):
        return any(are_related(name.key, subject.key) and is_outside(name.span) for name in sentence.names)
    return any(
        each.axis is subject.axis and each.agrees(subject) and is_outside(each.span) and not each.is_implied
        for each in sentence.groups
    )


CHECKS = (
    Check(
        Rule(
            code="POP002",
            name="excluded-population",
            version=1,
            severity=Severity.WARNING,
            fails_when="the source left out the people that the claim is about, and names them nowhere else",
            rationale="Of people who were kept out of a study it can tell nothing.",
            failing="Smokers slept better.[1] (the source: Smokers were excluded.)",
            passing="Non-smokers slept better.[1] (the source: Smokers were excluded.)",
        ),
        _exclusion,
        reads_english=True,
    ),
)
