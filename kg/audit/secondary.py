"""CIT002: does a claim lean on a paper that only reports what another one found?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.audit.alignment import content_words, rank_passages
from kg.audit.case import Case, Check, called
from kg.audit.inquiry import Source, is_synthesis
from kg.audit.subjects import subject_of
from kg.extraction.passages import PaperPart
from kg.extraction.passages import Passage as SourcePassage
from kg.identifiers import ConceptId
from kg.model import Claim, Confidence, Finding, Outcome, Passage, Rule, Severity, SourcePlace, Study

__all__ = ["CHECKS"]

_ONE_STUDY = re.compile(
    r"\b(?:in|a|an|one|the|this)\s+(?:[\w-]+\s+){0,3}(?:trial|study|experiment|cohort|survey)\b(?!\s+(?:of|on)\s+(?:studies|trials))",
    re.IGNORECASE,
)
_REVIEWS = frozenset({"Review", "Systematic Review", "Meta-Analysis", "Network Meta-Analysis", "Scoping Review"})
_POOLING = frozenset({"Systematic Review", "Meta-Analysis", "Network Meta-Analysis"})
_SYSTEMATIC = ConceptId("systematic-review")
_LEAST_SHARED = 4
_CLEARLY_BETTER = 1.5
_MOST_NAMED = 3


def _secondary(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim in case.claims:
        if claim.kind.is_checkable:
            yield from (_of(case, rule, claim, source) for source in case.sources_of(claim))


def _of(case: Case, rule: Rule, claim: Claim, source: Source) -> Finding:
    study = source.study
    if study is None:
        message = f"What kind of work {source.name} is could not be told."
        return case.on_claim(rule, claim, Outcome.CANNOT_TELL, message)
    if _is_review(case, study):
        return _of_review(case, rule, claim, study)
    passages = case.passages_of(source)
    background = _background(claim, passages)
    if background is not None:
        message = (
            f"The words of {called(study)} nearest to this claim stand in its background: there it tells what others "
            f"found.{_primary(case, claim, study)}"
        )
        passage = _quoted(study, background)
        return case.on_claim(
            rule, claim, Outcome.FAILED, message, severity=Severity.NOTE, source=(passage,), study=study.id
        )
    if not passages and study.design is None and not study.record.publication_types:
        message = f"Whether {called(study)} is a review could not be told: neither its design nor its words were read."
        return case.on_claim(rule, claim, Outcome.CANNOT_TELL, message, study=study.id)
    return case.on_claim(rule, claim, Outcome.PASSED, f"{called(study)} reports work of its own.", study=study.id)


def _of_review(case: Case, rule: Rule, claim: Claim, study: Study) -> Finding:
    """A review that pools is a source of its own for what it pools; for one study's result it is second-hand."""
    told = _ONE_STUDY.search(claim.text)
    if told is None and _is_pooling(case, study):
        message = f"{called(study)} is a systematic review, a source of its own for what studies say together."
        return case.on_claim(rule, claim, Outcome.PASSED, message, study=study.id)
    where = f"“{told[0]}” speaks of one study, but the source" if told else "The source"
    message = f"{where} ({called(study)}) is a review.{_primary(case, claim, study)}"
    return case.on_claim(
        rule,
        claim,
        Outcome.FAILED,
        message,
        told[0] if told else "",
        severity=rule.severity if told else Severity.NOTE,
        study=study.id,
    )


def _is_review(case: Case, study: Study) -> bool:
    return is_synthesis(study, case.vocabulary) or not _REVIEWS.isdisjoint(study.record.publication_types)


def _is_pooling(case: Case, study: Study) -> bool:
    designs = [each for each in (study.design, *study.also_designs) if each and case.vocabulary.find(each)]
    curated = any(_SYSTEMATIC in case.vocabulary.broader_chain(each) for each in designs)
    return curated or not _POOLING.isdisjoint(study.record.publication_types)


def _background(claim: Claim, passages: tuple[SourcePassage, ...]) -> SourcePassage | None:
    """The sentence of the background that speaks of the claim, where no sentence of another part comes near it."""
    ranked = rank_passages(claim.text, [each for each in passages if each.reports is not PaperPart.TITLE])
    if not ranked or ranked[0].passage.reports is not PaperPart.BACKGROUND or len(ranked[0].shared) < _LEAST_SHARED:
        return None
    others = [each.score for each in ranked if each.passage.reports is not PaperPart.BACKGROUND]
    return ranked[0].passage if ranked[0].score > _CLEARLY_BETTER * max(others, default=0.0) else None


def _quoted(study: Study, passage: SourcePassage) -> Passage:
    place = passage.place(passage.span)
    words = " ".join(passage.text.split()[:25])
    return Passage(words, f"{called(study)}, {place.part}, background", address=_address(study), confidence=_HIGH)


_HIGH = Confidence.HIGH
_TITLE = SourcePlace("title", confidence=Confidence.HIGH)


def _address(study: Study) -> str | None:
    record = study.record
    return next((i.address for i in (record.pmcid, record.pmid, record.doi) if i is not None), record.address)


def _primary(case: Case, claim: Claim, study: Study) -> str:
    """Which works the claim may be about: those of the source's own reference list whose words come nearest."""
    wanted = frozenset(content_words(claim.text))
    listed = case.record_of(study).cited_works
    shared = [(len(wanted & frozenset(content_words(work.text))), work) for work in listed]
    near = sorted((pair for pair in shared if pair[0] >= _LEAST_SHARED), key=lambda pair: -pair[0])[:_MOST_NAMED]
    if near:
        named = "; ".join(f"{work.text}{f' (PMID {work.pmid.value})' if work.pmid else ''}" for _, work in near)
        return f" Among the works that it cites, the nearest by their words: {named}."
    known = _known_primaries(case, claim, study)
    if known:
        return f" Studies of the graph on the same therapy and outcome: {', '.join(known)}."
    return " Which study found it could not be told from what was read."


def _known_primaries(case: Case, claim: Claim, study: Study) -> list[str]:
    """Studies in the graph, no reviews, that are older than the source and share therapy and outcome with the claim."""
    subject = subject_of(case, claim)
    if not subject.therapies or not subject.outcomes:
        return []
    year = study.record.year or 0
    return [
        called(each)
        for each in case.studies_on(subject.therapies)
        if not _is_review(case, each)
        and each.record.year is not None
        and each.record.year <= year
        and any(fact.concept in subject.outcomes and fact.is_effect for fact in each.facts)
    ][:_MOST_NAMED]


CHECKS = (
    Check(
        Rule(
            code="CIT002",
            name="secondary-citation",
            version=1,
            severity=Severity.WARNING,
            fails_when="the source is a review told as one study (a note for other narrative reviews), or only its "
            "background speaks of the claim",
            rationale="What a paper says of others' work may be wrong, and the reader cannot see the first study.",
            failing="In a trial of calmol itching fell by half.[1] (reference 1 is a review)",
            passing="Across trials calmol eased itching.[1] (reference 1 is a systematic review)",
        ),
        _secondary,
        reads_english=True,
    ),
)
