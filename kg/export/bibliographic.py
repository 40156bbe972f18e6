"""What the forms for reference managers share: the parts of a printed name, one line of words, and notices in words.

Abstracts are in none of them: their publishers hold the rights.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import EditorialNotice, IndexedRecord
from kg.model.record import family_name

__all__ = ["PersonName", "iter_names", "notice_line", "one_line", "page_range", "web_address"]


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of an author's name; a group, or a name of one part, has no ``given``."""

    family: str
    given: str | None = None

    @classmethod
    def parse(cls, printed: str) -> PersonName:
        """The parts of a name as records print it.

        >>> PersonName.parse("van der Roe KL Jr"), PersonName.parse("Calm Study Group")
        (PersonName(family='van der Roe', given='KL Jr'), PersonName(family='Calm Study Group', given=None))
        """
        family = family_name(printed).strip()
        rest = printed.split(",", 1)[1] if "," in printed else printed.strip().removeprefix(family)
        return cls(family, rest.strip()) if family and rest.strip() else cls(printed.strip(" ,"))


def iter_names(record: IndexedRecord) -> Iterator[PersonName]:
    """The authors in order, with whole given names where the database gave them; names without words are left out."""
    people = [person for person in record.contributors if person.role == "author"]
    if not people:
        names = [PersonName.parse(one_line(name)) for name in record.authors]
    else:
        names = [
            PersonName(one_line(person.name))
            if person.is_group
            else PersonName.parse(
                f"{family_name(one_line(person.name))}, {one_line(person.given)}"
                if person.given
                else one_line(person.name)
            )
            for person in people
        ]
    return (name for name in names if name.family)


def one_line(text: str | None) -> str:
    r"""A text as one line: characters that no file should hold are left out, white space is made single.

    >>> one_line("a\tb\x00 \n c\u2028d")
    'a b c d'
    """
    kept = (c if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs", "Cn") else "" for c in text or "")
    return " ".join("".join(kept).split())


def notice_line(notice: EditorialNotice) -> str:
    """One editorial notice in words, with who says so."""
    parts = (notice.kind.value, notice.date, notice.published_in, f"PMID {notice.pmid}" if notice.pmid else None)
    told = ", ".join(one_line(part) for part in parts if part)
    return f"Editorial notice: {told} (stated by {one_line(notice.stated_by)})"


def page_range(pages: str | None) -> tuple[str, str]:
    """First and last page as printed; the last is empty where one or something else is printed.

    >>> page_range("12-5"), page_range("e101"), page_range(None)
    (('12', '5'), ('e101', ''), ('', ''))
    """
    first, _, last = one_line(pages).replace("–", "-").partition("-")
    return (first.strip(), last.strip()) if "-" not in last else (one_line(pages), "")


def web_address(record: IndexedRecord) -> str | None:
    """Where the publication can be read: as given, else by its DOI, else its entry in PubMed."""
    if record.address:
        return record.address
    if record.doi is not None:
        return f"https://doi.org/{record.doi}"
    return f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/" if record.pmid else None
