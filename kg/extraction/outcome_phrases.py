"""Which words of a statement name the outcome that a word of change speaks of, and which name the two sides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extraction.directions import ChangeCue, ChangeKind
from kg.extraction.terms import content_stems
from kg.model.span import Span

__all__ = ["Sides", "find_outcome", "find_sides"]

_COPULA = re.compile(
    r"\b(?:was|were|is|are|be|been|being|remained|did|does|do)\b"
    r"(?:\s(?:also|not|both|all|further|more|much|statistically|found\sto\sbe|reported\sto\sbe|[a-z]{3,15}ly))*\s*\Z",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\s+(?:(?:was|were|has\sbeen)\s(?:\w+\s){1,2})?(?:(?:between|among)\s[^,;]{1,60}?\s)?"
    r"(?:in\sterms\sof|with\s(?:respect|regard)\sto|regarding|concerning|for\sthe|in\sthe|on\sthe|in|of|on|for|to)\s",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"(?:differences?|changes?|effects?|improvements?|reductions?|increases?|decreases?|declines?|benefits?|gains?|loss"
    r"|elevation|impact|influence|associations?|rise|fall|drop|relief|prevention|suppression|inhibition|superiority"
    r"|interactions?|worsening|deterioration|prolongation)\Z",
    re.IGNORECASE,
)
_DETERMINER = re.compile(
    r"(?:\b(?:an?|the|no|any|significant|greater|larger|smaller|less|more|mean|further|marked|overall|and|or|clear|similar)"
    r"|%)\s\Z",
    re.IGNORECASE,
)
_DOES = re.compile(r"(?:did|does|do)\b", re.IGNORECASE)
_DENIES_VERB = re.compile(r"not|never|fail|unable|cannot|n['’]t", re.IGNORECASE)
_AMBIGUOUS = re.compile(
    r"(?:increase|decrease|decline|gain|benefit|change|effect|fall|rise|drop|influence|impact)s?\Z", re.IGNORECASE
)
_FURTHER_ON = re.compile(r"[^,;]{0,60}?\s(?:with\s(?:respect|regard)\sto|in\sterms\sof|regarding|in)\s", re.IGNORECASE)
_OF_TREATMENT = re.compile(r"inferior|superior|equivalent|effective|better|worse", re.IGNORECASE)
_ACTS_ON = re.compile(r"(?:effects?|impact|influence)\Z", re.IGNORECASE)
_ON = re.compile(r"[^,;]{0,60}?\son\s(?:the\s)?", re.IGNORECASE)
_SHOWS = re.compile(r"(?:show|find|confer|provide|result|lead|detect|support|reach|achieve|evidence)\Z", re.IGNORECASE)
_OBJECT = re.compile(
    r"\s+(?!(?:in|by|from|at|after|with|to|than|and|or|but|more|less|over|during|for|on|when|as|following|among|across|through|within|only|also|[a-z]+ly)\b)[\w(]"
)
_END = re.compile(
    r"\s(?:in|with|among|at(?=\s(?:\d|the|one|two|three|four|six|baseline|any|all|each|every|week|month|day|follow|end)\b)"
    r"|after|between|by|from|compared|comparable|versus|vs\.?|than|relative|during|over|when|as|that|for(?=\s(?:arm|group)\b)"
    r"|which|who|within|across|throughout|following|was|were|is|are|did|had|has|have|but|while|and\s(?:did|was|were|had"
    r"|increased|decreased|reduced|improved))\b|[,;:]|\.\Z",
    re.IGNORECASE,
)
_SHARE_OF_PEOPLE = re.compile(
    r"(?:percentages?|proportions?|numbers?|rates?|incidence|frequency)\sof\s(?:the\s)?"
    r"(?:patients|subjects|participants|women|men|children|people|infants|adults|individuals|cases)\Z",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"(?:(?:however|moreover|furthermore|additionally|overall|similarly|conversely|finally|first|second|third|lastly|notably|importantly|interestingly|there|and|but|while|whereas"
    r"|although|though|whilst|both|then|therefore|thus|also|in\s(?:addition|contrast|conclusion|summary)|as\sa\sresult"
    r"|results?|conclusions?)\b[,:]?\s"
    r"|(?:at|after|by|in|on|during|from|within|compared|relative|for|with|among|following|when|over|versus)\b[^,]{0,80},\s)+",
    re.IGNORECASE,
)
_REPORTS = re.compile(r".*\b(?:that|showed|found|revealed|indicated|observed)\s", re.IGNORECASE | re.DOTALL)
_PLAIN_DENIAL = re.compile(r"(?:differ(?:ed|ent)?|changed?|similar|comparable|significant(?:ly)?)\Z", re.IGNORECASE)
_BRACKET = re.compile(r"\s{2,}")
_TRAILING = re.compile(r"(?:\s(?:of|also|only|both|all|and|or|used|overall|further|[a-z]{4,15}ly))+\Z", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_ARTICLE = re.compile(r"(?:the|an?|their|its|any|all|other|both|significant|significantly)\s", re.IGNORECASE)
_NAMES_NOTHING = content_stems(
    "group arm patient participant treatment intervention control placebo difference result study outcome significant"
    " statistically reported effect children women men people student adult infant boy girl mouse rat animal finding"
    " significance improvement reduction change increase decrease trend value mean limit parameter number rate endpoint"
    " variable trial most less more respectively therapy drug baseline time week month year day"
)
_HOLDS_VERB = re.compile(
    r"\A(?:of|in|on|for|to|and|or|by|at)\s|\A[\d−-]|\b(?:was|were|is|are|had|has|have|did|shows?|showed|exerted|reported|achieved|received|experienced|identified|they|we"
    r"|who|which|those|include[sd]?|required|performed|possess(?:es)?|could|would|can|may|should)\b",
    re.IGNORECASE,
)
_VARIES = re.compile(
    r"(?:\A|\b(?:clinical|statistical|methodological|substantial|considerable)\s)heterogeneity\Z", re.IGNORECASE
)
"""That the pooled studies differ is said of them, and is nothing that anybody measured in people."""
_MOST_WORDS = 14
_SIDE = (
    r"(?:the\s|those\s|an?\s)?(?:(?:in|with|for|among|receiving|given|treated\swith|taking|on|of|using)\s)?(?:the\s|an?\s)?"
    r"(?P<name>(?:[\w+/.'’-]+\s){0,4}?(?:groups?|arms?)(?:\s(?-i:[A-Z]{1,3}|\d{1,2}))?\b|placebo|controls?\b|sham(?:\s\w+)?"
    r"|usual\scare|standard\s(?:care|treatment|therapy)|no\s(?:treatment|intervention)|baseline"
    r"|(?!that\b|those\b|other\b|the\b)[\w+/-]+(?:\s(?!was\b|were\b|is\b|are\b|at\b|after\b|in\b|and\b|with\b|for\b|had\b"
    r"|on\b|during\b|did\b|by\b)[\w+/-]+){0,3})"
)
_AGAINST = re.compile(
    rf"\b(?:than|(?:as\s)?compared\s(?:with|to)|in\scomparison\s(?:with|to)|versus|vs\.?|relative\sto)\s{_SIDE}",
    re.IGNORECASE,
)
_IN_SIDE = re.compile(rf"\s(?:in|with|for|by|among|following|after|under)\s{_SIDE}", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\bbetween\s(?:the\s)?(?P<first>[\w+/-]+(?:\s(?!and\b)[\w+/-]+){0,3})\sand\s(?:the\s)?"
    r"(?P<second>[\w+/-]+(?:\s[\w+/-]+){0,2}?)(?=\s(?:groups?|arms?|at|after|in|for|during)\b|[.,;(]|\s{2}|\Z)",
    re.IGNORECASE,
)
_FROM_BASELINE = re.compile(
    r"\b(?:from|to|with|versus|vs\.?|than|at)\s(?:the\s)?(?P<name>baseline)\b|\b(?P<before>before\streatment|pre-?treatment)\b",
    re.IGNORECASE,
)
_NO_SIDE = re.compile(
    r"\A(?:(?:all|both|either|two|three|four|the|study|treatment|other|these|different)?\s?(?:groups|arms)\Z|\d|baseline\b"
    r"|(?:one|three|four|five|six|seven|eight|nine|ten)\b|all\b|both\b|either\b|each\b|any\b|two\b|these\b|this\b|week|month|day|year|change)"
    r"|\b(?:19|20)\d\d\b|\b(?:in|of)\b",
    re.IGNORECASE,
)
_NAMES_SIDE = re.compile(r"\bgroups?\b|\barms?\b|placebo|\bcontrols?\b|sham", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sides:
    """The words that name the side a change is told of and the side it is held against."""

    arm: Span | None = None
    comparator: Span | None = None


def find_outcome(masked: str, cue: ChangeCue) -> Span | None:
    """The words that name what moved, ``None`` where the statement does not say in words that stand by themselves.

    ``masked`` is the statement without what is bracketed.

    >>> from kg.extraction.directions import find_cues
    >>> for text in ("Pain at rest was lower with zinc.", "No difference in mean sleep time was seen."):
    ...     print(find_outcome(text, find_cues(text)[0]).of(text))
    Pain at rest
    mean sleep time
    """
    before, after = masked[: cue.span.start], cue.span.end
    if _SHOWS.search(cue.text) or _ACTS_ON.search(cue.text):
        return _behind_effect(masked, cue)
    joint = _OF.match(masked, after)
    if _is_noun(cue, before) and (joint or cue.kind is ChangeKind.SAME):
        joint = joint or _FURTHER_ON.match(masked, after)
        return _phrase_from(masked, joint.end()) if joint else None
    copula = _COPULA.search(before)
    if copula and _judges_treatment(cue):
        return _phrase_from(masked, joint.end()) if joint else None
    is_object = _OBJECT.match(masked, after) is not None and not _is_plain_denial(cue)
    if (copula and not (is_object and _denies_deed(cue, copula[0]))) or not is_object:
        return _phrase_before(masked, copula.start() if copula else cue.span.start)
    return _phrase_from(masked, after + 1)


def find_sides(masked: str, cue: ChangeCue) -> Sides:
    """The two sides as far as the statement names them; "from baseline" makes the second ``baseline``.

    >>> from kg.extraction.directions import find_cues
    >>> text = "Pain was lower in the zinc group than in controls."
    >>> sides = find_sides(text, find_cues(text)[0])
    >>> sides.arm.of(text), sides.comparator.of(text)
    ('zinc group', 'controls')
    """
    both = _BETWEEN.search(masked)
    if both and not _NO_SIDE.search(both["first"]) and not _NO_SIDE.search(both["second"]):
        return Sides(Span(*both.span("first")), Span(*both.span("second")))
    against = next((match for match in _AGAINST.finditer(masked) if not _NO_SIDE.search(match["name"])), None)
    end = against.start() if against and against.start() > cue.span.end else len(masked)
    within = next((match for match in _IN_SIDE.finditer(masked, cue.span.end, end) if _is_side(match["name"])), None)
    arm = Span(*within.span("name")) if within else None
    if against:
        return Sides(arm, Span(*against.span("name")))
    base = _FROM_BASELINE.search(masked)
    return Sides(arm, Span(*base.span("name" if base["name"] else "before")) if base else None)


def _is_noun(cue: ChangeCue, before: str) -> bool:
    """Whether the cue is a noun here: "an increase", not "zinc may increase"."""
    if not _NOUN.search(cue.text) or _DENIES_VERB.match(cue.text):
        return False
    return not _AMBIGUOUS.search(cue.text) or " " in cue.text or _DETERMINER.search(before) is not None


def _behind_effect(masked: str, cue: ChangeCue) -> Span | None:
    """What "no effect ... on" or "did not show an effect ... on" is followed by."""
    start = cue.span.end
    if not _ACTS_ON.search(cue.text):
        noun = re.compile(r"[^,;]{0,40}?\b(?:effects?|impact|influence)\b", re.IGNORECASE).match(masked, start)
        if noun is None:
            return None
        start = noun.end()
    joint = _ON.match(masked, start)
    return _phrase_from(masked, joint.end()) if joint else None


def _judges_treatment(cue: ChangeCue) -> bool:
    """Whether the subject of "was superior", "was as effective" is a treatment and no outcome."""
    if cue.kind is ChangeKind.SAME:
        return _OF_TREATMENT.search(cue.text) is not None
    return cue.kind in {ChangeKind.BETTER, ChangeKind.WORSE} and cue.is_comparative


def _is_side(name: str) -> bool:
    return _NO_SIDE.search(name) is None and _NAMES_SIDE.search(name) is not None


def _is_plain_denial(cue: ChangeCue) -> bool:
    """Whether a denial speaks of its subject ("did not differ", "similar") and takes no object."""
    return cue.kind is ChangeKind.SAME and _PLAIN_DENIAL.search(cue.text) is not None


def _denies_deed(cue: ChangeCue, auxiliary: str) -> bool:
    """Whether a thing is said not to do something to another: "zinc did not lower pain" is about pain."""
    return (
        cue.kind is ChangeKind.SAME and _DENIES_VERB.match(cue.text) is not None and _DOES.match(auxiliary) is not None
    )


def _phrase_from(masked: str, start: int) -> Span | None:
    end = _end_of_phrase(masked, start, len(masked))
    bracket = _BRACKET.search(masked, start + 1, end)
    return _as_outcome(masked, start, bracket.start() if bracket else end)


def _phrase_before(masked: str, end: int) -> Span | None:
    start = 0
    for lead in (_INTRODUCES.match(masked, 0, end), _REPORTS.match(masked, 0, end)):
        start = max(start, lead.end() if lead else 0)
    return _as_outcome(masked, start, _end_of_phrase(masked, start, end))


def _end_of_phrase(masked: str, start: int, end: int) -> int:
    """Where a noun phrase ends; "the proportion of patients" goes on to the patients' own mark."""
    cut = _END.search(masked, start + 1, end)
    if cut and _SHARE_OF_PEOPLE.search(masked, start, cut.start()):
        cut = _END.search(masked, cut.end(), end)
    return cut.start() if cut else end


def _as_outcome(masked: str, start: int, end: int) -> Span | None:
    """The words without articles and blanks at either end, if they name something that can be measured."""
    while lead := _BLANKS.match(masked, start, end) or _ARTICLE.match(masked, start, end):
        start = lead.end()
    words = _TRAILING.sub("", masked[start:end].rstrip(" ,;:.-"))
    if (
        not words
        or len(words.split()) > _MOST_WORDS
        or _VARIES.search(words)
        or _HOLDS_VERB.search(words)
        or _NAMES_SIDE.search(words)
    ):
        return None
    return Span(start, start + len(words)) if content_stems(words) - _NAMES_NOTHING else None
