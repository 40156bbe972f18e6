"""Identifiers as value objects: validated once at the boundary, then trusted.

Each has ``parse`` (strict: raises :class:`~kg.errors.IdentifierError`) and ``find`` (the first one in
a text, or ``None``). None is ever guessed or completed: a cut DOI is no DOI.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import ClassVar, Self

from kg.errors import IdentifierError

__all__ = [
    "ArticleId",
    "ConceptId",
    "DescriptorId",
    "Doi",
    "FindingId",
    "Identifier",
    "Pmcid",
    "Pmid",
    "StudyId",
    "content_hash",
    "slugify",
]


_LONGEST = 200
"""Characters of the longest identifier: some become file names."""

_LONG_PMID = r"(?=[1-9][0-9]{5,7}(?![\w+]|%20))"
"""What behind a bare "PubMed" or in a search is surely no year, count or word searched for."""

_OPENING = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A validated text; subclasses say what a valid one looks like."""

    value: str

    name: ClassVar[str] = "identifier"
    pattern: ClassVar[re.Pattern[str]] = re.compile(r".+", re.DOTALL)
    example: ClassVar[str] = ""

    def __post_init__(self) -> None:
        if len(self.value) > _LONGEST or not self.pattern.fullmatch(self.value):
            raise IdentifierError(
                f"{self.value[:80]!r} is not a {self.name}", mend=f"A {self.name} looks like {self.example}."
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one identifier from ``text``, which holds nothing else.

        Raises:
            IdentifierError: if the text is anything else.
        """
        return cls(cls._normalise(text.strip()))

    @classmethod
    def _normalise(cls, text: str) -> str:
        return text

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, order=True)
class Pmid(Identifier):
    """A PubMed identifier: one to eight digits, no leading zero.

    >>> Pmid.parse("PMID: 12345678").value
    '12345678'
    >>> Pmid.find("PMID: 12345678; PMCID: PMC1234567").value
    '12345678'
    >>> Pmid.find("PMID: … Continue reading") is None, Pmid.find("We searched PubMed 2019.") is None
    (True, True)
    """

    name: ClassVar[str] = "PubMed identifier (PMID)"
    pattern: ClassVar[re.Pattern[str]] = re.compile(r"[1-9][0-9]{0,7}")
    example: ClassVar[str] = "12345678"
    _in_text: ClassVar[re.Pattern[str]] = re.compile(
        r"(?:\b(?:PMID|PubMed\s++ID)\s*+[:#]?\s*+|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/"
        r"|\bncbi\.nlm\.nih\.gov/entrez/query\.fcgi\?[^\s\"<>]{0,300}?\blist_uids="
        r"|(?:\bPubMed(?:\s++|\s*+:\s*+)|(?:pubmed\.ncbi\.nlm\.nih\.gov|\bncbi\.nlm\.nih\.gov/pubmed)/?\?term=)"
        rf"{_LONG_PMID})([1-9][0-9]{{0,7}})(?![0-9])",
        re.IGNORECASE,
    )

    @classmethod
    def _normalise(cls, text: str) -> str:
        return text if text.isdecimal() else re.sub(r"^PMID\s*:?\s*", "", text, flags=re.IGNORECASE)

    @classmethod
    def find(cls, text: str) -> Pmid | None:
        """The first PMID that the text labels as one; bare digits are not taken for one."""
        match = cls._in_text.search(text)
        return cls(match.group(1)) if match else None

    @property
    def address(self) -> str:
        """The public page of the record."""
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.value}/"


@dataclass(frozen=True, slots=True, order=True)
class Pmcid(Identifier):
    """A PubMed Central identifier.

    >>> Pmcid.find("PMID: 12345678; PMCID: PMC1234567").value
    'PMC1234567'
    """

    name: ClassVar[str] = "PubMed Central identifier (PMCID)"
    pattern: ClassVar[re.Pattern[str]] = re.compile(r"PMC[1-9][0-9]{2,8}")
    example: ClassVar[str] = "PMC1234567"
    _in_text: ClassVar[re.Pattern[str]] = re.compile(r"\bPMC([1-9][0-9]{2,8})(?![0-9])", re.IGNORECASE)

    @classmethod
    def _normalise(cls, text: str) -> str:
        return re.sub(r"^PMCID\s*:?\s*", "", text, flags=re.IGNORECASE).upper()

    @classmethod
    def find(cls, text: str) -> Pmcid | None:
        """The first PMCID in the text."""
        match = cls._in_text.search(text)
        return cls(f"PMC{match.group(1)}") if match else None

    @property
    def address(self) -> str:
        """The public page of the full text."""
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.value}/"


@dataclass(frozen=True, slots=True, order=True)
class Doi(Identifier):
    """A digital object identifier, kept in lower case (DOIs do not distinguish case, ISO 26324).

    >>> Doi.find("755-63. doi: 10.1000/0190(93)70-4. Erratum in: J Am").value
    '10.1000/0190(93)70-4'
    >>> Doi.find("(see https://doi.org/10.1186/s41073-025-00173-z).").value
    '10.1186/s41073-025-00173-z'
    >>> Doi.find("doi: … Continue reading") is None
    True
    """

    name: ClassVar[str] = "DOI"
    pattern: ClassVar[re.Pattern[str]] = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\"<>…]+")
    example: ClassVar[str] = "10.1186/s41073-025-00173-z"
    _in_text: ClassVar[re.Pattern[str]] = re.compile(r"\b(10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\"<>…|]+)")

    @classmethod
    def _normalise(cls, text: str) -> str:
        if not text.startswith("10."):  # as most do
            text = re.sub(r"^(?:doi\s*:?\s*|https?://(?:dx\.)?doi\.org/)", "", text, flags=re.IGNORECASE)
        return text.lower()

    @classmethod
    def find(cls, text: str) -> Doi | None:
        """The first DOI in the text, without the punctuation that closes the sentence around it."""
        match = cls._in_text.search(text)
        if match is None:
            return None
        found = match.group(1).rstrip(".,;:!?'’”*_")
        while found and (opening := _OPENING.get(found[-1])) and found.count(found[-1]) > found.count(opening):
            found = found[:-1].rstrip(".,;:")
        return cls(found.lower()) if cls.pattern.fullmatch(found) else None

    @property
    def address(self) -> str:
        """The resolver's address."""
        return f"https://doi.org/{self.value}"


_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, order=True)
class ConceptId(Identifier):
    """The key of a concept in the vocabulary, such as ``blood-pressure``."""

    name: ClassVar[str] = "concept key"
    pattern: ClassVar[re.Pattern[str]] = _SLUG
    example: ClassVar[str] = "blood-pressure"


