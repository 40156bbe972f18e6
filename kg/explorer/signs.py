"""The signs of verdicts and severities: a character, a style and a meaning each, the same on every page.

Colour alone tells nothing: each has its character, and in the text its kind of line. Only a verdict that holds
an article's words to be borne out looks well; what nobody checked looks neutral.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.explorer.markup import Element, element
from kg.model import Severity, Verdict

__all__ = ["SEVERITIES", "VERDICTS", "Sign", "legend", "severity_sign", "verdict_sign"]


@dataclass(frozen=True, slots=True)
class Sign:
    """How one verdict or severity is shown."""

    character: str
    style: str
    meaning: str


VERDICTS = {
    Verdict.CONTRADICTED: Sign("✕", "contradicted", "the source says otherwise"),
    Verdict.RESERVATIONS: Sign("±", "reservations", "borne out in part; the reasons say what is not"),
    Verdict.SUPPORTED: Sign("+", "supported", "borne out by the source on the axes named"),
    Verdict.NOT_ADDRESSED: Sign("∅", "not-addressed", "the source does not speak of it"),
    Verdict.UNCHECKED: Sign("?", "unchecked", "it has a source, but too little could be compared"),
    Verdict.UNCITED: Sign("○", "uncited", "no source is named, so nothing was compared"),
    Verdict.NOT_CHECKABLE: Sign("–", "not-checkable", "an opinion, definition or advice"),
}
"""Every verdict, the gravest for a reader first."""

SEVERITIES = {
    Severity.ERROR: Sign("■", "error", "likely to mislead a reader"),
    Severity.WARNING: Sign("▲", "warning", "worth mending"),
    Severity.NOTE: Sign("●", "note", "worth knowing"),
}


def verdict_sign(verdict: Verdict, *rest: str) -> Element:
    """A verdict as its character and words."""
    sign = VERDICTS[verdict]
    return _signed(sign, " ".join((verdict.value, *rest)), "verdict")


def severity_sign(severity: Severity, *rest: str, possible: bool = False) -> Element:
    """A severity as its character and words."""
    words = " ".join((*(("possible",) if possible else ()), severity.value, *rest))
    return _signed(SEVERITIES[severity], words, "severity")


def _signed(sign: Sign, words: str, family: str) -> Element:
    return element(
        "span", element("span", sign.character, style="sign", role="hidden"), words, style=f"{family} {sign.style}"
    )


def legend() -> Element:
    """What every sign means."""
    rows = [
        element("li", verdict_sign(verdict), element("span", sign.meaning, style="meaning"))
        for verdict, sign in VERDICTS.items()
    ]
    rows += [
        element("li", severity_sign(severity), element("span", sign.meaning, style="meaning"))
        for severity, sign in SEVERITIES.items()
    ]
    note = "No sign stands for “all is well”: each claim lists what was not checked, and why."
    return element("section", element("ul", *rows, style="legend"), element("p", note, style="quiet"))
