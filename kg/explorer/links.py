"""Links between and within pages: plain names of what is shown, which can be shared and are checked when read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from kg.explorer.article_view import ArticleView, Filters
from kg.explorer.markup import page_link
from kg.model import Finding, Severity, SubjectKind, Verdict

__all__ = [
    "find_choice",
    "find_member",
    "read_filters",
    "to_claim",
    "to_finding",
    "to_furniture",
    "to_list",
    "to_place",
]

_Member = TypeVar("_Member", bound=StrEnum)


def find_choice(given: str | None, known: Iterable[str]) -> str | None:
    """What a link asks for, if there is such a thing.

    >>> find_choice("a", ["a", "b"]), find_choice("<b>", ["a", "b"])
    ('a', None)
    """
    return given if given is not None and given in set(known) else None


def find_member(given: str | None, kind: type[_Member]) -> _Member | None:
    """The member that a link names, or ``None``.

    >>> find_member("warning", Severity).rank, find_member("worse", Severity)
    (1, None)
    """
    return next((member for member in kind if member.value == given), None)


def read_filters(parameters: Mapping[str, str], rules: Iterable[str]) -> Filters:
    """The filters that a link asks for; what does not exist is no filter."""
    return Filters(
        rule=find_choice(parameters.get("rule"), rules),
        severity=find_member(parameters.get("severity"), Severity),
        verdict=find_member(parameters.get("verdict"), Verdict),
        furniture=parameters.get("furniture") == "shown",
    )


def to_claim(view: ArticleView, key: str) -> str:
    """The same view with this claim chosen."""
    return _to(view, claim=key)


def to_place(view: ArticleView, name: str) -> str:
    """The same view with this place chosen."""
    return _to(view, place=name)


def to_list(view: ArticleView) -> str:
    """The same view with nothing chosen."""
    return _to(view)


def to_furniture(view: ArticleView) -> str:
    """The same view with page furniture shown, or hidden again."""
    return _to(view, furniture="" if view.filters.furniture else "shown")


def to_finding(view: ArticleView, finding: Finding) -> str:
    """The same view with what the finding is about chosen."""
    match finding.subject_kind:
        case SubjectKind.CLAIM:
            return to_claim(view, finding.subject)
        case SubjectKind.REFERENCE:
            return to_place(view, f"reference-{int(finding.subject) + 1}")
    return to_place(view, f"line-{finding.line}")


def _to(view: ArticleView, **choice: str) -> str:
    filters = view.filters
    asked = {
        "article": view.article.id.value,
        "rule": filters.rule or "",
        "severity": filters.severity or "",
        "verdict": filters.verdict or "",
        "furniture": "shown" if filters.furniture else "",
    }
    return page_link("", {**asked, **choice}).href
