"""Each rule fails where it should, passes where it should, and says when it cannot tell."""

from __future__ import annotations

import dataclasses

import pytest

from kg.audit import RULES, audit, select_rules
from kg.errors import UsageError
from kg.model import (
    Confidence,
    EditorialNotice,
    Finding,
    NoticeKind,
    Outcome,
    Severity,
    SourcePlace,
    Study,
    Verdict,
)
from tests.builders import ABSTRACT, REFERENCE, make_article, make_evidence, make_study


def outcomes(rule: str, body: str, *studies: Study, references: str = REFERENCE) -> list[Finding]:
    """The findings of one rule on an article with this body."""
    article = make_article(body, references)
    report = audit(article, make_evidence(*(studies or (make_study(),))))
    return [finding for finding in report.findings if finding.rule == rule]


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1, findings
    return findings[0]


# ---------------------------------------------------------------- NUM001


@pytest.mark.parametrize("said", ["12 women", "Twelve women", "a total of 12 patients"])
def test_sample_size_fails_when_no_number_of_the_source_agrees(said: str) -> None:
    finding = only(outcomes("NUM001", f"In a study of {said} calmol eased itching.[1]"))
    assert (finding.outcome, finding.severity) == (Outcome.FAILED, Severity.ERROR)
    assert finding.source[0].paraphrase
    assert "10 participants analysed" in finding.message


@pytest.mark.parametrize("said", ["10 women", "ten women", "about 11 people"])
def test_sample_size_passes_when_digits_or_words_agree(said: str) -> None:
    assert only(outcomes("NUM001", f"In a study of {said} calmol eased itching.[1]")).outcome is Outcome.PASSED


def test_sample_size_patch_changes_only_the_number() -> None:
    body = "In a study of 12 women calmol eased itching.[1]"
    article = make_article(body)
    finding = only(outcomes("NUM001", body))
    assert finding.patch is not None
    assert finding.patch.span.of(article.text) == "12 women"
    assert finding.patch.replacement == "10 women"


def test_sample_size_cannot_be_told_when_the_source_gives_none() -> None:
    finding = only(outcomes("NUM001", "In a study of 12 women calmol eased itching.[1]", make_study(analysed=None)))
    assert finding.outcome is Outcome.CANNOT_TELL


def test_sample_size_conflict_is_only_possible_when_the_figure_is_second_hand() -> None:
    place = SourcePlace("a blog", (), Confidence.LOW)
    finding = only(outcomes("NUM001", "A study of 12 women found calm.[1]", make_study(place=place)))
    assert finding.possible
    assert finding.severity is Severity.WARNING


def test_sample_size_is_not_judged_without_a_pointer() -> None:
    assert outcomes("NUM001", "In a study of 12 women calmol eased itching.") == []


@pytest.mark.parametrize(
    "said",
    [
        "Six women had itching at night.[1]",
        "Of those on calmol, 4 men slept better.[1]",
        "The trial did not include 12 women with fever.[1]",
        "More than 8 women slept better in the trial.[1]",
        "Fewer than 20 people took part in the trial.[1]",
        "Some 50 million people itch at night.[1]",
        "About 1 in 12 women itches at night.[1]",
        "The trial of 6 women and 4 men found calm.[1]",
        "A study of 12 women [1] and a study of 10 men [2] found calm.",
    ],
)
def test_sample_size_never_fails_on_a_figure_that_can_be_of_something_else(said: str) -> None:
    references = REFERENCE + "\n2. Doe C. Quiet. J Calm. 2019;1:1-2. PMID: 22222222."
    findings = outcomes("NUM001", said, references=references)
    assert [finding.message for finding in findings if finding.outcome is Outcome.FAILED] == []


def test_sample_size_of_one_study_in_a_review_is_not_held_against_the_whole() -> None:
    finding = only(outcomes("NUM001", "One trial of 60 women found calm.[1]", make_study(design="systematic-review")))
    assert finding.outcome is Outcome.CANNOT_TELL


def test_sample_size_patch_is_not_offered_where_the_noun_would_become_untrue() -> None:
    finding = only(
        outcomes("NUM001", "In a study of 12 women calmol eased itching.[1]", make_study(sex="both male and female"))
    )
    assert (finding.outcome, finding.patch) == (Outcome.FAILED, None)


# ---------------------------------------------------------------- NUM002


def test_duration_fails_when_treatment_time_differs() -> None:
    finding = only(outcomes("NUM002", "Women were treated for 12 months and calmol eased itching.[1]"))
    assert finding.outcome is Outcome.FAILED
    assert "24 weeks" in finding.message


