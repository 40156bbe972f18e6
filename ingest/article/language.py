"""Which language an article is in: as it declares, else as its words tell.

The words are judged by langid's model (Lui & Baldwin 2012, "langid.py: An Off-the-shelf Language Identification
Tool"), whose answer counts only where there are enough of them and it is sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

__all__ = ["tell_language"]

_TAG = re.compile(r"(?P<language>[A-Za-z]{2,3})(?P<rest>(?:[-_][A-Za-z0-9]{1,8}){0,4})")
_LEAST = 60
"""Fewer characters than a sentence tell no language."""

_MOST = 4000
_SURE = 0.9


def tell_language(declared: str | None, sentences: Iterable[str]) -> str | None:
    """The article's language as a BCP 47 tag; ``None`` where it declares none and its words do not tell.

    Args:
        declared: what the page says.
        sentences: its own words.

    >>> tell_language("en_US", []), tell_language("not a language", [])
    ('en-US', None)
    """
    match = _TAG.fullmatch((declared or "").strip())
    if match:
        return match["language"].lower() + match["rest"].replace("_", "-")
    sample = _sample(sentences)
    if len(sample) < _LEAST:
        return None
    language, share = _identifier().classify(sample)
    return str(language) if share >= _SURE else None


def _sample(sentences: Iterable[str]) -> str:
    sample = ""
    for sentence in sentences:
        sample += f"{sentence} "
        if len(sample) >= _MOST:
            break
    return sample[:_MOST].strip()


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - read for undeclared articles only

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
