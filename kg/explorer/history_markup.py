"""The history of a claim as markup, and what is said where a claim is gone."""

from __future__ import annotations

from collections.abc import Iterator

from kg.explorer.article_view import ArticleView
from kg.explorer.claim_history import ClaimHistory, HistoryStep
from kg.explorer.links import to_claim
from kg.explorer.markup import Child, Element, element
from kg.explorer.signs import verdict_sign

__all__ = ["gone_parts", "history_parts"]


def history_parts(history: ClaimHistory | None) -> Iterator[Element]:
    """When the claim was first seen, and what changed since."""
    yield element("h4", "History")
    if history is None or not history.steps:
        yield element("p", "No earlier audit of this article was kept.", style="quiet")
        return
    first = history.steps[0]
    older = ", in the oldest audit that was kept or looked at" if history.is_first else ""
    audits = f"{history.audits} audit{'' if history.audits == 1 else 's'}"
    yield element("p", f"First seen {_day(first.time)}{older}. {audits} looked at.", style="quiet")
    items = [_step(step, before) for before, step in zip((None, *history.steps), history.steps, strict=False)]
    yield element("ul", *items, style="history")


def _step(step: HistoryStep, before: HistoryStep | None) -> Element:
    days = [_day(step.time), *([_day(step.last)] if step.audits > 1 else [])]
    when = " to ".join(dict.fromkeys(days))
    audits = f" · {step.audits} audits" if step.audits > 1 else ""
    verdict = verdict_sign(step.verdict) if step.verdict else element("span", "no verdict")
    failed = f" · {', '.join(step.failed)}" if step.failed else ""
    words: tuple[Child, ...] = ()
    if step.reworded and before is not None:
        words = (element("p", element("del", before.text), " ", element("ins", step.text), style="patch"),)
    head = element("p", element("span", f"{when}{audits}", style="quiet"), " ", verdict, failed)
    return element("li", head, *words)


def _day(time: str) -> str:
    """A time in ISO 8601 to the minute, as people read it."""
    return time[:16].replace("T", " ")


def gone_parts(view: ArticleView) -> Iterator[Element]:
    """That the claim of a link is not here, what it said, and which claim comes nearest."""
    gone = view.gone
    if gone is None:
        return
    parts: list[Element] = []
    if not gone.is_key:
        parts.append(
            element("p", "The link names a claim in a way that no claim is named. The article is shown whole.")
        )
    elif gone.text is None:
        told = "No claim of this article, now or in an audit that was kept, has the key that the link gives."
        parts.append(element("p", told))
    else:
        parts.append(element("p", f"It stood here in the audit of {_day(gone.seen or '')}:"))
        parts.append(element("blockquote", gone.text))
    if gone.nearest is not None:
        link = Element("a", (gone.nearest.text,), href=to_claim(view, gone.nearest.key))
        parts.append(element("p", "The nearest claim now: ", link))
    elif gone.text is not None:
        parts.append(element("p", "No claim of the article is like it any more.", style="quiet"))
    yield element("section", element("h3", "This claim is not in the article"), *parts, style="gone")
