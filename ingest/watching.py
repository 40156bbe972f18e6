"""Watching the records in use: asks PubMed for them again, keeps what came, and tells what became of each.

A round may be killed at any time. Every answer is kept before it is used, and the round's beginning stands in
``cache/watch.json``: the next call goes on with it, asks only for what it did not answer, and tells all changes since
the last round that was told to its end. The answers before stay in the cache beside the new ones.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest.pipeline import build
from ingest.pubmed.cache import AnswerCache, CacheEntry
from ingest.pubmed.eutilities import EutilitiesClient
from ingest.pubmed.pubmed_xml import iter_records
from ingest.pubmed.pull import Progress, PullReport, pull_records
from kg.dossier import find_study
from kg.errors import EvidenceError, Place, RecordError, WorkspaceError
from kg.identifiers import Pmid
from kg.impact import Impact, find_impact
from kg.model import IndexedRecord
from kg.prefixes import PREFIXES
from kg.query import get_query
from kg.rdf import from_rdf
from kg.rdf.iris import identifier_iri
from kg.record_changes import RecordChange, Unasked, WatchedChange, WatchReport, compare_records
from kg.store import Dataset, write_atomically
from kg.workspace import Workspace

__all__ = ["Round", "begin_round", "end_round", "find_watched", "watch"]

_STATE = "watch.json"
_LONGEST_ROUND = timedelta(days=1)
"""A round that was left longer than this ago is begun anew; what it would have told is told by the new one."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of asking.

    Attributes:
        since: its beginning; answers that came before are asked for again.
        told: when the newest answer came that the last finished round told of; ``None`` before the first.
    """

    since: datetime
    told: datetime | None = None


def find_watched(generation: Dataset, *, everything: bool = False) -> tuple[Pmid, ...]:
    """The PMIDs of the records that articles cite, or of every record that the graph holds, in order of number."""
    answer = generation.query(get_query("record_in_use").text, prefixes=PREFIXES)
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    found = {row["pmid"].value for row in rows if row["pmid"] and (everything or _is_true(row["cited"]))}
    return tuple(Pmid(value) for value in sorted(found, key=int))


def _is_true(term: object) -> bool:
    return getattr(term, "value", "") == "true"


def begin_round(workspace: Workspace, now: datetime) -> Round:
    """The round to work on: the unfinished one if there is one, else one that begins now.

    Raises:
        WorkspaceError: if the file that tells cannot be read or written.
    """
    before = _read_state(workspace)
    since, told = before.get("since"), before.get("told")
    is_open = since is not None and now - _LONGEST_ROUND <= since <= now
    made = Round(since if is_open and since else now, told)
    _write_state(workspace, {"since": made.since, "told": told})
    return made


def end_round(workspace: Workspace, made: Round, report: WatchReport) -> None:
    """Let the round count as told, if every record was asked for; call it when the report has been handed out.

    Raises:
        WorkspaceError: if that cannot be written: the next round tells the same again.
    """
    if not report.unasked:
        newest = [entry.retrieved for entry in AnswerCache(workspace.cache).iter_entries() if _is_fetch(entry)]
        told = max(map(datetime.fromisoformat, newest), default=made.since)
        _write_state(workspace, {"told": max(told, made.since)})


def watch(
    workspace: Workspace, client: EutilitiesClient, pmids: Sequence[Pmid], made: Round, *, progress: Progress
) -> WatchReport:
    """Ask for records again, take what changed into the store, and tell what that touches.

    Args:
        workspace: whose cache keeps the answers; its store is built again if a record changed.
        client: asks for what was kept before the round began, and for nothing else.
        pmids: the records.
        made: the round.
        progress: told after each batch.

    Raises:
        StoreError: if the store cannot be opened, or built again; the answers are kept.
        WorkspaceError: if an answer could not be kept; all earlier ones are.
    """
    generation = workspace.store.open()
    pulled = pull_records(pmids, client, progress=progress)
    held = _Held(generation, AnswerCache(workspace.cache), made, pmids)
    changes = [change for item in pulled.pulled if (change := held.compare(item.record)) is not None]
    gone = [pmid for pmid in pulled.not_found if not held.was_gone(pmid)]
    changes += [RecordChange(pmid, held.title_of(pmid), is_gone=True) for pmid in gone]
    if any(held.differs(item.record) for item in pulled.pulled):
        build(workspace)
    after = workspace.store.open()
    return WatchReport(
        made.since.isoformat(),
        _answered(pmids, pulled),
        tuple(WatchedChange(each, _find_impact(each.pmid, generation, after)) for each in sorted(changes, key=_number)),
        tuple(pmid for pmid in pulled.not_found if pmid not in gone),
        tuple(Unasked(failure.pmids, failure.reason) for failure in pulled.failures),
    )


def _number(change: RecordChange) -> int:
    return int(change.pmid.value)


def _answered(pmids: Iterable[Pmid], pulled: PullReport) -> tuple[Pmid, ...]:
    failed = {pmid for failure in pulled.failures for pmid in failure.pmids}
    return tuple(pmid for pmid in dict.fromkeys(pmids) if pmid not in failed)


class _Held:
    """What was known of records when a round began: from PubMed's answers, else from the graph."""

    def __init__(self, generation: Dataset, cache: AnswerCache, made: Round, pmids: Iterable[Pmid]) -> None:
        self._generation = generation
        self._entries = dict(_newest_before(cache, made, {pmid.value for pmid in pmids}))
        self._answered = dict(_read_answers(cache, self._entries))

    def compare(self, new: IndexedRecord) -> RecordChange | None:
        """What is different in a record now."""
        before = self._answered.get(new.pmid) if new.pmid else None
        if before is not None:
            return compare_records(before, new)
        known = self._find_in_graph(new.pmid) if new.pmid else None
        return None if known is None else compare_records(known, new, same_source=False)

    def differs(self, new: IndexedRecord) -> bool:
        """Whether anything at all is different, so that the graph is to be made again."""
        return new.pmid is None or self._answered.get(new.pmid) != new

    def was_gone(self, pmid: Pmid) -> bool:
        """Whether PubMed had answered before that it has no such record."""
        return pmid.value in self._entries and pmid not in self._answered

    def title_of(self, pmid: Pmid) -> str | None:
        """The title that a record had."""
        record = self._answered.get(pmid) or self._find_in_graph(pmid)
        return record.title if record else None

    def _find_in_graph(self, pmid: Pmid) -> IndexedRecord | None:
        iri = identifier_iri(pmid, None)
        try:
            return from_rdf(IndexedRecord, iri, self._generation) if iri is not None else None
        except RecordError:
            return None


