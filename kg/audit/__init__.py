"""The audit: a linter for what articles say about their sources.

:func:`audit` holds an article against the evidence, rule by rule, and returns a
:class:`~kg.model.Report`: findings on separate axes, a verdict for each claim with its reasons, and the
ledger of what was not checked. There is no single score, and no flag never means "verified".

* :mod:`kg.audit.inquiry` — what a rule may ask; :mod:`kg.audit.case` — how a finding is made of it.
* :mod:`kg.audit.side_by_side` — a claim beside the words of one source: :mod:`~kg.audit.assertions` (shared and denied
  words), :mod:`~kg.audit.contradictions`, :mod:`~kg.audit.changes` (words of change), :mod:`~kg.audit.asking`,
  :mod:`~kg.audit.overstatements`; :mod:`~kg.audit.quoting` shows them.
* :mod:`kg.audit.ranking` — the sentences of a source, nearest to a claim first, by words (:mod:`~kg.audit.rarity`) or
  by word vectors (:mod:`~kg.audit.vector_ranking`).
* one module a family of rules: :mod:`~kg.audit.directions` (DIR, SUP002), :mod:`~kg.audit.strength` (STR),
  :mod:`~kg.audit.mechanism` (MEC), :mod:`~kg.audit.support` (SUP001), :mod:`~kg.audit.references` (REF),
  :mod:`~kg.audit.sources` (SRC), :mod:`~kg.audit.citations` (CIT), :mod:`~kg.audit.numbers` (NUM),
  :mod:`~kg.audit.population` and :mod:`~kg.audit.exclusion` (POP), :mod:`~kg.audit.intervention` (INT),
  :mod:`~kg.audit.outcome` (OUT),
  :mod:`~kg.audit.layout` (LST); on the article as a whole :mod:`~kg.audit.absolutes` (ABS),
  :mod:`~kg.audit.contrary` (CON), :mod:`~kg.audit.consistency` (SEL), :mod:`~kg.audit.safety` (SAF),
  :mod:`~kg.audit.secondary` (CIT002), :mod:`~kg.audit.interests` (SRC005), :mod:`~kg.audit.duplicates` (REF006).
* :mod:`kg.audit.amounts` (figures with the words around them), :mod:`kg.audit.agreement` (whether two say the same),
  :mod:`kg.audit.pairing` (which two are of one quantity), :mod:`kg.audit.sample_sizes`; told of a claim by
  :mod:`kg.audit.stated_numbers` from sentences and :mod:`kg.audit.curated_numbers` from facts.
* :mod:`kg.audit.subjects`, :mod:`kg.audit.effects`, :mod:`kg.audit.landscape` — what a claim speaks of, which way it
  and the studies point, and what the graph holds on it.
* :mod:`kg.audit.source_reading` — what the sentences of a source name, read once; :mod:`~kg.audit.same_words` — whether
  a claim names the same, :mod:`~kg.audit.ways` — gives it the same way, :mod:`~kg.audit.exchange` — in the same places;
  :mod:`~kg.audit.time_points`; :mod:`~kg.audit.curated_intervention`,
  :mod:`~kg.audit.curated_outcome`; :mod:`~kg.audit.judgements` — findings from that.
* :mod:`kg.audit.verdicts` — verdicts and the ledger; :mod:`kg.audit.folding` — what is told once for a sentence;
  :mod:`kg.audit.trial` — which rewordings are offered.
* :mod:`kg.audit.screening` — what people set aside beforehand, laid beside the findings, with the rules of
  :mod:`~kg.audit.suppressions`; :mod:`kg.audit.harm` and :mod:`kg.audit.fix_list` — what to mend, in order.
"""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from kg.audit import (
    absolutes,
    citations,
    consistency,
    contrary,
    directions,
    duplicates,
    exclusion,
    interests,
    intervention,
    layout,
    mechanism,
    numbers,
    outcome,
    population,
    references,
    safety,
    secondary,
    sources,
    strength,
    support,
    suppressions,
)
from kg.audit.case import Case, Check
from kg.audit.folding import fold_by_sentence
from kg.audit.ranking import Ranker
from kg.audit.trial import Reread, only_tried
from kg.audit.verdicts import ledger
from kg.errors import UsageError
from kg.evidence import Evidence
from kg.model import Article, Finding, Report, Rule