@dataclass(frozen=True, slots=True, order=True)
class DescriptorId(Identifier):
    """The unique identifier of a MeSH descriptor; its two lengths are those that NLM gives out.

    >>> DescriptorId.parse("D000505").value
    'D000505'
    """

    name: ClassVar[str] = "MeSH descriptor's identifier"
    pattern: ClassVar[re.Pattern[str]] = re.compile(r"D[0-9]{6}(?:[0-9]{3})?")
    example: ClassVar[str] = "D000505"


@dataclass(frozen=True, slots=True, order=True)
class StudyId(Identifier):
    """The key of a study, such as ``smith-2020``; also the name of its file."""

    name: ClassVar[str] = "study key"
    pattern: ClassVar[re.Pattern[str]] = _SLUG
    example: ClassVar[str] = "smith-2020"


@dataclass(frozen=True, slots=True, order=True)
class ArticleId(Identifier):
    """The key of an article in a workspace; also the name of its folder."""

    name: ClassVar[str] = "article key"
    pattern: ClassVar[re.Pattern[str]] = _SLUG
    example: ClassVar[str] = "why-skin-itches"


@dataclass(frozen=True, slots=True, order=True)
class FindingId(Identifier):
    """What makes a finding the same one in another audit: its rule, a hash of what it is about, and which repeat.

    >>> FindingId.parse("NUM001-3f2a9c1e-1").rule
    'NUM001'
    """

    name: ClassVar[str] = "finding's id"
    pattern: ClassVar[re.Pattern[str]] = re.compile(r"[A-Z]{3}[0-9]{3}-[0-9a-f]{8}-[1-9][0-9]{0,5}")
    example: ClassVar[str] = "NUM001-3f2a9c1e-1"

    @property
    def rule(self) -> str:
        """The code of the rule."""
        return self.value[:6]

    @property
    def family(self) -> str:
        """The same without the number of the repeat: findings on claims of the same words share it."""
        return self.value.rpartition("-")[0]


def slugify(text: str) -> str:
    """The text as a key: lower-case ASCII letters, digits and single hyphens; empty if nothing is left.

    >>> slugify("Why Do I Itch? – Ünlü's guide")
    'why-do-i-itch-unlu-s-guide'
    """
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_text.lower()))


def content_hash(data: bytes | str) -> str:
    """SHA-256 in hexadecimal; text is hashed as UTF-8.

    >>> content_hash("a")[:12]
    'ca978112ca1b'
    """
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
