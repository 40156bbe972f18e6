"""The user's folder: the truth that the store is made from, and can be made from again.

::

    kg.toml        settings; marks the folder as a workspace
    articles/      KEY/SHA256.EXT, each snapshot that was read, KEY/article.json, which is the newest, and
                   KEY/references/, the lists of references that were given with it
    studies/       curated facts of the user's own, in the form of data/studies/
    decisions/     reviewers' decisions
    records/       files of bibliographic records that the user gave
    fulltexts/     files of full texts (JATS) that the user gave
    notices/       tables of editorial notices that the user gave
    mesh/          the file of MeSH descriptors that the user gave; a later one takes its place
    cache/         raw answers of services
    runs/          one file per audit that was kept
    pulls/         one file per pull of records
    store/         the index (see :mod:`kg.store`)
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import Place, WorkspaceError
from kg.identifiers import ArticleId, content_hash
from kg.store import Store, write_atomically

__all__ = ["SETTINGS", "SideFile", "Snapshot", "Workspace", "find_workspace"]

SETTINGS = "kg.toml"
_INDEX = "article.json"
_SIDES = "references"
_MAKE_ROOM = "Make room on the disk or mend the folder's permissions."
_SETTINGS_TEXT = """# Settings of this workspace. The folder is yours: store/ can be made again from the rest.
format = 1
"""


@dataclass(frozen=True, slots=True)
class SideFile:
    """A list of references that was given with an article: the file's name and bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One article as it was given: its key, the name or address it came under, its bytes and their SHA-256.

    ``retrieved`` is when it was fetched from its address, in ISO 8601; ``None`` for a file. ``cited`` are the lists of
    references that were given with it.
    """

    article: ArticleId
    source: str
    digest: str
    data: bytes
    retrieved: str | None = None
    cited: tuple[SideFile, ...] = ()


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
        try:
            if path.exists() and not path.is_dir():
                raise WorkspaceError("this is a file", place=Place(str(path)), mend="Give a folder as the workspace.")
            if path.is_dir() and not (path / SETTINGS).exists() and any(path.iterdir()):
                raise WorkspaceError(
                    f"this folder holds other things and no {SETTINGS}",
                    place=Place(str(path)),
                    mend=f"Give an empty or new folder, or put an empty {SETTINGS} into this one.",
                )
            path.mkdir(parents=True, exist_ok=True)
            if not (path / SETTINGS).exists():
                write_atomically(path / SETTINGS, _SETTINGS_TEXT)
        except OSError as error:
            raise _unusable("the workspace cannot be made", path, error, "Give another folder.") from error
        return cls(path)

    @property
    def store(self) -> Store:
        """The index of this workspace."""
        return Store(self.path / "store")

    @property
    def studies(self) -> Path:
        """The folder of the user's own study files; it need not exist."""
        return self.path / "studies"

    @property
    def cache(self) -> Path:
        """The folder of the services' raw answers; it need not exist."""
        return self.path / "cache"

    def iter_given(self, kind: str) -> Iterator[Path]:
        """The files that the user gave of a kind, ``records``, ``fulltexts``, ``notices`` or ``mesh``, by name."""
        yield from sorted(path for path in (self.path / kind).glob("*") if not path.name.startswith("."))

    def keep_given(self, kind: str, name: str, data: bytes) -> Path:
        """Keep a file that the user gave, of a kind as above; the same bytes are kept once. Returns its path."""
        path = self.path / kind / f"{content_hash(data)[:16]}-{Path(name).name}"
        try:
            path.parent.mkdir(exist_ok=True)
            draft = path.with_name(f".{path.name}.draft")
            draft.write_bytes(data)
            draft.replace(path)
        except OSError as error:
            raise _unusable("the file could not be kept", path.parent, error, _MAKE_ROOM) from error
        return path

    def keep_only(self, kind: str, source: Path) -> Path:
        """Keep a file that the user gave in place of all others of its kind; it may be large. Returns its path."""
        folder = self.path / kind
        path = folder / source.name
        try:
            folder.mkdir(exist_ok=True)
            if not (path.exists() and path.samefile(source)):
                draft = folder / f".{source.name}.draft"
                shutil.copyfile(source, draft)
                draft.replace(path)
            for other in folder.iterdir():
                if other != path:
                    other.unlink()
        except OSError as error:
            raise _unusable("the file could not be kept", folder, error, _MAKE_ROOM) from error
        return path

    def iter_runs(self) -> Iterator[Path]:
        """The files of the history, the oldest first."""
        yield from sorted(path for path in (self.path / "runs").glob("*.json") if not path.name.startswith("."))

    def source_of(self, article: ArticleId) -> str | None:
        """The name that the newest snapshot of an article came under; ``None`` if there is no such article."""
        try:
            entry = json.loads((self.path / "articles" / article.value / _INDEX).read_text(encoding="utf-8"))
            return str(entry["source"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep_snapshot(self, snapshot: Snapshot) -> None:
        """Keep what was read; the newest one of its article from now on. Old ones stay."""
        folder = self.path / "articles" / snapshot.article.value
        name = snapshot.digest + _suffix(snapshot.source)
        index: dict[str, object] = {"source": snapshot.source, "newest": name}
        if snapshot.retrieved is not None:
            index["retrieved"] = snapshot.retrieved
        if snapshot.cited:
            index["references"] = [_side_name(side) for side in snapshot.cited]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not (folder / name).exists() or content_hash((folder / name).read_bytes()) != snapshot.digest:
                draft = folder / f".{name}.draft"
                draft.write_bytes(snapshot.data)
                draft.replace(folder / name)
            for side in snapshot.cited:
                (folder / _SIDES).mkdir(exist_ok=True)
                draft = folder / _SIDES / f".{_side_name(side)}.draft"
                draft.write_bytes(side.data)
                draft.replace(folder / _SIDES / _side_name(side))
            write_atomically(folder / _INDEX, json.dumps(index, indent=2, ensure_ascii=False) + "\n")
        except OSError as error:
            raise _unusable("the article could not be kept", folder, error, _MAKE_ROOM) from error

    def read_index(self, article: ArticleId) -> str | None:
        """The text that says which snapshot of an article is the newest; ``None`` if there is no such article."""
        try:
            return (self.path / "articles" / article.value / _INDEX).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            place = Place(str(self.path / "articles" / article.value))
            raise WorkspaceError(f"its entry cannot be read ({error})", place=place, mend=_MAKE_ROOM) from error

    def put_index(self, article: ArticleId, text: str) -> None:
        """Make another snapshot the newest: a text that :meth:`read_index` gave."""
        path = self.path / "articles" / article.value / _INDEX
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, text)
        except OSError as error:
            raise _unusable("the article's entry could not be written", path, error, _MAKE_ROOM) from error

    def list_files(self, article: ArticleId) -> tuple[Path, ...]:
        """The files that are an article's own: its snapshots, lists of references, entry and runs."""
        runs = (path for path in self.iter_runs() if _is_run_of(path.stem, article))
        folder = self.path / "articles" / article.value
        return (*sorted(path for path in folder.rglob("*") if path.is_file()), *runs)

    @contextmanager
    def setting_aside(self, paths: Iterable[Path]) -> Iterator[None]:
        """Files taken away for the time of the block: gone for good at its end, back in their places if it fails.

        Raises:
            WorkspaceError: if they cannot be moved; those that were are put back.
        """
        moved: list[tuple[Path, Path]] = []
        try:
            aside = Path(tempfile.mkdtemp(prefix=".aside-", dir=self.path))
        except OSError as error:
            raise _unusable("nothing could be set aside", self.path, error, _MAKE_ROOM) from error
        try:
            for path in paths:
                target = aside / str(len(moved))
                path.rename(target)
                moved.append((path, target))
            yield
        except BaseException as error:
            for path, target in reversed(moved):
                path.parent.mkdir(parents=True, exist_ok=True)
                target.replace(path)
            if isinstance(error, OSError):
                raise _unusable("a file could not be set aside", self.path, error, _MAKE_ROOM) from error
            raise
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        for folder in {path.parent for path, _ in moved}:
            _remove_empty(folder, self.path)

    def get_snapshot(self, article: ArticleId, digest: str = "") -> Snapshot:
        """A snapshot of an article: the newest, or the one whose SHA-256 begins with ``digest``.

        Raises:
            WorkspaceError: if there is none, several begin so, or it was changed after it was read.
        """
        folder = self.path / "articles" / article.value
        newest = self._read_snapshot(folder / _INDEX)
        if newest.digest.startswith(digest.lower()):
            return newest
        found = sorted(path for path in folder.iterdir() if path.name.startswith(digest.lower()))
        if len(found) != 1:
            known = ", ".join(sorted(path.name[:12] for path in folder.iterdir() if path.name != _INDEX))
            what = f"{len(found) or 'no'} snapshots of {article} begin with {digest}"
            raise WorkspaceError(what, place=Place(str(folder)), mend=f"There are {known}.")
        data = found[0].read_bytes()
        _check_digest(found[0], content_hash(data))
        return Snapshot(article, newest.source, content_hash(data), data)

    def iter_snapshots(self) -> Iterator[Snapshot | WorkspaceError]:
        """The newest snapshot of each article, in order of their keys.

        In place of one that is missing, or is not what its name says, there is the error that tells it.
        """
        for index in sorted((self.path / "articles").glob(f"*/{_INDEX}")):
            try:
                yield self._read_snapshot(index)
            except WorkspaceError as error:
                yield error

    def list_articles(self) -> tuple[str, ...]:
        """The keys of all articles that a snapshot was kept of, sorted."""
        return tuple(sorted(index.parent.name for index in (self.path / "articles").glob(f"*/{_INDEX}")))

    def _read_snapshot(self, index: Path) -> Snapshot:
        try:
            entry = json.loads(index.read_text(encoding="utf-8"))
            path = index.parent / str(entry["newest"])
            data = path.read_bytes()
            sides = [index.parent / _SIDES / Path(str(name)).name for name in entry.get("references", ())]
            cited = tuple(SideFile(side.name.partition("-")[2], side.read_bytes()) for side in sides)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WorkspaceError(
                f"the article's snapshot cannot be read ({error})",
                place=Place(str(index)),
                mend="Ingest the article again.",
            ) from error
        digest = content_hash(data)
        _check_digest(path, digest)
        article = ArticleId.parse(index.parent.name)
        retrieved = str(entry["retrieved"]) if entry.get("retrieved") else None
        return Snapshot(article, str(entry["source"]), digest, data, retrieved, cited)

    def keep_run(self, name: str, text: str) -> Path:
        """Keep one audit in the history. Returns its path."""
        return self._keep_history("runs", name, text)

    def iter_pulls(self) -> Iterator[Path]:
        """The files that tell of pulls of records, the oldest first."""
        yield from sorted(path for path in (self.path / "pulls").glob("*.json") if not path.name.startswith("."))

    def keep_pull(self, name: str, text: str) -> Path:
        """Keep what came of one pull of records. Returns its path."""
        return self._keep_history("pulls", name, text)

    def _keep_history(self, kind: str, name: str, text: str) -> Path:
        folder = self.path / kind
        path = folder / f"{name}.json"
        try:
            folder.mkdir(exist_ok=True)
            write_atomically(path, text)
        except OSError as error:
            raise _unusable(f"the {kind.removesuffix('s')} could not be kept", folder, error, _MAKE_ROOM) from error
        return path


def _is_run_of(stem: str, article: ArticleId) -> bool:
    """Whether a run's name, ``TIME-ARTICLE-SNAPSHOT``, is one of this article's."""
    return re.fullmatch(rf"\d{{8}}T\d{{6}}-{re.escape(article.value)}-[0-9a-f]{{12}}", stem) is not None


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove a folder that holds nothing any more, and those above it, up to the workspace's own."""
    while folder.parent not in (top, folder):
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def _check_digest(path: Path, digest: str) -> None:
    if not path.name.startswith(digest):
        raise WorkspaceError(
            "the snapshot was changed after it was read", place=Place(str(path)), mend="Ingest the article again."
        )


def _suffix(source: str) -> str:
    """The suffix of a file's name or of an address's path; none that a folder could not hold.

    >>> _suffix("Page.HTML"), _suffix("https://example.org/a.md?x=b.c"), _suffix("https://example.org")
    ('.html', '.md', '')
    """
    path = urlsplit(source).path if "://" in source else source
    suffix = Path(path).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,12}", suffix) else ""


def _side_name(side: SideFile) -> str:
    return f"{content_hash(side.data)[:16]}-{Path(side.name).name}"


def _unusable(what: str, path: Path, error: OSError, mend: str) -> WorkspaceError:
    return WorkspaceError(f"{what} ({error.strerror or error})", place=Place(str(path)[:300]), mend=mend)


def find_workspace(given: Path | None, *, start: Path, default: Path) -> Path:
    """Where the workspace is: as given, else the nearest folder upwards with a ``kg.toml``, else the default."""
    if given is not None:
        return given
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
    return default
