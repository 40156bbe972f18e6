"""What a run over many articles hands on of each: what is told of it, and what it needs to be held against others."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.pipeline import Audited
    from kg.workspace import Snapshot

__all__ = ["Teller", "Told"]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of an article.

    Attributes:
        source: the name that it was given under.
        text: its part of the output.
        failures: how many findings failed, by severity.
        positions: the positions that its claims take, as values of JSON (see :mod:`kg.plain`).
        suppressed: how many more failed and were set aside.
        lapsed: how many decisions on it do not hold any more.
    """

    source: str
    text: str
    failures: Mapping[str, int]
    positions: list[Any] = field(default_factory=list)
    suppressed: int = 0
    lapsed: int = 0

    def to_bytes(self) -> bytes:
        """As bytes to keep, or to send to another process."""
        counts = (self.suppressed, self.lapsed)
        return json.dumps([self.source, self.text, dict(self.failures), self.positions, *counts]).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Told:
        """What :meth:`to_bytes` wrote.

        Raises:
            ValueError: if it wrote nothing like this.
        """
        try:
            source, text, failures, positions, suppressed, lapsed = json.loads(data)
            counts = {str(name): int(count) for name, count in failures.items()}
            return cls(str(source), str(text), counts, positions, int(suppressed), int(lapsed))
        except (TypeError, AttributeError) as error:
            raise ValueError(f"this tells of no article ({error})") from error


class Teller(Protocol):
    """Makes of a finished audit what is told of it; it can be sent to another process."""

    def key_for(self, snapshot: Snapshot) -> str:
        """Names everything beside the audit that the telling depends on: options, settings, decisions."""

    def tell(self, snapshot: Snapshot, audited: Audited) -> Told:
        """What is told of the audit of a snapshot."""
