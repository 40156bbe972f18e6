"""Sentence boundaries: where a stop ends a sentence and where it only shortens a word.

A stop is judged by the word before it and the word after it, as Kiss & Strunk do (2006,
"Unsupervised multilingual sentence boundary detection"), here with closed lists instead of learnt
ones. One pass, linear in the text, so that a hostile page cannot stall an audit.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.model.span import Span

__all__ = ["split_sentences"]

_TITLES = frozenset(
    """approx ca cf dr drs e.g eg eq eqs fig figs i.e ie mr mrs nos p pp prof ref refs resp st suppl viz vol vols
    vs""".split()
)
"""Shortened words that something always follows."""

_MAY_END = frozenset(
    """a.m acad al assoc clin co corp dept dermatol ed eds etc inc int invest jr ltd m.d med ms p.m ph.d pt sci soc
    sr u.k u.s univ""".split()
)
"""Shortened words that can also be the last of a sentence."""

_WHOLE_NUMBER, _DECIMALS_OF_SHARE = re.compile(r"(?<![\d.,])\d{1,3}\Z"), re.compile(r"\d{1,2}\s?%")
_OPENERS = frozenset(
    """a after again all also although an and another are as at because before both but by can despite do does
    during each even finally first for from further furthermore given he hence here how however i if in indeed instead
    is it its many maybe meanwhile moreover most nevertheless no not of on once one other others otherwise our overall
    patients people perhaps researchers second she similarly since so some still such that the their then there
    therefore these they this those though thus to two under unfortunately unlike until we what when where whether
    which while who why with without yet you your""".split()
)
"""Words that, in capitals after a doubtful stop, open a sentence."""

_MARK = r"\[\^?\d[\d,;\s–-]{0,40}\]|[⁰¹²³⁴-⁹]"
_STOP = re.compile(rf"[.!?…。！？]++(?P<after>(?:[\"'”’»)\]]|{_MARK})*+)")
_BLANK_LINE = re.compile(r"\n[^\S\n]*+\n")
_BARE_MARK = re.compile(r"\d{1,3}(?:[,–-]\d{1,3}){0,9}(?=\s)")
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘]*\Z")
_PROSE_WORD = re.compile(r"[a-z]{3,}\Z|[a-z]\)\Z")
_LEAD = re.compile(r"[\s\"'“‘«(\[…]*+")
_MIXED_CASE = re.compile(r"[a-z]{1,3}[A-Z]")
"""A symbol that keeps its small letter at the start of a sentence ("mRNA", "pH")."""

_NEXT_WORD = re.compile(r"[^\W\d_]{0,20}+")
_YEAR_OF_CITATION = re.compile(r"(?:19|20)\d\d\s?(?:[;:]|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b)")
_LIST_NUMBER = re.compile(r"[\s(\[]*(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})\Z")
_LONGEST_WORD = 40


@lru_cache(maxsize=1 << 6)
def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a paragraph, in order, without white space at either end.

    Every character that is no white space lies in exactly one of them. Closing quotes, brackets and
    citation marks belong to the sentence they close. A blank line always ends a sentence, a single
    line break never does.

    >>> [span.of("Smith et al. saw it in 0.5 mm.[1] No. 3 did not.")
    ...  for span in split_sentences("Smith et al. saw it in 0.5 mm.[1] No. 3 did not.")]
    ['Smith et al. saw it in 0.5 mm.[1]', 'No. 3 did not.']
    """
    spans: list[Span] = []
    start = 0
    for blank in [*_BLANK_LINE.finditer(text), None]:
        end = len(text) if blank is None else blank.start()
        spans += _split_paragraph(text, start, end)
        start = end
    return tuple(spans)


def _split_paragraph(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    first_word = _word_from(text, start, end)
    for stop in _STOP.finditer(text, start, end):
        cut = _end_after_marks(text, stop)
        if first_word < stop.start() and _ends_sentence(text, start, stop, cut, end):
            spans += _trimmed(text, start, cut)
            start = cut
            first_word = _word_from(text, start, end)
    return spans + _trimmed(text, start, end)


def _word_from(text: str, start: int, end: int) -> int:
    """Where the first letter or digit stands, else ``end``: punctuation alone makes no sentence."""
    return next((at for at in range(start, end) if text[at].isalnum()), end)


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    piece = text[start:end]
    body = piece.strip()
    if not body:
        return []
    start += len(piece) - len(piece.lstrip())
    return [Span(start, start + len(body))]


def _end_after_marks(text: str, stop: re.Match[str]) -> int:
    """The end of the stop, with a flattened superscript ("symptoms.1,2 However") where one follows."""
    mark = _BARE_MARK.match(text, stop.end())
    if mark and stop["after"] == "" and _PROSE_WORD.search(text, max(0, stop.start() - 4), stop.start()):
        return mark.end()
    return stop.end()


def _ends_sentence(text: str, start: int, stop: re.Match[str], cut: int, end: int) -> bool:
    if cut >= end:
        return False
    marked = cut > stop.end() or stop["after"].endswith(("]", *"⁰¹²³⁴⁵⁶⁷⁸⁹"))
    if not text[cut].isspace() and not (marked and text[cut].isupper()):
        return False
    lead = _LEAD.match(text, cut, end)
    at = lead.end() if lead else cut
    if at >= end or (text[at].islower() and not _MIXED_CASE.match(text, at)):
        return False
    return not stop[0].startswith(".") or stop[0].startswith("..") or _is_full_stop(text, start, stop, at)


def _is_full_stop(text: str, start: int, stop: re.Match[str], at: int) -> bool:
    """Whether a single "." ends a sentence, given the word before it and what stands at ``at``."""
    last = _LAST_WORD.search(text, max(start, stop.start() - _LONGEST_WORD), stop.start())
    word = last[0] if last else ""
    is_initial = len(word) == 1 and word.isupper()
    if stop.start() - start < 8 and _LIST_NUMBER.match(text, start, stop.start()):
        return False
    if _YEAR_OF_CITATION.match(text, at) or _is_broken_decimal(text, start, stop, at):
        return False
    if word.lower() == "no":
        return not text[at].isdigit()
    if word.lower() in _TITLES:
        return False
    if word.lower() in _MAY_END or is_initial:
        return not stop["after"].startswith((")", "]")) and _opens_sentence(text, at)
    return True


def _is_broken_decimal(text: str, start: int, stop: re.Match[str], at: int) -> bool:
    """Whether typesetting broke a percentage at its point ("68. 5 %")."""
    before = _WHOLE_NUMBER.search(text, max(start, stop.start() - 5), stop.start())
    return before is not None and _DECIMALS_OF_SHARE.match(text, at) is not None


def _opens_sentence(text: str, at: int) -> bool:
    following = _NEXT_WORD.match(text, at)
    return following is not None and following[0][:1].isupper() and following[0].lower() in _OPENERS
