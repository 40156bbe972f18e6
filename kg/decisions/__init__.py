"""What people decided on findings: kept as text beside the articles, laid beside the audit, never over it.

Data flows one way::

    Report --identity--> the id of each finding, and what its sources looked like
    decisions/KEY.yaml --files--> DecisionSet --settling--> Settlement --> command line, explorer, graph
    a person's word --making--> Decision --files--> decisions/KEY.yaml

* :mod:`kg.decisions.identity` — what makes a finding the same one tomorrow, and when its sources have changed.
* :mod:`kg.decisions.making` — a decision from what a person says of a finding.
* :mod:`kg.decisions.files` — the text files, made for review in version control.
* :mod:`kg.decisions.settling` — findings beside decisions: open, accepted, dismissed, disputed or stale.
* :mod:`kg.decisions.agreement` — how often people agreed with each rule.

A decision holds as long as the words that it is about and what is known of their sources stay the same. Who changes
their mind decides again: the newest decision of a person counts, the earlier ones stay in the file.
"""

from kg.decisions.agreement import RuleAgreement, measure_agreement
from kg.decisions.files import add_decision, decisions_path, iter_decision_files, read_decisions
from kg.decisions.identity import FindingIds, IdentifiedFinding, find_finding, identify_findings
from kg.decisions.making import make_decision
from kg.decisions.settling import settle

__all__ = [
    "FindingIds",
    "IdentifiedFinding",
    "RuleAgreement",
    "add_decision",
    "decisions_path",
    "find_finding",
    "identify_findings",
    "iter_decision_files",
    "make_decision",
    "measure_agreement",
    "read_decisions",
    "settle",
]
