"""CON: do studies in the graph point the other way than a claim, and are they left out of the article?"""

from __future__ import annotations

from collections.abc import Iterator

from kg.audit.absolutes import find_absolute
from kg.audit.case import Case, Check
from kg.audit.effects import Pull, said_pull
from kg.audit.landscape import Witness, names_of, told_when, witnesses_on
from kg.audit.subjects import Subject, labels, subject_of
from kg.identifiers import ConceptId
from kg.model import Claim, Finding, Outcome, Rule, Severity

__all__ = ["CHECKS"]

_CONTRARY = {
    Pull.BENEFIT: frozenset({Pull.HARM, Pull.NONE}),
    Pull.HARM: frozenset({Pull.BENEFIT, Pull.NONE}),
    Pull.NONE: frozenset({Pull.BENEFIT, Pull.HARM}),
}
_TOLD = {Pull.BENEFIT: "a benefit", Pull.HARM: "a harm", Pull.NONE: "no effect"}


def _contrary(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim in case.claims:
        subject = subject_of(case, claim)
        said = said_pull(claim, subject, case.vocabulary)
        if said in _CONTRARY and (subject.outcomes or subject.conditions) and find_absolute(claim.text) is None:
            yield _weighed(case, rule, claim, subject, said)


def _weighed(case: Case, rule: Rule, claim: Claim, subject: Subject, said: Pull) -> Finding:
    known = tuple(each for each in witnesses_on(case, subject) if not each.is_combined)
    against = [each for each in known if each.pull in _CONTRARY[said] and each.study.id not in case.cited_studies]
    agreeing = [each for each in known if each.pull is said]
    mixed = [each for each in known if each.pull is Pull.MIXED]
    on = f"{labels(subject.therapies, case.vocabulary)} and {labels(_about(subject), case.vocabulary)}"
    if not against and not agreeing:
        untold = f"; {len(mixed)} tell a mixed result" if mixed else ""
        message = f"The graph holds no study that tells which way it goes for {on}{untold}."
        return case.on_claim(rule, claim, Outcome.CANNOT_TELL, message)
    if not against:
        message = f"No study in the graph that the article leaves out points the other way on {on}."
        return case.on_claim(rule, claim, Outcome.PASSED, message)
    one = len(against) == 1
    message = (
        f"The claim tells of {_TOLD[said]}; {len(against)} stud{'y' if one else 'ies'} of the graph on {on} "
        f"point{'s' if one else ''} the other way and {'is' if one else 'are'} not cited: {names_of(against)}. "
        f"{len(agreeing)} agree{'s' if len(agreeing) == 1 else ''}, {len(mixed)} mixed. "
        f"{told_when(case, (each.study for each in against))}"
    )
    return case.on_claim(
        rule,
        claim,
        Outcome.FAILED,
        message,
        severity=rule.severity if len(against) > len(agreeing) else Severity.NOTE,
        source=tuple(each.passage() for each in _shown(against)),
        possible=all(each.is_second_hand for each in against),
    )


def _about(subject: Subject) -> tuple[ConceptId, ...]:
    return subject.outcomes + subject.conditions


def _shown(against: list[Witness]) -> list[Witness]:
    return against[:4]


CHECKS = (
    Check(
        Rule(
            code="CON001",
            name="contrary-evidence",
            version=2,
            severity=Severity.WARNING,
            fails_when="studies in the graph point the other way on the same therapy and outcome and are not cited",
            rationale="Citing only what agrees misleads without a false word. Where as many agree it is a note. "
            "Studies that gave the therapy with another one are not counted.",
            failing="Calmol reduces itching. (the graph holds a study in which itching did not change)",
            passing="Calmol reduces itching. (every study of it in the graph says so)",
        ),
        _contrary,
        reads_english=True,
    ),
)
