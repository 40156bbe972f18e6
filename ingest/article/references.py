"""One entry of a reference list to its fields; what the entry does not print is left open.

Read are the form of the National Library of Medicine (Citing Medicine, 2nd edition, "Vancouver")
and its neighbours: the volume-first forms of NCI and Springer, and that of the APA.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.article.addresses import kind_of, same_address
from ingest.article.authors import split_authors, split_body
from ingest.article.notices import cut_notices
from kg.identifiers import Doi, Pmcid, Pmid
from kg.model.article import Reference, ReferenceKind
from kg.model.span import Span

__all__ = ["read_reference"]

_YEAR = r"(?P<year>(?:18|19|20)\d\d)[a-z]?"
_VOLUME = r"(?P<volume>[A-Za-z]?\d{1,5}[A-Za-z]?(?: ?Suppl(?: \w{1,4})?)?)"
_ISSUE = r"(?:\s?\((?P<issue>[^()]{1,30})\))?"
_PAGES = r"(?P<pages>[A-Za-z]{0,6}\.?\d[\w.]{0,20}?(?:\s?[–-]\s?[A-Za-z]?\d{1,8})?)"
_VANCOUVER = re.compile(
    rf"{_YEAR}(?:[ ][A-Z][a-z]{{2,8}}\.?(?:[-/][A-Z][a-z]{{2,8}})?(?:[ ]\d{{1,2}})?)?\s?;\s?"
    rf"(?:{_VOLUME})?{_ISSUE}(?:\s?[:,]\s?{_PAGES})?(?=[.,;\s]|\Z)"
)
_VOLUME_FIRST = re.compile(rf"(?<=\s){_VOLUME}{_ISSUE}\s?[:,]\s?{_PAGES}(?:,\s|\s?\()(?P<closing>){_YEAR}\)?")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_APA_YEAR = re.compile(rf"\(\s?(?:\d{{1,2}}\s)?(?:{_MONTH}\s(?:\d{{1,2}},\s)?)?{_YEAR}(?:,[^()]{{1,20}})?\)[.,:]?\s")
_YEAR_NEXT = re.compile(rf"{_YEAR}[.,:]?\s")
_APA_PLACE = re.compile(
    rf"(?:,\s|\s(?=\w{{1,5}}[,:]\s\d)|[.\]]?\s(?=\d{{1,4}}\s?\(\w[^()]{{0,20}}\)[.:,])){_VOLUME}{_ISSUE}(?:[,:]\s?{_PAGES})?(?=[.,;\s]|\Z)"
)
_LONE_YEAR = re.compile(r"(?:^|(?<=[\s(]))(?:19|20)\d\d(?=[a-z]?(?:[).,;]|/\d|\Z))")
_CITED_YEAR = re.compile(rf"(?:\(|\bet al\.?,?\s|;\s|\]\.?\s|{_MONTH}\s)((?:19|20)\d\d)(?=[a-z]?(?:[).,;\s]|\s*\Z))")
_PUBLISHED = re.compile(
    rf";\s((?:19|20)\d\d)(?:\s{_MONTH}[-–]?)?(?=[\s.,;]|\Z)|\][.,]?\s((?:19|20)\d\d)(?=\s?[.\[]|\s*\Z)"
)
_YEAR_END = re.compile(r"\b(?:19|20)\d\d[.,)]*\Z")
_ET_AL_END = re.compile(r"\bet al[.,]*\Z")
_SITE = re.compile(r"\s[-–|]\s(?:PubMed|PMC|NCBI)\.?\Z|\s\([^()]{0,20}\b(?:PubMed|PMC|NCBI)\b[^()]{0,20}\)\Z")
_PART_OF = re.compile(r"\.\s(?:\[|In:\s)")
_BY_VOLUME = re.compile(
    rf",\s[Vv]ol(?:ume|\.)\s(?P<volume>\d{{1,5}}),?\s(?:[Ii]ssue\s(?P<issue>\w{{1,8}}),\s)?(?:{_MONTH}\s)?(?P<year>(?:19|20)\d\d)"
    r"(?:,\s[Pp]ages?\s(?P<pages>[\w–-]{1,20}))?[.,]?"
)
_ONLINE = re.compile(r"\s?\[(?:Internet|online)\]", re.IGNORECASE)
_PUBLISHER = re.compile(r"[A-Z][\w. ]{1,30}(?:,\s[A-Z][\w. ]{1,20}|\s\([A-Z]{2,3}\))?:\s[A-Z]")
_SPACED_PMCID = re.compile(r"\bPMC(?:\s|:\s?)(?=\d{3,8}\b)")
_REMARK = re.compile(r"（")
_BOOK = re.compile(
    r"\bISBN\b|\b\d(?:st|nd|rd|th) ed(?:ition|n)?\b|\bIn: |\b[Ee]ds?\.\)"
    r"|\b(?:University )?Press[,;] (?:19|20)\d\d|\bpp\.? \d"
    r"|StatPearls"
)
_LABEL = re.compile(
    r"prescribing information|package (?:insert|leaflet)|summary of product characteristics|\b(?:drug|product) label\b",
    re.IGNORECASE,
)
_PREPRINT = re.compile(r"\b(?:medRxiv|bioRxiv|arXiv|preprint|Research Square|PsyArXiv|SSRN)\b", re.IGNORECASE)
_REGISTRATION = re.compile(r"\b(?:NCT\d{8}|ISRCTN\d{6,8}|ACTRN\d{14}|EudraCT|ChiCTR\S{8,})", re.IGNORECASE)
_LEAST_TITLE = 5
"""Fewer words that stand alone beside an identifier may name or describe the paper."""

_TITLE_AND_JOURNAL = 2
_ADDRESS = re.compile(r"https?://[^\s<>\"|\[\]（）]+|www\.[^\s<>\"|\[\]（）]+")
_IDENTIFIERS = re.compile(
    r"\b(?:doi|PMID|PMCID|Epub)\s?:?.*\Z|\(?https?://\S+|\[[^\]]{0,60}\]|\bAvailable (?:from|at|online)\b:?"
    r"|\b(?:last )?(?:accessed|viewed|cited|retrieved|updated)\b(?=[^.;]{0,16}\d)[^.;]{0,40}",
    re.IGNORECASE | re.DOTALL,
)
_SENTENCE_GAP = re.compile(r"(?<=[.?!])\s+")
_QUOTED = re.compile(r"[“\"](?P<title>[^“”\"]{8,400})[”\"]")
_QUOTED_LATER = re.compile(rf"(?<=[.,:)]\s){_QUOTED.pattern}")
_NAME = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*\s?){1,4}")
_DEGREE = re.compile(r"[A-Z][A-Za-z]?[A-Z]{0,2}")
_INITIALLED = re.compile(r"\b[^\W\d_a-z][\w'’-]{1,40} [^\W\d_a-z]{1,3}(?:;|\Z)")
_NAMES_SIGN = re.compile(r"\bet al\b|^(?:[^\W\d_a-z][\w'’-]+\s){1,2}[^\W\d_a-z]\.?\Z")
_CUT = re.compile(
    r"(?:…|\.\.\.|\bContinue reading|\b(?:doi|PMID|PMCID)\s?:)\W*\Z|(?:…|\.\.\.)\s*Continue", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Fields:
    authors: tuple[str, ...] = ()
    title: str | None = None
    journal: str | None = None
    year: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None


def read_reference(
    entry: str,
    *,
    labels: tuple[str, ...],
    span: Span,
    line: int,
    address: str | None = None,
    linked_words: str | None = None,
    pasted: bool = False,
) -> Reference:
    """The reference that an entry prints.

    Args:
        entry: its words without its number, white space single.
        labels: the numbers or keys it stands under.
        span: its place in the article's text.
        line: the line of the file.
        address: where it links to, if its words do not say.
        linked_words: the words within it that lead there.
        pasted: whether it is a footnote pasted into the body.
    """
    own, notices = cut_notices(entry)
    fields = _read_fields(own)
    address = _best_address(own, address)
    linked = _SPACED_PMCID.sub("PMC", f"{own} {address or ''}")
    doi, pmid, pmcid = Doi.find(linked), Pmid.find(linked), Pmcid.find(linked)
    kind = _kind(own, fields, address, identified=bool(doi or pmid or pmcid))
    if linked_words and kind is ReferenceKind.WEB_PAGE and _speaks_of_link(fields, linked_words):
        fields = replace(fields, title=None)
    elif linked_words and kind is not ReferenceKind.WEB_PAGE:
        fields = _with_linked_title(fields, own, linked_words)
    return Reference(
        labels, entry, span, line, kind,
        authors=fields.authors, title=fields.title, journal=fields.journal, year=fields.year,
        volume=fields.volume, issue=fields.issue, pages=fields.pages,
        doi=doi, pmid=pmid, pmcid=pmcid, address=address,
        truncated=bool(_CUT.search(entry)), pasted=pasted, notices=notices,
    )  # fmt: skip


def _best_address(entry: str, linked: str | None) -> str | None:
    """The address that the entry prints or links to; a page before a resolver's address of the same work."""
    printed = [_closed(match.group()) for match in _ADDRESS.finditer(entry)]
    found = [one for one in (*printed, linked) if one]
    pages = [one for one in found if not same_address(one).startswith(("doi.org/", "dx.doi.org/"))]
    whole = [one for one in pages if "://" in one]
    return next(iter(whole or pages or found), None)


