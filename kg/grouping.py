"""Which reports are of one study, by rules that can each be named (see docs/decisions/0014).

Two trials of one team look alike, and a review names the trials that it is about. So nothing here goes by titles,
authors or numbers of people: only by a registration, by PubMed's own links, or by what a curated file says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from kg.identifiers import ConceptId, Pmid, StudyId
from kg.model import (
    EditorialNotice,
    IndexedRecord,
    JoinRule,
    LinkKind,
    NoticeKind,
    Record,
    Study,
    StudyGroup,
    StudyJoin,
)
from kg.text.registrations import find_registrations

__all__ = ["find_registration", "group_studies"]

_LINKS = {
    LinkKind.UPDATE_OF: JoinRule.UPDATE,
    LinkKind.ORIGINAL_REPORT_IN: JoinRule.ORIGINAL_REPORT,
    LinkKind.SUMMARY_FOR_PATIENTS_IN: JoinRule.ORIGINAL_REPORT,
    LinkKind.CORRECTED_FROM: JoinRule.REPUBLISHED,
    LinkKind.RETRACTED_FROM: JoinRule.REPUBLISHED,
    LinkKind.PREPRINT: JoinRule.PREPRINT,
}
_NOTICES = {NoticeKind.UPDATE: JoinRule.UPDATE, NoticeKind.CORRECTED_AND_REPUBLISHED: JoinRule.REPUBLISHED}
_ABOUT_OTHERS = frozenset(
    {
        "Comment",
        "Consensus Development Conference",
        "Editorial",
        "Expression of Concern",
        "Guideline",
        "Meta-Analysis",
        "Network Meta-Analysis",
        "News",
        "Newspaper Article",
        "Patient Education Handout",
        "Practice Guideline",
        "Published Erratum",
        "Retraction of Publication",
        "Review",
        "Scoping Review",
        "Systematic Review",
    }
)
"""MeSH publication types of papers that name trials which they do not report."""
_ABOUT_OTHERS_TITLE = re.compile(
    r"\b(?:systematic|scoping|narrative|umbrella|literature|critical)\s+review\b|\bmeta-?\s?analys[ei]s\b"
    r"|\bpooled analys[ei]s\b|\bguidelines?\b|:\s*an?\s+(?:\w+\s+)?(?:re|over)view\b|^(?:comment|reply|response)\b",
    re.IGNORECASE,
)
"""The same in a title, for a record that is not indexed yet."""
_ABOUT_OTHERS_DESIGNS = frozenset(
    map(
        ConceptId,
        ("systematic-review", "meta-analysis", "network-meta-analysis", "narrative-review", "expert-opinion"),
    )
)
_Pair = tuple[StudyId, StudyId, JoinRule, str]


def find_registration(study: Study) -> str | None:
    """The one trial registration that a report names as its own; ``None`` where it names none or several.

    A review, meta-analysis, guideline, comment or notice has none, whatever it mentions.
    """
    record = study.record
    types = {*record.publication_types}
    designs = {study.design, *study.also_designs}
    if types & _ABOUT_OTHERS or designs & _ABOUT_OTHERS_DESIGNS or _ABOUT_OTHERS_TITLE.search(record.title or ""):
        return None
    numbers = set(find_registrations("\n".join(_iter_mentions(record))))
    return numbers.pop() if len(numbers) == 1 else None


def _iter_mentions(record: Record) -> Iterator[str]:
    yield from record.registrations
    if isinstance(record, IndexedRecord):
        yield from (accession.number for accession in record.accessions)
        yield from (section.text for section in record.abstract)


def group_studies(studies: Iterable[Study]) -> tuple[StudyGroup, ...]:
    """The groups of two reports or more, by their keys; one pass, in which only keys, numbers and links are kept.

    Whatever joins a report to another joins their groups. The order of the studies makes no difference.
    """
    reports: set[StudyId] = set()
    by_pmid: dict[Pmid, StudyId] = {}
    registered: dict[str, set[StudyId]] = defaultdict(set)
    linked: list[tuple[StudyId, Pmid, JoinRule, str]] = []
    stated: list[tuple[StudyId, StudyId]] = []
    for study in studies:
        reports.add(study.id)
        if study.record.pmid is not None:
            by_pmid[study.record.pmid] = study.id
        number = find_registration(study)
        if number is not None:
            registered[number].add(study.id)
        linked += ((study.id, *link) for link in _iter_links(study.record))
        stated += ((study.id, other) for other in study.same_study_as)
    pairs = [
        *((one, two, JoinRule.REGISTRATION, number) for number, ids in registered.items() for one, two in _chain(ids)),
        *((one, by_pmid[pmid], rule, basis) for one, pmid, rule, basis in linked if pmid in by_pmid),
        *((one, two, JoinRule.STATED, f"the file of {one}") for one, two in stated if two in reports),
    ]
    return _to_groups(pairs)


def _chain(keys: Iterable[StudyId]) -> Iterator[tuple[StudyId, StudyId]]:
    """Each key with the next one."""
    return pairwise(sorted(keys))


def _iter_links(record: Record) -> Iterator[tuple[Pmid, JoinRule, str]]:
    """What PubMed links the record to as another report of the same work, on either side of the link.

    A comment is no report: PubMed calls the next letter of a debate an update too.
    """
    if "Comment" in record.publication_types:
        return
    if isinstance(record, IndexedRecord):
        for link in record.links:
            if link.pmid is not None and link.kind in _LINKS:
                yield link.pmid, _LINKS[link.kind], f"PubMed: {record.pmid} {link.kind} {link.pmid}"
    for notice in record.notices:
        rule = _rule_of(notice)
        if notice.pmid is not None and rule is not None:
            yield notice.pmid, rule, f"{notice.stated_by}: {record.pmid} {notice.kind} in {notice.pmid}"


def _rule_of(notice: EditorialNotice) -> JoinRule | None:
    return _NOTICES.get(notice.kind) if notice.stated_by == "PubMed" else None


def _to_groups(pairs: Iterable[_Pair]) -> tuple[StudyGroup, ...]:
    """The groups that these pairs make; a pair of a report with itself says nothing."""
    joins = sorted({StudyJoin(min(a, b), max(a, b), rule, basis) for a, b, rule, basis in pairs if a != b})
    leader: dict[StudyId, StudyId] = {}
    for join in joins:
        first, second = _find(leader, join.study), _find(leader, join.other)
        leader[max(first, second)] = min(first, second)
    members: dict[StudyId, set[StudyId]] = defaultdict(set)
    reasons: dict[StudyId, list[StudyJoin]] = defaultdict(list)
    for join in joins:
        group = _find(leader, join.study)
        members[group] |= {join.study, join.other}
        reasons[group].append(join)
    return tuple(StudyGroup(key, tuple(sorted(members[key])), tuple(reasons[key])) for key in sorted(members))


def _find(leader: Mapping[StudyId, StudyId], key: StudyId) -> StudyId:
    """The smallest key that this one was joined to so far."""
    while leader.get(key, key) != key:
        key = leader[key]
    return key
