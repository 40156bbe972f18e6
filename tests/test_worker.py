"""A query that runs away is stopped, and never leaves a part of an answer that looks whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import QueryError, QueryLimitError, QueryStoppedError
from kg.prefixes import PREFIXES
from kg.query import run
from kg.store import Answer, Store
from kg.worker import Limits, Worker, Workers

RUNAWAY = [
    "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(?c, ?f, ?i) = 'never') }",
    "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(CONCAT(?c, ?f, ?i, ?l) = 'never') }",
    "SELECT ?x WHERE { ?x (!<a:b>|^!<a:b>)* ?y . ?y (!<a:b>|^!<a:b>)* ?z . ?z ?p ?q . ?r ?s ?t } ORDER BY DESC(?t) ?x",
    "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONTAINS(CONCAT(?c, ?f, ?i), 'never')) }",
]


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = Store(tmp_path_factory.mktemp("worker") / "store")
    lines = [f'<urn:s{n % 50}> <urn:p{n % 7}> "{n}" <urn:g> .\n' for n in range(2000)]
    store.rebuild(lambda: {"urn:g": "".join(lines)})
    return store.current_path()


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker() as made:
        yield made


def ask(worker: Worker, generation: Path, text: str, **limits: float) -> Answer:
    return run(generation, text, worker=worker, limits=Limits(**limits))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", RUNAWAY)
def test_runaway_query_is_stopped_at_its_deadline(worker: Worker, generation: Path, text: str) -> None:
    ask(worker, generation, "ASK {}")
    with pytest.raises(QueryLimitError, match=r"stopped after 0.5 seconds|MiB of memory"):
        ask(worker, generation, text, seconds=0.5)


def test_query_that_takes_too_much_memory_is_a_typed_error(worker: Worker, generation: Path) -> None:
    text = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a ?d"
    with pytest.raises(QueryLimitError, match="memory"):
        ask(worker, generation, text, memory_mib=400, seconds=60)


def test_next_question_is_answered_after_one_was_stopped(worker: Worker, generation: Path) -> None:
    with pytest.raises(QueryLimitError):
        ask(worker, generation, RUNAWAY[0], seconds=0.2)
    assert ask(worker, generation, "ASK { ?s ?p ?o }").rows[0][0] is not None


def test_question_that_is_stopped_ends_its_process_and_gives_nothing(worker: Worker, generation: Path) -> None:
    ask(worker, generation, "ASK {}")
    process, stop = worker._process, threading.Event()
    assert process is not None
    threading.Timer(0.3, stop.set).start()
    with pytest.raises(QueryStoppedError, match="stopped before it was done"):
        run(generation, RUNAWAY[0], worker=worker, limits=Limits(seconds=60), stop=stop)
    assert process.poll() is not None
    assert ask(worker, generation, "ASK { ?s ?p ?o }").rows


def test_question_stopped_while_it_waits_leaves_the_others_alone(generation: Path) -> None:
    workers, stop = Workers(1), threading.Event()
    try:
        with workers.lend(threading.Event()) as busy:
            ask(busy, generation, "ASK {}")
            stop.set()
            with pytest.raises(QueryStoppedError), workers.lend(stop):
                pass
            assert ask(busy, generation, "ASK {}").rows
        with workers.lend(stop) as free:
            assert free is busy
    finally:
        workers.close()


def test_nothing_is_left_running_when_the_worker_is_closed(generation: Path) -> None:
    with Worker() as worker:
        ask(worker, generation, "ASK {}")
        process = worker._process
        assert process is not None
        assert process.poll() is None
    assert process.poll() is not None


def test_cut_answer_says_so_and_a_whole_one_does_not(worker: Worker, generation: Path) -> None:
    text = "SELECT ?o WHERE { ?s ?p ?o }"
    cut, whole = ask(worker, generation, text, rows=1999), ask(worker, generation, text, rows=2000)
    assert (len(cut.rows), cut.is_cut) == (1999, True)
    assert (len(whole.rows), whole.is_cut) == (2000, False)


def test_malformed_query_is_told_and_refused_one_never_sent(worker: Worker, generation: Path) -> None:
    with pytest.raises(QueryError, match="query:1:7: the query ends too early"):
        ask(worker, generation, "SELECT")
    with pytest.raises(QueryError, match="is refused"):
        ask(worker, generation, "SELECT * { SERVICE <http://127.0.0.1/> {} }")


def test_threads_that_share_a_worker_get_their_own_answers(worker: Worker, generation: Path) -> None:
    answers: dict[int, str] = {}

    def question(number: int) -> None:
        term = ask(worker, generation, f"SELECT ({number} AS ?n) {{}}").rows[0][0]
        assert term is not None
        answers[number] = term.value

    threads = [threading.Thread(target=question, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: str(number) for number in range(8)}


def test_prefixes_are_there_without_being_declared(worker: Worker, generation: Path) -> None:
    assert "ekg" in PREFIXES
    assert ask(worker, generation, "ASK { ?s a ekg:Claim }").form == "ask"
