"""ABS: words that leave no exception ("never studied", "no evidence", "always"), held against what the graph holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache

from kg.audit.case import Case, Check
from kg.audit.effects import Pull
from kg.audit.inquiry import is_synthesis
from kg.audit.landscape import Witness, names_of, told_when, witnesses_on
from kg.audit.rungs import Rung, highest_rung
from kg.audit.subjects import Subject, labels, subject_of
from kg.model import Claim, Finding, Outcome, Rule, Severity
from kg.text.cues import CuePattern

__all__ = ["CHECKS", "Absolute", "find_absolute"]


class Absolute(StrEnum):
    """What an absolute denies or claims."""

    UNSTUDIED = "that nobody studied it"
    UNSHOWN = "that no effect was shown"
    ALWAYS = "that it holds without exception"


_STUDIED = r"(?:studied|tested|investigated|examined|evaluated|researched|explored|assessed|trial?led)"
_DENIED = r"(?:has|have|had|was|were|is|are)(?:n[’']t|\s+not|\s+never)"
_BETWEEN = r"(?:\s+(?:yet|ever|also|been|even|directly|formally|clinically|properly|\(yet\)))*"
_QUALIFIED = re.compile(
    r"\b(?:robust|good|high-quality|quality|large(?:r|-scale)?|long-term|strong(?:er)?|solid|convincing|randomi[sz]ed"
    r"|controlled|direct|head-to-head|sufficient|enough|adequate(?:ly)?|reliable|rigorous(?:ly)?|conclusive(?:ly)?"
    r"|clear|definitive|compelling|further|other|more|much|significant(?:ly)?|well|extensively|thoroughly|properly"
    r"|widely|fully|serious|adverse)\b",
    re.IGNORECASE,
)
"""Limits an absolute to a kind of study or effect: "no long-term studies" is not "no studies"."""

_PATTERNS = {
    Absolute.UNSTUDIED: CuePattern(
        rf"\b(?:{_DENIED}{_BETWEEN}\s+(?:\w+ly\s+)?{_STUDIED}|never\s+(?:been\s+)?(?:\w+ly\s+)?{_STUDIED}"
        r"|(?:there\s+(?:is|are|have\s+been|has\s+been|exist)\s+no|no)\s+(?:[\w-]+\s+){0,2}(?:stud(?:y|ies)|trials?|research)"
        r"(?:\s+(?:has|have)\s+(?:ever\s+)?(?:been|looked|tested|examined|studied|evaluated|investigated)|\s+exists?|\s+(?:on|of|in)\b))"
    ),
    Absolute.UNSHOWN: CuePattern(
        r"\b(?:(?:has|have|had)(?:n[’']t|\s+not|\s+never)(?:\s+(?:yet|ever))?\s+(?:shown|demonstrated|produced|proven|proved)"
        r"(?:\s+(?:any|a|to))*\s+(?:[\w-]+\s+)?(?:benefits?|effects?|improvements?|efficacy|effectiveness|results?|help|work|promise)"
        r"|(?:has|have)(?:n[’']t|\s+not|\s+never)(?:\s+(?:yet|ever))?\s+been\s+(?:shown|proven|proved|found|demonstrated)\s+to\s+"
        r"(?:help|work|benefit|improve|be\s+(?:effective|beneficial|helpful))"
        r"|(?:there\s+(?:is|exists)\s+)?no\s+(?:[\w-]+\s+){0,2}(?:evidence|proof|data)\s+(?:that|of|for|to)\b)"
    ),
    Absolute.ALWAYS: CuePattern(
        r"\b(?<!not )(?<!n’t )(?<!n't )(?<!almost )(?<!nearly )(?:always|invariably"
        r"|without\s+exception|never\s+(?!been|stud)\w+"
        r"|in\s+(?:every|all)\s+(?:case|cases|patients?|people)|100\s?%\s+(?:effective|safe))\b"
    ),
}
_MODAL = re.compile(r"\b(?:should|must|would|could|may|might|can)\s+(?:always|never)\b", re.IGNORECASE)


@lru_cache(maxsize=1 << 12)
def find_absolute(text: str) -> tuple[Absolute, str] | None:
    """The absolute in a sentence and its words; ``None`` where there is none, or it is limited to a kind of study.

    >>> find_absolute("It has never been studied in children.")
    (<Absolute.UNSTUDIED: 'that nobody studied it'>, 'has never been studied')
    >>> find_absolute("There are no long-term studies of it.")
    """
    for absolute, pattern in _PATTERNS.items():
        found = pattern.search(text)
        if found and not _QUALIFIED.search(found[0]) and not _MODAL.search(text):
            return absolute, found[0]
    return None


def _absolute(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim in case.claims:
        found = find_absolute(claim.text) if claim.kind.is_checkable else None
        if found is not None:
            yield _judged(case, rule, claim, *found)


def _judged(case: Case, rule: Rule, claim: Claim, absolute: Absolute, words: str) -> Finding:
    subject = subject_of(case, claim)
    if not subject.therapies or not (subject.conditions or subject.outcomes):
        message = f"“{words}” is absolute; of which therapy, and in what, could not be told, so nothing was looked up."
        return case.on_claim(rule, claim, Outcome.CANNOT_TELL, message, words)
    on = _named(case, subject)
    known = witnesses_on(case, subject)
    against = [witness for witness in known if _is_against(absolute, witness)]
    if absolute is Absolute.ALWAYS and len({witness.pull for witness in against}) < 2:
        against = []
    if not against:
        nothing = f"“{words}” is absolute. Nothing in this graph speaks against it on {on}, which is no proof of it."
        message = nothing + _combined(absolute, known)
        return case.on_claim(rule, claim, Outcome.CANNOT_TELL, message, words)
    reviews = [witness for witness in against if is_synthesis(witness.study, case.vocabulary)]
    own = [witness for witness in against if witness not in reviews]
    counted = own or reviews
    one, many = ("study", "studies") if own else ("review", "reviews")
    told = {
        Absolute.UNSTUDIED: f"the graph holds {_count(counted, one, many)} of {on}",
        Absolute.UNSHOWN: f"the graph holds {_count(counted, one, many)} with benefit on {on}",
        Absolute.ALWAYS: f"on {on} the studies of the graph differ",
    }[absolute]
    beside = f" Reviews say so too ({names_of(reviews)}), which is not counted." if own and reviews else ""
    is_uncontrolled = absolute is Absolute.UNSHOWN and _is_uncontrolled(counted)
    shown = " None of them compared people with others, so it can be disputed." if is_uncontrolled else ""
    named = _with_designs(case, counted)
    message = f"“{words}” is absolute, but {told}: {named}.{shown}{beside}{_others(absolute, known, against)}"
    is_doubtful = is_uncontrolled or not own or all(witness.is_second_hand for witness in counted)
    return case.on_claim(
        rule,
        claim,
        Outcome.FAILED,
        f"{message} {told_when(case, (witness.study for witness in counted))}",
        words,
        source=tuple(witness.passage() for witness in counted[:4]),
        possible=is_doubtful,
    )


def _is_uncontrolled(witnesses: Iterable[Witness]) -> bool:
    """Whether each of some studies is known to have looked at people without a comparison."""
    rungs = [highest_rung(d for d in (w.study.design, *w.study.also_designs) if d) for w in witnesses]
    return all(rung is not None and rung <= Rung.UNCONTROLLED for rung in rungs)


def _with_designs(case: Case, witnesses: Sequence[Witness]) -> str:
    """Studies by name, those of one design together: what a case series shows weighs less than a trial."""
    by_design: dict[str | None, list[Witness]] = defaultdict(list)
    for witness in witnesses:
        design = case.vocabulary.find(witness.study.design) if witness.study.design else None
        by_design[design.label.lower() if design else None].append(witness)
    return "; ".join((f"{design}: " if design else "") + names_of(found) for design, found in by_design.items())


def _is_against(absolute: Absolute, witness: Witness) -> bool:
    if absolute is Absolute.UNSTUDIED:
        return True
    if absolute is Absolute.UNSHOWN:
        return witness.pull is Pull.BENEFIT and not witness.is_combined
    return witness.pull is not None and not witness.is_combined


def _others(absolute: Absolute, known: tuple[Witness, ...], against: list[Witness]) -> str:
    """The studies that bear the claim out, so that mixed evidence is not told as a plain error."""
    if absolute is not Absolute.UNSHOWN:
        return ""
    without = [each for each in known if each not in against and each.pull in (Pull.NONE, Pull.HARM, Pull.MIXED)]
    mixed = f" {_count(without, 'finds', 'find')} none or a mixed one ({names_of(without)})." if without else ""
    return _combined(absolute, known) + mixed


def _combined(absolute: Absolute, known: tuple[Witness, ...]) -> str:
    """The studies that gave the therapy with another one: a benefit of the two is none of the one."""
    added = [each for each in known if each.is_combined and each.pull is Pull.BENEFIT]
    if absolute is not Absolute.UNSHOWN or not added:
        return ""
    found = _count(added, "more found", "more found")
    return f" {found} benefit where it was given with another therapy ({names_of(added)}), which is not counted."


def _count(found: list[Witness], one: str, more: str) -> str:
    return f"{len(found)} {one if len(found) == 1 else more}"


def _named(case: Case, subject: Subject) -> str:
    what = labels(subject.conditions or subject.outcomes, case.vocabulary)
    read = " (read from the sentence before)" if subject.is_carried else ""
    return f"{labels(subject.therapies, case.vocabulary)}{read} in {what}"


CHECKS = (
    Check(
        Rule(
            code="ABS001",
            name="dated-absolute",
            version=3,
            severity=Severity.WARNING,
            fails_when="“never studied”, “no evidence”, “always”: studies in the graph speak against it",
            rationale="One study makes an absolute false, and each year may bring one; what was out at the article's "
            "date is told apart from what is out today.",
            failing="Calmol has never been studied in eczema. (the graph holds a study of calmol in eczema)",
            passing="There are no long-term studies of calmol in eczema.",
        ),
        _absolute,
        reads_english=True,
    ),
)
