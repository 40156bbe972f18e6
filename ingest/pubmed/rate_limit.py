"""The pace at which NCBI may be asked, kept by all threads and processes of one user together.

"Post no more than three URL requests per second"; with an API key ten (A General Introduction to the E-utilities,
NBK25497). NCBI counts by key or by address on the network, so that a limit within one process is none.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout

from kg.errors import EvidenceError, Place

__all__ = ["RateLimit"]

# The service counts arrivals, and the way there makes even gaps uneven.
_MARGIN = 1.02
_POLL_SECONDS = 0.005


class RateLimit:
    """Lets callers pass one after the other, at even gaps.

    The time of the last pass stands in a file that is read and written under a lock. The gap is waited for while the
    lock is held; the system frees the lock of a process that dies. Times are those of the machine's monotonic clock,
    which all processes share and which no change of the date moves; it starts anew with the machine, so that a time
    in the future is a leftover and counts as "just now".

    Args:
        folder: the user's cache folder, the same for all workspaces; made if needed.
        per_second: how many may pass in a second.
        clock: seconds, never going back.
        sleep: waits for so many seconds.
        patience_seconds: how long to wait for those before.
        service: whose pace it is; each service has one of its own.
    """

    def __init__(
        self,
        folder: Path,
        *,
        per_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        patience_seconds: float = 120.0,
        service: str = "ncbi",
    ) -> None:
        self._last_pass = folder / f"{service}-last-request"
        self._lock = FileLock(folder / f"{service}-last-request.lock", timeout=patience_seconds)
        self._gap_seconds = _MARGIN / per_second
        self._clock = clock
        self._sleep = sleep

    def wait(self) -> None:
        """Return when the next request may be made.

        Raises:
            EvidenceError: if the folder cannot be written, or others hold the lock for longer than is sane.
        """
        try:
            self._last_pass.parent.mkdir(parents=True, exist_ok=True)
            with self._lock.acquire(poll_interval=_POLL_SECONDS):
                self._wait_for_gap()
        except (OSError, Timeout) as error:
            raise EvidenceError(
                f"the pace of requests cannot be kept ({error})",
                place=Place(str(self._last_pass)),
                mend="Make the folder writable, or end the process that holds the lock beside this file.",
            ) from error

    def _wait_for_gap(self) -> None:
        now = self._clock()
        ready = self._read_last_pass(now) + self._gap_seconds
        while now < ready:
            self._sleep(ready - now)
            now = self._clock()
        self._last_pass.write_text(repr(now), encoding="ascii")

    def _read_last_pass(self, now: float) -> float:
        try:
            last = float(self._last_pass.read_text(encoding="ascii"))
        except FileNotFoundError:
            return now - self._gap_seconds
        except ValueError:  # a process was killed while it wrote
            return now
        return min(now, last)  # in this order, for a "nan" is less than nothing
