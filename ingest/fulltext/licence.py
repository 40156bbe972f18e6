"""Whether a full text may be passed on: by a licence that says so, and by nothing else.

Passed on to anyone, for any purpose, is what exports are: the Creative Commons licences that ask for
attribution or for the same licence allow it, those that forbid commercial use or changes do not
without more thought, and no licence means all rights reserved. Where several are named, the
strictest counts: publishers do name two by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.model.fulltext import Licence

__all__ = ["judge_licence"]

_ADDRESS = re.compile(r"creativecommons\.org/(?:licen[cs]es|publicdomain)/([a-z-]+)", re.IGNORECASE)
_SHORT_NAME = re.compile(r"\bCC[ -](BY(?:[ -](?:NC|ND|SA)){0,2}|0|ZERO)\b", re.IGNORECASE)
_PUBLIC_DOMAIN = re.compile(r"\bpublic[ -]domain\b", re.IGNORECASE)
_ATTRIBUTION = re.compile(r"\bCreative Commons\b.{0,20}?\bAttribution\b", re.IGNORECASE | re.DOTALL)
_LIMITS = (
    ("nc", re.compile(r"\bnon[ -]?commercial", re.IGNORECASE)),
    ("nd", re.compile(r"\bno[ -]?deriv", re.IGNORECASE)),
    ("sa", re.compile(r"\bshare[ -]?alike\b", re.IGNORECASE)),
)
_OPEN = {"by", "by-sa", "zero", "mark", "publicdomain"}
_NAMES = {"zero": "CC0", "mark": "public domain", "publicdomain": "public domain"}


def judge_licence(
    addresses: Iterable[str], words: str | None, kind: str | None = None, *, copyright_statement: str | None = None
) -> Licence:
    """The licence with our judgement and the rule that led to it.

    Args:
        addresses: those that the licence names, the publisher's own first.
        words: its text.
        kind: the publisher's type of it (``open-access``, ``CC BY``).
        copyright_statement: who holds the rights, as printed; older articles name their licence here.

    >>> judge_licence(["https://creativecommons.org/licenses/by/4.0/"], None).is_redistributable
    True
    >>> judge_licence([], "Open access. For non-commercial use.", "open-access").rule
    'no licence is named that is known to let anyone pass the text on'
    """
    given = [address for each in addresses if (address := each.strip())]
    printed = f"{words or ''}\n{copyright_statement or ''}"
    codes = [*_codes_of_addresses([*given, printed]), *_codes_of_words(kind or ""), *_codes_of_words(printed)]
    strictest = max(codes, key=_strictness, default=None)
    is_open, rule = _decide(strictest, set(codes), has_any=bool(given or words or kind))
    return Licence(
        is_redistributable=is_open,
        rule=rule,
        name=None if strictest is None else _name(strictest),
        address=given[0] if given else None,
        text=words,
        copyright_statement=copyright_statement,
    )


def _codes_of_addresses(texts: Iterable[str]) -> list[str]:
    return [code.lower() for text in texts for code in _ADDRESS.findall(text)]


def _codes_of_words(words: str) -> list[str]:
    """What the words name; limits in the text narrow the Attribution licence that it names."""
    codes = [code.lower().replace(" ", "-") for code in _SHORT_NAME.findall(words)]
    codes = ["zero" if code == "0" else code for code in codes]
    if _PUBLIC_DOMAIN.search(words) and not _ATTRIBUTION.search(words):
        codes.append("mark")
    limits = [limit for limit, pattern in _LIMITS if pattern.search(words)]
    if _ATTRIBUTION.search(words) and (limits or not codes):
        codes.append("-".join(["by", *limits]))
    return codes


def _strictness(code: str) -> tuple[bool, int]:
    return code not in _OPEN, len(code.split("-")) if code not in _NAMES else 0


def _name(code: str) -> str:
    return _NAMES.get(code, f"CC {code.upper()}")


def _decide(code: str | None, codes: set[str], *, has_any: bool) -> tuple[bool, str]:
    if code is None:
        missing = "no licence is named that is known to let anyone pass the text on"
        return False, missing if has_any else "no licence is stated"
    verdict = "lets anyone pass the text on" if code in _OPEN else "does not let everyone pass it on for any purpose"
    several = "; the strictest of several that are named" if len(codes) > 1 else ""
    return code in _OPEN, f"{_name(code)} {verdict}{several}"
