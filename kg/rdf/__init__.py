"""Records to triples and back, in one place; nothing else converts.

* :mod:`kg.rdf.iris` — the IRI of each thing, derived from its identifier or its place.
* :mod:`kg.rdf.mapping` — the engine: one declared shape a record type serves both directions.
* :mod:`kg.rdf.telling` — where it tells the triples: nodes, or lines of text.
* :mod:`kg.rdf.shapes` — the declarations: which class, which predicates, which label.
* :mod:`kg.rdf.packing` — many small parts as one literal.
* :mod:`kg.rdf.fulltext` — a full text, and what of it must not be passed on.
* :mod:`kg.rdf.edges` — the direct edges that people ask for, derived from the records.
* :mod:`kg.rdf.extraction` — what rules read of a study's record and full text, beside what a person curated;
  :mod:`kg.rdf.extracted_effects` — the effects among it.
* :mod:`kg.rdf.decisions` — what people decided on findings.
* :mod:`kg.rdf.nquads` — the text form, sorted and free of blank nodes.

A graph is a set of triples without blank nodes, so that the same records give the same bytes.
"""

from kg.rdf.decisions import settlement_triples
from kg.rdf.edges import (
    article_edges,
    group_edges,
    remark_edges,
    report_edges,
    run_edges,
    study_edges,
    vocabulary_edges,
)
from kg.rdf.extraction import extraction_triples, file_problem_triples, text_extraction_triples
from kg.rdf.fulltext import full_text_graphs
from kg.rdf.mapping import Triple, TripleSource
from kg.rdf.shapes import (
    SHAPES,
    article_triples,
    from_rdf,
    report_triples,
    study_triples,
    to_lines,
    to_rdf,
    vocabulary_triples,
)

__all__ = [
    "SHAPES",
    "Triple",
    "TripleSource",
    "article_edges",
    "article_triples",
    "extraction_triples",
    "file_problem_triples",
    "from_rdf",
    "full_text_graphs",
    "group_edges",
    "remark_edges",
    "report_edges",
    "report_triples",
    "run_edges",
    "settlement_triples",
    "study_edges",
    "study_triples",
    "text_extraction_triples",
    "to_lines",
    "to_rdf",
    "vocabulary_edges",
    "vocabulary_triples",
]
