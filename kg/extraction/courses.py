"""Which way one statement says that an outcome went, in one arm against the other."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.extraction.arm_names import Arm, ArmMention, ArmNames
from kg.extraction.clauses import Statement, find_denial
from kg.extraction.directions import MOVING, ChangeCue, ChangeKind, find_cues, without_brackets
from kg.extraction.outcome_names import OutcomeNames
from kg.extraction.statistics_text import (
    ComparedFigures,
    find_compared_figures,
    find_estimates,
    find_p_values,
    is_significant,
)
from kg.extraction.terms import iter_words
from kg.model.span import Span
from kg.model.study import Direction

__all__ = ["DENIED", "SAID_OF_BOTH", "Course", "CourseReader", "measured_change", "sign_of"]

DENIED = "effects/denied"
SAID_OF_BOTH = "effects/both-arms"
"""The rule whose answer gives way to a statement that compares the arms."""

_REFERENCE = re.compile(
    r"\b(?:than|(?:as\s)?compared(?:\s(?:with|to))?|in\s(?:comparison|contrast)\s(?:with|to)|versus|vs\.?|relative\sto"
    r"|over(?=\s(?:the\s)?(?:control|placebo|sham|usual|standard|conventional))|against|as\sopposed\sto"
    r"|to\sthat\s(?:of|in)|with\sthat\s(?:of|in))\s",
    re.IGNORECASE,
)
_REACH = 60
_PHRASE_END = re.compile(r"[,;]|\b(?:was|were|had)\b")
_BOTH = re.compile(
    r"\b(?:both|all|each|either|the\stwo|the\sthree)\s(?:of\sthe\s)?(?:\w+\s){0,2}?"
    r"(?:groups?|arms?|treatments?|regimens?|conditions?|interventions?|drugs?)\b",
    re.IGNORECASE,
)
_DENIED_NOUN = re.compile(r"(?:differen\w+|differ|effects?|changes?|impact|influence)\Z", re.IGNORECASE)
_CHANGE_NOUN = re.compile(
    r"(?:reduction|decrease|decline|fall|drop|loss|increase|rise|gain|improvement|elevation|worsening|deterioration|relief"
    r"|change|enhancement|lowering)s?\Z",
    re.IGNORECASE,
)
_MORE_OR_LESS = re.compile(r"(?:significantly\s)?(?:more|less|most|least|greater|better)(?:\soften)?", re.IGNORECASE)
_TELLING = 0.2
"""Stems of less weight do not mark the outcome's place in a statement."""


