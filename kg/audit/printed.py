"""Whether a reference as printed is the work of a record: what differs, and how surely they are one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from kg.model import Record, Reference, ResolvedBy, Surety
from kg.model.record import normalise_title

__all__ = ["differences", "tell_surety"]

_SAME_TITLE = 0.85
"""Share of equal characters from which two printed titles are one; a cut subtitle is checked before."""

_SUBTITLE_CUT = 20
"""Letters from which the start of a title stands for the whole."""


def differences(reference: Reference, record: Record) -> Iterator[tuple[str, str]]:
    """Each field where the entry and the record both speak and differ, and what to say of it."""
    if reference.title and record.title and not _same_title(reference.title, record.title):
        yield "title", f"the title is “{record.title}”"
    if reference.year and record.year and abs(reference.year - record.year) > 1:  # online and print may fall apart
        yield "year", f"the year is {record.year}, not {reference.year}"
    if reference.authors and record.authors and not _same_author(reference.authors[0], record.authors[0]):
        yield "author", f"the first author is {record.authors[0]}, not {reference.authors[0]}"
    for name in ("pmid", "doi", "pmcid"):
        printed_id, known_id = getattr(reference, name), getattr(record, name)
        if printed_id and known_id and printed_id != known_id:
            yield name, f"the {name.upper()} is {known_id}, not {printed_id}"


def _same_title(printed: str, known: str) -> bool:
    one, other = normalise_title(printed), normalise_title(known)
    shorter, longer = sorted((one, other), key=len)
    if longer.startswith(shorter) and len(shorter) >= _SUBTITLE_CUT:
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SAME_TITLE


def _same_author(printed: str, known: str) -> bool:
    """Whether one name holds a word of the other of more than an initial: "Xu L", "Lucy Xu", "Xu, L." agree."""
    words = [{normalise_title(word) for word in re.split(r"[\s,.]+", name)} for name in (printed, known)]
    return any(len(word) > 1 for word in words[0] & words[1])


def tell_surety(reference: Reference, record: Record, by: ResolvedBy) -> Surety:
    """How surely the record is the work that the entry prints, given what led there.

    An identifier alone may be a slip: only a title, or first author and year, that agree bear it out.
    """
    if any(True for _ in differences(reference, record)):
        return Surety.UNCONFIRMED
    if by is ResolvedBy.TITLE:
        return Surety.LIKELY
    has_title = bool(reference.title and record.title)
    has_author = bool(reference.authors and record.authors)
    has_year = bool(reference.year and record.year)
    return Surety.CERTAIN if has_title or (has_author and has_year) else Surety.UNCONFIRMED
