"""Queries in a process of their own, which can be killed: the only limit that the store's engine obeys.

The engine has no time limit, signals do not stop it, and a sorted answer can take all memory. So a query
that somebody typed runs in a child process with a cap on its address space, and is ended with it when its
time is over. What comes back is a whole answer, an answer that says it was cut, or a typed error.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import EvidenceError, QueryError, QueryLimitError, QueryStoppedError
from kg.store import Answer, Generation, Term

__all__ = ["Limits", "Worker", "Workers"]

_LOOK_SECONDS = 0.05
"""How often a question looks whether its asker has stopped it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use; rows beyond the limit are cut, and the answer says so."""

    seconds: float = 20.0
    rows: int = 100_000
    memory_mib: int = 3072


@dataclass(frozen=True, slots=True)
class _Question:
    path: str
    text: str
    prefixes: Mapping[str, str]
    values: Mapping[str, Term]
    rows: int


class Worker:
    """A process that answers queries one after the other; ended by a limit, it starts again by itself.

    Safe to share between threads: they take turns.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._memory_mib = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(
        self,
        generation: Path,
        text: str,
        *,
        prefixes: Mapping[str, str],
        limits: Limits,
        values: Mapping[str, Term] | None = None,
        stop: threading.Event | None = None,
    ) -> Answer:
        """The answer to a query on one generation.

        Args:
            generation: the generation's folder.
            text: SPARQL that :func:`kg.query.guard` let pass.
            prefixes: those that the text may use undeclared.
            limits: what it may use; the time that it waits for its turn does not count.
            values: terms to put in place of variables, each of which must be among the columns.
            stop: once set, by whichever thread, the question is given up by killing the process.

        Raises:
            QueryStoppedError: if ``stop`` was set first.
            QueryLimitError: if it took too long or too much memory; no part of an answer is given.
            QueryError: if it is malformed or fails.
        """
        stop = stop or threading.Event()
        question = _Question(str(generation), text, prefixes, values or {}, limits.rows)
        with self._turn:
            said = self._say(question, limits, stop)
        if isinstance(said, EvidenceError):
            raise said
        if not isinstance(said, Answer):
            raise QueryError("the query failed in a way that its process could not tell")
        return said

    def _say(self, question: _Question, limits: Limits, stop: threading.Event) -> object:
        """What the process says to a question; it is killed if that takes too long, or is no longer wanted."""
        until = time.monotonic() + limits.seconds
        try:
            line = self._ready(limits.memory_mib)
            line.send(question)
            while not line.poll(min(_LOOK_SECONDS, max(0.0, until - time.monotonic()))):
                if stop.is_set():
                    self.stop()
                    raise _stopped()
                if time.monotonic() >= until:
                    self.stop()
                    raise QueryLimitError(
                        f"the query was stopped after {limits.seconds:g} seconds",
                        mend="Ask for less: fewer patterns, a LIMIT, or a longer time limit.",
                    )
            return line.recv()
        except (EOFError, OSError) as error:
            self.stop()
            raise QueryLimitError(
                f"the query took more than {limits.memory_mib} MiB of memory, or ended its process",
                mend="Ask for less: leave out ORDER BY, or add a LIMIT.",
            ) from error

    @property
    def process_id(self) -> int | None:
        """The number of the process that answers; ``None`` where there is none."""
        return None if self._process is None else self._process.pid

    def stop(self) -> None:
        """Kill the process, whatever it is doing; the next question starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
        if self._line is not None:
            self._line.close()
            self._line = None

    close = stop

    def _ready(self, memory_mib: int) -> Connection:
        """The line to a living process with this cap."""
        alive = self._process is not None and self._process.poll() is None and self._memory_mib == memory_mib
        if not alive or self._line is None:
            self.stop()
            ours, theirs = Pipe()
            with contextlib.closing(theirs):
                self._process = subprocess.Popen(  # noqa: S603 - our own words
                    [sys.executable, "-m", "kg.worker", str(theirs.fileno()), str(memory_mib)],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
                )
            self._line, self._memory_mib = ours, memory_mib
        return self._line


def _stopped() -> QueryStoppedError:
    return QueryStoppedError("the query was stopped before it was done", mend="Run it again, or ask for less.")


class Workers:
    """A few workers for many askers: a question goes to one that is free, or waits for the one whose turn it is.

    Args:
        count: how many processes there may be at once; each starts with its first question.
    """

    def __init__(self, count: int) -> None:
        self._free: queue.LifoQueue[Worker] = queue.LifoQueue()  # the one that is warm comes first
        self._all = tuple(Worker() for _ in range(count))
        for worker in reversed(self._all):
            self._free.put(worker)

    @contextlib.contextmanager
    def lend(self, stop: threading.Event) -> Iterator[Worker]:
        """A worker that nobody else asks meanwhile.

        Raises:
            QueryStoppedError: if ``stop`` was set before one was free.
        """
        while True:
            try:
                worker = self._free.get(timeout=_LOOK_SECONDS)
                break
            except queue.Empty:
                if stop.is_set():
                    raise _stopped() from None
        try:
            yield worker
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """End all processes; the next question starts one again."""
        for worker in self._all:
            worker.close()


def _answers(line: Connection) -> Iterator[Answer | EvidenceError]:
    """Answers to the questions that come down the line, until it is closed."""
    opened: Generation | None = None
    while True:
        try:
            question = line.recv()
        except EOFError:
            return
        try:
            if opened is None or str(opened.path) != question.path:
                opened = Generation(Path(question.path))
            yield opened.query(question.text, prefixes=question.prefixes, values=question.values, rows=question.rows)
        except EvidenceError as error:
            yield error
        except MemoryError:
            return


def _serve(descriptor: int, memory_mib: int) -> None:
    import resource

    cap = memory_mib * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (cap, cap))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with Connection(descriptor) as line:
        for answer in _answers(line):
            line.send(answer)


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]))
