"""Values in the tables of a full text: sizes of groups in the heads of columns, and means by group in rows.

A column is a group's where its head gives a size ("Placebo (n = 23)") beside those of others, or carries the name that
another table of the paper gave with a size. A cell is a mean or median where the words of its row or column say so, or
where it is printed with its spread ("12.3 ± 4.5"); of a bare "12 (40)" nobody can tell, and nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kg.extraction.texts import FULL_TEXT, TABLE
from kg.model.extraction import ExtractedValue, FieldValue, TextPlace
from kg.model.fulltext import FullText, Table, TableCell

__all__ = ["find_table_values", "is_of_full_text"]

_SIZE = re.compile(r"[(\[,;:]?\s*\b[nN]\s?=\s?(?P<number>\d{1,3}(?:[\s,]\d{3})+|\d{1,7})(?!\d|\.\d)[^()]*[)\]]?")
_TOTAL = re.compile(r"\A\W*(?:total|all|overall|combined|both|entire|whole|together)\b", re.IGNORECASE)
_SUM = re.compile(r"\b(?:combined|pooled)\b", re.IGNORECASE)
"""Said of columns that hold the people of others once more."""

_SEX = re.compile(r"\A\W*(?:wo)?m[ae]n\W*\Z|\A\W*(?:fe)?males?\W*\Z|\A\W*(?:boys|girls)\W*\Z", re.IGNORECASE)
_BASELINE = re.compile(r"\bbaseline\b|\bcharacteristics?\b|\bdemographics?\b", re.IGNORECASE)
_FIGURE = r"[-−–]?\d{1,6}(?:,\d{3})*(?:[.·]\d+)?"
_SPREAD = re.compile(
    rf"{_FIGURE}\s?(?:(?P<plus>±|\+/[-−–])\s?{_FIGURE}|\(\s?(?:{_FIGURE}(?:\s?(?:to|[-−–,])\s?{_FIGURE})?)\s?\))[*†‡§a-e]?"
)
_MEAN = re.compile(r"\bmeans?\b|(?<!\w)M\s?\(SD\)", re.IGNORECASE)
_MEDIAN = re.compile(r"\bmedian\b", re.IGNORECASE)
_SHARE = re.compile(r"%|\bper\s?cent|\bno\.|\bnumber\sof\b|(?<!\w)[nN]\s?\(", re.IGNORECASE)
_DEVIATION = re.compile(r"(?<!\w)(?:S\.?D\.?|s\.d\.)(?!\w)|standard\sdeviation", re.ASCII)
_ERROR = re.compile(r"(?<!\w)(?:S\.?E\.?(?:M\.?)?|s\.e\.(?:m\.)?)(?!\w)|standard\serror", re.ASCII)
_MOST_GROUPS = 6
_FEWEST = 2


class _Kind(StrEnum):
    """What a figure with a spread is; the paper says so, or its notation does as far as it goes."""

    MEAN_SD = "mean (SD)"
    MEAN_SE = "mean (SE)"
    MEAN = "mean, of its spread the kind is not told"
    MEDIAN = "median"
    UNTOLD = "of what is not told"


@dataclass(frozen=True, slots=True)
class _Group:
    """A group that has columns: its name and its size, where the head gives one."""

    name: str
    number: int | None
    head: TableCell
    column: int


def is_of_full_text(place: TextPlace) -> bool:
    """Whether a place stands in the full text: its body, or one of its tables."""
    return place.part == FULL_TEXT or place.part.startswith(f"{FULL_TEXT}, {TABLE} ")


def find_table_values(full_text: FullText) -> Iterator[FieldValue]:
    """Sizes of groups, and means and medians by group, in the order of the tables.

    The place of each is its table, row and column, counted from 1, and its characters in the full text.
    """
    named = {
        _plain(group.name): group.name
        for table in full_text.tables
        for group in _groups(full_text, table, {})
        if group.number is not None
    }
    for number, table in enumerate(full_text.tables, start=1):
        groups = list(_groups(full_text, table, named))
        for group in groups:
            if group.number is not None:
                role = "studied" if _TOTAL.search(group.name) else "arm"
                value = f"{group.number}: {group.name}" if role == "arm" else str(group.number)
                rule = "arms/table-head" if role == "arm" else "participants/table-head"
                yield _value(full_text, number, group.head, (f"population.{role}", value, rule))
        yield from _rows(full_text, number, table, groups)


def _groups(full_text: FullText, table: Table, named: Mapping[str, str]) -> Iterator[_Group]:
    """The groups of a table's columns: two or more with a size, or with a name that came with a size elsewhere."""
    found = []
    for cell in table.cells:
        if cell.is_header and cell.column > 0:
            words = full_text.quote_at(cell.span)
            size = _SIZE.search(words)
            name = (words[: size.start()] if size else words).strip(" ,;:(")
            if _SUM.search(name) and not _TOTAL.search(name):
                continue
            if size is not None and name:
                found.append(_Group(name, int(re.sub(r"[\s,]", "", size["number"])), cell, cell.column))
            elif size is None and _plain(name) in named:
                found.append(_Group(named[_plain(name)], None, cell, cell.column))
    arms = {_plain(group.name) for group in found if not _TOTAL.search(group.name)}
    if _FEWEST <= len(arms) <= _MOST_GROUPS and not all(_SEX.search(arm) for arm in arms):
        yield from found


