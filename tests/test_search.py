"""What a search finds in a graph whose words are known, and how its index behaves."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import URIRef

from kg.cli import main
from kg.errors import StoreError
from kg.identifiers import ConceptId
from kg.model import AbstractSection, Direction, Fact, IndexedRecord, Study
from kg.query import iter_rows
from kg.rdf import Triple, article_edges, article_triples, study_edges, study_triples
from kg.rdf.iris import graph_iri
from kg.rdf.nquads import to_nquads
from kg.search import HitKind, build_index, carry_index, search
from kg.store import Generation, Store
from kg.workspace import Workspace
from tests.builders import VOCABULARY, make_article, make_study
from tests.conftest import CHECKOUT

ARTICLE = graph_iri("article", "calm")


def make_pulled() -> Study:
    """A study with an abstract, a keyword and a fact."""
    study = make_study(title="Calmol for itching")
    record = IndexedRecord(
        key=study.record.key,
        pmid=study.record.pmid,
        title="Calmol for itching",
        abstract=(AbstractSection("Whether it soothes was asked.", "AIM"), AbstractSection("Café visits rose.")),
        keywords=("pruritus",),
    )
    fact = Fact("itching", Direction.DECREASE, ConceptId("itching"), value="half as strong", note="read off a figure")
    return dataclasses.replace(study, record=record, facts=(fact,))


def article_graph(body: str) -> list[Triple]:
    article = make_article(body)
    return [*article_triples(article), *article_edges(article)]


def make_store(folder: Path, body: str = "Rest may help the skin of the hand.") -> Store:
    study = make_pulled()
    graphs = {
        graph_iri("studies", "bundled"): [*study_triples(study), *study_edges(study, VOCABULARY)],
        ARTICLE: article_graph(body),
    }
    store = Store(folder)
    store.rebuild(lambda: as_text(graphs))
    return store


def as_text(graphs: dict[URIRef, list[Triple]]) -> dict[str, str]:
    return {str(name): to_nquads(name, triples) for name, triples in graphs.items()}


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return make_store(tmp_path_factory.mktemp("search")).open()


@pytest.mark.parametrize(
    ("words", "kind", "marked"),
    [
        ("calm", HitKind.ARTICLE, ["calm"]),
        ("REST", HitKind.CLAIM, ["Rest"]),
        ("hand skin", HitKind.CLAIM, ["skin", "hand"]),
        ('"half as strong"', HitKind.FACT, ["half as strong"]),
        ("figure", HitKind.FACT, ["figure"]),
        ("calmol", HitKind.STUDY, ["Calmol"]),
        ("soothes", HitKind.STUDY, ["soothes"]),
        ("cafe", HitKind.STUDY, ["Café"]),
        ("pruritus", HitKind.STUDY, ["pruritus"]),
    ],
)
def test_word_or_phrase_is_found_and_marked(
    words: str, kind: HitKind, marked: list[str], generation: Generation
) -> None:
    (hit,) = search(generation, words)
    assert hit.kind is kind
    assert [span.of(hit.snippet) for span in hit.marked] == marked
    assert hit.key in {"calm", "smith-2020"}
    assert generation.query(f"ASK {{ <{hit.iri}> ?p ?o }}").rows[0][0].value == "true"  # type: ignore[union-attr]


@pytest.mark.parametrize("words", ["calmo", "skins", '"skin hand"', "rest calmol", "AIM", "", '""', "*", "title:calm"])
def test_words_that_no_text_holds_together_are_not_found(words: str, generation: Generation) -> None:
    assert search(generation, words) == ()


def test_better_hit_comes_first_and_kind_and_limit_narrow_the_search(generation: Generation) -> None:
    hits = search(generation, "itching")
    assert [hit.kind for hit in hits] == [HitKind.STUDY, HitKind.FACT]
    assert hits[0].score > hits[1].score
    assert search(generation, "itching", kind=HitKind.FACT) == hits[1:]
    assert search(generation, "itching", limit=1) == hits[:1]


def test_operator_is_a_word_like_others(tmp_path: Path) -> None:
    generation = make_store(tmp_path, "Either or both may help.").open()
    assert search(generation, "either OR both")
    assert not search(generation, "either OR nothing")


HOSTILE = [
    '" OR *',
    '"',
    '""" NEAR(',
    "x\x00y",
    "\udcff",
    "a" * 10_000,
    "a " * 5_000,
    '"' + "b c " * 2_500 + '"',
    "-^:(){}",
]


@pytest.mark.parametrize("words", HOSTILE, ids=[str(at) for at in range(len(HOSTILE))])
def test_hostile_words_give_an_answer(words: str, generation: Generation) -> None:
    assert isinstance(search(generation, words), tuple)


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(words=st.text())
def test_any_text_gives_an_answer(words: str, generation: Generation) -> None:
    assert isinstance(search(generation, words), tuple)


