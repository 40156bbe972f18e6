"""Whether a load and a pull that are killed at any moment end with the same graph when they are run again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Figure
from kg.identifiers import content_hash
from kg.workspace import Workspace
from tests.ncbi_server import NcbiServer, run_server

__all__ = ["measure"]

KILLS = 10
PULLED_RECORDS = 900
"""More than one request holds, so that a pull can be cut between two."""
_DRAWN = random.Random(20_261_126)  # noqa: S311 - moments to kill at


def measure(part: Path) -> list[Figure]:
    """Kill a load and a pull ten times each, at random moments of their usual length.

    Args:
        part: a file of some thousand PubMed records.
    """
    with tempfile.TemporaryDirectory() as made, run_server() as server:
        server.add(*range(1, PULLED_RECORDS + 1))
        loading, pulling = Path(made, "load"), Path(made, "pull")
        Workspace.at(loading).keep_given("records", part.name, part.read_bytes())
        _make_pulling(pulling, server)
        ids = Path(made, "ids")
        ids.write_text("\n".join(server.records), encoding="utf-8")
        pull = ["ingest", "pubmed", "--file", str(ids)]
        return [
            Figure("loads alike after kill -9", _count_alike(loading, ["build"]), f"of {KILLS}", f"== {KILLS}"),
            Figure("pulls alike after kill -9", _count_alike(pulling, pull), f"of {KILLS}", f"== {KILLS}"),
        ]


def _make_pulling(folder: Path, server: NcbiServer) -> None:
    Workspace.at(folder)
    settings = f'format = 1\n[ncbi]\naddress = "{server.address}"\n'
    (folder / "kg.toml").write_text(settings, encoding="utf-8")


def _count_alike(folder: Path, arguments: Sequence[str]) -> int:
    """How often the graph is the same as without a kill; what the command keeps is taken away before each try."""
    begin = time.monotonic()
    _run(folder, arguments)
    usual = time.monotonic() - begin
    expected, alike = _digest(folder), 0
    for _ in range(KILLS):
        for kept in ("store", "cache"):
            _remove(folder / kept)
        _kill_after(_DRAWN.uniform(0.1, usual), folder, arguments)
        _run(folder, arguments)
        alike += _digest(folder) == expected
    return alike


def _remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def _digest(folder: Path) -> str:
    return content_hash(Workspace(folder).store.open().dump("nquads"))


def _start(folder: Path, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    code = "from kg.cli import main; main(prog_name='kg')"
    command = [sys.executable, "-c", code, *arguments, "--workspace", str(folder)]
    environment = os.environ | {"XDG_CACHE_HOME": str(folder.parent / "user")}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment, start_new_session=True)


def _run(folder: Path, arguments: Sequence[str]) -> None:
    with _start(folder, arguments) as process:
        if process.wait():
            raise RuntimeError(f"kg {arguments[0]} ended with {process.returncode}")


def _kill_after(seconds: float, folder: Path, arguments: Sequence[str]) -> None:
    """Start it, and kill it with all that it started; one that ended before is left in peace."""
    with _start(folder, arguments) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