__all__ = ["CHECKS", "RULES", "Reread", "audit", "select_rules"]

_OF_CLAIMS: tuple[Check, ...] = (
    *numbers.CHECKS,
    *population.CHECKS,
    *exclusion.CHECKS,
    *intervention.CHECKS,
    *outcome.CHECKS,
    *directions.CHECKS,
    *strength.CHECKS,
    *mechanism.CHECKS,
    *support.CHECKS,
    *safety.CHECKS,
    *absolutes.CHECKS,
    *contrary.CHECKS,
    *consistency.CHECKS,
    *citations.CHECKS,
    *secondary.CHECKS,
)
"""Those that look at what the article claims; the others look at its references and its page."""

CHECKS: tuple[Check, ...] = (
    *_OF_CLAIMS,
    *sources.CHECKS,
    *interests.CHECKS,
    *references.CHECKS,
    *duplicates.CHECKS,
    *layout.CHECKS,
)
"""Every check, in the order in which its findings are told among equals: nearest to the claim first."""

RULES: dict[str, Rule] = {rule.code: rule for rule in (*(check.rule for check in CHECKS), *suppressions.RULES)}
"""Every rule by its code: those of the checks, and those on suppressions."""


def select_rules(select: Collection[str] = (), ignore: Collection[str] = ()) -> frozenset[str]:
    """The codes to apply: those selected (all by default) without those ignored; ``NUM`` stands for its family.

    Raises:
        UsageError: if a name is no rule and no family.
    """
    chosen = _codes(select) if select else frozenset(RULES)
    return chosen - _codes(ignore)


def _codes(names: Collection[str]) -> frozenset[str]:
    """The codes that these rules and families stand for."""
    found: set[str] = set()
    for name in names:
        codes = {code for code in RULES if name in (code, code[:3])}
        if not codes:
            near = get_close_matches(name, [*sorted(RULES), *sorted({code[:3] for code in RULES})], n=1)
            mend = f"The nearest is {near[0]}. " if near else ""
            raise UsageError(f"there is no rule {name}", mend=f"{mend}`kg rules` lists them all.")
        found |= codes
    return frozenset(found)


def audit(
    article: Article,
    evidence: Evidence,
    *,
    rules: Collection[str] | None = None,
    reread: Reread | None = None,
    ranker: Ranker | None = None,
) -> Report:
    """Hold an article against the evidence.

    Args:
        article: the snapshot to audit.
        evidence: the graph to hold it against.
        rules: codes of the rules to apply; all by default.
        reread: reads what sentences claim in other words; with it, only rewordings that pass their trial are offered
            (:mod:`kg.audit.trial`).
        ranker: puts the sentences of a source in order; the best that is installed by default.

    Returns:
        The report; the same article, evidence and ranker give the same report.
    """
    case = Case(article, evidence, ranker=ranker)
    applied = [check for check in CHECKS if rules is None or check.rule.code in rules]
    findings = [finding for check in applied for finding in check.apply(case)]
    told = fold_by_sentence(findings, article)
    if reread is not None:
        told = only_tried(case, told, _OF_CLAIMS, reread)
    order = {check.rule.code: position for position, check in enumerate(CHECKS)}

    def importance(finding: Finding) -> tuple[int, int, int, int]:
        return finding.severity.rank, order[finding.rule], finding.line, finding.span.start

    return Report(
        article=article.id,
        snapshot=article.snapshot,
        findings=tuple(sorted(told, key=importance)),
        resolutions=case.resolutions,
        ledger=ledger(case, findings, {check.rule.code for check in applied}),
        evidence=case.evidence_fingerprint(),
        ranked_by=case.ranked_by,
    )