@dataclass(frozen=True, slots=True)
class Course:
    """What one statement says.

    Attributes:
        direction: of the outcome in the intervention's arm.
        rule: the name of the rule that told it.
        is_turned: whether the statement speaks of the comparator's arm by its name, so that its own words say the
            opposite.
    """

    direction: Direction
    rule: str
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class CourseReader:
    """Reads statements on one outcome in two arms.

    ``polarity`` is 1 where more of the outcome is good, -1 where less is.
    """

    outcome: OutcomeNames
    arms: ArmNames
    polarity: int

    def read(self, statement: Statement) -> Course | None:
        """The course of the outcome in the intervention's arm; ``None`` where nothing tells it."""
        masked = without_brackets(statement.text)
        cues = find_cues(masked)
        moving = [cue for cue in cues if cue.kind in MOVING]
        moving = [cue for cue in moving if not self.outcome.holds(cue.text)] or moving
        same = [cue for cue in cues if cue.kind is ChangeKind.SAME]
        nearest = self._nearest(masked, [*moving, *same])
        if nearest is not None and (nearest in same or any(_denies_all(cue, nearest) for cue in same)):
            return Course(Direction.NO_CHANGE, DENIED)
        chance = self._told_from_chance(statement.text, nearest)
        if chance is not True and find_denial(statement):
            return Course(Direction.NO_CHANGE, "effects/denied-nearby")
        if chance is False:
            return Course(Direction.NO_CHANGE, "effects/chance")
        if nearest is None:
            return self._by_figures(statement, chance)
        return self._by_words(statement, masked, cues, nearest)

    def _nearest(self, masked: str, cues: list[ChangeCue]) -> ChangeCue | None:
        """The cue that stands nearest to a word of the outcome, else the first."""
        places = [word.span for word in iter_words(masked) if self.outcome.weights.get(word.stem, 0) >= _TELLING]
        if not places or not cues:
            return cues[0] if cues else None
        return min(cues, key=lambda cue: min(_distance(cue.span, place) for place in places))

    def _told_from_chance(self, text: str, cue: ChangeCue | None) -> bool | None:
        """By the first p value behind the outcome's words, else an effect size's interval, else the cue's own word."""
        found = find_p_values(text)
        ends = [word.span.end for word in iter_words(text) if word.stem in self.outcome.weights]
        behind = [each for each in found if ends and each.span.start >= ends[-1]] or found
        verdicts = [verdict for each in behind if (verdict := is_significant(each.p)) is not None]
        if verdicts:
            return verdicts[0]
        for estimate in find_estimates(text):
            if estimate.interval:
                return not estimate.interval.holds(Decimal(estimate.measure.null_value))
        return cue.is_significant if cue else None

    def _by_words(self, statement: Statement, masked: str, cues: tuple[ChangeCue, ...], cue: ChangeCue) -> Course:
        """By words of change; where no arm is named, they are taken to be said of the intervention's."""
        arm, rule = self._arm_of(statement, masked, cue)
        if arm is None and _BOTH.search(masked):
            return Course(Direction.NO_CHANGE, SAID_OF_BOTH)
        course = _course(self._sign(cue, cues, masked), arm or Arm.INTERVENTION, rule)
        return course if self._names_comparator(statement) else replace(course, is_turned=False)

    def _names_comparator(self, statement: Statement) -> bool:
        """Whether the comparator is named up to the end of a statement, in whatever place."""
        text = statement.passage.words(statement.lead) + statement.text
        return any(each.arm is Arm.COMPARATOR for each in self.arms.find_mentions(text))

    def _sign(self, cue: ChangeCue, cues: tuple[ChangeCue, ...], masked: str) -> int:
        """Up or down; a change that the outcome's own name holds ("reduction of pain") is not counted again."""
        pair = measured_change(cue, cues, masked)
        if pair is None:
            sign = sign_of(cue.kind, self.polarity)
            return 1 if sign < 0 and self.outcome.holds(cue.text) else sign
        size, change = pair
        sign = sign_of(size.kind, self.polarity)
        return sign if self.outcome.holds(change.text) else sign * sign_of(change.kind, self.polarity)

    def _arm_of(self, statement: Statement, masked: str, cue: ChangeCue) -> tuple[Arm | None, str]:
        """The arm that a cue speaks of; where the statement names none, its sentence up to there is asked."""
        place, mentions = cue.span, self.arms.find_mentions(masked)
        if not mentions:
            masked = without_brackets(statement.passage.words(statement.lead))
            place = cue.span.shifted(statement.span.start - statement.lead.start)
            mentions = self.arms.find_mentions(masked)
        ends = [match.end() for match in _REFERENCE.finditer(masked)]
        against = [each for each in mentions if any(_follows(masked, end, each) for end in ends)]
        if against:
            standard = next((each for each in against if each.is_label), against[0]).arm
            subjects = {each.arm for each in mentions if each not in against}
            return (standard if subjects == {standard} else standard.other), "effects/against-arm"
        after = [each for each in mentions if each.span.start >= place.end]
        before = [each for each in mentions if each.span.end <= place.start]
        if after and (cue.is_comparative or not before):
            return after[0].arm, "effects/in-arm"
        if before:
            return before[-1 if cue.is_comparative else 0].arm, "effects/by-arm"
        return None, "effects/as-said"

    def _by_figures(self, statement: Statement, chance: bool | None) -> Course | None:
        """By an effect size told from chance, else by the two arms' figures where a difference is told from chance."""
        text = statement.text
        for estimate in find_estimates(text):
            null = Decimal(estimate.measure.null_value)
            if estimate.interval and estimate.value != null and not estimate.interval.holds(null):
                return _course(1 if estimate.value > null else -1, Arm.INTERVENTION, "effects/effect-size")
        pair = find_compared_figures(text) if chance else None
        if pair is None or pair.first == pair.second:
            return None
        sign = 1 if pair.first > pair.second else -1
        return _course(sign, self._arm_of_first(statement, text, pair), "effects/figures")

    def _arm_of_first(self, statement: Statement, text: str, pair: ComparedFigures) -> Arm:
        """Whose the first figure is: an arm's name follows each figure, or both names stand before the first."""
        mentions = self.arms.find_mentions(text)
        between = [each.arm for each in mentions if pair.first_end <= each.span.start < pair.second_start]
        before = [each.arm for each in mentions if each.span.end <= pair.span.start]
        after = [each.arm for each in mentions if each.span.start >= pair.span.end]
        if between and after and after[0] is not between[0]:
            return between[0]
        if before:
            return before[-1] if between and between[-1] is not before[-1] else before[0]
        named = between or after or [each.arm for each in self.arms.find_mentions(statement.passage.text)]
        return named[0] if named else Arm.INTERVENTION


def measured_change(cue: ChangeCue, cues: tuple[ChangeCue, ...], masked: str) -> tuple[ChangeCue, ChangeCue] | None:
    """A size and the change that it measures, where the cue is either: "greater reduction", "fell more"."""
    moving = [each for each in cues if each.kind in MOVING]
    at = moving.index(cue)
    for first, second in zip(moving[max(0, at - 1) : at + 1], moving[max(1, at) : at + 2], strict=False):
        gap = masked[first.span.end : second.span.start]
        if "," in gap or " and " in gap or len(gap) >= _REACH:
            continue
        if _is_size(first) and _CHANGE_NOUN.search(second.text) and len(gap) < _REACH // 2:
            return first, second
        is_verb = not first.is_comparative or first.text.lower().endswith("reduced")
        if (is_verb and _MORE_OR_LESS.fullmatch(second.text)) or (_CHANGE_NOUN.search(first.text) and _is_size(second)):
            return second, first
    return None


def sign_of(kind: ChangeKind, polarity: int) -> int:
    """1 for up, -1 for down; better and worse by the outcome's polarity."""
    return {ChangeKind.MORE: 1, ChangeKind.LESS: -1, ChangeKind.BETTER: polarity}.get(kind, -polarity)


def _is_size(cue: ChangeCue) -> bool:
    return cue.is_comparative and cue.kind in {ChangeKind.MORE, ChangeKind.LESS}


def _denies_all(same: ChangeCue, nearest: ChangeCue) -> bool:
    """Whether a denied difference ("no difference in ... or ...") holds for a change named in the same statement."""
    if not _DENIED_NOUN.search(same.text):
        return False
    return same.span.end <= nearest.span.start or not nearest.is_comparative


def _follows(masked: str, end: int, mention: ArmMention) -> bool:
    """Whether a mention belongs to the phrase that starts here."""
    if not end <= mention.span.start <= end + _REACH:
        return False
    return _PHRASE_END.search(masked, end, mention.span.start) is None


def _course(sign: int, arm: Arm, rule: str) -> Course:
    """What is said of one arm, as it bears on the intervention's."""
    is_turned = arm is Arm.COMPARATOR
    return Course(Direction.INCREASE if (sign > 0) != is_turned else Direction.DECREASE, rule, is_turned)


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
