"""The user's folder: the truth that the store is made from, and can be made from again.

::

    kg.toml        settings; marks the folder as a workspace
    articles/      KEY/SHA256.EXT, each snapshot that was read, and KEY/article.json, which is the newest
    studies/       curated facts of the user's own, in the form of data/studies/
    decisions/     reviewers' decisions
    cache/         raw answers of services
    runs/          one file per audit that was kept
    store/         the index (see :mod:`kg.store`)
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import Place, WorkspaceError
from kg.identifiers import ArticleId, content_hash
from kg.store import Store, write_atomically

__all__ = ["SETTINGS", "Snapshot", "Workspace", "find_workspace"]

SETTINGS = "kg.toml"
_SETTINGS_TEXT = """# Settings of this workspace. The folder is yours: store/ can be made again from the rest.
format = 1
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One article as it was given: its key, the name it came under, its bytes and their SHA-256."""

    article: ArticleId
    source: str
    digest: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace folder that exists."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> Workspace:
        """The workspace at this path, made if there is none.

        Raises:
            WorkspaceError: if the path is a file, or a folder that holds other things.
        """
        if path.exists() and not path.is_dir():
            raise WorkspaceError("this is a file", place=Place(str(path)), mend="Give a folder as the workspace.")
        if path.is_dir() and not (path / SETTINGS).exists() and any(path.iterdir()):
            raise WorkspaceError(
                f"this folder holds other things and no {SETTINGS}",
                place=Place(str(path)),
                mend=f"Give an empty or new folder, or put an empty {SETTINGS} into this one.",
            )
        try:
            path.mkdir(parents=True, exist_ok=True)
            if not (path / SETTINGS).exists():
                write_atomically(path / SETTINGS, _SETTINGS_TEXT)
        except OSError as error:
            raise WorkspaceError(
                f"the workspace cannot be made ({error.strerror})", place=Place(str(path)), mend="Give another folder."
            ) from error
        return cls(path)

    @property
    def store(self) -> Store:
        """The index of this workspace."""
        return Store(self.path / "store")

    @property
    def studies(self) -> Path:
        """The folder of the user's own study files; it need not exist."""
        return self.path / "studies"

    def keep_snapshot(self, snapshot: Snapshot) -> None:
        """Keep what was read; the newest one of its article from now on. Old ones stay."""
        folder = self.path / "articles" / snapshot.article.value
        name = snapshot.digest + Path(snapshot.source).suffix.lower()
        index = {"source": snapshot.source, "newest": name}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not (folder / name).exists():
                draft = folder / f".{name}.draft"
                draft.write_bytes(snapshot.data)
                draft.replace(folder / name)
            write_atomically(folder / "article.json", json.dumps(index, indent=2, ensure_ascii=False) + "\n")
        except OSError as error:
            raise WorkspaceError(
                f"the article could not be kept ({error.strerror})",
                place=Place(str(folder)),
                mend="Make room or mend the folder's permissions.",
            ) from error

    def iter_snapshots(self) -> Iterator[Snapshot]:
        """The newest snapshot of each article, in order of their keys.

        Raises:
            WorkspaceError: if a snapshot is missing or is not what its name says.
        """
        for index in sorted((self.path / "articles").glob("*/article.json")):
            yield self._read_snapshot(index)

    def _read_snapshot(self, index: Path) -> Snapshot:
        try:
            entry = json.loads(index.read_text(encoding="utf-8"))
            path = index.parent / str(entry["newest"])
            data = path.read_bytes()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WorkspaceError(
                f"the article's snapshot cannot be read ({error})",
                place=Place(str(index)),
                mend="Ingest the article again.",
            ) from error
        digest = content_hash(data)
        if not path.name.startswith(digest):
            raise WorkspaceError(
                "the snapshot was changed after it was read", place=Place(str(path)), mend="Ingest the article again."
            )
        return Snapshot(ArticleId.parse(index.parent.name), str(entry["source"]), digest, data)

    def keep_run(self, name: str, text: str) -> Path:
        """Keep one audit in the history; the same one twice is one file. Returns its path."""
        folder = self.path / "runs"
        folder.mkdir(exist_ok=True)
        path = folder / f"{name}.json"
        write_atomically(path, text)
        return path


def find_workspace(given: Path | None, *, start: Path, default: Path) -> Path:
    """Where the workspace is: as given, else the nearest folder upwards with a ``kg.toml``, else the default."""
    if given is not None:
        return given
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
    return default
