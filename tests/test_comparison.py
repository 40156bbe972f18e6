from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.article import read_article
from kg.comparison import ArticleComparison, Change, compare_articles, likeness
from kg.identifiers import ArticleId
from kg.model import Article, Vocabulary

_FIRST = "Oil raised the hair count in 40 women."
_SECOND = "It is not known why the oil does so."
_THIRD = "Water did nothing of the kind in any trial."


def _article(*sentences: str, references: tuple[str, ...] = ()) -> Article:
    listed = ["## References", *(f"{number}. {one}" for number, one in enumerate(references, 1))] if references else []
    text = "\n\n".join(["# Oil", *sentences, *listed])
    return read_article(text.encode(), source="a.md", article_id=ArticleId("a"), vocabulary=Vocabulary())


def _changes(compared: ArticleComparison) -> list[Change]:
    return [one.change for one in compared.claims]


def test_same_article_is_the_same() -> None:
    compared = compare_articles(_article(_FIRST, _SECOND), _article(_FIRST, _SECOND))
    assert compared.is_same
    assert _changes(compared) == [Change.KEPT, Change.KEPT]


def test_claim_reworded_at_its_place_is_one_claim_and_its_figures_are_told() -> None:
    new = "Oil raised the hair count in 60 women."
    compared = compare_articles(_article(_FIRST, _SECOND), _article(new, _SECOND))
    changed = compared.claims[0]
    assert _changes(compared) == [Change.REWORDED, Change.KEPT]
    assert changed.figures == (("40",), ("60",))
    assert changed.likeness == likeness(_FIRST, new)
    assert not changed.negation


def test_negation_that_came_is_told() -> None:
    compared = compare_articles(_article(_FIRST), _article("Oil did not raise the hair count in 40 women."))
    assert [(one.change, one.negation) for one in compared.claims] == [(Change.REWORDED, True)]


def test_claims_that_came_and_went_are_told_apart() -> None:
    compared = compare_articles(_article(_FIRST, _SECOND), _article(_FIRST, _THIRD))
    assert _changes(compared) == [Change.KEPT, Change.ADDED, Change.REMOVED]
    assert not compared.is_same


def test_like_words_at_another_place_are_no_rewording() -> None:
    new = "Oil raised the hair count in 60 women."
    compared = compare_articles(_article(_FIRST, _SECOND, _THIRD), _article(_SECOND, _THIRD, new))
    assert _changes(compared) == [Change.KEPT, Change.KEPT, Change.ADDED, Change.REMOVED]


def test_second_of_two_like_claims_is_kept_by_its_ordinal() -> None:
    compared = compare_articles(_article(_FIRST, _SECOND, _FIRST), _article(_FIRST, _SECOND))
    assert _changes(compared) == [Change.KEPT, Change.KEPT, Change.REMOVED]


def test_references_are_matched_by_identifier_and_their_new_numbers_told() -> None:
    doe = "Doe J. Oil and hair. J Oil. 2019;1:2-3. PMID: 11111111."
    longer = "Doe J, Roe K. Oil and the hair of women. J Oil. 2019;1:2-3. PMID: 11111111."
    compared = compare_articles(
        _article(_FIRST, references=(doe,)),
        _article(_FIRST, references=("Poe P. Water. J Water. 2020;4:5-6.", longer)),
    )
    found = [(one.change, one.renumbered) for one in compared.references]
    assert found == [(Change.ADDED, False), (Change.KEPT, True)]
    assert not compared.is_same


@given(
    old=st.lists(st.sampled_from([_FIRST, _SECOND, _THIRD, "Hair grows."]), max_size=8),
    new=st.lists(st.sampled_from([_FIRST, _SECOND, _THIRD, "Hair grows fast."]), max_size=8),
)
def test_every_claim_of_both_snapshots_is_accounted_for_once(old: list[str], new: list[str]) -> None:
    before, after = _article("Start.", *old), _article("Start.", *new)
    compared = compare_articles(before, after)
    olds = [one.old.key for one in compared.claims if one.old]
    news = [one.new.key for one in compared.claims if one.new]
    assert sorted(olds) == sorted(claim.key for claim in before.claims)
    assert news == [claim.key for claim in after.claims]


@given(first=st.text(max_size=60), second=st.text(max_size=60))
def test_likeness_has_no_direction_and_is_whole_for_the_same(first: str, second: str) -> None:
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1
    assert likeness(first, first) == 1
