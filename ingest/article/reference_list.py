"""Where a page lists its references, and which lines make up each entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.article.page import Element, Role

__all__ = ["ListedEntry", "ReferenceList", "find_reference_lists", "looks_like_entry"]

_TITLE = re.compile(
    r"\W*(?:(?:cited |selected |further |scientific )?references?(?: list| and notes| cited)?|bibliography|sources?"
    r"|(?:foot|end)?notes?|literature(?: cited)?|further reading|works cited|citations?|(?:list of )?sources"
    r"|références|bibliographie|quellen|literatur|einzelnachweise|fuentes|referencias|bibliografía|参考文献|参考资料)"
    r"\s*(?:\[\s*\+?\s*\])?\W*",
    re.IGNORECASE,
)
_ARROW = r"(?:[↑^]\s*)"
_LABELS = re.compile(
    rf"\|?\s*(?:{_ARROW}?\[\^?(?P<bracketed>\d{{1,4}})\][:.]?"
    rf"|{_ARROW}(?P<arrows>\d{{1,4}}(?:\s*,\s*{_ARROW}?\d{{1,4}})*)(?:\s*[|.:)]|\s)"
    r"|(?P<stopped>\d{1,4})(?:\s*\||[.):](?=\s))"
    r"|\[\^(?P<key>[^\]\s]+)\]:"
    r"|(?P<lettered>[a-z]|[ivxlc]{1,6})[.)](?=\s)"
    r"|(?P<signed>[*†‡§¶]{1,3})(?=\s?[^\W\d_a-zà-ÿ])"
    r"|(?P<bare>\d{1,3})(?=\s+[^\W\d_]))\s*"
)
_BACK_LINK = re.compile(rf"{_ARROW}(?:\d+\.\d+\s*|[a-z]{{1,2}}\s+(?=[^a-z]|[a-z]{{1,2}}\s))*|\|\s*")
_SIGN = re.compile(
    r"https?://|www\.|\b10\.\d{4,9}/|\bdoi\b|\bPMID\b|\bPMCID\b|\b(?:19|20)\d\d[a-z]?\b|\bet al\b|\bISBN\b",
    re.IGNORECASE,
)
_LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")
_ROMAN = tuple(
    ten + one for ten in ("", "x", "xx", "xxx") for one in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
)[1:]
_LONGEST_ENTRY = 3000
_ENDED = re.compile(r"(?:[.|…)\]]|https?://\S+|\bPMC\d+|\bPMID:? ?\d+)\s*\Z")


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One entry: the elements it runs over, the numbers it is listed under, its words."""

    elements: range
    labels: tuple[str, ...]
    text: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """A list: its elements, title line included where it has one, and its entries.

    ``as_table`` tells that it was printed as a table with a stray rule.
    """

    elements: range
    entries: tuple[ListedEntry, ...]
    as_table: bool = False


def looks_like_entry(text: str) -> bool:
    """Whether a line has a sign of a bibliographic entry: an address, identifier or year.

    >>> looks_like_entry("Doe J. Oil and hair. J Oil. 2019;3:4."), looks_like_entry("Join our club today.")
    (True, False)
    """
    return bool(_SIGN.search(text))


def find_reference_lists(elements: Sequence[Element], texts: Sequence[str]) -> tuple[ReferenceList, ...]:
    """The lists of references of a page, in order; a run of footnote definitions is one.

    Args:
        elements: the page's elements.
        texts: their words.
    """
    found: list[ReferenceList] = []
    position = 0
    while position < len(elements):
        listed = _list_at(elements, texts, position)
        if listed:
            found.append(listed)
        position = listed.elements.stop if listed else position + 1
    return tuple(found)


def _list_at(elements: Sequence[Element], texts: Sequence[str], first: int) -> ReferenceList | None:
    element = elements[first]
    if element.role is Role.ENTRY:
        return _entries_from(elements, texts, first, first, titled=False)
    short = element.span.end - element.span.start <= 60
    if element.role is not Role.FURNITURE and short and _TITLE.fullmatch(texts[first]):
        return _entries_from(elements, texts, first, first + 1, titled=True)
    return None


