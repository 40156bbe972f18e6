"""REF: do the references lead where they say, and does the body use them?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.audit.case import Case, Check, Details, called
from kg.audit.inquiry import Source
from kg.audit.printed import differences
from kg.model import Defect, DefectKind, Finding, Outcome, Passage, Record, Rule, Severity, Surety

__all__ = ["CHECKS"]

_BECAUSE = {
    Surety.CERTAIN: "what is printed beside it agrees with the record",
    Surety.LIKELY: "no identifier led there",
    Surety.UNCONFIRMED: "what is printed differs from the record, or is too little to compare",
}


def _unresolved(case: Case, rule: Rule) -> Iterator[Finding]:
    for source in case.sources:
        name = source.name.capitalize()
        if source.study is not None:
            message = f"{name} leads to {called(source.study)} by its {source.resolution.by}{_how_surely(source)}."
            yield case.on_reference(rule, source.index, Outcome.PASSED, message, study=source.study.id)
            continue
        printed = source.reference.pmid or source.reference.doi or source.reference.pmcid
        outcome = Outcome.CANNOT_TELL if printed else Outcome.FAILED
        yield case.on_reference(rule, source.index, outcome, f"{name} leads to no record: {source.resolution.reason}.")


def _how_surely(source: Source) -> str:
    """The surety and what it rests on, where it is known."""
    return f" ({source.resolution.surety}: {_BECAUSE[source.resolution.surety]})" if source.resolution.surety else ""


def _mismatch(case: Case, rule: Rule) -> Iterator[Finding]:
    for source in case.sources:
        if source.study is None:
            yield case.on_reference(
                rule, source.index, Outcome.UNTESTED, f"{source.name.capitalize()} led to no record to compare with."
            )
            continue
        found = dict(differences(source.reference, source.study.record))
        details: Details = {"source": (_record_passage(source.study.record),), "study": source.study.id}
        if found:
            message = f"{source.name.capitalize()} leads to another work than it prints: {'; '.join(found.values())}."
            details["severity"] = Severity.WARNING if set(found) == {"title"} else rule.severity
            yield case.on_reference(rule, source.index, Outcome.FAILED, message, **details)
        else:
            message = f"{source.name.capitalize()} agrees with the record in what both state."
            yield case.on_reference(rule, source.index, Outcome.PASSED, message, **details)


def _unused(case: Case, rule: Rule) -> Iterator[Finding]:
    used = {pointer.label for pointer in case.article.pointers}
    for source in case.sources:
        unused = [label for label in source.reference.labels if label not in used]
        if source.reference.pasted or not source.reference.labels:
            continue
        if not unused:
            yield case.on_reference(rule, source.index, Outcome.PASSED, f"{source.name.capitalize()} is pointed to.")
            continue
        others = [label for label in source.reference.labels if label in used]
        same = f" It is the same entry as {' and '.join(others)}, which is used." if others else ""
        message = f"Reference {' and '.join(unused)} is listed, but nothing in the text points to it.{same}"
        yield case.on_reference(rule, source.index, Outcome.FAILED, message)


def _dangling(case: Case, rule: Rule) -> Iterator[Finding]:
    if case.article.pointers and not case.article.references:
        message = f"The page has {len(case.article.pointers)} markers and no reference list that could be read."
        yield case.on_article(rule, case.article.pointers[0].span, Outcome.FAILED, message)
        return
    for index, pointer in enumerate(case.article.pointers):
        if case.article.reference_of(pointer) is None:
            message = f"The marker {pointer.marker} points to reference {pointer.label}, which is not listed."
            yield case.on_pointer(rule, index, Outcome.FAILED, message)
        else:
            yield case.on_pointer(rule, index, Outcome.PASSED, f"The marker {pointer.marker} has its reference.")


def _truncated(case: Case, rule: Rule) -> Iterator[Finding]:
    for source in case.sources:
        if source.reference.truncated:
            message = f"{source.name.capitalize()} is cut: its end, and maybe its identifiers, are missing."
            yield case.on_reference(rule, source.index, Outcome.FAILED, message)
        else:
            yield case.on_reference(rule, source.index, Outcome.PASSED, f"{source.name.capitalize()} is whole.")
    pasted = [defect for defect in case.article.defects if defect.kind is DefectKind.PASTED_FOOTNOTE]
    if pasted:
        yield _pasted(case, rule, pasted)


def _pasted(case: Case, rule: Rule, defects: Sequence[Defect]) -> Finding:
    """One note for all footnotes that stand cut in the text: it is one fault of the page, not several."""
    first = defects[0]
    others = tuple(case.line_of(defect.span.start) for defect in defects[1:])
    again = f" The same on line {', '.join(map(str, others))}." if others else ""
    said = Passage(first.span.of(case.article.text), case.place(first.span))
    return case.on_article(
        rule, first.span, Outcome.FAILED, first.message + again, said=said, severity=Severity.NOTE, folded=others
    )


def _record_passage(record: Record) -> Passage:
    parts = [", ".join(record.authors[:3]), record.title, record.journal, str(record.year or "")]
    identifiers = [str(value) for value in (record.pmid, record.doi, record.pmcid) if value is not None]
    text = ". ".join(part for part in parts if part) + (f" ({', '.join(identifiers)})" if identifiers else "")
    address = next((i.address for i in (record.pmid, record.pmcid, record.doi) if i is not None), record.address)
    return Passage(text, "bibliographic record", address=address)


CHECKS = (
    Check(
        Rule(
            code="REF001",
            name="unresolved-reference",
            version=1,
            severity=Severity.WARNING,
            fails_when="no identifier or exact bibliographic match leads to a record",
            rationale="A reader cannot look up, and nobody can check, a source that cannot be found.",
            failing="A reference that prints neither PMID nor DOI, and whose title matches no record exactly.",
            passing="A reference whose PMID is that of a record in the workspace.",
        ),
        _unresolved,
    ),
    Check(
        Rule(
            code="REF002",
            name="identifier-mismatch",
            version=1,
            severity=Severity.ERROR,
            fails_when="an identifier leads to a record whose title, authors or year differ from what is printed",
            rationale="A slip in one digit sends the reader to another paper, which may say anything.",
            failing="An entry that prints the title of one paper and the PMID of another.",
            passing="An entry whose title, first author and year are those of the record that its PMID leads to.",
        ),
        _mismatch,
    ),
    Check(
        Rule(
            code="REF003",
            name="unused-reference",
            version=1,
            severity=Severity.WARNING,
            fails_when="a reference is listed and never pointed to",
            rationale="Either a marker was lost, and a claim stands without its source, or the list is padded.",
            failing="A list of four entries and a text with the markers [1], [2] and [4].",
            passing="A list in which each number occurs as a marker in the text.",
        ),
        _unused,
    ),
    Check(
        Rule(
            code="REF004",
            name="dangling-pointer",
            version=1,
            severity=Severity.ERROR,
            fails_when="a marker has no reference",
            rationale="The claim looks sourced, but there is nothing to look up.",
            failing="The marker [7] in an article that lists five references.",
            passing="Each marker's number stands in the reference list.",
        ),
        _dangling,
    ),
    Check(
        Rule(
            code="REF005",
            name="truncated-reference",
            version=1,
            severity=Severity.WARNING,
            fails_when="the printed reference is cut",
            rationale="The part that is missing is often the identifier.",
            failing="Smith J. A trial of something long. J Med. 2020 … Continue reading",
            passing="An entry that ends with its pages or identifiers.",
        ),
        _truncated,
    ),
)
