"""Decisions as text files made for review in version control: ``decisions/KEY.yaml``, one block a decision.

A new decision is put into the text where it belongs in the order; nothing else of the file changes, so that a review
shows that block alone, and comments and the layout of those who edit by hand stay. The file is read again before
it is written, under a lock; one that cannot be read is never written to.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import Place, RecordError, WorkspaceError
from kg.identifiers import ArticleId
from kg.model.decision import Decision, DecisionSet, Ruling
from kg.store import write_atomically
from kg.workspace import Workspace
from kg.yaml_records import Sourced, closest, format_record, parse_record

__all__ = [
    "add_decision",
    "decisions_path",
    "iter_decision_files",
    "parse_decisions",
    "read_decisions",
    "with_decision",
]

_HEAD = """\
# Decisions on what the audit found in this article: one block each, the newest of each person counts.
# `kg decide` and the explorer write here; docs/cli.md says what goes into a block.
article: {article}
decisions:
"""
_GUIDE = "docs/cli.md"
_CONFLICT = re.compile(rb"^(?:<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)(?:[ \t].*)?\r?$", re.MULTILINE)
_PATTERNS = (
    ("when", re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z"), "Write a time in UTC, as 2026-01-31T12:00:00Z."),
    ("subject", re.compile(r"[0-9a-f]{16}-[1-9][0-9]*"), "Put the line back as `kg decide` wrote it."),
    ("source", re.compile(r"[0-9a-f]{16}"), "Put the line back as `kg decide` wrote it; the file may be cut here."),
)
_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")  # as YAML counts lines
_ASIDE = re.compile(r"\s*(?:#.*)?\s*")
_PATIENCE_SECONDS = 10.0


def decisions_path(workspace: Workspace, article: ArticleId) -> Path:
    """The file of an article's decisions; it need not exist."""
    return workspace.path / "decisions" / f"{article}.yaml"


def iter_decision_files(workspace: Workspace) -> Iterator[Path]:
    """The files of decisions that a workspace holds, by name."""
    yield from sorted(path for path in (workspace.path / "decisions").glob("*.yaml") if not path.name.startswith("."))


