"""How a therapy is given: its route, its device, and what is given beside it, by the words of claim and source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.audit.same_words import SPEAKS, Beside, Judgement, judge_subject
from kg.audit.source_reading import ClaimReading, SentenceReading, SourceReading
from kg.model import Outcome, Span
from kg.text.administration import Way, WayMention, adjunct_spans, find_ways
from kg.text.clinical_names import ClinicalKind, ClinicalName, are_related, find_clinical_names

__all__ = ["judge_adjuncts", "judge_ways"]

_NEAR = 30
"""Characters between a therapy and the words that tell how it is given."""

_JOINED = re.compile(
    r"\s*(?:\([^()]{0,60}\)\s*)?(?:plus|\+|combined with|in combination with|together with|along(?:side)?(?: with)?"
    r"|in addition to|added to|on top of|as an? (?:add-on|adjunct|adjuvant)(?: (?:therapy|treatment))? to)"
    r"\s+(?:[\w%.-]+\s+){0,4}\Z",
    re.IGNORECASE,
)
_COMBINATION = re.compile(
    r"\bcombin(?:ation|ing|ed)(?: (?:therapy|treatment|use))?(?: of)?\s+(?:[\w%.-]+\s+){0,2}\Z", re.IGNORECASE
)
_AND = re.compile(r"\s*(?:\([^()]{0,60}\)\s*)?(?:and|with)\s+(?:[\w%.-]+\s+){0,2}\Z", re.IGNORECASE)
_ALONE = re.compile(
    r"\b(?:alone|mono-?therap\w+|single[- ]agent|only|by itself|on its own|monotreatment)\b", re.IGNORECASE
)
_ALONE_BEHIND = re.compile(rf"\s*(?:\([^()]{{0,20}}\)\s*|\w+\s+)?{_ALONE.pattern}", re.IGNORECASE)
_ALONE_BEFORE = re.compile(r"\b(?:single[- ]agent|only|monotherapy (?:with|of))\s+(?:\w+\s+)?\Z", re.IGNORECASE)
_OTHER_FORM = re.compile(
    r"\s*(?:[\d.]+\s?%\s*)?(?:solutions?|sprays?|drops|serums?|powders?|liquids?|formulations?)\b", re.IGNORECASE
)
"""Forms that can be given by more than one route."""

_LISTS = re.compile(r"[,;/]|\b(?:and|or)\b")


def judge_ways(text: str, source: SourceReading, *, whole: bool = True) -> Iterator[Judgement]:
    """A judgement for each route and each device that a claim names.

    Args:
        text: the claim.
        source: what it is held against.
        whole: whether what is at hand would name all that the source is about.
    """
    mentions = find_ways(text)
    rest = ClaimReading.without(text, (mention.span for mention in mentions))
    for mention in mentions:
        therapy = _therapy_of(text, mention.span) if mention.way is Way.ROUTE else None
        beside = [_beside_way(mention, mentions, therapy, each) for each in source.sentences]
        is_told = whole and (mention.way is Way.DEVICE or (therapy is not None and not _is_in_form(therapy, source)))
        yield judge_subject(mention, source, rest, beside, least=SPEAKS if is_told else None)


def _is_in_form(therapy: ClinicalName, source: SourceReading) -> bool:
    """Whether a source names the therapy in a form whose route its name does not tell ("minoxidil solution")."""
    named = ((each.text, there) for each in source.sentences for there in _same(therapy, each))
    return any(_OTHER_FORM.match(text[there.span.end :]) for text, there in named)


def _beside_way(
    mention: WayMention, mentions: Sequence[WayMention], therapy: ClinicalName | None, sentence: SentenceReading
) -> Beside:
    """What a sentence says of the way: another route is one of the claim's own therapy, and none of the claim's own."""
    found = [each for each in find_ways(sentence.text) if each.way is mention.way]
    same = any(mention.agrees(each) for each in found)
    others = [each for each in found if not any(each.agrees(own) for own in mentions)]
    given = [each for each in others if mention.way is Way.DEVICE or _is_of(therapy, each, sentence)]
    return Beside(same, given[0].text if given else None)


def _is_of(therapy: ClinicalName | None, way: WayMention, sentence: SentenceReading) -> bool:
    """Whether a sentence gives the claim's therapy by this route."""
    other = _therapy_of(sentence.text, way.span)
    return therapy is None or (other is not None and are_related(therapy.key, other.key))


def _therapy_of(text: str, way: Span) -> ClinicalName | None:
    """The therapy next to the words for a way, no other one between; a way can be a part of the name."""
    names = [name for name in find_clinical_names(text) if name.kind is ClinicalKind.THERAPY and not name.is_class]
    near = [(_gap(text, name.span, way), name) for name in names]
    fitting = [(len(gap), name) for gap, name in near if len(gap) <= _NEAR and not _LISTS.search(gap)]
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _gap(text: str, one: Span, other: Span) -> str:
    first, second = sorted((one, other))
    return text[first.end : second.start]


def judge_adjuncts(text: str, source: SourceReading, *, whole: bool = True) -> Iterator[Judgement]:
    """A judgement for each therapy that a claim tells of by itself and the source only ever names with another one.

    The claim names no other therapy and nothing added; the source says nowhere that it was also given alone.
    """
    names = _therapies(text)
    if not whole or len({name.key for name in names}) != 1 or adjunct_spans(text) or _ALONE.search(text):
        return
    name = names[0]
    naming = [(each, name_there) for each in source.sentences for name_there in _same(name, each)]
    if not naming or any(_is_alone(each.text, there) for each, there in naming):
        return
    added = [_added_to(each.text, there, each.names) for each, there in naming]
    rest = ClaimReading.without(text, [name.span])
    spoken = [each for each, _ in naming if rest.coverage(each.words) >= SPEAKS]
    if None in added or not spoken:
        return
    other = added[[each for each, _ in naming].index(spoken[0])] or ""
    told = other.lower() if other[1:].islower() else other
    yield Judgement(Outcome.FAILED, name.text, name.span, spoken[0], told, is_noun=False, with_it=told)


def _is_alone(text: str, name: ClinicalName) -> bool:
    """Whether a sentence says at this mention of a therapy that it was given by itself."""
    before, behind = text[max(0, name.span.start - _NEAR) : name.span.start], text[name.span.end :][:_NEAR]
    return _ALONE_BEHIND.match(behind) is not None or _ALONE_BEFORE.search(before) is not None


def _therapies(text: str) -> list[ClinicalName]:
    return [name for name in find_clinical_names(text) if name.kind is ClinicalKind.THERAPY and not name.is_class]


def _same(name: ClinicalName, sentence: SentenceReading) -> list[ClinicalName]:
    return [each for each in sentence.names if each.kind is name.kind and are_related(each.key, name.key)]


def _added_to(text: str, name: ClinicalName, names: Sequence[ClinicalName]) -> str | None:
    """The therapy that a sentence joins to this mention of one; ``None`` where it stands by itself."""
    for other in names:
        if other.kind is not ClinicalKind.THERAPY or other.is_class or are_related(other.key, name.key):
            continue
        gap = _gap(text, name.span, other.span)
        first = min(name.span.start, other.span.start)
        if _JOINED.match(gap) or (_AND.match(gap) and _COMBINATION.search(text[:first])):
            return other.text
    return None
