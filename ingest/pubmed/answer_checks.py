"""Whether what came is an answer at all: services send error pages, notes and halves of documents with status 200.

Every answer is checked before it is kept, so that what the cache holds has been whole once.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

__all__ = ["Refusal", "check_answer", "check_json", "parse_retry_after"]

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_LATER = "Run the command again later: it goes on from here."
_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?[^>]*>\s*)?(?:<!--.*?-->\s*)*<([\w-]+)", re.DOTALL
)
_OPENING_BYTES = 4000
_NOTE = re.compile(rb"<ERROR>(.{1,300}?)</ERROR>|\A\s*\{.*?\"error\"\s*:\s*\"(.{1,300}?)\"", re.DOTALL)
# EFetch relays a failure behind it as status 400, ESearch as an answer of its own.
_PASSING_NOTE = re.compile(r"rate limit|too many requests|proxy_stream|backend failed", re.IGNORECASE)


class Refusal(Exception):  # noqa: N818 - internal to the client, which makes a FetchError of the last one
    """One attempt that brought no usable answer.

    Args:
        what: the problem.
        may_pass: whether another attempt may bring one.
        wait_seconds: how long the service asks to wait, ``None`` if it does not say.
        mend: what the user can do.
    """

    def __init__(self, what: str, *, may_pass: bool, wait_seconds: float | None = None, mend: str = _LATER) -> None:
        super().__init__(what)
        self.what = what
        self.may_pass = may_pass
        self.wait_seconds = wait_seconds
        self.mend = mend


def check_answer(status: int, body: bytes, *, root: str, wait_seconds: float | None) -> None:
    """Accept an answer of status 200 that is one whole document of this root element.

    Args:
        status: the HTTP status.
        body: the decoded bytes.
        root: name of the root element that the request leads to.
        wait_seconds: how long the service asks to wait.

    Raises:
        Refusal: if it is anything else.
    """
    opening = body[:_OPENING_BYTES]
    note = _find_note(opening)
    may_pass = _PASSING_NOTE.search(note) is not None
    if status != 200:
        may_pass = may_pass or status in _PASSING
        mend = _LATER if may_pass else "Check the identifiers, and the [ncbi] settings in kg.toml."
        raise Refusal(_with_note(f"status {status}", note), may_pass=may_pass, wait_seconds=wait_seconds, mend=mend)
    start = _START.match(opening)
    found = start.group(1).decode() if start else None
    if found is None or found.lower() == "html":
        what = "a web page" if found else "something else" if body.strip() else "nothing"
        raise Refusal(
            _with_note(f"{what} came instead of records", note),
            may_pass=may_pass or not note,
            wait_seconds=wait_seconds,
            mend="If this network has a sign-in page, sign in; else run the command again later.",
        )
    if found != root or note:
        raise Refusal(_with_note(f"<{found}> came where <{root}> was asked for", note), may_pass=may_pass)
    if not body.rstrip().endswith((f"</{root}>".encode(), f"<{root}/>".encode())):
        raise Refusal("the answer is cut", may_pass=True)


def check_json(status: int, body: bytes, wait_seconds: float | None) -> None:
    """Accept an answer of status 200 that is one JSON object which does not call itself an error.

    Raises:
        Refusal: if it is anything else; what the service says of the error is told.
    """
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    note = _find_json_note(answer) if isinstance(answer, dict) else ""
    if status != 200:
        may_pass = status in _PASSING
        mend = _LATER if may_pass else "Check the identifiers, and the settings in kg.toml."
        raise Refusal(_with_note(f"status {status}", note), may_pass=may_pass, wait_seconds=wait_seconds, mend=mend)
    if not isinstance(answer, dict):
        is_page = b"<html" in body[:_OPENING_BYTES].lower()
        what = "a web page" if is_page else "something else" if body.strip() else "nothing"
        mend = "If this network has a sign-in page, sign in; else run the command again later."
        raise Refusal(f"{what} came instead of JSON, or it is cut", may_pass=True, wait_seconds=wait_seconds, mend=mend)
    if answer.get("status") == "error":
        raise Refusal(_with_note("the service reports an error", note), may_pass=False)


def _find_json_note(answer: dict[str, object]) -> str:
    """What the errors of an answer say, or its message."""
    errors = answer.get("errors")
    told = [one.get("message") for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    return "; ".join(str(each)[:300] for each in [*told, answer.get("message")] if each)


def parse_retry_after(value: str | None, *, now: datetime) -> float | None:
    """Seconds to wait by a ``Retry-After`` header, which gives seconds or a date (RFC 9110, 10.2.3).

    >>> parse_retry_after("7", now=datetime(2020, 1, 1, tzinfo=UTC))
    7.0
    >>> parse_retry_after("Wed, 01 Jan 2020 00:01:00 GMT", now=datetime(2020, 1, 1, tzinfo=UTC))
    60.0
    """
    if value is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}", value.strip(), re.ASCII):
        return float(value)
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds())


def _find_note(opening: bytes) -> str:
    """What an error element or a JSON error says."""
    match = _NOTE.search(opening)
    if match is None:
        return ""
    text = (match.group(1) or match.group(2)).decode("utf-8", "replace")
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


def _with_note(what: str, note: str) -> str:
    return f"{what}: {note}" if note else what
