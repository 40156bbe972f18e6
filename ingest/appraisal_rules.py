"""The rule table of appraisal on disk: the user's own, else the one that comes with the program."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.curated import bundled_folder
from kg.errors import Place, RecordError, WorkspaceError
from kg.model.appraisal import RuleTable
from kg.workspace import SETTINGS, Workspace
from kg.yaml_records import Sourced, parse_record

__all__ = ["find_rules", "read_rules"]

_NAME = "appraisal.yaml"


def find_rules(workspace: Workspace) -> RuleTable:
    """The table that ``kg.toml`` names (``appraisal = "FILE"``), else the workspace's ``appraisal.yaml``, else ours.

    Raises:
        RecordError: if the file is malformed or missing.
        WorkspaceError: if ``kg.toml`` cannot be read.
    """
    named = _named(workspace.path / SETTINGS)
    own = workspace.path / (named or _NAME)
    return read_rules(own if named or own.exists() else bundled_folder() / _NAME)


def _named(settings: Path) -> str | None:
    if not settings.is_file():
        return None
    try:
        value = tomllib.loads(settings.read_text(encoding="utf-8")).get("appraisal")
    except (OSError, ValueError) as error:
        mend = "Mend the line that it names, or leave only `format = 1`."
        raise WorkspaceError(f"the settings cannot be read ({error})", place=Place(str(settings)), mend=mend) from error
    if value is None or (isinstance(value, str) and value.strip()):
        return value
    raise WorkspaceError("appraisal is no file name", place=Place(str(settings)), mend='Write appraisal = "FILE".')


def read_rules(path: Path) -> RuleTable:
    """The rule table of a file.

    Raises:
        RecordError: if it is missing or malformed, names a design or notice twice, or a figure cannot be so.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecordError(
            f"the rules cannot be read ({error.strerror})",
            place=Place(str(path)),
            mend="Give the path of a readable file.",
        ) from None
    file = parse_record(data, RuleTable, source=path.name)
    for what, where in _problems(file):
        raise RecordError(what, place=file.place(where), mend="README.md beside the bundled file says what it means.")
    return file.record


def _problems(file: Sourced[RuleTable]) -> Iterator[tuple[str, str]]:
    rules = file.record
    yield from _doubled("designs", [str(rule.design) for rule in rules.designs])
    yield from _doubled("notices", [rule.kind.value for rule in rules.notices])
    for at, signal in enumerate(rules.signals):
        if not 0 < signal.share <= 100:
            yield f"a share of {signal.share} per cent cannot be", f"signals[{at}].share"
        if not signal.words or not all(word.strip() for word in signal.words):
            yield "a signal needs words", f"signals[{at}].words"
    for name, value in (("same_way", rules.same_way), ("i2", rules.i2)):
        if not 0 < value <= 100:
            yield f"{value} per cent cannot be", name
    if rules.large_ratio <= 1:
        yield "a large ratio is above 1", "large_ratio"


def _doubled(name: str, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield f"{key} stands here twice", name
