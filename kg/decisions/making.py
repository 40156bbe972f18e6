"""A decision from what a person says of a finding, checked before anything is kept."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

from kg.decisions.identity import IdentifiedFinding
from kg.errors import UsageError
from kg.model.decision import Decision, Ruling

__all__ = ["make_decision"]

_LONGEST = 10_000
"""Characters of a reason or a rewording; more is no reason but a paste gone wrong."""


def make_decision(
    on: IdentifiedFinding,
    ruling: Ruling,
    *,
    reason: str,
    who: str,
    when: datetime,
    rule_version: int,
    replacement: str | None = None,
    repeats: bool = False,
) -> Decision:
    """The decision of one person on one finding, as things are now.

    Args:
        on: the finding.
        ruling: what was decided.
        reason: why.
        who: the person.
        when: the moment, with its time zone.
        rule_version: of the finding's rule.
        replacement: the words to write, for a rewording and for nothing else.
        repeats: whether it covers claims of the same words too.

    Raises:
        UsageError: if reason, person or the words of a rewording are missing, or hold what no text may hold.
    """
    if ruling is not Ruling.REWORD and replacement is not None:
        raise UsageError(f"to {ruling} needs no new words", mend="Say reword, or leave the words out.")
    words = None if ruling is not Ruling.REWORD else _text(replacement or "", "the new words are", "Give them.")
    return Decision(
        finding=on.id,
        decision=ruling,
        replacement=words,
        reason=_text(reason, "the reason is", "Say in a sentence why, for those who read it later."),
        who=_text(who, "the person who decides is", "Give a name."),
        when=when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        repeats=repeats,
        rule_version=rule_version,
        about=on.finding.subject_kind,
        words=on.subject.words,
        subject=on.subject.key,
        source=on.basis,
    )


def _text(given: str, what: str, mend: str) -> str:
    """The text with single white space."""
    text = " ".join(given.split())
    if not text:
        raise UsageError(f"{what} missing", mend=mend)
    if len(text) > _LONGEST:
        raise UsageError(f"{what} longer than {_LONGEST} characters", mend="Shorten it.")
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
        raise UsageError(f"{what} not plain text: it holds a control character", mend="Type it again.")
    return text
