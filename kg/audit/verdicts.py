"""From the outcomes on single axes to a claim's verdict, and the ledger of what was not checked.

The verdict is the first row of :data:`TABLE` that holds. A row asks for outcomes by the family of a rule (``NUM``,
``POP`` ...), so that a new rule of a family counts at once. "Supported" takes positive findings: a rule that saw the
source speak of the claim, and one that saw it say so in the same direction. No flag is never "verified".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.audit.case import Case
from kg.audit.inquiry import Source
from kg.model import Claim, Finding, LedgerEntry, Outcome, Reading, Severity, SubjectKind, Verdict

__all__ = ["CONTENT_AXES", "TABLE", "VerdictRow", "ledger"]

CONTENT_AXES = {
    "SUP": "whether the source speaks of the claim at all",
    "DIR": "direction of the effect",
    "NUM": "figures, sample size and duration",
    "POP": "population",
    "INT": "intervention and comparator",
    "OUT": "outcome and time point",
    "STR": "strength and certainty",
    "MEC": "mechanism",
}
"""What the families of rules compare of what a claim says with what its source says."""

_RESERVING = frozenset({"CIT002", "CIT003", "CON001", "SEL001", "ABS001", "SRC002"})
"""Rules beside the content axes whose failure leaves a supported claim with a reservation."""


@dataclass(frozen=True)
class _Weighing:
    """All that the table asks of one claim."""

    case: Case
    claim: Claim
    findings: Sequence[Finding]
    sources: Sequence[Source]
    retracted: Collection[str]

    @cached_property
    def content_failures(self) -> list[Finding]:
        return [f for f in self.findings if f.outcome is Outcome.FAILED and f.rule[:3] in CONTENT_AXES]

    @cached_property
    def grave(self) -> list[Finding]:
        """Certain conflicts with what the source says."""
        return [f for f in self.content_failures if f.severity is Severity.ERROR and not f.possible]

    @cached_property
    def reservations(self) -> list[Finding]:
        beside = [f for f in self.findings if f.outcome is Outcome.FAILED and f.rule in _RESERVING]
        return [*self.content_failures, *beside]

    @cached_property
    def untold(self) -> list[Finding]:
        """Content axes on which the claim says something and nothing could be told."""
        untold = (Outcome.CANNOT_TELL, Outcome.UNTESTED)
        return [f for f in self.findings if f.outcome in untold and f.rule[:3] in CONTENT_AXES]

    def has(self, family: str, outcome: Outcome) -> bool:
        return any(f.rule.startswith(family) and f.outcome is outcome for f in self.findings)

    @property
    def is_read(self) -> bool:
        return any(source.reading is not Reading.NOTHING for source in self.sources)

    @property
    def is_borne_out(self) -> bool:
        """The source speaks of the claim and says the same; a claim without direction needs no direction checked."""
        same = self.has("DIR", Outcome.PASSED) or (
            self.has("DIR", Outcome.INAPPLICABLE) and not self.has("DIR", Outcome.CANNOT_TELL)
        )
        return self.has("SUP001", Outcome.PASSED) and same and not self.has("DIR", Outcome.FAILED)

    @property
    def all_retracted(self) -> bool:
        """Whether every study behind the claim was retracted."""
        keys = [str(source.index) for source in self.sources]
        return bool(keys) and all(key in self.retracted for key in keys)


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One row of the table: the verdict if the test holds and no row before it did.

    Attributes:
        when: the test in words.
        reasons: what to tell beside the verdict.
    """

    verdict: Verdict
    when: str
    test: Callable[[_Weighing], bool]
    reasons: Callable[[_Weighing], list[str]]


def _told(findings: Sequence[Finding]) -> list[str]:
    return [f"{finding.rule}: {finding.message}" for finding in findings]


def _supporting(weighing: _Weighing) -> list[str]:
    """The findings that the verdict rests on."""
    return _told([f for f in weighing.findings if f.outcome is Outcome.PASSED and f.rule[:3] in CONTENT_AXES])


def _nothing_seen(weighing: _Weighing) -> str:
    if weighing.has("SUP001", Outcome.PASSED):
        return "The source speaks of it, but that it says the same could not be told."
    return "No rule saw the source bear it out; that none contradicts it is no support."


def _other_language(case: Case) -> str:
    return f"cannot tell: the article is in {case.other_language}, and what claims say is read in English only"


