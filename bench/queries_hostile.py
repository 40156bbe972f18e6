"""How surely a query that runs away is stopped: in time, within its memory, and with nothing left running.

Each of twenty hostile queries runs with limits of its own on a store that is made here. What is measured is the clock
from asking to the typed error, the peak of the process that answered, and whether that process is gone.
"""

from __future__ import annotations

import re
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure, print_figures
from kg.errors import QueryLimitError
from kg.query import run
from kg.store import Store
from kg.worker import Limits, Worker

LIMITS = Limits(seconds=2.0, rows=1_000, memory_mib=1024)
ALLOWED_SECONDS = 0.5
THINGS = 4_000
GROWTH = " ".join(f"BIND(CONCAT(?x{at}, ?x{at}) AS ?x{at + 1})" for at in range(40))
WORDS = " ".join(f'"{word}"' for word in range(300))
COUNT = "SELECT (COUNT(*) AS ?n)"
TRIPLES = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"

HOSTILE: Mapping[str, str] = {
    "count of a product": f"SELECT (COUNT(*) AS ?n) {{ {TRIPLES} }}",
    "order of a product": f"SELECT * {{ {TRIPLES} }} ORDER BY ?i ?a ?e LIMIT 1",
    "distinct of a product": f"SELECT DISTINCT ?a ?f ?g {{ {TRIPLES} FILTER(?a != ?g) }} ORDER BY ?a",
    "product that matches nothing": f"SELECT * {{ {TRIPLES} FILTER(CONCAT(?c, ?f, ?i) = 'never') }}",
    "yes or no of a product": f"ASK {{ {TRIPLES} . ?j ?k ?l FILTER(CONCAT(?c, ?f, ?i, ?l) = 'never') }}",
    "path of paths": "SELECT (COUNT(*) AS ?n) { ?a ((!<a:b>|^!<a:b>)+/(!<a:b>|^!<a:b>)+)+ ?b . ?b (!<a:b>)* ?c }",
    "path there and back": "SELECT * { ?a (<urn:next>|^<urn:next>)* ?b . ?b (<urn:next>|^<urn:next>)* ?c } ORDER BY ?c",
    "path with nothing in it": f"{COUNT} {{ ?a (<urn:next>?)/(<urn:next>?) ?b . ?c <urn:next>* ?d . ?e ?f ?g }}",
    "values times values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{at} {{ {WORDS} }}" for at in range(6))
    + " }",
    "regex on a product": f"{COUNT} {{ {TRIPLES} FILTER(REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), '(a+)+(b|c)*z$')) }}",
    "text that doubles": f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('0123456789' AS ?x0) {GROWTH} }}",
    "text that doubles for each row": f"SELECT (STRLEN(?x40) AS ?n) {{ ?s <urn:text> ?x0 {GROWTH} }}",
    "all texts joined": f"SELECT (STRLEN(GROUP_CONCAT(?i; separator='-')) AS ?n) {{ {TRIPLES} }}",
    "a group for each pair": f"SELECT ?a ?f (GROUP_CONCAT(?i) AS ?t) {{ {TRIPLES} }} GROUP BY ?a ?f",
    "selects within selects": f"{COUNT} {{ {{ SELECT * {{ {{ SELECT * {{ {TRIPLES} }} ORDER BY ?f }} }} }} ?j ?k ?l }}",
    "existence of a product": f"{COUNT} {{ ?s ?p ?o FILTER NOT EXISTS {{ {TRIPLES} FILTER(?c = 'no' && ?o = ?i) }} }}",
    "minus a product": f"SELECT * {{ ?a ?b ?c MINUS {{ {TRIPLES} FILTER(?f != ?i) }} }} ORDER BY ?c",
    "optional upon optional": f"{COUNT} {{ ?a ?b ?c OPTIONAL {{ ?d ?e ?f OPTIONAL {{ ?g ?h ?i . ?j ?k ?l }} }} }}",
    "graph of a product": f"CONSTRUCT {{ ?a ?e ?i }} {{ {TRIPLES} FILTER(CONTAINS(CONCAT(?c, ?f, ?i), 'never')) }}",
    "description of everything": f"DESCRIBE ?a ?d ?g {{ {TRIPLES} . ?j ?k ?l FILTER(STR(?l) = CONCAT(?c, ?f)) }}",
}


