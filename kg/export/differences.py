"""The difference between two states of a file, line by line, as version control shows it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

__all__ = ["to_diff"]


def to_diff(old: bytes, new: bytes, name: str) -> str:
    r"""A unified diff; empty where nothing differs. Bytes that are no UTF-8 show as escapes.

    >>> print(to_diff(b"10 women\n", b"9 men\n", "a.md"), end="")
    --- a.md
    +++ a.md
    @@ -1 +1 @@
    -10 women
    +9 men
    """
    before, after = (data.decode("utf-8", errors="backslashreplace").split("\n") for data in (old, new))
    lines = difflib.unified_diff(list(_ended(before)), list(_ended(after)), name, name)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _ended(lines: list[str]) -> Iterator[str]:
    """The lines with their ends, the last one without if the file has none there."""
    yield from (f"{line}\n" for line in lines[:-1])
    if lines[-1]:
        yield lines[-1]
