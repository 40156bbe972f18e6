"""A list of references in a file of its own: BibTeX, RIS or CSL-JSON to the references of an article.

The forms are those of BibTeX (btxdoc, 1988), of Research Information Systems (RIS, 2011) and of the Citation Style
Language's JSON schema (1.0.2). An entry stands under its own key; what it does not give is left open.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from kg.errors import ArticleError, Place
from kg.identifiers import Doi, Pmcid, Pmid
from kg.model.article import Reference, ReferenceKind
from kg.model.span import Span

__all__ = ["read_side_file"]

_MEND = "Give a BibTeX file (.bib), a RIS file (.ris) or CSL-JSON (.json)."
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_KINDS = {
    "article": ReferenceKind.JOURNAL_ARTICLE,
    "article-journal": ReferenceKind.JOURNAL_ARTICLE,
    "jour": ReferenceKind.JOURNAL_ARTICLE,
    "ejour": ReferenceKind.JOURNAL_ARTICLE,
    "book": ReferenceKind.BOOK,
    "inbook": ReferenceKind.BOOK,
    "incollection": ReferenceKind.BOOK,
    "chapter": ReferenceKind.BOOK,
    "chap": ReferenceKind.BOOK,
    "online": ReferenceKind.WEB_PAGE,
    "webpage": ReferenceKind.WEB_PAGE,
    "post-weblog": ReferenceKind.WEB_PAGE,
    "elec": ReferenceKind.WEB_PAGE,
}
_BIBTEX_ENTRY = re.compile(r"@\s*\w+\s*[{(]\s*([^,\s{}()]+)\s*,")
_RIS_ENTRY = re.compile(r"^TY {2}-", re.MULTILINE)
_GIVEN_INITIALS = re.compile(r"[^\W\d_a-z](?=[\w.'’-]*)")


def read_side_file(data: bytes, *, source: str) -> tuple[Reference, ...]:
    """The references that a file lists, in its order, each under its key and on its line.

    Args:
        data: the file's bytes.
        source: its name; the suffix tells the form.

    Raises:
        ArticleError: if it is of another form, or if nothing in it can be read.
    """
    readers: Mapping[str, Callable[[str], Iterator[Reference]]] = {
        ".bib": _read_bibtex,
        ".ris": _read_ris,
        ".json": _read_csl,
    }
    reader = readers.get(PurePosixPath(source).suffix.lower())
    if reader is None:
        raise ArticleError("the list of references is of an unknown form", place=Place(source), mend=_MEND)
    try:
        references = tuple(reader(data.decode("utf-8-sig")))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        what = f"the list of references cannot be read ({type(error).__name__}: {error})"
        raise ArticleError(what, place=Place(source), mend=_MEND) from error
    if not references:
        raise ArticleError("the list of references holds no entry", place=Place(source), mend=_MEND)
    return references


def _read_bibtex(text: str) -> Iterator[Reference]:
    from bibtexparser import loads  # noqa: PLC0415 - read only when such a file is
    from bibtexparser.bparser import BibTexParser  # noqa: PLC0415
    from bibtexparser.customization import convert_to_unicode  # noqa: PLC0415

    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False, customization=convert_to_unicode)
    lines = {match[1]: text.count("\n", 0, match.start()) + 1 for match in reversed(list(_BIBTEX_ENTRY.finditer(text)))}
    for entry in loads(text, parser).entries:
        fields = {name.lower(): _plain(value) for name, value in entry.items() if isinstance(value, str)}
        people = re.split(r"\s+and\s+", fields.get("author") or fields.get("editor") or "")
        yield _reference(
            fields["id"],
            lines.get(entry["ID"], 1),
            fields["entrytype"],
            [_inverted(name) for name in people if name and name != "others"],
            fields,
            journal=fields.get("journal") or fields.get("journaltitle"),
            issue=fields.get("number") or fields.get("issue"),
            year=fields.get("year") or fields.get("date"),
        )


def _plain(value: str) -> str:
    return re.sub(r"\s+", " ", value.replace("{", "").replace("}", "").replace("\\&", "&")).strip()


def _read_ris(text: str) -> Iterator[Reference]:
    import rispy  # noqa: PLC0415 - read only when such a file is

    lines = [text.count("\n", 0, match.start()) + 1 for match in _RIS_ENTRY.finditer(text)]
    for number, entry in enumerate(rispy.loads(text), start=1):
        first, last = entry.get("start_page"), entry.get("end_page")
        fields = {
            "title": entry.get("title") or entry.get("primary_title"),
            "volume": entry.get("volume"),
            "pages": "-".join(page for page in (first, last) if page) or None,
            "doi": entry.get("doi"),
            "url": next(iter(entry.get("urls") or ()), None) or entry.get("url"),
            "pmid": entry.get("accession_number"),
            "pmcid": entry.get("custom2"),
        }
        names = entry.get("authors") or entry.get("first_authors") or ()
        yield _reference(
            str(entry.get("id") or number),
            lines[number - 1],
            str(entry.get("type_of_reference", "")).lower(),
            [_inverted(name) for name in names],
            fields,
            journal=entry.get("journal_name") or entry.get("secondary_title") or entry.get("alternate_title3"),
            issue=entry.get("number"),
            year=entry.get("year") or entry.get("publication_year") or entry.get("date"),
        )


def _read_csl(text: str) -> Iterator[Reference]:
    entries = json.loads(text)
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
        key = str(entry.get("id") or number)
        at = text.find(json.dumps(key, ensure_ascii=False))
        names = [_csl_name(name) for name in entry.get("author") or entry.get("editor") or ()]
        issued = entry.get("issued") or {}
        year = (issued.get("date-parts") or [[None]])[0][0] or issued.get("raw")
        fields = {
            "title": entry.get("title"),
            "volume": entry.get("volume"),
            "pages": entry.get("page"),
            **{name.lower(): entry.get(name) for name in ("DOI", "URL", "PMID", "PMCID")},
        }
        yield _reference(
            key,
            text.count("\n", 0, max(at, 0)) + 1,
            str(entry.get("type", "")),
            [name for name in names if name],
            {name: str(value) if value is not None else None for name, value in fields.items()},
            journal=entry.get("container-title"),
            issue=str(entry["issue"]) if entry.get("issue") else None,
            year=str(year or ""),
        )


def _csl_name(name: Mapping[str, Any]) -> str:
    if name.get("literal"):
        return str(name["literal"])
    particle = str(name.get("non-dropping-particle") or "")
    return _inverted(f"{particle} {name.get('family', '')}, {name.get('given', '')}".strip(" ,"))


def _inverted(name: str) -> str:
    """``Doe, Jane R.`` or ``Jane R. Doe`` as it is kept: the family name, then initials.

    >>> _inverted("Doe, Jane R."), _inverted("Jane R. Doe"), _inverted("World Health Organization")
    ('Doe JR', 'Doe JR', 'World Health Organization')
    """
    family, comma, given = name.partition(",")
    if not comma:
        words = name.split()
        if len(words) < 2 or (len(words) > 2 and all(len(word.strip(".")) > 2 for word in words)):
            return name.strip()
        family, given = words[-1], " ".join(words[:-1])
    return f"{family.strip()} {''.join(_initials(given))}".strip()


def _initials(given: str) -> Iterator[str]:
    for word in re.split(r"[\s.-]+", given):
        yield word if word.isupper() and len(word) <= 3 else word[:1].upper()


def _reference(
    key: str,
    line: int,
    type_name: str,
    authors: list[str],
    fields: Mapping[str, str | None],
    *,
    journal: str | None,
    issue: str | None,
    year: str | None,
) -> Reference:
    title, address = fields.get("title"), fields.get("url")
    where = f"{fields.get('doi') or ''} {address or ''}"
    printed = _YEAR.search(str(year or ""))
    pmid = Pmid.find(f"PMID: {fields['pmid']}") if fields.get("pmid") else Pmid.find(where)
    pmcid = Pmcid.find(f"PMC{str(fields['pmcid']).removeprefix('PMC')}") if fields.get("pmcid") else Pmcid.find(where)
    parts = (", ".join(authors), title, journal, printed[0] if printed else None, fields.get("doi") or address)
    return Reference(
        (key,), ". ".join(part for part in parts if part) or key, Span(0, 0), line,
        _KINDS.get(type_name.lower(), ReferenceKind.UNKNOWN),
        authors=tuple(authors), title=title, journal=journal, year=int(printed[0]) if printed else None,
        volume=fields.get("volume"), issue=issue, pages=fields.get("pages"),
        doi=Doi.find(where), pmid=pmid, pmcid=pmcid, address=address,
    )  # fmt: skip
