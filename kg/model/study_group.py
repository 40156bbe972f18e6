"""Reports of one study, which count as one: the group, its members, and why each two were joined."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.identifiers import StudyId

__all__ = ["JoinRule", "StudyGroup", "StudyJoin"]


class JoinRule(StrEnum):
    """What says that two reports are of one study; docs/decisions/0014 has the reasons."""

    REGISTRATION = "same trial registration"
    """Each names this one registration, and no other, in its data banks, its registrations or its abstract."""
    UPDATE = "update"
    """PubMed says that one is an update of the other."""
    ORIGINAL_REPORT = "original report"
    """PubMed says that one summarises the other for other readers."""
    REPUBLISHED = "republished"
    """PubMed says that one is the other, corrected or retracted and republished."""
    PREPRINT = "preprint"
    """PubMed says that one is the preprint of the other."""
    STATED = "stated"
    """A curated study file says so."""


@dataclass(frozen=True, slots=True, order=True)
class StudyJoin:
    """Why two reports are of one study; ``study`` comes before ``other`` in the order of keys.

    Attributes:
        study, other: the two.
        rule: what says so.
        basis: the registration number; or the link, in words.
    """

    study: StudyId
    other: StudyId
    rule: JoinRule
    basis: str


@dataclass(frozen=True, slots=True)
class StudyGroup:
    """All reports of one study, two at least.

    Attributes:
        id: the smallest key among the members, so that it stays when the order or the further members change.
        members: in the order of their keys.
        joins: what joined them, in the order of keys, rule and basis.
    """

    id: StudyId
    members: tuple[StudyId, ...]
    joins: tuple[StudyJoin, ...]
