"""Words that say which way an outcome went, that it did not move, or that it differs without saying how.

Words of more and less stand apart from words of good and bad, as in Niu et al. (2005, "Analysis of polarity
information in medical text"). A word of good or bad ("improved", "worse", "superior") has a direction only
where the outcome's own polarity is known (:mod:`kg.extraction.polarity`). Denials follow the forms that
``kg.text.modality`` takes for any sentence, narrowed to denied differences and changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kg.model.span import Span
from kg.text.cues import CuePattern

__all__ = ["MOVING", "ChangeCue", "ChangeKind", "find_cues", "without_brackets"]


class ChangeKind(StrEnum):
    """What a word says of an outcome."""

    MORE = "more"
    LESS = "less"
    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    DIFFERENT = "different"


MOVING = frozenset({ChangeKind.MORE, ChangeKind.LESS, ChangeKind.BETTER, ChangeKind.WORSE})
"""The kinds that say which way."""


@dataclass(frozen=True, slots=True)
class ChangeCue:
    """One such word or phrase.

    Attributes:
        is_comparative: whether it sets one thing against another ("higher", "superior"), not only tells a change.
        is_significant: whether it says itself that this is no chance; ``None`` where it says nothing.
    """

    kind: ChangeKind
    span: Span
    text: str
    is_comparative: bool = False
    is_significant: bool | None = None


def _cue_pattern(verbose: str) -> CuePattern:
    """A pattern that is written over several lines."""
    return CuePattern("".join(verbose.split()))


_DENIED_NOUNS = r"""differences?|differing|changes?|(?:(?:treatment|intervention)\s)?effects?|improvements?|increases?
    |reductions?|decreases?|benefits?|impact|influence|associations?|advantages?|interactions?|variations?|alterations?|superiority
    |correlations?|evidence|decline|gains?"""
_DENIED_VERBS = r"""differ(?:ed|ent|s)?|chang(?:e|ed|ing)|significan(?:t|tly|ce)|alter(?:ed)?|affect(?:ed)?
    |influenc(?:e|ed)|improv(?:e|ed)|reduc(?:e|ed)|increas(?:e|ed)|decreas(?:e|ed)|lower(?:ed)?|prevent(?:ed)?|superior|inferior|better|worse
    |higher|associated|impact(?:ed)?|modif(?:y|ied)|reach|achieve|effective|enhanced?|vary|varied|show|find|confer|provide
    |benefit|raise|rise|attenuate|effect|more|less|greater|longer|shorter|predict|accelerate|result|lead|detect|support
    |modulate"""
_DENIES = r"""no|without(?:\sany)?|nor|neither|not\sany|little|lack\sof(?:\sa)?|absence\sof
    |n[o’']t\s(?:show|find|have|observe|detect|reveal|demonstrate|produce|result\sin|lead\sto|cause)[a-z]*"""
_OF_A_DESIGN = r"""(?!,?\s(?:(?:randomi[sz]ed|controlled|clinical|prospective|pragmatic|multi-?cent\w+|open-label
    |double-blind(?:ed)?|phase|[\dIV]+),?\s){0,4}(?:trials?|stud(?:y|ies)|designs?|margins?|hypothes[ie]s|tests?)\b)"""
"""Not behind "non-inferiority", "superiority": there they say how a trial was planned, and nothing that it found."""

_SAME = _cue_pattern(
    rf"""(?<![\w-])(?:
    (?:{_DENIES})\s(?:(?!but\b|however\b)[\w-]+,?\s){{0,5}}?(?:{_DENIED_NOUNS})
    |(?:not|n['’]t|never|neither|nor|cannot|fail(?:ed)?\sto|unable\sto|none)\b(?:\s(?!only\b|but\b|until\b)[\w-]+){{0,3}}?
      \s(?:{_DENIED_VERBS})(?:\s(?:{_DENIED_VERBS}))?
    |non[-\s]?significan(?:t|tly)|(?:statistically\s)?insignificant(?:ly)?|unchanged|unaffected|unaltered
    |similar(?:ly)?|comparable|equivalent|equivalence{_OF_A_DESIGN}|equally|equal|non[-\s]?inferior(?:ity{_OF_A_DESIGN})?|the\ssame
    |identical
    |indistinguishable|remained\s(?:stable|constant)|(?:was|were|is|are)\s(?:stable|ineffective)
    |as\s(?:effective|good|much|often)\sas|as\seffective
    |(?:work|perform|fare|do|did|does|act|toler|respon)[a-z]*\s(?:[a-z]+ly\s|just\s|about\s)?as\swell\sas
    |no\s(?:more|less|better|worse|higher|lower|greater|longer|shorter|significantly|statistically|significant
      |statistical|apparent|clear)
    |trend(?:s|ed)?\s(?:towards?|to|for|in)|tend(?:ed|s|ency)?\s(?:to|towards?)|marginal(?:ly)?|borderline
    )(?![\w-])"""
)
_BETTER = rf"""improv(?:e|es|ed|ing|ements?)|better|best|superior(?:ity{_OF_A_DESIGN})?|favou?r(?:s|ed|ing|able|ably)?
    |(?:more|most)\seffective(?:ly)?|benefi(?:t|ts|ted|cial|cially)|effective(?:ly)?|efficacious|advantage(?:s|ous)?
    |outperform(?:s|ed)?|successful(?:ly)?"""
_WORSE = r"""wors(?:e|en|ens|ened|ening|t)|inferior(?:ity)?|deteriorat(?:e|es|ed|ion)|poorer|less\seffective
    |detrimental|aggravat(?:e|ed|es)"""
_MORE_THAN = r"""higher|highest|greater|greatest|larger|longer|longest|bigger|elevated
    |more(?:\s(?:often|frequent(?:ly)?|likely|common(?:ly)?|pronounced|rapid(?:ly)?|extensive))?|(?<!\bat\s)most|increasing
    |exceed(?:ed|s)?|twice(?!\s(?:daily|a|per|weekly|each|every|monthly)\b)|doubled|deeper|thicker|heavier|later"""
_PART_OF_BODY = r"""(?!\s(?:(?:respiratory|urinary|gastrointestinal|genital|airways?|extremit(?:y|ies)|limbs?|legs?|back
    |abdom\w+|jaw|lip|lid|eyelid|lobes?|quadrant|spine|oesophag\w+|esophag\w+|third)(?![\w-])))"""
"""Behind "lower", which then tells a place."""

_LESS_THAN = rf"""lower{_PART_OF_BODY}|lowest|fewer|less(?:\s(?:often|frequent(?:ly)?|likely|common(?:ly)?|severe
    |pronounced))?|lesser|(?<!\bat\s)least|smaller|smallest|shorter|shortest|reduced|earlier|faster|quicker|sooner|weaker|milder|thinner|lighter|rarer
    |low(?=\sin\b)"""
_THRESHOLD = r"""(?![\w-])(?!\sthan\s(?:or\sequal\sto\s)?(?:\d|[≥≤<>]|(?:the\s)?(?:normal|expected|half|one|two|three
    |cut|threshold|upper|lower)\b)|\s\d)"""
"""Behind a comparative: not "higher than 5", "more than half", which compare with a limit and no arm."""

_GREW = r"""increas(?:e|es|ed|ing)|rais(?:e|es|ed|ing)|rose|ris(?:e|es|en|ing)|elevat(?:e|es|ing|ion)|grew|gain(?:s|ed)?
    |enhanc(?:e|es|ed|ing|ement)|prolong(?:s|ed|ing|ation)?|augment(?:s|ed)?|promot(?:e|es|ed|ing)|stimulat(?:e|es|ed|ing)
    |boost(?:s|ed)?|induc(?:e|es|ed)|accelerat(?:e|es|ed)|extend(?:s|ed)?|upregulat(?:e|es|ed|ion)|lengthen(?:s|ed)?
    |caus(?:e|es|ed)(?!\sof\b|\s(?:significantly\s)?(?:fewer|less|lower|smaller|more|higher|greater|no)\b)
    |amplif(?:y|ied)|increments?|doubl(?:e|ing)"""
_SHRANK = r"""reduc(?:e|es|ing|tion|tions)|decreas(?:e|es|ed|ing)|declin(?:e|es|ed|ing)
    |(?:fell|falls?)(?!\s(?:[a-z]+\s){0,2}(?:ill|sick|asleep|pregnant)\b)
    |drop(?:s|ped)?
    |diminish(?:es|ed)?|attenuat(?:e|es|ed|ion)|suppress(?:es|ed|ion)?|inhibit(?:s|ed|ion)?|lower(?:s|ed|ing)
    |shorten(?:s|ed|ing)?|prevent(?:s|ed|ing|ion)?|alleviat(?:e|es|ed|ion)|reliev(?:e|es|ed)|relief|eliminat(?:e|es|ed)
    |blunt(?:s|ed)?|minimi[sz](?:e|es|ed)|protect(?:s|ed|ion|ive)?|avoid(?:s|ed)?|ameliorat(?:e|es|ed|ion)|loss|lost
    |abolish(?:es|ed)?|downregulat(?:e|es|ed|ion)|impair(?:s|ed|ment)?|delay(?:s|ed)?|resolv(?:e|ed)|mitigat(?:e|ed|es)
    |limit(?:s|ed)"""
_DIFFERS = r"""differ(?:ed|s|ence|ences|ent)?|chang(?:e|es|ed)|affect(?:s|ed)?|influenc(?:e|es|ed)|altered
    |significan(?:t|tly|ce)|effects?|interaction"""
_CHANGE = _cue_pattern(
    rf"""(?<![\w-])(?P<stressed>(?:statistically\s)?significant(?:ly)?\s(?:and\s[\w-]+\s)?)?(?:
    (?P<BETTER>{_BETTER})|(?P<WORSE>{_WORSE})|(?P<LESS_THAN>(?:{_LESS_THAN}){_THRESHOLD})
    |(?P<MORE_THAN>(?:{_MORE_THAN}){_THRESHOLD})|(?P<LESS>{_SHRANK})|(?P<MORE>{_GREW})|(?P<DIFFERENT>{_DIFFERS})
    )(?![\w-])"""
)
_OR_AT_A_LIMIT = re.compile(
    r"(?:\d[\d.,·]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half))(?:\s?%|[\s-]?[^\W\d][^\s,;:]*){0,2}\sor\s\Z",
    re.IGNORECASE,
)
"""Before a comparative: "20 or less", "five years or more" are limits of a value and tell no change."""

_LONGEST_LIMIT = 60
_JUDGED = re.compile(
    r"better|superior|inferior|worse|poorer|favou?r|(?:more|less) effective|outperform|best", re.IGNORECASE
)
_KINDS = {"LESS_THAN": ChangeKind.LESS, "MORE_THAN": ChangeKind.MORE}
_BRACKETS = re.compile(r"\([^()]{0,300}\)|\[[^\[\]]{0,300}\]|\{[^{}]{0,300}\}")
_HYPHENS = str.maketrans("‐‑", "--")


@lru_cache(maxsize=1 << 13)
def without_brackets(text: str) -> str:
    """The text with what stands in brackets blanked and plain hyphens, every other character in its place.

    >>> without_brackets("A (n = 3) rose")
    'A         rose'
    """
    plain = text if text.isascii() else text.translate(_HYPHENS)
    return _BRACKETS.sub(lambda match: " " * len(match[0]), plain)


@lru_cache(maxsize=1 << 13)
def find_cues(text: str) -> tuple[ChangeCue, ...]:
    """The words of a statement that say whether and how an outcome moved, in order.

    What a denial reaches ("did not improve", "no difference") is one cue of its own.

    >>> [cue.kind.value for cue in find_cues("Pain was lower and function did not change.")]
    ['less', 'same']
    >>> find_cues("They reached a score of 20 or less in five years or more.")
    ()
    """
    denials = [Span(*match.span()) for match in _SAME.finditer(text)]
    cues = [ChangeCue(ChangeKind.SAME, span, span.of(text)) for span in denials]
    for match in _CHANGE.finditer(text):
        span = Span(*match.span())
        is_limit = match.lastgroup in _KINDS and _OR_AT_A_LIMIT.search(
            text, max(0, span.start - _LONGEST_LIMIT), span.start
        )
        if not is_limit and not any(denial.meets(span) for denial in denials):
            cues.append(_cue(match, span))
    return tuple(sorted(cues, key=lambda cue: cue.span))


def _cue(match: re.Match[str], span: Span) -> ChangeCue:
    name = match.lastgroup or "DIFFERENT"
    word = match[name]
    return ChangeCue(
        kind=_KINDS.get(name) or ChangeKind[name],
        span=span,
        text=match[0],
        is_comparative=name in _KINDS or _JUDGED.match(word) is not None,
        is_significant=True if match["stressed"] or "significan" in word.lower() else None,
    )
