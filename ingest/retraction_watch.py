"""Editorial notices from a Retraction Watch table that the user gave.

The table is the CSV that Crossref publishes. A row tells what sort of notice it is; a correction is never taken for
a retraction, and a row without the PMID or DOI of the paper is left alone: no paper is accused by its title.
"""

from __future__ import annotations

import csv
import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.errors import EvidenceError, IdentifierError, Place, RecordError
from kg.identifiers import Doi, Pmid
from kg.model import EditorialNotice, NoticeKind, Study

__all__ = ["NoticeTable", "read_notices", "read_retraction_watch", "with_notices"]

_COLUMNS = ("Journal", "RetractionDate", "RetractionDOI", "RetractionPubMedID")
_PAPER = ("OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature")
_NATURES = {
    "retraction": NoticeKind.RETRACTION,
    "expression of concern": NoticeKind.EXPRESSION_OF_CONCERN,
    "correction": NoticeKind.ERRATUM,
    "reinstatement": NoticeKind.REINSTATEMENT,
}
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: \d+:\d+)?")
_SAYS_NONE = {"", "0", "unavailable"}


@dataclass(frozen=True, slots=True)
class NoticeTable:
    """Notices by the PMID or DOI of the paper they are on, and the rows that could not be read."""

    notices: Mapping[Pmid | Doi, tuple[EditorialNotice, ...]]
    rejected: tuple[EvidenceError, ...]


def read_retraction_watch(path: Path) -> NoticeTable:
    """Every notice of the table whose paper has an identifier.

    Raises:
        RecordError: if the file is no such table.
    """
    notices: dict[Pmid | Doi, list[EditorialNotice]] = defaultdict(list)
    rejected: list[EvidenceError] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            table = csv.DictReader(stream)
            _check_columns(path, table.fieldnames or ())
            for row in table:
                place = Place(str(path), line=table.line_num)
                try:
                    notice = _read_notice(row, place)
                    for identifier in _papers(row):
                        notices[identifier].append(notice)
                except (IdentifierError, RecordError) as error:
                    rejected.append(error)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        what = f"the table cannot be read ({error})"
        raise RecordError(what, place=Place(str(path)), mend="Save the CSV from Crossref again.") from error
    return NoticeTable({identifier: tuple(found) for identifier, found in notices.items()}, tuple(rejected))


def read_notices(paths: Iterable[Path]) -> NoticeTable:
    """The notices of several tables; of each paper those of the last that has it. A file that is none is rejected."""
    notices: dict[Pmid | Doi, tuple[EditorialNotice, ...]] = {}
    rejected: list[EvidenceError] = []
    for path in paths:
        try:
            table = read_retraction_watch(path)
        except EvidenceError as error:
            rejected.append(error)
        else:
            notices |= table.notices
            rejected += table.rejected
    return NoticeTable(notices, tuple(rejected))


def with_notices(study: Study, table: NoticeTable) -> Study:
    """The study with the table's notices on its record, each notice once."""
    record = study.record
    found = [notice for key in (record.pmid, record.doi) if key for notice in table.notices.get(key, ())]
    if not found:
        return study
    notices = tuple(dict.fromkeys((*record.notices, *found)))
    return dataclasses.replace(study, record=dataclasses.replace(record, notices=notices))


def _check_columns(path: Path, found: Iterable[str]) -> None:
    missing = [name for name in (*_COLUMNS, *_PAPER) if name not in found]
    if missing:
        what = f"no Retraction Watch table: it lacks {', '.join(missing)}"
        raise RecordError(what, place=Place(str(path), line=1), mend="Give the CSV that Crossref publishes.")


def _papers(row: Mapping[str, str]) -> Iterator[Pmid | Doi]:
    """The identifiers of the paper that a row is about."""
    pmid, doi = (row[name].strip() for name in ("OriginalPaperPubMedID", "OriginalPaperDOI"))
    if pmid.lower() not in _SAYS_NONE:
        yield Pmid.parse(pmid)
    if doi.lower() not in _SAYS_NONE:
        yield Doi.parse(doi)


def _read_notice(row: Mapping[str, str], place: Place) -> EditorialNotice:
    nature = row["RetractionNature"].strip()
    kind = _NATURES.get(nature.lower())
    if kind is None:
        known = ", ".join(_NATURES)
        raise RecordError(f"{nature!r} is no kind of notice", place=place, mend=f"The kinds are {known}.")
    doi, pmid = (row[name].strip() for name in ("RetractionDOI", "RetractionPubMedID"))
    where = [row["Journal"].strip(), f"doi:{doi.lower()}" if doi.lower() not in _SAYS_NONE else ""]
    return EditorialNotice(
        kind,
        published_in=", ".join(part for part in where if part),
        stated_by="Retraction Watch",
        date=_find_date(row["RetractionDate"].strip()),
        pmid=Pmid.parse(pmid) if pmid not in _SAYS_NONE else None,
    )


def _find_date(text: str) -> str | None:
    """The day of a table's "1/31/2020 0:00"; none for one that no calendar has."""
    found = _DATE.fullmatch(text)
    try:
        return date(int(found[3]), int(found[1]), int(found[2])).isoformat() if found else None
    except ValueError:
        return None
