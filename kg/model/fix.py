"""The fix list: what to mend in an article, the gravest for its reader first, and what people set aside beforehand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from kg.model.article import Article
from kg.model.audit import Finding, Report
from kg.model.suppression import Suppressed

__all__ = ["Fix", "Harm", "Screened"]


class Harm(StrEnum):
    """What a reader can come to by a fault of the article; the gravest first."""

    DANGER = "may be acted on to one's harm"
    CONTRARY = "tells the opposite of what is known"
    OTHER_PEOPLE = "holds for other people or another treatment"
    WRONG_FIGURE = "gives a wrong figure"
    OVERSTATED = "claims more than the source carries"
    UNFOUNDED = "cannot be checked by a reader"
    SOURCE = "rests on a source that needs a word of warning"
    UPKEEP = "is untidy"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Harm).index(self)


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing to mend, told once.

    Attributes:
        harm: what a reader can come to by it.
        finding: the first of the findings that it stands for.
        repeats: further findings of the same rule on the same words, or in the same sentence with the same message.
        sentence: the article's sentence in which the finding stands; ``None`` where it stands in none.
    """

    harm: Harm
    finding: Finding
    repeats: tuple[Finding, ...] = ()
    sentence: str | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All the findings that it stands for, in the order of the article."""
        return (self.finding, *self.repeats)


@dataclass(frozen=True, slots=True)
class Screened:
    """An audit with what people said beside it; the report itself stays as the machine made it.

    Attributes:
        article: the snapshot that was audited.
        report: the audit.
        path: the file or address as it was given, for messages and links.
        failures: the failed findings that ask to be mended, with the severities that the settings give them, and what
            is wrong with the suppressions themselves.
        suppressed: the other failed findings, each with the word of the person who set it aside.
    """

    article: Article
    report: Report
    path: str
    failures: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...] = ()

    @classmethod
    def of(cls, report: Report, article: Article, path: str | None = None) -> Screened:
        """A report about which nobody has said anything."""
        return cls(article, report, article.source if path is None else path, report.failures)

    def without(self, suppressed: tuple[Suppressed, ...]) -> Screened:
        """The same with further findings set aside; one that is not among the failures changes nothing."""
        known = [one for one in suppressed if one.finding in self.failures]
        aside = {one.finding for one in known}
        failures = tuple(finding for finding in self.failures if finding not in aside)
        return replace(self, failures=failures, suppressed=(*self.suppressed, *known))
