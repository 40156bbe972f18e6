"""What a reader can come to by a failed rule: the table by which the fix list is ordered.

The order is one that can be told in a sentence: what may be acted on comes before what is wrong, what is wrong before
what is too much, what is too much before what cannot be checked. It is not a measurement. A fault in what the content
axes compare is a danger wherever the claim speaks of safety or tells what to do.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.audit.verdicts import CONTENT_AXES
from kg.model import Claim, ClaimKind, Finding, Severity
from kg.model.fix import Harm

__all__ = ["TABLE", "HarmRow", "harm_of"]


@dataclass(frozen=True, slots=True)
class HarmRow:
    """The rules, or families of rules, by whose failure a reader comes to a harm, and why it stands at this place."""

    harm: Harm
    rules: tuple[str, ...]
    why: str


TABLE: tuple[HarmRow, ...] = (
    HarmRow(
        Harm.DANGER,
        ("SAF",),
        "advice on stopping, dosing or when not to worry is followed, and so is a wrong word on safety",
    ),
    HarmRow(
        Harm.CONTRARY,
        ("DIR001", "SUP002", "SRC001", "SEL"),
        "the reader leaves with the opposite of what was found, or with what was withdrawn",
    ),
    HarmRow(
        Harm.OTHER_PEOPLE,
        ("POP", "INT", "OUT"),
        "true of others, or of another treatment or outcome: the reader takes it for theirs",
    ),
    HarmRow(Harm.WRONG_FIGURE, ("NUM",), "a figure is taken for a measurement, and passed on"),
    HarmRow(
        Harm.OVERSTATED,
        ("DIR002", "STR", "MEC", "ABS", "CON", "CIT003"),
        "the reader expects more, or is surer, than the evidence allows",
    ),
    HarmRow(
        Harm.UNFOUNDED,
        ("CIT001", "SUP001", "REF001", "REF002", "REF004", "LST"),
        "the reader cannot find out whether it is so, or reads half of it",
    ),
    HarmRow(Harm.SOURCE, ("SRC", "CIT002"), "the source can bear the claim, but its reader should know this of it"),
    HarmRow(Harm.UPKEEP, ("REF", "IGN"), "no reader is misled; the next editor is"),
)
"""The gravest first; a rule's own code goes before its family."""

_BY_RULE = {rule: row.harm for row in TABLE for rule in row.rules}
_ACTED_ON = frozenset({ClaimKind.SAFETY, ClaimKind.RECOMMENDATION})


def harm_of(finding: Finding, claim: Claim | None = None) -> Harm:
    """What a reader can come to by this failed finding.

    Args:
        finding: the failed one.
        claim: the claim that it is about, where it is about one.
    """
    family = finding.rule[:3]
    acted_on = claim is not None and claim.kind in _ACTED_ON and family in CONTENT_AXES and family != "SUP"
    if acted_on and finding.severity is not Severity.NOTE:
        return Harm.DANGER
    return _BY_RULE.get(finding.rule) or _BY_RULE.get(family) or Harm.UNFOUNDED
