"""The explorer as a process of its own, and pages that may ask it and nobody else."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from ingest.pipeline import build, ingest_article, load_snapshot
from kg.workspace import Workspace
from tests.conftest import CHECKOUT
from tests.explorer.articles import HOSTILE, to_file
from tests.explorer.conftest import BUNDLED

_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
_START_SECONDS = 30


@dataclass(frozen=True, slots=True)
class App:
    """A running explorer and the workspace that it shows."""

    address: str
    workspace: Workspace


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": shutil.which("chromium"), "args": _FLAGS.split(), "headless": True}


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("browser")
    workspace = Workspace.at(folder / "workspace")
    build(workspace)
    for path in (BUNDLED, to_file(HOSTILE, folder / "hostile.md")):
        ingest_article(workspace, load_snapshot(path))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(CHECKOUT / "app.py"), "--server.port", str(port)]
    environment = os.environ | {"KG_WORKSPACE": str(workspace.path), "PYTHONPATH": str(CHECKOUT)}
    with (folder / "streamlit.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}/"
            _wait_for(address, process, folder / "streamlit.log")
            yield App(address, workspace)
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(_START_SECONDS * 10):
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}_stcore/health", timeout=1):  # noqa: S310 - this machine
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the explorer did not start: {log.read_text()}")


@pytest.fixture
def open_page(browser: Browser, app: App) -> Iterator[Callable[..., Page]]:
    """Opens a page in a session of its own; at the end none may have asked another host or met an error."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []
    own = (app.address, app.address.replace("http", "ws", 1), "data:", "blob:", "about:")

    def watch(address: str) -> None:
        if not address.startswith(own):
            wrong.append(f"asked {address}")

    def open_one(path: str = "", *, width: int = 1280, height: int = 900, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("request", lambda request: watch(request.url))
        page.on("websocket", lambda connection: watch(connection.url))
        page.on("pageerror", lambda error: wrong.append(f"error on the page: {error}"))
        page.goto(app.address + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not wrong, wrong
