"""CIT: does a claim have a source, and does it speak of as many as it has?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kg.audit.absolutes import Absolute, find_absolute
from kg.audit.case import Case, Check, Details, called
from kg.audit.effects import is_hearsay, said_pull
from kg.audit.inquiry import Source, is_synthesis
from kg.audit.landscape import Witness, names_of, witnesses_on
from kg.audit.quoting import quote
from kg.audit.subjects import subject_of
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
)
from kg.text.cues import CuePattern

__all__ = ["CHECKS"]

_WARNED_KINDS = {ClaimKind.EFFICACY, ClaimKind.SAFETY}
_IGNORANCE = CuePattern(
    r"\b(?:(?:is|are|remains?) (?:still )?(?:an? )?(?:experimental|unknown|unclear|uncertain)"
    r"|(?:do(?:es)?n[’']t|do(?:es)? not) (?:yet )?know"
    r"|(?:isn[’']t|aren[’']t|there (?:is|are) no|no|lacks?|without) (?:\(?yet\)? )?(?:robust |good |long-term )*"
    r"(?:data|evidence|research|stud(?:y|ies)|trials?))\b"
)
"""Says that little is known: no single study can be named for that."""

_APPEAL = CuePattern(
    r"\b(?:(?:according\s+to|based\s+on)\s+(?:[\w-]+\s+){0,2}(?:research|evidence|data|science)"
    r"|(?:research|science|evidence)\s+(?:also\s+|now\s+|has\s+)?(?:shows?|shown|suggests?|indicates?|finds?|found|proves?"
    r"|proven|confirms?|demonstrates?)|(?:clinically|scientifically)\s+(?:shown|proven|proved|tested|demonstrated))\b"
)
"""Research called as a witness without one study named ("according to clinical research")."""

_DENIED = re.compile(r"(?:\b(?:not|never|no|nor|lacks?|without)|n[’']t)(?:\s+\w+){0,2}\s*\Z", re.IGNORECASE)

_PLURAL = CuePattern(
    r"\b(?P<in>(?:in|across|according to)\s+)?"
    r"(?P<phrase>(?:(?:some|several|many|most|multiple|various|numerous|a number of|two|three|four|five)\s+)?"
    r"(?P<adjectives>(?:(?:recent|clinical|controlled|randomi[sz]ed|published|human|small|large|early|new|scientific|"
    r"long-term|peer-reviewed|independent|separate|different|good|observational|epidemiological|prospective|further)"
    r"\s+){0,3})(?P<noun>studies|trials|experiments|papers))"
    r"(?P<verb>\s+(?:(?:have|also|even|now|\w+ly)\s+){0,2}(?:show|shown|showed|find|found|suggest|suggested|report|"
    r"reported|confirm|confirmed|demonstrate|demonstrated|indicate|indicated|support|supported|prove|proved|proven|reveal|"
    r"revealed|agree|agreed|conclude|concluded|establish|established|observed|point|pointed))?\b"
)
"""Several studies as witnesses: "studies show", "in some clinical studies"; not "further studies are needed"."""

_SEVERAL = re.compile(
    r"\b(?:systematic(?:ally)? review(?:ed)?|meta-?analy[sz]\w+|(?:this|our|the present|narrative|scoping"
    r"|umbrella|literature|we)"
    r" review(?:s|ed)?|review of (?:the )?(?:literature|studies|trials|evidence)|(?:studies|trials"
    r"|articles) were (?:included"
    r"|identified|retrieved|selected)|pooled (?:data|analysis|estimate)|we (?:searched|summari[sz]ed?"
    r"|identified \w+ (?:studies"
    r"|trials|papers))|(?:two|three|four|five|several|multiple) (?:[\w-]+ ){0,3}(?:trials|studies|experiments"
    r"|cohorts))\b",
    re.IGNORECASE,
)
"""A source that gathers several studies, or reports several of its own."""

_ONE_STUDY = re.compile(
    r"\b(?:(?:this|our|the present|the current) (?:[\w-]+ ){0,3}(?:study|trial|experiment|cohort|survey)"
    r"|we (?:\w+ ){0,2}(?:conducted"
    r"|performed|examined|investigated|enrolled|recruited|randomi[sz]ed|studied|tested|measured|assessed"
    r"|analy[sz]ed|report|show|found|find|present)"
    r"|an? (?:[\w,-]+ ){0,5}(?:trial|study|cohort|survey))\b",
    re.IGNORECASE,
)
"""A source that speaks of itself as one study."""

_NO_WITNESS = re.compile(
    r"\b(?:no|other|earlier|previous|further|future|more|these|such|those|unlike)\s*$", re.IGNORECASE
)
_ALIKE = ("ed", "found")
"""Endings of verbs that are the same for one and for many."""

_SINGULAR = {"studies": "study", "trials": "trial", "experiments": "experiment", "papers": "paper"}


def _uncited(case: Case, rule: Rule) -> Iterator[Finding]:
    checkable = [claim for claim in case.claims if claim.kind.is_checkable]
    bare = [claim for claim in checkable if not claim.pointers]
    groups: dict[object, list[Claim]] = defaultdict(list)
    for claim in bare:
        groups[_gist(claim)].append(claim)
    for claims in groups.values():
        yield _unsourced(case, rule, claims)
    sourced = [claim for claim in checkable if case.sources_of(claim)]
    yield from (case.on_claim(rule, claim, Outcome.PASSED, "The claim names a source.") for claim in sourced)
    if checkable:
        yield case.on_article(
            rule,
            Span(0, 0),
            Outcome.FAILED if bare else Outcome.PASSED,
            f"{len(sourced)} of {len(checkable)} checkable claims name a source.",
            severity=Severity.NOTE,
        )


def _unsourced(case: Case, rule: Rule, claims: list[Claim]) -> Finding:
    """One finding for claims that say the same: on the one that calls studies as witnesses, or most needs a source."""
    appealing = next((claim for claim in claims if _appeal(claim)), None)
    warned = appealing or next((claim for claim in claims if _needs_a_source(claim)), None)
    first = warned or claims[0]
    others = tuple(case.line_of(claim.span.start) for claim in claims if claim is not first)
    again = f" Said again on line {', '.join(map(str, dict.fromkeys(others)))}." if others else ""
    words = _appeal(first) or ""
    told = f"calls on “{words}” and names none" if words else "names no source"
    agreeing = _agreeing(case, first) if warned else ()
    fitting = f" Studies of the graph that say the same, to be named: {names_of(agreeing)}." if agreeing else ""
    severity = rule.severity if warned and (words or not agreeing) else Severity.NOTE
    message = f"This {first.kind} claim {told}.{again}{fitting}"
    return case.on_claim(rule, first, Outcome.FAILED, message, words, severity=severity, folded=others)


def _agreeing(case: Case, claim: Claim) -> tuple[Witness, ...]:
    """The studies of the graph that bear a claim out, where more agree with it than not; no second-hand ones.

    What a claim says of a therapy "above all with" another one is also said of the therapy itself.
    """
    subject = subject_of(case, claim)
    said = said_pull(replace(claim, adjuncts=()), subject, case.vocabulary)
    if said is None or not (subject.outcomes or subject.conditions):
        return ()
    known = [each for each in witnesses_on(case, subject) if each.pull and not each.is_second_hand]
    agreeing = tuple(each for each in known if each.pull is said)
    return agreeing if 2 * len(agreeing) > len(known) else ()


def _appeal(claim: Claim) -> str | None:
    """The words by which a claim calls on studies or research; ``None`` where it says that little is known."""
    if _IGNORANCE.search(claim.text):
        return None
    if witnesses := _witnesses(claim):
        return witnesses["phrase"]
    found = _APPEAL.search(claim.text)
    return found[0] if found and not _DENIED.search(claim.text[: found.start()]) else None


def _needs_a_source(claim: Claim) -> bool:
    """Whether leaving out the source is worth a warning: an asserted or numeric claim of effect or harm.

    One that names fewer than two concepts says too little to be looked up, what some users say is no finding, and for
    "never studied" there is no study to name, and ABS001 judges it.
    """
    if claim.kind not in _WARNED_KINDS or len(claim.concepts) < 2:
        return False
    if _IGNORANCE.search(claim.text) or is_hearsay(claim.text):
        return False
    absolute = find_absolute(claim.text)
    if absolute is not None and absolute[0] is not Absolute.ALWAYS:
        return False
    figures = [quantity for quantity in claim.quantities if quantity.role is not QuantityRole.OTHER]
    return claim.certainty is Certainty.ASSERTED or bool(figures)


def _gist(claim: Claim) -> object:
    """Equal for claims that say the same: kind, concepts and negation; the words where concepts are too few."""
    if len(claim.concepts) < 2:
        return claim.fingerprint
    return claim.kind, frozenset(claim.concepts), bool(claim.negations)


def _plural(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim in case.claims:
        words = _witnesses(claim) if claim.pointers else None
        if words is None:
            continue
        phrase, sources = words["phrase"], case.sources_of(claim)
        if len(sources) > 1:
            message = f"“{phrase}” has {len(sources)} references."
            yield case.on_claim(rule, claim, Outcome.PASSED, message, phrase)
        elif not sources or sources[0].study is None:
            message = f"“{phrase}” has one reference; it could not be told whether that is a review of several."
            yield case.on_claim(rule, claim, Outcome.CANNOT_TELL, message, phrase)
        else:
            yield _plural_on_one(case, rule, claim, words, sources[0], sources[0].study)


def _witnesses(claim: Claim) -> re.Match[str] | None:
    """The words that call several studies as witnesses."""
    for words in _PLURAL.finditer(claim.text):
        if (words["in"] or words["verb"]) and not _NO_WITNESS.search(claim.text[: words.start("phrase")]):
            return words
    return None


def _plural_on_one(case: Case, rule: Rule, claim: Claim, words: re.Match[str], source: Source, study: Study) -> Finding:
    phrase = words["phrase"]
    if is_synthesis(study, case.vocabulary) or case.reviews(source) or _gathers(case, source):
        message = f"“{phrase}” rests on a review ({called(study)})."
        return case.on_claim(rule, claim, Outcome.PASSED, message, phrase, study=study.id)
    message = f"The article says “{phrase}”, but names one study only ({called(study)})."
    patch = _singular(case, claim, words)
    own = next((each for each in case.passages_of(source) if _ONE_STUDY.search(each.text)), None)
    details = Details(study=study.id, patch=patch)
    if own:
        found = _ONE_STUDY.search(own.text)
        details["source"] = (quote(study, case.passages_of(source), own, *([Span(*found.span())] if found else [])),)
    return case.on_claim(rule, claim, Outcome.FAILED, message, phrase, **details)


def _gathers(case: Case, source: Source) -> bool:
    """Whether the source's own words say that it gathers several studies, or tells of them."""
    return any(_SEVERAL.search(passage.text) for passage in case.passages_of(source))


