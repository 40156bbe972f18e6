"""SRC: what is known of the cited works themselves, and how much of them could be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg.audit.case import Case, Check
from kg.audit.inquiry import Source
from kg.audit.landscape import When, date_of, when_out
from kg.model import (
    EditorialNotice,
    Finding,
    NoticeKind,
    Outcome,
    Passage,
    QuantityRole,
    Reading,
    Rule,
    Severity,
    Span,
)

__all__ = ["CHECKS"]

_RETRACTIONS = (NoticeKind.RETRACTION, NoticeKind.PARTIAL_RETRACTION)
_CONCERNS = (NoticeKind.EXPRESSION_OF_CONCERN,)
_CORRECTIONS = (NoticeKind.ERRATUM, NoticeKind.CORRECTED_AND_REPUBLISHED)


def _retracted(case: Case, rule: Rule) -> Iterator[Finding]:
    return _carrying(case, rule, _RETRACTIONS, "a retraction", "Why it was retracted was not read.")


def _doubted(case: Case, rule: Rule) -> Iterator[Finding]:
    return _carrying(case, rule, _CONCERNS, "an expression of concern", "What the concern is was not read.")


def _corrected(case: Case, rule: Rule) -> Iterator[Finding]:
    return _carrying(case, rule, _CORRECTIONS, "a correction", "What it corrects was not read.")


def _carrying(case: Case, rule: Rule, kinds: tuple[NoticeKind, ...], what: str, unread: str) -> Iterator[Finding]:
    """Every reference by whether it carries a notice of these kinds; each kind has its own rule."""
    for source in case.sources:
        known = source.study.record.notices if source.study else ()
        notices = [notice for notice in (*source.reference.notices, *known) if notice.kind in kinds]
        if notices:
            shown = {notice.published_in: notice for notice in reversed(notices)}
            told = "; ".join(_told(notice) for notice in shown.values())
            message = f"{source.name.capitalize()} has {what}: {told}. {unread}{_leaning(case, source)}"
            passages = tuple(Passage(n.published_in, f"stated by {n.stated_by}") for n in shown.values())
            severity = _weight(case, rule, source) if kinds is _CORRECTIONS else rule.severity
            yield case.on_reference(rule, source.index, Outcome.FAILED, message, source=passages, severity=severity)
        elif source.study is not None and source.study.record.notices_checked:
            yield case.on_reference(
                rule, source.index, Outcome.PASSED, f"{source.name.capitalize()} has no such notice."
            )
        else:
            message = f"Nobody has looked whether {source.name} has {what}."
            yield case.on_reference(rule, source.index, Outcome.CANNOT_TELL, message)


def _weight(case: Case, rule: Rule, source: Source) -> Severity:
    """A correction warns where a claim repeats a figure of the source: it may be the one that was corrected.

    What it corrects was not read, so that elsewhere nothing says that it touches what is cited.
    """
    has_figure = any(
        each.role is not QuantityRole.OTHER for claim in case.claims_citing(source) for each in claim.quantities
    )
    return rule.severity if has_figure else Severity.NOTE


def _told(notice: EditorialNotice) -> str:
    date = f", {notice.date}" if notice.date and notice.date[:4] not in notice.published_in else ""
    return f"{notice.kind} in {notice.published_in}{date}"


def _leaning(case: Case, source: Source) -> str:
    """The claims that rest on the source, by their lines."""
    lines = dict.fromkeys(case.line_of(claim.span.start) for claim in case.claims_citing(source))
    return f" It is cited on line {', '.join(map(str, lines))}." if lines else ""


def _thin(case: Case, rule: Rule) -> Iterator[Finding]:
    for source in case.sources:
        outcome = Outcome.PASSED if source.reading is Reading.FULL_TEXT else Outcome.FAILED
        yield case.on_reference(rule, source.index, outcome, _read_of(source))
    if case.sources:
        counts = Counter(source.reading for source in case.sources)
        read = ", ".join(f"{reading} of {counts[reading]}" for reading in Reading if counts[reading])
        outcome = Outcome.PASSED if set(counts) == {Reading.FULL_TEXT} else Outcome.FAILED
        total = len(case.sources)
        message = f"Read of {total} reference{'' if total == 1 else 's'}: {read}. What was not read was not checked."
        yield case.on_article(rule, Span(0, 0), outcome, message)


def _newer(case: Case, rule: Rule) -> Iterator[Finding]:
    """Every source by whether it was out at the article's own date."""
    date = date_of(case.article)
    for source in case.sources:
        name = source.name.capitalize()
        when = when_out(source.study.record, date) if source.study else When.UNCLEAR
        if date is None or when is When.UNCLEAR:
            what = (
                "The article gives no date" if date is None else f"The date of {source.name} is not known well enough"
            )
            message = f"{what}, so whether {source.name} was out when it was written cannot be told."
            yield case.on_reference(rule, source.index, Outcome.CANNOT_TELL, message)
        elif when is When.AFTER:
            message = f"{name} came out after the article's own date ({date}): one of the dates is wrong or old."
            yield case.on_reference(rule, source.index, Outcome.FAILED, message)
        else:
            yield case.on_reference(rule, source.index, Outcome.PASSED, f"{name} was out at the article's date.")


