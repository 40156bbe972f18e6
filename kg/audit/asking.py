"""A comparison that a claim states, as a question to its source: what, against what, to which outcome.

Which arm is the subject and which the standard is told by the form of the sentence. The subject stands before the verb
("zinc eased pain more than copper") or the word of good and bad ("zinc was more effective than copper for pain"), else
behind the word of change ("pain was lower with zinc than with copper"); the standard stands behind "than" and its
like, which can come first ("compared with copper, zinc eased pain") or in between ("zinc, compared with copper, ...").
"""

from __future__ import annotations

import re

from kg.extraction.directions import MOVING, ChangeCue, find_cues, without_brackets
from kg.extraction.passages import is_intent
from kg.extraction.questions import EffectQuestion
from kg.text.comparison import find_comparison

__all__ = ["ask"]

_LEAD = re.compile(
    r"\A\W*(?:(?:in|across|according\sto)\s(?:(?!significantly\b)[\w-]+\s){0,6}?(?:trials?|stud(?:y|ies)|RCTs?"
    r"|analys[ie]s|review),?\s"
    r"|(?:however|moreover|furthermore|thus|therefore|also|similarly|in\saddition|overall),\s"
    r"|(?:[\w-]+\s){0,6}?(?:found|showed|shown|shows?|suggests?|reported|concluded|demonstrated|indicates?"
    r"|confirmed|agree)\sthat\s)+",
    re.IGNORECASE,
)

_ADVERBS = re.compile(
    r"(?:\s|\b(?:significantly|also|markedly|slightly|not|strongly|to|can|may|did|does|do|will|statistically)\b)+\Z",
    re.IGNORECASE,
)

_COPULA = re.compile(r"\b(?:is|are|was|were|had|has|have|be|been|shows?|showed)\b[^,;]*\Z", re.IGNORECASE)

_NO_VERB_AFTER = re.compile(
    r"(?:\A|\b(?:of|in|at|with|than|and|or|the|an?|to|for|by|that|which|because|from|on|any|no|more|less|its"
    r"|their|is|such)\s)\W*\Z",
    re.IGNORECASE,
)
"""Behind these, a word of change qualifies a noun or is one."""


