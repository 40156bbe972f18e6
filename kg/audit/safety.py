"""SAF: advice that a reader may act on to their harm, given without a source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.audit.case import Case, Check, called, source_passage
from kg.audit.subjects import subject_of
from kg.identifiers import ConceptId
from kg.model import (
    Claim,
    ClaimKind,
    ConceptKind,
    CriterionRole,
    Finding,
    Outcome,
    Passage,
    QuantityRole,
    RecordKind,
    Rule,
    Severity,
    SourcePlace,
)

__all__ = ["CHECKS"]

_ADVISES = frozenset({ClaimKind.RECOMMENDATION, ClaimKind.OPINION})
_PASSED_OVER = frozenset({ClaimKind.QUESTION, ClaimKind.META, ClaimKind.DEFINITION})
_REASSURES = re.compile(
    r"\b(?:nothing\s+to\s+(?:worry|be\s+(?:worried|concerned|alarmed))(?:\s+about)?|no\s+(?:cause|need|reason)\s+(?:for|to)\s+(?:concern|worry|alarm|panic)"
    r"|(?:not|n[’']t)\s+(?:a\s+|any\s+)?(?:cause|reason)\s+(?:for|to)\s+(?:concern|worry|alarm)|(?:do\s+not|don[’']t)\s+(?:worry|be\s+alarmed|panic)"
    r"|(?:is|are|be)\s+(?:perfectly|completely|totally|entirely|absolutely)\s+(?:safe|normal|harmless)"
    r"|(?:is|are|be)\s+(?:\w+ly\s+)?harmless|no\s+need\s+to\s+(?:see|call|consult|tell)\b)",
    re.IGNORECASE,
)
_STOPS = re.compile(
    r"(?:\A|[,;:]\s|\b(?:should|must|can|to|please|and|then|immediately)\s+)(?:stop|discontinue|quit|cease|taper|halt|pause|keep\s+(?:using|taking)"
    r"|continue\s+(?:using|taking|with|to\s+use|to\s+take)|restart|resume|skip)\b",
    re.IGNORECASE,
)
_OF_A_DRUG = re.compile(
    r"(?:m(?:illi|icro)?g(?:rams?)?|mcg|[µμ]g|IU|ml|mL|millilit(?:er|re)s?|%|per\s?cent|tablets?|capsules?|pills?|drops?|puffs?)"
    r"(?!\s?/\s?(?:d?l|m?l)\b)(?!\w)",
    re.IGNORECASE,
)
"""A dose as drugs have it: not grams of food, and not a level in the blood ("mg/dL")."""
_USES = re.compile(r"\b(?:us(?:e|ing)|tak(?:e|ing)|appl(?:y|ying)|put|rub|start|try|continue|keep)\b", re.IGNORECASE)
_WARNS = re.compile(
    r"\b(?:avoid|stop|unless|until|without|before|wait|discontinue|instead|rather|free of|not|never|only if)\b",
    re.IGNORECASE,
)
"""Words with which advice names a state in order to keep a therapy away from it."""

_SENDS_TO_DOCTOR = re.compile(
    r"\b(?:(?:see|consult|call|tell|ask|contact|visit|talk\s+to|speak\s+(?:to|with))\s+(?:an?\s+|your\s+|the\s+)?(?:own\s+)?"
    r"(?:doctor|physician|dermatologist|pharmacist|clinician|GP|healthcare\s+\w+|specialist)"
    r"|(?:seek|get)\s+(?:urgent\s+|immediate\s+)?(?:medical|emergency)|emergency\s+(?:room|department|services))\b",
    re.IGNORECASE,
)


def _safety(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim in case.claims:
        if (against := _against_label(case, rule, claim)) is not None:
            yield against
            continue
        found = _advice(claim)
        if found is None:
            continue
        what, words = found
        if case.sources_of(claim):
            message = f"The advice on {what} names a source; whether it says so was not compared by this rule."
            yield case.on_claim(rule, claim, Outcome.CANNOT_TELL, message, words)
        elif _SENDS_TO_DOCTOR.search(claim.text):
            yield case.on_claim(rule, claim, Outcome.PASSED, "It sends the reader to a professional.", words)
        else:
            yield _unsourced(case, rule, claim, what, words)


def _against_label(case: Case, rule: Rule, claim: Claim) -> Finding | None:
    """Advice to use a therapy in a state in which a label in the graph says that it is not to be used."""
    if claim.kind is not ClaimKind.RECOMMENDATION or claim.negations or _WARNS.search(claim.text):
        return None
    therapies = {*subject_of(case, claim).therapies, *_added(case, claim)}
    for study in case.studies_on(therapies) if therapies and _advises_use(claim) else ():
        named = [each for each in study.criteria if each.concept in claim.concepts]
        against = next((each for each in named if each.role is CriterionRole.EXCLUSION), None)
        if study.record.kind is RecordKind.LABEL and against is not None:
            message = f"The advice goes against the label ({called(study)}): not to be used with {against.text}."
            passage = source_passage(study, f"not for: {against.text}", against.source)
            return case.on_claim(rule, claim, Outcome.FAILED, message, source=(passage,), study=study.id)
    return None


def _advises_use(claim: Claim) -> bool:
    """Whether a claim advises to take or use something."""
    return _USES.search(claim.text) is not None


def _advice(claim: Claim) -> tuple[str, str] | None:
    """What a claim advises on, and the words that do; ``None`` where it gives no such advice."""
    if claim.kind in _PASSED_OVER:
        return None
    if found := _REASSURES.search(claim.text):
        return "when not to worry", found[0]
    if claim.kind not in _ADVISES:
        return None
    if found := _STOPS.search(claim.text):
        return "stopping or going on", found[0].strip(" ,;:")
    dose = _dose(claim) if claim.kind is ClaimKind.RECOMMENDATION else None
    return ("the dose", dose) if dose else None


def _dose(claim: Claim) -> str | None:
    """The first figure that is a dose of a drug."""
    for quantity in claim.quantities:
        found = _OF_A_DRUG.search(claim.text, quantity.span.start)
        if quantity.role is QuantityRole.DOSE and found and found.start() <= quantity.span.end:
            return quantity.span.of(claim.text)
    return None


def _unsourced(case: Case, rule: Rule, claim: Claim, what: str, words: str) -> Finding:
    labels = tuple(_label_passages(case, claim))
    told = " What a label in the graph says of the therapy is shown." if labels else ""
    message = f"Advice on {what} without a source: a reader may act on it. Name the source, or send to a professional."
    return case.on_claim(rule, claim, Outcome.FAILED, message + told, words, source=labels)


def _label_passages(case: Case, claim: Claim) -> Iterator[Passage]:
    """What labels in the graph say of who should not use the claim's therapies, or a form of them."""
    therapies = {*subject_of(case, claim).therapies, *_added(case, claim)}
    for study in case.studies_on(therapies) if therapies else ():
        warned = [rule.text for rule in study.criteria if rule.role is CriterionRole.EXCLUSION]
        if study.record.kind is RecordKind.LABEL and warned:
            place = next((rule.source for rule in study.criteria), SourcePlace())
            yield source_passage(study, f"not for: {'; '.join(warned)}", place)


def _added(case: Case, claim: Claim) -> list[ConceptId]:
    return [key for key in claim.adjuncts if case.vocabulary.get(key).kind is ConceptKind.THERAPY]


CHECKS = (
    Check(
        Rule(
            code="SAF001",
            name="safety-advice",
            version=2,
            severity=Severity.WARNING,
            fails_when="advice on stopping, dosing or when not to worry has no source, or advice to use a therapy goes "
            "against a label in the graph",
            rationale="This is what readers act on. Advice to see a professional needs no source.",
            failing="If you feel dizzy after calmol, it is nothing to worry about.",
            passing="If you feel dizzy after calmol, stop and see your doctor.",
        ),
        _safety,
        reads_english=True,
    ),
)
