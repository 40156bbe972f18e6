"""Every rule's failing and passing example, run; what a finding offers as rewording mends it and breaks nothing."""

from __future__ import annotations

import pytest

from kg.audit import CHECKS, RULES
from kg.model import Finding, Report, Severity
from tests.audit.examples import Example, examples_of, read_examples

_BY_DESCRIPTION = ("REF", "SRC", "LST")
"""Families whose examples are told as a description of a page, not as its words."""
_CODES = [check.rule.code for check in CHECKS]
"""The rules on suppressions are no checks: tests/audit/test_screening.py runs them."""


def failed(report: Report, code: str) -> list[Finding]:
    return [finding for finding in report.failures if finding.rule == code]


def test_every_rule_has_examples_and_every_example_a_rule() -> None:
    assert set(read_examples()) == set(_CODES)
    assert all(sides["failing"] and sides["passing"] for sides in read_examples().values())


@pytest.mark.parametrize("code", _CODES)
def test_rule_fails_on_its_failing_examples_and_lets_its_passing_ones_pass(code: str) -> None:
    for example in examples_of(code, "failing"):
        assert failed(example.report(), code), example.article
    for example in examples_of(code, "passing"):
        assert not failed(example.report(), code), example.article


@pytest.mark.parametrize("code", [code for code in _CODES if not code.startswith(_BY_DESCRIPTION)])
@pytest.mark.parametrize("side", ["failing", "passing"])
def test_example_that_is_told_is_the_one_that_is_run(code: str, side: str) -> None:
    assert getattr(RULES[code], side).split(" (")[0] == examples_of(code, side)[0].article.strip()


FAILING = [(code, example) for code in _CODES for example in read_examples().get(code, {}).get("failing", [])]


@pytest.mark.parametrize(("code", "example"), FAILING, ids=[f"{c}: {e.article[:40]}" for c, e in FAILING])
def test_rewording_mends_the_finding_and_makes_no_new_one(code: str, example: Example) -> None:
    before = example.report()
    patches = [finding.patch for finding in failed(before, code) if finding.patch]
    if example.patched is None:
        assert not patches, patches
        return
    (patch,) = patches
    text = example.read().text
    mended = text[: patch.span.start] + patch.replacement + text[patch.span.end :]
    assert mended == text.replace(example.article.strip(), example.patched.strip())
    after = example.report(example.text.replace(example.article.strip(), example.patched.strip()))
    assert not failed(after, code)
    assert alarms(after) <= alarms(before)


def alarms(report: Report) -> set[str]:
    return {finding.rule for finding in report.failures if finding.severity is not Severity.NOTE}
