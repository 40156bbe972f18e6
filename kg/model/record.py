"""Records: publications as databases and pages describe them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from textwrap import shorten

from kg.identifiers import Doi, Pmcid, Pmid, StudyId

__all__ = [
    "AbstractSection",
    "Accession",
    "CitedWork",
    "Contributor",
    "EditorialNotice",
    "Grant",
    "IndexedRecord",
    "LinkKind",
    "MeshHeading",
    "MeshQualifier",
    "NoticeKind",
    "OtherAbstract",
    "Record",
    "RecordDate",
    "RecordKind",
    "RecordLink",
    "family_name",
    "normalise_title",
]

_LONGEST_TITLE = 60
"""Characters of a title that stands for a paper without authors."""
_INITIALS = re.compile(r"(?:\s+(?:[A-Z][A-Z.\-]*|Jr\.?|Sr\.?|2nd|3rd))+$")


def family_name(author: str) -> str:
    """The family name of ``Smith AB``, ``Smith AB Jr`` and ``Smith, Ann B.``.

    >>> family_name("van der Roe KL Jr"), family_name("Smith, Ann B.")
    ('van der Roe', 'Smith')
    """
    return author.split(",", maxsplit=1)[0] if "," in author else _INITIALS.sub("", author.strip())


@lru_cache(maxsize=1 << 11)
def _first_words(title: str) -> str:
    return shorten(title, _LONGEST_TITLE, placeholder=" …")


@lru_cache(maxsize=1 << 11)
def normalise_title(title: str) -> str:
    """A title as it is compared: letters and digits of any script, without case or accents.

    >>> normalise_title("Oil and Sleep: A Pilot-Étude.")
    'oilandsleepapilotetude'
    """
    plain = unicodedata.normalize("NFKD", title).casefold()
    return "".join(filter(str.isalnum, plain))


class NoticeKind(StrEnum):
    """The kinds of editorial notice that PubMed types, kept apart: a correction is no retraction."""

    RETRACTION = "retraction"
    PARTIAL_RETRACTION = "partial retraction"
    EXPRESSION_OF_CONCERN = "expression of concern"
    ERRATUM = "erratum"
    CORRECTED_AND_REPUBLISHED = "corrected and republished"
    UPDATE = "update"
    REINSTATEMENT = "reinstatement"


@dataclass(frozen=True, slots=True)
class EditorialNotice:
    """A published notice about a record.

    Attributes:
        kind: what sort of notice.
        published_in: bibliographic place of the notice, as printed.
        stated_by: who says that there is one (PubMed, a reference list, a publisher's page).
        date: as printed, at the precision given (``1993-10``).
        pmid: the notice's own.
    """

    kind: NoticeKind
    published_in: str
    stated_by: str
    date: str | None = None
    pmid: Pmid | None = None


class RecordKind(StrEnum):
    """What sort of publication a record is."""

    JOURNAL_ARTICLE = "journal article"
    PREPRINT = "preprint"
    REGISTRATION = "trial registration"
    LABEL = "drug label"
    WEB_PAGE = "web page"
    BOOK = "book"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AbstractSection:
    """One part of an abstract; ``label`` and ``category`` as PubMed gives them, ``None`` for a plain one."""

    text: str
    label: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class OtherAbstract:
    """An abstract in another language or for other readers; ``kind`` is PubMed's type of it."""

    sections: tuple[AbstractSection, ...]
    kind: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Contributor:
    """One author, editor or investigator; a group's ``name`` is its collective name.

    Attributes:
        name: family name and initials as PubMed prints them (``Smith AB``), or the group's name.
        role: ``author``, ``editor`` or ``investigator``.
        orcid: 16 digits with hyphens, without the address.
        affiliations: as printed.
    """

    name: str
    role: str = "author"
    given: str | None = None
    orcid: str | None = None
    affiliations: tuple[str, ...] = ()
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class MeshQualifier:
    """A subheading of a MeSH heading."""

    identifier: str
    name: str
    is_major: bool = False


@dataclass(frozen=True, slots=True)
class MeshHeading:
    """A MeSH heading with its subheadings; ``is_major`` where the indexer starred the descriptor."""

    identifier: str
    name: str
    is_major: bool = False
    qualifiers: tuple[MeshQualifier, ...] = ()

    @property
    def is_major_topic(self) -> bool:
        """Whether the descriptor or one of its qualifiers is starred, as PubMed's ``[majr]`` has it."""
        return self.is_major or any(qualifier.is_major for qualifier in self.qualifiers)


@dataclass(frozen=True, slots=True)
class RecordDate:
    """A date at the precision given (``1993``, ``1993-10``, ``1993-10-05``, or words such as ``1998 Spring``).

    ``kind`` is PubMed's: ``publication``, ``electronic``, ``received``, ``accepted``, ``revised`` (the manuscript),
    ``record completed``, ``record revised`` ...
    """

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class CitedWork:
    """One entry of a record's own reference list, with the identifiers of the work that it cites."""

    text: str
    pmid: Pmid | None = None
    doi: Doi | None = None
    pmcid: Pmcid | None = None


class LinkKind(StrEnum):
    """Links between records that are no editorial notice on this one."""

    COMMENT_IN = "comment in"
    COMMENT_ON = "comment on"
    ERRATUM_FOR = "erratum for"
    RETRACTION_OF = "retraction of"
    CONCERN_FOR = "expression of concern for"
    CORRECTED_FROM = "corrected and republished from"
    RETRACTED_FROM = "retracted and republished from"
    UPDATE_OF = "update of"
    ORIGINAL_REPORT_IN = "original report in"
    SUMMARY_FOR_PATIENTS_IN = "summary for patients in"
    PREPRINT = "preprint or its published version"
    CITES = "cites"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RecordLink:
    """A typed link to another record; ``text`` is its bibliographic place as printed."""

    kind: LinkKind
    text: str
    pmid: Pmid | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant as printed."""

    identifier: str | None = None
    agency: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Accession:
    """An entry of a data bank, such as a trial registration: ``ClinicalTrials.gov``, ``NCT00000000``."""

    bank: str
    number: str


@dataclass(frozen=True, slots=True)
class Record:
    """One publication, as far as it was seen; ``None`` is "not seen".

    ``key`` names it where no PMID or DOI does. ``notices_checked`` tells whether anyone looked for
    editorial notices: without it an empty ``notices`` says nothing.
    """

    key: StudyId
    kind: RecordKind = RecordKind.UNKNOWN
    pmid: Pmid | None = None
    doi: Doi | None = None
    pmcid: Pmcid | None = None
    identifiers_seen_on: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    journal: str | None = None
    year: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    published: str | None = None
    published_online: str | None = None
    publication_types: tuple[str, ...] = ()
    mesh_headings: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    registrations: tuple[str, ...] = ()
    address: str | None = None
    notices: tuple[EditorialNotice, ...] = ()
    notices_checked: bool = False

    @property
    def short_citation(self) -> str | None:
        """First author and year, as people name a paper ("Van Neste 2020"); ``None`` where either was not seen."""
        if not self.authors or self.year is None:
            return None
        return f"{self._first_author()} {self.year}"

    @property
    def name(self) -> str | None:
        """What people can call the paper by: first author and year; without an author the title's first words.

        ``None`` where neither an author nor a title was seen.

        >>> Record(StudyId("a"), authors=("Abdallah M",)).name
        'Abdallah (year not known)'
        >>> Record(StudyId("b"), title="Needles for hair", year=2025).name
        '“Needles for hair” 2025'
        """
        if self.authors:
            return self.short_citation or f"{self._first_author()} (year not known)"
        if self.title is None:
            return None
        return f"“{_first_words(self.title)}” {self.year or '(year not known)'}"

    def _first_author(self) -> str:
        others = " et al." if len(self.authors) > 1 else ""
        return f"{family_name(self.authors[0])}{others}"


@dataclass(frozen=True, slots=True)
class IndexedRecord(Record):
    """A record as a bibliographic database gives it, with everything that only the database knows.

    Attributes:
        abstract: its parts in order; ``other_abstracts`` are those in other languages or for other readers.
        contributors: authors, editors and investigators in order, with what ``authors`` has no room for.
        mesh: the MeSH headings; ``mesh_headings`` are headings as a page showed them.
        substances: names of substances.
        dates: every date with its kind, in the order of ``kind: value``, which means nothing.
        other_identifiers: ``type:value``, those of the record itself only.
        status: the database's state of the record (``MEDLINE``, ``PubMed-not-MEDLINE``, ``In-Process`` ...).
        accessions: entries of data banks, trial registrations among them.
        interests_statement: the declared interests as printed.
        cited_works: the record's own reference list.
        links: typed links to other records that are no notice on this one.
    """

    abstract: tuple[AbstractSection, ...] = ()
    other_abstracts: tuple[OtherAbstract, ...] = ()
    abstract_copyright: str | None = None
    vernacular_title: str | None = None
    languages: tuple[str, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    mesh: tuple[MeshHeading, ...] = ()
    substances: tuple[str, ...] = ()
    dates: tuple[RecordDate, ...] = ()
    journal_abbreviation: str | None = None
    issn: tuple[str, ...] = ()
    nlm_journal_id: str | None = None
    other_identifiers: tuple[str, ...] = ()
    status: str | None = None
    grants: tuple[Grant, ...] = ()
    accessions: tuple[Accession, ...] = ()
    interests_statement: str | None = None
    cited_works: tuple[CitedWork, ...] = ()
    links: tuple[RecordLink, ...] = ()
