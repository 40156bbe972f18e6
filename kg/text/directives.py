r"""Words in an article that are for the audit and not for its readers: what it may leave as it is, and why.

In Markdown, HTML and wikitext they stand in a comment, in plain text on a line of their own::

    <!-- kg: ignore NUM001 -- the trial counts them so on page 4 -->
    <!-- kg: ignore NUM, POP001 "12 women" -- only of these words -->
    <!-- kg: ignore-file CIT -- sources are listed in the printed edition -->
    kg: ignore SAF001 -- the line above names the clinic
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Directive", "find_directives", "is_directive"]

_COMMENT = re.compile(r"<!--\s*kg:")
_LINE = re.compile(r"^[ \t]*kg:[ \t]*(?=ignore(?:-file)?\b)", re.MULTILINE)
_END = "-->"
_REASON = re.compile(r"(?:^|\s)(?:--|–|—)(?:\s+|$)")
_WORDS = re.compile(r"[\"“](?P<words>[^\"“”]+)[\"”]")
_NAME = re.compile(r"[\s,]+")
_FORM = "Write it as: kg: ignore NUM001 -- the reason."
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Directive:
    """One such instruction.

    Attributes:
        line: of the file, from 1, where it starts; last_line where it ends.
        alone: whether nothing else stands on its lines.
        whole_file: whether it speaks of the whole article.
        names: codes and families of rules, in capitals, as printed.
        words: the words that it is limited to.
        reason: why; empty where none is given.
        fault: what is wrong with it and how to mend that; empty where nothing is.
    """

    line: int
    last_line: int
    alone: bool
    whole_file: bool = False
    names: tuple[str, ...] = ()
    words: str | None = None
    reason: str = ""
    fault: str = ""


def is_directive(line: str) -> bool:
    """Whether a line of plain text is for the audit alone.

    >>> is_directive("kg: ignore NUM001 -- counted so"), is_directive("<!-- kg: ignore NUM -- so -->")
    (True, True)
    >>> is_directive("kg: 70")
    False
    """
    return bool(_LINE.match(line)) or (line.lstrip().startswith("<!--") and bool(_COMMENT.match(line.lstrip())))


def find_directives(text: str) -> tuple[Directive, ...]:
    """All of a file's text, in order.

    >>> found = find_directives('A. <!-- kg: ignore NUM001 "10 men" -- counted so -->')
    >>> [(one.line, one.alone, one.names, one.words, one.reason) for one in found]
    [(1, False, ('NUM001',), '10 men', 'counted so')]
    >>> find_directives("kg: ignore NUM001")[0].fault.partition(".")[0]
    'a suppression needs a reason'
    """
    return tuple(sorted([*_comments(text), *_lines(text)], key=lambda one: (one.line, one.last_line)))


def _comments(text: str) -> Iterator[Directive]:
    for opening in _COMMENT.finditer(text):
        end = text.find(_END, opening.end(), opening.end() + _LONGEST)
        if end < 0:
            line = text.count("\n", 0, opening.start()) + 1
            yield Directive(line, line, alone=True, fault="the comment is not closed. End it with -->.")
            continue
        yield _read(text, opening.start(), end + len(_END), text[opening.end() : end])


def _lines(text: str) -> Iterator[Directive]:
    for opening in _LINE.finditer(text):
        end = text.find("\n", opening.end())
        end = len(text) if end < 0 else end
        yield _read(text, opening.start(), end, text[opening.end() : end])


def _read(text: str, start: int, end: int, said: str) -> Directive:
    first = text.count("\n", 0, start) + 1
    left = text[text.rfind("\n", 0, start) + 1 : start]
    right = text[end:].partition("\n")[0]
    place = (first, first + text.count("\n", start, end), not (left + right).strip())
    verb, _, rest = said.strip().partition(" ")
    if verb not in ("ignore", "ignore-file"):
        return Directive(*place, fault=f"“{verb[:40]}” is no instruction. {_FORM}")
    named, *reasons = _REASON.split(rest.strip(), maxsplit=1)
    quoted = _WORDS.search(named)
    words = " ".join(quoted["words"].split()) if quoted else None
    names = tuple(name.upper() for name in _NAME.split(_WORDS.sub(" ", named)) if name)
    reason = " ".join(reasons[0].split()) if reasons else ""
    fault = ""
    if not names:
        fault = f"a suppression names the rules that it is about. {_FORM}"
    elif not reason:
        fault = f"a suppression needs a reason. {_FORM}"
    return Directive(*place, verb == "ignore-file", names, words, reason, fault)
