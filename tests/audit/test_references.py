"""REF: where references lead, and whether the body uses them."""

from __future__ import annotations

import pytest

from kg.audit import audit
from kg.identifiers import StudyId
from kg.model import Outcome, Resolution, Severity, Study, Surety
from tests.audit.findings import only, outcomes
from tests.builders import REFERENCE, make_article, make_evidence, make_study


def test_reference_resolves_by_exact_title_when_no_identifier_is_printed() -> None:
    references = "1. Smith A, Jones B. Calmol for itching. J Calm. 2020;1(2):3-4."
    assert only(outcomes("REF001", "Calm.[1]", references=references)).outcome is Outcome.PASSED


def test_reference_does_not_resolve_by_a_near_title() -> None:
    references = "1. Smith A, Jones B. Calmol for itching skin. J Calm. 2020;1(2):3-4."
    assert only(outcomes("REF001", "Calm.[1]", references=references)).outcome is Outcome.FAILED


def test_reference_cannot_be_told_when_its_identifier_is_not_in_the_workspace() -> None:
    references = "1. Smith A, Jones B. Calmol for itching. J Calm. 2020;1(2):3-4. PMID: 33333333."
    finding = only(outcomes("REF001", "Calm.[1]", make_study(title="Other"), references=references))
    assert finding.outcome is Outcome.CANNOT_TELL
    assert "33333333" in finding.message


SURE_CASES = {
    "title agrees": (REFERENCE, make_study(), Surety.CERTAIN),
    "author and year agree": ("1. Smith A, Jones B. (2020). PMID: 11111111.", make_study(title=""), Surety.CERTAIN),
    "other title": (REFERENCE, make_study(title="A survey of garden birds"), Surety.UNCONFIRMED),
    "nothing to compare": ("1. PMID: 11111111.", make_study(), Surety.UNCONFIRMED),
    "no identifier": ("1. Smith A, Jones B. Calmol for itching. J Calm. 2020;1(2):3-4.", make_study(), Surety.LIKELY),
}


def resolve(references: str, study: Study) -> Resolution:
    return audit(make_article("Calm.[1]", references), make_evidence(study)).resolutions[0]


@pytest.mark.parametrize(("references", "study", "surety"), SURE_CASES.values(), ids=SURE_CASES)
def test_how_surely_a_reference_was_resolved_is_kept_and_told(references: str, study: Study, surety: Surety) -> None:
    assert resolve(references, study).surety is surety
    assert f"({surety}: " in only(outcomes("REF001", "Calm.[1]", study, references=references)).message


def test_near_match_is_a_suggestion_with_its_identifiers() -> None:
    references = "1. Smith A, Jones B. Calmol for itching skin. J Calm. 2020;1(2):3-4."
    found = resolve(references, make_study())
    assert (found.study, found.surety, found.suggestion) == (None, None, StudyId("smith-2020"))
    assert "PMID 11111111" in only(outcomes("REF001", "Calm.[1]", references=references)).message


def test_mismatch_fails_when_the_identifier_leads_to_another_paper() -> None:
    study = make_study(title="A survey of garden birds", authors=("Finch C",), year=1999)
    finding = only(outcomes("REF002", "Calm.[1]", study))
    assert finding.outcome is Outcome.FAILED
    assert "garden birds" in finding.message
    assert "1999" in finding.message
    assert "Finch" in finding.message


def test_mismatch_of_the_title_alone_is_a_warning() -> None:
    finding = only(outcomes("REF002", "Calm.[1]", make_study(title="A survey of garden birds")))
    assert (finding.outcome, finding.severity) == (Outcome.FAILED, Severity.WARNING)


def test_mismatch_is_found_between_titles_in_another_script() -> None:
    references = "1. Иванов А. Массаж головы и рост волос. Журнал. 2020;1:1-2. PMID: 11111111."
    finding = only(outcomes("REF002", "Calm.[1]", make_study(title="Диабет у детей"), references=references))
    assert finding.outcome is Outcome.FAILED


def test_mismatch_passes_when_online_and_print_years_differ_by_one() -> None:
    assert only(outcomes("REF002", "Calm.[1]", make_study(year=2021))).outcome is Outcome.PASSED


def test_unused_reference_fails_and_a_used_one_passes() -> None:
    references = REFERENCE + "\n2. Doe C. Quiet. J Calm. 2019;1:1-2."
    by_line = {f.subject: f.outcome for f in outcomes("REF003", "Calm.[1]", references=references)}
    assert by_line == {"0": Outcome.PASSED, "1": Outcome.FAILED}


def test_dangling_pointer_fails() -> None:
    failed = [f for f in outcomes("REF004", "Calm.[1] More calm.[7]") if f.outcome is Outcome.FAILED]
    assert "7" in only(failed).message


def test_markers_without_any_list_are_told_once() -> None:
    article = make_article("Calm.[1] More calm.[2] Still more.[3]", "")
    findings = [f for f in audit(article, make_evidence()).findings if f.rule == "REF004"]
    assert "3 markers" in only(findings).message


def test_truncated_reference_fails() -> None:
    references = "1. Smith A, Jones B. Calmol for itching. J Calm. 2020 … Continue reading"
    assert only(outcomes("REF005", "Calm.[1]", references=references)).outcome is Outcome.FAILED
