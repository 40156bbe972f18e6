"""A folder of results that can be made again: each kept whole under its name, checked when taken, old ones cleared.

It never fails what it serves. What cannot be read, or is not what was put there, is not there; what cannot be written
is not kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
import zlib
from pathlib import Path

__all__ = ["Shelf"]

_DIGEST_BYTES = 32
_DAY_SECONDS = 24 * 60 * 60
_KEPT_SECONDS = 60 * _DAY_SECONDS
_MOST_BYTES = 1024 * 2**20


class Shelf:
    """The results in one folder.

    Args:
        folder: made when first written to.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, name: str) -> bytes | None:
        """What was put under a name; ``None`` where there is nothing, or it is damaged."""
        path = self._path(name)
        try:
            data = path.read_bytes()
            content = zlib.decompress(data[_DIGEST_BYTES:])
            if hashlib.sha256(content).digest() != data[:_DIGEST_BYTES]:
                return None
            if time.time() - path.stat().st_mtime > _DAY_SECONDS:
                os.utime(path)  # what is used is not old
        except (OSError, zlib.error):
            return None
        return content

    def put(self, name: str, content: bytes) -> None:
        """Keep a result under a name, in place of an older one; whole or not at all."""
        path = self._path(name)
        draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                draft.write_bytes(hashlib.sha256(content).digest() + zlib.compress(content, 1))
                draft.replace(path)
            finally:
                draft.unlink(missing_ok=True)

    def clear_old(self, *, most_bytes: int = _MOST_BYTES) -> None:
        """Remove what was not used for two months, then the longest unused until the rest fits."""
        found = []
        with contextlib.suppress(OSError):
            for path in self.folder.glob("*/*"):
                with contextlib.suppress(OSError):
                    known = path.stat()
                    found.append((known.st_mtime, known.st_size, path))
        room, oldest = most_bytes, time.time() - _KEPT_SECONDS
        for used, size, path in sorted(found, reverse=True):
            room -= size
            if room < 0 or used < oldest:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / name
