"""What a trial's controls get, by closed lists: a dummy treatment, the usual care, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kg.model.span import Span

__all__ = ["Control", "ControlMention", "find_controls"]


class Control(StrEnum):
    """The kinds of control that say nothing of a therapy of their own."""

    DUMMY = "placebo"
    USUAL_CARE = "usual care"
    NOTHING = "no treatment"


@dataclass(frozen=True, slots=True)
class ControlMention:
    """A kind of control, and the words that name it."""

    kind: Control
    span: Span
    text: str


_CARE = r"(?:care|treatments?|therap(?:y|ies)|management|practice|follow-?up|procedures?|information|education)"
_WORDS = {
    Control.DUMMY: r"placebos?|sham|dumm(?:y|ies)|inactive (?:treatments?|pills?|tablets?|substance)|sugar pills?"
    r"|vehicle|mock (?:treatment|stimulation)",
    Control.USUAL_CARE: rf"(?:usual|standard|routine|conventional|regular|customary)\s(?:[\w-]+\s){{0,2}}?{_CARE}"
    rf"|standard of care|{_CARE} as usual|TAU|usual diet",
    Control.NOTHING: r"no[ -](?:[\w-]+ )?(?:treatment|intervention|therapy|exercise|prophylaxis|vaccine)"
    r"|no (?:[\w-]+ )?supplement(?:s|ation)?"
    r"|untreated|without (?:any )?(?:treatment|intervention)|observation(?: (?:alone|only|arm|group)|(?=[\s.,;)]*\Z))"
    r"|wait(?:ing)?[\s-]?list(?:ed)?|watchful waiting|non-?intervention|nothing|not receiving|receiv\w+ no",
}
_PATTERN = re.compile(
    "|".join(rf"(?P<{kind.name}>\b(?:{words})(?!\w))" for kind, words in _WORDS.items()), re.IGNORECASE
)


def find_controls(text: str) -> tuple[ControlMention, ...]:
    """The kinds of control that a text names, in order.

    >>> [(each.kind.value, each.text) for each in find_controls("better than sham or standard medical care")]
    [('placebo', 'sham'), ('usual care', 'standard medical care')]
    """
    return tuple(
        ControlMention(Control[match.lastgroup], Span(*match.span()), match[0])
        for match in _PATTERN.finditer(text)
        if match.lastgroup
    )