def _closed(address: str) -> str:
    """A printed address without the punctuation and the unopened parentheses that close it."""
    kept = address.rstrip(".,;")
    while kept.endswith(")") and kept.count(")") > kept.count("("):
        kept = kept[:-1].rstrip(".,;")
    return kept


def _speaks_of_link(fields: _Fields, words: str) -> bool:
    """Whether what was taken for a title goes on before and behind the linked words: it is a remark on the page."""
    before, _, after = (fields.title or "").partition(words.strip(" ."))
    return not fields.authors and bool(before.strip()) and bool(after.strip())


def _with_linked_title(fields: _Fields, entry: str, words: str) -> _Fields:
    """The fields; words that lead to the work are its title where it is not known, or ends the one that was read."""
    words = words.strip(" .")
    before = entry.partition(words)[0]
    is_title = len(words.split()) >= _LEAST_TITLE and not words.startswith("http") and words != entry.strip(" .")
    if not is_title or (fields.title and not (fields.title.endswith(words) and before.strip())):
        return fields
    authors = fields.authors or split_authors(f"{before.strip(' .,')}.")[0]
    return replace(fields, title=words, authors=authors)


def _kind(entry: str, fields: _Fields, address: str | None, *, identified: bool) -> ReferenceKind:
    linked = kind_of(address) if address else ReferenceKind.UNKNOWN
    if _LABEL.search(entry):
        return ReferenceKind.LABEL
    if linked in {ReferenceKind.PREPRINT, ReferenceKind.REGISTRATION, ReferenceKind.BOOK}:
        return linked
    has_place = bool(fields.journal and fields.year)
    if _PREPRINT.search(entry) and not fields.volume:
        return ReferenceKind.PREPRINT
    if _REGISTRATION.search(entry) and not (has_place or identified):
        return ReferenceKind.REGISTRATION
    if identified or (has_place and (fields.volume or not _BOOK.search(entry))):
        return ReferenceKind.JOURNAL_ARTICLE
    return ReferenceKind.BOOK if _BOOK.search(entry) else linked


