"""Editorial notices printed inside a reference: cut out before the entry's own fields are read.

PubMed prints them between an article's DOI and its PMID ("Erratum in: J Oil 1993 Oct;29(4):554."), so
that their volume and pages are easily taken for the entry's own.
"""

from __future__ import annotations

import re

from kg.identifiers import Pmid
from kg.model.record import EditorialNotice, NoticeKind

__all__ = ["cut_notices"]

_KINDS = {
    "erratum": NoticeKind.ERRATUM,
    "correction": NoticeKind.ERRATUM,
    "retraction": NoticeKind.RETRACTION,
    "partial retraction": NoticeKind.PARTIAL_RETRACTION,
    "expression of concern": NoticeKind.EXPRESSION_OF_CONCERN,
    "corrected and republished": NoticeKind.CORRECTED_AND_REPUBLISHED,
    "update": NoticeKind.UPDATE,
    "reinstatement": NoticeKind.REINSTATEMENT,
    "comment": None,  # a comment is no notice, but its volume and pages are not the entry's either
}
_NOTICE = re.compile(
    rf"(?<![\w(])(?P<what>{'|'.join(sorted(_KINDS, key=len, reverse=True))}) (?:in|for|of)\s?:\s*"
    r"(?P<where>[^\n]{2,240}?\b(?:19|20)\d\d\b[^\n]{0,80}?)(?:\.(?=\s|\Z)|\Z)"
    r"(?P<doi>\s*doi:\s*10\.\S+)?",
    re.IGNORECASE,
)
_OWN_PMID = re.compile(r"\s*(?:PMID\s*:?\s*\d{1,8}\b[.;]?)", re.IGNORECASE)
_MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_DATE = re.compile(r"\b(?P<year>(?:19|20)\d\d)\b(?:\s(?P<month>[A-Z][a-z]{2})[a-z]*\.?(?:\s(?P<day>\d{1,2})\b)?)?")


def cut_notices(entry: str) -> tuple[str, tuple[EditorialNotice, ...]]:
    """The entry without the notices it mentions, and the notices.

    A PMID after a notice is the notice's own only where the entry has another one for itself.

    >>> rest, (notice,) = cut_notices("J Oil. 1993;28(5 Pt 1):75. Erratum in: J Oil 1993 Oct;29(4):554. PMID: 12.")
    >>> rest, notice.published_in, notice.date
    ('J Oil. 1993;28(5 Pt 1):75. PMID: 12.', 'J Oil 1993 Oct;29(4):554', '1993-10')
    """
    kept, notices, position = [], [], 0
    for match in _NOTICE.finditer(entry):
        kept.append(entry[position : match.start()])
        position = match.end()
        own = _OWN_PMID.match(entry, position)
        elsewhere = Pmid.find("".join(kept)) or (own and Pmid.find(entry[own.end() :]))
        pmid = Pmid.find(own.group()) if own and elsewhere else None
        if own and pmid:
            position = own.end()
        kind = _KINDS[match["what"].lower()]
        if kind is not None:
            notices.append(_notice(kind, match["where"], pmid))
    kept.append(entry[position:])
    rest = " ".join(part.strip() for part in kept if part.strip())
    return rest, tuple(notices)


def _notice(kind: NoticeKind, where: str, pmid: Pmid | None) -> EditorialNotice:
    match = _DATE.search(where)
    return EditorialNotice(
        kind=kind,
        published_in=where.strip(),
        stated_by="the article's reference list",
        date=_date(match) if match else None,
        pmid=pmid,
    )


def _date(match: re.Match[str]) -> str:
    """The date at the precision printed."""
    month = _MONTHS.get((match["month"] or "").lower())
    if month is None:
        return match["year"]
    day = f"-{int(match['day']):02}" if match["day"] else ""
    return f"{match['year']}-{month:02}{day}"
