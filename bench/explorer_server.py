"""A Streamlit server of its own and visitors to it that speak its protocol, so that its time is told without a browser.

A visit is the server's time of one page: from the message by which a browser asks for it to the message that the
script is finished, everything between received. Beside it stands the processor time that the server and its children
took meanwhile, which other work on the machine does not lengthen.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from run import choose_port, wait_until_healthy

__all__ = ["APP", "EMPTY_PAGE", "Server", "Visit", "Visitor", "serving"]

CHECKOUT = Path(__file__).resolve().parents[1]
APP = CHECKOUT / "app.py"
EMPTY_PAGE = "import streamlit as st\n\nst.title('Empty')\n"
_REFUSAL = b"Build the store again"
"""What stands on a page that could not be shown."""
_PATIENCE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def busy_seconds(self) -> float:
        """Processor time so far, of the server and its children."""
        times = [each.cpu_times() for each in self._family()]
        return float(sum(each.user + each.system for each in times))

    @property
    def memory_mib(self) -> float:
        """Memory in use, of the server and its children; what they share counts for each."""
        return float(sum(each.memory_info().rss for each in self._family()) / 2**20)

    def _family(self) -> list[psutil.Process]:
        server = psutil.Process(self.process.pid)
        return [server, *server.children(recursive=True)]


@contextmanager
def serving(script: Path, workspace: Path | None = None) -> Iterator[Server]:
    """A server of this script, as ``run.py`` starts it, that ends with the block.

    Args:
        script: the app.
        workspace: what the explorer is to show.
    """
    port = choose_port(0)
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    environment |= {"KG_WORKSPACE": str(workspace)} if workspace else {}
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    command += ["--logger.level", "error"]
    with subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            wait_until_healthy(process, port)
            yield Server(process, port)
        finally:
            process.terminate()


@dataclass(frozen=True, slots=True)
class Visit:
    """What one page cost: seconds on the clock, seconds of processors, and the bytes that were sent."""

    wall: float
    busy: float
    sent: int


class Visitor:
    """A session with a server, as a browser opens one.

    Args:
        server: the server.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._line: ClientConnection = connect(
            f"ws://127.0.0.1:{server.port}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]  # a str, whatever it is called
            max_size=None,
        )
        self._rooms: dict[str, str] = {}
        self.first = self.visit("")

    def close(self) -> None:
        """Leave."""
        self._line.close()

    def visit(self, room: str, query: Mapping[str, str] | None = None) -> Visit:
        """Go to a page by its name in the address; the first one has none.

        Raises:
            RuntimeError: if the page could not be shown, so that its time would mean nothing.
        """
        asked = BackMsg()
        asked.rerun_script.query_string = urlencode(query or {})
        asked.rerun_script.page_script_hash = self._rooms[room] if self._rooms else ""
        busy, begin = self._server.busy_seconds, time.perf_counter()
        self._line.send(asked.SerializeToString())
        sent = 0
        for text in iter(self._receive, None):
            sent += len(text)
            message = ForwardMsg.FromString(text)
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self._rooms = {
                    "" if page.is_default else page.url_pathname: page.page_script_hash
                    for page in message.navigation.app_pages
                }
            if message.delta.new_element.HasField("exception") or _REFUSAL in text:
                raise RuntimeError(f"the page {room!r} could not be shown: {text.decode(errors='replace')[:500]}")
            if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                break
        wall = time.perf_counter() - begin
        return Visit(wall, self._server.busy_seconds - busy, sent)

    def _receive(self) -> bytes:
        message = self._line.recv(_PATIENCE_SECONDS)
        return message if isinstance(message, bytes) else message.encode()
