"""Files in MEDLINE format ("PubMed" and ".nbib" exports) to records, cut into fields by Biopython.

The format holds less than the XML: which author an affiliation or ORCID iD belongs to is lost when there are several,
MeSH headings have no identifiers, and the reference list is missing. Fields: MEDLINE/PubMed Data Element
Descriptions, NLM.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ingest.pubmed.contributors import find_orcid
from ingest.pubmed.dates import find_printed_date, find_year, sort_dates
from ingest.pubmed.links import retraction_by_type
from kg.errors import IdentifierError, Place, RecordError
from kg.identifiers import Doi, Pmcid, Pmid, StudyId
from kg.model.record import (
    AbstractSection,
    Accession,
    Contributor,
    EditorialNotice,
    Grant,
    IndexedRecord,
    LinkKind,
    NoticeKind,
    OtherAbstract,
    RecordDate,
    RecordKind,
    RecordLink,
)
from kg.text.registrations import find_registrations

__all__ = ["iter_medline"]

Fields = Mapping[str, Sequence[str]]
"""The values of each field of one record, in order."""

_NOTICES = {
    "RIN": NoticeKind.RETRACTION,
    "RRI": NoticeKind.RETRACTION,
    "PRIN": NoticeKind.PARTIAL_RETRACTION,
    "ECI": NoticeKind.EXPRESSION_OF_CONCERN,
    "EIN": NoticeKind.ERRATUM,
    "CRI": NoticeKind.CORRECTED_AND_REPUBLISHED,
    "RPI": NoticeKind.CORRECTED_AND_REPUBLISHED,  # until 2019
    "UIN": NoticeKind.UPDATE,
}
_LINKS = {
    "CIN": LinkKind.COMMENT_IN,
    "CON": LinkKind.COMMENT_ON,
    "EFR": LinkKind.ERRATUM_FOR,
    "ROF": LinkKind.RETRACTION_OF,
    "PROF": LinkKind.RETRACTION_OF,
    "ECF": LinkKind.CONCERN_FOR,
    "CRF": LinkKind.CORRECTED_FROM,
    "RPF": LinkKind.CORRECTED_FROM,
    "RRF": LinkKind.RETRACTED_FROM,
    "UOF": LinkKind.UPDATE_OF,
    "ORI": LinkKind.ORIGINAL_REPORT_IN,
    "SPIN": LinkKind.SUMMARY_FOR_PATIENTS_IN,
}
_SINGLE_DATES = {"DCOM": "completed", "LR": "revised", "EDAT": "entrez", "MHDA": "medline", "CRDT": "created"}
_NUMERIC_DATE = re.compile(r"(\d{4})[/-]?(\d{2})[/-]?(\d{2})(?: [\d:]+)?")
_HISTORY = re.compile(r"(\S+)(?: [\d:]+)? \[([\w-]+)\]")
_TYPED = re.compile(r"(.+?) \[(\w+)\]")
_SUBSTANCE = re.compile(r"\S+ \((.+)\)")
# A label stands at the start of a sentence, in capitals, before a colon.
_LABEL = re.compile(r"(?:(?<=^)|(?<=[.?!] ))([A-Z][A-Z0-9 ,/&'()-]{2,60}): ")


def iter_medline(path: Path) -> Iterator[IndexedRecord]:
    """The records of a file in MEDLINE format, in its order.

    Raises:
        RecordError: if the file cannot be read, holds no record, or one without a PMID; with its place in the file.
    """
    count = 0
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for count, raw in enumerate(_iter_raw(stream), 1):
                fields = {tag: [value] if isinstance(value, str) else value for tag, value in raw.items()}
                yield _build_record(fields, Place(str(path), field=f"record {count}"))
    except (OSError, UnicodeDecodeError, KeyError) as error:  # a KeyError: the first line continues none
        raise RecordError(
            f"the file cannot be read ({error})", place=Place(str(path)), mend="Save the list from PubMed again."
        ) from error
    if count == 0:
        raise RecordError("no record in MEDLINE format", place=Place(str(path)), mend="Save it as PubMed or .nbib.")


def _iter_raw(stream: Iterable[str]) -> Iterator[Mapping[str, str | list[str]]]:
    from Bio import Medline  # noqa: PLC0415 - only for those who have such files

    records: Iterator[Mapping[str, str | list[str]]] = Medline.parse(_unfold(stream))  # type: ignore[no-untyped-call]
    return records


def _unfold(lines: Iterable[str]) -> Iterator[str]:
    """One line a field: Biopython takes the continuation of most fields for another value of them."""
    whole = ""
    for line in lines:
        if line.startswith("      ") and line.strip() and whole.strip():
            whole = f"{whole.rstrip()} {line.strip()}\n"
        else:
            if whole:
                yield whole
            whole = line
    if whole:
        yield whole


def _build_record(fields: Fields, place: Place) -> IndexedRecord:
    try:
        pmid = Pmid.parse(_first(fields, "PMID") or "")
    except IdentifierError as error:
        raise RecordError("no PMID", place=place, mend="Save the list in the format PubMed (.nbib).") from error
    types = _all(fields, "PT")
    notices = [
        EditorialNotice(kind, value, "PubMed", find_printed_date(value), Pmid.find(value))
        for tag, kind in _NOTICES.items()
        for value in _all(fields, tag)
    ]
    ids = [match.groups() for value in _all(fields, "LID", "AID") if (match := _TYPED.fullmatch(value))]
    accessions = _read_accessions(fields)
    abstract = _read_abstract(_first(fields, "AB"))
    said = " ".join([*(item.number for item in accessions), _first(fields, "TI") or "", *(s.text for s in abstract)])
    published = _to_iso(_first(fields, "DP"))
    return IndexedRecord(
        key=StudyId(f"pmid-{pmid.value}"),
        kind=_read_kind(types),
        pmid=pmid,
        doi=next((Doi.find(value) for value, kind in ids if kind == "doi"), None),
        pmcid=Pmcid.find(_first(fields, "PMC") or ""),
        title=_first(fields, "TI", "BTI"),
        authors=_all(fields, "AU", "CN"),
        journal=_first(fields, "JT"),
        year=find_year(published),
        volume=_first(fields, "VI"),
        issue=_first(fields, "IP"),
        pages=_first(fields, "PG"),
        published=published,
        published_online=_to_iso(_first(fields, "DEP")),
        publication_types=types,
        mesh_headings=_all(fields, "MH"),
        keywords=tuple(word.lstrip("*") for word in _all(fields, "OT")),
        registrations=find_registrations(said),
        notices=tuple(notices + retraction_by_type(types, notices)),
        notices_checked=True,
        abstract=abstract,
        other_abstracts=tuple(OtherAbstract((AbstractSection(text),)) for text in _all(fields, "OAB")),
        abstract_copyright=_first(fields, "CI"),
        vernacular_title=_first(fields, "TT"),
        languages=_all(fields, "LA"),
        contributors=_read_contributors(fields),
        substances=_read_substances(fields),
        dates=_read_dates(fields, published),
        journal_abbreviation=_first(fields, "TA"),
        issn=tuple(dict.fromkeys(match[0] for match in re.finditer(r"\d{4}-\d{3}[\dX]", " ".join(_all(fields, "IS"))))),
        nlm_journal_id=_first(fields, "JID"),
        other_identifiers=tuple(dict.fromkeys(f"{kind}:{value}" for value, kind in ids if kind != "doi")),
        status=_first(fields, "STAT"),
        grants=tuple(_read_grant(value) for value in _all(fields, "GR")),
        accessions=accessions,
        interests_statement=_first(fields, "COIS"),
        links=tuple(
            RecordLink(kind, value, Pmid.find(value)) for tag, kind in _LINKS.items() for value in _all(fields, tag)
        ),
    )


def _all(fields: Fields, *tags: str) -> tuple[str, ...]:
    return tuple(value for tag in tags for value in fields.get(tag, ()) if value)


def _first(fields: Fields, *tags: str) -> str | None:
    return next(iter(_all(fields, *tags)), None)


def _read_kind(types: Sequence[str]) -> RecordKind:
    if "Preprint" in types:
        return RecordKind.PREPRINT
    return RecordKind.BOOK if "Book" in types else RecordKind.JOURNAL_ARTICLE


def _read_abstract(text: str | None) -> tuple[AbstractSection, ...]:
    """The sections of an abstract that starts with a label; another one is a single section."""
    if text is None:
        return ()
    labels = list(_LABEL.finditer(text))
    if not labels or labels[0].start() > 0:
        return (AbstractSection(text),)
    ends = [*(label.start() for label in labels[1:]), len(text)]
    return tuple(
        AbstractSection(text[label.end() : end].strip(), label[1]) for label, end in zip(labels, ends, strict=True)
    )


def _read_contributors(fields: Fields) -> tuple[Contributor, ...]:
    """Authors, groups and investigators; given names where every author has one."""
    authors, full_names = _all(fields, "AU"), _all(fields, "FAU")
    given = [name.partition(", ")[2] or None for name in full_names]
    if len(given) != len(authors):
        given = [None] * len(authors)
    orcids = [orcid for text in _all(fields, "AUID") if (orcid := find_orcid(text))]
    alone = len(authors) == 1
    people = [
        Contributor(
            name,
            given=given_name,
            orcid=orcids[0] if alone and len(orcids) == 1 else None,
            affiliations=_all(fields, "AD") if alone else (),
        )
        for name, given_name in zip(authors, given, strict=True)
    ]
    groups = [Contributor(name, is_group=True) for name in _all(fields, "CN")]
    return (*people, *groups, *(Contributor(name, role="investigator") for name in _all(fields, "IR")))


def _read_substances(fields: Fields) -> tuple[str, ...]:
    """Names of substances; the registry numbers before them are left out."""
    return tuple(match[1] if (match := _SUBSTANCE.fullmatch(value)) else value for value in _all(fields, "RN", "NM"))


def _read_accessions(fields: Fields) -> tuple[Accession, ...]:
    pairs = (value.partition("/") for value in _all(fields, "SI"))
    return tuple(Accession(bank, number) for bank, _, number in pairs if number)


def _read_grant(text: str) -> Grant:
    """The parts of ``R01 AR000000/AR/NIAMS NIH HHS/United States``; a part that is missing in print is ``None``.

    >>> _read_grant("R01 AR000000/AR/NIAMS NIH HHS/United States")
    Grant(identifier='R01 AR000000', agency='NIAMS NIH HHS', country='United States')
    >>> _read_grant("WT_/Wellcome Trust/United Kingdom").agency
    'Wellcome Trust'
    """
    parts = text.split("/")
    if len(parts) < 3:
        return Grant(identifier=text)
    return Grant(parts[0] or None, parts[-2] or None, parts[-1] or None)


def _read_dates(fields: Fields, published: str | None) -> tuple[RecordDate, ...]:
    found = [("publication", published), ("electronic", _to_iso(_first(fields, "DEP")))]
    found += [(kind, _to_iso(_first(fields, tag))) for tag, kind in _SINGLE_DATES.items()]
    history = (match for value in _all(fields, "PHST") if (match := _HISTORY.fullmatch(value)))
    found += [(match[2], _to_iso(match[1])) for match in history]
    return sort_dates(RecordDate(kind, date) for kind, date in dict.fromkeys(found) if date)


def _to_iso(text: str | None) -> str | None:
    """A date as ISO 8601 writes it where it is one, else its words.

    >>> _to_iso("2020 Jan 5"), _to_iso("20200105"), _to_iso("2020/01/05 06:00"), _to_iso("1998 Spring")
    ('2020-01-05', '2020-01-05', '2020-01-05', '1998 Spring')
    """
    if text is None:
        return None
    if numeric := _NUMERIC_DATE.fullmatch(text):
        return "-".join(numeric.groups())
    return find_printed_date(text) if re.fullmatch(r"\d{4}( [A-Z][a-z]{2}( \d{1,2})?)?", text) else text
