from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identifiers import ConceptId
from kg.model import Concept, ConceptKind, Vocabulary
from kg.text.concepts import ConceptMatcher

ARTICLE = Path(__file__).resolve().parents[3] / "shared/corpus/article/microneedling-shedding.txt"


def make_concept(
    key: str,
    *names: str,
    kind: ConceptKind = ConceptKind.THERAPY,
    ambiguous: tuple[str, ...] = (),
    broader: str | None = None,
) -> Concept:
    return Concept(
        ConceptId(key),
        kind,
        label=names[0] if names else key.replace("-", " "),
        definition="Made up.",
        alternative_labels=names[1:],
        ambiguous_labels=ambiguous,
        broader=ConceptId(broader) if broader else None,
    )


MATCHER = ConceptMatcher(
    Vocabulary.of(
        [
            make_concept("needling", "Microneedling", "micro-needling", "MN", ambiguous=("MN",)),
            make_concept("plasma", "Platelet-rich plasma", "PRP"),
            make_concept("trial", "Randomised controlled trial", "RCT", kind=ConceptKind.DESIGN),
            make_concept("meta-analysis", kind=ConceptKind.DESIGN),
            make_concept("biopsy", kind=ConceptKind.DESIGN),
            make_concept("areata", "Alopecia areata", "AA", kind=ConceptKind.CONDITION, ambiguous=("AA",)),
            make_concept("pattern-loss", "Pattern hair loss", "AA", kind=ConceptKind.CONDITION, ambiguous=("AA",)),
            make_concept("male-pattern-loss", "MPHL", kind=ConceptKind.CONDITION, broader="pattern-loss"),
            make_concept("wide", "Pattern loss", "MPHL", kind=ConceptKind.CONDITION, broader=None),
            make_concept("growth", "Hair growth", "regrowth", kind=ConceptKind.OUTCOME),
            make_concept("regrowth", "Hair regrowth", "regrowth", kind=ConceptKind.OUTCOME, broader="growth"),
            make_concept("soreness", "Tender scalp", kind=ConceptKind.OUTCOME),
            make_concept("sore-scalp", "Tender scalp", kind=ConceptKind.CRITERION),
            make_concept("hair-loss", "Hair loss", "straße", "İzmir boil", kind=ConceptKind.CONDITION),
            make_concept("swelling", "Tumour oedema", "haemorrhage", kind=ConceptKind.MECHANISM),
            make_concept("women", "Women", kind=ConceptKind.POPULATION),
            make_concept("laser", "Fractional CO2 laser"),
        ]
    )
)
PIECES = [
    "hair loss",
    "AA",
    "straße",
    "İzmir boil",
    "ß",
    "İ",
    "\u0307",
    "PRP",
    " (",
    ")",
    "-",
    "platelet-rich plasma",
    " ",
    "s",
]
NAMED = st.lists(st.sampled_from(PIECES)).map("".join)


