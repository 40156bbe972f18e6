"""Rules for the repository as a whole: the lock, what no file may name, what the code may not know."""

from __future__ import annotations

import fnmatch
import os
import re
import socket
import subprocess
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

from tests.conftest import CHECKOUT

# In two parts each, so that this file names none of them either.
REGISTRY_HOSTS = [
    f"{name}.{domain}"
    for name, domain in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("crates", "io"),
        ("anaconda", "org"),
        ("golang", "org"),
        ("debian", "org"),
    ]
]
# What the bundled example is about; the ids and names of its studies are read from the data.
EXAMPLE_WORDS = {"koyama", "whiting", "microneedling", "microneedle", "26904154", "28791288", "8496421"}


def iter_files(*suffixes: str) -> Iterator[Path]:
    """Every file that git would keep; read from .gitignore, for a copy without git is checked too."""
    ignored = [line.strip().rstrip("/") for line in (CHECKOUT / ".gitignore").read_text().splitlines() if line.strip()]
    for folder, subfolders, names in os.walk(CHECKOUT):
        subfolders[:] = [name for name in subfolders if name != ".git" and not _is_ignored(name, ignored)]
        paths = [Path(folder, name) for name in names if not _is_ignored(name, ignored)]
        yield from (path for path in paths if not suffixes or path.suffix in suffixes)


def _is_ignored(name: str, patterns: list[str]) -> bool:
    return any(fnmatch.fnmatch(name, pattern) for pattern in patterns)


def find_lines(pattern: re.Pattern[str], paths: Iterator[Path]) -> list[str]:
    """Each hit as ``file:line: text``, so that a failure can be mended from its message."""
    return [
        f"{path.relative_to(CHECKOUT)}:{number}: {line[:160]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def normalise_package(name: str) -> str:
    """One spelling of a package's name, as PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_locked_packages() -> dict[str, str]:
    """Each locked package with its entry: the version, its condition, the hashes."""
    entries = re.split(r"\n(?=\S)", (CHECKOUT / "requirements.txt").read_text(encoding="utf-8").strip())
    return {entry.split("==")[0]: entry for entry in entries}


def test_lock_holds_every_package_that_the_project_names() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    tools = (CHECKOUT / "requirements.in").read_text(encoding="utf-8").splitlines()
    wanted = [*project["project"]["dependencies"], *(line for line in tools if not line.startswith("#"))]
    names = {normalise_package(re.split(r"[\s<>=!~;\[]", requirement, maxsplit=1)[0]) for requirement in wanted}
    assert names <= read_locked_packages().keys()


def test_lock_pins_and_hashes_every_package_and_names_no_place() -> None:
    for name, entry in read_locked_packages().items():
        assert re.match(rf"{re.escape(name)}==[\w.]+( ; [^\\]+)? \\\n +--hash=sha256:[0-9a-f]{{64}}", entry), name
    lock = (CHECKOUT / "requirements.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--(index|extra|find|trusted)|@|/", lock)


def test_no_file_names_a_package_registry() -> None:
    hosts = re.compile("|".join(rf"\b{re.escape(host)}\b" for host in REGISTRY_HOSTS))
    assert find_lines(hosts, iter_files()) == []


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    places = {f"{place}/" for place in (CHECKOUT.parent, Path.home()) if len(place.parts) > 1}
    pattern = "|".join([*map(re.escape, sorted(places)), r"(?<![\w.:/])/(?:home|Users|root)/\w"])
    assert find_lines(re.compile(pattern), iter_files()) == []


def test_code_does_not_know_the_worked_example() -> None:
    studies = [path.stem for path in (CHECKOUT / "data" / "studies").glob("*.yaml")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in (CHECKOUT / "data" / "studies").glob("*.yaml"))
    ids = re.findall(r"(?i)\bpmid\W+(\d{6,8})\b|\bdoi\W+(10\.\S+[^\s'\".,])", text)
    words = EXAMPLE_WORDS | set(studies) | {word for word in chain.from_iterable(ids) if word}
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}" for word in sorted(words)), re.IGNORECASE)
    apart = {CHECKOUT / name for name in ("data", "docs", "tests")}
    code = (path for path in iter_files(".py") if not apart & set(path.parents))
    assert find_lines(pattern, code) == []


def test_every_package_of_the_distribution_is_listed() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    inits = chain.from_iterable((CHECKOUT / top).rglob("__init__.py") for top in ("kg", "ingest", "data"))
    found = {".".join(path.parent.relative_to(CHECKOUT).parts) for path in inits}
    assert found == set(project["tool"]["setuptools"]["packages"])


@pytest.mark.parametrize("script", [".ci/run", "run.py"])
def test_scripts_can_be_started(script: str) -> None:
    assert os.access(CHECKOUT / script, os.X_OK)


def test_ci_script_is_sound_shell() -> None:
    assert subprocess.run(["bash", "-n", CHECKOUT / ".ci" / "run"], check=False).returncode == 0


def test_run_script_can_be_read_in_one_go() -> None:
    assert len((CHECKOUT / "run.py").read_text(encoding="utf-8").splitlines()) < 300


def test_connection_to_another_host_is_refused() -> None:
    with (
        socket.socket() as connection,
        pytest.warns(UserWarning, match="192.0.2.1"),
        pytest.raises(SocketConnectBlockedError),
    ):
        connection.connect(("192.0.2.1", 80))  # an address that RFC 5737 keeps for documentation
