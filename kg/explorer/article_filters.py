"""What a reader of an article asked to see, and chose."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Finding, Severity, Verdict
from kg.model.decision import Standing

__all__ = ["Filters", "Selection"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show of the findings and claims, ``None`` being everything, and how to show it.

    Attributes:
        standing: what people decided on a finding.
        furniture: whether to show what was taken for menus and buttons.
        keys: whether single keys walk through the article.
        part: of a long article, from 1; what was chosen goes before.
    """

    rule: str | None = None
    severity: Severity | None = None
    verdict: Verdict | None = None
    standing: Standing | None = None
    furniture: bool = False
    keys: bool = True
    part: int = 1

    @property
    def asks_for_findings(self) -> bool:
        """Whether only some findings are asked for, whatever claim they are on."""
        return (self.rule, self.severity, self.standing) != (None, None, None)

    def let_through(self, finding: Finding, standing: Standing = Standing.OPEN) -> bool:
        """Whether a finding has the rule, the severity and the standing asked for."""
        return (
            self.rule in (None, finding.rule)
            and self.severity in (None, finding.severity)
            and self.standing in (None, standing)
        )


@dataclass(frozen=True, slots=True)
class Selection:
    """What the reader chose: a claim by its key, or a place such as ``reference-2`` or ``line-50``."""

    claim: str | None = None
    place: str | None = None