def readings(text: str) -> list[tuple[str, str | None]]:
    return [(mention.text, mention.concept.value if mention.concept else None) for mention in MATCHER.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Microneedling helps.", [("Microneedling", "needling")]),
        ("MICRO-NEEDLING, micro needling, micro\u2011needling", [
            ("MICRO-NEEDLING", "needling"), ("micro needling", "needling"), ("micro\u2011needling", "needling")]),
        ("microneedling-induced", [("microneedling", "needling")]),
        ("microneedling’s", [("microneedling", "needling")]),
        ("microneedling¹ ends", [("microneedling", "needling")]),
        ("hair  loss and hair\nloss", [("hair  loss", "hair-loss"), ("hair\nloss", "hair-loss")]),
        ("hair - loss, hair — loss, chair loss, hair lossy", []),
        ("randomized controlled trials", [("randomized controlled trials", "trial")]),
        ("RCTs and rcts", [("RCTs", "trial")]),
        ("meta-analyses of biopsies", [("meta-analyses", "meta-analysis"), ("biopsies", "biopsy")]),
        ("a woman", [("woman", "women")]),
        ("tumor edema, hemorrhage", [("tumor edema", "swelling"), ("hemorrhage", "swelling")]),
        ("fractional CO₂ laser", [("fractional CO₂ laser", "laser")]),
        ("PRP, prp, Prp", [("PRP", "plasma")]),
        ("MN, Mn and mn", [("MN", None)]),
        ("aa AA", [("AA", None)]),
        ("in der STRASSE", [("STRASSE", "hair-loss")]),
        ("ß İzmir boil, straße", [("İzmir boil", "hair-loss"), ("straße", "hair-loss")]),
        ("pattern hair loss", [("pattern hair loss", "pattern-loss")]),
        ("regrowth", [("regrowth", "growth")]),
    ],
)  # fmt: skip
def test_find_reads_names_as_they_are_written(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert readings(text) == expected


def test_find_leaves_a_name_of_two_kinds_open() -> None:
    (mention,) = MATCHER.find("a tender scalp")
    assert mention.concept is None
    assert set(mention.candidates) == {ConceptId("soreness"), ConceptId("sore-scalp")}


def test_find_leaves_a_name_open_where_neither_reading_is_broader() -> None:
    (mention,) = MATCHER.find("MPHL")
    assert mention.concept is None
    assert set(mention.candidates) == {ConceptId("male-pattern-loss"), ConceptId("wide")}


def test_find_lists_the_broader_reading_first() -> None:
    (mention,) = MATCHER.find("regrowth")
    assert mention.candidates == (ConceptId("growth"), ConceptId("regrowth"))


def test_find_takes_the_article_at_its_word() -> None:
    (mention,) = MATCHER.find("Many AAs.", definitions={"AA": ConceptId("areata")})
    assert (mention.text, mention.concept) == ("AAs", ConceptId("areata"))


def test_find_reads_a_short_form_that_the_vocabulary_does_not_hold() -> None:
    (mention,) = MATCHER.find("HL came, hl did not.", definitions={"HL": ConceptId("hair-loss")})
    assert mention.text == "HL"


@pytest.mark.parametrize(
    ("text", "definitions"),
    [
        ("platelet-rich plasma (PRP)", {"PRP": "plasma"}),
        ("platelet-rich plasma therapy (PRP)", {"PRP": "plasma"}),
        ("PRP (platelet-rich plasma)", {"PRP": "plasma"}),
        ("alopecia areata (AA) and pattern hair loss (AA)", {"AA": "areata"}),
        ("pattern hair loss (AA)", {"AA": "pattern-loss"}),
        ("pattern hair loss (PHL)", {"PHL": "pattern-loss"}),
        ("microneedling (FDA)", {}),
        ("microneedling (men)", {}),
        ("alopecia areata, in some of those (AA)", {}),
        ("tender scalp (TS)", {}),
    ],
)
def test_find_definitions_reads_short_forms_beside_their_name(text: str, definitions: dict[str, str]) -> None:
    found = MATCHER.find_definitions(text)
    assert {short: concept.value for short, concept in found.items()} == definitions


def test_concepts_in_gives_each_certain_concept_once_in_order() -> None:
    text = "Hair loss, AA, PRP, hair loss and microneedling."
    assert [concept.value for concept in MATCHER.concepts_in(text)] == ["hair-loss", "plasma", "needling"]


def test_find_finds_nothing_with_an_empty_vocabulary() -> None:
    matcher = ConceptMatcher(Vocabulary())
    assert matcher.find("hair loss") == ()
    assert matcher.find_definitions("hair loss (HL)") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It may accelerate hair loss.", "progress"),
        ("Stress worsens your hair loss.", "progress"),
        ("It speeds up hair loss.", "progress"),
        ("It stops hair loss.", "loss"),
        ("The loss of hair went on.", "loss"),
        ("A study of cohorts and loss of the hair.", "loss"),
        ("The scalp is already inflamed.", "sore"),
        ("The scalps were inflamed.", "sore"),
        ("The scalp is not what is inflamed.", None),
    ],
)
def test_find_reads_names_in_other_constructions(text: str, expected: str | None) -> None:
    matcher = ConceptMatcher(
        Vocabulary.of(
            [
                make_concept("loss", "Hair loss", kind=ConceptKind.CONDITION),
                make_concept("progress", "Progress of hair loss", kind=ConceptKind.OUTCOME),
                make_concept("sore", "Inflamed scalp", kind=ConceptKind.CRITERION),
                make_concept("cohort", "Cohort study", kind=ConceptKind.DESIGN),
            ]
        )
    )
    assert [key.value for key in matcher.concepts_in(text)] == ([expected] if expected else [])


@given(st.text() | NAMED)
def test_mentions_are_where_they_say_and_do_not_overlap(text: str) -> None:
    mentions = MATCHER.find(text, definitions=MATCHER.find_definitions(text))
    assert all(mention.text == mention.span.of(text) != "" for mention in mentions)
    assert all(first.span.end <= second.span.start for first, second in pairwise(mentions))


@given(st.text(alphabet="aßİ\u00ad é-", max_size=8), st.sampled_from(["hair loss", "straße", "women"]))
def test_find_keeps_offsets_behind_characters_that_folding_lengthens(before: str, name: str) -> None:
    text = f"{before} {name}."
    start = len(before) + 1
    assert (start, start + len(name)) in {(mention.span.start, mention.span.end) for mention in MATCHER.find(text)}


@pytest.mark.parametrize("piece", ["hair ", "ß", "hair loss", "PRP (", "platelet-rich plasma (", " ", "AA "], ids=repr)
def test_find_gets_through_hostile_text(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    found = MATCHER.find(text, definitions=MATCHER.find_definitions(text))
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))


def test_matcher_finds_every_name_of_a_large_vocabulary() -> None:
    concepts = [make_concept(f"c{number}", *(f"name {number} {part}" for part in range(6))) for number in range(120)]
    matcher = ConceptMatcher(Vocabulary.of(concepts))
    assert all(matcher.concepts_in(f"name {number} 3") == (concept.id,) for number, concept in enumerate(concepts))


@pytest.mark.corpus
def test_find_reads_an_article() -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    assert MATCHER.find_definitions(text) == {"PRP": ConceptId("plasma")}
    named = [mention.concept for mention in MATCHER.find(text)]
    assert named.count(ConceptId("needling")) > 30
    assert named.count(ConceptId("hair-loss")) > 10
