"""SEL: do two claims of the article say opposite things?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.audit.case import Case, Check, mark
from kg.audit.positions import Side, sides_of
from kg.model import Certainty, Finding, Outcome, Passage, Rule, Severity
from kg.model.position import Question

__all__ = ["CHECKS"]


def _selfcontradiction(case: Case, rule: Rule) -> Iterator[Finding]:
    questions: dict[Question, list[Side]] = defaultdict(list)
    for side in sides_of(case):
        questions[side.question].append(side)
    for sides in questions.values():
        if len({side.answer for side in sides}) > 1 and any(s.claim.certainty is Certainty.ASSERTED for s in sides):
            yield _told(case, rule, sides)


def _told(case: Case, rule: Rule, sides: list[Side]) -> Finding:
    """One finding for all that the article says on a question: on the first claim that departs from those before."""
    first = sides[0]
    turn = next(side for side in sides if side.answer != first.answer)
    others = [side for side in sides if side is not turn]
    at = [str(case.line_of(side.claim.span.start)) for side in others if side.answer != turn.answer]
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
        folded=tuple(case.line_of(side.claim.span.start) for side in others),
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
