"""Many articles audited: what can be had of them is done, and in place of each other one stands why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ingest.pipeline import Audited, audit_snapshot
from kg.errors import EvidenceError, UsageError
from kg.evidence import Evidence
from kg.workspace import Snapshot

__all__ = ["audit_all", "load_all"]


def load_all(given: Iterable[str], load: Callable[[str], Snapshot]) -> Iterator[Snapshot | EvidenceError]:
    """The snapshot of each article, in the order given; in place of one that cannot be had, the error that tells why.

    Args:
        given: files or addresses.
        load: gives the snapshot of one.

    Raises:
        UsageError: if one is refused rather than missing.
    """
    for each in given:
        try:
            yield load(each)
        except UsageError:
            raise
        except EvidenceError as error:
            yield error


def audit_all(
    snapshots: Iterable[Snapshot], evidence: Evidence, *, rules: frozenset[str] | None = None
) -> Iterator[Audited | EvidenceError]:
    """Each article held against the evidence, in the order given; in place of one that cannot be read, the error."""
    for snapshot in snapshots:
        try:
            yield audit_snapshot(snapshot, evidence, rules=rules)
        except EvidenceError as error:
            yield error
