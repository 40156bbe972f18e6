"""Whether a patch mends what it is for: written into the article, its finding is gone and no new one appears.

For every broken row of the mutation bench (../shared/corpus/mutations) each patch that the audit gives is written by
itself, as `kg fix` does it for a person who accepts it, read again and audited again. A patch that is refused counts
against the share of those that mend; what the audit says of the written pages is counted without the writer's own
check.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.audit import CORPUS, Bench, iter_rows, page_of
from bench.figures import Figure, print_figures
from ingest.fixing import Fixed, choose_mends, fix
from ingest.pipeline import Audited, audit_article, make_snapshot
from kg.audit import audit
from kg.decisions import settle
from kg.evidence import Evidence
from kg.model import Report

__all__ = ["Tally", "main", "measure"]


@dataclass(slots=True)
class Tally:
    """Numbers of patches.

    Attributes:
        rows: broken rows with a patch.
        patches: on them; ``written`` of them, and ``refused`` by the reason.
        left: written ones whose finding is still there; ``new`` findings that came with them.
    """

    rows: int = 0
    patches: int = 0
    written: int = 0
    left: int = 0
    new: int = 0
    refused: Counter[str] = field(default_factory=Counter)


def measure(*, step: int = 1) -> Tally:
    """The numbers over every ``step``-th broken row, rows of one source together."""
    bench, tally = Bench(), Tally()
    rows = [row for row in sorted(iter_rows(), key=lambda row: row.source) if row.is_breaking]
    for row in rows[::step]:
        snapshot = make_snapshot("page.md", page_of(row.edited))
        evidence = bench.evidence_of(row.source)
        article = bench.read(row.edited)
        before = Audited(article, audit_article(article, evidence))
        mends, unmended = choose_mends(settle(article, before.report, ()), article, every=True)
        tally.rows += bool(mends or unmended)
        tally.patches += len(mends) + len(unmended)
        tally.refused.update(one.reason for one in unmended)
        for mend in mends:
            _try(tally, fix(snapshot, before, [mend], evidence), before.report, evidence)
    return tally


def _try(tally: Tally, fixed: Fixed, before: Report, evidence: Evidence) -> None:
    """Count what one patch did, held against the report on the page before it."""
    tally.refused.update(one.reason for one in fixed.unmended)
    tally.written += len(fixed.written)
    old, new = Counter(_rules(before)), Counter(_rules(audit(fixed.audited.article, evidence)))
    tally.left += (Counter(mend.finding.rule for mend in fixed.written) - (old - new)).total()
    tally.new += (new - old).total()


def _rules(report: Report) -> Iterator[str]:
    return (finding.rule for finding in report.failures)


def main() -> int:
    """Measure, print what was refused and why, and give back the exit status."""
    if not CORPUS.is_dir():
        print("the corpus is not beside the checkout", file=sys.stderr)
        return 1
    tally = measure(step=int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    for reason, count in tally.refused.most_common():
        print(f"refused {count} times: {reason}")
    return print_figures(
        [
            Figure("broken rows with a patch", tally.rows, "rows"),
            Figure("their patches", tally.patches, "patches"),
            Figure(
                "patches that mend and bring nothing new", tally.written / max(1, tally.patches), "of patches", "== 1"
            ),
            Figure("written, and the finding still there", tally.left, "findings", "== 0"),
            Figure("new findings on written pages", tally.new, "findings", "== 0"),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
