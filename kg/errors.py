"""One family tree of errors; every message says what went wrong, where, and how to mend it.

``EvidenceError`` is what callers catch at the edge (command line, page): everything below it is a
problem that its user can act on. Anything else that escapes is a defect of ours.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "ArticleError",
    "EvidenceError",
    "FetchError",
    "IdentifierError",
    "Place",
    "QueryError",
    "QueryLimitError",
    "QueryStoppedError",
    "RecordError",
    "StoreError",
    "StoreLockedError",
    "UsageError",
    "VocabularyError",
    "WorkspaceError",
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: a file or address, and as far as known the line, the field, and the column of the line.

    Lines and columns count from 1.

    >>> str(Place("studies/smith-2020.yaml", line=12, field="population.analysed"))
    'studies/smith-2020.yaml:12 population.analysed'
    >>> str(Place("query", line=3, column=7))
    'query:3:7'
    """

    source: str
    line: int | None = None
    field: str | None = None
    column: int | None = None

    def __str__(self) -> str:
        steps = (self.source, self.line, None if self.line is None else self.column)
        where = ":".join(str(step) for step in steps if step is not None)
        return where if not self.field else f"{where} {self.field}"


class EvidenceError(Exception):
    """Base of all errors that a user can mend.

    Args:
        what: the problem, in one sentence without a full stop.
        place: where it is, when it is somewhere.
        mend: what to do about it, in one sentence.
    """

    def __init__(self, what: str, *, place: Place | None = None, mend: str = "") -> None:
        self.what = what
        self.place = place
        self.mend = mend
        super().__init__(self._message())

    def _message(self) -> str:
        head = self.what if self.place is None else f"{self.place}: {self.what}"
        return f"{head}. {self.mend}" if self.mend else head


class IdentifierError(EvidenceError, ValueError):
    """A text that is not the identifier it should be."""


class ArticleError(EvidenceError):
    """An article that cannot be read as one."""


class RecordError(EvidenceError):
    """A study file, vocabulary or bibliographic record with an impossible or unknown content."""


class VocabularyError(EvidenceError, KeyError):
    """A concept that the vocabulary does not hold."""

    def __str__(self) -> str:  # KeyError would show the repr of its argument
        return self._message()


class WorkspaceError(EvidenceError):
    """A workspace folder that is missing, unreadable or not one of ours."""


class StoreError(EvidenceError):
    """The triple store is absent, half-written or unreadable."""


class StoreLockedError(StoreError):
    """Another live process is writing; nothing was changed."""


class UsageError(EvidenceError):
    """A command or option that names something there is not."""


class QueryError(UsageError):
    """A query that is refused, malformed or failed."""


class QueryLimitError(QueryError):
    """A query that was stopped by a limit; nothing of its answer is given."""


class QueryStoppedError(QueryError):
    """A query that its reader stopped; nothing of its answer is given."""


class FetchError(EvidenceError):
    """A service that was not reached or gave no usable answer; what was fetched before is kept.

    Args:
        what: the problem, in one sentence without a full stop.
        url: the address that was asked, without key and email.
        attempt: how often it was asked; 0 if it was not.
        mend: what to do about it.
    """

    def __init__(self, what: str, *, url: str, attempt: int = 0, mend: str = "") -> None:
        self.url = url
        self.attempt = attempt
        asked = f" (asked {attempt} times)" if attempt > 1 else ""
        super().__init__(what + asked, place=Place(url), mend=mend)
