"""Files of decisions: what is written is read back, nothing else changes, and nothing is ever lost."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.decisions import add_decision, decisions_path, read_decisions
from kg.decisions.files import parse_decisions, with_decision
from kg.errors import RecordError
from kg.identifiers import ArticleId, FindingId
from kg.model import SubjectKind
from kg.model.decision import Decision, Ruling
from kg.workspace import Workspace

RULES = frozenset({"NUM001", "CIT001", "REF001"})
CALM = ArticleId("calm")
DECISION = Decision(
    finding=FindingId("NUM001-0a1b2c3d-1"),
    decision=Ruling.DISMISS,
    reason="The paper counts them so.",
    who="Ada",
    when="2026-01-31T12:00:00Z",
    rule_version=1,
    words="A study of 12 women.",
    subject="0123456789abcdef-1",
    source="fedcba9876543210",
)

_printable = st.characters(exclude_categories=["Cc", "Cs"])
_texts = st.text(_printable, min_size=1).map(lambda text: " ".join(text.split())).filter(bool)
_hostile = st.sampled_from(
    ["null", "~", "true", "12", "- a", "a: b", "# no", "'", '"', "<<<<<<< HEAD", "=======", "&a", "*a", "!x y",
     "{}", "[", "%", "@"]
) | st.builds("{} # {}".format, _texts, _texts)  # fmt: skip
_words = _texts | _hostile | st.lists(_texts | _hostile, min_size=20, max_size=40).map(" ".join)


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    rule, mark = draw(st.sampled_from(sorted(RULES))), draw(st.integers(0, 3))
    ruling = draw(st.sampled_from(Ruling))
    return replace(
        DECISION,
        finding=FindingId(f"{rule}-0000000{mark}-1"),
        decision=ruling,
        replacement=draw(_words) if ruling is Ruling.REWORD else None,
        reason=draw(_words),
        who=draw(_words),
        when=f"2026-01-{draw(st.integers(1, 28)):02}T12:00:00Z",
        repeats=draw(st.booleans()),
        about=draw(st.sampled_from(SubjectKind)),
        words=draw(st.just("") | _words),
    )


def write(*given: Decision) -> bytes:
    data = b""
    for decision in given:
        data = with_decision(data, CALM, decision, source="calm.yaml", rules=RULES).encode()
    return data


def read(data: bytes) -> tuple[Decision, ...]:
    return parse_decisions(data, source="calm.yaml", rules=RULES).record.decisions


@given(st.lists(decisions(), min_size=1, max_size=6))
def test_what_is_written_is_read_back_in_a_stable_order(given_decisions: list[Decision]) -> None:
    kept = read(write(*given_decisions))
    assert sorted(map(repr, kept)) == sorted(map(repr, given_decisions))
    order = [(one.finding.value, one.when, one.who) for one in kept]
    assert order == sorted(order)


@given(st.lists(decisions(), min_size=1, max_size=4), decisions())
def test_a_new_decision_adds_one_block_and_changes_no_other_line(before: list[Decision], added: Decision) -> None:
    old = write(*before).decode().split("\n")
    new = with_decision(write(*before), CALM, added, source="calm.yaml", rules=RULES).split("\n")
    extra = len(new) - len(old)
    assert any(new[:at] + new[at + extra :] == old for at in range(len(old) + 1))


def test_comments_and_line_ends_of_a_hand_edited_file_stay() -> None:
    later = replace(DECISION, finding=FindingId("REF001-00000000-1"))
    by_hand = "\ufeff" + write(DECISION, later).decode().replace("  - finding: REF", "  # Ada asked\n  - finding: REF")
    by_hand = by_hand.replace("\n", "\r\n")
    text = with_decision(by_hand.encode(), CALM, replace(DECISION, who="Bo"), source="calm.yaml", rules=RULES)
    assert [one.who for one in read(text.encode())] == ["Ada", "Bo", "Ada"]
    assert "  # Ada asked\r\n  - finding: REF" in text
    assert text.startswith("\ufeff")


def test_a_block_without_a_last_line_end_is_followed_by_the_next() -> None:
    data = with_decision(
        write(DECISION).rstrip(b"\n"), CALM, replace(DECISION, who="Bo"), source="calm.yaml", rules=RULES
    )
    assert [one.who for one in read(data.encode())] == ["Ada", "Bo"]


CONFLICT = write(DECISION).replace(b"    who: Ada", b"<<<<<<< HEAD\n    who: Ada\n=======\n    who: Bo\n>>>>>>> other")
GOOD = write(DECISION)


@pytest.mark.parametrize(
    ("data", "line", "told"),
    [
        (CONFLICT, 8, "a merge that was not finished.*blocks of both sides"),
        (GOOD[:-8], 13, "source.*may be cut"),
        (GOOD[: GOOD.index(b"    source")], 5, "'source' is missing"),
        (GOOD.replace(b"    reason: The paper counts them so.\n", b""), 5, "'reason' is missing. Add it; docs/cli.md"),
        (GOOD.replace(b"The paper counts them so.", b'""'), 7, "reason: is empty"),
        (GOOD.replace(b"    who:", b"    whom:"), 8, "'whom' is not a field here.*'who'"),
        (GOOD.replace(b"NUM001", b"NUM901"), 5, "no rule NUM901"),
        (GOOD.replace(b"NUM001-", b"NUM1-"), 5, "not a finding's id"),
        (GOOD.replace(b"decision: dismiss", b"decision: ignore"), 6, "'ignore'"),
        (GOOD.replace(b"decision: dismiss", b"decision: reword"), 6, "replacement"),
        (GOOD.replace(b"2026-01-31T12:00:00Z", b"yesterday"), 9, "a time in UTC"),
        (GOOD.replace(b"article: calm", b"article: other"), 3, "decisions on other, not on calm"),
        (b"\xff\xfe", 1, "not UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_with_its_line_and_stays(
    tmp_path: Path, data: bytes, line: int, told: str
) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    path = decisions_path(workspace, CALM)
    path.parent.mkdir()
    path.write_bytes(data)
    with pytest.raises(RecordError, match=told) as caught:
        add_decision(workspace, CALM, DECISION, RULES)
    assert caught.value.place is not None
    assert caught.value.place.line == line
    assert path.read_bytes() == data


def test_a_layout_that_nothing_can_be_put_into_is_refused() -> None:
    block = " ".join(line.strip() + "," for line in GOOD.decode().splitlines()[4:]).replace("- finding", "finding")
    with pytest.raises(RecordError, match="block of its own"):
        with_decision(
            f"article: calm\ndecisions: [{{{block}}}]\n".encode(), CALM, DECISION, source="calm.yaml", rules=RULES
        )


def _decide(folder: str, who: str) -> None:
    for number in range(1, 11):
        finding = FindingId(f"NUM001-00000000-{number}")
        add_decision(Workspace(Path(folder)), CALM, replace(DECISION, finding=finding, who=who), RULES)


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    people = ["Ada", "Bo"]
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_decide, args=(str(workspace.path), who)) for who in people]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    kept = read_decisions(decisions_path(workspace, CALM), RULES).decisions
    assert sorted(one.who for one in kept) == ["Ada"] * 10 + ["Bo"] * 10


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "calm.yaml", RULES).decisions == ()
