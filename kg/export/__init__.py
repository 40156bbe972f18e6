"""What leaves the program as text: one module a format.

* :mod:`kg.export.answers` — query answers as a table, CSV, TSV or SPARQL 1.1 JSON results.
* :mod:`kg.export.report_text` — an audit report for people.
* :mod:`kg.export.report_json` — an audit report for programs.
"""