def read_decisions(path: Path, rules: Collection[str]) -> DecisionSet:
    """The decisions that a file holds; none if it is not there.

    Args:
        path: of the file, whose name is the article's key.
        rules: the codes of the rules there are.

    Raises:
        RecordError: if it cannot be read, or holds what no decision is, with file and line.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return DecisionSet(ArticleId.parse(path.stem))
    except OSError as error:
        what = f"the decisions cannot be read ({error.strerror})"
        raise RecordError(what, place=Place(str(path)), mend="Mend the file or its permissions.") from error
    return parse_decisions(data, source=str(path), rules=rules).record


def parse_decisions(data: bytes, *, source: str, rules: Collection[str]) -> Sourced[DecisionSet]:
    """The decisions in a file's bytes, each with its line.

    Raises:
        RecordError: as :func:`read_decisions`.
    """
    if conflict := _CONFLICT.search(data):
        raise RecordError(
            "the file holds the marks of a merge that was not finished",
            place=Place(source, data.count(b"\n", 0, conflict.start()) + 1),
            mend="Keep the blocks of both sides, for two people may decide on one finding, and take the lines of the "
            "marks (<<<<<<<, =======, >>>>>>>) out; nothing is written to the file until then.",
        )
    read = parse_record(data, DecisionSet, source=source, guide=_GUIDE)
    expected = Path(source).stem
    if read.record.article.value != expected:
        what = f"these are decisions on {read.record.article}, not on {expected}"
        raise RecordError(what, place=read.place("article"), mend="Give the file the name of its article.")
    for number, decision in enumerate(read.record.decisions):
        _check(decision, f"decisions[{number}]", read, rules)
    return read


def _check(decision: Decision, field: str, read: Sourced[DecisionSet], rules: Collection[str]) -> None:
    """What the types alone do not tell.

    Raises:
        RecordError: with the line.
    """
    if decision.finding.rule not in rules:
        mend = f"{closest(decision.finding.rule, sorted(rules))} Or take the block out, if the rule is no more."
        what = f"there is no rule {decision.finding.rule}"
        raise RecordError(what, place=read.place(f"{field}.finding"), mend=mend)
    for name, pattern, mend in _PATTERNS:
        value = getattr(decision, name)
        if not pattern.fullmatch(value):
            raise RecordError(f"is {value[:40]!r}", place=read.place(f"{field}.{name}"), mend=mend)
    if (decision.decision is Ruling.REWORD) != (decision.replacement is not None):
        what = "a rewording, and nothing else, has a replacement"
        mend = "Add the new words as replacement, or change the decision."
        raise RecordError(what, place=read.place(f"{field}.decision"), mend=mend)


def add_decision(workspace: Workspace, article: ArticleId, decision: Decision, rules: Collection[str]) -> Path:
    """Keep a decision beside those that are there, whoever else writes at the same time. Returns the file's path.

    Raises:
        RecordError: if the file cannot be read; it stays as it is.
        WorkspaceError: if it cannot be written.
    """
    path = decisions_path(workspace, article)
    try:
        path.parent.mkdir(exist_ok=True)
        with _lock(workspace):
            text = with_decision(_text_of(path), article, decision, source=str(path), rules=rules)
            write_atomically(path, text)
    except OSError as error:
        what = f"the decision could not be kept ({error.strerror or error})"
        mend = "Make room on the disk or mend the folder's permissions."
        raise WorkspaceError(what, place=Place(str(path)), mend=mend) from error
    return path


def _text_of(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def with_decision(data: bytes, article: ArticleId, decision: Decision, *, source: str, rules: Collection[str]) -> str:
    """The text of a file of decisions with one more, in its place; ``data`` is empty where there was no file.

    Raises:
        RecordError: if the file cannot be read, or is laid out so that nothing can be added.
    """
    head = _HEAD.format(article=article)
    if not data:
        return head + _block(decision)
    read = parse_decisions(data, source=source, rules=rules)
    before = read.record.decisions
    if not before:
        return head + _block(decision)
    place = bisect_right([_order(one) for one in before], _order(decision)) if _is_sorted(before) else len(before)
    expected = (*before[:place], decision, *before[place:])
    for text in _insertions(data.decode("utf-8"), read, place, _block(decision)):
        if _decisions_in(text, source, rules) == expected:
            return text
    what = "the file is laid out so that no decision can be put into it"
    mend = "Write each decision as a block of its own below `decisions:`, begun by `  - `."
    raise RecordError(what, place=read.place("decisions"), mend=mend)


def _insertions(text: str, read: Sourced[DecisionSet], place: int, block: str) -> Iterator[str]:
    """The text with the block before the decision of this place: above comments that stand over that one, or below."""
    lines = [line for line in _LINE.findall(text) if line]
    if place == len(read.record.decisions):
        last = "" if lines[-1].endswith(("\n", "\r")) else "\n"
        yield "".join([*lines, last, block])
        return
    at = above = read.lines[f"decisions[{place}]"] - 1
    while above > read.lines["decisions"] and _ASIDE.fullmatch(lines[above - 1]):
        above -= 1
    for line in dict.fromkeys((above, at)):
        yield "".join([*lines[:line], block, *lines[line:]])


def _decisions_in(text: str, source: str, rules: Collection[str]) -> tuple[Decision, ...] | None:
    try:
        return parse_decisions(text.encode(), source=source, rules=rules).record.decisions
    except RecordError:
        return None


def _order(decision: Decision) -> tuple[str, str, str]:
    return decision.finding.value, decision.when, decision.who


def _is_sorted(decisions: tuple[Decision, ...]) -> bool:
    order = [_order(one) for one in decisions]
    return order == sorted(order)


def _block(decision: Decision) -> str:
    """One decision as an item of the list."""
    first, *rest = format_record(decision).rstrip("\n").split("\n")
    return "".join(f"{line}\n" for line in (f"  - {first}", *(f"    {line}" if line else "" for line in rest)))


@contextmanager
def _lock(workspace: Workspace) -> Iterator[None]:
    """Be the only one who writes decisions here. The system frees the lock of a process that dies.

    Raises:
        WorkspaceError: if another process keeps it.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only writers need it

    path = workspace.store.folder / "decisions.lock"  # not beside the decisions, which are under version control
    path.parent.mkdir(exist_ok=True)
    try:
        with FileLock(path, timeout=_PATIENCE_SECONDS):
            yield
    except Timeout as error:
        mend = "Wait for it to end, or end it, and decide again; nothing was changed."
        raise WorkspaceError("another process is writing decisions", place=Place(str(path)), mend=mend) from error
