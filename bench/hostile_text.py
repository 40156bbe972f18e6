"""How the time of reading grows with text that is made to stall a reader: four times as much against once.

Nothing in the tests depends on the clock; here the processor time at both lengths is taken, and the worst growth of
each reader is held to twice what a linear one would show. A reader that is quadratic shows 16.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping

from bench.figures import Figure, print_figures
from kg.extraction.effects import effects_of
from kg.extraction.participants import find_participants
from kg.extraction.passages import passages_of
from kg.extraction.problems import find_problems
from kg.extraction.texts import SourceText
from kg.text import find_hedges, find_negations, find_quantities, split_sentences

TIMES = 4
LENGTH = 12_000
LEAST_SECONDS = 0.004
"""Below this the clock says nothing of growth; a faster reading counts as this long."""

PIECES = (
    *("1", "1 ", "1,", "1-", "1.1.", ",000", "one ", "twenty-", "one hundred and ", "a ", " ", "1 a ", "age of ("),
    *("1±", ".", ". ", ".)", "A. ", "et al. ", "(", "[1", ".[1]", "\n", "\n ", ".\n\n", "…“", "é"),
    *("not ", "n't", "a", "may ", "can also ", "no\n", "it is our "),
    *("n = 1 ", "(n = 1) ", "CI 1 to ", "p = ", "10 of 20 "),
)


def read_sources(read: Callable[[SourceText], object]) -> Callable[[str], object]:
    """A reader of sources as a reader of text."""
    return lambda text: read(SourceText("abstract", text, 0, "RESULTS"))


READERS: Mapping[str, Callable[[str], object]] = {
    "sentences": split_sentences,
    "quantities": find_quantities,
    "hedges and negations": lambda text: (find_hedges(text), find_negations(text)),
    "participants": read_sources(lambda source: find_participants([source])),
    "effects": read_sources(lambda source: effects_of(passages_of([source]))),
    "figures that cannot be so": read_sources(lambda source: find_problems(passages_of([source]), ())),
}


def seconds(read: Callable[[str], object], text: str) -> float:
    """Processor time of one reading."""
    begin = time.process_time()
    read(text)
    return max(time.process_time() - begin, LEAST_SECONDS)


def growth(read: Callable[[str], object], piece: str) -> float:
    """How many times as long the longer text takes; the least of two tries, for what else the machine does."""
    text = piece * (LENGTH // len(piece))
    # another last character a try: sentences of a text that was seen are remembered
    tries = ((text + f"{at}", text * TIMES + f"{at}") for at in range(2))
    return min(seconds(read, long) / seconds(read, short) for short, long in tries)


def main() -> int:
    """Measure, print, and give back the exit status."""
    figures = []
    for name, read in READERS.items():
        worst, piece = max((growth(read, piece), piece) for piece in PIECES)
        figures.append(Figure(f"{name}: worst growth, at {piece!r}", worst, f"x of {TIMES}", f"<= {2 * TIMES}"))
    return print_figures(figures)


if __name__ == "__main__":
    sys.exit(main())
