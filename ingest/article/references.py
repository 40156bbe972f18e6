"""One entry of a reference list to its fields; what the entry does not print is left open.

Read are the form of the National Library of Medicine (Citing Medicine, 2nd edition, "Vancouver")
and its neighbours: the volume-first forms of NCI and Springer, and that of the APA.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.article.notices import cut_notices
from kg.identifiers import Doi, Pmcid, Pmid
from kg.model.article import Reference, ReferenceKind
from kg.model.span import Span

__all__ = ["read_reference", "split_authors"]

_YEAR = r"(?P<year>(?:18|19|20)\d\d)[a-z]?"
_VOLUME = r"(?P<volume>[A-Za-z]?\d{1,5}[A-Za-z]?(?: ?Suppl(?: \w{1,4})?)?)"
_ISSUE = r"(?:\s?\((?P<issue>[^()]{1,30})\))?"
_PAGES = r"(?P<pages>[A-Za-z]{0,6}\.?\d[\w.]{0,20}?(?:\s?[–-]\s?[A-Za-z]?\d{1,8})?)"
_VANCOUVER = re.compile(
    rf"{_YEAR}(?:[ ][A-Z][a-z]{{2,8}}\.?(?:[-/][A-Z][a-z]{{2,8}})?(?:[ ]\d{{1,2}})?)?\s?;\s?"
    rf"(?:{_VOLUME})?{_ISSUE}(?:\s?[:,]\s?{_PAGES})?(?=[.,;\s]|\Z)"
)
_VOLUME_FIRST = re.compile(rf"(?<=\s){_VOLUME}{_ISSUE}\s?[:,]\s?{_PAGES}(?:,\s|\s?\()(?P<closing>){_YEAR}\)?")
_APA_YEAR = re.compile(rf"\(\s?{_YEAR}(?:,[^()]{{1,20}})?\)[.,:]?\s")
_YEAR_NEXT = re.compile(rf"{_YEAR}[.,:]\s")
_APA_PLACE = re.compile(rf"(?:,\s|\s(?=\w{{1,5}}[,:]\s\d)){_VOLUME}{_ISSUE}(?:[,:]\s?{_PAGES})?(?=[.,;\s]|\Z)")
_LONE_YEAR = re.compile(r"(?:^|(?<=[\s(]))(?:19|20)\d\d(?=[a-z]?(?:[).,;]|\Z))")
_CITED_YEAR = re.compile(r"(?:\(|\bet al\.?,?\s)((?:19|20)\d\d)(?=[a-z]?(?:[).,;]|\s*\Z))")
_YEAR_END = re.compile(r"\b(?:19|20)\d\d[.,)]*\Z")
_ET_AL_END = re.compile(r"\bet al[.,]*\Z")
_SITE = re.compile(r"\s[-–|]\s(?:PubMed|PMC|NCBI)\.?\Z")
_LEAST_TITLE = 5
"""Fewer words that stand alone beside an identifier may name or describe the paper."""

_TITLE_AND_JOURNAL = 2
_ADDRESS = re.compile(r"https?://[^\s<>\"|]+|www\.[^\s<>\"|]+")
_IDENTIFIERS = re.compile(
    r"\b(?:doi|PMID|PMCID|Epub)\s?:?.*\Z|https?://\S+|\[[^\]]{0,60}\]"
    r"|\b(?:last )?(?:accessed|viewed|cited|retrieved|updated)\b[^.;]{0,40}",
    re.IGNORECASE | re.DOTALL,
)
_AUTHORS_END = re.compile(r"[.:](?=\s|\Z)")
_SENTENCE_GAP = re.compile(r"(?<=[.?!])\s+")
_AUTHOR = re.compile(
    r"(?:[^\W\d_][\w'’‐-]*\.?\s){1,4}(?:[^\W\d_a-z]-?){1,4}(?:\s(?:Jr|Sr|2nd|3rd|II|III))?\.?|et al\.?"
)
_COMMA_AUTHOR = re.compile(
    r"(?P<name>[^\W\d_][\w'’ -]{1,40}),\s(?P<initials>(?:[^\W\d_a-z]\.[\s,-]{0,2}){1,5})(?:(?:&|and)\s)?"
)
_ET_AL = re.compile(r"(?:…\s?)?(?:et al\.?,?\s*)?")
_QUOTED = re.compile(r"[“\"](?P<title>[^“”\"]{8,400})[”\"]")
_NAME = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*\s?){1,4}")
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
    entry: str, *, labels: tuple[str, ...], span: Span, line: int, address: str | None = None, pasted: bool = False
) -> Reference:
    """The reference that an entry prints.

    Args:
        entry: its words without its number, white space single.
        labels: the numbers or keys it stands under.
        span: its place in the article's text.
        line: the line of the file.
        address: where it links to, if its words do not say.
        pasted: whether it is a footnote pasted into the body.
    """
    own, notices = cut_notices(entry)
    fields = _read_fields(own)
    printed = _ADDRESS.search(own)
    address = printed.group().rstrip(".,;)") if printed else address
    linked = f"{own} {address or ''}"
    doi, pmid, pmcid = Doi.find(linked), Pmid.find(linked), Pmcid.find(linked)
    if doi or pmid or pmcid or (fields.journal and fields.year):
        kind = ReferenceKind.JOURNAL_ARTICLE
    else:
        kind = ReferenceKind.WEB_PAGE if address else ReferenceKind.UNKNOWN
    return Reference(
        labels, entry, span, line, kind,
        authors=fields.authors, title=fields.title, journal=fields.journal, year=fields.year,
        volume=fields.volume, issue=fields.issue, pages=fields.pages,
        doi=doi, pmid=pmid, pmcid=pmcid, address=address,
        truncated=bool(_CUT.search(entry)), pasted=pasted, notices=notices,
    )  # fmt: skip


def split_authors(text: str) -> tuple[tuple[str, ...], str]:
    """The authors that an entry opens with, and the rest; no authors where it opens otherwise.

    >>> split_authors("Doe J, van der Roe KL, et al. Oil and hair. J Oil.")
    (('Doe J', 'van der Roe KL'), 'Oil and hair. J Oil.')
    """
    comma_form = _split_comma_authors(text)
    if comma_form[0]:
        return comma_form
    gap = _AUTHORS_END.search(text)
    while gap and text[: gap.start()].endswith(("Jr", "Sr", " St")):
        gap = _AUTHORS_END.search(text, gap.end())
    head = text[: gap.start()] if gap else text
    names = [name.strip() for name in re.split(r"\s*[,;]\s+(?:and |& )?", head) if name.strip()]
    rest = text[gap.end() :].strip() if gap else ""
    given_first = re.match(r"[^\W\d_][\w'’-]+,", rest)  # "Jane R. Doe, John Roe": the stop ends no list
    if not names or given_first or not all(_AUTHOR.fullmatch(name) for name in names):
        return (), text
    return tuple(name for name in names if not name.startswith("et al")), rest


def _split_comma_authors(text: str) -> tuple[tuple[str, ...], str]:
    """The authors of an entry that prints them as "Doe, J., & Roe, K. L."."""
    authors, position = [], 0
    while match := _COMMA_AUTHOR.match(text, position):
        authors.append(f"{match['name'].strip()} {re.sub(r'[^A-Z]', '', match['initials'])}")
        position = match.end()
    others = _ET_AL.match(text, position)
    return tuple(authors), text[others.end() if others else position :].strip()


def _read_fields(entry: str) -> _Fields:
    for pattern in (_VANCOUVER, _VOLUME_FIRST):
        place = pattern.search(entry)
        if place:
            return _with_place_last(entry[: place.start()], place)
    year = _APA_YEAR.search(entry, 0, 400)
    if year:
        head = entry[: year.start()].strip()
        authors, _ = split_authors(head)
        fields = _after_year(entry[year.end() :], authors, int(year["year"]))
        is_known_form = authors or fields.journal or _ET_AL_END.search(head)
        return fields if is_known_form else replace(fields, title=None)
    authors, rest = split_authors(entry)
    year = _YEAR_NEXT.match(rest)
    if authors and year:
        return _after_year(rest[year.end() :], authors, int(year["year"]))
    return _read_free_form(entry, authors, rest)


def _read_free_form(entry: str, authors: tuple[str, ...], rest: str) -> _Fields:
    """Title and year where they are sure; what stands where is not known without the authors."""
    words = _IDENTIFIERS.sub("", entry)
    years = set((_LONE_YEAR if authors else _CITED_YEAR).findall(words))
    title, _ = _title_and_journal(rest, complete=False)
    if title and not authors and not _QUOTED.search(rest):
        alone = len(_parts(words)) == 1
        identified = Doi.find(entry) or Pmid.find(entry) or Pmcid.find(entry)
        title = title if alone and (not identified or len(title.split()) >= _LEAST_TITLE) else None
    if title and _YEAR_END.search(title):
        title = None
    return _Fields(authors, title, year=int(years.pop()) if len(years) == 1 else None)


def _with_place_last(head: str, place: re.Match[str]) -> _Fields:
    """Authors. Title. Journal. *Year;volume(issue):pages*, or with the year last."""
    authors, rest = split_authors(head.strip())
    title, journal = _title_and_journal(rest, complete=True)
    if not authors and len(_parts(rest)) > _TITLE_AND_JOURNAL:  # the first of them may be authors not understood
        title = None
    return _Fields(authors, title, journal, *_numbers(place, int(place["year"])))


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


def _title_and_journal(text: str, *, complete: bool) -> tuple[str | None, str | None]:
    """The title, and the journal after it where the entry is complete up to there."""
    text = _IDENTIFIERS.sub(" ", text)
    quoted = _QUOTED.search(text)
    if quoted:
        journal = _unstopped(text[quoted.end() :].strip(" .,")) if complete else None
        return _unstopped(quoted["title"]), journal
    parts = _parts(text)
    if not parts:
        return None, None
    if complete and len(parts) > 1:
        return _plausible(" ".join(parts[:-1])), _unstopped(parts[-1])
    title = _SITE.sub("", parts[0]).split(" | ")[0]
    return (None, _unstopped(title)) if complete else (_plausible(title), None)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE_GAP.split(text) if part.strip(" .|")]


def _plausible(title: str) -> str | None:
    """The title, unless it reads as names: an author list that was not understood is no title."""
    names = "," in title and all(_NAME.fullmatch(part.strip()) for part in title.split(","))
    if names or ";" in title or _NAMES_SIGN.search(title):
        return None
    return _unstopped(title)


def _unstopped(text: str) -> str | None:
    return text.strip(" |").removesuffix(".").removesuffix(",").strip() or None
