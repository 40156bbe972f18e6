"""The fix list of an audit: what to mend, each thing once, in an order that can be explained.

Notes come last. Of the others, the greater harm to a reader comes first (:mod:`kg.audit.harm`); then what is certain
before what is only possible, an error before a warning, and what stands earlier in the article. Findings of one rule on
the same words, or with the same message in the same sentence, are one thing to mend.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence

from kg.audit.harm import harm_of
from kg.model import Article, Finding, Severity, SubjectKind
from kg.model.fix import Fix, Screened

__all__ = ["fix_list"]


def fix_list(screened: Screened) -> tuple[Fix, ...]:
    """What to mend in an article, the gravest for its reader first; nothing that was set aside."""
    article = screened.article
    claims = {claim.key: claim for claim in article.claims}
    groups: dict[Hashable, list[Finding]] = {}
    for finding in sorted(screened.failures, key=lambda one: (one.line, one.span)):
        groups.setdefault(_key(finding, article), []).append(finding)

    def to_fix(findings: Sequence[Finding]) -> Fix:
        first, *repeats = findings
        claim = claims.get(first.subject) if first.subject_kind is SubjectKind.CLAIM else None
        at = _sentence(article, first)
        sentence = article.sentences[at].span.of(article.text).strip() if at is not None else None
        return Fix(harm_of(first, claim), first, tuple(repeats), sentence)

    return tuple(sorted(map(to_fix, groups.values()), key=_order))


def _key(finding: Finding, article: Article) -> Hashable:
    """The same for findings that are mended in one go."""
    words = " ".join(finding.said.text.split()).casefold() if finding.said else None
    patch = finding.patch.replacement if finding.patch else None
    alike = (finding.rule, finding.severity, finding.message, patch)
    if finding.subject_kind in (SubjectKind.ARTICLE, SubjectKind.REFERENCE) and words is None:
        return (*alike, finding.subject)
    sentence = _sentence(article, finding)
    if sentence is not None and finding.patch is None:
        return (*alike, "sentence", " ".join(article.sentences[sentence].text.split()).casefold())
    return (*alike, "words", words)


def _sentence(article: Article, finding: Finding) -> int | None:
    """The index of the sentence in which a finding on words starts; ``None`` where it stands in none."""
    if not finding.span.end or finding.subject_kind is SubjectKind.REFERENCE:
        return None
    at = bisect_right(article.sentences, finding.span.start, key=lambda sentence: sentence.span.start) - 1
    holds = at >= 0 and finding.span.start < article.sentences[at].span.end
    return at if holds and finding.span.end > finding.span.start else None


def _order(fix: Fix) -> tuple[bool, int, bool, int, int, int, str]:
    first = fix.finding
    note = first.severity is Severity.NOTE
    place = first.span.start
    return note, fix.harm.rank, first.possible, first.severity.rank, first.line, place, first.rule
