from __future__ import annotations

import os
import time
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg.shelf import Shelf


@given(content=st.binary(max_size=200))
def test_what_is_put_is_taken(tmp_path_factory, content: bytes) -> None:  # type: ignore[no-untyped-def]
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    shelf.put("abc", content)
    assert shelf.take("abc") == content
    assert shelf.take("abd") is None


def test_what_is_damaged_is_not_there(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put("abc", b"content")
    (path,) = tmp_path.glob("*/*")
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert shelf.take("abc") in (None, b"content")
        path.write_bytes(whole[:at])
        assert shelf.take("abc") is None


def test_old_entries_go_and_then_the_longest_unused(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    now = time.time()
    for name, age in (("aa", 0), ("bb", 10), ("cc", 20), ("dd", 100 * 24 * 3600)):
        shelf.put(name, os.urandom(1000))
        (path,) = tmp_path.glob(f"*/{name}")
        os.utime(path, (now - age, now - age))
    shelf.clear_old(most_bytes=2500)
    assert [name for name in ("aa", "bb", "cc", "dd") if shelf.take(name)] == ["aa", "bb"]