@dataclass(frozen=True, slots=True)
class Stop:
    """How one query ended.

    Attributes:
        seconds: from asking to the error.
        is_typed: whether it ended with the error that says so, and not with an answer.
        peak_mib: most memory that its process held, as far as it was seen.
        is_gone: whether no process is left.
    """

    name: str
    seconds: float
    is_typed: bool
    peak_mib: float
    is_gone: bool

    @property
    def is_stopped(self) -> bool:
        """Whether all of it is as it must be."""
        in_time = self.seconds <= LIMITS.seconds + ALLOWED_SECONDS
        return in_time and self.is_typed and self.is_gone and self.peak_mib <= LIMITS.memory_mib


def make_store(folder: Path) -> Path:
    """A store of a chain of things with numbers and texts; gives back the folder of its generation."""
    lines = []
    for at in range(THINGS):
        subject = f"<urn:thing:{at}>"
        lines += [
            f"{subject} <urn:next> <urn:thing:{(at + 1) % THINGS}> <urn:g> .\n",
            f'{subject} <urn:text> "text {at} {"a" * 40}" <urn:g> .\n',
            f'{subject} <urn:number> "{at}" <urn:g> .\n',
        ]
    store = Store(folder)
    store.rebuild(lambda: {"urn:g": "".join(lines)})
    return store.current_path()


def try_query(generation: Path, name: str, text: str) -> Stop:
    """One query in a worker of its own, whose process was started before, as it is on a page."""
    with Worker() as worker:
        run(generation, "ASK {}", worker=worker, limits=LIMITS)
        process = worker.process_id
        peaks: list[float] = []
        done = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process, peaks, done))
        watcher.start()
        begin, is_typed = time.perf_counter(), False
        try:
            run(generation, text, worker=worker, limits=LIMITS)
        except QueryLimitError:
            is_typed = True
        seconds = time.perf_counter() - begin
        done.set()
        watcher.join()
        is_gone = not is_typed or process is None or not Path(f"/proc/{process}").exists()
    return Stop(name, seconds, is_typed, max(peaks, default=0.0), is_gone)


def _watch(process: int | None, peaks: list[float], done: threading.Event) -> None:
    """Note the resident peak of a process until it is gone or done."""
    while not done.wait(0.02):
        try:
            status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
        except OSError:
            return
        peak = re.search(r"VmHWM:\s+(\d+) kB", status)
        if peak:
            peaks.append(int(peak[1]) / 1024)


def measure_hostile() -> list[Figure]:
    """Every hostile query, and how many were stopped as they must be."""
    with tempfile.TemporaryDirectory() as folder:
        generation = make_store(Path(folder, "store"))
        stops = [try_query(generation, name, text) for name, text in HOSTILE.items()]
    for stop in stops:
        if not stop.is_stopped:
            print(f"not stopped as it must be: {stop}", file=sys.stderr)
    late = max(stop.seconds for stop in stops) - LIMITS.seconds
    return [
        Figure("hostile queries stopped", sum(stop.is_stopped for stop in stops), "queries", f"== {len(HOSTILE)}"),
        Figure("latest stop after the limit", max(late, 0.0), "s", f"<= {ALLOWED_SECONDS}"),
        Figure("largest memory of one", max(stop.peak_mib for stop in stops), "MiB", f"<= {LIMITS.memory_mib}"),
        Figure("processes left running", sum(not stop.is_gone for stop in stops), "processes", "== 0"),
    ]


def main() -> int:
    """Measure, print, and give back the exit status."""
    return print_figures(measure_hostile())


if __name__ == "__main__":
    sys.exit(main())
