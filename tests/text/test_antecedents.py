"""What "it" and "this" take up from the sentence before, and what they leave open."""

from __future__ import annotations

import pytest

from ingest.article import read_article
from kg.identifiers import ArticleId, ConceptId
from kg.model.article import Claim
from kg.model.concept import Concept, ConceptKind, Vocabulary


def make_concept(key: str, label: str, *labels: str, kind: ConceptKind, broader: str | None = None) -> Concept:
    above = ConceptId(broader) if broader else None
    return Concept(ConceptId(key), kind, label, f"{label}.", alternative_labels=labels, broader=above)


CONCEPTS = (
    make_concept("pain", "Pain", kind=ConceptKind.OUTCOME),
    make_concept("knee-pain", "Knee pain", kind=ConceptKind.OUTCOME, broader="pain"),
    make_concept("back-pain", "Back pain", kind=ConceptKind.OUTCOME, broader="pain"),
    make_concept("swelling", "Inflamed ankle", "ankle swelling", kind=ConceptKind.OUTCOME),
    make_concept("zinc", "Zinc", kind=ConceptKind.THERAPY),
    make_concept("silver", "Silver", kind=ConceptKind.THERAPY),
    make_concept("treatment-response", "Treatment response", kind=ConceptKind.OUTCOME),
)
VOCABULARY = Vocabulary({concept.id: concept for concept in CONCEPTS})


def claims_of(text: str) -> list[Claim]:
    article = read_article(text.encode(), source="a.md", article_id=ArticleId("taken-up"), vocabulary=VOCABULARY)
    return list(article.claims)


def concepts_of_last(text: str) -> set[str]:
    return {key.value for key in claims_of(text)[-1].concepts}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zinc is sold as tablets with silver. However, it has not been tested in children.", {"zinc"}),
        ("Zinc is sold as tablets. It hasn’t been tested. It also causes nausea.", {"zinc"}),
        ("Zinc is sold as tablets. There is a great deal to say about its cost.", set()),
        ("Zinc is sold as tablets. It is clear that most people like to swallow them.", set()),
        ("Zinc is sold as tablets. It seems most people swallow them.", set()),
        ("Tablets of zinc are sold. It has not been tested in children.", set()),
        ("A study showed that zinc is cheap. It was done in Rome.", set()),
        ("Zinc is sold as tablets.\n\nIt has not been tested in children.", set()),
        ("Zinc is sold as tablets. It was tested after silver had failed.", {"zinc", "silver"}),
    ],
)
def test_it_goes_on_with_the_subject_of_the_sentence_before(text: str, expected: set[str]) -> None:
    assert concepts_of_last(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Knee pain is common. This pain often passes.", {"knee-pain"}),
        ("Knee pain and back pain are common. This pain often passes.", {"pain"}),
        ("Pain is not knee pain alone. This pain often passes.", {"pain"}),
        ("Knee pain is common. Other pain often passes.", {"pain"}),
        ("Back pain is common. Where knee pain comes, this pain passes.", {"knee-pain"}),
        ("Knee pain is common.\n\nThis pain often passes.", {"pain"}),
    ],
)
def test_this_before_a_wide_name_means_the_one_narrower_name(text: str, expected: set[str]) -> None:
    assert concepts_of_last(text) == expected


def test_second_thing_said_goes_on_with_the_subject_of_the_first() -> None:
    said, passes = claims_of("Trials suggest knee pain is rare, and that it might even pass.")
    assert [key.value for key in said.concepts] == [key.value for key in passes.concepts] == ["knee-pain"]


def test_words_taken_up_are_context_in_the_article_and_tell_claims_apart() -> None:
    text = "{} is sold as tablets. It has not been tested in children."
    zinc, silver = (claims_of(text.format(name))[-1] for name in ("Zinc", "Silver"))
    assert [span.of(text.format("Zinc")) for span in zinc.context] == ["Zinc"]
    assert zinc.text == silver.text
    assert zinc.fingerprint != silver.fingerprint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The response to zinc was weak.", {"zinc", "treatment-response"}),
        ("Women responded well to zinc.", {"zinc", "treatment-response"}),
        ("The response to heat was weak in zinc mines.", {"zinc"}),
        ("The ankle was badly inflamed.", {"swelling"}),
        ("There was a swelling of the ankle.", {"swelling"}),
    ],
)
def test_names_in_other_constructions_are_found(text: str, expected: set[str]) -> None:
    assert concepts_of_last(text) == expected


def test_remarks_of_an_article_about_itself_speak_of_no_concept() -> None:
    assert concepts_of_last("In this article, we’ll explore knee pain.") == set()
