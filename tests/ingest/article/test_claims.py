from __future__ import annotations

import pytest

from ingest.article.claim_kinds import classify
from ingest.article.claims import fingerprint
from kg.identifiers import ConceptId
from kg.model.article import Certainty, ClaimKind
from kg.model.concept import Vocabulary
from tests.ingest.article.conftest import Read


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("But does it help?", ClaimKind.QUESTION),
        ("In this article, we’ll explore what it does.", ClaimKind.META),
        ("For more on this, see our guide.", ClaimKind.META),
        ("It’s essential to check the dose and to consider the following:", ClaimKind.META),
        ("This guide is no substitute for professional medical advice.", ClaimKind.META),
        ("IT SHOULD NEVER LEAD TO THINNER HAIR.", ClaimKind.OPINION),
        ("In our opinion, it does no harm.", ClaimKind.OPINION),
        ("It should never lead to thinner hair.", ClaimKind.OPINION),
        ("If it itches, stop and wash your scalp.", ClaimKind.RECOMMENDATION),
        ("People with thin hair should see a doctor.", ClaimKind.RECOMMENDATION),
        ("It’s essential to read the label.", ClaimKind.RECOMMENDATION),
        ("Club hairs are hairs that have stopped growing.", ClaimKind.DEFINITION),
        ("Anagen refers to the growing phase.", ClaimKind.DEFINITION),
        ("A rounded bulb indicates a club hair.", ClaimKind.DIAGNOSIS),
        ("You can tell the two apart by the root.", ClaimKind.DIAGNOSIS),
        ("Too much of it can exacerbate redness.", ClaimKind.SAFETY),
        ("It works by widening the vessels.", ClaimKind.MECHANISM),
        ("The oil improved growth in a trial.", ClaimKind.EFFICACY),
        ("It affects about 50 % of men.", ClaimKind.EPIDEMIOLOGY),
        ("Maybe.", ClaimKind.OPINION),
    ],
)
def test_kind_by_the_cues_of_the_sentence(sentence: str, kind: ClaimKind) -> None:
    assert classify(sentence, (), Vocabulary()) is kind


@pytest.mark.parametrize(
    ("concepts", "kind"),
    [
        (("rosemary-oil", "hair-count"), ClaimKind.EFFICACY),
        (("rosemary-oil", "inflammation"), ClaimKind.MECHANISM),
        (("rosemary-oil", "adverse-events"), ClaimKind.SAFETY),
        (("rosemary-oil",), ClaimKind.EPIDEMIOLOGY),
    ],
)
def test_kind_by_concepts_where_no_cue_speaks(
    vocabulary: Vocabulary, concepts: tuple[str, ...], kind: ClaimKind
) -> None:
    assert classify("The one goes along with the other.", [ConceptId(key) for key in concepts], vocabulary) is kind


def test_claim_carries_what_its_sentence_says(read: Read) -> None:
    article = read(
        "Rosemary oil may not change the hair count within 6 months.[1]\n\n"
        "References\n1. Doe J. Oil. J Oil. 2019;1:2.\n"
    )
    (claim,) = article.claims
    assert claim.certainty is Certainty.HEDGED
    assert claim.hedges == ("may",)
    assert claim.negations == ("not",)
    assert claim.concepts == (ConceptId("rosemary-oil"), ConceptId("hair-count"))
    assert [quantity.span.of(claim.text) for quantity in claim.quantities] == ["6 months"]
    assert claim.pointers == (0,)


def test_short_form_defined_in_the_article_counts_throughout_it(read: Read) -> None:
    article = read("They tried platelet-rich plasma (PRP) on some people. PRP was not liked by all.")
    assert article.claims[1].concepts == (ConceptId("platelet-rich-plasma"),)


def test_repeated_words_have_one_fingerprint_and_their_own_key(read: Read) -> None:
    article = read("Oil helps a lot. Nobody knows why. OIL helps – a lot!")
    first, _, last = article.claims
    assert first.fingerprint == last.fingerprint == fingerprint("oil helps a lot")
    assert (first.ordinal, last.ordinal) == (1, 2)
    assert first.key != last.key


def test_fingerprint_survives_edits_elsewhere(read: Read) -> None:
    before = read("Oil helps a lot.").claims[0]
    after = read("Some words were added here. Oil helps a lot.").claims[1]
    assert before.key == after.key


NOTES = "\n\nReferences\n1. Doe J. Oil. J Oil. 2019;1:2.\n2. Poe E. Oil. J Oil. 2020;1:2.\n"


def test_two_statements_of_one_sentence_are_two_claims(read: Read) -> None:
    article = read("Rosemary oil raises the hair count, and PRP eases inflammation." + NOTES)
    first, second = article.claims
    assert [first.text, second.text] == ["Rosemary oil raises the hair count", "and PRP eases inflammation."]
    assert first.span.of(article.text) == first.text
    assert second.span.of(article.text) == second.text
    assert [claim.concepts for claim in article.claims] == [
        (ConceptId("rosemary-oil"), ConceptId("hair-count")),
        (ConceptId("platelet-rich-plasma"), ConceptId("inflammation")),
    ]


def test_part_can_be_read_with_the_words_it_takes_over(read: Read) -> None:
    article = read("Rosemary oil may calm the skin and reduce shedding." + NOTES)
    _, second = article.claims
    assert [span.of(article.text) for span in second.context] == ["Rosemary oil may"]
    assert second.concepts == (ConceptId("rosemary-oil"), ConceptId("hair-shedding"))
    assert second.certainty is Certainty.HEDGED


def test_same_words_of_another_subject_are_another_claim(read: Read) -> None:
    article = read("Oil was tested in mice and approved for adults. Tar was tested in mice and approved for adults.")
    assert [claim.text for claim in article.claims[1::2]] == ["and approved for adults."] * 2
    assert len({claim.fingerprint for claim in article.claims}) == 4


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Oil calms skin, and tar eases itching.[1]", [["1"], ["1"]]),
        ("Oil calms skin,[1] and tar eases itching.[2]", [["1"], ["2"]]),
        ("Oil calms skin,[1] and tar eases itching.", [["1"], []]),
        ("Oil calms skin.[1] Tar eases itching.", [["1"], []]),
        ("This is likely because the oil calms skin.[1]", [[], ["1"]]),
    ],
)
def test_pointer_counts_for_the_parts_it_closes(read: Read, text: str, labels: list[list[str]]) -> None:
    article = read(text + NOTES)
    found = [[article.pointers[index].label for index in claim.pointers] for claim in article.claims]
    assert found == labels


def test_claim_tells_comparison_people_route_exclusion_and_stance(read: Read) -> None:
    article = read(
        "Topical rosemary oil plus PRP worked better than placebo in men. Smokers were excluded. This trial is weak."
    )
    first, second, third = article.claims
    assert (first.comparison, first.compared_with) == ("than", "placebo")
    assert (first.routes, first.adjuncts) == (("topical",), (ConceptId("platelet-rich-plasma"),))
    assert first.people == ("adult", "male")
    assert second.excluded == ("Smokers",)
    assert (third.stance.value, third.stance_words) == ("critical", "trial is weak")
