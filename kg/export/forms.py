"""The forms that an audit of many articles is put out in: a part for each article, and a frame around the parts.

A part depends on its article alone, so that parts can be made side by side, or kept from an earlier run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import EvidenceError, UsageError
from kg.export import conflicts_text, report_html, report_json, report_sarif, report_text, rule_counts
from kg.model.fix import Screened
from kg.model.position import Conflict

__all__ = ["Output"]


@dataclass(frozen=True, slots=True)
class Output:
    """How to put out an audit.

    Attributes:
        form: ``text``, ``concise``, ``json``, ``sarif`` or ``html``.
        verbose, quiet, colour: see :func:`kg.export.report_text.to_text`; of the other forms none has them.
        statistics: whether to count the findings of each rule in place of listing them, as text or JSON.

    Raises:
        UsageError: if statistics are asked for in a form that has none.
    """

    form: str = "text"
    verbose: bool = False
    quiet: bool = False
    colour: bool = False
    statistics: bool = False

    def __post_init__(self) -> None:
        if self.statistics and self.form not in ("text", "concise", "json"):
            what = f"there are no statistics as {self.form}"
            raise UsageError(what, mend="Take --format text or json, or leave --statistics.")

    @property
    def between(self) -> str:
        """What stands between two parts that are put out by themselves."""
        return "" if self.quiet or self.form == "concise" else "\n"

    def part(self, screened: Screened) -> str:
        """What one article contributes."""
        if self.statistics:
            return rule_counts.to_part(screened)
        match self.form:
            case "json":
                return report_json.to_part(screened)
            case "sarif":
                return report_sarif.to_part(screened)
            case "html":
                return report_html.to_part(screened)
            case "concise":
                return report_text.to_lines(screened)
            case _:
                return report_text.to_text(screened, verbose=self.verbose, quiet=self.quiet, colour=self.colour)

    def whole(
        self,
        parts: Sequence[str],
        unread: Sequence[EvidenceError] = (),
        conflicts: Sequence[Conflict] | None = None,
    ) -> str:
        """The document of these parts, of the articles that could not be read, and of their contradictions."""
        if self.statistics:
            return rule_counts.to_json(parts) if self.form == "json" else rule_counts.to_text(parts)
        match self.form:
            case "json":
                return report_json.to_frame(parts, unread, conflicts)
            case "sarif":
                return report_sarif.to_frame(parts, unread, conflicts or ())
            case "html":
                return report_html.to_frame(parts, unread, conflicts or ())
            case _:
                told = conflicts_text.to_text(conflicts or ()) if self.form == "text" and not self.quiet else ""
                return self.between.join([*parts, told] if told else parts)
