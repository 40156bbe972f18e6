"""The journal of an article: the issue that it is in, and what NLM's catalogue calls the journal."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingest.pubmed.dates import find_year, read_date
from ingest.pubmed.elements import child, child_words, children_words

__all__ = ["CatalogueEntry", "JournalIssue", "read_catalogue_entry", "read_journal_issue"]


@dataclass(frozen=True, slots=True)
class JournalIssue:
    """What a Journal says of the journal and of the issue; ``published`` at the precision given."""

    title: str | None = None
    abbreviation: str | None = None
    issn: tuple[str, ...] = ()
    volume: str | None = None
    issue: str | None = None
    published: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What a MedlineJournalInfo says; ``issn`` is the linking ISSN."""

    abbreviation: str | None = None
    nlm_id: str | None = None
    issn: tuple[str, ...] = ()


def read_journal_issue(journal: Element) -> JournalIssue:
    """A Journal."""
    issue = child(journal, "JournalIssue")
    published = read_date(child(issue, "PubDate"))
    return JournalIssue(
        title=child_words(journal, "Title"),
        abbreviation=child_words(journal, "ISOAbbreviation"),
        issn=children_words(journal, "ISSN"),
        volume=child_words(issue, "Volume"),
        issue=child_words(issue, "Issue"),
        published=published,
        year=find_year(published),
    )


def read_catalogue_entry(info: Element) -> CatalogueEntry:
    """A MedlineJournalInfo."""
    return CatalogueEntry(
        child_words(info, "MedlineTA"), child_words(info, "NlmUniqueID"), children_words(info, "ISSNLinking")
    )
