"""What to mend, once each, the gravest for a reader first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.audit import RULES
from kg.audit.fix_list import fix_list
from kg.audit.harm import TABLE, harm_of
from kg.model import Claim, Finding, Outcome, Passage, Patch, Report, Severity, Span, SubjectKind
from kg.model.fix import Harm, Screened
from tests.builders import make_article

ARTICLE = make_article("In a study of 12 women calmol eased itching.[1]\n\nCalmol caused no harm in 12 women.[1]")


def make_finding(
    rule: str = "NUM001",
    *,
    severity: Severity = Severity.ERROR,
    at: int = 0,
    said: str | None = "12 women",
    message: str = "It differs.",
    patch: str | None = None,
    possible: bool = False,
    claim: Claim | None = None,
) -> Finding:
    span = Span(at, at + 1)
    return Finding(
        rule, Outcome.FAILED, severity, SubjectKind.CLAIM, claim.key if claim else "none", message, 1, span,
        said=Passage(said, "here") if said else None, patch=Patch(span, patch) if patch else None, possible=possible,
    )  # fmt: skip


def fixes_of(*findings: Finding) -> list[str]:
    report = Report(ARTICLE.id, ARTICLE.snapshot, findings)
    return [fix.finding.rule for fix in fix_list(Screened.of(report, ARTICLE))]


def test_every_rule_has_a_place_in_the_table() -> None:
    placed = {name for row in TABLE for name in row.rules}
    assert [code for code in RULES if not {code, code[:3]} & placed] == []
    assert [row.harm for row in TABLE] == list(Harm)
    assert not {name for name in placed if not any(name in (code, code[:3]) for code in RULES)}


def test_wrong_safety_people_and_direction_come_before_a_missing_marker() -> None:
    rules = ["REF004", "CIT001", "STR001", "POP001", "NUM001", "DIR001", "SAF001", "REF003"]
    expected = ["SAF001", "DIR001", "POP001", "NUM001", "STR001", "REF004", "CIT001", "REF003"]
    found = fixes_of(*(make_finding(rule, message=rule) for rule in rules))
    assert [rule for rule in found if rule not in ("REF004", "CIT001")] == [
        rule for rule in expected if rule not in ("REF004", "CIT001")
    ]
    assert set(found[5:7]) == {"REF004", "CIT001"}


def test_notes_come_last_and_what_is_possible_after_what_is_certain() -> None:
    note = make_finding("SAF001", severity=Severity.NOTE)
    possible = make_finding("DIR001", possible=True)
    sure = make_finding("SUP002", severity=Severity.WARNING)
    assert fixes_of(note, possible, sure) == ["SUP002", "DIR001", "SAF001"]


def test_wrong_figure_of_a_safety_claim_is_a_danger() -> None:
    claim = next(claim for claim in ARTICLE.claims if claim.kind == "safety")
    assert harm_of(make_finding(claim=claim), claim) is Harm.DANGER
    assert harm_of(make_finding()) is Harm.WRONG_FIGURE
    assert harm_of(make_finding("CIT001", claim=claim), claim) is Harm.UNFOUNDED


def test_same_rule_on_the_same_words_is_told_once_with_its_repeats() -> None:
    first, second = make_finding(at=10, patch="10 women"), make_finding(at=60, patch="10 women")
    other = make_finding(at=60, patch="11 women")
    report = Report(ARTICLE.id, ARTICLE.snapshot, (second, first, other))
    fixes = fix_list(Screened.of(report, ARTICLE))
    assert [fix.findings for fix in fixes] == [(first, second), (other,)]


def test_fix_names_its_sentence() -> None:
    at = ARTICLE.text.index("12 women calmol")
    report = Report(ARTICLE.id, ARTICLE.snapshot, (make_finding(at=at),))
    (fix,) = fix_list(Screened.of(report, ARTICLE))
    assert fix.sentence is not None
    assert fix.sentence.startswith("In a study of 12 women")


findings = st.builds(
    make_finding,
    st.sampled_from(sorted(RULES)),
    severity=st.sampled_from(Severity),
    at=st.integers(0, len(ARTICLE.text) - 1),
    said=st.sampled_from([None, "12 women", "12  Women", "calmol"]),
    message=st.sampled_from(["It differs.", "It does not agree."]),
    patch=st.sampled_from([None, "10 women"]),
    possible=st.booleans(),
)


@given(st.lists(findings, max_size=12), st.randoms())
def test_nothing_is_lost_and_the_order_in_which_findings_come_does_not_matter(
    drawn: list[Finding], chance: object
) -> None:
    report = Report(ARTICLE.id, ARTICLE.snapshot, tuple(drawn))
    fixes = fix_list(Screened.of(report, ARTICLE))
    told = [finding for fix in fixes for finding in fix.findings]
    assert sorted(map(repr, told)) == sorted(map(repr, drawn))
    chance.shuffle(drawn)  # type: ignore[attr-defined]
    again = fix_list(Screened.of(Report(ARTICLE.id, ARTICLE.snapshot, tuple(drawn)), ARTICLE))
    assert [fix.finding.rule for fix in again] == [fix.finding.rule for fix in fixes]
