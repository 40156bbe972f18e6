"""The canonical text, written from left to right, so that every part's place is known at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from kg.model.span import Span

__all__ = ["Gap", "Mark", "TextWriter"]


class Gap(IntEnum):
    """What stands between two words; a stronger one swallows a weaker."""

    NONE = 0
    SPACE = 1
    CELL = 2
    ROW = 3
    BLOCK = 4


_CHARACTERS = ("", " ", "\t", "\n", "\n\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text: its end at some moment."""

    length: int
    pieces: int


@dataclass(slots=True)
class TextWriter:
    r"""Text so far; a gap is written only when a word follows it.

    >>> writer = TextWriter()
    >>> writer.say("Hello ")
    >>> mark = writer.mark()
    >>> writer.say("  world"); writer.part(Gap.BLOCK); writer.say("!")
    >>> writer.text, writer.words_since(mark)
    ('Hello world\n\n!', 'world\n\n!')
    """

    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _gap: Gap = Gap.NONE
    _is_held: bool = False

    @property
    def text(self) -> str:
        """Everything that was said."""
        return "".join(self._pieces)

    def say(self, text: str | None) -> None:
        """Add words, their white space made single."""
        if not text:
            return
        words = " ".join(text.split())
        if text[0].isspace():
            self.part(Gap.SPACE)
        if words:
            gap = _CHARACTERS[self._gap] if self._pieces else ""
            self._pieces += (gap, words)
            self._length += len(gap) + len(words)
            self._gap, self._is_held = (Gap.SPACE if text[-1].isspace() else Gap.NONE), False

    def part(self, gap: Gap) -> None:
        """Keep what follows apart from what was said."""
        if not self._is_held:
            self._gap = max(self._gap, gap)

    def hold(self) -> None:
        """Keep what follows on the same line, whatever it is: what was said is its label."""
        self._gap, self._is_held = Gap.SPACE, True

    def end(self) -> None:
        """End a block; a label that nothing followed stands alone."""
        self._is_held = False
        self.part(Gap.BLOCK)

    def mark(self) -> Mark:
        """This place, to ask later what has been said since."""
        return Mark(self._length, len(self._pieces))

    def span_since(self, mark: Mark) -> Span:
        """Where the words since ``mark`` stand; of length 0 if there are none."""
        if len(self._pieces) == mark.pieces:
            return Span(mark.length, mark.length)
        return Span(mark.length + len(self._pieces[mark.pieces]), self._length)

    def words_since(self, mark: Mark) -> str:
        """The words since ``mark``."""
        return "".join(self._pieces[mark.pieces + 1 :])
