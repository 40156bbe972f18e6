"""Two snapshots of an article compared: as text for people, as a document for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from kg.comparison import ArticleComparison, Change, ClaimChange, ReferenceChange
from kg.model import Article, Claim, Reference

__all__ = ["to_json", "to_text"]

_SIGNS = {Change.KEPT: " ", Change.REWORDED: "~", Change.ADDED: "+", Change.REMOVED: "-"}


def to_text(compared: ArticleComparison, *, verbose: bool = False) -> str:
    """What changed, for people: one mark a line as in a diff; what is kept only if it is asked for."""
    return "\n".join(_lines(compared, verbose)) + "\n"


def _lines(compared: ArticleComparison, verbose: bool) -> Iterator[str]:
    yield f"old: {compared.old.source} ({compared.old.snapshot[:12]})"
    yield f"new: {compared.new.source} ({compared.new.snapshot[:12]})"
    yield f"claims: {_tally(one.change for one in compared.claims)}"
    yield f"references: {_tally(one.change for one in compared.references)}"
    for claim in compared.claims:
        if verbose or claim.change is not Change.KEPT:
            yield from _claim_lines(compared, claim)
    for reference in compared.references:
        if verbose or reference.change is not Change.KEPT or reference.renumbered:
            yield from _reference_lines(reference)


def _tally(changes: Iterator[Change]) -> str:
    found = Counter(changes)
    return ", ".join(f"{found[change]} {change}" for change in Change)


def _claim_lines(compared: ArticleComparison, change: ClaimChange) -> Iterator[str]:
    sign = _SIGNS[change.change]
    if change.change is not Change.REWORDED:
        claim, article = (change.new, compared.new) if change.new else (change.old, compared.old)
        if claim is not None:
            yield f"{sign} {_place(article, claim)}: {claim.text}"
        return
    notes = [f"likeness {change.likeness:.2f}"]
    if change.figures:
        notes.append(f"figures {_figures(change.figures[0])} became {_figures(change.figures[1])}")
    if change.negation:
        notes.append("a negation came or went")
    yield f"{sign} reworded ({'; '.join(notes)})"
    if change.old is not None and change.new is not None:
        yield f"  - {_place(compared.old, change.old)}: {change.old.text}"
        yield f"  + {_place(compared.new, change.new)}: {change.new.text}"


def _figures(figures: tuple[str, ...]) -> str:
    return " ".join(figures) or "none"


def _place(article: Article, claim: Claim) -> str:
    return f"line {article.line_of(claim.span.start)}"


def _reference_lines(change: ReferenceChange) -> Iterator[str]:
    sign = _SIGNS[change.change]
    moved = f" (was {_label(change.old)})" if change.renumbered and change.old else ""
    shown = change.new or change.old
    if shown is not None:
        yield f"{sign} reference {_label(shown)}{moved}: {shown.raw}"
    if change.change is Change.REWORDED and change.old is not None:
        yield f"  - {change.old.raw}"


def _label(reference: Reference) -> str:
    return ", ".join(reference.labels) or f"on line {reference.line}"


def to_json(compared: ArticleComparison) -> str:
    """What changed, for programs."""
    document = {
        "same": compared.is_same,
        "old": {"source": compared.old.source, "snapshot": compared.old.snapshot},
        "new": {"source": compared.new.source, "snapshot": compared.new.snapshot},
        "claims": [
            {
                "change": one.change.value,
                "old": _claim(compared.old, one.old),
                "new": _claim(compared.new, one.new),
                "likeness": None if one.likeness is None else round(one.likeness, 4),
                "figures": None if one.figures is None else {"old": one.figures[0], "new": one.figures[1]},
                "negation_changed": one.negation,
            }
            for one in compared.claims
        ],
        "references": [
            {
                "change": one.change.value,
                "old": _reference(one.old),
                "new": _reference(one.new),
                "likeness": None if one.likeness is None else round(one.likeness, 4),
                "renumbered": one.renumbered,
            }
            for one in compared.references
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _claim(article: Article, claim: Claim | None) -> dict[str, Any] | None:
    if claim is None:
        return None
    return {"key": claim.key, "line": article.line_of(claim.span.start), "text": claim.text}


def _reference(reference: Reference | None) -> dict[str, Any] | None:
    if reference is None:
        return None
    return {"labels": list(reference.labels), "line": reference.line, "printed": reference.raw}
