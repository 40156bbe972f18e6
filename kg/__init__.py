"""Evidence knowledge graph: what health articles say, held against the studies they cite.

Data flows one way::

    article file --ingest.article--> Article --kg.audit--> Report
    data/, studies/ --ingest.curated--> Vocabulary, Study
    Record --kg.extraction--> what rules read of the study, beside what was curated
    Article, Report, Study, Vocabulary --kg.rdf--> triples --kg.store--> generation
    generation --kg.query, kg.evidence--> rows and records --> command line, explorer, HTTP

A lower layer never imports a higher one; ``[tool.importlinter]`` in pyproject.toml lists the layers.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
