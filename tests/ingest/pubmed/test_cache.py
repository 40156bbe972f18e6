"""What was kept comes back as it was, or not at all."""

from __future__ import annotations

import errno
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pubmed.cache import Answer, AnswerCache, Request
from kg.errors import WorkspaceError
from kg.identifiers import content_hash

REQUEST = Request.of("https://example.org/efetch.fcgi", db="pubmed", id="1,2")


def keep(cache: AnswerCache, body: bytes, *, request: Request = REQUEST) -> Answer:
    when = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    return cache.keep(request, body, retrieved=when, status=200, headers={"content-type": "text/xml"})


def body_paths(folder: Path) -> list[Path]:
    return [path for path in folder.glob("bodies/*/*") if path.is_file()]


@given(fields=st.dictionaries(st.text(max_size=8), st.text(max_size=20)), body=st.binary(max_size=200))
def test_answer_comes_back_as_kept(
    tmp_path_factory: pytest.TempPathFactory, fields: dict[str, str], body: bytes
) -> None:
    cache = AnswerCache(tmp_path_factory.mktemp("cache"))
    request = Request("https://example.org/x", tuple(sorted(fields.items())))
    kept = keep(cache, body, request=request)

    assert AnswerCache(cache.folder).find(request) == kept
    assert list(cache.iter_entries()) == [kept.entry]


def test_entry_says_what_was_asked_when_and_what_came(tmp_path: Path) -> None:
    keep(AnswerCache(tmp_path), b"<x/>")
    (path,) = tmp_path.glob("requests/*/*.json")
    entry = json.loads(path.read_text())

    assert entry["request"]["address"] == "https://example.org/efetch.fcgi"
    assert entry["request"]["fields"] == [["db", "pubmed"], ["id", "1,2"]]
    assert entry["retrieved"] == "2026-01-02T03:04:05+00:00"
    assert (entry["status"], entry["headers"]) == (200, [["content-type", "text/xml"]])
    assert entry["digest"] == content_hash(b"<x/>") == body_paths(tmp_path)[0].name


def test_same_question_has_one_key_whatever_the_order_of_its_fields() -> None:
    assert Request.of("a", x="1", y="2").key == Request.of("a", y="2", x="1").key
    assert Request.of("a", x="1").key != Request.of("a", x="2").key != Request.of("b", x="2").key


def test_equal_bodies_are_stored_once(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path)
    keep(cache, b"<none/>")
    keep(cache, b"<none/>", request=Request.of("https://example.org/esearch.fcgi", term="x"))
    assert len(body_paths(tmp_path)) == 1
    assert len(list(cache.iter_entries())) == 2


@pytest.mark.parametrize("damage", ["cut body", "changed body", "lost body", "cut entry", "other entry", "bad hash"])
def test_damaged_entry_is_set_aside_and_can_be_kept_again(tmp_path: Path, damage: str) -> None:
    cache = AnswerCache(tmp_path)
    keep(cache, b"<records>1</records>")
    (entry,), (body,) = tmp_path.glob("requests/*/*.json"), body_paths(tmp_path)
    match damage:
        case "cut body":
            body.write_bytes(body.read_bytes()[:-5])
        case "changed body":
            body.write_bytes(b"<records>2</records>")
        case "lost body":
            body.unlink()
        case "cut entry":
            entry.write_bytes(entry.read_bytes()[:-30])
        case "other entry":
            entry.write_text(entry.read_text().replace("1,2", "1,3"))
        case "bad hash":
            entry.write_text(entry.read_text().replace(body.name, "../" * 20 + "x"))

    assert cache.find(REQUEST) is None
    assert not entry.exists()
    assert entry.name in {path.name for path in (tmp_path / "damaged").iterdir()}
    kept = keep(cache, b"<records>1</records>")
    assert cache.find(REQUEST) == kept


def test_full_disk_is_said_and_costs_nothing_kept_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = AnswerCache(tmp_path)
    before = keep(cache, b"<old/>")

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(WorkspaceError, match=r"No space left.*earlier.*Make room"):
        keep(cache, b"<new/>")
    assert cache.find(REQUEST) == before
    assert [path.name for path in body_paths(tmp_path)] == [before.entry.digest]  # and no draft


def test_nothing_is_made_before_something_is_kept(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "cache")
    assert cache.find(REQUEST) is None
    assert list(cache.iter_entries()) == []
    assert not (tmp_path / "cache").exists()
