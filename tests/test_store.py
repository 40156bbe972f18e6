"""Generations: readers never wait, writers never tear, and nothing that goes wrong touches what was there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from kg.errors import QueryError, StoreError, StoreLockedError
from kg.store import Store, write_atomically

SUBJECT = URIRef("http://example.org/s")
PREDICATE = URIRef("http://example.org/p")
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def quads(graph: str, *values: str) -> str:
    return "".join(f'<{SUBJECT}> <{PREDICATE}> "{value}" <http://example.org/{graph}> .\n' for value in values)


def graphs(**content: str) -> dict[str, str]:
    return {f"http://example.org/{name}": text for name, text in content.items()}


def count(store: Store) -> int:
    term = store.open().query(COUNT).rows[0][0]
    assert term is not None
    return int(term.value)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "store", patience_seconds=0.2)
    made.rebuild(lambda: graphs(a=quads("a", "1", "2"), b=quads("b", "3")))
    return made


def test_default_graph_is_the_union_of_all_graphs(store: Store) -> None:
    assert count(store) == 3


def test_replace_changes_one_graph_and_leaves_the_others(store: Store) -> None:
    store.replace(graphs(a=quads("a", "9")))
    assert {str(o) for o in store.open().objects(SUBJECT, PREDICATE)} == {"9", "3"}


def test_replace_with_nothing_removes_the_graph(store: Store) -> None:
    store.replace(graphs(a=""))
    names = store.open().query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }").rows
    assert [term.value for (term,) in names if term] == ["http://example.org/b"]


def test_reader_keeps_its_state_while_a_writer_publishes_another(store: Store) -> None:
    reader = store.open()
    store.replace(graphs(a=quads("a", "9")))
    assert {str(o) for o in reader.objects(SUBJECT, PREDICATE)} == {"1", "2", "3"}
    assert store.open().name != reader.name


def test_name_is_new_after_the_store_was_deleted(store: Store, tmp_path: Path) -> None:
    before = store.current_name
    for path in sorted((tmp_path / "store").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    store.rebuild(lambda: graphs(a=quads("a", "1")))
    assert store.current_name != before


def test_rebuild_gives_the_same_canonical_bytes_whatever_the_order(tmp_path: Path) -> None:
    one, other = Store(tmp_path / "one"), Store(tmp_path / "other")
    one.rebuild(lambda: graphs(a=quads("a", "1", "2"), b=quads("b", "3")))
    other.rebuild(lambda: graphs(b=quads("b", "3"), a=quads("a", "2", "1")))
    assert one.open().dump("nquads") == other.open().dump("nquads")
    assert one.open().dump("nquads") == b"".join(sorted(one.open().dump("nquads").splitlines(keepends=True)))


@pytest.mark.parametrize("form", ["nquads", "trig", "turtle", "jsonld"])
def test_dump_in_every_format_holds_every_value(store: Store, form: str) -> None:
    text = store.open().dump(form).decode()
    assert all(f'"{value}"' in text for value in "123")


def test_opening_says_how_to_mend_when_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no store yet. Run `kg build`"):
        Store(tmp_path / "none").open()


def test_opening_says_how_to_mend_when_the_generation_is_gone(store: Store) -> None:
    write_atomically(store.folder / "current", "gen-9999-abc123\n")
    with pytest.raises(StoreError, match=r"gen-9999-abc123 is gone. Run `kg build`"):
        store.open()


@pytest.mark.parametrize("content", [b"../../..", b"\xff\xfe", b"gen-1", b""])
def test_opening_says_how_to_mend_when_the_name_is_none(store: Store, content: bytes) -> None:
    (store.folder / "current").write_bytes(content)
    with pytest.raises(StoreError, match="Run `kg build`"):
        store.open()


def test_opening_says_how_to_mend_when_the_name_cannot_be_read(store: Store) -> None:
    (store.folder / "current").unlink()
    (store.folder / "current").mkdir()
    with pytest.raises(StoreError, match="Run `kg build`"):
        store.open()


def test_opening_says_how_to_mend_when_the_generation_is_damaged(store: Store) -> None:
    name = store.current_name
    assert name is not None
    for path in (store.folder / name).glob("MANIFEST*"):
        path.write_bytes(b"not a manifest")
    with pytest.raises(StoreError, match="Run `kg build`"):
        store.open()


def test_failed_write_leaves_the_current_state_and_no_draft(store: Store) -> None:
    before = store.current_name
    with pytest.raises(StoreError, match="what it held before is untouched"):
        store.rebuild(lambda: graphs(a="this is not N-Quads"))
    assert store.current_name == before
    assert count(store) == 3
    assert not list(store.folder.glob("*.partial"))


def test_half_written_generation_of_a_killed_writer_is_cleared_away(store: Store) -> None:
    leftover = store.folder / "gen-0007-dead.partial"
    leftover.mkdir()
    (leftover / "junk").write_text("x")
    assert count(store) == 3
    store.replace(graphs(a=quads("a", "9")))
    assert not leftover.exists()
    assert count(store) == 2


def test_full_disk_leaves_the_current_state(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", no_room)
    before = store.current_name
    with pytest.raises(StoreError, match=r"No space left on device.*Make room"):
        store.replace(graphs(a=quads("a", "9")))
    assert store.current_name == before
    assert count(store) == 3


_HOLD = """
import sys, time
from pathlib import Path
from kg.store import Store
with Store(Path(sys.argv[1]))._lock():
    print("held", flush=True)
    time.sleep(60)
