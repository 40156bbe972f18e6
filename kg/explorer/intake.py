"""Taking things in, in words: what was typed as what is wanted, and what became of it step by step."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from ingest.pipeline import Audited
from ingest.pull_history import Pull
from ingest.pulling import ArticlePull
from kg.errors import FetchError, IdentifierError, UsageError
from kg.identifiers import ArticleId, Doi, Pmid
from kg.model import Article, Severity
from kg.workspace import Snapshot, Workspace

__all__ = [
    "MOST_WANTED",
    "OFFLINE",
    "Wanted",
    "advise",
    "count",
    "describe_article",
    "describe_audit",
    "describe_pull",
    "describe_references",
    "find_room",
    "host_of",
    "parse_wanted",
    "tell_offline",
]

MOST_WANTED = 1_000
"""Records that one press asks for at most; the command line takes more."""

OFFLINE = "Check the connection and press again: it goes on from here, and what is in the workspace stays as it is."

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """The records that somebody typed the identifiers of."""

    pmids: tuple[Pmid, ...]
    dois: tuple[Doi, ...]


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> count(1, "claim"), count(1200, "study", "studies")
    ('1 claim', '1,200 studies')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def parse_wanted(text: str) -> Wanted:
    """PMIDs and DOIs, one a line, or parted by spaces, commas or semicolons.

    >>> parse_wanted("PMID: 11111111, https://doi.org/10.1000/182")
    Wanted(pmids=(Pmid(value='11111111'),), dois=(Doi(value='10.1000/182'),))

    Raises:
        UsageError: naming what is neither, or if there are too many.
    """
    words = re.sub(r"\b(PMID|doi)\s*:\s*", r"\1:", text, flags=re.IGNORECASE).split()
    pmids: dict[Pmid, None] = {}
    dois: dict[Doi, None] = {}
    unknown = []
    for word in (part for each in words for part in ([each.rstrip(",;")] if "/" in each else re.split("[,;]", each))):
        try:
            if "/" in word:
                dois[Doi.parse(word)] = None
            elif word:
                pmids[Pmid.parse(word)] = None
        except IdentifierError:
            unknown.append(word[:60])
    if unknown:
        what = f"{', '.join(unknown[:5])}{' …' if len(unknown) > 5 else ''}: neither a PMID nor a DOI"
        raise UsageError(what, mend=f"A PMID is like {Pmid.example}, a DOI like {Doi.example}. Nobody was asked.")
    if len(pmids) + len(dois) > MOST_WANTED:
        what = f"these are {len(pmids) + len(dois):,} records, of which this page asks for {MOST_WANTED:,} at once"
        raise UsageError(what, mend="Give fewer, or `kg ingest pubmed --file FILE`. Nobody was asked.")
    return Wanted(tuple(pmids), tuple(dois))


def find_room(workspace: Workspace, snapshot: Snapshot) -> Snapshot:
    """The snapshot under a key that is its own: where another source has its key, a number is added.

    Args:
        workspace: where it is to be kept.
        snapshot: a new article, or a new state of one that came under the same name.
    """
    for number in range(1, 1000):
        key = snapshot.article if number == 1 else ArticleId(f"{snapshot.article.value[:110]}-{number}")
        if workspace.source_of(key) in (None, snapshot.source):
            return replace(snapshot, article=key)
    raise UsageError(f"the key {snapshot.article} is taken many times over", mend="Give the article another name.")


def describe_article(article: Article) -> Iterator[str]:
    """What was read, with counts."""
    yield (
        f"Read {article.source}: {count(len(article.claims), 'claim')}, {count(len(article.pointers), 'marker')}, "
        f"{count(len(article.references), 'reference')}; {count(len(article.defects), 'remark')} on how well."
    )


def describe_audit(audited: Audited) -> Iterator[str]:
    """What came of following its references and holding its claims against what they lead to."""
    article, report = audited.article, audited.report
    led = sum(resolution.study is not None for resolution in report.resolutions)
    counts = Counter(finding.severity for finding in report.failures)
    checked = sum(bool(entry.studies) for entry in report.ledger)
    yield f"Followed the references: {led} of {len(article.references)} lead to a record in this workspace."
    yield f"Held {checked} of {len(report.ledger)} claims against a study; the others name none that is here."
    yield f"Found {', '.join(count(counts[level], level.value) for level in Severity)}."


def advise(audited: Audited, *, was_asked: bool) -> Iterator[str]:
    """What to do about references that lead to nothing here; nothing where all of them do.

    Args:
        audited: the article.
        was_asked: whether their records were asked for just before.
    """
    lost = sum(resolution.study is None for resolution in audited.report.resolutions)
    if not lost or was_asked:
        return
    who = "1 reference leads" if lost == 1 else f"{lost} references lead"
    yield (
        f"To check more: {who} to nothing that is here. Give the article once more with “First pull the records” "
        "ticked, and PubMed is asked for them."
    )


def describe_references(done: ArticlePull) -> Iterator[str]:
    """What came of pulling the records of an article's references."""
    known, unknown = done.references.identified, done.references.unidentified
    yield f"Pulled records: {len(known)} of {len(known) + len(unknown)} references are sure to be one of PubMed's."
    for each in unknown[:_SHOWN]:
        yield f"Reference {each.position + 1}: {each.reason}."
    if len(unknown) > _SHOWN:
        yield f"{len(unknown) - _SHOWN} further references were not identified either."


def describe_pull(pull: Pull) -> Iterator[str]:
    """What came of a pull: fetched, here already, unknown, failed, each only where there is one."""
    yield f"Fetched {count(len(pull.fetched), 'record')}; {count(len(pull.held), 'record')} were here already."
    if pull.not_found:
        yield f"PubMed has no record of {_listed(pull.not_found)}."
    if pull.failed:
        names = _listed(pull.failed)
        yield f"{count(len(pull.failed), 'record')} could not be had ({names}): {'; '.join(pull.reasons)}"
    yield from pull.unidentified[:_SHOWN]
    if len(pull.unidentified) > _SHOWN:
        yield f"{len(pull.unidentified) - _SHOWN} more could not be led to a record."


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def host_of(address: str) -> str:
    """The host that an address leads to, as people read it.

    >>> host_of("https://Example.org:8080/a?b"), host_of("no address")
    ('example.org', '')
    """
    return urlsplit(address).hostname or ""


def tell_offline(error: FetchError) -> FetchError:
    """An error of the network, with what to do on a page."""
    return FetchError(error.what, url=error.url, mend=error.mend if "save the page" in error.mend else OFFLINE)
