"""Markers that name a reference by a key: Markdown footnotes, Pandoc, LaTeX and jekyll-scholar citations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.article.markers import Marker
from kg.model.span import Span

__all__ = ["iter_keyed"]

_FOOTNOTE = re.compile(r"\[\^(?P<key>[^\]\s]{1,80})\](?!:)")
_LIQUID = re.compile(r"\{%-?\s{0,5}(?:cite|cite_details|citep|citet|citation)\s(?P<keys>[^%{}]{1,300}?)-?%\}")
_LIQUID_OPTION = re.compile(r"-{1,2}\w+\s+\S+")
_LATEX = re.compile(r"\\(?:paren|text|auto|foot)?cite[pt]?\*?(?:\[[^\]\n]{0,80}\]){0,2}\{(?P<keys>[^{}\n]{1,300})\}")
_PANDOC = re.compile(r"\[(?P<keys>[^\[\]@\n]{0,60}-?@[^\[\]\n]{1,300})\]")
_PANDOC_KEY = re.compile(r"(?<![\w.])-?@\{?(?P<key>[A-Za-z0-9_][\w:.#$%&+?<>~/-]{0,100})\}?")
_KEY = re.compile(r"[^\s,;]+")


def iter_keyed(text: str) -> Iterator[Marker]:
    """The markers with keys, in no order; a number in brackets with a caret counts as one.

    >>> [marker.labels for marker in iter_keyed("It helps [@doe2019, p. 3; @roe2020] {% cite poe -l 17 %}.")]
    [('poe',), ('doe2019', 'roe2020')]
    """
    for match in _FOOTNOTE.finditer(text):
        yield Marker(Span(*match.span()), match.group(), (match["key"],))
    for match in _LIQUID.finditer(text):
        yield from _named(match, _KEY.findall(_LIQUID_OPTION.sub(" ", match["keys"])))
    for match in _LATEX.finditer(text):
        yield from _named(match, _KEY.findall(match["keys"]))
    for match in _PANDOC.finditer(text):
        yield from _named(match, [key["key"].rstrip(".:?") for key in _PANDOC_KEY.finditer(match["keys"])])


def _named(match: re.Match[str], keys: list[str]) -> Iterator[Marker]:
    if keys:
        yield Marker(Span(*match.span()), match.group(), tuple(dict.fromkeys(keys)))
