"""A claim's figures held against the sentences of its source: what each comes to, in words, with both sides shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.audit.agreement import Agreement
from kg.audit.amounts import Amount, AmountKind, read_amounts
from kg.audit.case import Case
from kg.audit.inquiry import Source
from kg.audit.pairing import Comparison, Pair, Standing, compare_figures, read_source
from kg.audit.rewording import as_counted
from kg.audit.sample_sizes import CountedPassage, find_size, is_size_of_study, read_sizes, stated_size
from kg.extraction.passages import Passage
from kg.model import Claim, Span
from kg.text.people import find_people

__all__ = ["FigureOfClaim", "Stated", "figures_of", "held_against"]

_SHARED_BY_ROW = 0.15
"""Share of the claim's words that a row must hold to be on the same matter; twice that for a figure of one digit."""

_DIGIT = re.compile(r"\d")
_JOINED = re.compile(r"(?P<number>\d[\d.,]*)[-‐‑](?P<unit>second|minute|hour|day|week|month|year)", re.IGNORECASE)
_NUMBER = re.compile(r"[-−]?\d[\d.,·\s]*\d|\d")


@dataclass(frozen=True, slots=True)
class FigureOfClaim:
    """A figure of a claim, read in its whole sentence.

    Attributes:
        text: the sentence, or the claim's own words where they are not found in it; spans of ``amount`` count in it.
        within: where the claim's own words stand in it.
    """

    amount: Amount
    text: str
    within: Span


@dataclass(frozen=True, slots=True)
class Stated:
    """What one source says of a figure.

    Attributes:
        standing: whether they agree or conflict, or nothing was told.
        is_firm: whether the two sentences are so much alike that both figures can only be of one quantity.
        passage: the source's sentence and ``span`` the characters of its figure.
        note: how the two differ although they agree, as a sentence; empty where they do not.
        replacement: the claim's figure with the source's value, where it can be put in its place.
    """

    standing: Standing
    is_firm: bool = False
    passage: Passage | None = None
    span: Span | None = None
    note: str = ""
    replacement: str | None = None

    @property
    def words(self) -> str:
        """The source's own figure."""
        return self.span.of(self.passage.text) if self.passage and self.span else ""


def figures_of(case: Case, claim: Claim, kinds: frozenset[AmountKind]) -> tuple[FigureOfClaim, ...]:
    """The figures of these kinds in a claim, those worked out from two others left out."""
    sentence = case.article.sentences[claim.sentence].text
    at = sentence.find(claim.text)
    text, within = (sentence, Span(at, at + len(claim.text))) if at >= 0 else (claim.text, Span(0, len(claim.text)))
    return tuple(
        FigureOfClaim(each, text, within)
        for each in read_amounts(text)
        if each.kind in kinds and not each.is_derived and within.holds(each.span)
    )


def held_against(case: Case, source: Source, figure: FigureOfClaim) -> Stated:
    """What a source's sentences say of a figure."""
    figures = case.read_once(source, read_source)
    if figures is None:
        return Stated(Standing.UNTOLD)
    comparison = next(each for each in compare_figures(figure.text, figures) if each.said == figure.amount)
    is_people = figure.amount.kind is AmountKind.PEOPLE
    stated = _people(case, source, figure, comparison) if is_people else _told(comparison)
    if stated.standing is Standing.AGREES or stated.is_firm:
        return stated
    return _in_table(case, source, figure) or stated


def _in_table(case: Case, source: Source, figure: FigureOfClaim) -> Stated | None:
    """The row of a table that gives the figure and shares words with the claim.

    A table can bear a figure out, never contradict one: its words do not tell surely which of its figures is meant.
    """
    rows = case.tables_of(source)
    if not rows or source.study is None:
        return None
    figures = case.remembered(("figures of tables", source.study.id), lambda: read_source(rows))
    comparison = next(each for each in compare_figures(figure.text, figures) if each.said == figure.amount)
    pair = comparison.pair
    if pair is None or comparison.standing is not Standing.AGREES or pair.agreement is not Agreement.SAME:
        return None
    least = _SHARED_BY_ROW if len(_DIGIT.findall(figure.amount.text)) > 1 else 2 * _SHARED_BY_ROW
    return _told(comparison) if pair.shared >= least else None


def _people(case: Case, source: Source, figure: FigureOfClaim, comparison: Comparison) -> Stated:
    """A number of people: any count of the source may be it; only a size of study or arm must be."""
    sizes = case.read_once(source, read_sizes)
    said = figure.amount
    if sizes is None:
        return Stated(Standing.UNTOLD)
    if found := find_size(figure.text, said, sizes):
        same = comparison.pair if comparison.standing is Standing.AGREES else None
        note = "That is the sum of two numbers that it gives." if found.is_sum else ""
        return _told(comparison) if same else Stated(Standing.AGREES, True, found.passage, found.span, note)
    if comparison.standing is not Standing.UNTOLD:
        return _told(comparison)
    size = stated_size(figure.text, said, sizes) if is_size_of_study(figure.text, said) else None
    if size is None:
        return Stated(Standing.UNTOLD)
    return Stated(Standing.CONFLICTS, False, size.passage, size.span, "", _with_size(said, size))


def _told(comparison: Comparison) -> Stated:
    pair = comparison.pair
    if pair is None or comparison.standing is Standing.UNTOLD:
        return Stated(comparison.standing)
    is_conflict = comparison.standing is Standing.CONFLICTS
    return Stated(
        comparison.standing,
        comparison.is_firm,
        pair.passage,
        pair.stated.span,
        "" if is_conflict else _note(pair),
        _replacement(pair) if is_conflict else None,
    )


def _note(pair: Pair) -> str:
    match pair.agreement:
        case Agreement.CLOSE:
            return "The two are close, not the same."
        case Agreement.ROUNDED:
            return "The two agree when rounded."
        case Agreement.BOUNDED:
            return "The source's figure lies where the claim leaves it open."
        case _:
            return ""


def _replacement(pair: Pair) -> str | None:
    """The claim's words with the source's number; its words as a whole where the unit is another."""
    said, stated = pair.said, pair.stated
    number = _NUMBER.search(stated.text)
    if said.unit == stated.unit and said.kind is not AmountKind.FREQUENCY:
        if said.kind is AmountKind.PEOPLE:
            return _with_noun(said, number[0]) if number else None
        printed = _NUMBER.search(said.text)
        if number is None or printed is None or said.low < said.high or stated.low < stated.high:
            return stated.text if "-" in said.text else _set_free(stated.text)
        return said.text[: printed.start()] + number[0] + said.text[printed.end() :]
    return _set_free(stated.text) if "-" not in said.text else None


def _set_free(words: str) -> str:
    """A figure with its unit as it stands by itself: "18-month" in "18-month follow-up" is "18 months"."""
    joined = _JOINED.fullmatch(words)
    if joined is None:
        return words
    return f"{joined['number']} {joined['unit']}{'' if joined['number'] == '1' else 's'}"


def _with_size(said: Amount, size: CountedPassage) -> str | None:
    return _with_noun(said, f"{size.number:,}" if size.number >= 10_000 else str(size.number))


def _with_noun(said: Amount, number: str) -> str | None:
    """The claim's noun behind another number; not where it names a sex, of which the source's number need not be."""
    words = said.text.split(maxsplit=1)
    if len(words) != 2 or not words[1][:1].isalpha() or find_people(words[1]).sexes:
        return None
    count = re.sub(r"[,\s]", "", number)
    return as_counted(said.text, int(count)) if count.isdigit() else f"{number} {words[1]}"
