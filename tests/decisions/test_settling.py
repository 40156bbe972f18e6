"""Findings beside decisions: where each stands, and when a decision goes stale."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.audit import audit
from kg.decisions import FindingIds, find_finding, identify_findings, make_decision, measure_agreement, settle
from kg.decisions.identity import IdentifiedFinding
from kg.errors import UsageError
from kg.export.report_json import to_part
from kg.export.report_text import to_text
from kg.identifiers import ArticleId
from kg.model import Article, Report, Severity, Study, SubjectKind
from kg.model.decision import Decision, DecisionSet, Lapse, Ruling, SettledFinding, Settlement, Standing
from kg.model.fix import Screened
from tests.builders import make_article, make_evidence, make_study

BODY = "In a study of 12 people calmol reduced itching.[1]"


def check(body: str = BODY, *studies: Study) -> tuple[Article, Report]:
    article = make_article(body)
    return article, audit(article, make_evidence(*(studies or (make_study(),))))


def find_wrong_size(article: Article, report: Report) -> IdentifiedFinding:
    return next(one for one in identify_findings(article, report) if one.finding.rule == "NUM001")


def decide(
    on: IdentifiedFinding, ruling: Ruling = Ruling.DISMISS, who: str = "Ada", day: int = 1, *, repeats: bool = False
) -> Decision:
    return make_decision(
        on,
        ruling,
        reason="The paper says so.",
        who=who,
        when=datetime(2026, 1, day, tzinfo=UTC),
        rule_version=1,
        replacement="New words" if ruling is Ruling.REWORD else None,
        repeats=repeats,
    )


def find_settled(settlement: Settlement) -> SettledFinding:
    return next(one for one in settlement.findings if one.finding.rule == "NUM001")


def test_a_dismissed_finding_stays_in_the_report_and_does_not_count() -> None:
    article, report = check()
    settled = settle(article, report, [decide(find_wrong_size(article, report))])
    one = find_settled(settled)
    assert one.standing is Standing.DISMISSED
    assert one.finding in report.findings
    assert one.finding not in settled.counting
    assert len(settled.findings) == len(report.failures)


def test_accepting_and_rewording_leave_the_finding_counting() -> None:
    article, report = check()
    on = find_wrong_size(article, report)
    for ruling in (Ruling.ACCEPT, Ruling.REWORD):
        one = find_settled(settle(article, report, [decide(on, ruling)]))
        assert (one.standing, one.standing.counts) == (Standing.ACCEPTED, True)


def test_two_people_who_differ_are_both_kept() -> None:
    article, report = check()
    on = find_wrong_size(article, report)
    one = find_settled(settle(article, report, [decide(on), decide(on, Ruling.ACCEPT, "Bo")]))
    assert one.standing is Standing.DISPUTED
    assert one.standing.counts
    assert [decision.who for decision in one.decisions] == ["Ada", "Bo"]


def test_the_newest_decision_of_a_person_counts_whatever_the_order_of_the_file() -> None:
    article, report = check()
    on = find_wrong_size(article, report)
    first, second = decide(on), decide(on, Ruling.ACCEPT, day=2)
    for order in ([first, second], [second, first]):
        one = find_settled(settle(article, report, order))
        assert (one.standing, one.decisions) == (Standing.ACCEPTED, (second,))


def test_edits_elsewhere_do_not_touch_a_decision() -> None:
    decision = decide(find_wrong_size(*check()))
    article, report = check(f"Other words stand here now.\n\nAnd here.\n\n{BODY} So it goes.")
    assert find_settled(settle(article, report, [decision])).standing is Standing.DISMISSED


def test_a_changed_claim_lapses_its_decision_and_opens_the_finding() -> None:
    decision = decide(find_wrong_size(*check()))
    article, report = check(BODY.replace("12 people", "14 people"))
    settled = settle(article, report, [decision])
    assert find_settled(settled).standing is Standing.OPEN
    assert [one.lapse for one in settled.lapsed] == [Lapse.CLAIM_CHANGED]


def test_a_finding_that_is_mended_on_the_sources_side_lapses_its_decision() -> None:
    decision = decide(find_wrong_size(*check()))
    article, report = check(BODY, make_study(analysed=12))
    assert [one.lapse for one in settle(article, report, [decision]).lapsed] == [Lapse.NOT_FOUND]


def test_a_rule_that_was_not_applied_is_not_told_as_mended() -> None:
    article, report = check()
    decision = decide(find_wrong_size(article, report))
    kept = replace(report, findings=tuple(f for f in report.findings if f.rule != "NUM001"))
    assert settle(article, kept, [decision], rules={"CIT001"}).lapsed[0].lapse is Lapse.NOT_APPLIED


@given(
    title=st.sampled_from(["Calmol for itching", "Calmol for the itch"]),
    analysed=st.sampled_from([10, 11]),
    duration=st.sampled_from(["24 weeks", "12 weeks", None]),
)
def test_a_decision_is_stale_exactly_when_its_source_changed(title: str, analysed: int, duration: str | None) -> None:
    before = make_study()
    after = make_study(title=title, analysed=analysed, duration=duration)
    decision = decide(find_wrong_size(*check(BODY, before)))
    one = find_settled(settle(*check(BODY, after), [decision]))
    assert (one.standing is Standing.STALE) is (after != before)
    assert one.standing.counts is (after != before)


def test_a_study_that_the_claim_does_not_cite_makes_nothing_stale() -> None:
    decision = decide(find_wrong_size(*check()))
    other = make_study("jones-2021", pmid="22222222", title="Rest for sleep", analysed=99)
    article, report = check(BODY, make_study(), other)
    assert find_settled(settle(article, report, [decision])).standing is Standing.DISMISSED


def test_repeats_are_covered_only_where_the_decision_says_so() -> None:
    article, report = check(f"{BODY}\n\n{BODY}")
    first, second = (one for one in identify_findings(article, report) if one.finding.rule == "NUM001")
    assert first.id.family == second.id.family
    for repeats, expected in ((False, Standing.OPEN), (True, Standing.DISMISSED)):
        settled = settle(article, report, [decide(first, repeats=repeats)])
        found = {one.id: one.standing for one in settled.findings}
        assert (found[first.id], found[second.id]) == (Standing.DISMISSED, expected)


def test_every_finding_has_an_id_of_its_own() -> None:
    article, report = check(f"{BODY}\n\n{BODY} It works for all 12 people after 12 weeks.[1]\n\n{BODY}[2]")
    ids = [one.id for one in identify_findings(article, report)]
    assert len(ids) == len(set(ids)) == len(report.failures)


def test_a_finding_is_found_by_its_id_a_part_of_it_and_its_line() -> None:
    article, report = check()
    found = identify_findings(article, report)
    on = find_wrong_size(article, report)
    for given_name in (on.id.value, on.id.value[:12], f"num001@{on.finding.line}"):
        assert find_finding(given_name, found) == on


@pytest.mark.parametrize(
    ("name", "told"), [("NUM001@99", "no finding"), ("", "no finding"), ("N", "Give the id of one")]
)
def test_a_name_of_none_or_of_many_is_refused(name: str, told: str) -> None:
    found = identify_findings(*check(f"{BODY}\n\n{BODY}"))
    with pytest.raises(UsageError, match=told):
        find_finding(name, found)


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({"reason": "  "}, "the reason is missing"),
        ({"reason": "a\x07b"}, "a control character"),
        ({"reason": "a" * 10_001}, "longer than"),
        ({"who": ""}, "the person who decides is missing"),
        ({"replacement": "x"}, "needs no new words"),
        ({"ruling": Ruling.REWORD}, "the new words are missing"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(details: dict[str, str], told: str) -> None:
    given_details = {"ruling": Ruling.DISMISS, "reason": "So.", "who": "Ada", "replacement": None, **details}
    ruling = Ruling(str(given_details.pop("ruling")))
    on = find_wrong_size(*check())
    with pytest.raises(UsageError, match=told):
        make_decision(on, ruling, when=datetime(2026, 1, 1, tzinfo=UTC), rule_version=1, **given_details)  # type: ignore[arg-type]


def test_agreement_counts_the_newest_decision_of_each_person() -> None:
    on = find_wrong_size(*check())
    given_decisions = (
        decide(on),
        decide(on, Ruling.ACCEPT, day=2),
        decide(on, who="Bo"),
        decide(on, Ruling.REWORD, "Cy"),
    )
    (rule,) = measure_agreement([DecisionSet(ArticleId("calm"), given_decisions)])
    assert (rule.rule, rule.accepted, rule.dismissed, rule.reworded) == ("NUM001", 1, 1, 1)
    assert (rule.findings, rule.disputed) == (1, 1)
    assert rule.share_dismissed == pytest.approx(1 / 3)


def test_a_finding_is_named_whatever_its_severity_and_on_nothing_that_the_article_has() -> None:
    article, report = check()
    on = find_wrong_size(article, report)
    ids = FindingIds.of(article, report)
    assert ids.find(replace(on.finding, severity=Severity.NOTE)) == on.id
    for kind in SubjectKind:
        stray = replace(on.finding, subject_kind=kind, subject="99", message="stray")
        other = replace(report, findings=(stray,))
        assert ids.find(stray) is None
        assert FindingIds.of(article, other).find(stray) is not None


def test_reports_name_each_finding_by_its_id() -> None:
    article, report = check()
    screened = Screened.of(report, article)
    key = find_wrong_size(article, report).id.value
    assert f"sample-size  {key}\n" in to_text(screened)
    places = [place for fix in json.loads(to_part(screened))["fixes"] for place in fix["places"]]
    assert key in {place["id"] for place in places}
