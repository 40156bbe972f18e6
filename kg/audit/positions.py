"""Which question each claim of an article answers, and how: what contradictions within and between articles rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from kg.audit.case import Case
from kg.audit.effects import Pull, said_pull
from kg.audit.subjects import Subject, subject_of
from kg.model import Certainty, Claim, ClaimKind, QuantityRole
from kg.model.position import Position, Question

__all__ = ["Side", "positions_of", "sides_of"]

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
class Side:
    """What one claim says on a question, and the words that say it."""

    question: Question
    claim: Claim
    answer: str
    words: str


def sides_of(case: Case) -> Iterator[Side]:
    """What each claim of the article says, in their order; claims that limit themselves take no side."""
    for claim in case.article.claims:
        if claim.kind not in _NO_STATEMENT:
            yield from case.remembered(
                ("sides", claim.sentence, claim.text, claim.concepts), partial(_sides, case, claim)
            )


def _sides(case: Case, claim: Claim) -> tuple[Side, ...]:
    subject = subject_of(case, claim)
    return tuple(side for side in (_likeness(claim, subject), _effect(case, claim, subject)) if side)


def _likeness(claim: Claim, subject: Subject) -> Side | None:
    """Whether the claim calls the same outcome of two therapies or more alike, or unlike."""
    therapies = tuple(sorted({*subject.therapies, *claim.adjuncts}))
    if len(therapies) < 2 or not subject.outcomes:
        return None
    question = Question("alike", therapies, tuple(sorted(subject.outcomes)), tuple(sorted(subject.conditions)))
    for answer, pattern in (("unlike", _UNLIKE), ("alike", _ALIKE)):
        if found := pattern.search(claim.text):
            return Side(question, claim, answer, found[0])
    return None


def _effect(case: Case, claim: Claim, subject: Subject) -> Side | None:
    """Which way the claim says that one therapy moves one outcome, in whom."""
    said = said_pull(claim, subject, case.vocabulary)
    if said is None or said is Pull.MIXED or not (subject.outcomes or subject.conditions):
        return None
    if any(q.role in _LIMITING for q in claim.quantities) or _QUALIFIES.search(claim.text):
        return None
    limits = tuple(sorted((*claim.people, *claim.routes, *map(str, claim.adjuncts))))
    outcomes, conditions = (tuple(sorted(keys)) for keys in (subject.outcomes, subject.conditions))
    return Side(Question("effect", tuple(sorted(subject.therapies)), outcomes, conditions, limits), claim, said, "")


def positions_of(case: Case) -> tuple[Position, ...]:
    """The positions that an article takes, each once; none of one in another language than English."""
    if case.other_language:
        return ()
    found = {
        (side.question, side.answer, side.claim.text): Position(
            side.question,
            str(side.answer),
            side.claim.certainty is not Certainty.ASSERTED,
            side.claim.text,
            case.line_of(side.claim.span.start),
        )
        for side in reversed(list(sides_of(case)))
    }
    return tuple(reversed(found.values()))