def _third_person(verb: str) -> str:
    """A verb with its adverbs for one subject: "have shown", "also show"."""
    first, *others = verb.split()
    if first.lower() == "have":
        return " ".join(["has", *others])
    return " ".join([*verb.split()[:-1], f"{verb.rsplit(maxsplit=1)[-1]}s"])


def _singular(case: Case, claim: Claim, words: re.Match[str]) -> Patch | None:
    """The phrase for one study, its verb with it: "one study found", "one study shows", "one study has shown"."""
    one = " ".join(["one", *words["adjectives"].split(), _SINGULAR[words["noun"].lower()]])
    if words["phrase"][:1].isupper():
        one = one.capitalize()
    verb = (words["verb"] or "").strip()
    if verb and not verb.lower().split()[-1].endswith(_ALIKE):
        return case.patch(claim, f"{words['phrase']} {verb}", f"{one} {_third_person(verb)}", at=words.start("phrase"))
    return case.patch(claim, words["phrase"], one, at=words.start("phrase"))


CHECKS = (
    Check(
        Rule(
            code="CIT001",
            name="uncited-claim",
            version=3,
            severity=Severity.WARNING,
            fails_when="a checkable claim (efficacy, mechanism, safety, diagnosis, number) has no pointer",
            rationale="Without a source nobody can check it. Repeats are told once; hedged claims are notes, unless "
            "they call on studies or research without naming any; so are claims that studies of the graph bear out.",
            failing="The therapy halves the itch within three months.",
            passing="The therapy halves the itch within three months.[1]",
        ),
        _uncited,
        reads_english=True,
    ),
    Check(
        Rule(
            code="CIT003",
            name="plural-on-one",
            version=2,
            severity=Severity.WARNING,
            fails_when="the words promise several studies and the references lead to one that is no review",
            rationale="“Studies show” weighs more with a reader than one study does.",
            failing="Several clinical studies found less itch.[1] (reference 1 is one trial)",
            passing="One clinical study found less itch.[1]",
        ),
        _plural,
        reads_english=True,
    ),
)