def _read_of(source: Source) -> str:
    """What of a source was at hand, and what follows for the checks."""
    if source.study is None:
        return f"Nothing of {source.name} could be read, so no claim was checked against it."
    if source.reading is Reading.NOTHING:
        return f"Of {source.name} only the bibliographic record is here, so no claim was checked against it."
    if source.reading is Reading.FULL_TEXT:
        return f"The full text of {source.name} is here; {_curated_from(source)}"
    if source.reading is Reading.ABSTRACT:
        return f"Of {source.name} only the abstract is here; what the full text says beyond it was not checked."
    parts = sorted({fact.source.part for fact in source.study.facts if fact.source.part})
    count = len(source.study.facts)
    return (
        f"Of {source.name} only {count} curated fact{'' if count == 1 else 's'} could be read, taken from: "
        f"{', '.join(parts) or 'places not stated'}. What the full text says beyond them was not checked."
    )


def _curated_from(source: Source) -> str:
    """What of a full text the checks could use: curated facts, if somebody took some from it."""
    count = len(source.study.facts) if source.study else 0
    if not count:
        return "nobody curated facts from it, and rules that need them have nothing to compare."
    return f"rules that need curated facts have {count} from it."


CHECKS = (
    Check(
        Rule(
            code="SRC001",
            name="retracted-source",
            version=1,
            severity=Severity.ERROR,
            fails_when="a typed notice retracts the source, in whole or in part; it names the notice and who says so",
            rationale="What a retracted paper reports is no longer vouched for by anybody.",
            failing="A reference whose record carries a retraction notice.",
            passing="A record whose notices were looked up, without a retraction among them; an erratum is none.",
        ),
        _retracted,
    ),
    Check(
        Rule(
            code="SRC002",
            name="expression-of-concern",
            version=1,
            severity=Severity.WARNING,
            fails_when="an expression of concern about the source is known; it names the notice",
            rationale="Editors doubt the paper and have not settled it; a reader should know.",
            failing="A reference whose record carries an expression of concern.",
            passing="A record whose notices were looked up, without such a notice among them.",
        ),
        _doubted,
    ),
    Check(
        Rule(
            code="SRC003",
            name="corrected-source",
            version=2,
            severity=Severity.WARNING,
            fails_when="an erratum or correction of the source is known; it names the notice (a note unless a claim "
            "repeats a figure of the source)",
            rationale="The figure that an article repeats may be the one that was corrected.",
            failing="A reference that mentions an erratum in a later issue.",
            passing="A record whose notices were looked up, without a correction among them.",
        ),
        _corrected,
    ),
    Check(
        Rule(
            code="SRC004",
            name="thin-source",
            version=1,
            severity=Severity.NOTE,
            fails_when="only an abstract, curated facts or nothing of the source could be read",
            rationale="What was not read was not checked, and that must not look like a pass.",
            failing="A source of which only the abstract is at hand.",
            passing="A source whose full text is at hand.",
        ),
        _thin,
    ),
    Check(
        Rule(
            code="SRC006",
            name="newer-source",
            version=1,
            severity=Severity.NOTE,
            fails_when="the source came out after the date that the article gives itself",
            rationale="An article that was changed after its date misleads a reader on how old its claims are.",
            failing="An article dated 2019 that cites a trial of 2021.",
            passing="An article last changed in 2022 that cites a trial of 2021.",
        ),
        _newer,
    ),
)
