"""Loads the records that a workspace holds into a dataset, by the ten thousand.

Where there are many, a process of its own reads and writes them as text while this one loads what comes down the
pipe: two processors share the work, and neither holds more than a few records.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, cast

from ingest.collector import collector_paused
from ingest.pubmed.cache import AnswerCache
from ingest.record_stream import RecordSource, RecordStream, StreamOutcome, find_sources
from ingest.retraction_watch import read_notices, with_notices
from kg.errors import StoreError
from kg.identifiers import Doi, Pmid, StudyId
from kg.rdf.iris import identifier_iri, study_iri
from kg.store import Draft
from kg.workspace import Workspace

__all__ = ["load_records"]

_FEW_BYTES = 16 * 2**20
"""Of sources that are smaller than this together, starting a process would take longer than reading them.

Only such are also read by rule on the way; of whole files, `kg study` reads the record that is asked for.
"""


def load_records(workspace: Workspace, draft: Draft, claimed: Iterable[Pmid | Doi]) -> StreamOutcome:
    """Load the newest state of every record that the workspace holds, but for those that are claimed.

    Args:
        workspace: whose cache and given files are read.
        draft: what they are loaded into.
        claimed: PMIDs and DOIs of the records that are only handed over.

    Returns:
        How many were loaded, those handed over, and what was rejected.

    Raises:
        StoreError: if the process that reads ends before its time.
    """
    sources, keys = _find_sources(workspace), frozenset(claimed)
    if sum(source.size for source in sources) < _FEW_BYTES:
        stream = _make_stream(workspace, keys, extracts=True)
        draft.bulk_load("".join(stream.iter_text(sources)).encode())
        outcome = stream.outcome
    else:
        outcome = _load_beside(workspace, draft, keys)
    for pmid in (*outcome.replaced, *outcome.deleted):
        draft.remove_tree(str(identifier_iri(pmid, None)))
        draft.remove_tree(study_iri(StudyId(f"pmid-{pmid}")))
    draft.load("".join(outcome.replaced.values()))
    return outcome


def _find_sources(workspace: Workspace) -> list[RecordSource]:
    return find_sources(AnswerCache(workspace.cache), workspace.iter_given("records"))


def _make_stream(workspace: Workspace, claimed: frozenset[Pmid | Doi], *, extracts: bool = False) -> RecordStream:
    amend = partial(with_notices, table=read_notices(workspace.iter_given("notices")))
    return RecordStream(claimed, amend, extracts=extracts)


def _load_beside(workspace: Workspace, draft: Draft, claimed: frozenset[Pmid | Doi]) -> StreamOutcome:
    """Read in one process, load in this one."""
    with tempfile.TemporaryDirectory() as folder:
        question, answer = Path(folder, "question"), Path(folder, "answer")
        question.write_bytes(pickle.dumps((workspace, claimed)))
        with _reading(question, answer) as quads:
            draft.bulk_load(quads)
        try:
            return cast("StreamOutcome", pickle.loads(answer.read_bytes()))  # noqa: S301 - our own process wrote it
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            what = "the process that reads the records ended before its time"
            raise StoreError(what, mend="Run the command again; nothing was changed.") from error


@contextmanager
def _reading(question: Path, answer: Path) -> Iterator[IO[bytes]]:
    """What the reading process writes; it ends with the block, whatever ends the block."""
    command = [sys.executable, "-m", "ingest.record_loading", str(question), str(answer)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(  # noqa: S603 - our own words
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=environment
    ) as process:
        try:
            yield cast("IO[bytes]", process.stdout)
        except BaseException:
            process.kill()
            raise


@collector_paused()
def _read(question: Path, answer: Path) -> None:
    """What the reading process does."""
    workspace, claimed = pickle.loads(question.read_bytes())  # noqa: S301 - the process that started us wrote it
    stream = _make_stream(workspace, claimed)
    for text in stream.iter_text(_find_sources(workspace)):
        sys.stdout.buffer.write(text.encode())
    sys.stdout.flush()
    answer.write_bytes(pickle.dumps(stream.outcome))


if __name__ == "__main__":
    _read(Path(sys.argv[1]), Path(sys.argv[2]))
