"""Words that soften or negate what a sentence says.

Hedges follow Hyland (1998, "Hedging in Scientific Research Articles") and the speculation cues of the
BioScope corpus (Vincze et al. 2008); negation and its reach follow NegEx (Chapman et al. 2001), with
its pseudo-negations ("not only", "no doubt") left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from kg.model.span import Span
from kg.text.cues import CuePattern

__all__ = ["Cue", "find_hedges", "find_negations", "is_negated", "negation_scope"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase as written, and where it stands."""

    span: Span
    text: str


_ADVERB = r"(?:also|always|sometimes|often|even|well|still|actually|[a-z]{2,20}ly)\s"
_HEDGE = CuePattern(
    "".join(
        r"""(?<![\w-])(?:
    (?-i:may|MAY)|(?<!\bin\s)(?<!\bof\s)(?<!\bsince\s)(?<!\buntil\s)(?-i:May)(?!,?\s?\d|;)|might|could|maybe
    |can\s(?:ADVERB)?(?:be|have)\b(?!\s(?:ADVERB)?(?:[a-z]{2,20}ed|[a-z]{2,20}en|seen|felt|found|done|made|told)\b)
    |perhaps|(?<!where\s)(?<!whenever\s)(?<!if\s)(?<!as\s)(?:im)?possib(?:le|ly|ility\s(?:that|of)|ility)|(?:im)?probab(?:le|ly)|(?<!more\s)(?<!less\s)(?<!most\s)(?<!least\s)(?:un)?likely
    |in\sall\s(?:likelihood|probability)|the\slikelihood\s(?:is|that)
    |potentially|potential(?=\s(?!of\b|for\b|to\b)[a-z])|presumabl[ey]|apparently|seemingly|supposedly|allegedly|arguably|conceivably|theoretically
    |in\stheory|putative(?:ly)?|tentative(?:ly)?
    |suggest(?:s|ed|ing|ive)?(?!\s[a-z]{2,20}ing\b)|seem(?:s|ed|ingly)?|appear(?:s|ed)?(?!\s(?:in|on|at|within|after|before|under|red|thin|like|[a-z]{2,20}(?:ed|en))\b)
    |suspect(?:s|ed)?|hypothesi[sz]e[sd]?|speculat(?:e|es|ed|ive)|postulate[sd]?|(?<!cannot\s)(?<!not\s)(?<!n[’']t\s)presume[sd]?|propose[sd]?
    |thought\sto|believe[sd]?|(?:is|are)\ssaid|said\sto|(?<!cannot\s)(?<!not\s)(?<!n[’']t\s)assume[sd]?|tend(?:s|ed)?\sto
    |(?:some|many)\s(?:users|people|patients|men|women)\s(?:say|claim|believe)|vaguely
    |not\s(?:necessarily|always|certain|clear|known|yet\sknown)|unclear|uncertain|unknown
    |generally|usually|typically|sometimes|in\s(?:some|many|most)\scases
    |(?:in|it[’']s|it\sis)\s(?:our|my)\s(?:opinion|view|experience)|we\s(?:think|suspect|believe|presume)
    |to\s(?:our|my|the\sbest\sof\sour)\sknowledge|as\sfar\sas\swe\sknow
    )(?![\w-])""".split()
    ).replace("ADVERB", _ADVERB)
)
_LISTING = r"no|without|neither|nor|none|lack(?:s|ed|ing)?\sof|absence\sof|free\sof|zero"
_IS_LISTING = re.compile(_LISTING, re.IGNORECASE)
_NEGATION = re.compile(
    rf"""(?<![\w-])(?:
    not(?!\s(?:only|just|merely|simply|solely|necessarily|to\smention|always)\b)
    |[a-z]{{2,8}}n[’']t|cannot|never|nobody|nothing|no\slonger|no\sone
    |fail(?:s|ed|ing)?\sto|unable\sto|lack(?:s|ed)(?!\sof\b)
    |(?P<listing>no(?!\s(?:doubt|matter|wonder)\b|[.]\s?\d)|without(?!\sa?\s?doubt\b)|(?!no\b|without\b)(?:{_LISTING}))
    )(?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)
_OR_NOT = re.compile(r"\bor\s\Z", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"[.;:!?…](?=\s|\Z)|\s[–—]\s|—|(?<!\w)(?:but|however|although|though|yet|whereas|while|because|unless|except|which"
    r"|apart\sfrom|aside\sfrom)(?!\w)",
    re.IGNORECASE,
)
_COMMA = re.compile(r",(?=\s)")
_WORD = re.compile(r"\w[\w’'-]*")
_AFTERWARDS = re.compile(
    r"(?:\s[^\W\d_]{1,20}){0,3}?\s(?:(?:is|are|was|were|has\sbeen|have\sbeen|had\sbeen|did|does|do|has|have)"
    r"\s(?:not(?!\s(?:only|just|merely|necessarily)\b)|never|absent)|(?:is|are|was|were|has|have|had|did|does|do)n[’']t)\b",
    re.IGNORECASE,
)
_REACH_WORDS = 8
_REACH_CHARACTERS = 200


@lru_cache(maxsize=1 << 12)
def find_hedges(text: str) -> tuple[Cue, ...]:
    """The words that soften what the text says, in order of appearance.

    "Can" is a hedge only before "be" or "have" where no participle follows: "can be a problem"
    speaks of a possibility, "can be seen" of an ability. "May" before a day or year is the month.

    >>> [cue.text for cue in find_hedges("It may help, and is not necessarily bad.")]
    ['may', 'not necessarily']
    """
    return tuple(_cue(match) for match in _HEDGE.finditer(text))


@lru_cache(maxsize=1 << 12)
def find_negations(text: str) -> tuple[Cue, ...]:
    """The words that negate, in order of appearance; pseudo-negations are none.

    >>> [cue.text for cue in find_negations("It not only failed to help: nobody doesn’t know.")]
    ['failed to', 'nobody', 'doesn’t']
    """
    return tuple(_cue(match) for match in _negations(text, 0, len(text)))


def is_negated(text: str, span: Span) -> bool:
    """Whether a negation of the same clause reaches these characters.

    A negation reaches forward over at most eight words. A comma stops one of a verb ("did not
    respond, others did") but not one of a list ("no redness, pain or itching"). Backward it reaches
    the subject of "is not", "was never", "did not" and the like.

    >>> is_negated("There was no pain or itching.", Span(21, 28))
    True
    """
    return _is_reached_forward(text, span) or _is_reached_backward(text, span)


def negation_scope(text: str, negation: Cue) -> Span:
    """The words that a negation of :func:`find_negations` reaches: forward, as :func:`is_negated` judges them.

    >>> text = "There was no pain or itching, but some redness."
    >>> negation_scope(text, find_negations(text)[0]).of(text)
    'pain or itching'
    """
    start = negation.span.end
    stops = (stop.start() for stop in _CLAUSE_END.finditer(text, start, start + _REACH_CHARACTERS))
    ends = [*islice((stop for stop in stops if _WORD.search(text, start, stop)), 1)]
    is_listing = _IS_LISTING.fullmatch(negation.text)
    comma = None if is_listing else _COMMA.search(text, start, start + _REACH_CHARACTERS)
    ends += [comma.start()] if comma else []
    words = list(_WORD.finditer(text, start, min([*ends, start + _REACH_CHARACTERS, len(text)])))[:_REACH_WORDS]
    return Span(words[0].start(), words[-1].end()) if words else negation.span


def _cue(match: re.Match[str]) -> Cue:
    return Cue(Span(*match.span()), match[0])


def _negations(text: str, start: int, end: int) -> list[re.Match[str]]:
    found = _NEGATION.finditer(text, start, end)
    return [match for match in found if not _OR_NOT.search(text, max(0, match.start() - 4), match.start())]


def _is_reached_forward(text: str, span: Span) -> bool:
    start = max(0, span.start - _REACH_CHARACTERS)
    for match in _negations(text, start, span.start):
        between = text[match.end() : span.start]
        is_cut_off = _CLAUSE_END.search(between) or (not match["listing"] and _COMMA.search(between))
        if not is_cut_off and len(_WORD.findall(between)) <= _REACH_WORDS:
            return True
    return False


def _is_reached_backward(text: str, span: Span) -> bool:
    match = _AFTERWARDS.match(text, span.end, span.end + _REACH_CHARACTERS)
    return match is not None and not _CLAUSE_END.search(match[0])
