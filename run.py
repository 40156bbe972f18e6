#!/usr/bin/env python3
"""Run, test and check the project from a bare checkout, with Python 3.11 or newer and nothing else.

commands:
  start         make the environment, build and audit the bundled example, serve the explorer: the default
  setup         make the environment in .venv and stop
  kg ...        the command line, for instance: run.py kg audit my-article.md
  test ...      the tests; what follows goes to pytest
  check         lint, format, types, import rules, doctests, documentation
  bench [NAME]  measure one thing against its goals; without a name, say which there are

A later start takes a second or two: .venv is made again when requirements.txt or the Python changes, .example when
the code or the data does. Both may be removed at any time.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.txt"
VENV = ROOT / ".venv"
EXAMPLE = ROOT / ".example"  # a workspace like any other
HOST = "127.0.0.1"
USUAL_PORT = 8501
# What follows one of these on the command line is for that program to read.
PROGRAMS = {"kg": ["kg"], "test": ["pytest"], "bench": ["python", "-m", "bench"]}
CHECKS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
    "imports": ["lint-imports"],
    "doctests": ["pytest", "-q", "--doctest-modules", "kg", "ingest", "bench"],
    "docs": ["pytest", "-q", "tests/test_docs.py", "tests/test_house.py"],
}


class RunError(Exception):
    """A step that failed for a reason that its message names."""


def make_environment_stamp() -> str:
    """What an environment depends on: the lock, the Python, and the place, for its scripts hold their own path."""
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return f"{lock} python-{sys.version_info.major}.{sys.version_info.minor} {ROOT}"


def is_stamped(folder: Path, stamp: str) -> bool:
    """Whether the folder was finished from just this; a half-made one has no stamp, for it is written last."""
    path = folder / ".made-from"
    return path.is_file() and path.read_text(encoding="utf-8") == stamp


def write_stamp(folder: Path, stamp: str) -> None:
    """Say, in one step, that the folder is complete."""
    draft = folder / ".made-from.new"
    draft.write_text(stamp, encoding="utf-8")
    draft.replace(folder / ".made-from")


def find_pip() -> tuple[list[str], list[str]]:
    """How to fill the environment: the options that venv takes, and how its pip command begins.

    Debian keeps ensurepip apart, in python3-venv; without it a pip from outside fills the environment.

    Raises:
        RunError: neither is there.
    """
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return [], [tool("python"), "-m", "pip"]
    if importlib.util.find_spec("venv") and importlib.util.find_spec("pip"):
        return ["--without-pip"], [sys.executable, "-m", "pip", "--python", tool("python")]
    raise RunError("This Python cannot make an environment. On Debian or Ubuntu: apt install python3-venv")


def ensure_environment() -> None:
    """Make .venv from the lock, unless it was finished from this lock by this Python.

    Raises:
        RunError: there is no pip, or a step failed.
    """
    stamp = make_environment_stamp()
    if is_stamped(VENV, stamp) and Path(tool("python")).exists():
        return
    if Path(sys.prefix).resolve() == VENV:
        raise RunError("The environment is out of date and cannot replace itself. Use the system's Python.")
    venv_options, pip = find_pip()
    with timed("environment", "installing requirements.txt into .venv, about a minute, once"):
        shutil.rmtree(VENV, ignore_errors=True)
        run_step([sys.executable, "-m", "venv", *venv_options, str(VENV)])
        options = ["--require-hashes", "--no-input", "--disable-pip-version-check", "-qq"]
        run_step([*pip, "install", *options, "-r", str(LOCK)])
        link_project()
        write_stamp(VENV, stamp)


def link_project() -> None:
    """Let the environment import the checkout and put ``kg`` into it: nothing is built, so no network is needed."""
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV), "platbase": str(VENV)}))
    (packages / "evidence-kg.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    # -P: a folder named kg where the user happens to stand must not be imported in our place
    code = """-P -c 'from kg.cli import main; main(prog_name="kg")' "$@"\n"""
    script = Path(tool("kg"))
    script.write_text(f"#!/bin/sh\nexec {shlex.quote(tool('python'))} {code}", encoding="utf-8")
    script.chmod(0o755)


def make_example_stamp() -> str:
    """A hash over the code and the data that the example is made from, and over the environment."""
    digest = hashlib.sha256(make_environment_stamp().encode())
    for path in sorted(path for folder in ("kg", "ingest", "data") for path in (ROOT / folder).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"\0{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def ensure_example(articles: Sequence[Path]) -> None:
    """Bring .example up to date with the code and the data; what a reader decided in it stays."""
    stamp = make_example_stamp()
    if is_stamped(EXAMPLE, stamp) and (EXAMPLE / "store" / "current").exists():
        return
    with timed("example", "reading the bundled article and building its graph"):
        for article in articles:
            run_step([tool("kg"), "ingest", "article", str(article), "--workspace", str(EXAMPLE)])
        run_step([tool("kg"), "build", "--workspace", str(EXAMPLE)])
        write_stamp(EXAMPLE, stamp)


def choose_port(wanted: int | None) -> int:
    """The port asked for; without one the usual port, or any free one where that is taken.

    Raises:
        RunError: the port asked for cannot be had.
    """
    for port in (USUAL_PORT, 0) if wanted is None else (wanted,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a server that just ended blocks nobody
            try:
                probe.bind((HOST, port))
            except (OSError, OverflowError) as error:
                reason = error
            else:
                return int(probe.getsockname()[1])
    raise RunError(f"Port {wanted} cannot be used ({reason}). Choose another, or leave --port out for a free one.")


def wait_until_healthy(server: subprocess.Popen[bytes], port: int) -> None:
    """Return as soon as the explorer answers, or raise when it ended or does not answer in time."""
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        connection = HTTPConnection(HOST, port, timeout=1)  # not urllib, which would ask a proxy
        try:
            connection.request("GET", "/_stcore/health")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            pass  # not up yet
        finally:
            connection.close()
        time.sleep(0.02)
    raise RunError("The explorer did not start; what it said stands above.")


@contextmanager
def running(command: Sequence[str], *, stdout: int) -> Iterator[subprocess.Popen[bytes]]:
    """A process on the example that ends with the block, whatever ends the block."""
    environment = {**os.environ, "KG_WORKSPACE": str(EXAMPLE)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=stdout) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()


def start(*, port: int | None, opens_browser: bool) -> int:
    """Serve the explorer until Ctrl-C; the audit runs while the server comes up and is printed below its address."""
    port = choose_port(port)
    articles = sorted(path for path in (ROOT / "data" / "articles").glob("*.md") if path.stem != "README")
    ensure_example(articles)
    here = Path.cwd()
    short = [str(path.relative_to(here) if path.is_relative_to(here) else path) for path in articles]
    address = f"http://{HOST}:{port}"
    explorer = [tool("streamlit"), "run", "app.py", "--server.address", HOST, "--server.port", str(port)]
    explorer += ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--logger.level", "warning"]
    with running(explorer, stdout=subprocess.DEVNULL) as server:
        with running([tool("kg"), "audit", *short], stdout=subprocess.PIPE) as audit:
            with timed("explorer", address):
                wait_until_healthy(server, port)
            if opens_browser:
                webbrowser.open(address)
            with timed("audit", "of the bundled article"):
                report = audit.communicate()[0].decode(errors="replace")
        try:
            print(f"\n{report}\nThe explorer is at {address} until Ctrl-C.", flush=True)
            status = server.wait()
        except KeyboardInterrupt:
            return 0
    raise RunError(f"The explorer ended by itself with exit status {status}.")


def tool(name: str) -> str:
    """A command of the environment, ``python`` included."""
    return str(VENV / "bin" / name)


@contextmanager
def timed(step: str, what: str) -> Iterator[None]:
    """Say what begins, and how long it took."""
    begin = time.monotonic()
    print(f"{step:<12} {what}", end="", flush=True)
    yield
    print(f" ({time.monotonic() - begin:.1f} s)", flush=True)


def run_step(command: Sequence[str]) -> None:
    """Run one step of a set-up, or raise; only what it says on standard error is shown."""
    finished = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    if finished.returncode:
        raise RunError(f"This step failed with exit status {finished.returncode}: {shlex.join(command)}")


def check() -> int:
    """Run every check to its end and name those that failed: 0 when none did, else 1."""
    failed = []
    for name, (program, *arguments) in CHECKS.items():
        print(f"\n== {name}", flush=True)
        if subprocess.run([tool(program), *arguments], cwd=ROOT, check=False).returncode:
            failed.append(name)
    print(f"\n{len(CHECKS)} checks, failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


def parse_arguments(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """Our own options and the command, and apart from them what follows kg, test or bench, for that program."""
    end = next((place for place, word in enumerate(arguments, 1) if word in PROGRAMS), len(arguments))
    parser = argparse.ArgumentParser("run.py", description=__doc__, allow_abbrev=False)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--port", type=int, metavar="N", help="serve here (8501, or a free one if it is taken)")
    parser.add_argument("--no-browser", action="store_true", help="print the address and open nothing")
    commands = ("start", "setup", "check", *PROGRAMS)
    parser.add_argument("command", nargs="?", choices=commands, default="start", metavar="command", help="see above")
    return parser.parse_args(arguments[:end]), list(arguments[end:])


def run(options: argparse.Namespace, passed_on: Sequence[str]) -> int:
    """Do what the command line says; gives back the exit status."""
    ensure_environment()
    if options.command in PROGRAMS:
        program, *first = PROGRAMS[options.command]
        if options.command != "kg":  # a path given to kg is meant from where the user stands
            os.chdir(ROOT)
        os.execv(tool(program), [tool(program), *first, *passed_on])  # Ctrl-C and the exit status are the program's own
    if options.command == "setup":
        return 0
    if options.command == "check":
        return check()
    has_display = sys.platform != "linux" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    may_open = has_display and not os.environ.get("CI") and not options.no_browser
    return start(port=options.port, opens_browser=may_open)


def main() -> int:
    """The way in from the command line."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python meets first
        sys.exit(f"This needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a plain kill ends the children too
    try:
        return run(*parse_arguments(sys.argv[1:]))
    except RunError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130  # what a shell expects after Ctrl-C


if __name__ == "__main__":
    sys.exit(main())
