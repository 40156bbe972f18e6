"""Text for a terminal: colours where they are wanted, and nothing of an article that a terminal would obey.

An article may hold the very characters by which a terminal is told to move, to recolour or to turn the writing round.
What is painted is therefore marked with private characters first; then all control characters are made harmless, and
only then do the marks become colours, or nothing.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["finish", "paint", "width"]

_STYLES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "strong": "1",
    "quiet": "2",
    "old": "31",
    "new": "32",
    "link": "4",
}
_FIRST = 0x10FF00
_MARKS = {name: chr(_FIRST + number) for number, name in enumerate(_STYLES)}
_END = chr(_FIRST + len(_STYLES))
_CODES = {_MARKS[name]: f"\x1b[{code}m" for name, code in _STYLES.items()} | {_END: "\x1b[0m"}
_PRIVATE = re.compile(f"[{chr(_FIRST)}-{_END}]")
_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def paint(text: str, style: str) -> str:
    """The text, marked to be shown in a style when it is finished."""
    return f"{_MARKS[style]}{text}{_END}" if text else text


def finish(text: str, *, colour: bool) -> str:
    r"""What may go to a terminal or into a file.

    >>> finish(paint("wrong", "error") + " \x1b[2J", colour=False)
    'wrong \ufffd[2J'
    """
    clean = _OBEYED.sub("\ufffd", text)
    return _PRIVATE.sub(lambda mark: _CODES[mark[0]] if colour else "", clean)


def width(text: str) -> int:
    r"""How many columns of a terminal a text takes: two for a wide character, none for a combining one or a mark.

    >>> width("hair"), width("頭髪"), width("e\u0301")
    (4, 4, 1)
    """
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character) or _PRIVATE.match(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
