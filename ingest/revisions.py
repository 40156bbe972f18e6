"""Articles as they were at a revision of the git repository that holds them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError

__all__ = ["Revision"]


@dataclass(frozen=True, slots=True)
class Revision:
    """One commit of the repository that a folder lies in.

    Attributes:
        folder: where commands run.
        commit: its full name.
    """

    folder: Path
    commit: str

    @classmethod
    def find(cls, name: str, folder: Path) -> Revision:
        """The commit that a name (a branch, a tag, ``HEAD~2``) stands for.

        Raises:
            UsageError: if there is no repository, no git, or no such commit.
        """
        try:
            inside = _git(folder, "rev-parse", "--is-inside-work-tree")
            found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except FileNotFoundError as error:
            raise UsageError("git is not installed", mend="Install it, or leave --base.") from error
        if inside.returncode:
            mend = "Run it where the articles are kept in a repository, or leave --base."
            raise UsageError(f"{folder} is in no git repository", mend=mend)
        if found.returncode:
            raise UsageError(f"{name} is no commit here", mend="`git log --oneline` lists the commits.")
        return cls(folder, found.stdout.decode().strip())

    def read(self, path: str) -> bytes | None:
        """The bytes of a file at this commit; ``None`` if it was not there. Paths are relative to the folder."""
        found = _git(self.folder, "cat-file", "blob", f"{self.commit}:./{Path(path).as_posix()}")
        return None if found.returncode else found.stdout

    def files_below(self, paths: Sequence[str]) -> list[str]:
        """The files below these paths at this commit, relative to the folder."""
        found = _git(self.folder, "ls-tree", "-r", "-z", "--name-only", self.commit, "--", *paths)
        return [name for name in found.stdout.decode(errors="surrogateescape").split("\0") if name]


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    return subprocess.run(  # noqa: S603 - words of our own, and names behind --end-of-options or --
        ["git", *words],  # noqa: S607 - the user's own git
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
