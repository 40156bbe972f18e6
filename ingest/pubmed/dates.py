"""Dates at the precision given: a missing day is not the first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from xml.etree.ElementTree import Element

from ingest.pubmed.elements import child_words
from kg.model.record import RecordDate

__all__ = [
    "find_printed_date",
    "find_year",
    "read_date",
    "read_electronic_date",
    "read_history",
    "read_history_date",
    "sort_dates",
]

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
# Not in brackets, where a year is part of a journal's name; of a range of dates the first counts.
_PRINTED = re.compile(
    r"(?<![(\d])\b(?P<year>(?:19|20)\d\d)\b(?: (?P<month>[A-Z][a-z]{2})[a-z]*\.?(?: (?P<day>\d{1,2})\b)?)?"
    r"(?:-(?:\d{4} )?(?:[A-Z][a-z]{2}|\d{1,2})\b)?(?=[-;:,./ ]|$)"
)


def read_date(element: Element) -> str | None:
    """The date in an element such as PubDate; words where the source gives words, ``None`` where it gives nothing.

    >>> from xml.etree.ElementTree import fromstring
    >>> read_date(fromstring("<PubDate><Year>1993</Year><Month>Oct</Month><Day>5</Day></PubDate>"))
    '1993-10-05'
    >>> read_date(fromstring("<PubDate><Year>1998</Year><Season>Spring</Season></PubDate>"))
    '1998 Spring'
    >>> read_date(fromstring("<PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate>"))
    '1998 Dec-1999 Jan'
    """
    if not len(element):
        return None
    year = element.findtext("Year")
    if year is None:
        return child_words(element, "MedlineDate")
    month = element.findtext("Month")
    if month is None:
        return " ".join(f"{year} {element.findtext('Season', '')}".split()) or None
    return _to_iso(year.strip(), month.strip(), element.findtext("Day", "").strip())


@lru_cache(maxsize=4096)  # the dates of a file are few, and a record has six
def _to_iso(year: str, month: str, day: str) -> str:
    """Year, month and day as ISO 8601 writes them; the words as they are where the month is none."""
    number = int(month) if month.isdecimal() else _MONTHS.get(month[:3].lower())
    if number is None or not 1 <= number <= 12 or not year.isdecimal():
        return " ".join(part for part in (year, month, day) if part)
    if not day.isdecimal() or not 1 <= int(day) <= 31:
        return f"{year}-{number:02}"
    return f"{year}-{number:02}-{int(day):02}"


def read_electronic_date(element: Element) -> str | None:
    """The date of an ArticleDate; ``None`` if it is not that of the electronic publication."""
    return read_date(element) if element.get("DateType", "Electronic") == "Electronic" else None


def read_history_date(element: Element) -> RecordDate | None:
    """A date of a History, with PubMed's status as its kind; the hour is left out."""
    date = read_date(element)
    return None if date is None else RecordDate(element.get("PubStatus", "unknown"), date)


def read_history(history: Element) -> list[RecordDate]:
    """The dates of a History."""
    return [date for element in history if (date := read_history_date(element)) is not None]


def sort_dates(dates: Iterable[RecordDate]) -> tuple[RecordDate, ...]:
    """The dates in the order that their literals in the graph have: theirs means nothing, and any other must be stated.

    >>> [date.kind for date in sort_dates([RecordDate("revised", "2020"), RecordDate("accepted", "2021")])]
    ['accepted', 'revised']
    """
    return tuple(sorted(dates, key=_to_literal))


def _to_literal(date: RecordDate) -> str:
    return f"{date.kind}: {date.value}"


def find_year(date: str | None) -> int | None:
    """The first year in a date of any form.

    >>> find_year("1998 Dec-1999 Jan")
    1998
    """
    match = _YEAR.search(date or "")
    return int(match[0]) if match else None


def find_printed_date(text: str) -> str | None:
    """The date in a bibliographic place as PubMed prints it: before the volume, for a journal's name may hold a year.

    >>> find_printed_date("J Oil (1985). 1993 Oct;29(4):554")
    '1993-10'
    """
    found = list(_PRINTED.finditer(text))
    if not found:
        return None
    match = next((match for match in found if text[match.end() : match.end() + 1] == ";"), found[0])
    if (match["month"] or "").lower() not in _MONTHS:
        return match["year"]
    return _to_iso(match["year"], match["month"], match["day"] or "")
