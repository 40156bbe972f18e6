"""A finding that holds for several parts of one sentence, or of a source whatever is cited from it, is told once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kg.model import Article, Finding, Outcome, Passage, Span, SubjectKind

__all__ = ["fold_by_sentence"]

_OF_SOURCE = frozenset({"CIT002"})
"""Rules that can tell what a source is, whatever a claim says."""


def fold_by_sentence(findings: Iterable[Finding], article: Article) -> list[Finding]:
    """The findings, failed ones that say the same of claims of one sentence made one.

    They say the same where rule, message, severity, the source's words and the rewording are equal. What is left stands
    on the first of the claims and points to all of their words. What says the same of one study, and nothing of the
    claim's own words, is told on the first claim that cites it, with the lines of the others. Verdicts are to be drawn
    before: a claim keeps its failure whoever tells it.
    """
    sentences = {claim.key: claim.sentence for claim in article.claims}
    alike: dict[object, list[Finding]] = defaultdict(list)
    for finding in findings:
        alike[_told(finding, sentences)].append(finding)
    return [_joined(found, article, sentences) if len(found) > 1 else found[0] for found in alike.values()]


def _told(finding: Finding, sentences: dict[str, int]) -> object:
    """Equal for findings that are told as one; the finding's own identity where it stands alone."""
    is_alone = finding.outcome is not Outcome.FAILED or finding.subject_kind is not SubjectKind.CLAIM
    if is_alone:
        return id(finding)
    told = (finding.rule, finding.message, finding.severity, finding.possible)
    if finding.rule in _OF_SOURCE and not (finding.source or (finding.said and finding.said.marked)):
        return finding.study, told
    return sentences[finding.subject], told, finding.source, finding.patch


def _joined(found: list[Finding], article: Article, sentences: dict[str, int]) -> Finding:
    ordered = sorted(found, key=lambda each: each.span)
    first = ordered[0]
    span = Span(first.span.start, max(each.span.end for each in ordered))
    if {sentences[each.subject] for each in ordered} != {sentences[first.subject]}:
        folded = {line for each in ordered for line in (each.line, *each.folded)} - {first.line}
        return replace(first, folded=tuple(sorted(folded)))
    sentence = article.sentences[sentences[first.subject]]
    said = Passage(sentence.text, first.said.place if first.said else "")
    folded = {line for each in ordered for line in each.folded}
    return replace(first, span=span, said=said, folded=tuple(sorted(folded)))
