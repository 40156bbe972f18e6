"""Audits that are finished, kept until something changes that they rest on.

An audit rests on the article's bytes with the references given beside it, the rules asked for, the program (every
module, every bundled file and the libraries installed, by content or version) and the answers that the graph gave. The
first three are the name of what is kept. The answers are looked at in two steps: where the state of the evidence is
the one that the audit was last found good for, nothing needs looking at; where it is another, the trace of the
questions asked is held against it (:mod:`kg.traced`). What is made of an audit for a reader is kept beside it, by the
name of what made it; decisions belong there.

This module imports little, so that a run in which nothing changed is short.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import data
import ingest
import kg
from kg.identifiers import content_hash
from kg.shelf import Shelf
from kg.workspace import Snapshot, Workspace

__all__ = ["Finished", "FinishedAudits", "Plan", "evidence_state", "program_fingerprint"]

_OWN_PACKAGES = (kg, ingest, data)
_SEEN_BY_READERS_ONLY = ("cli", "explorer")
_SOURCES = frozenset({".py", ".yaml", ".ttl", ".json"})
_INPUTS = ("studies", "records", "fulltexts", "notices", "mesh", "cache")
_NAME = 40


@dataclass(frozen=True, slots=True)
class Plan:
    """What all audits of a run have in common.

    Attributes:
        workspace: whose evidence is asked.
        state: the name of its state when the run began.
        rules: codes of the rules to apply; all by default.
        shelf: where finished audits are kept; ``None`` keeps none.
    """

    workspace: Workspace
    state: str
    rules: frozenset[str] | None = None
    shelf: Shelf | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """What is known of a kept audit without reading it.

    Attributes:
        state: the state of the evidence for which it was last found good.
        trace: the questions that it asked, each with the hash of the answer.
        body: the name that the audit itself is kept under.
    """

    state: str
    trace: Mapping[str, str]
    body: str


class FinishedAudits:
    """The finished audits of one choice of rules, with one state of the evidence.

    Args:
        shelf: where they are kept.
        rules: codes of the rules to apply; all by default.
    """

    def __init__(self, shelf: Shelf, rules: Collection[str] | None = None) -> None:
        self.shelf = shelf
        self._basis = f"{program_fingerprint()}\n{'all' if rules is None else ','.join(sorted(rules))}"

    def find(self, snapshot: Snapshot) -> Finished | None:
        """What is known of the audit of a snapshot, whatever it was held against; ``None`` if there is none."""
        found = self.shelf.take(self._name(snapshot))
        try:
            document = json.loads(found or b"null")
            trace = {str(question): str(digest) for question, digest in document["trace"].items()}
            return Finished(str(document["state"]), trace, str(document["body"]))
        except (ValueError, TypeError, KeyError, AttributeError):
            return None

    def keep(self, snapshot: Snapshot, state: str, trace: Mapping[str, str], audit: bytes | None = None) -> Finished:
        """Keep an audit, or without one only the state for which it was found good again."""
        name = self._name(snapshot)
        body = content_hash(json.dumps([name, sorted(trace.items())]))[:_NAME]
        if audit is not None:
            self.shelf.put(body, audit)
        self.shelf.put(name, json.dumps({"state": state, "trace": dict(trace), "body": body}).encode())
        return Finished(state, trace, body)

    def take_told(self, finished: Finished, key: str) -> bytes | None:
        """What was made of an audit under this key."""
        return self.shelf.take(_told_name(finished, key))

    def keep_told(self, finished: Finished, key: str, told: bytes) -> None:
        """Keep what was made of an audit under this key."""
        self.shelf.put(_told_name(finished, key), told)

    def _name(self, snapshot: Snapshot) -> str:
        sides = [(side.name, content_hash(side.data)) for side in snapshot.cited]
        own = [snapshot.article.value, snapshot.source, snapshot.digest, sides]
        return content_hash(json.dumps([self._basis, own]))[:_NAME]


def _told_name(finished: Finished, key: str) -> str:
    return content_hash(f"{finished.body}\n{key}")[:_NAME]


def evidence_state(workspace: Workspace) -> str:
    """A name of what a workspace's articles are held against: another one whenever that may have changed.

    It is the name of the store's generation, which no other one ever has; for want of a store, the names, sizes and
    times of the files that the evidence is read from.
    """
    generation = workspace.store.current_name
    if generation is not None:
        return f"{workspace.path.resolve()} {generation}"
    return content_hash("\n".join(_files_below(workspace.path / kind for kind in _INPUTS)))


def _files_below(folders: Iterable[Path]) -> Iterator[str]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            known = path.stat()
            yield f"{path} {known.st_size} {known.st_mtime_ns}"


@cache
def program_fingerprint() -> str:
    """Hash of everything of the program that an audit, or what is told of it, can depend on."""
    parts = [sys.version, *sorted(_installed())]
    for package in _OWN_PACKAGES:
        parts += _fingerprints(Path(package.__path__[0]))
    return content_hash("\n".join(parts))


def _fingerprints(root: Path) -> Iterator[str]:
    """Each file of a package by its content."""
    for path in sorted(root.rglob("*")):
        place = path.relative_to(root)
        if path.suffix in _SOURCES and place.parts[0] not in _SEEN_BY_READERS_ONLY:
            yield f"{place} {content_hash(path.read_bytes())}"


def _installed() -> Iterator[str]:
    """The names and versions of the libraries that can be imported, as their folders of metadata tell them."""
    for folder in dict.fromkeys(sys.path):
        if folder and Path(folder).is_dir():
            yield from (path.name for path in Path(folder).iterdir() if path.suffix in {".dist-info", ".egg-info"})
