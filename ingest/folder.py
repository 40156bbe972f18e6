"""Which articles a folder, a pattern or a list of names stands for, and what was passed over and why."""

from __future__ import annotations

import fnmatch
import glob
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from kg.identifiers import ArticleId, slugify
from kg.workspace import SETTINGS, Snapshot

__all__ = ["FoundArticles", "PassedOver", "distinct_keys", "find_articles", "is_article_name"]

_READ = frozenset(".md .markdown .html .htm .xhtml .wikitext .wiki .mediawiki .txt .docx .pdf".split())
_OF_A_WORKSPACE = frozenset("store cache runs records fulltexts notices mesh studies decisions".split())
_OF_TOOLS = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file or folder that is not audited, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class FoundArticles:
    """What is to be audited, each once: files and addresses as given, and what folders and patterns stand for."""

    given: tuple[str, ...]
    passed_over: tuple[PassedOver, ...]


def find_articles(given: Iterable[str], excluded: Sequence[str] = ()) -> FoundArticles:
    """The articles that these names stand for, in the order given, those of a folder by path.

    A name that is a file, or nothing, stands for itself: what is wrong with it is for its reader to tell. A folder
    stands for the files below it in a format that is read; left out are hidden ones, what a workspace keeps for itself,
    and folders of tools. Links to folders are not followed.

    Args:
        given: files, folders, patterns (``drafts/**/*.md``) or addresses.
        excluded: patterns of paths or names that are passed over where a folder or pattern finds them.
    """
    walk = _Walk(excluded)
    for name in given:
        if os.path.isdir(name):  # noqa: PTH112 - an address is no path
            walk.enter(name)
        elif glob.has_magic(name) and not os.path.exists(name) and "://" not in name:  # noqa: PTH110 - as above
            walk.match(name)
        else:
            walk.files.setdefault(name)
    return FoundArticles(tuple(walk.files), tuple(walk.passed_over))


class _Walk:
    """Collects files in order."""

    def __init__(self, excluded: Sequence[str]) -> None:
        self.excluded = excluded
        self.files: dict[str, None] = {}
        self.passed_over: list[PassedOver] = []

    def match(self, pattern: str) -> None:
        found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - a path may be absolute
        if not found:
            self.files.setdefault(pattern)
        for name in found:
            if Path(name).is_dir():
                self.enter(name)
            else:
                self.take(name, is_read=True)

    def enter(self, folder: str) -> None:
        root = Path(folder)
        if reason := self.why_not_below(root):
            self.passed_over.append(PassedOver(root.as_posix(), reason))
            return
        is_workspace = (root / SETTINGS).is_file()
        for path in sorted(root.iterdir(), key=lambda path: (path.name.casefold(), path.name)):
            if reason := self.why_not(path, is_workspace=is_workspace):
                self.passed_over.append(PassedOver(path.as_posix(), reason))
            elif path.is_dir():
                self.enter(str(path))
            else:
                self.take(path.as_posix(), is_read=path.suffix.lower() in _READ)

    def take(self, name: str, *, is_read: bool) -> None:
        if self.is_excluded(name):
            self.passed_over.append(PassedOver(name, "excluded"))
        elif is_read:
            self.files.setdefault(name)
        else:
            self.passed_over.append(PassedOver(name, "no format of articles by its name"))

    def why_not(self, path: Path, *, is_workspace: bool) -> str | None:
        if path.name.startswith("."):
            return "hidden"
        if self.is_excluded(path.as_posix()):
            return "excluded"
        if path.is_dir() and path.is_symlink():
            return "a link to a folder"
        if path.is_dir() and path.name in _OF_TOOLS:
            return "a folder of tools"
        return "kept by the workspace" if is_workspace and path.is_dir() and path.name in _OF_A_WORKSPACE else None

    @staticmethod
    def why_not_below(folder: Path) -> str | None:
        if (folder / "pyvenv.cfg").is_file():
            return "a folder of tools"
        return "snapshots kept by the workspace" if _holds_snapshots(folder) else None

    def is_excluded(self, name: str) -> bool:
        path = PurePosixPath(name)
        parts = (path.as_posix(), path.name)
        return any(fnmatch.fnmatch(part, pattern.rstrip("/")) for pattern in self.excluded for part in parts)


def is_article_name(name: str) -> bool:
    """Whether a file of this name is in a format that is read, and not hidden.

    >>> is_article_name("drafts/a.md"), is_article_name(".git/a.md"), is_article_name("a.csv")
    (True, False, False)
    """
    path = PurePosixPath(name)
    return path.suffix.lower() in _READ and not any(part.startswith(".") and part != "." for part in path.parts)


def _holds_snapshots(folder: Path) -> bool:
    """Whether a workspace keeps an article here: under the hash of its bytes, with an index."""
    try:
        return "newest" in json.loads((folder / "article.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError):
        return False


def distinct_keys(snapshots: Sequence[Snapshot]) -> Iterator[Snapshot]:
    """The snapshots; where several share a key, each has one from its whole path: ``a-index`` for ``a/index.md``."""
    counts = Counter(snapshot.article for snapshot in snapshots)
    for snapshot in snapshots:
        whole = slugify(str(PurePosixPath(snapshot.source).with_suffix(""))) if "://" not in snapshot.source else ""
        if counts[snapshot.article] > 1 and whole:
            yield replace(snapshot, article=ArticleId(whole[-120:].strip("-")))
        else:
            yield snapshot
