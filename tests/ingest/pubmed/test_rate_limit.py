"""The pace holds over threads and processes, clock jumps and killed holders."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.pubmed.rate_limit import RateLimit
from kg.errors import EvidenceError
from tests.conftest import CHECKOUT

TWO_THREADS = """
import sys, threading, time
from pathlib import Path
from ingest.pubmed.rate_limit import RateLimit

limit = RateLimit(Path(sys.argv[1]), per_second=float(sys.argv[2]))
passes = []

def work():
    for _ in range(int(sys.argv[3])):
        limit.wait()
        passes.append(time.monotonic())

threads = [threading.Thread(target=work) for _ in range(2)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(*passes)
"""

HOLD_THE_LOCK = """
import sys, time
from pathlib import Path
from ingest.pubmed.rate_limit import RateLimit

def hang(seconds):
    print("holding", flush=True)
    time.sleep(60)

limit = RateLimit(Path(sys.argv[1]), per_second=1, sleep=hang)
limit.wait()
limit.wait()
"""


class Clock:
    """Time that passes only when someone sleeps."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now
        self.slept: list[float] = []

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def make_limit(folder: Path, clock: Clock, *, per_second: float = 3) -> RateLimit:
    return RateLimit(folder, per_second=per_second, clock=clock.read, sleep=clock.sleep)


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT)


@pytest.mark.parametrize("per_second", [3, 10])
def test_no_second_holds_more_passes_than_allowed(tmp_path: Path, per_second: int) -> None:
    clock = Clock()
    limit = make_limit(tmp_path, clock, per_second=per_second)
    passes = []
    for _ in range(40):
        limit.wait()
        passes.append(clock.now)
    assert all(sum(start <= at < start + 1 for at in passes) <= per_second for start in passes)
    assert passes[-1] - passes[0] < 39 / per_second * 1.05  # and no slower than it must be


def test_first_pass_and_one_after_a_pause_do_not_wait(tmp_path: Path) -> None:
    clock = Clock()
    limit = make_limit(tmp_path, clock)
    limit.wait()
    clock.now += 5
    limit.wait()
    assert clock.slept == []


def test_two_processes_of_two_threads_keep_one_pace(tmp_path: Path) -> None:
    children = [start(TWO_THREADS, tmp_path, 20, 4) for _ in range(2)]
    passes = sorted(float(word) for child in children for word in child.communicate(timeout=60)[0].split())
    assert len(passes) == 16
    # What is measured is the return, some scheduling after the pass itself: hence sums, and not each gap.
    assert passes[-1] - passes[0] >= 15 * 0.05 * 0.98
    assert all(later - earlier > 0.0 for earlier, later in pairwise(passes))
    assert max(sum(at <= other < at + 1 for other in passes) for at in passes) <= 20


def test_threads_with_limits_of_their_own_share_the_pace(tmp_path: Path) -> None:
    clock = Clock()
    threads = [threading.Thread(target=make_limit(tmp_path, clock, per_second=10).wait) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(clock.slept) == pytest.approx(0.51)


def test_killed_holder_frees_the_lock(tmp_path: Path) -> None:
    holder = start(HOLD_THE_LOCK, tmp_path)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "holding\n"
    impatient = RateLimit(tmp_path, per_second=1000, patience_seconds=0.05)
    with pytest.raises(EvidenceError, match="pace of requests"):
        impatient.wait()

    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    RateLimit(tmp_path, per_second=1000, patience_seconds=5).wait()


@pytest.mark.parametrize("left", ["", "nonsense", "nan", "1e300", "9999999"])
def test_damaged_or_future_time_costs_one_gap_and_no_more(tmp_path: Path, left: str) -> None:
    clock = Clock()
    (tmp_path / "ncbi-last-request").write_text(left)
    make_limit(tmp_path, clock).wait()
    assert sum(clock.slept) == pytest.approx(0.34)


def test_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EvidenceError, match="cannot be kept"):
        RateLimit(tmp_path / "file" / "folder", per_second=3).wait()
