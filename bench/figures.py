"""How a measurement is judged and printed: one line a figure, and an exit status of 1 when a goal is missed."""

from __future__ import annotations

import operator
import re
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Figure", "median_seconds", "print_figures", "run_quietly"]

COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value.

    Args:
        name: what was measured.
        value: the measured value.
        unit: what it counts, such as ``s`` or ``claims``.
        goal: a comparison and a number, such as ``<= 2``; empty for a peer, which is shown and not judged.
    """

    name: str
    value: float
    unit: str
    goal: str = ""

    @property
    def verdict(self) -> str:
        """``met``, ``short``, or ``peer`` where there is no goal.

        Raises:
            ValueError: the goal is not a comparison and a number.

        >>> Figure("audit", 1.4, "s", goal="<= 2").verdict
        'met'
        >>> Figure("recall", 0.4, "of claims", goal=">= 0.9").verdict
        'short'
        """
        if not self.goal:
            return "peer"
        goal = re.fullmatch(r"(<=|>=|==|<|>) *([-+]?[0-9.]+)", self.goal)
        if goal is None:
            raise ValueError(f"{self.goal!r} is not a goal such as '<= 2'")
        return "met" if COMPARISONS[goal[1]](self.value, float(goal[2])) else "short"

    def __str__(self) -> str:
        value = f"{self.value:.3f}".rstrip("0").rstrip(".")
        return f"{self.name:<44} {value:>10} {self.unit:<10} {self.goal:<8} {self.verdict}".rstrip()


def print_figures(figures: Sequence[Figure]) -> int:
    """Print each figure, goals before peers; gives back the exit status: 1 when any figure is short, else 0."""
    for figure in sorted(figures, key=lambda figure: figure.verdict == "peer"):
        print(figure)
    return 1 if any(figure.verdict == "short" for figure in figures) else 0


def median_seconds(action: Callable[[], object], *, runs: int = 5) -> float:
    """How long the action takes on the clock, in seconds: the median of several runs."""
    return statistics.median(_seconds(action) for _ in range(runs))


def run_quietly(command: Sequence[str], *, text: str = "", accepted: Sequence[int] = (0,)) -> None:
    """Run a command to its end with ``text`` as its input.

    Raises:
        RuntimeError: its exit status is not an accepted one, so its time would mean nothing.
    """
    finished = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if finished.returncode not in accepted:
        raise RuntimeError(f"{' '.join(command)} ended with {finished.returncode}: {finished.stderr.strip()}")


def _seconds(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin
