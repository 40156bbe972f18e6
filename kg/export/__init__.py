"""What leaves the program as text: one module a format.

* :mod:`kg.export.answers` — query answers as a table, CSV, TSV or SPARQL 1.1 JSON results.
* :mod:`kg.export.changes` — two snapshots of an article compared, for people and for programs.
* :mod:`kg.export.dossier_text`, :mod:`kg.export.dossier_json` — everything known of a study.
* :mod:`kg.export.reading` — what was read of an article, for people and for programs.
* :mod:`kg.export.rules` — the audit's rules and its table of verdicts.
* :mod:`kg.export.forms` — the forms of an audit report: a part for each article and a frame around them.
* :mod:`kg.export.report_text` — an audit report for people, in the colours of :mod:`~kg.export.paint`, or one line a
  finding; :mod:`kg.export.places` — where a finding stands.
* :mod:`kg.export.report_json` — an audit report for programs; :mod:`kg.export.report_schema` — its JSON Schema.
* :mod:`kg.export.report_sarif` — an audit report for code-scanning tools.
* :mod:`kg.export.report_html` — an audit report as one page to mail, of the words of :mod:`~kg.export.markup`.
* :mod:`kg.export.rule_counts` — how often each rule found something.
* :mod:`kg.export.watched` — what a round of watching found.
* :mod:`kg.export.formats` — the forms that the graph is written in: :mod:`~kg.export.claim_review`,
  :mod:`~kg.export.web_annotation`, :mod:`~kg.export.earl`, :mod:`~kg.export.graphml`, and for publications
  :mod:`~kg.export.bibtex`, :mod:`~kg.export.ris` and :mod:`~kg.export.csl_json`, on :mod:`~kg.export.bibliographic`.
"""
