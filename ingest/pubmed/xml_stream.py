"""An XML stream of NLM's as elements, one record at a time, in constant memory and without trust.

Expat parses, the standard library's tree builder, itself in C, hangs the elements on the root, and each
finished record is taken off again. A handler in Python for every tag takes as long as building the whole tree does.

Nothing is ever fetched or expanded: no DTD, no external entity; a document that declares entities of
its own is refused, and so is one that uses an undeclared entity, whose text would silently be lost.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, NoReturn, cast
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.parsers import expat

from kg.errors import Place, RecordError

__all__ = ["iter_elements", "unpack"]

_CHUNK_BYTES = 1 << 14  # a few records: the elements alive stay so few that the garbage collector seldom runs
_GZIP_MAGIC = b"\x1f\x8b"
_PUBMED_ROOTS = ("PubmedArticleSet", "PubmedBookArticleSet")


@contextmanager
def unpack(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream, unpacked where its first bytes are those of gzip (RFC 1952), whatever its name says."""
    buffered = io.BufferedReader(cast("io.RawIOBase", stream), _CHUNK_BYTES)
    try:
        is_gzip = buffered.peek(2)[:2] == _GZIP_MAGIC
        yield cast("BinaryIO", gzip.GzipFile(fileobj=buffered) if is_gzip else buffered)
    finally:
        buffered.detach()  # the stream is the caller's to close


def iter_elements(stream: BinaryIO, *, source: str, roots: tuple[str, ...] = _PUBMED_ROOTS) -> Iterator[Element]:
    """Each whole child of a set of records, gzipped or not.

    Args:
        stream: the bytes.
        source: what they are called in messages.
        roots: the names that the set itself may have; by default those of sets of PubMed records.

    Raises:
        RecordError: after every whole child, if the stream is cut, broken, hostile or no such set.
    """
    tree, count, failure = _GrowingTree(source, roots), 0, None
    with unpack(stream) as unpacked:
        chunk = b"-"
        while chunk and failure is None:
            try:
                chunk = unpacked.read(_CHUNK_BYTES)
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                chunk, failure = (
                    b"",
                    RecordError(f"the gzip stream is broken or cut off ({error})", place=Place(source)),
                )
            else:
                failure = tree.grow(chunk)
            for element in tree.take(is_last=failure is not None or not chunk):
                count += 1
                yield element
    if failure is not None:
        mend = f"The {count} records before it are whole. {failure.mend}".strip()
        raise RecordError(failure.what, place=failure.place, mend=mend) from failure


class _GrowingTree:
    """The tree of the records that were read and not yet taken."""

    def __init__(self, source: str, roots: tuple[str, ...]) -> None:
        self._source = source
        self._roots = roots
        self._root: Element | None = None
        self._builder = TreeBuilder()
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start_root
        self._parser.EndElementHandler = self._builder.end
        self._parser.CharacterDataHandler = self._builder.data
        self._parser.EntityDeclHandler = self._refuse_entity
        self._parser.ExternalEntityRefHandler = self._refuse_entity
        self._parser.SkippedEntityHandler = self._refuse_entity

    def grow(self, chunk: bytes) -> RecordError | None:
        """Read on; an empty chunk is the end. Gives back what is wrong with it."""
        try:
            self._parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            what = f"the XML is broken or cut off at byte {self._parser.ErrorByteIndex} ({error})"
            return RecordError(what, place=Place(self._source, line=error.lineno), mend="Fetch it again.")
        except RecordError as error:
            return error
        return None

    def take(self, *, is_last: bool) -> list[Element]:
        """The whole children so far, which leave the tree; the last one only when nothing can come after it."""
        if self._root is None:
            return []
        if is_last:
            try:
                # It hangs on the root, or on the child that was cut off: either way all before the last are whole.
                self._builder.start("end-of-stream", {})
            except ParseError:  # the root itself is closed
                return self._root[:]
        whole = self._root[:-1]
        del self._root[:-1]
        return whole

    def _start_root(self, name: str, attributes: dict[str, str]) -> None:
        if name not in self._roots:
            what = "an HTML page" if name.lower() == "html" else f"a document of type {name}"
            raise self._refusal(f"this is {what}, not a {self._roots[0]}", "Fetch the records as XML.")
        self._root = self._builder.start(name, attributes)
        self._parser.StartElementHandler = self._builder.start

    def _refuse_entity(self, *details: object) -> NoReturn:
        name = next((detail for detail in details if isinstance(detail, str)), "unnamed")
        raise self._refusal(f"it declares or uses the entity {name!r}", "NLM's files have none: do not trust it.")

    def _refusal(self, what: str, mend: str) -> RecordError:
        return RecordError(what, place=Place(self._source, line=self._parser.CurrentLineNumber), mend=mend)
