"""STR: does the claim say no more, and no more surely, than its source can bear out?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.audit.case import Case, Check, called
from kg.audit.inquiry import Source
from kg.audit.overstatements import Overstatement, find_causal_leap, find_lost_hedge
from kg.audit.pairs import SPEAKS, failed, iter_pairs, left_open, shown
from kg.audit.rewording import as_hedged, as_together
from kg.audit.rungs import NAMES, Rung, highest_rung
from kg.model import Certainty, Claim, Finding, Outcome, Rule, Severity, Study
from kg.text.causality import CausalStrength, read_causality
from kg.text.people import find_people

__all__ = ["CHECKS", "Rung"]


_OF_PEOPLE = re.compile(
    r"\b(?:people|persons?|patients?|humans?|men|women|children|adults|adolescents|infants|users|volunteers)\b",
    re.IGNORECASE,
)
_PROOF = re.compile(
    r"\b(?:(?:clinically |scientifically |been )?prov(?:en?|es|ed)|proof|established|confirms?|confirmed)\b",
    re.IGNORECASE,
)
_OF_LABORATORY = re.compile(
    r"\b(?:in vitro|cells?|mouse|mice|rats?|rodents?|rabbits?|animals?|murine|model(?:s|led)?|laborator\w+|pigs?"
    r"|dogs?|monkeys?"
    r"|zebrafish|ex vivo|cultured?|simulat\w+)\b",
    re.IGNORECASE,
)


def _strength(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim, source, study, beside in iter_pairs(case):
        leap = find_causal_leap(claim.text, beside.aligned)
        if leap:
            yield _causal_leap(case, rule, claim, source, study, leap)
            continue
        high = _too_high(case, claim, source)
        if high:
            yield _standing_too_high(case, rule, claim, source, study, *high)
        elif read_causality(claim.text).strength is CausalStrength.NONE:
            message = "The claim ties nothing to anything."
            yield case.on_claim(rule, claim, Outcome.INAPPLICABLE, message, study=study.id)
        else:
            is_near = beside.share >= SPEAKS
            yield left_open(case, rule, claim, study, beside, is_borne_out=is_near)


def _causal_leap(case: Case, rule: Rule, claim: Claim, source: Source, study: Study, leap: Overstatement) -> Finding:
    said = leap.said.text if leap.said else ""
    told = f"The claim tells a cause (“{said}”); {called(study)} says that they go together (“{leap.found.text}”)."
    details = shown(case, source, study, leap.aligned.passage, leap.found.span)
    details["patch"] = case.reworded(claim, as_together(claim.text, leap.said.span)) if leap.said else None
    return failed(case, rule, claim, told, said, details, is_sure=True)


def _too_high(case: Case, claim: Claim, source: Source) -> tuple[Rung, str] | None:
    """The rung of a source that stands too low for what the claim says of people, and the claim's words for it."""
    if claim.negations or claim.certainty is not Certainty.ASSERTED or _OF_LABORATORY.search(claim.text):
        return None
    proof, people = _PROOF.search(claim.text), _OF_PEOPLE.search(claim.text)
    is_told_of_people = people and find_people(claim.text).species.isdisjoint({"mouse", "rat"}) and _states_cause(claim)
    if not proof and not is_told_of_people:  # as most claims, which no design stands too low for
        return None
    highest = highest_rung(case.designs_of(source))
    if proof and highest is not None and highest <= Rung.UNCONTROLLED:
        return highest, proof[0]
    if is_told_of_people and people and highest is Rung.LABORATORY:
        return highest, people[0]
    return None


def _states_cause(claim: Claim) -> bool:
    return read_causality(claim.text).strength is CausalStrength.DIRECT


def _standing_too_high(
    case: Case, rule: Rule, claim: Claim, source: Source, study: Study, rung: Rung, words: str
) -> Finding:
    """The source's design does not carry what the claim says."""
    told = f"The claim says “{words}”; {called(study)} {NAMES[rung]}."
    passages = case.passages_of(source)
    details = shown(case, source, study, passages[0]) if passages else {"study": study.id}
    return failed(case, rule, claim, told, words, details, is_sure=True)


def _certainty(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim, source, study, beside in iter_pairs(case):
        lost = find_lost_hedge(claim.text, beside.aligned)
        if lost:
            said = lost.said.text if lost.said else ""
            surely = f"says “{said}”" if said else "says it outright"
            told = f"The claim {surely}; {called(study)} says “{lost.found.text}”."
            details = shown(case, source, study, lost.aligned.passage, lost.found.span)
            sure = lost.said.span if lost.said else None
            details["patch"] = case.reworded(claim, as_hedged(claim.text, sure=sure, hedge=lost.found.text))
            yield failed(case, rule, claim, told, said, details, is_sure=bool(said))
        elif claim.certainty is Certainty.HEDGED and beside.is_read:
            yield case.on_claim(rule, claim, Outcome.PASSED, "The claim is hedged itself.", study=study.id)
        else:
            is_near = beside.share >= SPEAKS
            yield left_open(case, rule, claim, study, beside, is_borne_out=is_near)


CHECKS = (
    Check(
        Rule(
            code="STR001",
            name="strength",
            version=1,
            severity=Severity.WARNING,
            fails_when="the claim tells a cause where the source tells of things that go together, or speaks of people"
            " or of proof where its design does not carry that",
            rationale="Ladder: proposed < cells and animals < people without a comparison < with one < many studies"
            " together. What goes together need not be cause and effect.",
            failing="Poor sleep causes itching.[1] (the source: “Poor sleep was associated with itching.”)",
            passing="Poor sleep is associated with itching.[1]",
        ),
        _strength,
        reads_english=True,
    ),
    Check(
        Rule(
            code="STR002",
            name="certainty",
            version=1,
            severity=Severity.WARNING,
            fails_when="the source hedges what the claim says outright or calls certain",
            rationale="“May help” and “will help” are not the same promise.",
            failing="Calmol will certainly improve sleep.[1] (the source: “Calmol may improve sleep.”)",
            passing="Calmol may improve sleep.[1]",
        ),
        _certainty,
        reads_english=True,
    ),
)
