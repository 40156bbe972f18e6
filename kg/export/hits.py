"""Search hits as text: lines for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kg.search import Hit

__all__ = ["to_json", "to_text"]


def to_text(hits: Sequence[Hit]) -> str:
    """Each hit in two lines: what it is and the stretch of text, the found words in square brackets."""
    if not hits:
        return "Nothing found.\n"
    return "".join(f"{hit.kind}  {hit.key}  {hit.title}\n    {_marked(hit)}\n" for hit in hits)


def _marked(hit: Hit) -> str:
    text = hit.snippet
    for span in reversed(hit.marked):
        text = f"{text[: span.start]}[{span.of(text)}]{text[span.end :]}"
    return text.strip()


def to_json(hits: Sequence[Hit]) -> str:
    """An indented JSON list, an object for each hit; ``marked`` holds ``[start, end]`` in characters of the snippet."""
    document = [
        {
            "kind": hit.kind,
            "key": hit.key,
            "iri": hit.iri,
            "title": hit.title,
            "snippet": hit.snippet,
            "marked": [[span.start, span.end] for span in hit.marked],
            "score": round(hit.score, 4),
        }
        for hit in hits
    ]
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