def test_search_after_an_ingest_sees_the_new_words(tmp_path: Path) -> None:
    store = make_store(tmp_path, "Rest may help.")
    assert search(store.open(), "rest")
    store.replace(as_text({ARTICLE: article_graph("Sleep may help.")}))
    assert not search(store.open(), "rest")
    assert search(store.open(), "sleep")


def test_index_is_taken_over_where_only_articles_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make_store(tmp_path, "Rest may help.")
    assert search(store.open(), "rest")
    store.replace(as_text({ARTICLE: article_graph("Food may help.")}), carry=carry_index)  # nobody searches this one
    store.replace(as_text({ARTICLE: article_graph("Sleep may help.")}), carry=carry_index)
    asked: list[str] = []

    def ask(generation: Generation, name: str, row: Any) -> Iterator[Any]:
        asked.append(name)
        return iter_rows(generation, name, row)

    monkeypatch.setattr("kg.search.iter_rows", ask)
    generation = store.open()
    words = ("rest", "food", "sleep", "calm", "calmol", "itching")
    taken_over = [search(generation, word) for word in words]
    assert asked == ["search_article_texts"]
    fresh = tmp_path / "fresh"
    shutil.copytree(generation.path, fresh / generation.name)
    assert taken_over == [search(Generation(fresh / generation.name), word) for word in words]
    assert [bool(hits) for hits in taken_over] == [False, False, True, True, True, True]
    assert not (tmp_path / f"search-{generation.name}.carried").exists()


def test_index_of_a_generation_that_is_gone_and_an_old_draft_are_removed(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    search(store.open(), "rest")
    gone = tmp_path / "search-gen-0000-abcdef.sqlite"
    gone.touch()
    (tmp_path / ".search-killed").mkdir()
    os.utime(tmp_path / ".search-killed", (0, 0))
    store.replace(as_text({ARTICLE: article_graph("Sleep may help.")}))
    search(store.open(), "sleep")
    assert not gone.exists()
    assert len(list(tmp_path.glob("search-*"))) == 2  # both generations are still there
    assert not list(tmp_path.glob(".search-*"))


SEARCH = """
import sys
from pathlib import Path
from kg.search import search
from kg.store import Store
generation = Store(Path(sys.argv[1])).open()
print("ready", flush=True)
sys.stdin.readline()
print(len(search(generation, "rest")))
"""


def test_first_search_of_two_processes_at_once_is_safe(tmp_path: Path) -> None:
    make_store(tmp_path)
    command = [sys.executable, "-c", SEARCH, str(tmp_path)]
    both = [subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True, cwd=CHECKOUT) for _ in range(2)]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate(timeout=60)[0] for process in both] == ["1\n", "1\n"]
    assert [process.returncode for process in both] == [0, 0]


def test_same_generation_gives_the_same_hits_from_another_index(tmp_path: Path) -> None:
    generation = make_store(tmp_path).open()
    before = search(generation, "itching")
    index = next(tmp_path.glob("search-*.sqlite"))
    index.unlink()
    build_index(generation, index)
    assert search(generation, "itching") == before


def test_damaged_index_says_how_to_mend_it(tmp_path: Path) -> None:
    generation = make_store(tmp_path).open()
    search(generation, "rest")
    next(tmp_path.glob("search-*.sqlite")).write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="Delete the file"):
        search(generation, "rest")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "ws"
    make_store(Workspace.at(path).path / "store")
    return path


def run(workspace: Path, *words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["search", *words, "--workspace", str(workspace)])
    return result.exit_code, result.stdout, result.stderr


def test_search_command_shows_kind_key_title_and_marked_words(workspace: Path) -> None:
    status, out, _ = run(workspace, '"half as"', "figure")
    assert status == 0
    assert "fact  smith-2020" in out
    assert "Calmol for itching" in out
    assert "itching · [half as] strong · read off a [figure]" in out


def test_search_command_gives_json(workspace: Path) -> None:
    status, out, _ = run(workspace, "itching", "--kind", "study", "--format", "json")
    (hit,) = json.loads(out)
    assert status == 0
    assert (hit["kind"], hit["key"]) == ("study", "smith-2020")
    start, end = hit["marked"][0]
    assert hit["snippet"][start:end] == "itching"


def test_search_command_says_when_there_are_more(workspace: Path) -> None:
    assert "there are more" in run(workspace, "itching", "--max", "1")[2]
    assert run(workspace, "itching", "--max", "2")[2] == ""


def test_search_command_says_when_nothing_is_found(workspace: Path) -> None:
    assert run(workspace, "nowhere") == (0, "Nothing found.\n", "")
    assert run(workspace, "nowhere", "--format", "json")[1] == "[]\n"


def test_search_command_without_a_store_says_how_to_make_one(tmp_path: Path) -> None:
    status, _, told = run(tmp_path, "rest")
    assert status == 3
    assert "kg build" in told
