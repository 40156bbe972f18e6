"""Many articles audited: only what changed is done again, by several processes where there is much of it.

What can be had is done, and in place of each article that cannot be read stands the error that tells why. Whatever the
number of processes, and whatever of it was kept from before, the same articles give the same answers in the same order.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, TypeVar, cast

from ingest.finished import FinishedAudits, Plan, evidence_state
from ingest.telling import Teller, Told
from kg.errors import EvidenceError, UsageError
from kg.shelf import Shelf
from kg.workspace import Snapshot, Workspace

if TYPE_CHECKING:
    from ingest.pipeline import Audited

__all__ = ["Progress", "audit_all", "load_all", "tell_all"]

Progress = Callable[[int, int], None]
"""Told how many articles are done, of how many."""

_WORTH_A_PROCESS = 8
"""Articles to audit for each process: one that has fewer spends longer on its start than it saves."""

_Done = TypeVar("_Done")


def load_all(given: Iterable[str], load: Callable[[str], Snapshot]) -> Iterator[Snapshot | EvidenceError]:
    """The snapshot of each article, in the order given; in place of one that cannot be had, the error that tells why.

    Args:
        given: files or addresses.
        load: gives the snapshot of one.

    Raises:
        UsageError: if one is refused rather than missing.
    """
    for each in given:
        try:
            yield load(each)
        except UsageError:
            raise
        except EvidenceError as error:
            yield error


def audit_all(
    snapshots: Sequence[Snapshot],
    workspace: Workspace,
    *,
    rules: frozenset[str] | None = None,
    shelf: Shelf | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Audited | EvidenceError]:
    """The audit of each article, in the order given; in place of one that cannot be read, the error.

    Args:
        snapshots: the articles.
        workspace: what they are held against; nothing is written there.
        rules: codes of the rules to apply; all by default.
        shelf: where finished audits are kept, and taken from if nothing changed; by default none is.
        jobs: how many processes work; by default as many as there are processors and work for.
        progress: told of each article that is done.

    Raises:
        StoreError: if the store cannot be read, or a process ends before its time.
    """
    plan = Plan(workspace, evidence_state(workspace), rules, shelf)
    done = _do(plan, dict(enumerate(snapshots)), None, jobs, progress or _silent(), len(snapshots))
    return cast("Iterator[Audited | EvidenceError]", (outcome for _, outcome in done))


def tell_all(
    snapshots: Sequence[Snapshot],
    workspace: Workspace,
    teller: Teller,
    *,
    rules: frozenset[str] | None = None,
    shelf: Shelf | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Told | EvidenceError]:
    """What a teller makes of the audit of each article; arguments and errors as for :func:`audit_all`.

    Where neither article, evidence, rules nor telling changed, it is taken as it was told before: the evidence is not
    even opened.
    """
    plan = Plan(workspace, evidence_state(workspace), rules, shelf)
    known = dict(_told_before(plan, snapshots, teller))
    waiting = {at: snapshot for at, snapshot in enumerate(snapshots) if at not in known}
    done = cast(
        "Iterator[tuple[int, Told | EvidenceError]]",
        _do(plan, waiting, teller, jobs, progress or _silent(), len(snapshots)),
    )
    return _in_order(known, done, len(snapshots))


def _told_before(plan: Plan, snapshots: Sequence[Snapshot], teller: Teller) -> Iterator[tuple[int, Told]]:
    """What was told before and stands, each with its place."""
    if plan.shelf is None:
        return
    finished = FinishedAudits(plan.shelf, plan.rules)
    for at, snapshot in enumerate(snapshots):
        found = finished.find(snapshot)
        if found is not None and found.state == plan.state:
            kept = finished.take_told(found, teller.key_for(snapshot))
            if kept is not None:
                try:
                    yield at, Told.from_bytes(kept)
                except ValueError:
                    continue  # made again


def _in_order(known: Mapping[int, _Done], done: Iterator[tuple[int, _Done]], count: int) -> Iterator[_Done]:
    for at in range(count):
        yield known[at] if at in known else next(done)[1]
    next(done, None)  # lets the work end in its own way


def _do(
    plan: Plan, waiting: Mapping[int, Snapshot], teller: Teller | None, jobs: int | None, progress: Progress, count: int
) -> Iterator[tuple[int, Audited | Told | EvidenceError]]:
    """Each waiting article done, in order, with its place."""
    if not waiting:
        return
    already = count - len(waiting)
    outcomes = _outcomes(plan, list(waiting.values()), teller, _processes(len(waiting), jobs))
    progress(already, count)
    for number, (at, outcome) in enumerate(zip(waiting, outcomes, strict=True), start=1):
        progress(already + number, count)
        yield at, outcome
    if plan.shelf is not None:
        plan.shelf.clear_old()


def _outcomes(
    plan: Plan, snapshots: Sequence[Snapshot], teller: Teller | None, processes: int
) -> Iterator[Audited | Told | EvidenceError]:
    from ingest.audit_work import Work, attempt, begin, do_one  # noqa: PLC0415 - a second that no idle run need pay

    if processes == 1:
        work = Work(plan)
        yield from (attempt(work, snapshot, teller) for snapshot in snapshots)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=begin, initargs=(plan,)) as pool:
        try:
            yield from pool.map(do_one, snapshots, [teller] * len(snapshots))
        except BrokenProcessPool as error:
            what = "a process that audited articles ended before its time"
            raise EvidenceError(what, mend="Run it again with --jobs 1.") from error
        finally:
            pool.shutdown(cancel_futures=True)


def _processes(waiting: int, jobs: int | None) -> int:
    """How many processes to use."""
    if jobs is not None:
        return max(1, min(jobs, waiting))
    return max(1, min(_processors(), waiting // _WORTH_A_PROCESS))


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _silent() -> Progress:
    return lambda _done, _count: None