def _entries_from(
    elements: Sequence[Element], texts: Sequence[str], first: int, start: int, *, titled: bool
) -> ReferenceList | None:
    entries: list[ListedEntry] = []
    rules = 0
    position = start
    while position < len(elements):
        element, text = elements[position], texts[position]
        if entries and element.role is Role.ENTRY and elements[entries[0].elements.start].role is not Role.ENTRY:
            break  # footnotes that the format marks are a list of their own
        entry = _entry(element, text, position, entries, titled=titled)
        if entry:
            entries.append(entry)
        elif element.role is Role.RULE:
            rules += 1
        elif not text or (titled and not entries and _TITLE.fullmatch(text) and position - start < 2):
            pass  # the caption that repeats the title, or an element without words
        elif entries and element.role is not Role.HEADING and _continues(entries[-1].text, text, element):
            entries[-1] = _joined(entries[-1], position, text, element)
        else:
            break
        position += 1
    entries = _without_stray_numbers(entries)
    return ReferenceList(range(first, position), tuple(entries), bool(rules) and position > start) if entries else None


def _without_stray_numbers(entries: list[ListedEntry]) -> list[ListedEntry]:
    """The entries; the numbers of a few are not the list's own where most have none."""
    numbered = sum(bool(entry.labels) for entry in entries)
    return entries if 2 * numbered >= len(entries) else [replace(entry, labels=()) for entry in entries]


def _entry(
    element: Element, text: str, position: int, entries: Sequence[ListedEntry], *, titled: bool
) -> ListedEntry | None:
    """The entry that an element opens, if it opens one."""
    if element.role in {Role.HEADING, Role.RULE, Role.FURNITURE} or (not titled and element.role is not Role.ENTRY):
        return None
    labels, words = _split_labels(text, entries)
    if element.label is not None:
        labels, words = (element.label,), _BACK_LINK.sub("", text, count=1) if _BACK_LINK.match(text) else text
    unlisted = element.role is Role.TEXT and bool(entries and entries[-1].labels)
    if not words or not (labels or (looks_like_entry(text) and not unlisted)):
        return None
    return ListedEntry(range(position, position + 1), labels, _bare(words), element.address)


def _split_labels(text: str, entries: Sequence[ListedEntry]) -> tuple[tuple[str, ...], str]:
    match = _LABELS.match(text)
    if match is None:
        return (), text
    if match["bare"] and match["bare"] != _next_number(entries):
        return (), text
    if match["lettered"]:
        return ((match["lettered"],), text[match.end() :]) if _counts(match["lettered"], entries) else ((), text)
    printed = next(value for value in match.groupdict().values() if value)
    labels = (printed,) if match["key"] or match["signed"] else tuple(re.findall(r"\d+", printed))
    return labels, text[match.end() :]


def _counts(label: str, entries: Sequence[ListedEntry]) -> bool:
    """Whether a letter or small Roman number opens a list or comes next in it."""
    before = entries[-1].labels[-1] if entries and entries[-1].labels else None
    for order in (_ROMAN, _LETTERS):
        if label in order and (before is None or before in order):
            expected = order.index(before) + 1 if before else 0
            if order.index(label) == expected and bool(before) == bool(entries):
                return True
    return False


def _next_number(entries: Sequence[ListedEntry]) -> str | None:
    if not entries:
        return "1"
    last = entries[-1].labels[-1] if entries[-1].labels else ""
    return str(int(last) + 1) if last.isdecimal() else None


def _bare(words: str) -> str:
    return words.strip().strip("|").strip()


def _continues(before: str, text: str, element: Element) -> bool:
    """Whether a line is the rest of the entry before it."""
    if element.role in {Role.ITEM, Role.FURNITURE, Role.RULE} or len(before) > _LONGEST_ENTRY:
        return False
    if not _ENDED.search(before[-200:]) or not looks_like_entry(before):
        return text[:1].islower() or looks_like_entry(text)
    return bool(re.match(r"(?:doi|PMID|PMCID|https?://|Available (?:at|from))", text, re.IGNORECASE))


def _joined(entry: ListedEntry, position: int, text: str, element: Element) -> ListedEntry:
    return ListedEntry(
        range(entry.elements.start, position + 1),
        entry.labels,
        f"{entry.text} {_bare(text)}",
        entry.address or element.address,
    )
