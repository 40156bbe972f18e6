"""Links between and within pages: plain names of what is shown, which can be shared and are checked when read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from kg.explorer.article_filters import Filters
from kg.explorer.article_view import ArticleView, ClaimView, PlaceView
from kg.explorer.markup import page_link
from kg.model import Finding, Severity, SubjectKind, Verdict
from kg.model.decision import Standing

__all__ = [
    "find_choice",
    "find_member",
    "read_filters",
    "to_claim",
    "to_finding",
    "to_furniture",
    "to_keys",
    "to_list",
    "to_part",
    "to_place",
    "to_share",
]

_LONGEST_NUMBER = 6

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
        standing=find_member(parameters.get("decided"), Standing),
        furniture=parameters.get("furniture") == "shown",
        keys=parameters.get("keys") != "off",
        part=int(part) if (part := parameters.get("part", "")).isdecimal() and len(part) < _LONGEST_NUMBER else 1,
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


def to_keys(view: ArticleView) -> str:
    """The same view with the single keys turned off, or on again."""
    return _to(view, **_chosen(view), keys="off" if view.filters.keys else "")


def to_part(view: ArticleView, number: int) -> str:
    """Another part of a long article, with nothing chosen."""
    return _to(view, part=str(number))


def to_share(view: ArticleView, key: str) -> str:
    """The article with this claim chosen and nothing filtered, as one hands it on."""
    return page_link("", {"article": view.article.id.value, "claim": key}).href


def _chosen(view: ArticleView) -> dict[str, str]:
    match view.chosen:
        case ClaimView() as claim:
            return {"claim": claim.claim.key}
        case PlaceView() as place:
            return {"place": place.name}
    return {}


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
        "decided": filters.standing or "",
        "furniture": "shown" if filters.furniture else "",
        "keys": "" if filters.keys else "off",
        "part": str(view.part.number) if view.part.number > 1 else "",
    }
    return page_link("", {**asked, **choice}).href
