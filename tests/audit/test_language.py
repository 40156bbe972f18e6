"""An article that is not in English: what needs its words cannot be told, everything else is checked."""

from __future__ import annotations

import pytest

from ingest.article import read_article
from kg.audit import CHECKS, audit
from kg.identifiers import ArticleId
from kg.model import Outcome, Report, Verdict
from tests.builders import REFERENCE, VOCABULARY, make_evidence, make_study

_GERMAN = "Eine Studie mit 12 Frauen fand, dass Calmol den Juckreiz lindert.[1] Das gilt auch für Männer.[7]"


def _report(body: str, language: str) -> Report:
    text = f"---\nlang: {language}\n---\n\n# Calmol\n\n{body}\n\n## References\n\n{REFERENCE}\n"
    article = read_article(text.encode(), source="a.md", article_id=ArticleId("a"), vocabulary=VOCABULARY)
    return audit(article, make_evidence(make_study()))


def test_rules_that_read_english_cannot_tell_and_say_why() -> None:
    report = _report(_GERMAN, "de")
    for code in (check.rule.code for check in CHECKS if check.reads_english):
        found = [(finding.outcome, "(de)" in finding.message) for finding in report.findings if finding.rule == code]
        assert found == [(Outcome.CANNOT_TELL, True)], code


def test_rules_that_read_no_words_are_applied() -> None:
    assert "REF004" in {finding.rule for finding in _report(_GERMAN, "de").failures}


def test_claims_are_unchecked_for_that_reason() -> None:
    for entry in _report(_GERMAN, "de").ledger:
        assert entry.verdict is Verdict.UNCHECKED
        assert any("English only" in reason for reason in entry.unchecked)


@pytest.mark.parametrize("language", ["en", "en-GB", "EN"])
def test_english_of_any_kind_is_read(language: str) -> None:
    report = _report("A study of 12 women found that calmol eases itching.[1]", language)
    assert not any("English only" in finding.message for finding in report.findings)