@pytest.mark.parametrize("said", ["for six months", "for 24 weeks", "by month 6"])
def test_duration_passes_when_times_agree_after_normalising(said: str) -> None:
    assert only(outcomes("NUM002", f"Calmol eased itching {said} of treatment.[1]")).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "said",
    [
        "Women took calmol for 4 minutes a day for 24 weeks.[1]",
        "Each treatment took 20 minutes.[1]",
        "They had not been treated for 6 months before the trial.[1]",
        "Calmol has been used for 40 years.[1]",
        "Treatment was given at intervals of 2 weeks.[1]",
        "Continue the treatment for at least 12 months.[1]",
        "The trial did not treat people for 12 months.[1]",
        "Women who had itched for 5 years slept better.[1]",
    ],
)
def test_duration_never_fails_on_a_time_that_can_be_of_something_else(said: str) -> None:
    findings = outcomes("NUM002", said)
    assert [finding.message for finding in findings if finding.outcome is Outcome.FAILED] == []


def test_duration_of_an_unread_source_is_not_held_against_the_other() -> None:
    references = REFERENCE + "\n2. Doe C. Quiet. J Calm. 2019;1:1-2. PMID: 22222222."
    finding = only(outcomes("NUM002", "Women were treated for 52 weeks.[1][2]", references=references))
    assert finding.outcome is Outcome.CANNOT_TELL


def test_duration_cannot_be_told_when_the_time_is_of_something_else() -> None:
    finding = only(outcomes("NUM002", "By day 3 the itching was back.[1]"))
    assert finding.outcome is Outcome.CANNOT_TELL


# ---------------------------------------------------------------- POP001


def test_population_fails_when_the_sex_differs() -> None:
    finding = only(outcomes("POP001", "Calmol eases itching in women.[1]", make_study(sex="male")))
    assert finding.outcome is Outcome.FAILED
    assert "women" in finding.message


def test_population_fails_when_the_age_group_differs() -> None:
    study = make_study(age="children and adolescents")
    assert only(outcomes("POP001", "Adults sleep better on calmol.[1]", study)).outcome is Outcome.FAILED


def test_population_warns_by_the_articles_scope_when_the_claim_names_nobody() -> None:
    study = make_study(age="children and adolescents")
    body = "This guide is for women who itch. Calmol eases itching.[1]"
    finding = only(outcomes("POP001", body, study))
    assert (finding.outcome, finding.severity) == (Outcome.FAILED, Severity.WARNING)


def test_population_is_a_note_when_neither_claim_nor_article_names_anybody() -> None:
    finding = only(outcomes("POP001", "Calmol eases itching.[1]", make_study(age="children")))
    assert (finding.outcome, finding.severity) == (Outcome.FAILED, Severity.NOTE)
    assert "about children only" in finding.message


@pytest.mark.parametrize(
    "said",
    [
        "Women were not included.[1]",
        "No women took part.[1]",
        "Whether women would benefit is unknown.[1]",
        "People with psoriasis were excluded.[1]",
        "Unlike women, the others slept.[1]",
    ],
)
def test_population_never_fails_on_groups_that_the_sentence_denies_or_sets_apart(said: str) -> None:
    findings = outcomes("POP001", said, make_study(sex="male", conditions=("eczema",)))
    assert [finding.message for finding in findings if finding.outcome is Outcome.FAILED] == []


def test_population_passes_when_the_source_studied_both() -> None:
    study = make_study(sex="male and female", age="adults")
    assert only(outcomes("POP001", "Calmol eases itching in women.[1]", study)).outcome is Outcome.PASSED


def test_population_fails_for_another_condition_but_not_for_a_narrower_one() -> None:
    study = make_study(conditions=("hand-eczema",))
    assert only(outcomes("POP001", "Calmol helps people with psoriasis.[1]", study)).outcome is Outcome.FAILED
    assert only(outcomes("POP001", "Calmol helps people with eczema.[1]", study)).outcome is not Outcome.FAILED


# ---------------------------------------------------------------- CIT


def test_plural_fails_on_one_study_and_offers_the_singular_where_no_verb_changes() -> None:
    finding = only(outcomes("CIT003", "In several clinical studies, calmol eased itching.[1]"))
    assert finding.outcome is Outcome.FAILED
    assert finding.patch is not None
    assert finding.patch.replacement == "one clinical study"
    finding = only(outcomes("CIT003", "Several clinical studies show that calmol eases itching.[1]"))
    assert (finding.outcome, finding.patch) == (Outcome.FAILED, None)


@pytest.mark.parametrize(
    "said",
    [
        "Further large studies are needed.[1]",
        "Unlike earlier studies, this trial measured sleep.[1]",
        "No other trials have looked at calmol.[1]",
        "In contrast to other studies, calmol did nothing.[1]",
        "More studies would be welcome.[1]",
    ],
)
def test_plural_says_nothing_where_studies_are_no_witnesses(said: str) -> None:
    assert outcomes("CIT003", said) == []


def test_plural_passes_on_a_review() -> None:
    finding = only(
        outcomes("CIT003", "Studies show that calmol eases itching.[1]", make_study(design="systematic-review"))
    )
    assert finding.outcome is Outcome.PASSED


def test_plural_cannot_be_told_when_the_one_source_is_unknown() -> None:
    references = "1. Doe C. Something else. J Calm. 2019;1:1-2. PMID: 22222222."
    finding = only(outcomes("CIT003", "Studies show that calmol eases itching.[1]", references=references))
    assert finding.outcome is Outcome.CANNOT_TELL


