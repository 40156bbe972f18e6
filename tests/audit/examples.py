"""The examples of the rules as small articles with their sources, so that each can be audited as any article is.

``rule_examples.yaml`` holds them, one form for all rules. A source is a study as a curated file has it, with what only
a record can hold beside it: ``abstract`` (a text, or labels with texts), ``interests``, ``cites`` and ``full_text``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import yaml
from rdflib import Graph

from ingest.article import read_article
from kg.audit import audit
from kg.evidence import Evidence
from kg.identifiers import ArticleId
from kg.model import AbstractSection, Article, CitedWork, IndexedRecord, Report, Study
from kg.rdf import full_text_graphs, study_edges, study_triples, vocabulary_triples
from kg.rdf.iris import record_iri
from kg.yaml_records import parse_record
from tests.builders import VOCABULARY
from tests.ingest.fulltext.articles import read

__all__ = ["Example", "examples_of", "read_examples"]

_FILE = Path(__file__).with_name("rule_examples.yaml")
_OF_RECORD = ("abstract", "interests", "cites", "full_text")


@dataclass(frozen=True)
class Example:
    """One article with the studies that the graph holds beside it.

    Attributes:
        article: its body; ``head`` the fields that stand before it.
        references: the printed list; one entry a source with a PMID where the example gives none.
        patched: the body after the rewording that the finding must offer; ``None`` where it need not offer any.
    """

    article: str
    sources: Sequence[Mapping[str, Any]] = ()
    references: str | None = None
    head: str = ""
    patched: str | None = None

    @property
    def text(self) -> str:
        """The article as a Markdown file."""
        listed = self.references if self.references is not None else "\n".join(_entries(self.sources))
        head = f"---\n{self.head}\n---\n" if self.head else ""
        return f"{head}# On calm\n\n{self.article.strip()}\n\n## References\n\n{listed}\n"

    @property
    def evidence(self) -> Evidence:
        """A graph that holds the sources and nothing else."""
        graph = Graph()
        for triple in chain(vocabulary_triples(VOCABULARY), *map(_triples, self.sources)):
            graph.add(triple)
        return Evidence(graph)

    def read(self, text: str | None = None) -> Article:
        """The article, or another wording of it."""
        raw = (self.text if text is None else text).encode()
        return read_article(raw, source="calm.md", article_id=ArticleId("calm"), vocabulary=VOCABULARY)

    def report(self, text: str | None = None) -> Report:
        """The audit of the article, or of another wording of it."""
        return audit(self.read(text), self.evidence)


def _entries(sources: Sequence[Mapping[str, Any]]) -> list[str]:
    listed = [source["record"] for source in map(_whole, sources) if source["record"].get("pmid")]
    return [
        f"{number}. {', '.join(record['authors'])}. {record['title']}. J Calm. {record['year']};1(2):3-4. "
        f"PMID: {record['pmid']}."
        for number, record in enumerate(listed, start=1)
    ]


def _whole(source: Mapping[str, Any]) -> dict[str, Any]:
    """A source with what its example does not care about filled in."""
    record = {"title": "Calmol for itching", "authors": ["Smith A", "Jones B"], "year": 2020, "pmid": "11111111"}
    filled = {"id": "smith-2020", "design": "cohort-study", **source}
    return {**filled, "record": {"key": filled["id"], **record, **source.get("record", {})}}


def _triples(source: Mapping[str, Any]) -> list[Any]:
    whole = _whole(source)
    plain = yaml.safe_dump({name: value for name, value in whole.items() if name not in _OF_RECORD}).encode()
    study = parse_record(plain, Study, source="example.yaml").record
    kept = {field.name: getattr(study.record, field.name) for field in dataclasses.fields(study.record)}
    record = IndexedRecord(
        **kept,
        abstract=_sections(whole.get("abstract", "")),
        interests_statement=whole.get("interests"),
        cited_works=tuple(map(CitedWork, whole.get("cites", ()))),
    )
    study = dataclasses.replace(study, record=record)
    triples = [*study_triples(study), *study_edges(study, VOCABULARY)]
    if body := whole.get("full_text"):
        triples += chain.from_iterable(full_text_graphs(read(body), record_iri(record)).values())
    return triples


def _sections(abstract: str | Mapping[str, str]) -> tuple[AbstractSection, ...]:
    if isinstance(abstract, str):
        return (AbstractSection(abstract),) if abstract else ()
    return tuple(AbstractSection(text, label) for label, text in abstract.items())


@cache
def read_examples() -> dict[str, dict[str, list[Example]]]:
    """For each rule its failing and its passing examples; what both share stands once."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    found = {}
    for code, entry in raw.items():
        shared = {name: value for name, value in entry.items() if name not in ("failing", "passing")}
        found[code] = {side: [Example(**{**shared, **each}) for each in entry[side]] for side in ("failing", "passing")}
    return found


def examples_of(code: str, side: str) -> list[Example]:
    """The failing or the passing examples of a rule.

    Raises:
        KeyError: if the rule has none.
    """
    return read_examples()[code][side]
