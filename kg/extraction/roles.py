"""What the words around a count say about the people counted: screened, enrolled, randomised, analysed, completed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extraction.counts import Count
from kg.model.extraction import CountRole, CountUnit
from kg.model.span import Span

__all__ = ["LOST", "is_whole_of", "roles_of"]

LOST = "lost"
"""Those who left, died or had an event: no count of participants."""

_AFTER = {
    CountRole.RANDOMISED: r"""randomi[sz]ed|randomi[sz]ation|randomly\s(?:\w+ly\s)?(?:and\s\w+\s)?\w+|at\srandom
        |by\schance""",
    CountRole.SCREENED: r"""screened|approached|invited|(?:assessed\s)?for\seligibility|considered\sfor|identified
        |contacted|referred""",
    CountRole.ANALYSED: r"""analy[sz]ed|analy[sz]able|evaluable|evaluated|assessable|assessed
        |in\sthe\s(?:final\s)?analys[ie]s|(?:valid|available|eligible|included)\s(?:\w+\s)?(?:for|in)\s(?:the\s|our\s|this\s)?(?:\w+[\s-]){0,3}
        (?:analys[ie]s|evaluation|assessment|population)|contributed|examined|provided\sdata""",
    CountRole.COMPLETED: r"complet(?:ed|ers|ing)|finished",
    CountRole.ENROLLED: r"""enrol+ed|recruited|included|entered|registered|participat(?:ed|ing)|took\spart|joined
        |accrued|consented|agreed\sto|gave\s(?:\w+\s)?consent|allocated|assigned|admitted|stratified|eligible|selected""",
    CountRole.PLANNED: r"""planned|needed|required|will\sbe|to\sbe\s(?:enrol+ed|recruited|randomi[sz]ed|included)
        |target|anticipated""",
    LOST: r"""withdr[ae]w\w*|dropped\sout|lost\sto|declined|refused|excluded|died|discontinued|experienced|developed
        |relapsed|not\scomplete|stopped|suffered|ineligible|responded|progressed|achieved|reported|showed|exhibited|observed
        |did\snot|were\snot|could\snot|failed|deaths?""",
}
_BEFORE = {
    CountRole.RANDOMISED: r"""randomi[sz]ed|randomi[sz]ing|randomi[sz]ation(?:\sof)?|randomly\s(?:\w+ly\s)?\w+
        |randomi[sz]e""",
    CountRole.ANALYSED: r"""analy[sz]ed|evaluated|data\s(?:from|of|on)|data\s(?:\w+\s)?available\s(?:for|from|on)
        |data\sfor|analys[ei]s\s(?:of|in|on|included)|examined|evaluable\sin|assessed(?!\s[\d,\s]+\w+\sfor\seligib)""",
    CountRole.SCREENED: r"screened|approached|invited",
    CountRole.ENROLLED: r"""enrol+ed|enrol+ing|enrol+?ment\sof|recruited|included
        |(?:trial|study|series|cohort|analysis)\sincluding|entered|registered
        |accrued|participants?\s(?:were|are|included)?|(?<!group\s)(?<!arm\s)(?:comprised|comprising|consisted\sof)|involved|involving
        |composed\sof
        |(?:conducted|performed|carried\sout|undertaken|done)\s(?:\w+\s){0,3}(?:in|on|with|among|at)|assigned|allocated
        |treated|studied|selected""",
    CountRole.PLANNED: r"""planned|sample\ssize\sof|target\sof|goal\sof|aim(?:ed|s)?\sto\s\w+|will\s\w+|to\sdetect
        |power\s|intend(?:ed|s)?\sto""",
    LOST: r"""excluded|excluding|exclusion\sof|died\sin|withdrawal\sof|(?:occurred|seen|observed|noted|found|developed
        |detected)\sin|reported\s(?:in|by)|deaths?\samong""",
}


def _compiled(rules: dict[CountRole | str, str]) -> re.Pattern[str]:
    parts = "|".join(f"(?P<r{place}>{pattern})" for place, pattern in enumerate(rules.values()))
    return re.compile(rf"\b(?:{parts})(?!\w)", re.IGNORECASE | re.VERBOSE)


_AFTER_ROLES, _BEFORE_ROLES = tuple(_AFTER), tuple(_BEFORE)
_AFTER_WORDS, _BEFORE_WORDS = _compiled(_AFTER), _compiled(_BEFORE)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ADJECTIVES = re.compile(
    r"\b(?:(?P<randomised>randomi[sz]ed)|(?P<enrolled>enrol+ed|recruited|included|eligible|registered|participating)"
    r"|(?P<analysed>evaluable|assessable|analy[sz]ed)|(?P<screened>screened|invited|potentially\seligible))\b",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\s?(?:[\[(][^()\[\]]{1,40}[)\]])?\s?(?:/|(?:out\s)?of)\s?(?:the|these|those|all|a\stotal\sof)?\s?(?:\w+\s)?"
)
_OBJECT = re.compile(
    r"(?:[\s,:]|a|total|of|the|only|about|approximately|up|to|first|all|another|additional|further|data|from|for|in|on|with|among|were)*"
)
_PREPOSITION = re.compile(
    r"\b(?:in|of|among|on|with|for|from)\s(?:(?:a\stotal\sof|the|all|these|only)\s)?\Z", re.IGNORECASE
)
_FINITE = re.compile(
    r"\b(?:were|was|been|be|are|is|had|have|and|who|participated|completed|entered|underwent|joined)\b"
)
_LEFT = re.compile(r"withdrew|died|developed|experienced|relapsed|discontinued|progressed", re.IGNORECASE)
_GROUP = re.compile(r"\b(?:group|arm|subgroup)s?\b", re.IGNORECASE)
_BEHIND_BRACKET = re.compile(
    r"[)\]](?:,[^.,;]{0,60},)?\s(?:were|was|who|with|aged|participated|completed|underwent|received|from|in|at|scheduled|randomly)\b"
)
_JOINS = re.compile(r"\b(?:and|then|who|to be)\b")
_MARKS = re.compile(r"[()\[\];]")
_PEOPLE = frozenset({CountUnit.PEOPLE, CountUnit.ANIMALS, None})
_REACH_AFTER, _REACH_BEFORE = 140, 70


def roles_of(text: str, within: Span, counts: Sequence[Count], at: int) -> tuple[CountRole | str, ...]:
    """The roles that the sentence gives its count number ``at``, the first said first; none where it says nothing.

    The count's own adjective goes first ("410 enrolled patients"), then the verb that follows it up to the next
    count, then the verb before it. What stands in brackets is not read, unless the count stands there too.
    """
    count = counts[at]
    end = _end_of_whole(text, counts, at)
    after = _verbs(_BRACKETS.sub("", text[end : _end_of_reach(text, within, counts, at, end)]))
    adjective = _ADJECTIVES.search(count.noun or "")
    if adjective is not None and adjective.lastgroup is not None and CountRole.PLANNED not in after:
        return (CountRole(adjective.lastgroup),)
    start = max(within.start, count.span.start - _REACH_BEFORE, counts[at - 1].end if at else 0)
    *_, before = (None, *_BEFORE_WORDS.finditer(text, start, count.span.start))
    is_of_group = before is not None and _GROUP.search(text, before.end(), count.span.start) is not None
    earlier = _BEFORE_ROLES[int((before.lastgroup or "r0")[1:])] if before and not is_of_group else None
    if before is not None and earlier is not None and _OBJECT.fullmatch(text, before.end(), count.span.start):
        return (earlier, *(role for role in after if role not in (LOST, earlier)))
    if after and not (after[0] == LOST and _PREPOSITION.search(text, start, count.span.start)):
        return after
    return (earlier,) if earlier is not None else ()


def _end_of_whole(text: str, counts: Sequence[Count], at: int) -> int:
    """Where the words about a count begin.

    Those about a part stand behind its whole ("68 (62 %) of 109 patients *were recruited*"), those about
    "women (n = 68)" behind the bracket.
    """
    if at + 1 < len(counts) and counts[at].is_share and is_whole_of(text, counts[at], counts[at + 1]):
        return counts[at + 1].end
    goes_on = counts[at].n_equals and _BEHIND_BRACKET.match(text, counts[at].end) is not None
    return counts[at].end + goes_on


def is_whole_of(text: str, part: Count, whole: Count) -> bool:
    """Whether the second count is that which the first is a part of: "68 (62 %) of 109"."""
    return _OF.fullmatch(text, part.end, whole.span.start) is not None


def _end_of_reach(text: str, within: Span, counts: Sequence[Count], at: int, begin: int) -> int:
    """Where the words that speak of this count end: at the next count of people, a semicolon, or its brackets' end."""
    end = min(within.end, begin + _REACH_AFTER)
    for later in counts[at + 1 :]:
        if later.span.start >= end:
            break
        between = _BRACKETS.sub("", text[begin : later.span.start])
        if later.span.start > begin and later.unit in _PEOPLE and "(" not in between and "[" not in between:
            end = later.span.start
    depth = 0
    for mark in _MARKS.finditer(text, begin, end):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1, ";": 0}[mark[0]]
        if depth < 0 or (mark[0] == ";" and depth == 0):
            return mark.start()
    return end


def _verbs(after: str) -> tuple[CountRole | str, ...]:
    """The role verbs of a clause; those that follow the first belong to the count if joined by "and"."""
    roles: list[CountRole | str] = []
    end = 0
    matches = list(_AFTER_WORDS.finditer(after))
    if (
        matches
        and not _FINITE.search(after, 0, matches[0].end())
        and any(_LEFT.fullmatch(later[0]) for later in matches[1:])
    ):
        return (LOST,)  # "56 patients assigned to A died"
    for match in matches:
        if roles and not _JOINS.search(after, end, match.start()):
            break
        roles.append(_AFTER_ROLES[int((match.lastgroup or "r0")[1:])])
        end = match.end()
    return tuple(dict.fromkeys(roles))
