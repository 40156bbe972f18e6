"""Words of research explained where they stand: the glossary, and texts in which its words open their meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from kg.errors import Place, VocabularyError
from kg.explorer.markup import Child, Element, element

__all__ = ["Term", "explain", "read_glossary", "render_glossary", "render_term"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word, the forms in which texts have it, and what it means in plain words."""

    word: str
    forms: tuple[str, ...]
    means: str


@cache
def read_glossary() -> tuple[Term, ...]:
    """The terms of the bundled glossary, by word.

    Raises:
        VocabularyError: if the file is not such a list.
    """
    text = files("data").joinpath("glossary.yaml").read_text(encoding="utf-8")
    try:
        terms = [Term(each["word"], tuple(each["forms"]), each["means"]) for each in yaml.safe_load(text)]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise VocabularyError(
            f"the glossary cannot be read ({error})",
            place=Place("data/glossary.yaml"),
            mend="Each entry has a word, a list of forms, and what it means.",
        ) from error
    return tuple(sorted(terms, key=lambda term: term.word.casefold()))


@cache
def _pattern() -> re.Pattern[str]:
    forms = sorted((form for term in read_glossary() for form in term.forms), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.IGNORECASE)


@cache
def _by_form() -> dict[str, Term]:
    return {form.casefold(): term for term in read_glossary() for form in term.forms}


def explain(text: str, told: set[str] | None = None) -> list[Child]:
    """The text with the first standing of each of the glossary's words opening its meaning.

    Args:
        text: plain words.
        told: words of the glossary that are explained nearby already; those explained here are added.

    >>> [child if isinstance(child, str) else child.style for child in explain("A placebo, and a placebo.")]
    ['A ', 'term', ', and a placebo.']
    """
    return list(_iter_explained(text, told if told is not None else set()))


def _iter_explained(text: str, told: set[str]) -> Iterator[Child]:
    at = 0
    for found in _pattern().finditer(text):
        term = _by_form()[found.group().casefold()]
        if term.word in told:
            continue
        told.add(term.word)
        if found.start() > at:
            yield text[at : found.start()]
        yield render_term(found.group(), term)
        at = found.end()
    if at < len(text):
        yield text[at:]


def render_term(words: str, term: Term) -> Element:
    """Words that open a term's meaning to the pointer, the finger and the keyboard."""
    return element("span", words, element("span", term.means, style="tip", role="tooltip"), style="term")


def render_glossary() -> Element:
    """The whole glossary, folded: the same without a pointer, and to read through."""
    pairs = [part for term in read_glossary() for part in (element("dt", term.word), element("dd", term.means))]
    return element("details", element("summary", "All words explained"), element("dl", *pairs, style="pairs glossary"))
