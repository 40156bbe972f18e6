"""A claim beside the sentences of its source that speak of the same: which words they share, and what either denies.

Two sentences are held against each other only where they share enough of the claim's own words. What a negation or a
denied difference reaches is compared word by word, so that "did not improve sleep" is seen against "improved sleep"
however the rest is put. A negated failure ("did not fail to") denies nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.audit.alignment import rank_passages
from kg.extraction.clauses import split_clauses
from kg.extraction.directions import ChangeKind, find_cues, without_brackets
from kg.extraction.passages import Passage
from kg.model import Span
from kg.text.cues import CuePattern
from kg.text.modality import find_negations, is_negated, negation_scope

__all__ = ["Aligned", "Assertion", "align", "fold", "nearest_clause", "read_assertion", "stems_of", "telling_words"]

_UNDENIED = CuePattern(
    r"\b(?:(?:(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could)\s?n[o’']t|cannot|never)\sfail(?:s|ed)?\sto"
    r"|not\s(?:without|un\w{3,}|infrequent\w*|in(?:significant|substantial|considerable|effective)\w*)"
    r"|no\sdoubt|not\sonly|without\s(?:a\s)?doubt)\b"
)
_SOFT_DENIAL = CuePattern(
    r"\b(?:unlikely|(?<!a\s)little|rare(?:ly)?|lack(?:s|ed|ing)?|absen\w+|den(?:y|ies|ied)|refut\w+|disprov\w+|exclud\w+"
    r"|fail\w*|unable|inability|cannot|hardly|scarcely|barely|seldom|neither|nor|without|no|not|none|insufficient"
    r"|inadequate|ineffective|irrespective|regardless|independent(?:ly)?\sof|unrelated|unaffected|unchanged|incorrect"
    r"|false|myth|too\s\w+\sto|impossible|free\sof|only|despite|instead|rather|un\w+ed|in(?:sensitive|effective|active)\w*)\b"
)
"""Words by which a sentence can deny without a negation; where one stands, the want of a "not" proves nothing."""

_EMPTY = frozenset(
    """a about after all also an and any are as at be been being between both but by can could did do does done during
    each either for from had has have having how if in indeed into is it its may might more most must no nor not of on
    only or other our over per should since so some such than that the their them then there these they this those
    through to too under up very was we were what when where whether which while who whose will with within without
    would study studies trial trials paper found find finding findings show shown showed shows report reported reports
    suggest suggested suggests result results conclusion conclusions evidence data authors significantly significant
    however therefore thus furthermore several many few one two numerous certainly definitely proven according because
    yet still even fail failed fails lead leads led cause causes caused""".split()
)
_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?:ements?|ments?|ions?|ively|ive|ingly|ings?|edly|ed|es|s|ally|ly|ity|ance|ence|e)\Z")
_ONE_WORD = {
    word: words[0]
    for words in (
        "death mortality died die dies dying dead deaths fatality fatalities".split(),
        "women woman female females".split(),
        "men man male males".split(),
        "children child childhood kids paediatric pediatric paediatrics pediatrics".split(),
        "smoking smoker smokers smoke smokes smoked".split(),
    )
    for word in words
}
"""Words for one thing that no ending brings together."""

_LONGEST_SENTENCE = 3000
"""Characters; what stands behind them is not read, so that no run of words without a stop takes long."""

_SHORTEST, _LONGEST = 4, 9


@dataclass(frozen=True, slots=True)
class Assertion:
    """A sentence or clause, read for what it denies.

    Attributes:
        stems: its words that say something, folded, in order, each once.
        denied: those that a negation or a denied difference reaches, in order.
        denial: the first words that deny; ``None`` where none do.
        may_deny: whether any word could deny something, however softly.
    """

    text: str
    stems: tuple[str, ...]
    denied: tuple[str, ...]
    denial: Span | None
    may_deny: bool


@dataclass(frozen=True, slots=True)
class Aligned:
    """A sentence of the source that speaks of what the claim speaks of.

    Attributes:
        share: how much of the claim's words that say something it holds, from 0 to 1.
    """

    passage: Passage
    share: float

    @property
    def assertion(self) -> Assertion:
        """The sentence read for its denials, which most rules ask of the nearest ones only."""
        return read_assertion(self.passage.text)


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """A word without its ending, so that verb, noun and adjective of one family mostly meet.

    >>> fold("reduction"), fold("Reduces"), fold("improvement"), fold("effective")
    ('reduc', 'reduc', 'improv', 'effect')
    """
    folded = word.lower()
    folded = _ONE_WORD.get(folded, folded)
    if "ae" in folded or "oe" in folded:
        folded = folded.replace("ae", "e").replace("oe", "e")
    stem = _ENDING.sub("", folded)
    stem = stem if len(stem) >= _SHORTEST else folded
    return (stem[:-1] if stem.endswith("uct") else stem)[:_LONGEST]


@lru_cache(maxsize=1 << 13)
def stems_of(text: str) -> tuple[str, ...]:
    """The words of a text that say something, folded, in order, each once; what stands in brackets is left out.

    >>> stems_of("There was a reduction of pain (p < 0.05).")
    ('reduc', 'pain')
    """
    return tuple(dict.fromkeys(fold(word) for word in telling_words(text)))


@lru_cache(maxsize=1 << 13)
def telling_words(text: str) -> tuple[str, ...]:
    """The words of a text that say something, in small letters, in order, each once; none that stands in brackets.

    >>> telling_words("There was a reduction of pain (p < 0.05).")
    ('reduction', 'pain')
    """
    words = [match[0].lower() for match in _WORD.finditer(without_brackets(text[:_LONGEST_SENTENCE]))]
    return tuple(dict.fromkeys([word for word in words if _tells(word)]))


@lru_cache(maxsize=1 << 12)
def read_assertion(text: str) -> Assertion:
    """A sentence read for its denials.

    >>> read = read_assertion("Zinc did not improve sleep, but it eased pain.")
    >>> read.denied, read.denial.of(read.text)
    (('improv', 'sleep'), 'not')
    >>> read_assertion("Zinc does not fail to improve sleep.").denied
    ()
    """
    masked, words = _placed_stems(text)
    nulls = [cue.span for cue in find_cues(masked) if cue.kind is ChangeKind.SAME]
    negations = find_negations(masked)
    reaches = [*nulls, *(negation_scope(masked, cue) for cue in negations)]
    places = [(word, Span(*at)) for word, at in words] if reaches else []
    denied = [word for word, at in places if any(reach.meets(at) for reach in reaches)]
    if negations and not denied:
        denied = [word for word, at in places if is_negated(masked, at)]
    denials = sorted([*nulls, *(cue.span for cue in negations)])
    return Assertion(
        text,
        tuple(dict.fromkeys(word for word, _ in words)),
        tuple(dict.fromkeys(denied)),
        denials[0] if denials else None,
        bool(denials) or _SOFT_DENIAL.search(masked) is not None,
    )


@lru_cache(maxsize=1 << 12)
def _placed_stems(text: str) -> tuple[str, tuple[tuple[str, tuple[int, int]], ...]]:
    """A sentence without its brackets and what denies nothing, and its words that say something, folded, in order."""
    masked = without_brackets(text[:_LONGEST_SENTENCE])
    for found in _UNDENIED.finditer(masked):
        masked = masked[: found.start()] + " " * len(found[0]) + masked[found.end() :]
    return masked, tuple([(fold(word[0]), word.span()) for word in _WORD.finditer(masked) if _tells(word[0])])


@lru_cache(maxsize=1 << 16)
def _tells(word: str) -> bool:
    return len(word) > 1 and word.lower() not in _EMPTY


def align(text: str, passages: Sequence[Passage], *, most: int = 8) -> tuple[Aligned, ...]:
    """The sentences of the source that hold most of the claim's words, the nearest first."""
    claim = frozenset(stems_of(text))
    found = []
    for ranked in rank_passages(text, passages)[:most]:
        shared = claim.intersection([stem for stem, _ in _placed_stems(ranked.passage.text)[1]])
        found.append(Aligned(ranked.passage, len(shared) / len(claim) if claim else 0.0))
    return tuple(sorted(found, key=lambda each: -each.share))


def nearest_clause(text: str, passage: Passage) -> Assertion:
    """The clause of a sentence that shares most with the text; the sentence itself where it has only one."""
    wanted = frozenset(read_assertion(text).stems)
    clauses = [read_assertion(passage.words(span)) for span in split_clauses(passage.source.text, passage.span)]
    return max(clauses, key=lambda each: len(wanted.intersection(each.stems)), default=read_assertion(passage.text))
