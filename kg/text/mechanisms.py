"""By what a text says that something works: the words behind "works by", "through", "mediated by" and their like."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model.span import Span

__all__ = ["MechanismPhrase", "find_mechanisms"]

_WORKS = r"(?:works?|worked|working|acts?|acted|acting|operates?|helps?|exerts?\s(?:its|their)\s(?:\w+\s)?effects?)"
_BY = r"(?:by|through|via|by\s(?:means|way)\sof)"
_CUE = re.compile(
    rf"\b(?:{_WORKS}\s(?:\w+ly\s)?{_BY}\s"
    rf"|(?:is|are|was|were|be|been)\s(?:\w+ly\s)?(?:mediated|brought\sabout|driven|explained|triggered)\s{_BY}\s"
    r"|(?:through|via)\s(?=[^,.;:]{3})"
    r"|mechanism(?:\s(?:of\s(?:action|effect)|behind\s\w+|for\sthis))?\s(?:is|was|may\sbe|might\sbe|could\sbe|seems\sto\sbe|appears\sto\sbe|involves)\s"
    r"|(?<=\w\s)by\s(?=(?!being\b)\w{3,}ing\b))",
    re.IGNORECASE,
)
_END = re.compile(
    r"[,;:.!?()\[\]]|\s(?:which|that|and\sthereby|thereby|but|because|while|when|after|in\s(?:vitro|mice|rats|cells|patients|people))\b|\Z"
)
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class MechanismPhrase:
    """What is named as the mechanism, and where it stands."""

    span: Span
    text: str

    @property
    def is_gerund(self) -> bool:
        """Whether it begins with what is done ("blocking histamine")."""
        return self.text.split(maxsplit=1)[0].lower().endswith("ing")


def find_mechanisms(text: str) -> tuple[MechanismPhrase, ...]:
    """The mechanisms that a text names, in order.

    >>> [each.text for each in find_mechanisms("Zinc may act by blocking histamine, and works through the skin.")]
    ['blocking histamine', 'the skin']
    >>> find_mechanisms("Zinc eased the itch within a day.")
    ()
    """
    found: list[MechanismPhrase] = []
    for cue in _CUE.finditer(text):
        end = _END.search(text, cue.end(), cue.end() + _LONGEST)
        span = Span(cue.end(), end.start() if end else min(len(text), cue.end() + _LONGEST))
        words = span.of(text)
        if words.strip() and not (found and found[-1].span.end > span.start):
            found.append(MechanismPhrase(span, words))
    return tuple(found)
