"""What is accepted is written, held against the audit first, and everything else is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.fixes import measure
from ingest.article.editing import Edit
from ingest.fixing import Fixed, Mend, choose_mends, fix
from ingest.pipeline import Audited, audit_snapshot, make_snapshot
from kg.decisions import identify_findings, make_decision, settle
from kg.evidence import Evidence
from kg.model import Span
from kg.model.decision import Decision, Ruling
from kg.workspace import Snapshot
from tests.builders import REFERENCE, make_evidence, make_study

EVIDENCE = make_evidence(make_study(analysed=10))
BODY = "In a study of 12 people calmol reduced itching.[1]"


def page(body: str = BODY) -> Snapshot:
    return make_snapshot("calm.md", f"# On calm\n\n{body}\n\n## References\n\n{REFERENCE}\n".encode())


def decide(audited: Audited, *rulings: tuple[str, Ruling, str], rule: str = "NUM001") -> list[Decision]:
    on = next(one for one in identify_findings(audited.article, audited.report) if one.finding.rule == rule)
    return [
        make_decision(
            on,
            ruling,
            reason="So.",
            who=who,
            when=datetime(2026, 1, 1, tzinfo=UTC),
            rule_version=1,
            replacement=words or None,
        )
        for who, ruling, words in rulings
    ]


def write(
    snapshot: Snapshot, *rulings: tuple[str, Ruling, str], every: bool = False, evidence: Evidence = EVIDENCE
) -> Fixed:
    audited = audit_snapshot(snapshot, evidence)
    decisions = decide(audited, *rulings) if rulings else []
    settlement = settle(audited.article, audited.report, decisions)
    mends, unmended = choose_mends(settlement, audited.article, every=every)
    fixed = fix(snapshot, audited, mends, evidence)
    return replace(fixed, unmended=(*unmended, *fixed.unmended))


def rules_of(audited: Audited) -> list[str]:
    return [finding.rule for finding in audited.report.failures]


def test_an_accepted_patch_is_written_and_its_finding_is_gone() -> None:
    snapshot = page()
    fixed = write(snapshot, ("Ada", Ruling.ACCEPT, ""))
    assert fixed.data == snapshot.data.replace(b"12 people", b"10 people")
    assert "NUM001" in rules_of(audit_snapshot(snapshot, EVIDENCE))
    assert "NUM001" not in rules_of(audit_snapshot(replace(snapshot, data=fixed.data), EVIDENCE))


def test_nothing_is_written_that_nobody_accepted_but_for_every_patch() -> None:
    assert write(page()).data == page().data
    assert write(page(), every=True).data != page().data
    assert write(page(), ("Ada", Ruling.DISMISS, ""), every=True).data == page().data


def test_a_rewording_writes_its_own_words_before_the_marker() -> None:
    fixed = write(page(), ("Ada", Ruling.REWORD, "Calmol was studied in ten people."))
    assert b"\nCalmol was studied in ten people.[1]\n" in fixed.data


def test_people_who_differ_stop_the_writing() -> None:
    for rulings, told in (
        ([("Ada", Ruling.ACCEPT, ""), ("Bo", Ruling.DISMISS, "")], "people differ"),
        ([("Ada", Ruling.REWORD, "One."), ("Bo", Ruling.REWORD, "Two.")], "Ada and Bo word it differently"),
    ):
        fixed = write(page(), *rulings)
        assert fixed.data == page().data
        assert [one.reason for one in fixed.unmended if told in one.reason]


def test_a_stale_decision_is_not_written() -> None:
    before = audit_snapshot(page(), EVIDENCE)
    decisions = decide(before, ("Ada", Ruling.ACCEPT, ""))
    after = audit_snapshot(page(), make_evidence(make_study(analysed=11)))
    mends, unmended = choose_mends(settle(after.article, after.report, decisions), after.article)
    assert mends == ()
    assert "decide again" in unmended[0].reason


def test_a_rewording_that_mends_nothing_is_refused() -> None:
    fixed = write(page(), ("Ada", Ruling.REWORD, "In a study of 14 people calmol reduced itching."))
    assert fixed.data == page().data
    assert "still find the same" in fixed.unmended[0].reason


def test_a_rewording_that_brings_a_new_finding_is_refused() -> None:
    fixed = write(page(), ("Ada", Ruling.REWORD, "In a study of 10 people 12 weeks of calmol reduced itching."))
    assert fixed.data == page().data
    assert "something new" in fixed.unmended[0].reason


def test_patches_that_meet_are_written_one_at_a_time_and_told() -> None:
    snapshot = page()
    audited = audit_snapshot(snapshot, EVIDENCE)
    first = next(m for m in choose_mends(settle(audited.article, audited.report, []), audited.article, every=True)[0])
    wider = Mend(first.id, first.finding, Edit(Span(first.edit.span.start - 3, first.edit.span.end + 3), "x"))
    fixed = fix(snapshot, audited, [first, wider, first], EVIDENCE)
    assert fixed.data == snapshot.data.replace(b"12 people", b"10 people")
    assert "its words meet those of" in fixed.unmended[0].reason


def test_one_bad_patch_does_not_keep_the_others_out() -> None:
    snapshot = page(f"{BODY}\n\nCalmol was given to 13 people.[1]")
    audited = audit_snapshot(snapshot, EVIDENCE)
    good, other = choose_mends(settle(audited.article, audited.report, []), audited.article, every=True)[0][:2]
    fixed = fix(snapshot, audited, [good, replace(other, edit=replace(other.edit, words="14 people"))], EVIDENCE)
    assert [mend.id for mend in fixed.written] == [good.id]
    assert [one.id for one in fixed.unmended] == [other.id]


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.sampled_from(["It is calm.", "Calmol – *always* – helps &amp; soothes.", "| a | b |\n|---|---|\n| c | d |"]),
        max_size=3,
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
)
def test_everything_else_in_the_file_stays_byte_for_byte(around: list[str], ends: str, mark: str) -> None:
    text = "\n\n".join([mark + "# On calm", *around, BODY, *around, "## References", REFERENCE]) + "\n"
    snapshot = make_snapshot("calm.md", text.replace("\n", ends).encode())
    fixed = write(snapshot, ("Ada", Ruling.ACCEPT, ""))
    assert fixed.data == snapshot.data.replace(b"12 people", b"10 people")


@pytest.mark.corpus
def test_patches_of_the_mutation_bench_mend_and_bring_nothing_new() -> None:
    tally = measure(step=40)
    assert tally.patches
    assert (tally.left, tally.new, dict(tally.refused)) == (0, 0, {})