def _rows(full_text: FullText, number: int, table: Table, groups: list[_Group]) -> Iterator[FieldValue]:
    """The cells with a mean or median, each with the words of its row and its group."""
    about = " ".join(full_text.quote_at(span) for span in (table.caption, *table.notes) if span is not None)
    is_baseline = table.caption is not None and _BASELINE.search(full_text.quote_at(table.caption)) is not None
    heads = {(group.head.row, group.column): group for group in groups if not _TOTAL.search(group.name)}
    for cell in table.cells if heads else ():
        words = full_text.quote_at(cell.span)
        printed = _SPREAD.fullmatch(words) if not cell.is_header else None
        above = table.headers_of(cell)
        group = next((heads[head.row, head.column] for head in above if (head.row, head.column) in heads), None)
        if printed is None or group is None:
            continue
        own, heading, column = _words_of(full_text, cell, above, group)
        has_plus = printed["plus"] is not None
        kind = _kind((own, column, heading, about) if has_plus else (own, column, heading), has_plus=has_plus)
        if kind is not None and own:
            where = f" (below “{heading}”)" if heading else ""
            when = f", {column}" if column else ""
            field = "facts.baseline" if is_baseline else "facts.value"
            text = f"{own}{where}; {group.name}{when}: {words} ({kind})"
            yield _value(full_text, number, cell, (field, text, "outcome/table-row"))


def _words_of(
    full_text: FullText, cell: TableCell, above: tuple[TableCell, ...], group: _Group
) -> tuple[str, str, str]:
    """What names a cell's row, the heading above that, and what its column says beside the group."""
    others = [head for head in above if head is not group.head]
    own = [head for head in others if head.row <= cell.row < head.row + head.row_span and head.column < cell.column]
    columns = [head for head in others if head not in own and head.column > 0]
    headings = [head for head in others if head not in own and head not in columns]
    said = [
        ", ".join(filter(None, (full_text.quote_at(head.span) for head in part))) for part in (own, headings, columns)
    ]
    return said[0], said[1], said[2]


def _kind(said: tuple[str, ...], *, has_plus: bool) -> _Kind | None:
    """What a figure with a spread is, by the nearest words that tell; ``None`` where it may be a count."""
    for words in said:
        if _MEDIAN.search(words) and not _MEAN.search(words):
            return _Kind.MEDIAN
        if _MEAN.search(words) or (has_plus and (_DEVIATION.search(words) or _ERROR.search(words))):
            return _mean(words)
        if _SHARE.search(words) and not has_plus:
            return None
    return _Kind.UNTOLD if has_plus else None


def _mean(words: str) -> _Kind:
    is_sd, is_se = _DEVIATION.search(words) is not None, _ERROR.search(words) is not None
    return _Kind.MEAN if is_sd is is_se else _Kind.MEAN_SD if is_sd else _Kind.MEAN_SE


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def _value(full_text: FullText, number: int, cell: TableCell, read: tuple[str, str, str]) -> FieldValue:
    field, value, rule = read
    part = f"{FULL_TEXT}, {TABLE} {number}, row {cell.row + 1}, column {cell.column + 1}"
    return FieldValue(
        field, ExtractedValue(value, TextPlace(part, None, cell.span, full_text.quote_at(cell.span)), rule)
    )
