"""What became of publications since they were last looked at, and which claims that touches: pure comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.identifiers import Pmid
from kg.impact import Impact
from kg.model import EditorialNotice, IndexedRecord
from kg.model.record import normalise_title

__all__ = ["FieldChange", "RecordChange", "Unasked", "WatchReport", "WatchedChange", "compare_records"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that now says something else; of an abstract only that it does, for it may not be passed on."""

    name: str
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What is different in one record.

    Attributes:
        pmid: its own.
        title: as it is now, or was when it was last given.
        notices: those that were not there before.
        withdrawn: those that were, and are there no more.
        fields: what else now says something else.
        is_gone: whether the database gives it no more: it was deleted, or merged with another record.
    """

    pmid: Pmid
    title: str | None
    notices: tuple[EditorialNotice, ...] = ()
    withdrawn: tuple[EditorialNotice, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class WatchedChange:
    """A changed record, and what hangs on it in the articles of the workspace; ``None`` where nothing can."""

    change: RecordChange
    impact: Impact | None

    @property
    def touches_claims(self) -> bool:
        """Whether a claim cites it."""
        return self.impact is not None and bool(self.impact.touched)


@dataclass(frozen=True, slots=True)
class Unasked:
    """Records that the database could not be asked for, or whose answer could not be read, and why."""

    pmids: tuple[Pmid, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class WatchReport:
    """One round of asking the database for the records in use.

    Attributes:
        since: when the round began, ISO 8601 in UTC.
        asked: those that it answered for.
        changes: those that differ from what was told the last time, by PMID.
        still_gone: those that it gave no more the last time either.
        unasked: those that it did not answer for; the next round asks for them, and tells these changes again.
    """

    since: str
    asked: tuple[Pmid, ...]
    changes: tuple[WatchedChange, ...] = ()
    still_gone: tuple[Pmid, ...] = ()
    unasked: tuple[Unasked, ...] = ()

    @property
    def touches_claims(self) -> bool:
        """Whether any change touches a claim."""
        return any(change.touches_claims for change in self.changes)


_FIELDS: dict[str, Callable[[IndexedRecord], str | None]] = {
    "title": lambda record: record.title,
    "authors": lambda record: "; ".join(record.authors) or None,
    "journal": lambda record: record.journal,
    "year": lambda record: str(record.year) if record.year is not None else None,
    "publication types": lambda record: "; ".join(sorted(record.publication_types)) or None,
    "DOI": lambda record: record.doi.value if record.doi else None,
    "PMCID": lambda record: record.pmcid.value if record.pmcid else None,
}
_OF_ANY_SOURCE = ("title", "year", "DOI", "PMCID")
"""What a record that another source described can be compared by; the rest each source writes in its own way."""


def compare_records(held: IndexedRecord, new: IndexedRecord, *, same_source: bool = True) -> RecordChange | None:
    """What is different in a record, ``None`` for nothing that a reader of its claims should know.

    Indexing (MeSH headings, dates of the record, status) is not looked at.

    Args:
        held: as it was.
        new: as it is.
        same_source: whether one database said both; else what is filled in, or only written in another way, is none.

    Raises:
        ValueError: if the new one has no PMID.
    """
    if new.pmid is None:
        raise ValueError("a record without a PMID cannot be watched")
    notices = tuple(_only_in(new.notices, held.notices))
    withdrawn = tuple(_only_in(held.notices, new.notices)) if same_source else ()
    fields = tuple(_compare_fields(held, new, same_source=same_source))
    if not (notices or withdrawn or fields):
        return None
    return RecordChange(new.pmid, new.title, notices, withdrawn, fields)


def _compare_fields(held: IndexedRecord, new: IndexedRecord, *, same_source: bool) -> Iterable[FieldChange]:
    for name, value in _FIELDS.items():
        before, after = value(held), value(new)
        if same_source:
            differs = before != after
        else:
            differs = name in _OF_ANY_SOURCE and None not in (before, after) and _plain(before) != _plain(after)
        if differs:
            yield FieldChange(name, before, after)
    if same_source and held.abstract != new.abstract:
        yield FieldChange("abstract")


def _plain(text: str | None) -> str:
    return normalise_title(text or "")


def _only_in(notices: Iterable[EditorialNotice], others: Iterable[EditorialNotice]) -> Iterable[EditorialNotice]:
    known = tuple(others)
    return (notice for notice in notices if not any(_is_same(notice, other) for other in known))


def _is_same(one: EditorialNotice, other: EditorialNotice) -> bool:
    """By kind and PMID; where one has none, by the place as printed, which two sources write differently."""
    if one.kind is not other.kind:
        return False
    if one.pmid is not None and other.pmid is not None:
        return one.pmid == other.pmid
    return one.stated_by != other.stated_by or one.published_in == other.published_in
