"""Comparison, administration, exclusion, stance and the reach of negation, by the words of a claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identifiers import ConceptId
from kg.model.article import Stance
from kg.model.concept import Concept, ConceptKind, Vocabulary
from kg.text.administration import adjunct_spans, excluded_spans, find_routes
from kg.text.comparison import find_comparison
from kg.text.concepts import ConceptMatcher
from kg.text.head_nouns import find_head_nouns, iter_short_mentions
from kg.text.modality import find_negations, negation_scope
from kg.text.stance import find_stance


@pytest.mark.parametrize(
    ("text", "cue", "against"),
    [
        ("Zinc worked better than placebo.", "than", "placebo"),
        ("Zinc versus copper for colds.", "versus", "copper"),
        ("Compared with no treatment, zinc helped.", "Compared with", "no treatment"),
        ("Zinc is as effective as aspirin in adults.", "as effective as", "aspirin"),
        ("Pain after zinc is similar to that of aspirin.", "similar to", "that of aspirin"),
    ],
)
def test_comparison_is_told_with_what_it_compares(text: str, cue: str, against: str) -> None:
    found = find_comparison(text)
    assert found is not None
    assert (found.cue.text, found.against.of(text)) == (cue, against)


@pytest.mark.parametrize("text", ["More than 5 men.", "Zinc as well as copper helps.", "It helps.", "Other than"])
def test_bound_of_a_figure_and_an_addition_are_no_comparison(text: str) -> None:
    assert find_comparison(text) is None


def test_routes_are_told_by_form_and_place() -> None:
    assert find_routes("Tablets, a nasal spray, or an injection under the skin") == ("injected", "nasal", "oral")
    assert find_routes("A gelatinous dessert and a patchwork") == ()


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("Zinc combined with topical silver helps.", ["topical silver helps"]),
        ("In addition to zinc, they took iron.", ["zinc"]),
        ("Zinc helps.", []),
    ],
)
def test_what_is_added_stands_behind_the_joining_words(text: str, added: list[str]) -> None:
    assert [span.of(text) for span in adjunct_spans(text)] == added


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("In both trials, people with asthma were excluded.", ["people with asthma"]),
        ("People with pain (knee, hip or back) were excluded from it.", ["People with pain (knee, hip or back)"]),
        ("The trial excluded smokers.", ["smokers"]),
        ("The trial included smokers.", []),
    ],
)
def test_people_left_out_are_named_before_a_passive_and_behind_an_active_verb(text: str, excluded: list[str]) -> None:
    assert [span.of(text) for span in excluded_spans(text)] == excluded


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("This trial is weak.", Stance.CRITICAL),
        ("The review was poorly designed, and its data are limited.", Stance.CRITICAL),
        ("There was no control group.", Stance.CRITICAL),
        ("Contrary to the first report, zinc did nothing.", Stance.CONTRARY),
        ("Later work could not replicate this.", Stance.CONTRARY),
        ("Zinc is weak against colds.", Stance.NEUTRAL),
        ("A trial found that zinc helped.", Stance.NEUTRAL),
    ],
)
def test_stance_is_negative_where_fault_is_found_or_the_contrary_said(text: str, stance: Stance) -> None:
    assert find_stance(text)[0] is stance


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("It did not lower pain, but it helped.", ["lower pain"]),
        ("There were no deaths or falls.", ["deaths or falls"]),
        ("There aren’t (yet) good trials.", ["yet) good trials"]),
    ],
)
def test_negation_reaches_to_the_end_of_its_clause(text: str, reached: list[str]) -> None:
    assert [negation_scope(text, cue).of(text) for cue in find_negations(text)] == reached


def _matcher() -> ConceptMatcher:
    names = {
        "knee-pain": "Knee pain",
        "itch": "Skin itching",
        "harm": "Side effects",
        "iron": "Iron",
        "over": "Excess iron",
    }
    return ConceptMatcher(
        Vocabulary.of([Concept(ConceptId(key), ConceptKind.OUTCOME, name, name) for key, name in names.items()])
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("This pain is sharp.", ["pain"]),
        ("Chest pain is another thing.", []),
        ("The effects were good.", []),
        ("The pain of others.", []),
        ("Severe itching was rare.", ["itching"]),
    ],
)
def test_head_noun_stands_for_the_name_given_in_full_before(text: str, found: list[str]) -> None:
    matcher = _matcher()
    heads = find_head_nouns(matcher.find("Knee pain and skin itching are side effects."))
    assert [mention.text for mention in iter_short_mentions(text, heads, matcher.find(text))] == found


def test_too_much_of_a_thing_is_its_excess_where_that_has_a_name() -> None:
    assert _matcher().concepts_in("Too much iron harms; iron helps.") == (ConceptId("over"), ConceptId("iron"))


@given(st.text(max_size=200))
def test_any_text_is_read_and_every_place_is_within_it(text: str) -> None:
    compared = find_comparison(text)
    spans = [*adjunct_spans(text), *excluded_spans(text), *([compared.against] if compared else [])]
    spans += [negation_scope(text, cue) for cue in find_negations(text)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert find_stance(text)[0] in Stance
