"""SRC005: who paid for a source, and whether an author has something to gain from it.

A declared interest is no fault of a study; the reader of an article should know of it. What nobody read is not told as
"none".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.audit.case import Case, Check, called, source_passage
from kg.audit.inquiry import Source
from kg.model import Confidence, Finding, Outcome, Passage, Rule, Severity, SourcePlace, Span, Study

__all__ = ["CHECKS", "find_interest"]

_COMPANY = r"""\b(?:Co\.?,?\s(?:Ltd|Inc|KG)|Ltd|Inc|LLC|L\.L\.C|GmbH|Corp(?:oration)?|PLC|S\.p\.A|S\.?A\.?R\.?L|S\.r\.l
    |B\.V|A/S|AG|Pharma(?:ceuticals?)?|Laborator(?:ies|y)\s(?:Ltd|Inc)|Therapeutics|Biosciences|Biotech(?:nolog(?:y|ies))?)\b"""
_TIE = r"""\b(?:employ(?:ees?|ed|ment)|shareholders?|stock(?:holders?|\soptions?)?|equity|honorari(?:um|a)
    |royalt(?:y|ies)|patents?|(?:co-?)?founders?|owns|owners?|runs\sthe|paid\sfor\s(?:in\spart\s)?by|sponsored\sby
    |speakers?[’']?\sbureau|advisory\sboards?|(?:paid\s)?(?:consultants?|advis[eo]rs?|speakers?)\s(?:for|to|of)
    |consult(?:ancy|ing)\s(?:fees?|for)|personal\sfees|financial\sinterests?\sin)\b"""
_INTEREST = re.compile(f"(?:{_COMPANY})|(?i:{_TIE})", re.VERBOSE)
_FIRM = re.compile(_COMPANY, re.VERBOSE)
_NONE = re.compile(
    r"\b(?:no(?:ne)?|nothing|without|not?\s+any|n[’']t)\b[^.;]{0,60}\b(?:conflicts?|competing|interests?|disclos\w*|declare\w*"
    r"|relationships?|funding|financial|support\w*|grants?)|\A\W*none\b|\bnone\s+(?:declared|to\s+\w+|reported)"
    r"|\b(?:declare\w*|disclos\w*|report\w*|have|has)\s+(?:that\s+)?(?:\w+\s+){0,4}no\b",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"\bnot\s+(?:read|seen|found|stated)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement on money or interests, ours or the source's own, and where it was read."""

    text: str
    place: SourcePlace
    is_ours: bool


def find_interest(text: str) -> Span | None:
    """The words of a statement that name a firm or a tie to one; ``None`` where it declares none.

    >>> find_interest("A. Smith is an employee of Calm Ltd.")
    Span(start=15, end=23)
    >>> find_interest("The authors declare no competing interests.")
    """
    for sentence in re.finditer(r"[^.;]+(?:\.(?!\s|\Z)[^.;]*)*", text):
        found = _INTEREST.search(sentence[0])
        if found and not _NONE.search(sentence[0]):
            return Span(*found.span()).shifted(sentence.start())
    return None


def _interests(case: Case, rule: Rule) -> Iterator[Finding]:
    for source in case.sources:
        name = source.name.capitalize()
        if source.study is None:
            message = f"Nothing of {source.name} was read, its funding and interests neither."
            yield case.on_reference(rule, source.index, Outcome.CANNOT_TELL, message)
            continue
        statements = list(_statements_of(case, source, source.study))
        ties = [find_interest(statement.text) for statement in statements]
        if any(ties):
            told = [pair for pair in zip(statements, ties, strict=True) if pair[1] or _tells(pair[0])]
            passages = tuple(_passage(source.study, statement, tie) for statement, tie in told)
            message = f"{name} has funding or interests that a reader should know of{_leaning(case, source)}."
            yield case.on_reference(rule, source.index, Outcome.FAILED, message, source=passages, study=source.study.id)
        elif any(not _UNSEEN.search(statement.text) for statement in statements):
            message = f"{name}: what was read of its funding and interests names no firm and no tie to one."
            yield case.on_reference(rule, source.index, Outcome.PASSED, message, study=source.study.id)
        else:
            message = f"No statement on funding or interests of {source.name} could be read, which is not “none”."
            yield case.on_reference(rule, source.index, Outcome.CANNOT_TELL, message, study=source.study.id)


def _statements_of(case: Case, source: Source, study: Study) -> Iterator[_Statement]:
    """Curated fields first, then the record's statement, grants and affiliations, then the paper's own words."""
    curated = SourcePlace("curated file", confidence=Confidence.UNSTATED)
    yield from (_Statement(text, curated, is_ours=True) for text in (study.funding, study.interests) if text)
    record = case.record_of(study)
    indexed = SourcePlace("PubMed record", confidence=Confidence.HIGH)
    if record.interests_statement:
        yield _Statement(record.interests_statement, indexed, is_ours=False)
    affiliations = [place for each in record.contributors for place in each.affiliations if _FIRM.search(place)]
    agencies = [grant.agency for grant in record.grants if grant.agency and _FIRM.search(grant.agency)]
    yield from (_Statement(text, indexed, is_ours=False) for text in dict.fromkeys([*agencies, *affiliations]))
    text = case.full_text_of(source)
    paper = SourcePlace("full text", confidence=Confidence.HIGH)
    if text is not None:
        declared = (*text.funding_statements, *([text.interests_statement] if text.interests_statement else []))
        yield from (_Statement(each, paper, is_ours=False) for each in declared)


def _tells(statement: _Statement) -> bool:
    """Whether a statement of ours says something of money or interests, so that it belongs beside one that does."""
    return statement.is_ours and not _NONE.search(statement.text) and not _UNSEEN.search(statement.text)


def _passage(study: Study, statement: _Statement, tie: Span | None) -> Passage:
    """The statement, short where it is the paper's own: a licence may forbid to pass on more than a few words."""
    if statement.is_ours or tie is None:
        return source_passage(study, statement.text, statement.place, (tie,) if tie else ())
    words, span = _shortened(statement.text, tie)
    return source_passage(study, words, statement.place, (span,), paraphrase=False)


_LONGEST_QUOTE = 25


def _shortened(text: str, tie: Span) -> tuple[str, Span]:
    """At most 25 words around a stretch of the text, and where the stretch is in them."""
    words = list(re.finditer(r"\S+", text))
    at = next((i for i, word in enumerate(words) if word.end() > tie.start), 0)
    first = max(0, at - _LONGEST_QUOTE // 2)
    last = min(len(words), first + _LONGEST_QUOTE) - 1
    start, end = words[first].start(), words[last].end()
    return text[start:end], Span(tie.start - start, min(tie.end, end) - start)


def _leaning(case: Case, source: Source) -> str:
    lines = [case.line_of(claim.span.start) for claim in case.claims_citing(source)]
    told = ", ".join(map(str, dict.fromkeys(lines)))
    name = called(source.study) if source.study else ""
    return f" ({name}; claims on line {told} rest on it)" if told else f" ({name})"


CHECKS = (
    Check(
        Rule(
            code="SRC005",
            name="source-interest",
            version=1,
            severity=Severity.NOTE,
            fails_when="the funding, an affiliation or a declared interest of the source names a firm or a tie to one",
            rationale="It makes no study false, but a reader weighs a maker's own study differently.",
            failing="A reference to a study whose statement says that an author is employed by the maker.",
            passing="A reference to a study whose authors declare that they have no competing interests.",
        ),
        _interests,
    ),
)
