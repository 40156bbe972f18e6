"""A query on its way: asked beside the page, so that the page stays alive and its reader can stop it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kg.errors import EvidenceError, QueryError, QueryStoppedError
from kg.query import run
from kg.store import Answer
from kg.worker import Limits, Workers

__all__ = ["QueryOutcome", "QueryRun", "RunState"]


class RunState(StrEnum):
    """How far a query is."""

    WAITING = "waiting"
    RUNNING = "running"
    ANSWERED = "answered"
    CUT = "cut"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to come."""
        return self not in (RunState.WAITING, RunState.RUNNING)


@dataclass(frozen=True, slots=True)
class QueryOutcome:
    """What came of a query, and how long that took; an error in place of an answer that would not be whole."""

    said: Answer | EvidenceError
    seconds: float


class QueryRun:
    """One query on one generation, begun when it is made, in a thread of its own.

    Args:
        workers: whom to ask.
        generation: the generation's folder.
        text: the query.
        limits: what it may use.
    """

    def __init__(self, workers: Workers, generation: Path, text: str, limits: Limits) -> None:
        self.generation, self.text, self.limits = generation, text, limits
        self.outcome: QueryOutcome | None = None
        self._workers, self._stop, self._over = workers, threading.Event(), threading.Event()
        self._began = time.monotonic()
        self._is_asked = False
        threading.Thread(target=self._ask, name="query", daemon=True).start()

    @property
    def state(self) -> RunState:
        """How far it is."""
        if self.outcome is None:
            return RunState.RUNNING if self._is_asked else RunState.WAITING
        match self.outcome.said:
            case Answer(is_cut=is_cut):
                return RunState.CUT if is_cut else RunState.ANSWERED
            case QueryStoppedError():
                return RunState.STOPPED
        return RunState.FAILED

    @property
    def seconds(self) -> float:
        """How long it took, or has taken so far."""
        return self.outcome.seconds if self.outcome else time.monotonic() - self._began

    def stop(self) -> None:
        """Give it up; its process is killed within a moment. Nothing happens if it is over."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait for its end, at most so long; whether it is over."""
        return self._over.wait(seconds)

    def _ask(self) -> None:
        try:
            self.outcome = self._ask_one()
        finally:
            self._over.set()

    def _ask_one(self) -> QueryOutcome:
        said: Answer | EvidenceError
        try:
            with self._workers.lend(self._stop) as worker:
                self._began, self._is_asked = time.monotonic(), True
                said = run(self.generation, self.text, worker=worker, limits=self.limits, stop=self._stop)
        except EvidenceError as error:
            said = error
        except Exception as error:  # a thread has nobody to raise to, and the page must hear of it
            said = QueryError(f"the query failed ({type(error).__name__}: {error})", mend="Run it again.")
        return QueryOutcome(said, time.monotonic() - self._began)
