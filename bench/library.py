"""A folder of articles: how long the first audit takes, one with a change, one without, and with how many processes.

300 made-up articles with 30 references each (bench/made_library.py), held against a store of 3,000 records that the
articles share. Each run is a process of its own, as a user starts it. ``--articles N`` takes fewer.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure, print_figures
from bench.made_library import write_library

__all__ = ["main"]

KG = str(Path(sys.executable).with_name("kg"))
RECORDS_AN_ARTICLE = 10
"""An article cites thirty; each record is cited by three on average."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of `kg audit`: seconds on the clock, seconds of processors, and the hash of what it printed."""

    wall: float
    busy: float
    digest: str


def audit(folder: Path, cache: str, *options: str) -> Run:
    """Audit the folder's articles with a cache of this name.

    Raises:
        RuntimeError: if the command does not end as an audit does.
    """
    command = [KG, "audit", "articles", "--workspace", "ws", *options]
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / cache)}
    busy, begin = _busy(), time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    wall = time.perf_counter() - begin
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()[:500]}")
    return Run(wall, _busy() - busy, hashlib.sha256(done.stdout).hexdigest())


def _busy() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def change_one(folder: Path) -> None:
    """Add a sentence to the first article."""
    path = min((folder / "articles").iterdir())
    path.write_text(path.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")


def measure(folder: Path, count: int) -> list[Figure]:
    """Write a library of so many articles and audit it in every way."""
    write_library(folder / "articles", folder / "ws", articles=count, records=max(30, count * RECORDS_AN_ARTICLE))
    subprocess.run([KG, "build", "--workspace", str(folder / "ws")], check=True, capture_output=True)
    one = audit(folder, "one", "--jobs", "1")
    two = audit(folder, "two", "--jobs", "2")
    three = audit(folder, "three", "--jobs", "3")
    shutil.rmtree(folder / "three", ignore_errors=True)
    unchanged = [audit(folder, "two") for _ in range(3)]
    change_one(folder)
    changed = audit(folder, "two")
    fresh = audit(folder, "one", "--jobs", "1")
    same = {run.digest for run in (one, two, three, *unchanged)}
    quiet = min(unchanged, key=lambda run: run.wall)
    return [
        Figure(f"first audit of {count} articles, 2 processes", two.wall, "s", "< 180"),
        Figure("nothing changed", quiet.wall, "s", "< 2"),
        Figure("one article changed", changed.wall, "s", "< 5"),
        Figure("2 processes against 1, on the clock", one.wall / two.wall, "times", ">= 1.6"),
        Figure("outputs that differ with 1, 2, 3 processes", float(len(same) - 1), "", "== 0"),
        Figure("outputs that differ after a change", float(fresh.digest != changed.digest), "", "== 0"),
        Figure("processor time: first audit, 1 process", one.busy, "s"),
        Figure("processor time: first audit, 2 processes", two.busy, "s"),
        Figure("processor time: nothing changed", quiet.busy, "s"),
        Figure("processor time: one article changed", changed.busy, "s"),
    ]


def main() -> int:
    """Measure; gives back the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=300, metavar="N", help="how many articles")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        return print_figures(measure(Path(name), options.articles))


if __name__ == "__main__":
    sys.exit(main())