def _read_fields(entry: str) -> _Fields:
    for pattern in (_VANCOUVER, _VOLUME_FIRST):
        place = pattern.search(entry)
        if place and (place["volume"] or place["issue"] or place["pages"]):
            return _with_place_last(entry[: place.start()], place)
    by_volume = _BY_VOLUME.search(entry)
    if by_volume:
        return _by_volume(entry, by_volume)
    year = _APA_YEAR.search(entry, 0, 1500)
    if year:
        head = entry[: year.start()].strip()
        authors = split_authors(head)[0] or split_body(f"{head.rstrip('.')}. -")[0]
        fields = _after_year(entry[year.end() :], authors, int(year["year"]))
        is_known_form = authors or fields.journal or _ET_AL_END.search(head)
        return fields if is_known_form else replace(fields, title=None)
    authors, rest = split_authors(entry)
    year = _YEAR_NEXT.match(rest)
    if authors and year:
        return _after_year(rest[year.end() :], authors, int(year["year"]))
    if not authors:
        authors, rest = split_body(entry)
    return _read_free_form(entry, authors, rest)


def _read_free_form(entry: str, authors: tuple[str, ...], rest: str) -> _Fields:
    """Title and year where they are sure; what stands where is not known without the authors."""
    words = " ".join(_IDENTIFIERS.sub(" ", entry).split())
    published = {int(next(filter(None, years))) for years in _PUBLISHED.findall(_ADDRESS.sub("", entry))}
    years = published or {int(year) for year in (_LONE_YEAR if authors else _CITED_YEAR).findall(words)}
    year = years.pop() if len(years) == 1 else None
    online = _ONLINE.search(rest)
    if online:
        parts = _parts(_PART_OF.split(rest[: online.start()], maxsplit=1)[0])
        whole = " ".join(parts[:-1] if authors and len(parts) > 1 else parts)
        return _Fields(authors, _plausible(whole.strip(" .,")), year=year)
    title, _ = _title_and_journal(rest, complete=False, quoted_first=bool(authors))
    if title and not authors and not _QUOTED.search(rest):
        title = title if _stands_alone(entry, words, title) else None
    if title and _YEAR_END.search(title):
        title = None
    return _Fields(authors, title, year=year)