def _is_fetch(entry: CacheEntry) -> bool:
    return entry.request.address.endswith("/efetch.fcgi") and entry.request.find_field("db") == "pubmed"


def _newest_before(cache: AnswerCache, made: Round, wanted: set[str]) -> Iterator[tuple[str, CacheEntry]]:
    """For each PMID the answer that was told last, else the newest one from before the round, in that order."""
    entries = [entry for each in (cache.iter_entries(), cache.iter_earlier()) for entry in each if _is_fetch(entry)]
    told, later = [], []
    for entry in sorted(entries, key=lambda entry: datetime.fromisoformat(entry.retrieved)):
        when = datetime.fromisoformat(entry.retrieved)
        if made.told is not None and when <= made.told:
            told.append(entry)
        elif when < made.since:
            later.append(entry)
    for entry in (*later, *told):  # the last one given counts
        yield from ((pmid, entry) for pmid in (entry.request.find_field("id") or "").split(",") if pmid in wanted)


def _read_answers(cache: AnswerCache, entries: Mapping[str, CacheEntry]) -> Iterator[tuple[Pmid, IndexedRecord]]:
    for entry in dict.fromkeys(entries.values()):
        answer = cache.read(entry)
        if answer is None:
            continue
        try:
            for record in iter_records(io.BytesIO(answer.body), source=entry.request.address):
                if isinstance(record, IndexedRecord) and record.pmid and entries.get(record.pmid.value) == entry:
                    yield record.pmid, record
        except RecordError:
            continue  # what could be read of it counts


def _find_impact(pmid: Pmid, before: Dataset, after: Dataset) -> Impact | None:
    """What hangs on a record now; where nothing leads to it any more, what did."""
    for generation in (after, before):
        try:
            found = find_impact(find_study(pmid.value, generation), generation)
        except EvidenceError:
            continue
        if found.touched:
            return found
    return None


def _read_state(workspace: Workspace) -> dict[str, datetime]:
    path = _state_path(workspace)
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return {name: datetime.fromisoformat(raw[name]).astimezone(UTC) for name in ("since", "told") if raw.get(name)}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise WorkspaceError(
            f"where the last round ended cannot be read ({error})",
            place=Place(str(path)),
            mend="Remove the file: records are then compared with the answers before this one.",
        ) from error


def _write_state(workspace: Workspace, state: Mapping[str, datetime | None]) -> None:
    path = _state_path(workspace)
    text = json.dumps({name: when.isoformat() for name, when in state.items() if when}, indent=1) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text)
    except OSError as error:
        raise WorkspaceError(
            f"the round cannot be noted ({error.strerror})", place=Place(str(path)), mend="Mend the permissions."
        ) from error


def _state_path(workspace: Workspace) -> Path:
    return workspace.cache / _STATE
