"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

__all__ = ["replace_atomically", "write_atomically"]


def write_atomically(path: Path, text: str) -> None:
    """Write a whole file or nothing: a reader sees the old text or the new one, a crash leaves one of them."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        with draft.open("w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def replace_atomically(path: Path, data: bytes) -> None:
    """Put other bytes into a file, whole or not at all; its permissions stay, and so does a link that leads to it."""
    target = path.resolve(strict=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    try:
        with draft.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        shutil.copymode(target, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
