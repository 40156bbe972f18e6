"""How often each rule found something, over all articles: for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from kg.audit import RULES
from kg.export.rules import FAMILIES
from kg.model.fix import Screened

__all__ = ["to_json", "to_part", "to_text"]


def to_part(screened: Screened) -> str:
    """The counts of one article, as JSON on a line."""
    found = Counter(finding.rule for finding in screened.failures)
    mended = Counter(finding.rule for finding in screened.failures if finding.patch is not None)
    aside = Counter(one.finding.rule for one in screened.suppressed)
    return json.dumps({code: [found[code], mended[code], aside[code]] for code in sorted({*found, *aside})})


def to_text(parts: Sequence[str]) -> str:
    """One line a rule, the most frequent first: findings, code, name, axis, how many have a patch or are suppressed."""
    lines = []
    for code, (found, mended, aside) in _sums(parts):
        extras = [f"{count} {what}" for count, what in ((mended, "with a patch"), (aside, "suppressed")) if count]
        axis = FAMILIES.get(code[:3], "")
        line = f"{found:6}  {code}  {RULES[code].name:<22}  {axis:<20}  {', '.join(extras)}"
        lines.append(line.rstrip() + "\n")
    return "".join(lines)


def to_json(parts: Sequence[str]) -> str:
    """The same as a list, one object a rule."""
    rows = [
        {
            "rule": code,
            "name": RULES[code].name,
            "axis": FAMILIES.get(code[:3], ""),
            "findings": found,
            "with_patch": mended,
            "suppressed": aside,
        }
        for code, (found, mended, aside) in _sums(parts)
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def _sums(parts: Iterable[str]) -> list[tuple[str, list[int]]]:
    sums: dict[str, list[int]] = {}
    for part in parts:
        for code, counts in json.loads(part).items():
            sums[code] = [one + other for one, other in zip(sums.get(code, [0, 0, 0]), counts, strict=True)]
    return sorted(sums.items(), key=lambda item: (-item[1][0], item[0]))
