"""The audit as a whole: verdicts, ledger, order, selection of rules."""

from __future__ import annotations

import pytest

from kg.audit import RULES, audit, select_rules
from kg.errors import UsageError
from kg.model import SourcePlace, Verdict
from tests.builders import ABSTRACT, make_article, make_evidence, make_study


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
    assert select_rules(["NUM"]) == {"NUM001", "NUM002", "NUM003"}
    assert "NUM001" not in select_rules(ignore=["NUM001"])
    for name in ("XYZ", "N", "NUM0", ""):
        with pytest.raises(UsageError, match="there is no rule"):
            select_rules([name])