def _stands_alone(entry: str, words: str, title: str) -> bool:
    """Whether an entry without authors has nothing but a title, or a title and its publisher."""
    parts = _parts(words)
    if len(parts) > 1:
        return bool(_PUBLISHER.match(parts[1]))
    identified = Doi.find(entry) or Pmid.find(entry) or Pmcid.find(entry)
    set_apart = re.match(r"\s*[.|]\s*\|?\s*https?://", entry[entry.find(title) + len(title) :])
    return not identified or len(title.split()) >= _LEAST_TITLE or bool(set_apart)


def _with_place_last(head: str, place: re.Match[str]) -> _Fields:
    """Authors. Title. Journal. *Year;volume(issue):pages*, or with the year last."""
    authors, rest = split_authors(head.strip())
    title, journal = _title_and_journal(rest, complete=True)
    if not authors and len(_parts(rest)) > _TITLE_AND_JOURNAL:  # the first of them may be authors not understood
        title = None
    return _Fields(authors, title, journal, *_numbers(place, int(place["year"])))


def _by_volume(entry: str, place: re.Match[str]) -> _Fields:
    """Authors, title, journal, *Volume 1, 2019, Pages 2-3*; where the title ends only quotes or a repeat tell."""
    authors, rest = split_authors(entry[: place.start()])
    quoted, repeated = _QUOTED.match(rest), _IDENTIFIERS.sub(" ", entry[place.end() :]).strip(" .,")
    title = quoted["title"] if quoted else repeated if repeated and rest.startswith(repeated) else None
    journal = rest[quoted.end() if quoted else len(title or rest) :].strip(" .,") or None
    return _Fields(authors, _unstopped(title or ""), journal, *_numbers(place, int(place["year"])))


def _after_year(rest: str, authors: tuple[str, ...], year: int) -> _Fields:
    """Authors (year). *Title. Journal, volume(issue), pages*."""
    place = _APA_PLACE.search(rest)
    if place is None:
        title, _ = _title_and_journal(rest, complete=False)
        return _Fields(authors, title, year=year)
    title, journal = _title_and_journal(rest[: place.start()], complete=True)
    return _Fields(authors, title, journal, *_numbers(place, year))


def _numbers(place: re.Match[str], year: int) -> tuple[int, str | None, str | None, str | None]:
    return year, place["volume"], place["issue"], place["pages"]


def _title_and_journal(text: str, *, complete: bool, quoted_first: bool = True) -> tuple[str | None, str | None]:
    """The title, and the journal after it where the entry is complete up to there."""
    text = _IDENTIFIERS.sub(" ", text)
    text = _REMARK.split(text, maxsplit=1)[0]
    quoted = _QUOTED.match(text.lstrip()) or (None if quoted_first else _QUOTED_LATER.search(text, 0, 400))
    if quoted:
        text = text.lstrip() if quoted.start() == 0 else text
        journal = _unstopped(text[quoted.end() :].strip(" .,")) if complete else None
        return None if "…" in quoted["title"] else _unstopped(quoted["title"]), journal
    parts = _parts(text)
    if not parts:
        return None, None
    if complete and len(parts) > 2 and split_body(f"{parts[-2]} -")[1] == "-":
        del parts[-2]  # a body that is an author too stands behind the title
    if complete and len(parts) > 1:
        return _plausible(" ".join(parts[:-1])), _unstopped(parts[-1])
    title = _SITE.sub("", parts[0].split(" | ")[0].strip(" |"))
    return (None, _unstopped(title)) if complete else (_plausible(title), None)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE_GAP.split(text) if part.strip(" .|")]


def _plausible(title: str) -> str | None:
    """The title, unless it reads as names: an author list that was not understood is no title."""
    names = "," in title and all(_NAME.fullmatch(part.strip()) for part in title.split(","))
    if (
        names
        or _DEGREE.fullmatch(title.strip(" ."))
        or len(_INITIALLED.findall(title)) > 1
        or _NAMES_SIGN.search(title)
    ):
        return None
    return _unstopped(title)


def _unstopped(text: str) -> str | None:
    return text.strip(" |").removesuffix(".").removesuffix(",").strip() or None
