"""What comes in: articles and curated knowledge, read into records, then into the graph.

Each way in has the same steps: fetch or read -> parse -> resolve -> build -> write.

* :mod:`ingest.article` — the bytes of an article to its record: text, claims, pointers, references.
* :mod:`ingest.curated` — study files and the vocabulary, bundled or the user's own.
* :mod:`ingest.pipeline` — composes the steps and writes the workspace.
"""
