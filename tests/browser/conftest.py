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
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ingest.pipeline import build, ingest_article, load_snapshot
from kg.workspace import Workspace
from tests.conftest import CHECKOUT
from tests.explorer.articles import HOSTILE, to_file
from tests.explorer.conftest import BUNDLED

_FLAGS = [
    *"--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split(),
    *"--disable-component-update --disable-sync".split(),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # who asks another host is told and gets no answer
]
_START_SECONDS = 30
_PATIENCE_MS = 20_000
"""How long a busy machine may take for what is there at once on another; nothing is timed by it."""
expect.set_options(timeout=_PATIENCE_MS)


@dataclass(frozen=True, slots=True)
class App:
    """A running explorer and the workspace that it shows."""

    address: str
    workspace: Workspace


@dataclass(slots=True)
class Windows:
    """Pages of the explorer, each in a session of its own.

    Attributes:
        wrong: every request to another host, and every error that nothing on a page caught.
    """

    browser: Browser
    address: str
    wrong: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, path: str = "", *, width: int = 1280, height: int = 900, dark: bool = False) -> Page:
        """A page at a path, in a window of this size."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        self.contexts.append(context)
        context.set_default_timeout(_PATIENCE_MS)
        page = context.new_page()
        page.on("request", lambda request: self._watch(request.url))
        page.on("websocket", lambda connection: self._watch(connection.url))
        page.on("pageerror", lambda error: self.wrong.append(f"error on the page: {error}"))
        page.goto(self.address + path)
        return page

    def close(self) -> None:
        """Close them all."""
        for context in self.contexts:
            context.close()

    def _watch(self, address: str) -> None:
        if not address.startswith((self.address, self.address.replace("http", "ws", 1), "data:", "blob:", "about:")):
            self.wrong.append(f"asked {address}")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": shutil.which("chromium"), "args": _FLAGS, "headless": True}


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("browser")
    workspace = Workspace.at(folder / "workspace")
    build(workspace)
    for path in (BUNDLED, to_file(HOSTILE, folder / "hostile.md")):
        ingest_article(workspace, load_snapshot(path))
    with serving(workspace) as address:
        yield App(address, workspace)


@contextmanager
def serving(workspace: Workspace) -> Iterator[str]:
    """The address of an explorer of this workspace, which ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(CHECKOUT / "app.py"), "--server.port", str(port)]
    environment = os.environ | {"KG_WORKSPACE": str(workspace.path), "PYTHONPATH": str(CHECKOUT)}
    told = workspace.path.with_name("streamlit.log")
    with told.open("wb") as log:
        process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}/"
            _wait_for(address, process, told)
            yield address
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
    windows = Windows(browser, app.address)
    yield windows.open
    windows.close()
    assert not windows.wrong, windows.wrong
