"""SEL: do two claims of the article say opposite things?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.audit.case import Case, Check, mark
from kg.audit.effects import Pull, said_pull
from kg.audit.subjects import Subject, subject_of
from kg.identifiers import ConceptId
from kg.model import Certainty, Claim, ClaimKind, Finding, Outcome, Passage, QuantityRole, Rule, Severity

__all__ = ["CHECKS"]

_UNLIKE = re.compile(
    r"\b(?:differ(?:s|ed|ent|ently)?\s+(?:from|than|to)|unlike|not\s+(?:the\s+same|similar|comparable|alike)|unrelated\s+to"
    r"|(?:can(?:not|[’']t|\s+not)|should\s+not|shouldn[’']t|do(?:es)?\s+not|do(?:es)?n[’']t|may\s+not|must\s+not)\b[^.;]{0,80}?"
    r"\b(?:appl(?:y|ies)|carry\s+over|hold|extend|transfer|be\s+compared|compare))\b",
    re.IGNORECASE,
)
_ALIKE = re.compile(
    r"\b(?:similar(?:ly)?\s+to|the\s+same\s+as|comparable\s+(?:to|with)|identical\s+to|just\s+(?:like|as)|no\s+different\s+from"
    r"|(?:also\s+)?appl(?:y|ies)\s+to|carr(?:y|ies)\s+over|(?:does\s+not|doesn[’']t)\s+differ\s+from)\b",
    re.IGNORECASE,
)
_NO_STATEMENT = frozenset({ClaimKind.QUESTION, ClaimKind.META})
_QUALIFIES = re.compile(
    r"\b(?:some|sometimes|alone|only|combined|certain|most|many|few|unless|except|when|if|at\s+(?:low|high)"
    r"|short-term|long-term|subgroups?)\b",
    re.IGNORECASE,
)
"""A limit on a claim: two limited claims need not speak of the same thing."""
_LIMITING = frozenset({QuantityRole.DURATION, QuantityRole.TIME_POINT, QuantityRole.DOSE})


@dataclass(frozen=True, slots=True)
class _Side:
    """What one claim says on a question, and the words that say it."""

    claim: Claim
    answer: str
    words: str


def _selfcontradiction(case: Case, rule: Rule) -> Iterator[Finding]:
    questions: dict[object, list[_Side]] = defaultdict(list)
    for claim in case.article.claims:
        if claim.kind not in _NO_STATEMENT:
            subject = subject_of(case, claim)
            for question, side in (_likeness(claim, subject), _effect(case, claim, subject)):
                if side is not None:
                    questions[question].append(side)
    for sides in questions.values():
        if len({side.answer for side in sides}) > 1 and any(s.claim.certainty is Certainty.ASSERTED for s in sides):
            yield _told(case, rule, sides)


def _likeness(claim: Claim, subject: Subject) -> tuple[object, _Side | None]:
    """Whether the claim calls the same outcome of two therapies or more alike, or unlike."""
    therapies = frozenset((*subject.therapies, *claim.adjuncts))
    question = ("alike", therapies, frozenset(subject.outcomes), frozenset(subject.conditions))
    if len(therapies) < 2 or not subject.outcomes:
        return question, None
    for answer, pattern in (("unlike", _UNLIKE), ("alike", _ALIKE)):
        if found := pattern.search(claim.text):
            return question, _Side(claim, answer, found[0])
    return question, None


def _effect(case: Case, claim: Claim, subject: Subject) -> tuple[object, _Side | None]:
    """Which way the claim says that one therapy moves one outcome, in whom."""
    question = ("effect", subject.therapies, frozenset(subject.outcomes), _in_whom(claim, subject), claim.adjuncts)
    said = said_pull(claim, subject, case.vocabulary)
    limited = _QUALIFIES.search(claim.text) or any(q.role in _LIMITING for q in claim.quantities)
    if said is None or said is Pull.MIXED or limited or not (subject.outcomes or subject.conditions):
        return question, None
    return question, _Side(claim, said.value, "")


def _in_whom(claim: Claim, subject: Subject) -> tuple[frozenset[ConceptId], tuple[str, ...]]:
    return frozenset(subject.conditions), (*claim.people, *claim.routes)


def _told(case: Case, rule: Rule, sides: list[_Side]) -> Finding:
    """One finding for all that the article says on a question: on the first claim that departs from those before."""
    first = sides[0]
    turn = next(side for side in sides if side.answer != first.answer)
    others = [side for side in sides if side is not turn]
    at = [str(case.article.line_of(side.claim.span.start)) for side in others if side.answer != turn.answer]
    where = f"line {at[0]} says" if len(at) == 1 else f"lines {', '.join(at)} say"
    what = {"alike": "that they are alike", "unlike": "that they differ or may not be compared"}
    here, there = (what.get(side.answer, side.answer) for side in (turn, first))
    hedged = " One of the two is hedged." if {s.claim.certainty for s in (turn, first)} != {Certainty.ASSERTED} else ""
    return case.on_claim(
        rule,
        turn.claim,
        Outcome.FAILED,
        f"This says {here}; {where} {there}, of the same therapy and outcome.{hedged}",
        turn.words,
        source=tuple(
            Passage(side.claim.text, case.place(side.claim.span), mark(side.claim.text, side.words)) for side in others
        ),
        folded=tuple(case.article.line_of(side.claim.span.start) for side in others),
    )


CHECKS = (
    Check(
        Rule(
            code="SEL001",
            name="self-contradiction",
            version=1,
            severity=Severity.WARNING,
            fails_when="two claims of the article say opposite things of the same therapy, outcome and condition",
            rationale="A reader cannot follow both; one of them is wrong, or lacks the condition under which it holds.",
            failing="Calmol reduces itching.\n\nCalmol does not reduce itching.",
            passing="Calmol reduces itching.\n\nCalmol does not reduce itching in psoriasis.",
        ),
        _selfcontradiction,
        reads_english=True,
    ),
)
