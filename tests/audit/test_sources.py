"""SRC: notices by kind, and how much of a source was at hand."""

from __future__ import annotations

import dataclasses
from itertools import chain

import pytest
from rdflib import Graph

from ingest.fulltext import parse_jats
from kg.audit import audit
from kg.evidence import Evidence
from kg.model import EditorialNotice, Finding, NoticeKind, Outcome, Reading, Severity, SubjectKind
from kg.rdf import full_text_graphs, study_edges, study_triples, vocabulary_triples
from kg.rdf.iris import record_iri
from tests.audit.findings import only, outcomes
from tests.builders import REFERENCE, VOCABULARY, make_article, make_study
from tests.ingest.fulltext.articles import make_jats


def of_references(findings: list[Finding]) -> list[Finding]:
    """Those on a reference, without the one that sums them up."""
    return [finding for finding in findings if finding.subject_kind is SubjectKind.REFERENCE]


def test_correction_printed_in_the_reference_is_told_and_is_no_retraction() -> None:
    references = REFERENCE.replace("PMID", "Erratum in: J Calm 2021 May;2(1):9. PMID")
    finding = only(outcomes("SRC003", "Calm.[1]", references=references))
    assert finding.outcome is Outcome.FAILED
    assert "erratum in J Calm 2021 May;2(1):9" in finding.message
    assert "retract" not in finding.message.lower()


@pytest.mark.parametrize(
    ("body", "severity"),
    [("Calm.[1]", Severity.NOTE), ("In a study of 12 women calmol eased itching.[1]", Severity.WARNING)],
)
def test_correction_warns_only_where_a_figure_of_the_source_is_repeated(body: str, severity: Severity) -> None:
    references = REFERENCE.replace("PMID", "Erratum in: J Calm 2021 May;2(1):9. PMID")
    assert only(outcomes("SRC003", body, references=references)).severity is severity


def test_correction_known_of_the_record_is_told() -> None:
    notice = EditorialNotice(NoticeKind.ERRATUM, "J Calm 2022;3:1", "PubMed")
    study = make_study()
    study = dataclasses.replace(study, record=dataclasses.replace(study.record, notices=(notice,)))
    assert "J Calm 2022;3:1" in only(outcomes("SRC003", "Calm.[1]", study)).message


@pytest.mark.parametrize(
    ("printed", "rule"),
    [
        ("Retraction in:", "SRC001"),
        ("Partial retraction in:", "SRC001"),
        ("Expression of concern in:", "SRC002"),
        ("Erratum in:", "SRC003"),
        ("Corrected and republished in:", "SRC003"),
    ],
)
def test_notice_is_told_by_the_rule_of_its_kind_alone(printed: str, rule: str) -> None:
    references = REFERENCE.replace("PMID", f"{printed} J Calm 2021 May;2(1):9. PMID")
    for code in ("SRC001", "SRC002", "SRC003"):
        expected = Outcome.FAILED if code == rule else Outcome.CANNOT_TELL
        assert only(outcomes(code, "Calm.[1]", references=references)).outcome is expected


def test_record_whose_notices_were_looked_up_passes() -> None:
    study = make_study()
    study = dataclasses.replace(study, record=dataclasses.replace(study.record, notices_checked=True))
    for code in ("SRC001", "SRC002", "SRC003"):
        assert only(outcomes(code, "Calm.[1]", study)).outcome is Outcome.PASSED


def test_no_known_correction_is_no_pass_when_nobody_looked() -> None:
    assert only(outcomes("SRC003", "Calm.[1]")).outcome is Outcome.CANNOT_TELL


def test_thin_source_says_that_nothing_was_read() -> None:
    references = "1. Doe C. Something else. J Calm. 2019;1:1-2. PMID: 22222222."
    assert (
        "Nothing of reference 1" in only(of_references(outcomes("SRC004", "Calm.[1]", references=references))).message
    )


def test_source_whose_full_text_is_here_passes_and_the_ledger_says_what_was_not_compared() -> None:
    study = make_study()
    graph = Graph()
    triples = [*vocabulary_triples(VOCABULARY), *study_triples(study), *study_edges(study, VOCABULARY)]
    (text,) = parse_jats(make_jats("<p>Calmol was measured.</p>"), source="calmol.xml")
    for triple in (*triples, *chain.from_iterable(full_text_graphs(text, record_iri(study.record)).values())):
        graph.add(triple)
    report = audit(make_article("Calmol helps the skin.[1]"), Evidence(graph))
    (thin,) = of_references([finding for finding in report.findings if finding.rule == "SRC004"])
    assert thin.outcome is Outcome.PASSED
    assert thin.message == (
        "The full text of reference 1 is here; nobody curated facts from it, "
        "and rules that need them have nothing to compare."
    )
    (entry,) = [entry for entry in report.ledger if entry.studies]
    assert entry.reading is Reading.FULL_TEXT
    assert any("what of its full text stands outside results and conclusions" in each for each in entry.unchecked)


def test_lines_of_claims_that_rest_on_a_source_are_told_once_each() -> None:
    references = REFERENCE.replace("PMID", "Erratum in: J Calm 2021 May;2(1):9. PMID")
    body = "Calm helps.[1] Calm heals.[1]\n\nCalm lasts.[1]"
    assert only(outcomes("SRC003", body, references=references)).message.endswith("It is cited on line 3, 5.")
