"""Files of MeSH descriptors as records, one at a time.

Two forms are read, gzipped or not: NLM's descriptor XML (the DTD ``nlmdescriptorrecordset``), and a table of
identifier, label, synonyms and tree numbers, parted by tabs and within a column by ``|``.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast
from xml.etree.ElementTree import Element

from ingest.pubmed.xml_stream import iter_elements, unpack
from kg.errors import IdentifierError, Place, RecordError
from kg.identifiers import DescriptorId
from kg.model import Descriptor

__all__ = ["iter_descriptors"]

_ROOTS = ("DescriptorRecordSet",)
_COLUMNS = 4
_HEAD = 2000
"""Bytes in which a file shows what it is."""
_BEFORE_MARKUP = b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n"
"""Marks of byte order and white space, which may stand before XML of any encoding."""
_TREE_NUMBER = re.compile(r"[A-Z][0-9]{2}(?:\.[0-9]{3})*")
_MEND = "Give NLM's descriptor XML (desc2026.xml), or a table of identifier, label, synonyms and tree numbers."


def iter_descriptors(path: Path) -> Iterator[Descriptor]:
    """Every descriptor of a file, in its order.

    Raises:
        RecordError: after every whole descriptor, if the file is missing, cut, broken, hostile or of another form.
    """
    try:
        with path.open("rb") as stream:
            with unpack(stream) as unpacked:
                is_xml = unpacked.read(_HEAD)[:_HEAD].lstrip(_BEFORE_MARKUP).startswith(b"<")
            stream.seek(0)
            yield from _iter_xml(stream, path) if is_xml else _iter_table(stream, path)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        what = f"the gzip stream is broken or cut off ({error})"
        raise RecordError(what, place=Place(str(path)), mend="Fetch the file again.") from error
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise RecordError(what, place=Place(str(path)), mend="Give the path of a readable file.") from error


def _iter_xml(stream: BinaryIO, path: Path) -> Iterator[Descriptor]:
    for element in iter_elements(stream, source=str(path), roots=_ROOTS):
        if element.tag == "DescriptorRecord":
            yield _read_element(element, path)


def _read_element(element: Element, path: Path) -> Descriptor:
    label = _text(element.find("DescriptorName/String"))
    names = (_text(term) for term in element.iterfind("ConceptList/Concept/TermList/Term/String"))
    numbers = (_text(number) for number in element.iterfind("TreeNumberList/TreeNumber"))
    return _make(_text(element.find("DescriptorUI")), label, list(names), list(numbers), Place(str(path)))


def _text(element: Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _iter_table(stream: BinaryIO, path: Path) -> Iterator[Descriptor]:
    with unpack(stream) as unpacked:
        lines = io.TextIOWrapper(cast("BinaryIO", unpacked), encoding="utf-8", newline="\n")
        try:
            for number, line in enumerate(lines, start=1):
                place = Place(str(path), line=number)
                columns = line.rstrip("\r\n").split("\t")
                if len(columns) < _COLUMNS:
                    what = f"the line has {len(columns)} of {_COLUMNS} columns"
                    raise RecordError(what, place=place, mend=_MEND)
                identifier, label, *lists = (column.strip() for column in columns[:_COLUMNS])
                names, numbers = ([part for part in text.split("|") if part] for text in lists)
                yield _make(identifier, label, names, numbers, place)
        except UnicodeDecodeError as error:
            raise RecordError("the table is not UTF-8", place=Place(str(path)), mend=_MEND) from error
        finally:
            lines.detach()


def _make(identifier: str, label: str, names: list[str], numbers: list[str], place: Place) -> Descriptor:
    """The descriptor of these values.

    Raises:
        RecordError: if one of them cannot be so.
    """
    try:
        key = DescriptorId(identifier)
    except IdentifierError as error:
        raise RecordError(error.what, place=place, mend=_MEND) from error
    if not label:
        raise RecordError(f"the descriptor {key} has no label", place=place, mend=_MEND)
    wrong = next((number for number in numbers if not _TREE_NUMBER.fullmatch(number)), None)
    if wrong is not None:
        raise RecordError(f"{wrong[:40]!r} is not a tree number", place=place, mend=_MEND)
    synonyms = tuple(name for name in dict.fromkeys(names) if name and name != label)
    return Descriptor(key, label, synonyms, tuple(numbers))
