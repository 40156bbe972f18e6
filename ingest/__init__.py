"""What comes in: articles and curated knowledge, read into records, then into the graph.

Each way in has the same steps: fetch or read -> parse -> resolve -> build -> write.

* :mod:`ingest.article` — the bytes of an article to its record: text, claims, pointers, references.
* :mod:`ingest.curated` — study files and the vocabulary, bundled or the user's own.
* :mod:`ingest.pubmed`, :mod:`ingest.pulling` — records from PubMed, fetched only when a user asks.
* :mod:`ingest.record_stream`, :mod:`ingest.record_loading` — the records that a workspace holds, as text and loaded.
* :mod:`ingest.records` — how such a record meets the curated study of the same publication.
* :mod:`ingest.study_draft` — a study file from what rules read, for a person to correct.
* :mod:`ingest.retraction_watch` — editorial notices from a table that the user gave.
* :mod:`ingest.fulltext` — JATS full texts; nothing is built from them yet.
* :mod:`ingest.auditing` — many articles audited, and what could not be.
* :mod:`ingest.pipeline` — composes the steps and writes the workspace.
"""
