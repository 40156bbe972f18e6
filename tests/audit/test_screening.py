"""What people set aside beforehand, and what is wrong with that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.article import read_article
from kg.audit import RULES, audit
from kg.audit.screening import find_suppressions, screen
from kg.identifiers import ArticleId
from kg.model import Severity
from kg.model.fix import Screened
from kg.model.suppression import SuppressedBy, Suppression
from kg.text.directives import find_directives
from tests.builders import REFERENCE, VOCABULARY, make_evidence, make_study

WRONG = "In a study of 12 women, calmol eased itching.[1]"


def screened(text: str, name: str = "calm.md", **options: object) -> Screened:
    article = read_article(text.encode(), source=name, article_id=ArticleId("calm"), vocabulary=VOCABULARY)
    report = audit(article, make_evidence(make_study()))
    given_ones, faults = find_suppressions(find_directives(text), article, path=name)
    defaults: dict[str, object] = {"suppressions": given_ones, "faults": faults, "rules": set(RULES)}
    return screen(report, article, path=name, **(defaults | options))  # type: ignore[arg-type]


def markdown(*paragraphs: str) -> str:
    return "\n\n".join(["# On calm", *paragraphs, "## References", REFERENCE]) + "\n"


def lines_of(found: Screened, rule: str = "NUM001") -> list[int]:
    return [finding.line for finding in found.failures if finding.rule == rule]


@pytest.mark.parametrize(
    ("paragraphs", "left"),
    [
        (["<!-- kg: ignore NUM001 -- counted so -->", WRONG, f"Again: {WRONG}"], [7]),
        ([f"<!-- kg: ignore NUM001 -- counted so -->\n{WRONG}", f"Again: {WRONG}"], [6]),
        ([WRONG, f"Again: {WRONG} <!-- kg: ignore NUM — counted so -->"], [3]),
        (["<!-- kg: ignore-file NUM001 -- counted so -->", WRONG, f"Again: {WRONG}"], []),
        (['<!-- kg: ignore NUM001 "13 women" -- counted so -->', WRONG], [5]),
        (['<!-- kg: ignore NUM001 "12  women" -- counted so -->', WRONG], []),
    ],
)
def test_suppression_reaches_its_paragraph_or_the_next_or_the_file(paragraphs: list[str], left: list[int]) -> None:
    found = screened(markdown(*paragraphs))
    assert lines_of(found) == left
    assert {one.finding.rule for one in found.suppressed} <= {"NUM001"}


def test_suppressed_finding_is_kept_with_its_reason_and_place() -> None:
    found = screened(markdown("<!-- kg: ignore NUM001 -- counted so -->", WRONG))
    (one,) = found.suppressed
    assert (one.by.reason, one.by.place, one.by.by) == ("counted so", "calm.md:3", SuppressedBy.ARTICLE)
    assert one.finding in found.report.failures
    assert "IGN001" not in {finding.rule for finding in found.failures}


@pytest.mark.parametrize("name", ["calm.txt", "calm.html"])
def test_plain_text_and_html_can_say_it_too(name: str) -> None:
    said = "kg: ignore NUM001 -- counted so"
    text = f"On calm\n\n{said}\n{WRONG}\n\nReferences\n{REFERENCE}\n"
    if name.endswith("html"):
        text = f"<!doctype html><title>On calm</title>\n<!-- {said} -->\n<p>{WRONG}</p>\n"
        text += f"<h2>References</h2>\n<p>{REFERENCE}</p>"
    found = screened(text, name)
    assert lines_of(found) == []
    assert len(found.suppressed) == 1
    assert not any("kg:" in claim.text for claim in found.article.claims)


def test_unused_suppression_is_a_finding_where_it_stands() -> None:
    found = screened(markdown("<!-- kg: ignore POP002 -- as agreed -->", WRONG))
    (finding,) = (finding for finding in found.failures if finding.rule == "IGN001")
    assert (finding.line, finding.severity) == (3, Severity.WARNING)
    assert "POP002" in finding.message


def test_suppression_of_a_rule_that_was_not_applied_is_not_called_unused() -> None:
    found = screened(markdown("<!-- kg: ignore POP002 -- as agreed -->", WRONG), rules={"NUM001", "IGN001"})
    assert "IGN001" not in {finding.rule for finding in found.failures}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("kg: ignore NUM01 -- so", "nearest is NUM001"),
        ("kg: ignore NUM001", "needs a reason"),
        ("kg: ignore -- so", "names the rules"),
        ("kg: ingore NUM001 -- so", "no instruction"),
    ],
)
def test_suppression_that_cannot_be_meant_sets_nothing_aside_and_is_told(said: str, told: str) -> None:
    found = screened(markdown(f"<!-- {said} -->", WRONG))
    (fault,) = (finding for finding in found.failures if finding.rule == "IGN002")
    assert fault.line == 3
    assert told in fault.message
    assert lines_of(found) == [5]


def test_comment_that_is_not_closed_is_told() -> None:
    assert find_directives("<!-- kg: ignore NUM001 -- so\n\nText.")[0].fault.startswith("the comment is not closed")


def test_settings_can_set_aside_too_and_are_told_when_unused() -> None:
    used, unused = (
        Suppression((code,), "counted so", SuppressedBy.SETTINGS, f"kg.toml suppress[{n}]")
        for n, code in enumerate(["NUM001", "SRC001"], 1)
    )
    found = screened(markdown(WRONG), suppressions=(used, unused))
    assert [one.by for one in found.suppressed] == [used]
    (finding,) = (finding for finding in found.failures if finding.rule == "IGN001")
    assert "kg.toml suppress[2]" in finding.message


def test_severity_of_a_rule_can_be_set_and_the_report_stays_as_it_was() -> None:
    found = screened(markdown(WRONG), severities={"NUM001": Severity.NOTE})
    assert {f.severity for f in found.failures if f.rule == "NUM001"} == {Severity.NOTE}
    assert {f.severity for f in found.report.failures if f.rule == "NUM001"} == {Severity.ERROR}


@given(
    st.lists(st.sampled_from([WRONG, f"Again: {WRONG}", "Calmol improves sleep."]), min_size=1, max_size=4),
    st.sets(st.sampled_from(["NUM001", "CIT001", "CIT", "SRC", "STR002"])),
    st.booleans(),
)
def test_no_finding_is_ever_lost(paragraphs: list[str], names: set[str], whole: bool) -> None:
    verb = "ignore-file" if whole else "ignore"
    said = f"<!-- kg: {verb} {', '.join(sorted(names))} -- so -->"
    found = screened(markdown(said, *paragraphs))
    kept = [*(f for f in found.failures if not f.rule.startswith("IGN")), *(one.finding for one in found.suppressed)]
    assert sorted(map(repr, kept)) == sorted(map(repr, found.report.failures))


@given(st.text())
def test_any_text_can_be_looked_through(text: str) -> None:
    for one in find_directives(text):
        assert one.line >= 1
