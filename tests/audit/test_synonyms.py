"""Names that the graph knows of a concept, the entry terms of MeSH among them, name the same thing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rdflib import SKOS, Graph, Literal

from kg.audit import audit
from kg.evidence import Evidence
from kg.model import ConceptMatch, MatchKind, Outcome, Vocabulary
from kg.rdf import study_edges, study_triples, vocabulary_triples
from kg.rdf.iris import descriptor_iri
from tests.audit.findings import only, paper
from tests.builders import VOCABULARY, make_article

MATCH = (ConceptMatch("mesh", "D999991", MatchKind.EXACT),)
MATCHED = Vocabulary.of([replace(c, matches=MATCH) if c.id.value == "itching" else c for c in VOCABULARY])


def evidence(abstract: str, vocabulary: Vocabulary, *terms: str) -> Evidence:
    """One study, and a descriptor with these entry terms."""
    study = paper(abstract, title="A trial")
    graph = Graph()
    for triple in (*vocabulary_triples(vocabulary), *study_triples(study), *study_edges(study, vocabulary)):
        graph.add(triple)
    for term in terms:
        graph.add((descriptor_iri("D999991"), SKOS.altLabel, Literal(term, lang="en")))
    return Evidence(graph)


@pytest.mark.parametrize(("terms", "expected"), [((), Outcome.FAILED), (("Prickling Pain Sense",), Outcome.PASSED)])
def test_entry_term_of_the_matched_descriptor_is_the_same_outcome(terms: tuple[str, ...], expected: Outcome) -> None:
    abstract = "Zinc lowered prickling pain sense in old men."
    known = evidence(abstract, MATCHED, *terms)
    report = audit(make_article("Zinc lowered itching in old men.[1]"), known)
    assert only([each for each in report.findings if each.rule == "OUT001"]).outcome is expected


def test_entry_terms_count_for_exact_matches_only() -> None:
    close = Vocabulary.of(
        [
            replace(c, matches=(ConceptMatch("mesh", "D999991", MatchKind.CLOSE),)) if c.id.value == "itching" else c
            for c in VOCABULARY
        ]
    )
    known = evidence("Zinc.", close, "Prickling Pain Sense")
    assert "Prickling Pain Sense" not in {name for names in known.names_by_concept.values() for name in names}


def test_name_of_two_concepts_is_no_synonym_of_either() -> None:
    both = Vocabulary.of([replace(c, alternative_labels=("the same",)) for c in VOCABULARY])
    assert "the same" not in evidence("Zinc.", both).synonyms
