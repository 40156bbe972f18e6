"""CIT: does a claim have a source, and does it speak of as many as it has?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kg.audit.case import Case, Check, called
from kg.model import (
    Certainty,
    Claim,
    ClaimKind,
    Finding,
    Outcome,
    Patch,
    QuantityRole,
    Rule,
    Severity,
    Span,
    Study,
    Vocabulary,
)

__all__ = ["CHECKS"]

_WARNED_KINDS = {ClaimKind.EFFICACY, ClaimKind.SAFETY}
_IGNORANCE = re.compile(
    r"\b(?:(?:is|are|remains?) (?:still )?(?:an? )?(?:experimental|unknown|unclear|uncertain)"
    r"|(?:do(?:es)?n[’']t|do(?:es)? not) (?:yet )?know"
    r"|(?:isn[’']t|aren[’']t|there (?:is|are) no|no|lacks?|without) (?:\(?yet\)? )?(?:robust |good |long-term )*"
    r"(?:data|evidence|research|stud(?:y|ies)|trials?))\b",
    re.IGNORECASE,
)
"""Says that little is known: no single study can be named for that."""

_PLURAL = re.compile(
    r"\b(?P<how_many>some|several|many|most|multiple|various|numerous|a number of|two|three|four|five)?\s*"
    r"(?P<adjectives>(?:(?:recent|clinical|controlled|randomi[sz]ed|published|human|small|large|early|new|scientific|"
    r"long-term|peer-reviewed|better)\s+){0,3})(?P<noun>studies|trials|experiments|papers)\b",
    re.IGNORECASE,
)
_SINGULAR = {"studies": "study", "trials": "trial", "experiments": "experiment", "papers": "paper"}
_SYNTHESES = ("systematic-review", "narrative-review")


def _uncited(case: Case, rule: Rule) -> Iterator[Finding]:
    checkable = [claim for claim in case.article.claims if claim.kind.is_checkable]
    bare = [claim for claim in checkable if not claim.pointers]
    groups: dict[object, list[Claim]] = defaultdict(list)
    for claim in bare:
        groups[_gist(claim)].append(claim)
    for claims in groups.values():
        warned = next((claim for claim in claims if _needs_a_source(claim)), None)
        first = warned or claims[0]
        others = tuple(case.article.line_of(claim.span.start) for claim in claims if claim is not first)
        again = f" Said again on line {', '.join(map(str, others))}." if others else ""
        yield case.on_claim(
            rule,
            first,
            Outcome.FAILED,
            f"This {first.kind} claim names no source.{again}",
            severity=rule.severity if warned else Severity.NOTE,
            folded=others,
        )
    yield from (case.on_claim(rule, c, Outcome.PASSED, "The claim names a source.") for c in checkable if c.pointers)
    if checkable:
        yield case.on_article(
            rule,
            Span(0, 0),
            Outcome.FAILED if bare else Outcome.PASSED,
            f"{len(checkable) - len(bare)} of {len(checkable)} checkable claims name a source.",
            severity=Severity.NOTE,
        )


def _needs_a_source(claim: Claim) -> bool:
    """Whether leaving out the source is worth a warning: an asserted or numeric claim of effect or harm.

    One that names fewer than two concepts says too little to be looked up.
    """
    if claim.kind not in _WARNED_KINDS or len(claim.concepts) < 2 or _IGNORANCE.search(claim.text):
        return False
    figures = [quantity for quantity in claim.quantities if quantity.role is not QuantityRole.OTHER]
    return claim.certainty is Certainty.ASSERTED or bool(figures)


def _gist(claim: Claim) -> object:
    """Equal for claims that say the same: kind, concepts and negation; the words where concepts are too few."""
    if len(claim.concepts) < 2:
        return claim.fingerprint
    return claim.kind, frozenset(claim.concepts), bool(claim.negations)


def _plural(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim in case.article.claims:
        words = _PLURAL.search(claim.text) if claim.pointers else None
        if words is None:
            continue
        phrase = words.group().strip()
        sources = case.sources_of(claim)
        if len(sources) > 1:
            message = f"“{phrase}” has {len(sources)} references."
            yield case.on_claim(rule, claim, Outcome.PASSED, message, words=phrase)
        elif not sources or sources[0].study is None:
            message = f"“{phrase}” has one reference; it could not be told whether that is a review of several."
            yield case.on_claim(rule, claim, Outcome.CANNOT_TELL, message, words=phrase)
        else:
            yield _plural_on_one(case, rule, claim, words, sources[0].study)


def _plural_on_one(case: Case, rule: Rule, claim: Claim, words: re.Match[str], study: Study) -> Finding:
    phrase = words.group().strip()
    if _is_synthesis(study, case.vocabulary):
        message = f"“{phrase}” rests on a review ({called(study)})."
        return case.on_claim(rule, claim, Outcome.PASSED, message, words=phrase, study=study.id)
    one = " ".join(["one", *words["adjectives"].split(), _SINGULAR[words["noun"].lower()]])
    return case.on_claim(
        rule,
        claim,
        Outcome.FAILED,
        f"The article says “{phrase}”, but names one study only ({called(study)}).",
        words=phrase,
        patch=Patch(case.locate(claim, phrase), one),
        study=study.id,
    )


def _is_synthesis(study: Study, vocabulary: Vocabulary) -> bool:
    """Whether the study is a review of any kind."""
    designs = [design for design in (study.design, *study.also_designs) if design and vocabulary.find(design)]
    wider = {key.value for design in designs for key in vocabulary.broader_chain(design)}
    return not wider.isdisjoint(_SYNTHESES)


CHECKS = (
    Check(
        Rule(
            code="CIT001",
            name="uncited-claim",
            version=1,
            severity=Severity.WARNING,
            fails_when="a checkable claim (efficacy, mechanism, safety, diagnosis, number) has no pointer",
            rationale="Without a source nobody can check it. Repeats are told once; hedged claims are notes.",
            failing="The therapy doubles hair count within three months.",
            passing="The therapy doubles hair count within three months.[1]",
        ),
        _uncited,
    ),
    Check(
        Rule(
            code="CIT003",
            name="plural-on-one",
            version=1,
            severity=Severity.WARNING,
            fails_when="the words promise several studies and the references lead to one that is no review",
            rationale="“Studies show” weighs more with a reader than one study does.",
            failing="Several clinical studies found less shedding.[1] (reference 1 is one trial)",
            passing="One clinical study found less shedding.[1]",
        ),
        _plural,
    ),
)
