"""Two arms that changed places: "placebo worked better than zinc" for "zinc worked better than placebo".

The names, the word of change and the figures all stay the same, so that only the roles tell: what the claim says of its
subject, the source says of what the claim compares it with.
"""

from __future__ import annotations

from kg.audit.case import Case, Details, called
from kg.audit.inquiry import Source
from kg.audit.pairs import failed, place_of, shown
from kg.audit.rewording import as_exchanged
from kg.audit.side_by_side import SideBySide
from kg.model import Claim, Finding, Rule, Study

__all__ = ["find_exchange"]


def find_exchange(case: Case, rule: Rule, claim: Claim, source: Source, study: Study) -> Finding | None:
    """A possible conflict where the source says of the claim's comparator what the claim says of its subject.

    Args:
        case: what is audited.
        rule: the rule that asks.
        claim: one that points to this source.
        source: the reference.
        study: what it leads to.
    """
    beside = case.beside(claim, source)
    return _asked(case, rule, claim, source, study, beside) or _opposed(case, rule, claim, source, study, beside)


def _asked(case: Case, rule: Rule, claim: Claim, source: Source, study: Study, beside: SideBySide) -> Finding | None:
    answered = beside.answered
    if answered is None or not answered.is_exchanged:
        return None
    arms = answered.question
    told = (
        f"The article says “{answered.cue.text}” of “{arms.intervention}” against “{arms.comparator}”; "
        f"{called(study)} says it the other way round."
    )
    passage, span = place_of(case, source, answered.answer.place)
    details = shown(case, source, study, passage, span) if passage and span else Details(study=study.id)
    details["patch"] = case.reworded(claim, as_exchanged(claim.text, arms.intervention, arms.comparator))
    return failed(case, rule, claim, told, arms.intervention, details, is_sure=False)


def _opposed(case: Case, rule: Rule, claim: Claim, source: Source, study: Study, beside: SideBySide) -> Finding | None:
    opposition = beside.opposition
    if opposition is None or not opposition.is_turned:
        return None
    found = opposition.found
    told = f"{called(study)} says “{found.text}” as well, but compares the other way round."
    details = shown(case, source, study, opposition.aligned.passage, found.span)
    return failed(case, rule, claim, told, opposition.said.text, details, is_sure=False)
