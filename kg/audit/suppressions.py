"""IGN: the rules on suppressions themselves; :mod:`kg.audit.screening` applies them, for they ask no evidence."""

from __future__ import annotations

from kg.model import Rule, Severity

__all__ = ["INVALID", "RULES", "UNUSED"]

UNUSED = Rule(
    code="IGN001",
    name="unused-suppression",
    version=1,
    severity=Severity.WARNING,
    fails_when="a suppression names a rule that finds nothing where it stands",
    rationale="A word that outlived its finding would hide the next one at the same place.",
    failing="<!-- kg: ignore NUM001 -- counted so --> above a paragraph without a wrong number",
    passing="the same above a paragraph whose number differs from the source's",
)
INVALID = Rule(
    code="IGN002",
    name="invalid-suppression",
    version=1,
    severity=Severity.ERROR,
    fails_when="a suppression names no rule that there is, gives no reason, or cannot be read",
    rationale="It sets nothing aside, though its author thinks that it does.",
    failing="<!-- kg: ignore NUM01 -->",
    passing="<!-- kg: ignore NUM001 -- counted so on page 4 -->",
)
RULES = (UNUSED, INVALID)
