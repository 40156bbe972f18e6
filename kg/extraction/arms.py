"""How many were in each arm or group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extraction.counts import Count
from kg.extraction.roles import LOST, roles_of
from kg.extraction.texts import SourceText
from kg.model.extraction import CountRole, CountUnit, ExtractedValue, ParticipantCount
from kg.model.span import Span

__all__ = ["CountedSentence", "counted_value", "find_arms"]

_SEX = re.compile(r"\b(?:(?P<female>women|females?|girls)|(?P<male>men|males?|boys))\Z", re.IGNORECASE)
_CUE = re.compile(
    r"random|assign|allocat|analy[sz]ed|evaluable|\barms?\b|\bgroups?\b|receiv|treated|placebo|\bcontrols?\b|\bversus\b|\bvs\b|intervention"
    r"|cohort|enrol+ed|underwent|\bpatients\son\b|\b(?:patients|women|men|participants|subjects)\s\((?!\d+(?:\.\d+)?\s?%)",
    re.IGNORECASE,
)
_TO_GROUP = re.compile(
    r"\s?(?:[\[(][^()\[\]]{1,40}[)\]])?\s?(?:(?:of\swhom|were|was|are)\s)?(?:randomly\s)?(?:(?!receiv|treat)\w{2,12}ed\s)?"
    r"(?P<joint>(?:to(?!\s(?:either|one\sof|\d|two|three|four|receive\s(?:either|one)|both|different)\b)|in|into|on|for|with|receiv(?:ed|ing)|underwent|given|using|treated\s(?:with|by))\s)"
    r"(?:the\s|each\s|an?\s)?(?P<group>[^.;,()\[\]]{2,60})",
)
_OTHER_SIDE = re.compile(r"\A\s*(?:or|and|versus|vs\.?)\s|\s(?:versus|vs\.?)\s.*\Z", re.IGNORECASE | re.DOTALL)
"""Around the name of a group: what joins it to the other one."""
_GROUP_NEXT = re.compile(r"\s(?:intervention|controls?|placebo|sham|treatment|usual\scare)\b")
_ELIDED = re.compile(r".{2,70}?(?:,|\band|,\sand|;)\s(?:the\s)?(?:other\s|remaining\s)?", re.DOTALL)
_IN_TURN = re.compile(
    r"\brespectively\b|\bwere\s(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed)\sto\sthe\b[^.]*\bgroups\b"
)
_VERSUS = re.compile(r"\b(?:versus|vs\.?)\s\Z")
_TWO_GROUPS = re.compile(
    r"\b(?:groups?|arms?)\b.*\b(?:and|or)\b.*\b(?:groups?|arms?)\b|\b(?:groups|arms)\b", re.IGNORECASE
)
_PAIR = re.compile(r"(?:,\s|,?\sand\s|\sversus\s|\svs\.?\s)")
_GROUP_WORD = re.compile(r"\b(?:groups?|arms?|placebo|controls?|usual\scare|sham|intervention)\b", re.IGNORECASE)
_EACH = re.compile(
    r"(?:\s\w+)?\s?(?:/|(?:per|in\s(?:each|both|either|every))\s)(?:\w+\s){0,2}(?:group|arm|treatment|cohort)s?\b|\seach\b"
    r"|\sfor\seach\b",
    re.IGNORECASE,
)
_EACH_HELD = re.compile(
    r"\beach\s(?:\w+\s)?(?:group\s|arm\s)?(?:contained|included|comprised|consisted\sof|had|of|with)\s\Z", re.IGNORECASE
)
_DENOMINATOR = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|none))\s?(?:[\[(][^()\[\]]{1,12}[)\]])?(?:/|\s(?:out\s)?of\s(?:the\s)?)\Z"
)
_NAMED_BEFORE = re.compile(r"\b(?P<group>[^.;,:()\[\]]{2,50})\s?[,:(\[]?\s?(?:[nN]\s?[=:]\s?)?\Z")
_HELD_BY_GROUP = re.compile(
    r"(?P<group>[^.;,:()\[\]]{0,40}\b(?:group|arm)(?:\s\w{1,3})?)"
    r"\s(?:had|has|included|comprised|consisted\sof|contained|was|of)\s(?:a\stotal\sof\s)?\Z"
)
_SHORT_NAME = re.compile(r"[A-Z][A-Z0-9+/-]{1,7}\s(?:patients|women|men|participants|subjects)\Z")
_IN_BRACKETS = re.compile(r"\b(?:group|arm)\b[^.;()]{0,20}\((?:[^()]{0,30}[;,:]\s)?\Z", re.IGNORECASE)
_LONGEST_RUN = 6


@dataclass(frozen=True, slots=True)
class CountedSentence:
    """A sentence with the counts in it."""

    source: SourceText
    span: Span
    counts: tuple[Count, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return self.span.of(self.source.text)


def counted_value(
    sentence: CountedSentence, count: Count, role: CountRole, rule: str, group: str | None = None
) -> ExtractedValue[ParticipantCount]:
    """A count in its role, with its place."""
    unit = count.unit or CountUnit.PEOPLE
    place = sentence.source.place(Span(count.span.start, count.end))
    return ExtractedValue(ParticipantCount(role, count.number, unit, count.noun, group), place, rule)


def find_arms(sentences: Sequence[CountedSentence], totals: set[int]) -> list[ExtractedValue[ParticipantCount]]:
    """The sizes of arms, in order.

    Args:
        sentences: those of all texts of a source.
        totals: counts of participants that it states; numbers that add up to one of them are its arms.
    """
    found: list[ExtractedValue[ParticipantCount]] = []
    scattered: list[tuple[CountedSentence, Count]] = []
    for sentence in sentences:
        rule, run = _run_in(sentence, totals)
        found += (counted_value(sentence, count, CountRole.ARM, rule, _group_of(sentence, count)) for count in run)
        if not run:
            scattered += ((sentence, count) for count in sentence.counts if _names_its_group(sentence, count))
    if _are_groups(scattered, totals):
        found += (
            counted_value(sentence, count, CountRole.ARM, "arms/one-by-one", _group_of(sentence, count))
            for sentence, count in scattered
        )
    return found


def _are_groups(scattered: Sequence[tuple[CountedSentence, Count]], totals: set[int]) -> bool:
    """Whether lone counts of several sentences are those of groups: by their names, or by what they add up to."""
    if len(scattered) < 2:
        return False
    adds_up = sum({count.number for _, count in scattered}) in totals or sum(c.number for _, c in scattered) in totals
    names = [_group_of(*each) or "" for each in scattered]
    return adds_up or all(_GROUP_WORD.search(name) or _SHORT_NAME.match(name) for name in names)


def _run_in(sentence: CountedSentence, totals: set[int]) -> tuple[str, list[Count]]:
    n_equals = [count for count in sentence.counts if count.n_equals and not count.is_share]
    has_cue = len(sentence.counts) > 1 and _CUE.search(sentence.text) is not None
    added = _adding_up(n_equals, totals, widest=20)
    if not added and has_cue:
        added = _adding_up(_candidates(sentence), totals, widest=4)
    for rule, run in (
        ("arms/add-up", added),
        ("arms/n-equals", _without_sum(n_equals)),
        ("arms/respectively", _respectively(sentence)),
        ("arms/versus", _versus(sentence)),
        ("arms/group-named", _by_group(sentence)),
        ("arms/each", _each(sentence)),
        ("arms/denominators", _denominators(sentence) if has_cue else []),
    ):
        if run:
            return rule, run
    return "", []


def _respectively(sentence: CountedSentence) -> list[Count]:
    """The sizes of "22 and 21 patients, respectively", and of "1,982 cases and 2,218 controls"."""
    if cases := _cases_and_controls(sentence):
        return cases
    in_turn = _IN_TURN.search(sentence.text) is not None
    text, counts = sentence.source.text, sentence.counts
    run: list[Count] = []
    for last in range(len(counts) - 1, 0, -1):
        if counts[last].unit not in (CountUnit.PEOPLE, CountUnit.ANIMALS) or counts[last].is_share:
            continue
        run = [counts[last]]
        for earlier in reversed(counts[:last]):
            if not earlier.is_loose or not _PAIR.fullmatch(text, earlier.end, run[0].span.start):
                break
            run.insert(0, earlier)
        if len(run) > 1 and (in_turn or len(run) == 2):
            return run
    return []


def _versus(sentence: CountedSentence) -> list[Count]:
    """The sizes of "40 women were enrolled in A, versus 42 in B"."""
    text = sentence.source.text
    for at, count in enumerate(sentence.counts):
        before = text[max(sentence.span.start, count.span.start - 16) : count.span.start]
        if at and not count.is_share and not count.n_equals and count.number > 4 and _VERSUS.search(before):
            first = next((c for c in sentence.counts[:at] if _is_firm(c) and c.unit is CountUnit.PEOPLE), None)
            return [first, count] if first is not None else []
    return []


def _cases_and_controls(sentence: CountedSentence) -> list[Count]:
    nouns = {(count.noun or "").rpartition(" ")[2].lower(): count for count in reversed(sentence.counts)}
    run = [nouns[noun] for noun in ("cases", "controls") if noun in nouns and _is_firm(nouns[noun])]
    return run if len(run) > 1 else []


def _by_group(sentence: CountedSentence) -> list[Count]:
    """Counts that go to a group each; the verb may be left out the second time ("31 received A and 33 B")."""
    text = sentence.source.text
    run = [
        count
        for count in sentence.counts
        if _goes_to_group(sentence, count) or (_is_firm(count) and _stands_behind_group(sentence, count))
    ]
    if len(run) == 1:
        after = sentence.counts.index(run[0]) + 1
        other = sentence.counts[after] if after < len(sentence.counts) else None
        if other is not None and other.is_loose and other.number > 2 and not other.is_share:
            run += [other] if _ELIDED.fullmatch(text, run[0].end, other.span.start) else []
    return _without_sum(run) or _alike(sentence)


def _stands_behind_group(sentence: CountedSentence, count: Count) -> bool:
    text, start = sentence.source.text, max(sentence.span.start, count.span.start - 60)
    return any(pattern.search(text, start, count.span.start) for pattern in (_HELD_BY_GROUP, _IN_BRACKETS))


def _alike(sentence: CountedSentence) -> list[Count]:
    """The sizes of "88 patients in A and 91 patients in B": two counts of people told alike."""
    text = sentence.source.text
    people = [count for count in sentence.counts if _is_firm(count) and count.unit is CountUnit.PEOPLE]
    joints = [match["joint"] if (match := _TO_GROUP.match(text, count.end)) else None for count in people]
    is_pair = len(people) == 2 and joints[0] == joints[1] and joints[0] in {"in ", "on ", "treated with "}
    return people if is_pair and re.search(r"\b(?:and|versus|vs)\b", text[people[0].end : people[1].span.start]) else []


def _each(sentence: CountedSentence) -> list[Count]:
    """The size of "30 patients per group", "each group had 30 patients"."""
    text, start = sentence.source.text, sentence.span.start
    firm = [count for count in sentence.counts if _is_firm(count)]
    return [
        count
        for count in firm
        if _EACH.match(text, count.end) or _EACH_HELD.search(text, max(start, count.span.start - 60), count.span.start)
    ][:1]


def _denominators(sentence: CountedSentence) -> list[Count]:
    run = [count for count in sentence.counts if _is_denominator(sentence, count)]
    return run if len(run) > 1 else []


def _is_firm(count: Count) -> bool:
    return (
        count.number > 1
        and not count.is_loose
        and not count.is_share
        and count.unit in (CountUnit.PEOPLE, CountUnit.ANIMALS, None)
    )


def _candidates(sentence: CountedSentence) -> list[Count]:
    """The numbers that can be arms by what they add up to: no events, none who left."""
    firm = [count for count in sentence.counts if not count.is_loose]
    text, kept = sentence.source.text, []
    for count in sentence.counts:
        if count.number < 3 or count.unit not in (CountUnit.PEOPLE, CountUnit.ANIMALS, CountUnit.BODY_PARTS, None):
            continue
        if count.is_share and not _goes_to_group(sentence, count, shares=True):
            continue
        if not count.is_loose and LOST in roles_of(text, sentence.span, firm, firm.index(count))[:1]:
            continue
        kept.append(count)
    return kept


def _adding_up(numbers: Sequence[Count], totals: set[int], *, widest: int) -> list[Count]:
    """The run of numbers that add up to a stated count of participants, the largest one.

    None is more than ``widest`` times another.
    """
    best: list[Count] = []
    for length in range(2, min(_LONGEST_RUN, len(numbers)) + 1):
        for first in range(len(numbers) - length + 1):
            run = list(numbers[first : first + length])
            sizes = [count.number for count in run]
            is_larger = sum(sizes) > sum(count.number for count in best)
            if is_larger and sum(sizes) in totals and min(sizes) * widest >= max(sizes) and not _are_sexes(run):
                best = run
    return best


def _are_sexes(run: Sequence[Count]) -> bool:
    sexes = {match.lastgroup for count in run if (match := _SEX.search(count.noun or ""))}
    return len(sexes) > 1


def _without_sum(run: list[Count]) -> list[Count]:
    """Without a count that the others add up to; none where only one is left."""
    total = sum(count.number for count in run)
    run = [count for count in run if len(run) < 3 or count.number * 2 != total]
    return run if len(run) > 1 and not _are_sexes(run) else []


def _goes_to_group(sentence: CountedSentence, count: Count, *, shares: bool = False) -> bool:
    if _GROUP_NEXT.match(sentence.source.text, count.span.end):
        return count.number > 1
    match = _TO_GROUP.match(sentence.source.text, count.end, sentence.span.end)
    if match is None or not (_is_firm(count) or shares):
        return False
    goes = match["joint"].strip() in {"to", "received", "receiving", "treated with", "treated by"}
    return goes or _GROUP_WORD.search(match["group"]) is not None


def _names_its_group(sentence: CountedSentence, count: Count) -> bool:
    """Whether a lone count says of which group it is: "Group 2 (N = 62)", "20 patients in the control group"."""
    if not _is_firm(count):
        return False
    text = sentence.source.text
    if count.n_equals:
        before = _NAMED_BEFORE.search(text, max(sentence.span.start, count.span.start - 60), count.span.start)
        return before is not None and _CUE.search(sentence.text) is not None
    if _HELD_BY_GROUP.search(text, max(sentence.span.start, count.span.start - 60), count.span.start):
        return True
    match = _TO_GROUP.match(text, count.end, sentence.span.end)
    if match is None or _TWO_GROUPS.search(match["group"]):
        return False
    return match["joint"] == "to " or _GROUP_WORD.search(match["group"][:40]) is not None


def _is_denominator(sentence: CountedSentence, count: Count) -> bool:
    start = max(sentence.span.start, count.span.start - 28)
    return count.number > 4 and _DENOMINATOR.search(sentence.source.text, start, count.span.start) is not None


def _group_of(sentence: CountedSentence, count: Count) -> str | None:
    """The words beside the number that name its group; ``None`` where they hold no name."""
    text = sentence.source.text
    start = max(sentence.span.start, count.span.start - 60)
    if count.n_equals:
        match = _NAMED_BEFORE.search(text, start, count.span.start)
    else:
        match = _HELD_BY_GROUP.search(text, start, count.span.start)
        match = match or _TO_GROUP.match(text, count.end, sentence.span.end)
    group = _OTHER_SIDE.sub("", match["group"]).strip() if match else ""
    return group if group[:1].isalpha() else None
