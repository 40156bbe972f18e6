"""What the studies page shows: a page of the studies that pass the filters, with their counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import RDFS, URIRef

from kg.evidence import Evidence
from kg.explorer.paging import count_pages
from kg.explorer.studies_query import ON_A_PAGE, TOPICS, Order, StudyFilters, count_text, page_text
from kg.identifiers import ConceptId, StudyId
from kg.network import short_label
from kg.prefixes import PREFIXES
from kg.rdf.iris import study_iri
from kg.search import HitKind, is_indexed, search
from kg.store import Generation
from kg.vocabulary import DCTERMS, EKG

__all__ = [
    "QUERIES",
    "Found",
    "StudyRow",
    "StudyTable",
    "count_studies",
    "find_words",
    "has_study",
    "list_topics",
    "read_table",
]

QUERIES = ("study_list", "study_topics")
"""The questions behind the table, about all studies; the page's own query stands before them."""

MOST_FOUND = 500
"""Studies that the index is asked for; with the best of them first."""
_FEW = 5_000
"""Studies up to which equals stand by name and an index of words is made while the reader waits."""
_TEXTS = (HitKind.STUDY, HitKind.FACT, HitKind.FULL_TEXT)


@dataclass(frozen=True, slots=True)
class StudyRow:
    """One study, as far as the table tells of it.

    Attributes:
        name: as people name the paper; its title where nobody is named.
        analysed, enrolled: people (or animals); ``None`` is "not seen".
        facts, notices, claims: how many of each hang on it; no notice means something only if ``is_checked``.
        therapies, conditions: names of what it looks at itself.
        origin: "curated", "extracted" or empty where that is not told.
    """

    key: str
    name: str
    title: str
    year: int | None
    design: str
    analysed: int | None
    enrolled: int | None
    facts: int
    notices: int
    is_checked: bool
    claims: int
    therapies: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Where words were looked for.

    Attributes:
        keys: of the studies that hold them, where the index was asked; ``None`` if names and titles are looked through.
        is_cut: whether the index has more.
    """

    keys: tuple[str, ...] | None = None
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class StudyTable:
    """A page of the studies that the filters let through.

    Attributes:
        rows: in order.
        found: how many there are on all pages.
        total: how many there are without filters.
        number: of the page, from 1; of, how many pages there are.
        text: the query that gave the rows.
    """

    rows: tuple[StudyRow, ...]
    found: int
    total: int
    order: Order
    filters: StudyFilters
    number: int
    of: int
    text: str
    words: Found = Found()


def has_study(generation: Generation, key: str) -> bool:
    """Whether the graph holds a study of this key."""
    if not StudyId.pattern.fullmatch(key):
        return False
    return any(True for _ in generation.objects(study_iri(StudyId(key)), EKG.record))


def count_studies(generation: Generation) -> int:
    """How many studies the graph holds."""
    return _count(generation, count_text(StudyFilters(), None))


def find_words(generation: Generation, words: str, total: int) -> Found:
    """Where words are to be looked for, and what the index has of them.

    Args:
        generation: the state of the graph.
        words: what was typed.
        total: how many studies there are; where they are many and there is no index yet, nobody waits for it.

    Raises:
        StoreError: if the index cannot be made or read.
    """
    if not words.split() or (total > _FEW and not is_indexed(generation)):
        return Found()
    hits = [search(generation, words, kind=kind, limit=MOST_FOUND + 1) for kind in _TEXTS]
    keys = tuple(dict.fromkeys(hit.key for found in hits for hit in found))
    return Found(keys[:MOST_FOUND], is_cut=any(len(found) > MOST_FOUND for found in hits) or len(keys) > MOST_FOUND)


def read_table(
    generation: Generation, filters: StudyFilters, order: Order, number: int, *, total: int, words: Found
) -> StudyTable:
    """A page of the table; the last one where there is none of that number."""
    found = _count(generation, count_text(filters, words.keys)) if filters != StudyFilters() else total
    of = count_pages(found, ON_A_PAGE)
    number = min(number, of)
    text = page_text(filters, order, number, found=words.keys, by_name=total <= _FEW)
    answer = generation.query(text, prefixes=PREFIXES)
    rows = tuple(_row(generation, URIRef(node.value)) for (node,) in answer.rows if node is not None)
    return StudyTable(rows, found, total, order, filters, number, of, text, words)


def _count(generation: Generation, text: str) -> int:
    (row,) = generation.query(text, prefixes=PREFIXES).rows
    return int(row[0].value) if row[0] is not None else 0


def _row(generation: Generation, study: URIRef) -> StudyRow:
    said = generation.about(study)
    record = generation.about(_first(said(EKG.record)) or study)
    people = generation.about(_first(said(EKG.population)) or study)
    label = str(_first(said(RDFS.label)) or _key(study))
    title, name = _first(record(DCTERMS.title)), short_label(label)
    design = _first(said(EKG.design))
    return StudyRow(
        key=_key(study),
        name=(str(title) if title else name) if name == label else name,
        title=str(title) if title else label,
        year=_number(record(EKG.year)),
        design=", ".join(_labels(generation, [design])) if design else "",
        analysed=_number(people(EKG.analysed)),
        enrolled=_number(people(EKG.enrolled)),
        facts=len(set(said(EKG.hasFact))),
        notices=len(set(record(EKG.hasNotice))),
        is_checked=str(_first(record(EKG.noticesChecked))) == "true",
        claims=len(set(generation.subjects(EKG.leansOn, study))),
        therapies=_labels(generation, said(EKG.studiesTherapy)),
        conditions=_labels(generation, said(EKG.studiesCondition)),
        origin=str(_first(said(EKG.obtainedBy)) or ""),
    )


def _first(found: Iterable[object]) -> str | None:
    return min((str(each) for each in found), default=None)


def _number(found: Iterable[object]) -> int | None:
    first = _first(found)
    return int(first) if first is not None else None


def _labels(generation: Generation, concepts: Iterable[object]) -> tuple[str, ...]:
    names = {str(concept): _first(generation.objects(concept, RDFS.label)) for concept in concepts}
    return tuple(sorted(name or _key(iri) for iri, name in names.items()))


def _key(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def list_topics(generation: Generation, topic: str) -> Mapping[str, str]:
    """Every therapy, condition or design of a study, wider ones included, by key: its name and the number of studies.

    They stand by name.
    """
    text = f"SELECT ?topic (COUNT(DISTINCT ?study) AS ?count) {{ ?study {TOPICS[topic]} ?topic }} GROUP BY ?topic"
    rows = generation.query(text, prefixes=PREFIXES).rows
    own = {ConceptId(_key(node.value)): int(count.value) for node, count in rows if node and count}
    vocabulary = Evidence(generation).vocabulary
    narrower: defaultdict[ConceptId, list[ConceptId]] = defaultdict(list)
    for key in own:
        for wide in vocabulary.broader_chain(key) if vocabulary.find(key) else (key,):
            narrower[wide].append(key)
    counts = {
        key: own[keys[0]] if len(keys) == 1 else _count(generation, count_text(_only(topic, key), None))
        for key, keys in narrower.items()
    }
    names = {key: concept.label if (concept := vocabulary.find(key)) else str(key) for key in counts}
    ordered = sorted(counts, key=lambda key: (names[key], str(key)))
    return {str(key): f"{names[key]} · {counts[key]:,}" for key in ordered}


def _only(topic: str, key: ConceptId) -> StudyFilters:
    return StudyFilters(**{topic: str(key)})
