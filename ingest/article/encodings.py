"""Bytes to characters: which encoding a text file is in, and what could not be read in it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

__all__ = ["Decoded", "decode_text"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*(?P<meta>[\w.:-]{2,40})|\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"'](?P<xml>[\w.:-]{2,40})",
    re.IGNORECASE,
)
_READ_AS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "tis-620": "cp874",
}  # fmt: skip
"""What browsers read a declared encoding as, for it is what such pages hold (WHATWG Encoding Standard)."""

_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_UTF8_RUN = re.compile(rb"(?:[\x00-\x7f]|" + _MULTIBYTE.pattern + rb")++")
_HIGH = bytes(range(0x80, 0x100))
_HIGH_LINE = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n?")
_ENOUGH = 40
"""From this many bytes beyond ASCII on, statistics tell one legacy encoding from another."""

_LARGEST_SAMPLE = 50_000
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text with single line feeds.

    Attributes:
        replaced: how many bytes could not be read and are U+FFFD.
        mixed: how many bytes are in another encoding than the rest and were read as Windows-1252.
        encoding: Python's name of the encoding of all bytes after the mark; ``None`` where they are in more than one.
        mark: how many bytes the byte order mark takes.
    """

    text: str
    replaced: int = 0
    mixed: int = 0
    encoding: str | None = None
    mark: int = 0


def decode_text(data: bytes) -> Decoded:
    r"""The characters of a text file.

    Tried in this order: a byte order mark; UTF-16 by its zeros; UTF-8; UTF-8 with a few bytes of Windows-1252
    (pages put together from several sources); the encoding that the page declares; the one that statistics tell;
    Windows-1252.

    >>> decode_text(b"caf\xc3\xa9\r\n").text
    'café\n'
    >>> decode_text(b"caf\xc3\xa9 and caf\xe9").mixed
    1
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return replace(_decoded(data[len(mark) :], encoding), mark=len(mark))
    zeros = _by_zeros(data)
    if zeros:
        return _decoded(data, zeros)
    try:
        return Decoded(_with_line_feeds(data.decode("utf-8")), encoding="utf-8")
    except UnicodeDecodeError:
        pass
    stray = _count_high(_MULTIBYTE.sub(b"", data))
    if _count_high(data) >= 3 * stray:  # at least as many characters of two bytes and more as stray bytes
        return _mixed(data)
    return _decoded(data, _declared(data) or _guessed(data))


def _by_zeros(data: bytes) -> str | None:
    """UTF-16 without a mark: text in it has a zero in nearly every other byte."""
    head = data[:_HEAD]
    if len(head) < 4 or b"\0" not in head:
        return None
    half = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd < 0.1 * half else None


def _mixed(data: bytes) -> Decoded:
    """UTF-8 wherever it is that, and Windows-1252 in between."""
    parts: list[str] = []
    position = stray = 0
    for run in _UTF8_RUN.finditer(data):
        parts.append(data[position : run.start()].decode("cp1252", errors="replace"))
        stray += run.start() - position
        parts.append(run.group().decode("utf-8"))
        position = run.end()
    parts.append(data[position:].decode("cp1252", errors="replace"))
    text = "".join(parts)
    return Decoded(_with_line_feeds(text), text.count("\ufffd"), stray + len(data) - position)


def _count_high(data: bytes) -> int:
    return len(data) - len(data.translate(None, _HIGH))


def _declared(data: bytes) -> str | None:
    """The encoding that the file says it is in, if that is one and explains all of its bytes."""
    match = _DECLARED.search(data[:_HEAD])
    if match is None:
        return None
    try:
        name = codecs.lookup((match["meta"] or match["xml"]).decode("ascii")).name
        encoding = _READ_AS.get(name, name)
        data.decode(encoding)
    except (LookupError, UnicodeError, ValueError):
        return None
    return encoding


def _guessed(data: bytes) -> str:
    """The legacy encoding that the lines beyond ASCII are most likely in."""
    if _count_high(data) < _ENOUGH:
        return "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only for a file in no declared encoding

    sample = b"".join(match.group() for match in _first_matches(data))
    best = from_bytes(sample).best()
    if best is None or "cp1252" in best.could_be_from_charset:
        return "cp1252"
    return _READ_AS.get(best.encoding, best.encoding)


def _first_matches(data: bytes) -> list[re.Match[bytes]]:
    found, size = [], 0
    for match in _HIGH_LINE.finditer(data):
        found.append(match)
        size += len(match.group())
        if size > _LARGEST_SAMPLE:
            break
    return found


def _decoded(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(_with_line_feeds(text), text.count("\ufffd"), encoding=encoding)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
