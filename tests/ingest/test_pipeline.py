"""A name and bytes become a snapshot with a key, whatever the name."""

from __future__ import annotations

import pytest

from ingest.pipeline import make_snapshot
from kg.errors import ArticleError
from kg.identifiers import ArticleId


def test_snapshot_takes_its_key_from_the_name_without_its_folders() -> None:
    snapshot = make_snapshot("../Why Hair Sheds.html", b"x")
    assert snapshot.article == ArticleId("why-hair-sheds")
    assert snapshot.source == "Why Hair Sheds.html"


@pytest.mark.parametrize("name", ["…", "???.txt", ""])
def test_name_without_letters_is_refused_with_a_mend(name: str) -> None:
    with pytest.raises(ArticleError, match="letters or digits"):
        make_snapshot(name, b"x")


def test_key_that_is_given_goes_before_the_name() -> None:
    assert make_snapshot("???.txt", b"x", ArticleId("mine")).article == ArticleId("mine")


def test_very_long_name_gives_a_key_that_a_file_system_takes() -> None:
    assert len(make_snapshot("a" * 400 + ".md", b"x").article.value) <= 120
