"""A rewording is offered only if the audit accepts it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.article import reread
from ingest.pipeline import audit_article
from kg.audit import audit
from kg.evidence import Evidence
from kg.model import Article, Claim, Finding
from tests.audit.findings import only, paper
from tests.builders import VOCABULARY, make_article, make_evidence, make_study


def offered(rule: str, body: str, evidence: Evidence) -> tuple[Finding, Finding]:
    """The one finding of a rule before and after the trial of its rewording."""
    article = make_article(body)
    reports = audit(article, evidence), audit_article(article, evidence)
    first, second = (only([one for one in report.failures if one.rule == rule]) for report in reports)
    return first, second


def test_a_rewording_that_mends_is_offered() -> None:
    before, after = offered("NUM001", "In a study of 12 people calmol reduced itching.[1]", make_evidence(make_study()))
    assert before.patch is not None
    assert after == before


@pytest.mark.parametrize(
    ("rule", "body", "source"),
    [
        ("POP001", "Calmol cured eczema.[1]", "Calmol did not cure psoriasis."),
        ("DIR001", "Calmol increased itching.[1]\n\nCalmol increases itching.", "Calmol reduced itching in patients."),
    ],
)
def test_a_rewording_that_would_bring_another_finding_is_not_offered(rule: str, body: str, source: str) -> None:
    before, after = offered(rule, body, make_evidence(paper(source)))
    assert before.patch is not None
    assert after.patch is None
    assert (after.message, after.span, after.severity) == (before.message, before.span, before.severity)


def test_the_trial_asks_all_rules_whichever_are_selected() -> None:
    article = make_article("Calmol cured eczema.[1]")
    evidence = make_evidence(paper("Calmol did not cure psoriasis."))
    report = audit_article(article, evidence, rules=frozenset({"POP001"}))
    assert [(finding.rule, finding.patch) for finding in report.failures] == [("POP001", None)]


def test_a_rewording_that_fails_keeps_none_of_another_sentence_away() -> None:
    article = make_article("Calmol cured eczema.[1]\n\nCalmol increased itching.[1]")
    evidence = make_evidence(paper("Calmol did not cure psoriasis. Calmol reduced itching in patients."))
    failures = audit_article(article, evidence).failures
    assert {one.rule: one.patch is not None for one in failures if one.rule in ("POP001", "DIR001")} == {
        "POP001": False,
        "DIR001": True,
    }


SENTENCES = st.sampled_from(
    [
        "Calmol reduced itching in 12 women.[1]",
        "It does not help men, and it may cause fever.[1]",
        "Calmol (CM) eased sleep [1] because CM calms.",
        "In trials, **calmol** with rest improved sleep by 12 %.[1]",
        "This treatment, [as shown](https://example.org/in12), was better than placebo.",
        "Should you stop?",
    ]
)

CHANGES = [("12", "nine"), ("itching", "pain"), ("may", "will surely"), ("improved", "did not improve"), ("you", "men")]


@given(st.lists(SENTENCES, min_size=1, max_size=5), st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_read_again_is_what_the_changed_article_would_say(body: list[str], data: st.DataObject) -> None:
    joined = data.draw(st.sampled_from([" ", "\n\n"]))
    at = data.draw(st.integers(0, len(body) - 1))
    old, new = data.draw(st.sampled_from(CHANGES))
    changed = [one.replace(old, new) if number == at else one for number, one in enumerate(body)]
    article, expected = make_article(joined.join(body)), make_article(joined.join(changed))
    if len(article.sentences) == len(expected.sentences) == len(body) and "(https" not in body[at]:
        found = reread(article, {at: expected.sentences[at].text}, VOCABULARY)
        assert [told(one) for one in found.claims] == [told(one) for one in expected.claims]
        assert len({one.key for one in found.claims}) == len(found.claims)


def told(claim: Claim) -> tuple[object, ...]:
    return (
        claim.text, claim.sentence, claim.kind, claim.certainty, claim.hedges, claim.negations, claim.concepts,
        claim.quantities, claim.pointers, claim.people, claim.comparison, claim.stance,
    )  # fmt: skip


def test_the_places_of_a_sentence_pass_its_markers_and_markup() -> None:
    article: Article = make_article("In 12 **women**[1] calmol [helped](https://example.org) much.")
    places = article.places_of(0)
    words = article.sentences[0].text
    assert [article.text[place] for place, own in zip(places, words, strict=True) if own != " "] == list(
        words.replace(" ", "")
    )
    assert article.text[places[words.index("much")] :].startswith("much.")
