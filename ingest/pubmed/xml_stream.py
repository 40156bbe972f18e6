"""A stream of NLM's XML, one record at a time, in constant memory and without trust.

Expat reads the document, and the standard library's tree builder, itself in C, hangs the elements on the root, from
which each finished record is taken off. That is slow, and most records are plain: so once expat has accepted
the head of the document, what stands between the root's start and the end tag of a record is offered to a reader of
whole records, and only what that does not take is parsed as trees. From the first place on that is not well-formed by
itself (a fault, a cut, a CDATA section with an end tag in it, the end of the set), the rest is expat's again.

Nothing is ever fetched or expanded: no DTD, no external entity; a document that declares entities of
its own is refused, and so is one that uses an undeclared entity, whose text would silently be lost.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import BinaryIO, NoReturn, TypeVar, cast
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.parsers import expat

from kg.errors import Place, RecordError

__all__ = ["iter_children", "iter_elements", "unpack"]

_Article = TypeVar("_Article")

_CHUNK_BYTES = 1 << 16
_LONGEST = 1 << 20
"""Bytes of the longest head, and of the longest record, that is not read in chunks."""
_START, _END = b"<PubmedArticle>", b"</PubmedArticle>"
_PLAIN_ROOT = b"<PubmedArticleSet>"
_GZIP_MAGIC = b"\x1f\x8b"
_PUBMED_ROOTS = ("PubmedArticleSet", "PubmedBookArticleSet")


@contextmanager
def unpack(stream: BinaryIO) -> Iterator[io.BufferedIOBase]:
    """The stream, unpacked where its first bytes are those of gzip (RFC 1952), whatever its name says."""
    buffered = io.BufferedReader(cast("io.RawIOBase", stream), _CHUNK_BYTES)
    try:
        is_gzip = buffered.peek(2)[:2] == _GZIP_MAGIC
        yield gzip.GzipFile(fileobj=buffered) if is_gzip else buffered
    finally:
        buffered.detach()  # the stream is the caller's to close


def iter_elements(stream: BinaryIO, *, source: str, roots: tuple[str, ...] = _PUBMED_ROOTS) -> Iterator[Element]:
    """Each whole child of a set of records as an element; arguments and errors as those of :func:`iter_children`."""
    return iter_children(stream, source=source, roots=roots, read_articles=_leave_all)


def _leave_all(texts: Sequence[bytes]) -> Sequence[None]:
    return [None] * len(texts)


def iter_children(
    stream: BinaryIO,
    *,
    source: str,
    read_articles: Callable[[Sequence[bytes]], Sequence[_Article | None]],
    roots: tuple[str, ...] = _PUBMED_ROOTS,
) -> Iterator[_Article | Element]:
    """Each whole child of a set of records, gzipped or not: a PubmedArticle as it is read, or else an element.

    Args:
        stream: the bytes, read forwards once.
        source: what to call them in errors.
        read_articles: reads several texts, each a PubmedArticle without its end tag, for all that this module
            knows; gives ``None`` for one that is not exactly that, or that it leaves to be read as an element.
        roots: the names that the set itself may have; by default those of sets of PubMed records.

    Raises:
        RecordError: after every whole child, if the stream is cut, broken, hostile or no such set.
    """
    count = 0
    with unpack(stream) as unpacked:
        chunks, document = _Chunks(unpacked, source), _Document(source, roots)
        for child in chain(_iter_plain(chunks, document, read_articles), _iter_rest(chunks, document)):
            count += 1
            yield child
    failure = document.failure or chunks.failure
    if failure is not None:
        mend = f"The {count} records before it are whole. {failure.mend}".strip()
        raise RecordError(failure.what, place=failure.place, mend=mend) from failure


def _iter_plain(
    chunks: _Chunks, document: _Document, read_articles: Callable[[Sequence[bytes]], Sequence[_Article | None]]
) -> Iterator[_Article | Element]:
    """The children up to the first place that is not well-formed by itself; the document gets all from there on."""
    text = chunks.read()
    while _START not in text and len(text) < _LONGEST and (chunk := chunks.read()):
        text += chunk
    head, start, text = text.partition(_START)
    document.grow(head)
    text = start + text
    while start and document.is_plain_after(head):
        *texts, text = text.split(_END)
        for place, (content, article) in enumerate(zip(texts, read_articles(texts), strict=True)):
            children = _parse_children(content + _END) if article is None else (article,)
            if children is None:
                document.grow(_END.join([*texts[place:], text]))
                return
            document.skip(content, _END)
            yield from children
        chunk = chunks.read()
        text += chunk
        if not chunk or len(text) > _LONGEST:
            break
    document.grow(text)


def _iter_rest(chunks: _Chunks, document: _Document) -> Iterator[Element]:
    """The children that the document itself reads."""
    while document.failure is None and (chunk := chunks.read()):
        yield from document.take()
        document.grow(chunk)
    if chunks.failure is None:
        document.close()
    yield from document.take(is_last=True)


def _parse_children(content: bytes) -> Sequence[Element] | None:
    """The elements of some content that is well-formed by itself; ``None`` if it is not."""
    builder, parser = TreeBuilder(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(b"<all>" + content + b"</all>", True)
    except expat.ExpatError:
        return None
    return builder.close()[:]


class _Chunks:
    """A stream in chunks, as much as there is at once, so that a fault in what follows takes nothing with it."""

    def __init__(self, stream: io.BufferedIOBase, source: str) -> None:
        self._stream = stream
        self._source = source
        self.failure: RecordError | None = None

    def read(self) -> bytes:
        """The next chunk; empty at the end, and at a fault of the packing, which ``failure`` tells."""
        if self.failure is not None:
            return b""
        try:
            return self._stream.read1(_CHUNK_BYTES)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            what = f"the gzip stream is broken or cut off ({error})"
            self.failure = RecordError(what, place=Place(self._source))
            return b""


class _Document:
    """The document as expat reads it, and the tree of the records that were read and not yet taken."""

    def __init__(self, source: str, roots: tuple[str, ...]) -> None:
        self.failure: RecordError | None = None
        self._source = source
        self._roots = roots
        self._root: Element | None = None
        self._root_at = 0
        self._is_plain = True
        self._skipped_bytes = self._skipped_lines = 0
        self._builder = TreeBuilder()
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.XmlDeclHandler = self._note_declaration
        self._parser.StartDoctypeDeclHandler = self._note_doctype
        self._parser.StartElementHandler = self._start_root
        self._parser.EndElementHandler = self._builder.end
        self._parser.CharacterDataHandler = self._builder.data
        self._parser.EntityDeclHandler = self._refuse_entity
        self._parser.ExternalEntityRefHandler = self._refuse_entity
        self._parser.SkippedEntityHandler = self._refuse_entity

    def grow(self, chunk: bytes) -> None:
        """Read on; ``failure`` tells what is wrong with it, and nothing is read after that."""
        if chunk:
            self._parse(chunk, is_last=False)

    def close(self) -> None:
        """Nothing comes any more."""
        self._parse(b"", is_last=True)

    def is_plain_after(self, head: bytes) -> bool:
        """Whether the head, all that was read yet, ends where the first child may, and changes how none is read.

        It does with another encoding than UTF-8, and with declarations of its own, such as of default attributes.
        """
        return (
            self.failure is None
            and self._root is not None
            and self._is_plain
            and head[self._root_at :].rstrip() == _PLAIN_ROOT
        )

    def skip(self, content: bytes, end_tag: bytes) -> None:
        """Count, for the places of errors, what was read by others and comes before all that is yet to be read."""
        self._skipped_bytes += len(content) + len(end_tag)
        self._skipped_lines += content.count(b"\n")

    def take(self, *, is_last: bool = False) -> list[Element]:
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

    def _parse(self, chunk: bytes, *, is_last: bool) -> None:
        if self.failure is not None:
            return
        try:
            self._parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            byte = self._parser.ErrorByteIndex + self._skipped_bytes
            what = f"the XML is broken or cut off at byte {byte} ({expat.ErrorString(error.code)})"
            place = Place(self._source, line=error.lineno + self._skipped_lines)
            self.failure = RecordError(what, place=place, mend="Fetch it again.")
        except RecordError as error:
            self.failure = error

    def _note_declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self._is_plain &= encoding is None or encoding.lower() == "utf-8"

    def _note_doctype(self, _name: str, _system: str | None, _public: str | None, has_declarations: bool) -> None:
        self._is_plain &= not has_declarations

    def _start_root(self, name: str, attributes: dict[str, str]) -> None:
        if name not in self._roots:
            what = "an HTML page" if name.lower() == "html" else f"a document of type {name}"
            raise self._refusal(f"this is {what}, not a {self._roots[0]}", "Fetch the records as XML.")
        self._root, self._root_at = self._builder.start(name, attributes), self._parser.CurrentByteIndex
        self._parser.StartElementHandler = self._builder.start

    def _refuse_entity(self, *details: object) -> NoReturn:
        name = next((detail for detail in details if isinstance(detail, str)), "unnamed")
        raise self._refusal(f"it declares or uses the entity {name!r}", "NLM's files have none: do not trust it.")

    def _refusal(self, what: str, mend: str) -> RecordError:
        line = self._parser.CurrentLineNumber + self._skipped_lines
        return RecordError(what, place=Place(self._source, line=line), mend=mend)
