"""A rewording is tried before it is offered: the sentence is read again with the new words, and judged by every rule.

Offered is only what mends its own finding and brings no other one. The finding stays where its rewording fails; it is
then shown without words to put in their place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.audit.case import Case, Check
from kg.audit.folding import fold_by_sentence
from kg.model import Article, Finding, Outcome, Patch, SubjectKind
from kg.text.sentences import split_sentences

__all__ = ["Reread", "only_tried"]

Reread = Callable[[Article, Mapping[int, str]], Article]
"""Gives an article with other words for some of its sentences, by their indexes: what they claim is read anew."""

_Place = tuple[int, Hashable]
"""A sentence, and what is found in it: the rule and the study, which stay when the words of a claim change."""


@dataclass(frozen=True, slots=True)
class _Try:
    """A rewording as a whole sentence."""

    sentence: int
    text: str


def only_tried(case: Case, findings: Sequence[Finding], checks: Sequence[Check], reread: Reread) -> list[Finding]:
    """The findings in their order, those whose rewording fails its trial without it.

    Args:
        case: the article as it was judged.
        findings: told once for each sentence.
        checks: all that look at what a sentence claims, whichever were applied before.
        reread: reads what the changed sentences claim.
    """
    tries: dict[_Try, list[Finding]] = defaultdict(list)
    failing: set[int] = set()
    for finding in findings:
        if finding.patch is not None:
            tried = _as_try(case.article, finding)
            if tried is None:
                failing.add(id(finding))
            else:
                tries[tried].append(finding)
    trial = _Trial(case, checks, reread)
    for batch in _batches(tries):
        failing |= {id(finding) for finding in trial.failing({tried: tries[tried] for tried in batch})}
    return [replace(finding, patch=None) if id(finding) in failing else finding for finding in findings]


def _batches(tries: Mapping[_Try, object]) -> Iterator[list[_Try]]:
    """The rewordings, those of different sentences together."""
    left = list(tries)
    while left:
        batch = {tried.sentence: tried for tried in reversed(left)}
        yield list(batch.values())
        left = [tried for tried in left if batch[tried.sentence] is not tried]


def _as_try(article: Article, finding: Finding) -> _Try | None:
    """The sentence with a finding's rewording; ``None`` where its place is not sure, or it would be no sentence."""
    at = next((claim.sentence for claim in article.claims if claim.key == finding.subject), None)
    if at is None or finding.patch is None or finding.subject_kind is not SubjectKind.CLAIM:
        return None
    sentence = article.sentences[at]
    text = _reworded(article, at, finding.patch)
    is_as_many = text is not None and len(split_sentences(text)) == len(split_sentences(sentence.text))
    return _Try(at, text) if text is not None and is_as_many else None


def _reworded(article: Article, at: int, patch: Patch) -> str | None:
    """The words of a sentence with a stretch of the article in them replaced."""
    sentence = article.sentences[at]
    if not sentence.span.holds(patch.span):
        return None
    places = article.places_of(at)
    start, end = (bisect_left(places, edge) for edge in (patch.span.start, patch.span.end))
    while end > start and sentence.text[end - 1].isspace():
        end -= 1
    if sentence.text[start:end].split() != patch.span.of(article.text).split():
        return None
    return " ".join(f"{sentence.text[:start]}{patch.replacement}{sentence.text[end:]}".split())


class _Trial:
    """Holds rewordings against the audit: what every rule says of the claims that they touch, before and after."""

    def __init__(self, case: Case, checks: Sequence[Check], reread: Reread) -> None:
        self._case = case
        self._checks = checks
        self._reread = reread

    def failing(self, tries: Mapping[_Try, Sequence[Finding]]) -> Iterator[Finding]:
        """The findings whose rewording, made together with the others, leaves them there or brings another one."""
        article = self._reread(self._case.article, {tried.sentence: tried.text for tried in tries})
        touched = _touched(self._case.article, article) | {tried.sentence for tried in tries}
        before = Counter(self._places(self._case.article, touched))
        after = Counter(self._places(article, touched))
        new = {place[0] for place in after if after[place] > before[place]}
        if not new <= {tried.sentence for tried in tries} and len(tries) > 1:  # one of them reaches further: which?
            for tried, findings in tries.items():
                yield from self.failing({tried: findings})
            return
        is_faulty = len(tries) == 1 and bool(new)
        for tried, findings in tries.items():
            for finding in findings:
                place = tried.sentence, (finding.rule, finding.study)
                if is_faulty or tried.sentence in new or after[place] >= before[place]:
                    yield finding

    def _places(self, article: Article, sentences: Collection[int]) -> Iterator[_Place]:
        """Where every rule fails on the claims of some sentences."""
        case = self._case.in_other_words(article, sentences)
        found = [finding for check in self._checks for finding in check.apply(case)]
        at = {claim.key: claim.sentence for claim in article.claims}
        for finding in fold_by_sentence(found, article):
            if finding.outcome is Outcome.FAILED and finding.subject_kind is SubjectKind.CLAIM:
                yield at[finding.subject], (finding.rule, finding.study)


def _touched(before: Article, after: Article) -> set[int]:
    """The sentences whose claims are others than before."""
    same = {id(claim) for claim in before.claims}
    return {claim.sentence for claim in after.claims if id(claim) not in same}
