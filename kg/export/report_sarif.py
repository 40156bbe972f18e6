"""An audit report as SARIF 2.1.0, the form that code-scanning tools and editors show.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, errata 01. Columns count code points
(``columnKind``). A line is told only where the file has lines, and a column or patch only where spans count the
characters of the file itself; for other formats the place is that of the paragraph.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from kg import __version__
from kg.audit import RULES
from kg.audit.fix_list import fix_list
from kg.decisions import FindingIds
from kg.errors import EvidenceError
from kg.export import conflicts_text
from kg.export.places import column_of, counts_in_file, has_lines
from kg.export.rules import FAMILIES
from kg.identifiers import FindingId, content_hash
from kg.model import Article, Finding, Passage, Rule, Severity, Span, SubjectKind
from kg.model.fix import Harm, Screened
from kg.model.position import Conflict
from kg.model.suppression import SuppressedBy, Suppression

__all__ = ["to_frame", "to_part"]

Node = dict[str, Any]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_ORDER = {code: index for index, code in enumerate(sorted(RULES))}


def to_part(screened: Screened) -> str:
    """One article of the log: its results in the order of the fix list, then those set aside; as JSON on a line."""
    ids = FindingIds.of(screened.article, screened.report)
    results = [
        {
            **_result(finding, screened, ids.find(finding)),
            "properties": _properties(finding, fix.harm, number, ids.find(finding)),
        }
        for number, fix in enumerate(fix_list(screened), 1)
        for finding in fix.findings
    ]
    results += [
        {**_result(one.finding, screened, ids.find(one.finding)), "suppressions": [_suppression(one.by)]}
        for one in screened.suppressed
    ]
    part = {"artifact": _artifact(screened), "results": results, "notes": list(_reading(screened))}
    return json.dumps(part, ensure_ascii=False)


def to_frame(parts: Sequence[str], unread: Sequence[EvidenceError], conflicts: Sequence[Conflict] = ()) -> str:
    """The log that holds these articles, and tells of those that could not be read."""
    articles = [json.loads(part) for part in parts]
    distinct = {json.dumps(article["artifact"]): article["artifact"] for article in articles}  # SARIF wants each once
    notes = [_notification("error", str(error), _unread(error)) for error in unread]
    notes += [note for article in articles for note in article["notes"]]
    if conflicts:
        notes.append({"level": "note", "message": _message(conflicts_text.to_text(conflicts))})
    run = {
        "tool": {"driver": _driver()},
        "invocations": [{"executionSuccessful": not unread, "toolExecutionNotifications": notes}],
        "artifacts": [*distinct.values()],
        "columnKind": "unicodeCodePoints",
        "results": [result for article in articles for result in article["results"]],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _driver() -> Node:
    return {
        "name": "kg audit",
        "semanticVersion": __version__,
        "shortDescription": _message("Checks what health articles say about the studies they cite."),
        "rules": [_rule(RULES[code]) for code in sorted(RULES)],
    }


def _rule(rule: Rule) -> Node:
    text = f"Fails when {rule.fails_when}.\n\nWhy: {rule.rationale}\n\nFails: {rule.failing}\n\nPasses: {rule.passing}"
    markdown = (
        f"**Fails when** {rule.fails_when}.\n\n{rule.rationale}\n\n- fails: {rule.failing}\n- passes: {rule.passing}"
    )
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": _message(rule.name.replace("-", " ").capitalize() + "."),
        "fullDescription": _message(f"Fails when {rule.fails_when}."),
        "help": {"text": _plain(text), "markdown": _plain(markdown)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [FAMILIES.get(rule.code[:3], rule.code[:3])], "version": rule.version},
    }


def _artifact(screened: Screened) -> Node:
    """The article, with the ledger: no result for a claim does not mean that it was checked."""
    ledger = [
        {
            "line": entry.line,
            "verdict": entry.verdict.value,
            "read": entry.reading.value,
            "checked": list(entry.checked),
            "notChecked": list(entry.unchecked),
        }
        for entry in screened.report.ledger
    ]
    return {
        "location": {"uri": _uri(screened.path)},
        "hashes": {"sha-256": screened.article.snapshot},
        "roles": ["analysisTarget"],
        "properties": {
            "format": screened.article.format,
            "sentencesRankedBy": screened.report.ranked_by,
            "ledger": ledger,
        },
    }


def _reading(screened: Screened) -> Iterator[Node]:
    """How well the article was read."""
    for defect in screened.article.defects:
        yield _notification("note", defect.message, _location(screened, defect.line, defect.span))


def _notification(level: str, text: str, location: Node) -> Node:
    return {"level": level, "message": _message(text), "locations": [location]}


def _unread(error: EvidenceError) -> Node:
    physical: Node = {"artifactLocation": {"uri": _uri(error.place.source if error.place else "")}}
    if error.place and error.place.line:
        physical["region"] = {"startLine": error.place.line}
    return {"physicalLocation": physical}


def _result(finding: Finding, screened: Screened, key: FindingId | None) -> Node:
    article = screened.article
    result: Node = {
        "ruleId": finding.rule,
        "ruleIndex": _ORDER[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": _message(f"Possible conflict: {finding.message}" if finding.possible else finding.message),
        "locations": [_location(screened, finding.line, finding.span)],
        "partialFingerprints": {
            "subjectAndWords/v1": _fingerprint(finding),
            **({"findingId/v1": key.value} if key else {}),
        },
    }
    related = [_source(passage) for passage in finding.source]
    related += [
        {**_location(screened, line, None), "message": _message("The same words stand here.")}
        for line in finding.folded
    ]
    if related:
        result["relatedLocations"] = [{"id": number, **each} for number, each in enumerate(related, 1)]
    if finding.patch is not None and counts_in_file(article):
        change = {
            "artifactLocation": {"uri": _uri(screened.path)},
            "replacements": [
                {
                    "deletedRegion": _region(article, finding.patch.span),
                    "insertedContent": {"text": finding.patch.replacement},
                }
            ],
        }
        words = finding.patch.span.of(article.text)
        text = f"Write “{finding.patch.replacement}” in place of “{words}”."
        result["fixes"] = [{"description": _message(text), "artifactChanges": [change]}]
    return result


def _properties(finding: Finding, harm: Harm, number: int, key: FindingId | None) -> Node:
    """What SARIF has no place for: the id by which people decide on it, the harm, what is mended in one go."""
    named = {"id": key.value} if key else {}
    return {**named, "harm": harm.value, "fix": number, "possible": finding.possible}


def _location(screened: Screened, line: int, span: Span | None) -> Node:
    article = screened.article
    physical: Node = {"artifactLocation": {"uri": _uri(screened.path)}}
    if not has_lines(article):
        return {"physicalLocation": physical, "logicalLocations": [{"name": f"paragraph {line}"}]}
    if span is not None and span.end > span.start and counts_in_file(article):
        physical["region"] = {**_region(article, span), "snippet": {"text": span.of(article.text)}}
    else:
        physical["region"] = {"startLine": max(1, line)}
    return {"physicalLocation": physical}


def _region(article: Article, span: Span) -> Node:
    """Columns from 1; the end is the column after the last character."""
    return {
        "startLine": article.text.count("\n", 0, span.start) + 1,
        "startColumn": column_of(article, span.start),
        "endLine": article.text.count("\n", 0, span.end) + 1,
        "endColumn": column_of(article, span.end),
    }


def _source(passage: Passage) -> Node:
    """What the words were held against; never in quotation marks where the words are ours."""
    words = f"Our paraphrase: {passage.text}" if passage.paraphrase else f"“{passage.text}”"
    sure = f"; confidence: {passage.confidence}" if passage.confidence else ""
    location: Node = {"message": _message(f"{words} ({passage.place}{sure})")}
    if passage.address:
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(passage.address)}}
    return location


def _suppression(one: Suppression) -> Node:
    inside = one.by is SuppressedBy.ARTICLE
    node: Node = {
        "kind": "inSource" if inside else "external",
        "status": "accepted",
        "justification": one.reason if one.line else f"{one.reason} ({one.place})",
    }
    if one.line:
        place = {"artifactLocation": {"uri": _uri(one.source)}, "region": {"startLine": one.line}}
        node["location"] = {"physicalLocation": place}
    return node


def _fingerprint(finding: Finding) -> str:
    """What a finding is known by from run to run: its rule and words, wherever in the article they have moved."""
    subject = finding.subject
    if finding.subject_kind in (SubjectKind.REFERENCE, SubjectKind.POINTER):
        subject = ""  # numbered in the order of the article; its words are told by what was said
    said = finding.said
    marked = "".join(span.of(said.text) for span in said.marked) if said else ""
    words = marked or (said.text if said else finding.message)
    return content_hash("\n".join((finding.rule, subject, " ".join(words.split()))))[:32]


def _message(text: str) -> Node:
    return {"text": _plain(text)}


def _plain(text: str) -> str:
    """Words as a message: braces would be placeholders, and ``[a](b)`` a link (sections 3.11.5 and 3.11.6)."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _uri(path: str) -> str:
    """A path or address as a URI reference.

    >>> _uri("drafts/über uns.md"), _uri("https://example.org/a?b=c"), _uri("./a.md")
    ('drafts/%C3%BCber%20uns.md', 'https://example.org/a?b=c', 'a.md')
    """
    if "://" in path:
        return quote(path, safe="/:?#[]@!$&'()*+,;=%~")
    path = path.replace("\\", "/")
    uri = quote(posixpath.normpath(path) if path else "unknown", safe="/~")
    return f"file://{uri}" if uri.startswith("/") else uri
