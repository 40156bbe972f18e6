"""The generations of a store, and the lock of its one writer.

A generation is a folder that never changes once it is current. A writer takes the lock, makes the next
generation beside it and names it in the file ``current`` by an atomic rename. A reader opens the
generation that ``current`` names, read-only, and keeps it for as long as it likes: it never waits and
never sees half a state. (Reading beside a writer in one directory is undefined in RocksDB.)
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import Place, StoreError, StoreLockedError
from kg.store.dataset import REBUILD, Draft, Generation
from kg.store.files import write_atomically

__all__ = ["Store"]

_CURRENT = "current"
_KEPT_GENERATIONS = 3
_KEPT_SECONDS = 15 * 60
"""Old generations go when they are neither among the newest nor younger than this: a reader may still
be opening one that it read the name of."""


class Store:
    """The generations of one workspace.

    Args:
        folder: where they live; made when first written.
        patience_seconds: how long a writer waits for another one to end.
    """

    def __init__(self, folder: Path, *, patience_seconds: float = 10.0) -> None:
        self.folder = folder
        self.patience_seconds = patience_seconds

    @property
    def current_name(self) -> str | None:
        """The name of the generation in use; ``None`` before the first.

        Raises:
            StoreError: if the file that names it cannot be read or names something else.
        """
        try:
            name = (self.folder / _CURRENT).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise StoreError(
                f"the generation in use cannot be told ({error})", place=Place(str(self.folder)), mend=REBUILD
            ) from error
        if not re.fullmatch(r"gen-\d+-[0-9a-f]+", name):
            raise StoreError(f"{name[:40]!r} is no generation", place=Place(str(self.folder)), mend=REBUILD)
        return name

    def open(self) -> Generation:
        """The current generation, for reading.

        Raises:
            StoreError: if there is none, or it is damaged.
        """
        return Generation(self.current_path())

    def current_path(self) -> Path:
        """The folder of the current generation.

        Raises:
            StoreError: if there is none.
        """
        name = self.current_name
        if name is None:
            raise StoreError("there is no store yet", place=Place(str(self.folder)), mend="Run `kg build` to make it.")
        path = self.folder / name
        if not path.is_dir():
            raise StoreError(f"the store's generation {name} is gone", place=Place(str(self.folder)), mend=REBUILD)
        return path

    def make(self, fill: Callable[[Draft], None]) -> str:
        """Make a generation from nothing and make it current.

        Args:
            fill: puts all of it into the draft. It is called under the lock, so that nothing that another writer
                adds to its sources meanwhile is lost.

        Returns:
            The new generation's name.

        Raises:
            StoreLockedError: if another process keeps the lock.
            StoreError: if the text or the disk is at fault; the current generation stays.
        """

        def write(folder: Path) -> None:
            draft = Draft.at(folder)
            fill(draft)
            draft.finish(optimize=True)

        return self._write(write)

    def rebuild(self, read: Callable[[], Mapping[str, str]]) -> str:
        """Make a generation of exactly the graphs that are read.

        Args:
            read: gives N-Quads text by graph name, under the lock.

        Returns and raises as :meth:`make`.
        """

        def fill(draft: Draft) -> None:
            graphs = read()
            for name in sorted(graphs):
                draft.bulk_load(graphs[name].encode())

        return self.make(fill)

    def replace(self, graphs: Mapping[str, str], *, carry: Callable[[Path, Path], None] | None = None) -> str:
        """Make a generation in which these graphs have the given content and all others are as before.

        Args:
            graphs: N-Quads text by graph name; an empty one removes its graph.
            carry: takes along what lies beside the generation before, which holds for the new one too: it is given
                the folders of both, before the new one is there.

        Returns and raises as :meth:`make`.
        """

        def write(folder: Path) -> None:
            before = self.open()
            before.copy_to(folder)
            draft = Draft.at(folder)
            for name in sorted(graphs):
                draft.clear(name)
                draft.load(graphs[name])
            draft.finish(optimize=False)
            if carry is not None:
                carry(before.path, folder.with_suffix(""))

        return self._write(write)

    def _write(self, write: Callable[[Path], None]) -> str:
        """Let ``write`` make the next generation under the lock, then make it current."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._lock():
                for leftover in self.folder.glob("*.partial"):
                    shutil.rmtree(leftover)
                name = self._next_name()
                draft = self.folder / f"{name}.partial"
                try:
                    write(draft)
                    draft.rename(self.folder / name)
                finally:
                    shutil.rmtree(draft, ignore_errors=True)
                write_atomically(self.folder / _CURRENT, name + "\n")
                self._prune(name)
                return name
        except (OSError, RuntimeError, ValueError, SyntaxError) as error:
            raise StoreError(
                f"the store could not be written ({error}); what it held before is untouched",
                place=Place(str(self.folder)),
                mend="Make room on the disk or mend the folder's permissions, then run the command again.",
            ) from error

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Be the only writer. The system frees the lock of a process that dies."""
        from filelock import FileLock, Timeout  # noqa: PLC0415 - only writers need it

        holder = self.folder / "writer.json"
        try:
            with FileLock(self.folder / "lock", timeout=self.patience_seconds):
                holder.write_text(json.dumps(_this_process(), indent=2) + "\n", encoding="utf-8")
                try:
                    yield
                finally:
                    holder.unlink(missing_ok=True)
        except Timeout as error:
            raise StoreLockedError(
                f"another process is writing: {_read_holder(holder)}",
                place=Place(str(self.folder)),
                mend="Wait for it to end, or end it, and run the command again; nothing was changed.",
            ) from error

    def _next_name(self) -> str:
        """The next number, and a random part: a store made afresh never repeats a name that a reader cached."""
        numbers = [int(path.name.split("-")[1]) for path in self.folder.glob("gen-[0-9]*-*")]
        return f"gen-{max(numbers, default=0) + 1:04d}-{os.urandom(3).hex()}"

    def _prune(self, current: str) -> None:
        """Remove generations that no reader can still be about to open."""
        names = sorted(path for path in self.folder.glob("gen-*") if path.name != current)
        now = time.time()
        for path in names[: 1 - _KEPT_GENERATIONS]:
            if now - path.stat().st_mtime > _KEPT_SECONDS:
                shutil.rmtree(path, ignore_errors=True)


def _this_process() -> dict[str, object]:
    return {
        "process": os.getpid(),
        "host": socket.gethostname(),
        "command": " ".join(sys.argv)[:500],
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _read_holder(path: Path) -> str:
    """Who writes, in words."""
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return "process {process} on {host} since {since}: {command}".format(**holder)
    except (OSError, ValueError, KeyError):
        return "it has not said who it is"