TABLE: tuple[VerdictRow, ...] = (
    VerdictRow(
        Verdict.UNCHECKED,
        "the article is not in English, which is all that the rules read",
        lambda w: w.case.other_language is not None,
        lambda w: [_other_language(w.case)],
    ),
    VerdictRow(
        Verdict.UNCHECKED,
        "the claim has no words",
        lambda w: not any(character.isalnum() for character in w.claim.text),
        lambda _: ["cannot tell: the claim has no words that could be compared"],
    ),
    VerdictRow(
        Verdict.CONTRADICTED,
        "a content axis failed as an error, on words or facts read near the paper",
        lambda w: bool(w.grave),
        lambda w: _told(w.grave),
    ),
    VerdictRow(
        Verdict.NOT_CHECKABLE,
        "it is an opinion, definition, question, advice or speaks of the article, and carries no marker",
        lambda w: not w.claim.kind.is_checkable and not w.claim.pointers,
        lambda w: [f"A study cannot bear out a {w.claim.kind} as such."],
    ),
    VerdictRow(
        Verdict.UNCITED,
        "it carries no marker",
        lambda w: not w.claim.pointers,
        lambda _: ["It carries no marker."],
    ),
    VerdictRow(
        Verdict.UNCHECKED,
        "nothing of its sources could be read",
        lambda w: not w.is_read,
        lambda w: [*_told(w.content_failures), "Nothing of its sources could be read."],
    ),
    VerdictRow(
        Verdict.UNCHECKED,
        "every source that it names was retracted",
        lambda w: w.all_retracted,
        lambda w: [*_told(w.content_failures), "Every source that it names was retracted: nothing vouches for it."],
    ),
    VerdictRow(
        Verdict.NOT_ADDRESSED,
        "SUP001 failed: what was read of the source does not speak of it, and no source of it passed",
        lambda w: w.has("SUP001", Outcome.FAILED) and not w.has("SUP001", Outcome.PASSED),
        lambda w: _told([f for f in w.findings if f.rule == "SUP001" and f.outcome is Outcome.FAILED]),
    ),
    VerdictRow(
        Verdict.SUPPORTED,
        "SUP001 passed, the direction passed or the claim has none, no content axis failed or could not be told, and "
        "none of the rules that reserve failed",
        lambda w: w.is_borne_out and not w.reservations and not w.untold,
        _supporting,
    ),
    VerdictRow(
        Verdict.RESERVATIONS,
        "SUP001 passed, the direction passed or the claim has none, and another axis failed short of an error, failed "
        "on words read far from the paper, or could not be told",
        lambda w: w.is_borne_out,
        lambda w: [*_told(w.reservations), *_told(w.untold)],
    ),
    VerdictRow(
        Verdict.UNCHECKED,
        "anything else: no rule saw the source bear it out",
        lambda _: True,
        lambda w: [*_told(w.content_failures), _nothing_seen(w)],
    ),
)


def ledger(case: Case, findings: Sequence[Finding], applied: Collection[str]) -> tuple[LedgerEntry, ...]:
    """One entry a claim, in order of the text.

    Args:
        case: what was audited.
        findings: of all rules.
        applied: the codes of the rules that were applied; what the others compare was not checked.
    """
    by_claim: dict[str, list[Finding]] = {claim.key: [] for claim in case.article.claims}
    retracted = set()
    for finding in findings:
        if finding.subject_kind is SubjectKind.CLAIM:
            by_claim[finding.subject].append(finding)
        elif finding.rule == "SRC001" and finding.outcome is Outcome.FAILED:
            retracted.add(finding.subject)
    missing = _missing_axes(applied)
    return tuple(_entry(case, claim, by_claim[claim.key], retracted, missing) for claim in case.article.claims)


def _missing_axes(applied: Collection[str]) -> list[str]:
    families = {code[:3] for code in applied}
    return [f"{what}: no rule compared it" for family, what in CONTENT_AXES.items() if family not in families]


def _entry(
    case: Case, claim: Claim, findings: list[Finding], retracted: Collection[str], missing: list[str]
) -> LedgerEntry:
    sources = case.sources_of(claim)
    weighing = _Weighing(case, claim, findings, sources, retracted)
    row = next(row for row in TABLE if row.test(weighing))
    unchecked = [f"{f.rule}: {f.message}" for f in findings if f.outcome is Outcome.CANNOT_TELL]
    if case.other_language:
        unchecked.append(_other_language(case))
    if claim.pointers and claim.kind.is_checkable:
        unchecked += [unread for source in sources for unread in _unread(case, source)]
        unchecked += missing
    readings = [source.reading for source in sources]
    return LedgerEntry(
        claim=claim.key,
        line=case.line_of(claim.span.start),
        verdict=row.verdict,
        reasons=tuple(dict.fromkeys(row.reasons(weighing))),
        reading=min(readings, key=list(Reading).index, default=Reading.NOTHING),
        studies=tuple(study.id for study in case.studies_of(claim)),
        checked=tuple(dict.fromkeys(f.rule for f in findings if f.outcome in (Outcome.PASSED, Outcome.FAILED))),
        unchecked=tuple(dict.fromkeys(unchecked)),
    )


def _unread(case: Case, source: Source) -> list[str]:
    """What of a source was not compared with the claim, and why."""
    told = []
    if source.study is None:
        told.append(f"{source.name}: nothing read, because it led to no record ({source.resolution.reason})")
    elif source.reading is Reading.NOTHING:
        told.append(f"{source.name}: nothing read but its bibliographic record")
    elif source.reading is Reading.FULL_TEXT:
        told.append(
            f"{source.name}: what of its full text stands outside results and conclusions; its tables but for figures"
        )
    else:
        told.append(f"{source.name}: its full text, which is not here; read: {source.reading}")
    if language := case.language_of(source):
        told.append(f"{source.name}: written in {language}; only what is here in English was compared")
    return told
