"""When a database last answered a workspace: silence in its graph is as old as that answer."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.pubmed.cache import AnswerCache
from ingest.pull_history import read_pulls
from kg.workspace import Workspace

__all__ = ["find_last_answer"]

_DAY = len("2026-11-26")


def find_last_answer(workspace: Workspace) -> str | None:
    """The day of the newest answer that the workspace keeps, or of a pull that found nothing; ``None`` if none was had.

    A pull that brought something in is as old as the answers that are kept of it: taken back, it counts no more. A file
    that the user gave is no search.
    """
    return max(_days(workspace), default=None)


def _days(workspace: Workspace) -> Iterator[str]:
    yield from (entry.retrieved[:_DAY] for entry in AnswerCache(workspace.cache).iter_entries())
    yield from (
        pull.time[:_DAY] for pull in read_pulls(workspace.iter_pulls()).pulls if pull.not_found and not pull.fetched
    )
