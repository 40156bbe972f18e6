"""Raw answers of services, kept as they came: proof of what was read, and what is used without a network.

::

    cache/bodies/AB/SHA256       the bytes of an answer, named by their SHA-256
    cache/requests/AB/KEY.json   for each request: what was asked, when, what came, the hash of its body
    cache/earlier/AB/KEY-….json  the same of each answer that a later one to the same request took the place of
    cache/damaged/               entries that were found to be damaged; they are asked for again

A body is written before the request that names it, each whole or not at all: a process that is killed leaves an entry
or none.
"""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from kg.errors import Place, WorkspaceError
from kg.identifiers import content_hash

__all__ = ["Answer", "AnswerCache", "CacheEntry", "Request"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: an address and the fields posted to it; never who asks.

    ``fields`` are ordered by name, so that the same question has one key.
    """

    address: str
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, address: str, **fields: str) -> Request:
        """A request with these fields."""
        return cls(address, tuple(sorted(fields.items())))

    @property
    def key(self) -> str:
        """Hash of address and fields.

        >>> Request.of("https://example.org/x", db="pubmed", id="1").key[:8]
        'abaa193f'
        """
        return content_hash(json.dumps([self.address, self.fields]))

    def find_field(self, name: str) -> str | None:
        """The value of a field."""
        return dict(self.fields).get(name)


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """What is known of a kept answer besides its bytes.

    Attributes:
        request: what was asked.
        retrieved: when the answer came, ISO 8601 in UTC.
        status: the HTTP status.
        headers: those that say what the answer is and when it was made, names in lower case.
        digest: SHA-256 of its bytes.
    """

    request: Request
    retrieved: str
    status: int
    headers: tuple[tuple[str, str], ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes of an answer, and what is known of it."""

    entry: CacheEntry
    body: bytes


class AnswerCache:
    """The ``cache/`` folder of a workspace; made when something is kept.

    Args:
        folder: where it is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(
        self, request: Request, body: bytes, *, retrieved: datetime, status: int, headers: Mapping[str, str]
    ) -> Answer:
        """Keep an answer; one that was kept for the same request before is an earlier one from now on.

        Raises:
            WorkspaceError: if there is no room, or the folder cannot be written; nothing kept before is touched.
        """
        stamp = retrieved.isoformat()
        entry = CacheEntry(request, stamp, status, tuple(sorted(headers.items())), content_hash(body))
        text = json.dumps(asdict(entry), indent=1, ensure_ascii=False) + "\n"
        try:
            _write(self._body_path(entry.digest), body)
            self._keep_earlier(request)
            _write(self._request_path(request.key), text.encode())
        except OSError as error:
            room = "Make room on the disk" if error.errno == errno.ENOSPC else "Mend the folder's permissions"
            raise WorkspaceError(
                f"an answer could not be kept ({error.strerror}); all earlier ones are",
                place=Place(str(self.folder)),
                mend=f"{room} and run the command again: it goes on from here.",
            ) from error
        return Answer(entry, body)

    def find(self, request: Request) -> Answer | None:
        """The answer kept for a request; a damaged one is set aside and counts as none."""
        path = self._request_path(request.key)
        entry = self._find_entry(path)
        return None if entry is None else self._find_body(entry, path)

    def read(self, entry: CacheEntry) -> Answer | None:
        """The answer of an entry of this cache, ``None`` if it is damaged."""
        path = self._request_path(entry.request.key)
        return self._find_body(entry, path if self._find_entry(path) == entry else self._earlier_path(entry))

    def iter_entries(self) -> Iterator[CacheEntry]:
        """All entries, in no order that means anything; damaged ones are set aside and left out."""
        for path in sorted(self.folder.glob("requests/*/*.json")):
            entry = self._find_entry(path)
            if entry is not None:
                yield entry

    def list_keys(self) -> frozenset[str]:
        """The keys of all requests whose answers are kept."""
        return frozenset(path.stem for path in self.folder.glob("requests/*/*.json"))

    def find_files(self, keys: Iterable[str]) -> list[Path]:
        """The files of some requests, earlier ones too, and of those answers of theirs that no other request has."""
        wanted = frozenset(keys)
        entries = {self._request_path(entry.request.key): entry for entry in self.iter_entries()}
        entries |= {self._earlier_path(entry): entry for entry in self.iter_earlier()}
        others = {entry.digest for entry in entries.values() if entry.request.key not in wanted}
        found = {path: entry.digest for path, entry in entries.items() if entry.request.key in wanted}
        bodies = sorted({digest for digest in found.values() if digest not in others})
        paths = [*sorted(found), *(self._body_path(digest) for digest in bodies)]
        return [path for path in paths if path.exists()]

    def iter_earlier(self) -> Iterator[CacheEntry]:
        """The entries that later answers to the same requests took the place of, as :meth:`iter_entries`."""
        for path in sorted(self.folder.glob("earlier/*/*.json")):
            entry = self._find_entry(path)
            if entry is not None:
                yield entry

    def _keep_earlier(self, request: Request) -> None:
        path = self._request_path(request.key)
        before, data = self._find_entry(path), _find_bytes(path)
        if before is not None and data is not None:
            _write(self._earlier_path(before), data)

    def _find_entry(self, path: Path) -> CacheEntry | None:
        data = _find_bytes(path)
        if data is None:
            return None
        try:
            entry = _parse_entry(data)
        except (ValueError, KeyError, TypeError) as error:
            self._set_aside(path, f"its entry cannot be read ({error})")
            return None
        if entry.request.key != path.stem.partition("-")[0]:
            self._set_aside(path, "its entry was changed")
            return None
        return entry

    def _find_body(self, entry: CacheEntry, path: Path) -> Answer | None:
        body_path = self._body_path(entry.digest)
        body = _find_bytes(body_path)
        if body is None:
            self._set_aside(path, "its body is missing")
            return None
        if content_hash(body) != entry.digest:
            self._set_aside(body_path, "its body was changed or cut")
            self._set_aside(path, "its body was changed or cut")
            return None
        return Answer(entry, body)

    def _set_aside(self, path: Path, reason: str) -> None:
        _log.warning("a kept answer is damaged and will be asked for again: %s (%s)", path.name, reason)
        target = self.folder / "damaged" / path.name
        with contextlib.suppress(OSError):  # another process did it first; the entry counts as none in any case
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)

    def _body_path(self, digest: str) -> Path:
        return self.folder / "bodies" / digest[:2] / digest

    def _request_path(self, key: str) -> Path:
        return self.folder / "requests" / key[:2] / f"{key}.json"

    def _earlier_path(self, entry: CacheEntry) -> Path:
        key = entry.request.key
        return self.folder / "earlier" / key[:2] / f"{key}-{content_hash(entry.retrieved + entry.digest)[:16]}.json"


def _parse_entry(data: bytes) -> CacheEntry:
    raw = json.loads(data)
    request = Request(str(raw["request"]["address"]), _parse_pairs(raw["request"]["fields"]))
    digest = str(raw["digest"])
    if len(digest) != 64 or not digest.isalnum():
        raise ValueError(f"no hash: {digest[:80]!r}")
    return CacheEntry(request, str(raw["retrieved"]), int(raw["status"]), _parse_pairs(raw["headers"]), digest)


def _parse_pairs(pairs: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in pairs)


def _find_bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WorkspaceError(
            f"a kept answer cannot be read ({error.strerror})", place=Place(str(path)), mend="Mend its permissions."
        ) from error


def _write(path: Path, data: bytes) -> None:
    """Write a whole file or nothing; several threads may write the same one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, draft = tempfile.mkstemp(dir=path.parent, suffix=".draft")
    try:
        with os.fdopen(number, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)
