"""Writes what people accepted into an article: each patch alone, tried on the audit before it counts as written.

A patch is written only if the audit of the changed article finds what it mends no more, and nothing that it did not
find before. What cannot be written is told with its reason; the rest is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.article.editing import Edit, replace_words
from ingest.pipeline import Audited, audit_snapshot
from kg.errors import ArticleError
from kg.evidence import Evidence
from kg.identifiers import FindingId, content_hash
from kg.model import Article, Claim, Finding, Patch, Report, Span, SubjectKind
from kg.model.decision import Decision, Ruling, SettledFinding, Settlement, Standing
from kg.model.span import find_words
from kg.workspace import Snapshot

_Where = tuple[Hashable, ...]

__all__ = ["Fixed", "Mend", "Unmended", "choose_mends", "fix"]


@dataclass(frozen=True, slots=True)
class Mend:
    """Words to write for one finding: those of its patch, or those that ``who`` decided on."""

    id: FindingId
    finding: Finding
    edit: Edit
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Unmended:
    """A finding that somebody wants mended and that is not, and why."""

    id: FindingId
    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """An article with what could be written of the mends.

    Attributes:
        audited: the changed article and its audit; those of the old one where nothing could be written.
        data: the bytes of the changed file.
        written: in the order of the article.
        unmended: the others.
    """

    audited: Audited
    data: bytes
    written: tuple[Mend, ...]
    unmended: tuple[Unmended, ...]


def choose_mends(
    settlement: Settlement, article: Article, *, every: bool = False, rules: Collection[str] | None = None
) -> tuple[tuple[Mend, ...], tuple[Unmended, ...]]:
    """What to write: what people accepted or reworded, and with ``every`` each patch that nobody dismissed.

    Args:
        settlement: the findings beside what people decided.
        article: the article that they are of.
        every: whether patches that nobody decided on are written too.
        rules: codes of the rules whose findings are mended; all by default.
    """
    mends: list[Mend] = []
    unmended: list[Unmended] = []
    for one in settlement.findings:
        if rules is not None and one.finding.rule not in rules:
            continue
        chosen = _choose(one, article, every=every)
        if isinstance(chosen, Mend):
            mends.append(chosen)
        elif chosen:
            unmended.append(Unmended(one.id, one.finding, chosen))
    return tuple(mends), tuple(unmended)


def _choose(one: SettledFinding, article: Article, *, every: bool) -> Mend | str | None:
    """The mend of one finding, or why a wanted one cannot be; ``None`` where none is wanted."""
    wanted = [d for d in (*one.decisions, *one.stale) if d.decision is not Ruling.DISMISS]
    match one.standing:
        case Standing.DISPUTED:
            return "people differ on it; nothing is written until they agree"
        case Standing.STALE if wanted:
            return "it was decided before its source changed; decide again"
        case Standing.ACCEPTED:
            return _accepted(one, article)
        case Standing.OPEN if every and one.finding.patch:
            return _patched(one, one.finding.patch, article)
    return None


def _accepted(one: SettledFinding, article: Article) -> Mend | str:
    reworded = [decision for decision in one.decisions if decision.decision is Ruling.REWORD]
    if len({decision.replacement for decision in reworded}) > 1:
        return f"{' and '.join(decision.who for decision in reworded)} word it differently"
    if reworded:
        return _reworded(one, reworded[0], article)
    if one.finding.patch is None:
        return "it was accepted, and the rule has no words for it; `kg decide reword` takes yours"
    return _patched(one, one.finding.patch, article)


def _patched(one: SettledFinding, patch: Patch, article: Article) -> Mend | str:
    claim = _claim(one.finding, article)
    said = one.finding.said
    if claim is not None and patch.span.holds(claim.span) and said and said.marked:
        marked = sum(span.end - span.start for span in said.marked)
        if marked < len(said.text) / 2:  # the rule found no place for its words but the whole claim
            return "the words stand with markup or a marker between them, so that their place is not sure"
    return Mend(one.id, one.finding, Edit(patch.span, patch.replacement))


def _reworded(one: SettledFinding, decision: Decision, article: Article) -> Mend | str:
    claim = _claim(one.finding, article)
    if claim is None:
        return "only the words of a claim can be reworded"
    words = decision.replacement or ""
    for own, new in ((claim.text, words), (claim.text.rstrip(".!?"), words.rstrip(".!?"))):
        found = find_words(claim.span.of(article.text), own)
        if found is not None:
            return Mend(one.id, one.finding, Edit(found.shifted(claim.span.start), new), decision.who)
    return "markup or a marker stands between the words of the claim; reword it by hand"


def _claim(finding: Finding, article: Article) -> Claim | None:
    if finding.subject_kind is not SubjectKind.CLAIM:
        return None
    return next(claim for claim in article.claims if claim.key == finding.subject)


def fix(snapshot: Snapshot, audited: Audited, mends: Sequence[Mend], evidence: Evidence) -> Fixed:
    """Write the mends into the article, and audit what comes out.

    Args:
        snapshot: the article's file.
        audited: it, read and audited by all rules.
        mends: what to write.
        evidence: what it was audited against.

    Raises:
        ArticleError: if the file is of no kind that is written to.
    """
    chosen, overlapping = _without_overlaps(mends)
    at_once = _write(snapshot, audited, chosen)
    done = _audit(snapshot, at_once.data, evidence) if at_once.written else audited
    if not _faults(audited, done, [_place(mend.finding, audited.article) for mend in at_once.written]):
        unmended = (*at_once.unmended, *overlapping)
        return Fixed(done, at_once.data, tuple(sorted(at_once.written, key=_start)), unmended)
    fixed = _one_by_one(snapshot, audited, chosen, evidence)
    return replace(fixed, unmended=(*fixed.unmended, *overlapping))


def _without_overlaps(mends: Sequence[Mend]) -> tuple[list[Mend], tuple[Unmended, ...]]:
    """The mends, the first of those that meet kept, from the last in the article to the first."""
    chosen: list[Mend] = []
    left: list[Unmended] = []
    for mend in mends:
        other = next((one for one in chosen if _meet(one.edit.span, mend.edit.span)), None)
        if other is None:
            chosen.append(mend)
        elif other.edit != mend.edit:
            reason = f"its words meet those of {other.id}; run the command again when that is written"
            left.append(Unmended(mend.id, mend.finding, reason))
    return sorted(chosen, key=_start, reverse=True), tuple(left)


def _meet(one: Span, other: Span) -> bool:
    return one.meets(other) or one == other


def _start(mend: Mend) -> int:
    return mend.edit.span.start


def _write(snapshot: Snapshot, audited: Audited, mends: Sequence[Mend]) -> Fixed:
    """The file with all that can be written; the mends come from the last in the article to the first."""
    data, written, unmended = snapshot.data, list[Mend](), list[Unmended]()
    for mend in mends:
        try:
            data = _replaced(snapshot, data, audited.article, mend)
            written.append(mend)
        except ArticleError as error:
            if error.place is not None:  # the file itself
                raise
            unmended.append(Unmended(mend.id, mend.finding, error.what))
    return Fixed(audited, data, tuple(written), tuple(unmended))


def _replaced(snapshot: Snapshot, data: bytes, article: Article, mend: Mend) -> bytes:
    kept = [pointer.span for pointer in article.pointers]  # mends come from the end, so what is before has not moved
    return replace_words(data, mend.edit, source=snapshot.source, kept=kept)


def _one_by_one(snapshot: Snapshot, audited: Audited, mends: Sequence[Mend], evidence: Evidence) -> Fixed:
    """The same, each mend held against the audit by itself."""
    fixed = Fixed(audited, snapshot.data, (), ())
    for mend in mends:
        place = _place(mend.finding, audited.article)
        tried = _write(replace(snapshot, data=fixed.data), fixed.audited, [mend])
        if not tried.written:
            fixed = replace(fixed, unmended=(*fixed.unmended, *tried.unmended))
            continue
        done = _audit(snapshot, tried.data, evidence)
        if faults := _faults(fixed.audited, done, [place]):
            fixed = replace(fixed, unmended=(*fixed.unmended, Unmended(mend.id, mend.finding, faults)))
        else:
            fixed = replace(fixed, audited=done, data=tried.data, written=(mend, *fixed.written))
    return fixed


def _audit(snapshot: Snapshot, data: bytes, evidence: Evidence) -> Audited:
    return audit_snapshot(replace(snapshot, data=data, digest=content_hash(data)), evidence)


def _faults(before: Audited, after: Audited, written: Sequence[_Where]) -> str:
    """What speaks against what was written at these places; empty if nothing does."""
    old, new = (Counter(_places(one.article, one.report)) for one in (before, after))
    if len(before.article.sentences) != len(after.article.sentences):
        return "the new words would change where sentences begin and end"
    for place, count in Counter(written).items():
        if new[place] > old[place] - count:
            return "the audit would still find the same with these words"
    added = sorted({str(place[0]) for place in new if new[place] > old[place]})
    return f"the audit would find something new with these words ({', '.join(added)})" if added else ""


def _places(article: Article, report: Report) -> Iterator[_Where]:
    return (_place(finding, article) for finding in report.failures)


def _place(finding: Finding, article: Article) -> _Where:
    """What makes a finding the same one when the words of its claim change: the rule, the sentence, the study."""
    match finding.subject_kind:
        case SubjectKind.CLAIM:
            claim = next(one for one in article.claims if one.key == finding.subject)
            return finding.rule, SubjectKind.CLAIM, claim.sentence, finding.study
        case SubjectKind.POINTER:
            return finding.rule, SubjectKind.POINTER, article.pointers[int(finding.subject)].sentence, None
    return finding.rule, finding.subject_kind, finding.subject, None