"""


def hold_lock(folder: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen([sys.executable, "-c", _HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_writer_names_the_live_process_that_holds_the_lock(store: Store) -> None:
    holder = hold_lock(store.folder)
    try:
        with pytest.raises(StoreLockedError, match=f"process {holder.pid} on .* since .*nothing was changed"):
            store.replace(graphs(a=quads("a", "9")))
        assert count(store) == 3
    finally:
        holder.kill()
        holder.communicate()


def test_lock_of_a_dead_process_is_taken_over(store: Store) -> None:
    holder = hold_lock(store.folder)
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    assert (store.folder / "writer.json").exists()
    store.replace(graphs(a=quads("a", "9")))
    assert count(store) == 2
    assert not (store.folder / "writer.json").exists()


def test_readers_see_whole_states_only_while_writers_work(store: Store) -> None:
    """Each written state has as many values in graph a as in graph b; no reader may see another."""
    store.rebuild(lambda: graphs(a=quads("a", "x"), b=quads("b", "y")))
    torn: list[tuple[int, int]] = []
    reads: list[int] = []
    done = threading.Event()

    def read() -> None:
        ask = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH <http://example.org/%s> { ?s ?p ?o } }"
        while not done.is_set():
            generation = store.open()
            a, b = (generation.query(ask % name).rows[0][0] for name in "ab")
            assert a is not None
            assert b is not None
            reads.append(int(a.value))
            if a.value != b.value:
                torn.append((int(a.value), int(b.value)))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for size in range(2, 12):
        values = [str(number) for number in range(size)]
        store.replace(graphs(a=quads("a", *values), b=quads("b", *values)))
    done.set()
    for reader in readers:
        reader.join()
    assert not torn
    assert len(reads) > 2


def test_old_generations_go_and_recent_ones_stay(store: Store) -> None:
    for number in range(6):
        store.replace(graphs(a=quads("a", str(number))))
    assert len(list(store.folder.glob("gen-*"))) == 7
    long_ago = time.time() - 3600
    for path in store.folder.glob("gen-*"):
        os.utime(path, (long_ago, long_ago))
    store.replace(graphs(a=quads("a", "last")))
    assert len(list(store.folder.glob("gen-*"))) == 3


def test_malformed_query_is_an_error_not_an_empty_answer(store: Store) -> None:
    with pytest.raises(QueryError, match="the query failed"):
        store.open().query("SELECT * WHERE { ?s ?p }")


def test_value_bound_to_a_variable_is_data_not_query_text(store: Store) -> None:
    nasty = Literal('1" } UNION { ?s ?p ?o } #')
    answer = store.open().query("SELECT ?s ?value WHERE { ?s ?p ?value }", values={"value": nasty})
    assert answer.rows == ()
    assert len(store.open().query("SELECT ?s ?value WHERE { ?s ?p ?value }", values={"value": Literal("1")}).rows) == 1


def test_atomic_write_leaves_the_old_text_when_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_text("old")

    def no_room(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]
