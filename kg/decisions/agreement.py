"""How often people agreed with each rule, so that a noisy one shows itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model.decision import Decision, DecisionSet, Ruling

__all__ = ["RuleAgreement", "measure_agreement"]


@dataclass(frozen=True, slots=True)
class RuleAgreement:
    """What people decided on the findings of one rule: the newest decision of each person on each finding.

    Attributes:
        rule: its code.
        accepted, dismissed, reworded: numbers of decisions.
        findings: on how many findings; ``disputed`` on how many of them people differ.
    """

    rule: str
    accepted: int
    dismissed: int
    reworded: int
    findings: int
    disputed: int

    @property
    def decided(self) -> int:
        """The number of decisions."""
        return self.accepted + self.dismissed + self.reworded

    @property
    def share_dismissed(self) -> float:
        """The share of the decisions that dismiss the rule's finding, 0 to 1.

        >>> RuleAgreement("NUM001", accepted=1, dismissed=3, reworded=0, findings=4, disputed=0).share_dismissed
        0.75
        """
        return self.dismissed / self.decided


def measure_agreement(sets: Iterable[DecisionSet]) -> tuple[RuleAgreement, ...]:
    """The rules on whose findings anybody decided, the most dismissed first.

    Decisions count whether or not they still hold: they say what people thought of the rule when they saw it.
    """
    newest: dict[str, dict[tuple[str, str], dict[str, Decision]]] = defaultdict(lambda: defaultdict(dict))
    for one in sets:
        for decision in sorted(one.decisions, key=lambda decision: decision.when):
            place = one.article.value, decision.finding.value
            newest[decision.finding.rule][place][decision.who] = decision
    measured = [
        _measure(rule, [list(people.values()) for people in places.values()]) for rule, places in newest.items()
    ]
    return tuple(sorted(measured, key=lambda one: (-one.share_dismissed, -one.decided, one.rule)))


def _measure(rule: str, findings: list[list[Decision]]) -> RuleAgreement:
    rulings = [decision.decision for decisions in findings for decision in decisions]
    dismissals = [{decision.decision is Ruling.DISMISS for decision in decisions} for decisions in findings]
    return RuleAgreement(
        rule,
        accepted=rulings.count(Ruling.ACCEPT),
        dismissed=rulings.count(Ruling.DISMISS),
        reworded=rulings.count(Ruling.REWORD),
        findings=len(findings),
        disputed=sum(len(found) > 1 for found in dismissals),
    )
