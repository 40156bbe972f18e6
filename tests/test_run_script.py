"""run.py: the command line, the environment, the example, the port; nothing is really installed here."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import CHECKOUT


@pytest.fixture
def run_py(tmp_path: Path) -> ModuleType:
    """run.py as it is in an otherwise small checkout with one module, one record and one article."""
    shutil.copy(CHECKOUT / "run.py", tmp_path)
    (tmp_path / "requirements.txt").write_text("click==8.0\n")
    for path in ("kg/cli.py", "ingest/__init__.py", "data/studies/smith-2020.yaml", "data/articles/made-up.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("# made up\n")
    spec = importlib.util.spec_from_file_location("run_of_a_small_checkout", tmp_path / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def steps(run_py: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The steps of a set-up, noted instead of run; making the environment leaves its folders."""
    noted: list[list[str]] = []

    def note(command: list[str]) -> None:
        noted.append(command)
        if "venv" in command:
            make_environment(run_py.VENV)

    monkeypatch.setattr(run_py, "run_step", note)
    return noted


def make_environment(venv: Path) -> None:
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").touch()
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (venv / "lib" / version / "site-packages").mkdir(parents=True)


def hide_modules(monkeypatch: pytest.MonkeyPatch, *hidden: str) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in hidden else find_spec(name))


@pytest.mark.parametrize(
    ("arguments", "command", "port", "passed_on"),
    [
        ([], "start", None, []),
        (["start", "--port", "8600"], "start", 8600, []),
        (["--port", "8600"], "start", 8600, []),
        (["setup"], "setup", None, []),
        (["test", "-k", "check", "--port", "x"], "test", None, ["-k", "check", "--port", "x"]),
        (["kg", "audit", "--help"], "kg", None, ["audit", "--help"]),
        (["bench", "start"], "bench", None, ["start"]),
    ],
)
def test_arguments_behind_a_program_are_left_to_it(
    run_py: ModuleType, arguments: list[str], command: str, port: int | None, passed_on: list[str]
) -> None:
    options, rest = run_py.parse_arguments(arguments)
    assert (options.command, options.port, rest) == (command, port, passed_on)


