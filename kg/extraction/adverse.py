"""Harms: what a source says happened, and whether it says that nothing did; silence is neither."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extraction.directions import without_brackets
from kg.extraction.passages import PaperPart, Passage, is_intent
from kg.model.effect import AdverseReport
from kg.model.extraction import ExtractedValue
from kg.model.span import Span

__all__ = ["find_adverse_events"]

_HARM = (
    r"(?:(?:treatment|drug|therapy|device|procedure)[-\s]related\s|treatment[-\s]emergent\s)?"
    r"(?:(?:serious|severe|major|minor|significant|systemic|local|important|relevant|unexpected|related|other|new)\s){0,3}"
    r"(?:adverse\s(?:drug\s)?(?:events?|effects?|reactions?|experiences?|outcomes?)|side[\s-]effects?|complications?"
    r"|toxicit(?:y|ies)|unwanted\seffects?|undesirable\seffects?|safety\s(?:concerns?|signals?|issues?))"
)
_NONE = re.compile(
    rf"\b(?:no|without(?:\sany)?|not\sany|free\sof|nor|zero|absence\sof)\s(?:\w+\s){{0,2}}?{_HARM}"
    rf"|\b{_HARM}\s(?:were|was)\s(?:not|never)\s(?:\w+\s)?(?:observed|reported|seen|noted|recorded|found|detected)",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\bdifferen(?:ce|ces|t)|\bdiffer|\bincrease|\bhigher|\bmore\b", re.IGNORECASE)
_LISTED = re.compile(
    rf"\b{_HARM}\s?(?:(?:that\s)?(?:were|was|included?|including|such\sas|consisted\sof|comprised)|[:(,]|like)"
    r"(?:\s(?:mild|mainly|mostly|predominantly|primarily|limited\sto|the|only|transient))*\s?(?P<events>[^.;]{3,200})",
    re.IGNORECASE,
)
_HAPPENED = re.compile(
    r"\b(?P<events>(?:[a-z][\w-]+\s){0,3}(?:nausea|vomiting|headaches?|dizziness|rash|pruritus|itching|diarrh(?:o)?ea"
    r"|constipation|fatigue|fever|bleeding|ha?emorrhage|infections?|erythema|irritation|dry\smouth|drowsiness|sedation"
    r"|hypotension|hypoglyc(?:a)?emia|bradycardia|edema|oedema|neutropenia|somnolence|insomnia|abdominal\spain|cough"
    r"|pneumonia|anaphylaxis|seizures?|death)(?:,?\s(?:and|or)\s[a-z][\w-]+)?)\s"
    r"(?:(?:was|were)\s(?:the\smost|reported\sas|more|less)|occurred|developed)",
    re.IGNORECASE,
)
_MAY_TELL = re.compile(
    r"advers|side.effect|complicat|toxicit|effects?\b|safety|occurred|developed|(?:was|were)\s(?:the\smost|reported|more|less)",
    re.IGNORECASE,
)
_LETTERS = (
    *("advers", "side", "complicat", "toxicit", "effect", "safety", "occurred", "developed"),
    *("most", "reported", "more", "less"),
)
"""Some stand in every sentence that may tell: a look that costs little goes first."""

_ITEM = re.compile(r",\s(?:and\s|or\s)?|\s(?:and|or)\s|\sas\swell\sas\s")
_ITEM_END = re.compile(
    r"\s(?:in|with|for|at|among|after|between|than|which|that|during|but|were|was|occurred|did|reported|by|on|from)\b"
    r"|[.;:()]|\d|\s{2,}",
    re.IGNORECASE,
)
_NO_EVENT = re.compile(
    r"\A(?:(?:mild|moderate|severe)(?:\s(?:to|and|or)|\Z)|similar|comparable|rare|common|uncommon|few|more|less|most|not|no|all|any|also|low|higher"
    r"|lower|significantly|observed|noted|recorded|reported|assessed|well|minor|minimal|transient|generally|infrequent"
    r"|frequent|evaluated|seen|found|monitored|the|there|their|other|others|respectively|patients|treatment|group|after|in|of|with|within"
    r"|by|encountered|an?|study|both|this|these|it)\b",
    re.IGNORECASE,
)
_LONGEST_EVENT = 5


def find_adverse_events(passages: tuple[Passage, ...]) -> AdverseReport:
    """The harms that some passages report, and the words that say that there were none.

    "No difference in adverse events" says neither that there were some nor that there were none.

    >>> from kg.extraction.passages import passages_of
    >>> from kg.extraction.texts import SourceText
    >>> text = "Adverse events included nausea and mild rash. No serious adverse events occurred."
    >>> report = find_adverse_events(passages_of([SourceText("abstract", text, 0, "RESULTS")]))
    >>> [event.value for event in report.events], [none.value for none in report.none_reported]
    (['nausea', 'mild rash'], ['No serious adverse events'])
    """
    telling = [passage for passage in passages if passage.reports not in {PaperPart.TITLE, PaperPart.BACKGROUND}]
    telling = [passage for passage in telling if _may_tell(passage.text) and not is_intent(passage.text)]
    return AdverseReport(
        events=tuple(event for passage in telling for event in _events(passage)),
        none_reported=tuple(none for passage in telling for none in _denials(passage)),
    )


def _may_tell(text: str) -> bool:
    low = text.lower()
    return any(letters in low for letters in _LETTERS) and _MAY_TELL.search(text) is not None


def _denials(passage: Passage) -> Iterator[ExtractedValue[str]]:
    for match in _NONE.finditer(passage.text):
        if not _COMPARED.search(match[0]):
            span = Span(*match.span()).shifted(passage.span.start)
            yield ExtractedValue(match[0], passage.place(span), "adverse/none-reported")


def _events(passage: Passage) -> Iterator[ExtractedValue[str]]:
    listed = None if passage.reports is PaperPart.METHODS else _LISTED.search(passage.text)
    if listed and not _NONE.search(passage.text, 0, listed.end()):
        yield from _items(passage, Span(*listed.span("events")), "adverse/listed")
    elif passage.reports is PaperPart.RESULTS and (happened := _HAPPENED.search(passage.text)):
        yield from _items(passage, Span(*happened.span("events")), "adverse/happened")


def _items(passage: Passage, listed: Span, rule: str) -> Iterator[ExtractedValue[str]]:
    """The members of a list, each up to the first word that says where, in whom or how many."""
    masked = without_brackets(passage.text)[: listed.end]
    edges = [(match.start(), match.end()) for match in _ITEM.finditer(masked, listed.start)]
    starts, ends = [listed.start, *(end for _, end in edges)], [*(start for start, _ in edges), listed.end]
    for start, end in zip(starts, ends, strict=True):
        cut = _ITEM_END.search(masked, start, end)
        words = masked[start : cut.start() if cut else end].strip()
        if words and len(words.split()) <= _LONGEST_EVENT and not _NO_EVENT.match(words) and words[0].isalpha():
            at = masked.index(words, start)
            yield ExtractedValue(words, passage.place(Span(at, at + len(words)).shifted(passage.span.start)), rule)
        if cut and rule == "adverse/listed" and masked[cut.start()] not in " (":
            return