_NO_NAME = re.compile(r"(?:and|but|or|to|that|by|may|could|not|did|which|it|there|this)\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"\A(?:with|in|after|for|by|among|on|following|under)\s", re.IGNORECASE)
_LONGEST_PART, _LONGEST_CLAIM = 14, 1000

_GROUP = re.compile(
    r"\s*(?:(?!than\b)\w+\s){0,2}?(?:with|in|after|by|for|among|on|following|under)\s+(?P<who>(?:(?!than\b|compared\b"
    r"|versus\b)[^,;.\s]+\s*)+)",
    re.IGNORECASE,
)

_END = re.compile(r"[,;]\s|\s(?:compared|versus|vs|than|when|while|but|after|during|and\s(?:did|was|were))\b")


_VERSUS = (
    r"(?:(?:as\s|when\s)?compared\s(?:with|to)|in\s(?:comparison|contrast)\s(?:with|to)|relative\sto|versus|vs\.?"
    r"|unlike)"
)
_STANDARD_FIRST = re.compile(rf"{_VERSUS}\s(?P<against>[^,;.]{{2,60}}),\s", re.IGNORECASE)
_STANDARD_BETWEEN = re.compile(rf",?\s{_VERSUS}\s(?P<against>[^,;.]{{2,60}}),?\s*\Z", re.IGNORECASE)
_HAS = re.compile(
    r"\s(?:had|has|have|shows?|showed|reported|experienced|needed)\s(?:an?\s|the\s)?(?:[a-z]+ly\s)?\Z", re.IGNORECASE
)
_OF_ARMS = re.compile(r"(?:(?:more|less)\seffective|superior|inferior)(?:ly)?", re.IGNORECASE)
"""Words that are said of a therapy and never of an outcome."""

_FOR = re.compile(
    r"\s*(?:for|(?:for|in|at|on)\s(?:[a-z]+ing|the\s(?:treatment|relief|reduction)\sof))\s(?P<outcome>[^,;.]+)",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:patients?|people|wom[ae]n|m[ae]n|children|adults|infants|participants|subjects|individuals|mice|rats)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(r"(?:\w+ed|fell|rose|grew|falls?|rises?|drops?)\Z", re.IGNORECASE)
_BY_ITSELF = re.compile(r"\s(?:more\s)?(?=(?:with|in|after|on|under|among|following)\s)", re.IGNORECASE)
"""Behind a verb that has no object: its subject moved."""

_SIZE = re.compile(r"\s(?:more|further|better|faster)\Z", re.IGNORECASE)
_SMALLER = re.compile(r"\sless\Z", re.IGNORECASE)
_AUXILIARY = re.compile(r"\s(?:do|does|did|was|were|is|are|had|has)\Z", re.IGNORECASE)


def ask(text: str) -> tuple[EffectQuestion, ChangeCue] | None:
    """What a claim says that something did to an outcome, as a question, and its word of change.

    >>> question, cue = ask("In one trial, zinc significantly reduced pain at rest compared with placebo.")
    >>> question.intervention, question.outcome, question.comparator, cue.kind.value
    ('zinc', 'pain at rest', 'placebo', 'less')
    >>> for text in ("Zinc was better tolerated.", "Zinc was more effective than copper for pain."):
    ...     print(ask(text) and ask(text)[0].outcome)
    None
    pain
    """
    if len(text) > _LONGEST_CLAIM or is_intent(text):
        return None
    masked = without_brackets(text)
    lead = _LEAD.match(masked)
    start = lead.end() if lead else 0
    first = _STANDARD_FIRST.match(masked, start)
    start = first.end() if first else start
    cue = next((cue for cue in find_cues(masked) if cue.span.start >= start), None)
    if cue is None or cue.kind not in MOVING:
        return None
    between = _STANDARD_BETWEEN.search(_ADVERBS.sub("", masked[start : cue.span.start]))
    aside = first or between
    comparison = None if aside else find_comparison(masked)
    against = aside["against"] if aside else comparison.against.of(masked) if comparison else ""
    end = start + between.start() if between else cue.span.start
    tail = masked[comparison.against.end if comparison else cue.span.end :]
    return _asked(masked[start:end], cue, masked[cue.span.end :], against, tail)


def _asked(before: str, cue: ChangeCue, after: str, against: str, tail: str) -> tuple[EffectQuestion, ChangeCue] | None:
    """The question by the form of the sentence: what stands before the word of change, behind it, and at the end."""
    group = _GROUP.match(after) if against else None
    stop = _END.search(after)
    behind = after[: stop.start()] if stop else after
    if _COPULA.search(before):
        subject = _COPULA.sub("", before)
        if _OF_ARMS.fullmatch(cue.text):
            found = _FOR.match(tail)
            is_named = found is not None and not _PEOPLE.search(found["outcome"])
            return _question(subject, against, found["outcome"], cue) if found and is_named else None
        if against and not group and _HAS.search(before):
            return _question(subject, against, behind, cue)
        return _question(group["who"] if group else "", against, subject, cue)
    if _NO_VERB_AFTER.search(before) or _SMALLER.search(behind):
        return None
    subject = _ADVERBS.sub("", before)
    if group and _MOVED.search(cue.text) and _BY_ITSELF.match(after):
        return _question(group["who"], against, subject, cue)
    return _question(subject, against, _SIZE.sub("", behind), cue)


def _question(who: str, against: str, outcome: str, cue: ChangeCue) -> tuple[EffectQuestion, ChangeCue] | None:
    """The question, if each part is short enough to be what it should be."""
    parts = [part.strip(" ,.") for part in (who, outcome)]
    if not all(part and len(part.split()) <= _LONGEST_PART for part in parts) or _NO_NAME.match(parts[1]):
        return None
    standard = _AUXILIARY.sub("", _PREPOSITION.sub("", against.strip(" ,.")))
    return EffectQuestion(parts[0], standard, parts[1]), cue