@pytest.mark.parametrize("arguments", [["--port", "many"], ["serve"], ["check", "everything"], ["--no-brow"]])
def test_arguments_that_make_no_sense_are_a_usage_error(run_py: ModuleType, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run_py.parse_arguments(arguments)
    assert stopped.value.code == 2


def test_help_names_every_command(run_py: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run_py.parse_arguments(["--help"])
    words = capsys.readouterr().out.split()
    assert {"start", "setup", "check", *run_py.PROGRAMS, "--port", "--no-browser"} <= set(words)


def test_environment_is_made_once_when_nothing_changes(run_py: ModuleType, steps: list[list[str]]) -> None:
    run_py.ensure_environment()
    assert [step[2] for step in steps] == ["venv", "pip"]
    assert "--require-hashes" in steps[1]
    run_py.ensure_environment()
    assert len(steps) == 2


def test_environment_is_made_again_when_the_lock_changes(run_py: ModuleType, steps: list[list[str]]) -> None:
    run_py.ensure_environment()
    run_py.LOCK.write_text("click==8.1\n")
    run_py.ensure_environment()
    assert len(steps) == 4


def test_half_made_environment_is_made_again(run_py: ModuleType, steps: list[list[str]]) -> None:
    make_environment(run_py.VENV)
    leftover = run_py.VENV / "bin" / "half"
    leftover.touch()
    run_py.ensure_environment()
    assert len(steps) == 2
    assert not leftover.exists()


def test_environment_is_made_again_when_its_python_went_away(run_py: ModuleType, steps: list[list[str]]) -> None:
    run_py.ensure_environment()
    (run_py.VENV / "bin" / "python").unlink()
    run_py.ensure_environment()
    assert len(steps) == 4


def test_failed_installation_leaves_no_stamp(run_py: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_at_pip(command: list[str]) -> None:
        if "pip" in command:
            raise run_py.RunError("no network")
        make_environment(run_py.VENV)

    monkeypatch.setattr(run_py, "run_step", fail_at_pip)
    with pytest.raises(run_py.RunError, match="no network"):
        run_py.ensure_environment()
    assert not run_py.is_stamped(run_py.VENV, run_py.make_environment_stamp())


def test_pip_of_the_system_fills_the_environment_without_ensurepip(
    run_py: ModuleType, steps: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    run_py.ensure_environment()
    assert "--without-pip" in steps[0]
    assert steps[1][:5] == [sys.executable, "-m", "pip", "--python", run_py.tool("python")]


def test_python_without_any_pip_is_told_the_one_command_that_mends_it(
    run_py: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hide_modules(monkeypatch, "ensurepip", "pip")
    monkeypatch.setattr(sys, "argv", ["run.py", "setup"])
    assert run_py.main() == 1
    assert "apt install python3-venv" in capsys.readouterr().err


def test_kg_script_imports_the_checkout_from_any_folder(run_py: ModuleType, tmp_path: Path) -> None:
    make_environment(run_py.VENV)
    (run_py.VENV / "bin" / "python").unlink()
    (run_py.VENV / "bin" / "python").symlink_to(sys.executable)
    (tmp_path / "kg" / "cli.py").write_text(
        "def main(prog_name):\n    import sys\n    print(prog_name, sys.argv[1:])\n"
    )
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "kg").mkdir(parents=True)
    run_py.link_project()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path)}  # a bare link to python has no .pth files
    printed = subprocess.check_output(
        [run_py.tool("kg"), "audit", "two words"], cwd=elsewhere, env=environment, text=True
    )
    assert printed == "kg ['audit', 'two words']\n"
    (link,) = run_py.VENV.rglob("*.pth")
    assert link.read_text() == f"{tmp_path}\n"


def test_step_that_fails_is_named_with_its_status(run_py: ModuleType) -> None:
    with pytest.raises(run_py.RunError, match=r"exit status 3: .*raise SystemExit"):
        run_py.run_step([sys.executable, "-c", "raise SystemExit(3)"])


def test_example_is_read_before_it_is_built_and_only_once(run_py: ModuleType, steps: list[list[str]]) -> None:
    article = run_py.ROOT / "data" / "articles" / "made-up.md"
    (run_py.EXAMPLE / "store").mkdir(parents=True)
    (run_py.EXAMPLE / "store" / "current").touch()
    run_py.ensure_example([article])
    assert [step[1] for step in steps] == ["ingest", "build"]
    run_py.ensure_example([article])
    assert len(steps) == 2


@pytest.mark.parametrize("changed", ["kg/cli.py", "data/studies/smith-2020.yaml", "data/new.yaml"])
def test_example_is_built_again_when_code_or_data_change(run_py: ModuleType, changed: str) -> None:
    before = run_py.make_example_stamp()
    (run_py.ROOT / changed).write_text("# other\n")
    assert run_py.make_example_stamp() != before


def test_example_stays_when_only_caches_or_other_files_change(run_py: ModuleType) -> None:
    before = run_py.make_example_stamp()
    (run_py.ROOT / "kg" / "__pycache__").mkdir()
    (run_py.ROOT / "kg" / "__pycache__" / "cli.pyc").touch()
    (run_py.ROOT / "README.md").touch()
    assert run_py.make_example_stamp() == before


def test_example_is_built_again_when_its_store_was_deleted(run_py: ModuleType, steps: list[list[str]]) -> None:
    run_py.EXAMPLE.mkdir()
    run_py.write_stamp(run_py.EXAMPLE, run_py.make_example_stamp())
    run_py.ensure_example([])
    assert [step[1] for step in steps] == ["build"]


def test_busy_port_is_named_when_it_was_asked_for(run_py: ModuleType) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(run_py.RunError, match=f"Port {port} cannot be used"):
            run_py.choose_port(port)


def test_busy_usual_port_gives_a_free_one(run_py: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(run_py, "USUAL_PORT", taken.getsockname()[1])
        assert run_py.choose_port(None) not in {0, run_py.USUAL_PORT}


def test_number_that_is_no_port_is_refused(run_py: ModuleType) -> None:
    with pytest.raises(run_py.RunError, match="65536"):
        run_py.choose_port(65536)


def test_server_that_ends_before_it_answers_is_an_error(run_py: ModuleType) -> None:
    with (
        subprocess.Popen([sys.executable, "-c", "pass"]) as server,
        pytest.raises(run_py.RunError, match="did not start"),
    ):
        run_py.wait_until_healthy(server, run_py.choose_port(0))


def test_server_that_answers_is_healthy(run_py: ModuleType) -> None:
    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/_stcore/health" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    with HTTPServer(("127.0.0.1", 0), Health) as server:
        answering = threading.Thread(target=server.handle_request)
        answering.start()
        with run_py.running([sys.executable, "-c", "import time; time.sleep(60)"], stdout=subprocess.PIPE) as process:
            run_py.wait_until_healthy(process, server.server_port)
        answering.join()


def test_process_ends_with_its_block_when_the_block_is_interrupted(run_py: ModuleType) -> None:
    sleeping = [sys.executable, "-c", "import time; time.sleep(60)"]
    with pytest.raises(KeyboardInterrupt), run_py.running(sleeping, stdout=subprocess.PIPE) as process:
        raise KeyboardInterrupt
    assert process.returncode == -signal.SIGTERM


def test_check_names_what_failed_and_runs_the_rest(
    run_py: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_py, "tool", lambda name: f"/bin/{name}")
    monkeypatch.setattr(run_py, "CHECKS", {"first": ["false"], "second": ["true"], "third": ["echo", "ran"]})
    assert run_py.check() == 1
    output = capfd.readouterr().out
    assert "failed: first\n" in output
    assert "ran\n" in output
    monkeypatch.setattr(run_py, "CHECKS", {"second": ["true"]})
    assert run_py.check() == 0


def test_program_takes_our_place_with_its_own_exit_status(run_py: ModuleType) -> None:
    make_environment(run_py.VENV)
    pytest_double = Path(run_py.tool("pytest"))
    pytest_double.write_text('#!/bin/sh\necho "$0" "$(pwd)" "$@"\nexit 5\n')
    pytest_double.chmod(0o755)
    run_py.write_stamp(run_py.VENV, run_py.make_environment_stamp())
    command = [sys.executable, run_py.ROOT / "run.py", "test", "-k", "one"]
    finished = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    assert finished.returncode == 5
    assert finished.stdout == f"{pytest_double} {run_py.ROOT} -k one\n"


STREAMLIT_DOUBLE = """\
import http.server, sys

class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

http.server.HTTPServer(("127.0.0.1", int(sys.argv[sys.argv.index("--server.port") + 1])), Health).serve_forever()
"""


def test_start_serves_and_audits_until_it_is_interrupted(run_py: ModuleType) -> None:
    make_environment(run_py.VENV)
    for name, code in {"streamlit": STREAMLIT_DOUBLE, "kg": "import sys\nprint('ran', *sys.argv[1:])"}.items():
        Path(run_py.tool(f"{name}.py")).write_text(code)
        Path(run_py.tool(name)).write_text(f'#!/bin/sh\nexec "{sys.executable}" "$0.py" "$@"\n')
        Path(run_py.tool(name)).chmod(0o755)
    run_py.EXAMPLE.mkdir()
    run_py.write_stamp(run_py.VENV, run_py.make_environment_stamp())
    port = run_py.choose_port(0)
    command = [sys.executable, run_py.ROOT / "run.py", "--no-browser", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as started:
        assert started.stdout is not None
        lines: list[str] = []
        while not lines or not lines[-1].startswith("The explorer is at"):
            lines.append(next(started.stdout))
        started.send_signal(signal.SIGINT)
        assert started.wait() == 0
    assert lines[-1] == f"The explorer is at http://127.0.0.1:{port} until Ctrl-C.\n"
    assert f"ran audit {run_py.ROOT / 'data' / 'articles' / 'made-up.md'}\n" in lines
    assert run_py.choose_port(port) == port
