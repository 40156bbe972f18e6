"""What leaves the program as text: one module a format.

* :mod:`kg.export.answers` — query answers as a table, CSV, TSV or SPARQL 1.1 JSON results.
* :mod:`kg.export.changes` — two snapshots of an article compared, for people and for programs.
* :mod:`kg.export.dossier_text`, :mod:`kg.export.dossier_json` — everything known of a study.
* :mod:`kg.export.reading` — what was read of an article, for people and for programs.
* :mod:`kg.export.rules` — the audit's rules and its table of verdicts.
* :mod:`kg.export.report_text` — an audit report for people.
* :mod:`kg.export.report_json` — an audit report for programs.
"""