def test_uncited_warns_once_for_an_asserted_claim_said_twice() -> None:
    body = "Calmol reduces itching in all patients.\n\nCalmol works.[1]\n\nCalmol reduces itching in all patients."
    failed = [f for f in outcomes("CIT001", body) if f.outcome is Outcome.FAILED and f.severity is Severity.WARNING]
    assert len(failed) == 1
    assert len(failed[0].folded) == 1


def test_uncited_does_not_warn_of_a_statement_that_little_is_known() -> None:
    body = "There are no long-term studies of whether calmol eases itching.\n\nCalmol works.[1]"
    assert len(make_article(body).claims[0].concepts) == 2
    assert not [f for f in outcomes("CIT001", body) if f.severity is Severity.WARNING and f.outcome is Outcome.FAILED]


def test_uncited_is_summed_up_for_the_article() -> None:
    findings = outcomes("CIT001", "Calmol reduces itching.[1]\n\nCalmol improves sleep.")
    assert any(finding.message.startswith("1 of 2 checkable claims") for finding in findings)


# ---------------------------------------------------------------- REF


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


# ---------------------------------------------------------------- SRC


def test_correction_printed_in_the_reference_is_told_and_is_no_retraction() -> None:
    references = REFERENCE.replace("PMID", "Erratum in: J Calm 2021 May;2(1):9. PMID")
    finding = only(outcomes("SRC003", "Calm.[1]", references=references))
    assert finding.outcome is Outcome.FAILED
    assert "erratum in J Calm 2021 May;2(1):9" in finding.message
    assert "retract" not in finding.message.lower()


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
    assert "Nothing of reference 1" in only(outcomes("SRC004", "Calm.[1]", references=references)).message


# ---------------------------------------------------------------- LST


def test_lost_list_is_reported_on_its_claim() -> None:
    finding = only(outcomes("LST001", "Stop the treatment at once if you:\n\nThis is another paragraph about calm.[1]"))
    assert finding.outcome is Outcome.FAILED


def test_whole_list_is_not_reported() -> None:
    assert outcomes("LST001", "Stop the treatment at once if you:\n\n- itch\n- do not sleep\n\nCalm.[1]") == []


# ---------------------------------------------------------------- the whole


def test_no_claim_is_called_supported_when_support_was_not_checked() -> None:
    article = make_article("Calmol eases itching.[1]\n\nWe think calm is nice.\n\nCalmol works.")
    verdicts = {entry.verdict for entry in audit(article, make_evidence(make_study())).ledger}
    assert verdicts.isdisjoint({Verdict.SUPPORTED, Verdict.RESERVATIONS})


@pytest.mark.parametrize(
    ("place", "verdict"), [(ABSTRACT, Verdict.CONTRADICTED), (SourcePlace("a blog"), Verdict.UNCHECKED)]
)
def test_claim_is_contradicted_only_by_a_figure_that_was_read_near_the_paper(
    place: SourcePlace, verdict: Verdict
) -> None:
    article = make_article("In a study of 12 women calmol eased itching.[1]")
    entry = audit(article, make_evidence(make_study(place=place))).ledger[0]
    assert entry.verdict is verdict
    assert any("12 women" in reason for reason in entry.reasons)


def test_ledger_has_an_entry_for_every_claim_and_says_what_was_not_checked() -> None:
    article = make_article("Calmol eases itching.[1] Sleep is good.")
    report = audit(article, make_evidence(make_study()))
    assert [entry.claim for entry in report.ledger] == [claim.key for claim in article.claims]
    assert report.ledger[0].unchecked


def test_same_input_gives_the_same_report() -> None:
    article = make_article("In a study of 12 women calmol eased itching.[1]")
    assert audit(article, make_evidence(make_study())) == audit(article, make_evidence(make_study()))


def test_evidence_hash_changes_when_a_cited_study_does() -> None:
    article = make_article("Calmol eases itching.[1]")
    one, other = (audit(article, make_evidence(make_study(analysed=n))) for n in (10, 11))
    assert one.evidence != other.evidence


def test_findings_come_gravest_first() -> None:
    article = make_article("In a study of 12 women calmol eased itching.[1]\n\nCalmol improves sleep.")
    ranks = [finding.severity.rank for finding in audit(article, make_evidence(make_study())).findings]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_rule_says_what_it_is(rule: object) -> None:
    for field in ("name", "fails_when", "rationale", "failing", "passing"):
        assert getattr(rule, field)


def test_selecting_rules_takes_families_and_refuses_unknown_ones() -> None:
    assert select_rules(["NUM"]) == {"NUM001", "NUM002"}
    assert "NUM001" not in select_rules(ignore=["NUM001"])
    for name in ("XYZ", "N", "NUM0", ""):
        with pytest.raises(UsageError, match="there is no rule"):
            select_rules([name])
